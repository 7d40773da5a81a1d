//! `check`: what the database should look like, at any revision, whatever is pending.

use serde_json::json;

use crate::support::binary::Hunter;
use crate::support::database::Database;
use crate::support::on_both;

on_both! {
    a_database_is_what_each_of_its_revisions_leaves_behind,
    each_change_by_hand_is_named_and_a_check_says_no,
    check_writes_nothing_not_even_a_ledger,
    tables_that_nobody_recorded_are_told_apart_from_drift,
    check_finds_what_an_older_binary_left_beside_pending_revisions,
}

fn a_database_is_what_each_of_its_revisions_leaves_behind(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    for (target, current) in
        [("+1", "08f51db8dce0"), ("+1", "e7196f7e556b"), ("+1", "622ba66483b9"), ("+1", "f786f93501ea")]
    {
        hunter.run(&format!("upgrade {target}")).done();
        let checked = hunter.run("check").done().prints("");
        checked.says(&["no drift", current]);
    }
    for current in ["622ba66483b9", "e7196f7e556b", "08f51db8dce0"] {
        hunter.run("downgrade -1").done();
        hunter.run("check").done().prints("").says(&["no drift", current]);
    }
    hunter.run("downgrade base").done();
    hunter.run("check").done().prints("");
}

fn each_change_by_hand_is_named_and_a_check_says_no(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade head").done();
    let notes = database.named("notes");
    database.execute("alter table notes add column extra integer");
    database.execute("create table beside (id integer)");
    let checked = hunter.run("check").exits(1);
    let beside = database.named("beside");
    checked
        .prints(&format!("table {beside} is not expected\ncolumn {notes}.extra is not expected\n"))
        .says(&["2 differences from f786f93501ea (head)"]);
    let answer = hunter.run("check --json").exits(1).json();
    assert_eq!((&answer["status"], &answer["current"]), (&json!("drifted"), &json!(["f786f93501ea"])));
    assert_eq!(answer["differences"][1]["kind"], json!("column"));
    assert_eq!(answer["differences"][1]["difference"], json!("unexpected"));
    // What is beside the record stands in nobody's way.
    database.execute("drop table beside");
    hunter.run("downgrade -1").done();
    hunter.run("check").exits(1).prints(&format!("column {notes}.extra is not expected\n"));
}

fn check_writes_nothing_not_even_a_ledger(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    database.rows("select '' as j");
    hunter.run("check").done().prints("");
    assert!(!database.has_ledger());
}

fn tables_that_nobody_recorded_are_told_apart_from_drift(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    database.execute("create table theirs (id integer)");
    let theirs = database.named("theirs");
    let checked = hunter.run("check").exits(1).prints(&format!("table {theirs} is not expected\n"));
    checked.says(&["no recorded revision"]);
    assert_eq!(hunter.run("check --json").exits(1).json()["status"], json!("unversioned"));
}

fn check_finds_what_an_older_binary_left_beside_pending_revisions(database: &Database) {
    Hunter::root().on(database.url()).run("upgrade head").done();
    let hunter = Hunter::v1_1().on(database.url());
    let checked = hunter.run("check").done().prints("");
    checked.says(&["no drift: the schema is that of 08f51db8dce0"]);
    database.execute("drop view leads_ready");
    hunter.run("check").exits(1).prints(&format!("view {} is missing\n", database.named("leads_ready")));
}

mod only_on_postgres {
    use crate::support::binary::Hunter;
    use crate::support::database;
    use crate::support::server::{self, Role};

    #[test]
    fn a_role_that_may_only_read_the_ledger_can_check() {
        let database = database::postgres();
        Hunter::v1_1().on(database.url()).run("upgrade head").done();
        let role = Role::new(&database);
        database.execute(&format!("grant connect on database {} to {}", database.name(), role.name));
        database.execute(&format!("grant select on __hunter_ledger to {}", role.name));
        let hunter = Hunter::v1_1().on(&server::url_as(&role.name, &database));
        hunter.run("check").done().prints("").says(&["no drift"]);
    }
}
