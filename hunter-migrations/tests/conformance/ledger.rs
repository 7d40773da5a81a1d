//! The ledger: when it comes into being, and what its rows say.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;
use hunter_migrations::{Migrations, Status, Target};

use crate::support::chain::BINARY;
use crate::support::{Ask, Database, declared, line, newer, target};

fn two() -> Migrations {
    line(&[
        ("0001", "create table a (id int);", "drop table a;"),
        ("0002", "create table b (id int);", "drop table b; -- the way back"),
    ])
}

/// A column of the ledger's row of a revision's event.
fn said(db: &Scratch, revision: &str, event: &str, column: &str) -> String {
    let row = format!("from __hunter_ledger where revision = '{revision}' and event = '{event}'");
    db.connect().value(&format!("select {column} {row}"))
}

conformance! {
    fn reading_an_empty_database_creates_nothing(db: &Scratch) {
        let chain = two();
        let conn = &mut db.connect();
        assert_eq!(chain.on(conn).status().unwrap(), Status::Empty);
        assert!(chain.on(conn).current().unwrap().applied.is_empty());
        assert!(chain.on(conn).applied().unwrap().is_empty());
        assert_eq!(chain.on(conn).plan(&Target::Head).unwrap().0.steps.len(), 2);
        assert_eq!(db.tables(), [""; 0]);
    }

    fn an_upgrade_creates_the_ledger(db: &Scratch) {
        two().on(&mut db.connect()).upgrade(target("0001")).unwrap();
        assert_eq!(db.tables(), ["__hunter_ledger", "a"]);
    }

    fn a_downgrade_of_an_empty_database_creates_nothing(db: &Scratch) {
        let report = two().on(&mut db.connect()).downgrade(&Target::Base).unwrap();
        assert!(report.steps.is_empty());
        assert_eq!(db.tables(), [""; 0]);
    }

    fn an_upgrade_to_no_revision_creates_nothing(db: &Scratch) {
        assert!(two().on(&mut db.connect()).upgrade(target("0009")).is_err());
        assert_eq!(db.tables(), [""; 0]);
    }

    fn a_stamp_of_an_empty_database_is_refused_and_creates_nothing(db: &Scratch) {
        assert!(two().on(&mut db.connect()).unverified("the test says so").stamp(&[Target::Head]).is_err());
        assert_eq!(db.tables(), [""; 0]);
    }

    fn ensure_says_true_once(db: &Scratch) {
        let chain = two();
        let said = [0, 1].map(|_| chain.on(&mut db.connect()).ensure().unwrap());
        assert_eq!(said, [true, false]);
    }

    fn ensure_creates_the_ledger_alone(db: &Scratch) {
        two().on(&mut db.connect()).ensure().unwrap();
        assert_eq!(db.tables(), ["__hunter_ledger"]);
    }

    fn a_row_names_the_parents(db: &Scratch) {
        two().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(said(db, "0002", "up", "parents"), "[\"0001\"]");
    }

    fn a_row_says_when_by_the_database_clock(db: &Scratch) {
        two().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let age = db.pick(
            "extract(epoch from now() - recorded_at)",
            "(julianday('now') - julianday(recorded_at)) * 86400",
        );
        let age: f64 = said(db, "0002", "up", age).parse().unwrap();
        assert!((-1.0..60.0).contains(&age), "{age} s");
    }

    fn a_row_says_how_long_it_took(db: &Scratch) {
        let long = db.pick(
            "do $$ begin perform pg_sleep(0.03); end $$;",
            "create table n as with recursive r(i) as \
             (select 1 union all select i + 1 from r where i < 400000) select i from r;",
        );
        line(&[("0001", long, "select 1;")]).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let took: i64 = said(db, "0001", "up", "duration_ms").parse().unwrap();
        assert!((5..60_000).contains(&took), "{took} ms");
    }

    fn a_row_keeps_the_way_down_as_it_was_written(db: &Scratch) {
        two().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(said(db, "0002", "up", "down_script"), "drop table b; -- the way back");
    }

    fn a_row_keeps_the_digests_of_both_scripts(db: &Scratch) {
        let chain = two();
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let revision = &chain.chain().revisions()[1];
        let expected =
            [&revision.up, &revision.down].map(|scripts| scripts.digest(db.dialect()).unwrap().to_string());
        assert_eq!(["up_digest", "down_digest"].map(|column| said(db, "0002", "up", column)), expected);
    }

    fn a_row_keeps_what_the_author_declared(db: &Scratch) {
        let metadata = "message = \"users' names\"\ncompatible_with_previous_binary = true\n";
        let chain = declared(&[("0001", metadata, "create table a (id int);", "drop table a;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let text = said(db, "0001", "up", "metadata");
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let expected =
            serde_json::json!({ "message": "users' names", "compatible_with_previous_binary": true });
        assert_eq!(value, expected);
    }

    fn a_row_names_the_program_and_where_it_ran(db: &Scratch) {
        two().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let row = said(
            db,
            "0001",
            "up",
            "pid || ' ' || binary_name || ' ' || binary_version || ' ' || binary_commit",
        );
        let expected =
            [&*std::process::id().to_string(), BINARY.name, BINARY.version, BINARY.commit.unwrap()];
        assert_eq!(row, expected.join(" "));
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let expected = if host.trim().is_empty() { "-" } else { host.trim() };
        assert_eq!(said(db, "0001", "up", "host"), expected);
    }

    fn a_row_names_the_role_where_there_are_roles(db: &Scratch) {
        two().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let expected = match db.dialect() {
            Dialect::Postgres => db.connect().value("session_user"),
            _ => "-".to_owned(),
        };
        assert_eq!(said(db, "0001", "up", "applied_by"), expected);
    }

    fn what_was_reverted_stays_on_record(db: &Scratch) {
        let (chain, conn) = (two(), &mut db.connect());
        chain.on(conn).upgrade(Target::Head).unwrap();
        chain.on(conn).downgrade(&target("-1")).unwrap();
        chain.on(conn).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up 0001", "up 0002", "down 0002", "up 0002"]);
    }

    fn what_was_purged_stays_on_record(db: &Scratch) {
        let (chain, conn) = (two(), &mut db.connect());
        chain.on(conn).upgrade(Target::Head).unwrap();
        chain.on(conn).unverified("the test says so").stamp_purged(&[target("0001")]).unwrap();
        assert_eq!(db.events(), ["up 0001", "up 0002", "purge 0002", "purge 0001", "stamp 0001"]);
    }

    fn an_upgrade_at_head_writes_nothing(db: &Scratch) {
        let (chain, conn) = (two(), &mut db.connect());
        chain.on(conn).upgrade(Target::Head).unwrap();
        let before = db.picture();
        chain.on(conn).upgrade(Target::Head).unwrap();
        assert_eq!(db.picture(), before);
    }
}

#[test]
fn a_server_that_was_built_without_xml_is_asked_like_any_other() {
    let (db, chain) = (newer(), two());
    let conn = &mut db.connect();
    assert!(conn.rows("select query_to_xml('select 1', true, true, '')::text as j").is_err(), "it has XML");
    chain.on(conn).upgrade(target("0001")).unwrap();
    chain.on(conn).require_head().unwrap_err();
    chain.on(conn).upgrade(Target::Head).unwrap();
    chain.on(conn).require_head().unwrap();
    chain.on(conn).downgrade(&Target::Base).unwrap();
    assert_eq!(db.events(), ["up 0001", "up 0002", "down 0002", "down 0001"]);
}
