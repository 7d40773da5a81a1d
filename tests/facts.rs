//! The schema that Hunter's own chain builds, compared with the facts of Hunter v1.0 at each revision.
//!
//! Responsible for the whole walk on both databases, step by step up and step by step down, and for showing that the
//! comparison would notice.

#![cfg(test)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use hunter_chain::{Dialect, disk};
use serde_json::Value;
use support::binary::Hunter;
use support::database::Database;
use support::difference::{assert_same, differences};
use support::facts::LINE;
use support::{catalog, database, facts, on_both};

on_both! {
    each_step_up_builds_the_facts_of_its_revision,
    each_step_down_leads_back_to_the_facts_of_the_parent,
    each_step_down_leaves_what_stood_before_the_step_up,
    the_last_step_down_leaves_nothing_but_the_ledger,
    the_binary_of_v1_0_builds_the_facts_of_its_head,
    a_column_with_another_default_is_found,
    a_dropped_index_is_found,
    a_table_too_many_is_found,
}

/// The facts of a revision as this database can hold them.
fn expected(database: &Database, revision: &str) -> Value {
    match database.dialect {
        Dialect::Sqlite => facts::for_sqlite(revision),
        _ => facts::at(revision),
    }
}

#[track_caller]
fn assert_at(database: &Database, hunter: &Hunter, revision: &str) {
    assert_eq!(hunter.json("current")["current"], serde_json::json!([revision]));
    assert_same(revision, &expected(database, revision), &catalog::read(database));
}

fn each_step_up_builds_the_facts_of_its_revision(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    for revision in LINE {
        hunter.run("upgrade +1").done();
        assert_at(database, &hunter, revision);
    }
}

fn each_step_down_leads_back_to_the_facts_of_the_parent(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("upgrade head").done();
    for parent in LINE.iter().rev().skip(1) {
        hunter.run("downgrade -1").done();
        assert_at(database, &hunter, parent);
    }
}

/// Stronger than the facts on SQLite, where this is the text of every object.
fn each_step_down_leaves_what_stood_before_the_step_up(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    hunter.run("ensure").done();
    let mut before = Vec::new();
    for _ in LINE {
        before.push(catalog::objects(database));
        hunter.run("upgrade +1").done();
        assert_ne!(before.last(), Some(&catalog::objects(database)));
    }
    for revision in LINE.iter().rev() {
        hunter.run("downgrade -1").done();
        assert_eq!(catalog::objects(database), before.pop().unwrap(), "after {revision} was reverted");
    }
}

fn the_last_step_down_leaves_nothing_but_the_ledger(database: &Database) {
    let hunter = Hunter::v1_1().on(database.url());
    let bare = catalog::inventory(database);
    hunter.run("upgrade head").done();
    hunter.run("downgrade base").done();
    let left: Vec<String> = catalog::inventory(database);
    let left: Vec<String> = left.into_iter().filter(|line| !bare.contains(line)).collect();
    let ledger = |line: &&String| line.contains(database::LEDGER);
    assert!(left.iter().any(|line| ledger(&line)), "the ledger stays: {left:#?}");
    let own_of_sqlite = "table sqlite_sequence on sqlite_sequence: CREATE TABLE sqlite_sequence(name,seq)";
    let others: Vec<&String> = left.iter().filter(|line| !ledger(line) && *line != own_of_sqlite).collect();
    assert!(others.is_empty(), "{others:#?}");
}

fn the_binary_of_v1_0_builds_the_facts_of_its_head(database: &Database) {
    let hunter = Hunter::root().on(database.url());
    hunter.run("upgrade head").done();
    assert_at(database, &hunter, "08f51db8dce0");
}

/// What the comparison says after a statement has changed the schema of the first revision.
fn found_after(database: &Database, sql: [&str; 2]) -> Vec<String> {
    Hunter::root().on(database.url()).run("upgrade head").done();
    let sql = match database.dialect {
        Dialect::Sqlite => sql[1],
        _ => sql[0],
    };
    database.execute(sql);
    differences(&expected(database, "08f51db8dce0"), &catalog::read(database))
}

fn a_column_with_another_default_is_found(database: &Database) {
    let in_sqlite = "PRAGMA writable_schema = ON; \
         update sqlite_schema set sql = replace(sql, 'rate_limit_per_minute INTEGER DEFAULT 60', \
         'rate_limit_per_minute INTEGER DEFAULT 61') where name = 'api_keys'; \
         PRAGMA writable_schema = RESET";
    let found = found_after(
        database,
        ["alter table api_keys alter column rate_limit_per_minute set default 61", in_sqlite],
    );
    let place = "/tables/api_keys/columns/rate_limit_per_minute/default";
    assert_eq!(found, [format!("{place}: expected \"60\", found \"61\"")]);
}

fn a_dropped_index_is_found(database: &Database) {
    let found = found_after(database, ["drop index ix_tags_domain"; 2]);
    let place = "/tables/tags/indexes/ix_tags_domain: expected {";
    assert!(matches!(found.as_slice(), [one] if one.starts_with(place)), "{found:#?}");
}

fn a_table_too_many_is_found(database: &Database) {
    let found = found_after(
        database,
        ["create schema s; create table s.extra (i int)", "create table extra (i int)"],
    );
    let place = if database.dialect == Dialect::Sqlite { "/tables/extra" } else { "/tables/s.extra" };
    let start = format!("{place}: expected nothing, found ");
    assert!(matches!(found.as_slice(), [one] if one.starts_with(&start)), "{found:#?}");
}

#[test]
fn columns_in_another_order_are_found() {
    let expected = facts::at("08f51db8dce0");
    let mut found = expected.clone();
    found["tables"]["tags"]["columns"].as_array_mut().unwrap().swap(1, 2);
    let lines = differences(&expected, &found);
    let start = "/tables/tags/columns: expected in the order ";
    assert!(matches!(lines.as_slice(), [one] if one.starts_with(start)), "{lines:#?}");
}

/// A revision that stands in two chains must be one, and so must the steps it takes the place of.
#[test]
fn the_base_revision_and_what_it_replaces_are_the_same_in_both_chains() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = |folder: &str| -> BTreeMap<String, Vec<u8>> {
        let tree = disk::load(&root.join(folder), folder).unwrap();
        let shared = |path: &str| ["08f51db8dce0_", "legacy/"].iter().any(|start| path.starts_with(start));
        let files = tree.files().filter(|(path, _)| shared(path));
        files.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
    };
    let (own, copy) = (files("migrations"), files("tests/chains/v1_1"));
    assert_eq!(own.keys().collect::<Vec<_>>(), copy.keys().collect::<Vec<_>>());
    assert!(own.len() >= 5 + 8 * 3 && own == copy, "the files differ; copy one folder over the other");
}
