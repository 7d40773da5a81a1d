//! `stamp` and `ensure`: the record is changed, the schema is not.

use serde_json::json;

use crate::support::binary::Hunter;
use crate::support::catalog;
use crate::support::database::{Database, LEDGER};
use crate::support::on_both;

on_both! {
    stamp_on_an_empty_database_is_refused,
    stamp_on_an_unversioned_database_is_what_current_then_shows,
    stamp_changes_no_table,
    stamp_down_forgets_what_stood_above,
    ensure_creates_the_ledger_once_and_records_nothing,
}

fn stamp_on_an_empty_database_is_refused(database: &Database) {
    let hunter = Hunter::root().on(database.url());
    database.rows("select '' as j");
    let refused = hunter.run("stamp head").exits(2).prints("");
    refused.says(&["error: the database is empty", "help: ", "upgrade"]);
    assert!(!database.has_ledger());
    hunter.run("ensure").done();
    hunter.run("stamp head").exits(2).prints("").says(&["error: the database is empty"]);
    assert_eq!(database.ledger(), [json!(null); 0]);
}

/// A database with the tables of the base revision and no record of it.
fn unversioned(database: &Database) -> Hunter {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade 08f5").done();
    database.execute(&format!("drop table {LEDGER}"));
    hunter.run("current").done().prints("").says(&["15 tables and views", "no recorded revision"]);
    hunter
}

fn stamp_on_an_unversioned_database_is_what_current_then_shows(database: &Database) {
    let hunter = unversioned(database);
    let stamped = hunter.run("stamp 08f51db8dce0").done().prints("");
    stamped.says(&["warning: recorded without comparing the schema"]);
    hunter.run("current").done().prints("08f51db8dce0\n").says(&["3 ", "pending"]);
    assert_eq!(database.events(), ["stamp 08f51db8dce0"]);
    hunter.run("upgrade head").done();
    hunter.run("current").done().prints("f786f93501ea (head)\n").says_nothing();
    hunter.run("downgrade base").done();
}

fn stamp_changes_no_table(database: &Database) {
    let hunter = unversioned(database);
    let before = catalog::read(database);
    hunter.run("stamp head").done();
    assert_eq!(catalog::read(database), before);
    assert_eq!(database.events().len(), 4);
}

fn stamp_down_forgets_what_stood_above(database: &Database) {
    let hunter = unversioned(database);
    hunter.run("stamp head").done();
    let answer = hunter.json("stamp 622b");
    assert_eq!(answer["current"], json!(["622ba66483b9"]));
    hunter.run("current").done().prints("622ba66483b9\n");
    assert_eq!(database.events().last().unwrap(), "purge f786f93501ea");
}

fn ensure_creates_the_ledger_once_and_records_nothing(database: &Database) {
    let hunter = Hunter::root().on(database.url());
    hunter.run("ensure").done().prints("").says(&["created the ledger"]);
    assert_eq!(database.ledger(), [json!(null); 0]);
    hunter.run("ensure").done().prints("").says(&["the ledger is there"]);
    hunter.run("current").done().prints("");
}
