//! Line 1: `current`.

use serde_json::json;

use crate::support::binary::Hunter;
use crate::support::database::{Database, LEDGER};
use crate::support::facts::LINE;
use crate::support::on_both;

on_both! {
    current_of_an_empty_database_prints_nothing_and_says_that_it_is_empty,
    current_after_an_upgrade_is_one_line_with_head,
    current_below_the_head_says_what_is_pending,
    current_of_an_unversioned_database_says_that_nobody_recorded_a_revision,
    current_changes_nothing,
    current_check_heads_exits_1_below_the_head,
    current_v_says_who_applied_it,
    current_of_an_older_binary_lists_what_it_does_not_know,
}

fn current_of_an_empty_database_prints_nothing_and_says_that_it_is_empty(database: &Database) {
    let hunter = Hunter::root().on(database.url());
    database.rows("select '' as j");
    hunter.run("current").done().prints("").says(&["the database is empty", "upgrade head"]);
    let answer = hunter.json("current");
    assert_eq!((&answer["current"], &answer["status"]), (&json!([]), &json!("empty")));
}

fn current_after_an_upgrade_is_one_line_with_head(database: &Database) {
    let hunter = Hunter::root().on(database.url());
    hunter.run("upgrade").done();
    hunter.run("current").done().prints("08f51db8dce0 (head)\n").says_nothing();
    let answer = hunter.json("current");
    assert_eq!((&answer["current"], &answer["status"]), (&json!(["08f51db8dce0"]), &json!("at-head")));
}

fn current_below_the_head_says_what_is_pending(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +2").done();
    hunter.run("current").done().prints("e7196f7e556b\n").says(&[
        "2 ",
        "pending",
        ": 622ba66483b9, f786f93501ea",
    ]);
    let answer = hunter.json("current");
    assert_eq!((&answer["status"], &answer["pending"]), (&json!("behind"), &json!(LINE[2..])));
}

fn current_of_an_unversioned_database_says_that_nobody_recorded_a_revision(database: &Database) {
    let hunter = Hunter::root().on(database.url());
    database.execute("create table visitors (id integer)");
    hunter.run("current").done().prints("").says(&["1 tables and views (visitors)", "no recorded revision"]);
    let answer = hunter.json("current");
    assert_eq!((&answer["status"], &answer["relations"]), (&json!("unversioned"), &json!(["visitors"])));
}

fn current_changes_nothing(database: &Database) {
    let hunter = Hunter::root().on(database.url());
    database.rows("select '' as j");
    hunter.run("current").done();
    assert!(!database.has_ledger(), "reading made a {LEDGER}");
    hunter.run("upgrade").done();
    let before = database.ledger();
    hunter.run("current").done();
    assert_eq!(database.ledger(), before);
}

fn current_check_heads_exits_1_below_the_head(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade e719").done();
    hunter.run("current --check-heads").exits(1).prints("e7196f7e556b\n").says(&["not on all heads"]);
    hunter.run("upgrade").done();
    hunter.run("current --check-heads").done().prints("f786f93501ea (head)\n");
}

fn current_v_says_who_applied_it(database: &Database) {
    let hunter = Hunter::root().on(database.url());
    hunter.run("upgrade").done();
    let shown = hunter.run("current -v").done();
    assert!(shown.out.starts_with("Rev: 08f51db8dce0 (head)\nParent: <base>\n"), "{}", shown.out);
    assert!(shown.out.contains("base_revision"), "{}", shown.out);
    shown.says(&["08f51db8dce0: up ", " by hunter 0.1.0 on "]);
}

/// Line 23: reading works, and says when and by which binary.
fn current_of_an_older_binary_lists_what_it_does_not_know(database: &Database) {
    Hunter::v1_1().on(database.url()).run("upgrade +2").done();
    let older = Hunter::root().on(database.url());
    let shown = older.run("current").done();
    let shown = shown.prints("e7196f7e556b (unknown to this binary)\n");
    shown.says(&["revisions that this binary lacks: e7196f7e556b (applied ", " by hunter-v1-1 0.1.0)"]);
    let answer = older.json("current");
    assert_eq!(answer["unknown"][0]["revision"], json!("e7196f7e556b"));
    let before = database.ledger();
    older.run("downgrade base").exits(2).prints("").says(&["error: ", "`e7196f7e556b`", "help: "]);
    assert_eq!(database.ledger(), before);
}
