//! `wait`: start-up order and health checks of what must not migrate.

use serde_json::json;

use crate::support::binary::Hunter;
use crate::support::database::Database;
use crate::support::on_both;

on_both! {
    wait_for_head_is_busy_below_it_and_done_at_it,
    wait_for_up_asks_for_no_revision,
    wait_changes_nothing,
}

fn wait_for_head_is_busy_below_it_and_done_at_it(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +3").done();
    hunter.run("wait --for head --timeout 0").exits(4).prints("").says(&[
        "error: the database is not at head after 0 s: the database lacks 1 revision of this program: f786f93501ea",
        "help: ",
    ]);
    let waited = hunter.run("wait --timeout 1").exits(4);
    assert_eq!(waited.err.matches("waiting: ").count(), 1, "one line per change: {}", waited.err);
    hunter.run("upgrade").done();
    hunter.run("wait").done().prints("").says_nothing();
    let answer = hunter.json("wait --for head");
    assert_eq!((&answer["for"], &answer["ready"]), (&json!("head"), &json!(true)));
}

fn wait_for_up_asks_for_no_revision(database: &Database) {
    database.rows("select '' as j");
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("wait --for up --timeout 0").done().prints("").says_nothing();
    hunter.run("wait --for head --timeout 0").exits(4).says(&["the database is empty"]);
}

fn wait_changes_nothing(database: &Database) {
    database.rows("select '' as j");
    let hunter = Hunter::root().on(database.url());
    hunter.run("wait --timeout 0").exits(4);
    assert!(!database.has_ledger());
}

#[test]
fn wait_without_a_server_ends_at_its_deadline() {
    let hunter = Hunter::root().on("postgres://nobody@127.0.0.1:9/nothing");
    hunter
        .run("wait --for up --timeout 1")
        .exits(4)
        .prints("")
        .says(&["waiting: ", "the database is not up after 1 s"]);
}

#[test]
fn wait_for_something_else_is_a_usage_error() {
    Hunter::root().on("sqlite:x.db").run("wait --for tea").exits(3).says(&["tea"]);
}
