//! `stamp` and `ensure`: the record is changed, the schema is not.

use serde_json::json;

use crate::support::binary::Hunter;
use crate::support::catalog;
use crate::support::database::{Database, LEDGER};
use crate::support::on_both;

on_both! {
    stamp_on_an_empty_database_is_refused,
    stamp_records_the_revision_that_the_schema_is,
    stamp_of_what_the_schema_is_not_is_refused_and_records_nothing,
    stamp_takes_on_trust_what_somebody_vouches_for,
    stamp_takes_an_object_as_it_is_that_somebody_names,
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

fn stamp_records_the_revision_that_the_schema_is(database: &Database) {
    let hunter = unversioned(database);
    let stamped = hunter.run("stamp 08f51db8dce0").done().prints("");
    assert!(!stamped.err.contains("warning"), "{}", stamped.err);
    assert_eq!(metadata(database)["verified"], json!(true));
    hunter.run("current").done().prints("08f51db8dce0\n").says(&["3 ", "pending"]);
    assert_eq!(database.events(), ["stamp 08f51db8dce0"]);
    hunter.run("upgrade head").done();
    hunter.run("current").done().prints("f786f93501ea (head)\n").says_nothing();
    hunter.run("downgrade base").done();
}

/// What the last row of the ledger says about itself.
fn metadata(database: &Database) -> serde_json::Value {
    serde_json::from_str(database.ledger().last().unwrap()["metadata"].as_str().unwrap()).unwrap()
}

fn stamp_of_what_the_schema_is_not_is_refused_and_records_nothing(database: &Database) {
    let hunter = unversioned(database);
    let refused = hunter.run("stamp head").exits(2).prints("");
    refused.says(&[
        "error: the schema is not that of f786f93501ea: ",
        "is missing; ",
        " more",
        "help: ",
        "--unverified",
    ]);
    hunter.run("current").done().prints("").says(&["no recorded revision"]);
    assert_eq!(database.events(), [""; 0]);
}

fn stamp_takes_on_trust_what_somebody_vouches_for(database: &Database) {
    let hunter = unversioned(database);
    for words in ["stamp head --unverified", "stamp head --because x", "stamp head --unverified --because  "]
    {
        hunter.run(words).exits(3);
    }
    let stamped = hunter.run("stamp head --unverified --because restored-by-hand").done();
    stamped.says(&["warning: recorded without comparing the schema"]);
    assert_eq!(metadata(database)["because"], json!("restored-by-hand"));
    assert_eq!(metadata(database)["verified"], json!(false));
    hunter.run("check").exits(1);
}

fn stamp_takes_an_object_as_it_is_that_somebody_names(database: &Database) {
    let hunter = unversioned(database);
    database.execute("alter table notes add column extra integer");
    database.execute("create table scratch (id integer)");
    let notes = database.named("notes");
    let refused = hunter.run("stamp 08f5").exits(2);
    refused.says(&[&format!("column {notes}.extra is not expected"), "scratch is not expected"]);
    let accept = ["stamp", "08f5", "--accept-drift", &format!("table {notes}")].map(str::to_owned);
    let accept: Vec<&str> = accept.iter().map(String::as_str).collect();
    hunter.run_words(&accept).exits(2).says(&["scratch is not expected"]);
    let more = [accept, vec!["--accept-drift", "table *scratch"]].concat();
    hunter.run_words(&more).done();
    assert_eq!(metadata(database)["accepted"], json!([format!("table {notes}"), "table *scratch"]));
    let idle = ["stamp", "08f5", "--accept-drift", "table nowhere"];
    hunter.run_words(&idle).exits(2).says(&["`table nowhere` does not differ"]);
}

fn stamp_changes_no_table(database: &Database) {
    let hunter = unversioned(database);
    let before = catalog::read(database);
    hunter.run("stamp head --unverified --because test").done();
    assert_eq!(catalog::read(database), before);
    assert_eq!(database.events().len(), 4);
}

fn stamp_down_forgets_what_stood_above(database: &Database) {
    let hunter = unversioned(database);
    hunter.run("stamp head --unverified --because test").done();
    let answer = hunter.json("stamp 622b --unverified --because test");
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
