//! `repair`: a drifted database is what its record says again, and the record says that it was not.

use serde_json::{Value, json};

use crate::support::binary::Hunter;
use crate::support::catalog;
use crate::support::database::{Database, LEDGER};
use crate::support::on_both;

on_both! {
    a_repair_brings_the_schema_back_and_a_second_one_has_nothing_to_do,
    a_repair_is_recorded_with_what_differed_and_what_was_run,
    a_repaired_database_can_be_walked_down_and_up,
    a_table_with_a_row_goes_only_when_that_is_allowed,
    a_column_with_a_value_goes_only_when_that_is_allowed,
    an_empty_table_goes_without_a_question,
    a_database_that_nobody_recorded_is_not_repaired,
    what_no_statement_can_repair_is_refused_and_told,
    a_database_behind_is_repaired_to_where_it_is,
}

/// At head of the v1.1 chain.
fn at_head(database: &Database) -> Hunter {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade head").done();
    hunter
}

fn last(database: &Database) -> Value {
    database.ledger().pop().unwrap()
}

fn a_repair_brings_the_schema_back_and_a_second_one_has_nothing_to_do(database: &Database) {
    let hunter = at_head(database);
    let schema = catalog::inventory(database);
    database.execute("alter table notes add column extra integer");
    database.execute("drop index ix_companies_provider");
    assert_ne!(catalog::inventory(database), schema);
    hunter.run("repair").done().prints("").says(&["repaired in ", "the schema is that of f786f93501ea"]);
    hunter.run("check").done().prints("");
    assert_eq!(catalog::inventory(database), schema);
    let rows = database.ledger().len();
    hunter.run("repair").done().prints("").says(&["nothing to do: the schema is that of f786f93501ea"]);
    assert_eq!(database.ledger().len(), rows);
    hunter.run("current").done().prints("f786f93501ea (head)\n");
}

fn a_repair_is_recorded_with_what_differed_and_what_was_run(database: &Database) {
    let hunter = at_head(database);
    let before = last(database);
    database.execute("drop view leads_ready");
    let printed = hunter.run("check --sql").exits(1).out;
    let answer = hunter.json("repair");
    assert_eq!((&answer["current"], &answer["losses"]), (&json!(["f786f93501ea"]), &json!([])));
    let row = last(database);
    assert_eq!(database.events().last().unwrap(), "repair f786f93501ea");
    let metadata: Value = serde_json::from_str(row["metadata"].as_str().unwrap()).unwrap();
    let missing = format!("view {} is missing", database.named("leads_ready"));
    assert_eq!((&metadata["differences"], &metadata["script"]), (&json!([missing]), &json!(printed)));
    // What is applied did not change, and a start at head looks at the digest alone.
    assert_eq!(row["applied_digest"], before["applied_digest"]);
    let answer = hunter.json("upgrade head");
    assert_eq!(answer["steps"], json!([]));
}

fn a_repaired_database_can_be_walked_down_and_up(database: &Database) {
    let hunter = at_head(database);
    database.execute("create table beside (id integer)");
    hunter.run("repair").done();
    hunter.run("downgrade -1").done();
    hunter.run("check").done().prints("");
    hunter.run("downgrade base").done();
    hunter.run("upgrade head").done();
    hunter.run("check").done().prints("");
    hunter.run("verify").done();
}

/// A repair must be refused for this loss with nothing changed, and carried out when it is allowed.
fn goes_only_when_allowed(database: &Database, hunter: &Hunter, loss: &str) {
    let (ledger, schema) = (database.ledger(), catalog::inventory(database));
    let refused = hunter.run("repair").exits(2).prints("");
    let lines: Vec<&str> = refused.err.lines().collect();
    assert_eq!(lines[0], format!("error: this repair would lose {loss}"));
    assert!(lines[1].starts_with("help: ") && lines[1].contains("--allow-data-loss"), "{lines:#?}");
    assert_eq!((database.ledger(), catalog::inventory(database)), (ledger, schema));
    hunter.run("repair --allow-data-loss").done().says(&[&format!("warning: losing {loss}")]);
    hunter.run("check").done().prints("");
}

