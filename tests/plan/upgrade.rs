//! Lines 7 and 9: `upgrade` on a fresh database, and again.

use crate::support::binary::Hunter;
use crate::support::catalog;
use crate::support::database::Database;
use crate::support::facts::{self, LINE};
use crate::support::on_both;

on_both! {
    upgrade_head_creates_all_tables_of_a_fresh_database,
    upgrade_announces_each_step_on_stderr_and_prints_nothing,
    upgrade_records_each_revision_once_in_the_order_of_the_chain,
    upgrade_again_has_nothing_to_do_and_leaves_the_ledger_as_it_is,
    upgrade_goes_where_it_is_told_and_no_further,
    upgrade_dry_run_changes_nothing,
    upgrade_q_says_nothing,
    a_step_that_fails_leaves_the_steps_before_it_and_nothing_of_its_own,
    upgrade_of_a_database_with_the_tables_already_says_how_to_record_them,
}

fn upgrade_head_creates_all_tables_of_a_fresh_database(database: &Database) {
    Hunter::root().on(database.url()).run("upgrade head").done();
    let found = catalog::read(database);
    let found: Vec<&String> = found["tables"].as_object().unwrap().keys().collect();
    assert_eq!(found, facts::tables("08f51db8dce0").iter().collect::<Vec<_>>());
}

fn upgrade_announces_each_step_on_stderr_and_prints_nothing(database: &Database) {
    let outcome = Hunter::v1_1().on(database.url()).run("upgrade").done().prints("");
    let lines: Vec<&str> = outcome.err.lines().collect();
    let steps = [
        "[1/4] Running upgrade <base> -> 08f51db8dce0, base_revision",
        "[2/4] Running upgrade 08f51db8dce0 -> e7196f7e556b, add_ip_enrichment_table",
        "[3/4] Running upgrade e7196f7e556b -> 622ba66483b9, add_partner_center_referrals",
        "[4/4] Running upgrade 622ba66483b9 -> f786f93501ea, add_csp_p_model_fields",
    ];
    assert_eq!(lines[..4], steps);
    assert!(lines[4].starts_with("applied 4 revisions in ") && lines.len() == 5, "{lines:#?}");
    assert!(lines[4].ends_with("the database is at f786f93501ea"), "{lines:#?}");
}

fn upgrade_records_each_revision_once_in_the_order_of_the_chain(database: &Database) {
    Hunter::v1_1().on(database.url()).run("upgrade").done();
    assert_eq!(database.events(), LINE.map(|revision| format!("up {revision}")));
    for row in database.ledger() {
        assert!(row["down_script"].as_str().unwrap().contains("DROP"), "the way back is kept: {row}");
        assert!(row["duration_ms"].is_number() && row["recorded_at"].is_string(), "{row}");
        assert_eq!((&row["binary_name"], &row["binary_version"]), (&"hunter-v1-1".into(), &"0.1.0".into()));
    }
}

fn upgrade_again_has_nothing_to_do_and_leaves_the_ledger_as_it_is(database: &Database) {
    let hunter = Hunter::root().on(database.url());
    hunter.run("upgrade head").done();
    let (ledger, schema) = (database.ledger(), catalog::inventory(database));
    let again = hunter.run("upgrade head").done().prints("");
    assert_eq!(again.err, "nothing to do: the database is at 08f51db8dce0\n");
    assert_eq!((database.ledger(), catalog::inventory(database)), (ledger, schema));
}

fn upgrade_goes_where_it_is_told_and_no_further(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    let steps = [("+1", 1), ("e719", 2), ("08f51db8dce0+1", 2), ("622ba66483b9", 3), ("heads", 4)];
    for (target, applied) in steps {
        hunter.run(&format!("upgrade {target}")).done();
        assert_eq!(database.events().len(), applied, "upgrade {target}");
    }
    let ledger = database.ledger();
    hunter.run("upgrade +1").exits(2).prints("").says(&["error: ", "help: "]);
    assert_eq!(database.ledger(), ledger);
}

fn upgrade_dry_run_changes_nothing(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +1").done();
    let ledger = database.ledger();
    let shown = hunter.run("upgrade --dry-run").done();
    assert_eq!(crate::plan_command::steps(&shown.out).count(), 3, "{}", shown.out);
    assert_eq!(database.ledger(), ledger);
}

fn upgrade_q_says_nothing(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade -q").done().prints("").says_nothing();
    hunter.run("current -q").done().prints("f786f93501ea (head)\n").says_nothing();
}

fn a_step_that_fails_leaves_the_steps_before_it_and_nothing_of_its_own(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    // The third revision makes a table of this name.
    hunter.run("upgrade +1").done();
    database.execute("create table partner_center_referrals (note varchar(10))");
    let failed = hunter.run("upgrade").exits(2).prints("");
    failed.says(&[
        "error: upgrade of revision `622ba66483b9` failed at statement 1 of ",
        "partner_center_referrals",
        "  --> tests/chains/v1_1/622ba66483b9_add_partner_center_referrals/up.",
        "done before this: e7196f7e556b; `622ba66483b9` was rolled back",
        "help: ",
    ]);
    assert_eq!(database.events(), ["up 08f51db8dce0", "up e7196f7e556b"]);
    database.execute("drop table partner_center_referrals");
    hunter.run("upgrade").done();
    assert_eq!(database.events(), LINE.map(|revision| format!("up {revision}")));
}

fn upgrade_of_a_database_with_the_tables_already_says_how_to_record_them(database: &Database) {
    let hunter = Hunter::root().on(database.url());
    database.execute("create table raw_leads (id integer)");
    let tables = catalog::read(database);
    hunter.run("upgrade").exits(2).says(&["raw_leads", "no recorded revision", "`hunter upgrade --adopt`"]);
    assert_eq!(catalog::read(database), tables);
    assert_eq!(hunter.json("current")["status"], serde_json::json!("unversioned"));
}
