//! Lines 14 to 16: the ways back, on tables that hold nothing.

use serde_json::json;

use crate::support::binary::Hunter;
use crate::support::catalog;
use crate::support::database::Database;
use crate::support::on_both;

on_both! {
    downgrade_by_one_reverts_the_last_revision,
    downgrade_to_a_revision_reverts_what_stands_on_it,
    downgrade_to_base_reverts_everything,
    downgrade_announces_each_step_on_stderr_and_prints_nothing,
    downgrade_to_where_the_database_is_has_nothing_to_do,
    downgrade_too_far_is_refused_before_the_first_step,
    downgrade_dry_run_changes_nothing,
    what_was_reverted_can_be_applied_again,
}

fn at_head(database: &Database) -> Hunter {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade head").done();
    hunter
}

#[track_caller]
fn assert_current(hunter: &Hunter, revisions: &[&str]) {
    assert_eq!(hunter.json("current")["current"], json!(revisions));
}

fn downgrade_by_one_reverts_the_last_revision(database: &Database) {
    let hunter = at_head(database);
    hunter.run("downgrade -1").done();
    assert_current(&hunter, &["622ba66483b9"]);
    assert_eq!(database.events().last().unwrap(), "down f786f93501ea");
}

fn downgrade_to_a_revision_reverts_what_stands_on_it(database: &Database) {
    let hunter = at_head(database);
    hunter.run("downgrade e7196f7e556b").done();
    assert_current(&hunter, &["e7196f7e556b"]);
    assert_eq!(database.events()[4..], ["down f786f93501ea", "down 622ba66483b9"]);
    hunter.run("downgrade 08f5").done();
    assert_current(&hunter, &["08f51db8dce0"]);
}

fn downgrade_to_base_reverts_everything(database: &Database) {
    let hunter = at_head(database);
    hunter.run("downgrade base").done();
    assert_current(&hunter, &[]);
    assert_eq!(catalog::read(database)["tables"], json!({}));
    assert_eq!(catalog::read(database)["views"], json!({}));
}

fn downgrade_announces_each_step_on_stderr_and_prints_nothing(database: &Database) {
    let outcome = at_head(database).run("downgrade -2").done().prints("");
    let lines: Vec<&str> = outcome.err.lines().collect();
    let steps = [
        "[1/2] Running downgrade f786f93501ea -> 622ba66483b9, add_csp_p_model_fields",
        "[2/2] Running downgrade 622ba66483b9 -> e7196f7e556b, add_partner_center_referrals",
    ];
    assert_eq!(lines[..2], steps);
    assert!(lines[2].starts_with("reverted 2 revisions in ") && lines.len() == 3, "{lines:#?}");
}

fn downgrade_to_where_the_database_is_has_nothing_to_do(database: &Database) {
    let hunter = at_head(database);
    let ledger = database.ledger();
    hunter.run("downgrade f786f93501ea").done().prints("").says(&["nothing to do"]);
    assert_eq!(database.ledger(), ledger);
}

fn downgrade_too_far_is_refused_before_the_first_step(database: &Database) {
    let hunter = at_head(database);
    let ledger = database.ledger();
    hunter.run("downgrade -5").exits(2).prints("").says(&["error: ", "help: "]);
    assert_eq!(database.ledger(), ledger);
}

fn downgrade_dry_run_changes_nothing(database: &Database) {
    let hunter = at_head(database);
    let ledger = database.ledger();
    let shown = hunter.run("downgrade base --dry-run").done();
    assert_eq!(crate::plan_command::steps(&shown.out).count(), 4, "{}", shown.out);
    assert!(shown.out.starts_with("1/4 down f786f93501ea, "), "{}", shown.out);
    assert_eq!(database.ledger(), ledger);
}

/// Line 20: up, down and up again.
fn what_was_reverted_can_be_applied_again(database: &Database) {
    let hunter = at_head(database);
    let schema = catalog::read(database);
    hunter.run("downgrade base").done();
    hunter.run("upgrade head").done();
    assert_eq!(catalog::read(database), schema);
    assert_eq!(database.events().len(), 12);
    hunter.run("current").done().prints("f786f93501ea (head)\n").says_nothing();
}