/// The name that the messages about rows give to a table.
fn shown(database: &Database, table: &str) -> String {
    match database.dialect {
        hunter_chain::Dialect::Sqlite => format!("\"{table}\""),
        _ => format!("public.{table}"),
    }
}

fn a_table_with_a_row_goes_only_when_that_is_allowed(database: &Database) {
    let hunter = at_head(database);
    database.execute("create table beside (id integer)");
    database.execute("insert into beside values (1)");
    goes_only_when_allowed(database, &hunter, &format!("table {} with 1 row", shown(database, "beside")));
}

fn a_column_with_a_value_goes_only_when_that_is_allowed(database: &Database) {
    let hunter = at_head(database);
    database.enter_lead();
    database.execute("alter table raw_leads add column extra integer");
    database.execute("update raw_leads set extra = 1");
    let table = shown(database, "raw_leads");
    goes_only_when_allowed(database, &hunter, &format!("column {table}.extra with 1 value"));
    assert_eq!(database.count("raw_leads"), 1);
}

fn an_empty_table_goes_without_a_question(database: &Database) {
    let hunter = at_head(database);
    database.execute("create table beside (id integer)");
    let done = hunter.run("repair").done();
    assert!(!done.err.contains("warning"), "{}", done.err);
    hunter.run("check").done().prints("");
}

fn a_database_that_nobody_recorded_is_not_repaired(database: &Database) {
    let hunter = at_head(database);
    database.execute(&format!("drop table {LEDGER}"));
    let schema = catalog::inventory(database);
    let refused = hunter.run("repair").exits(2).prints("");
    refused.says(&["error: nothing is recorded in this database", "help: ", "-1 adopt`"]);
    assert!(!database.has_ledger());
    // An empty ledger says no more.
    hunter.run("ensure").done();
    hunter.run("repair").exits(2).prints("").says(&["error: nothing is recorded in this database"]);
    database.execute(&format!("drop table {LEDGER}"));
    assert_eq!(catalog::inventory(database), schema);
}

fn what_no_statement_can_repair_is_refused_and_told(database: &Database) {
    let hunter = at_head(database);
    database.execute("drop table notes");
    let (notes, what) = match database.dialect {
        hunter_chain::Dialect::Sqlite => {
            ("create virtual table notes using fts5(content)", "notes is a virtual table")
        }
        _ => ("create table notes (id integer) partition by list (id)", "public.notes: "),
    };
    database.execute(notes);
    let (ledger, schema) = (database.ledger(), catalog::inventory(database));
    let refused = hunter.run("repair --allow-data-loss").exits(2).prints("");
    refused.says(&["error: a person has to write a part of this repair: ", what, "help: ", "check --sql"]);
    assert_eq!((database.ledger(), catalog::inventory(database)), (ledger, schema));
    let printed = hunter.run("check --sql").exits(1).says(&["warning: a person has to write what "]);
    assert!(printed.out.contains(what), "{}", printed.out);
}

fn a_database_behind_is_repaired_to_where_it_is(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade +2").done();
    database.execute("drop view leads_ready");
    hunter.run("repair").done().says(&["the schema is that of e7196f7e556b"]);
    hunter.run("check").done().prints("");
    hunter.run("current").done().prints("e7196f7e556b\n");
    hunter.run("upgrade head").done();
    hunter.run("check").done().prints("");
}

mod sqlite_only {
    use crate::support::binary::Hunter;

    #[test]
    fn repair_never_uses_the_embedded_database() {
        let hunter = Hunter::root();
        hunter.run("upgrade").done();
        hunter.run("repair").exits(3).prints("").says(&["error: no database is named", "help: "]);
    }
}
