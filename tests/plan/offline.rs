//! `--sql`: scripts for an administrator, in both directions and for ranges.

use hunter_chain::Dialect;

use crate::support::binary::Hunter;
use crate::support::database::Database;
use crate::support::facts::LINE;
use crate::support::{catalog, on_both};

on_both! {
    a_script_run_by_the_servers_client_is_recognised_as_applied,
    a_script_builds_the_schema_that_the_runner_builds,
    a_script_of_the_way_down_leaves_nothing_but_the_ledger,
    a_script_is_written_without_a_connection_and_only_sql_is_printed,
    a_way_down_that_drops_tables_asks_for_the_word_before_it_is_written,
    a_script_and_a_dry_run_exclude_each_other,
    a_script_cannot_begin_where_a_database_is_now,
}

fn a_script_run_by_the_servers_client_is_recognised_as_applied(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    let script = hunter.run("upgrade head --sql").done().out;
    database.run_by_client(&script).unwrap();
    hunter.run("current").done().prints("f786f93501ea (head)\n");
    hunter.run("upgrade head").done().says(&["nothing to do"]);
    assert_eq!(database.events(), LINE.map(|revision| format!("up {revision}")));
}

fn a_script_builds_the_schema_that_the_runner_builds(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    for range in ["base:e7196f7e556b", "e719:head"] {
        let script = hunter.run(&format!("upgrade {range} --sql")).done().out;
        database.run_by_client(&script).unwrap();
    }
    let by_script = catalog::read(database);
    hunter.run("downgrade base").done();
    hunter.run("upgrade head").done();
    assert!(by_script == catalog::read(database), "{by_script}");
}

fn a_script_of_the_way_down_leaves_nothing_but_the_ledger(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade head").done();
    let script = hunter.run("downgrade f786:base --sql --allow-data-loss").done().out;
    database.run_by_client(&script).unwrap();
    hunter.run("current").done().prints("").says(&["the database is at base"]);
    assert_eq!(catalog::read(database)["tables"], serde_json::json!({}));
}

fn a_script_is_written_without_a_connection_and_only_sql_is_printed(database: &Database) {
    let (nowhere, first) = match database.dialect {
        Dialect::Sqlite => ("sqlite:no/such/folder.db", ".bail on"),
        _ => ("postgres://nobody@127.0.0.1:1/nothing", "\\set ON_ERROR_STOP on"),
    };
    let outcome = Hunter::root().on(nowhere).run("upgrade --sql").done();
    assert_eq!(outcome.out.lines().next(), Some(first));
    assert_eq!(outcome.err.lines().count(), 1, "{}", outcome.err);
    let quiet = Hunter::root().on(nowhere).run("upgrade --sql -q").done().says_nothing();
    assert_eq!(quiet.out, outcome.out);
}

fn a_way_down_that_drops_tables_asks_for_the_word_before_it_is_written(database: &Database) {
    let refused = Hunter::root().on(database.url()).run("downgrade base --sql").exits(2).prints("");
    refused.says(&["`08f51db8dce0` drops tables or columns", "--allow-data-loss"]);
}

fn a_script_and_a_dry_run_exclude_each_other(database: &Database) {
    Hunter::root().on(database.url()).run("upgrade --sql --dry-run").exits(3).prints("");
}

fn a_script_cannot_begin_where_a_database_is_now(database: &Database) {
    let refused = Hunter::v1_1().on(database.url()).run("upgrade current:head --sql").exits(3).prints("");
    refused.says(&["`current` means nothing in it"]);
}
