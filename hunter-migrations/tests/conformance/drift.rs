//! What a database should look like, and what is said where it does not.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{ErrorKind, Migrations, Status, Target};

use crate::support::{Ask, Database, proved, target, tree};

const TABLE: [(&str, &str); 2] = [
    ("0001_a/up.sql", "create table a (id int primary key, note text);"),
    ("0001_a/down.sql", "drop table a;"),
];
const VIEW: [(&str, &str); 2] =
    [("0002_v/up.sql", "create view v as select id from a;"), ("0002_v/down.sql", "drop view v;")];

/// Two revisions, with more in hunter.toml.
fn chain(db: &Scratch, settings: &str) -> Migrations {
    let settings = format!("dialects = [\"postgres\", \"sqlite\"]\n{settings}\n");
    proved(db, &[&[("hunter.toml", settings.as_str())], &TABLE[..], &VIEW[..]].concat())
}

fn words(chain: &Migrations, db: &Scratch) -> Vec<String> {
    let drift = chain.on(&mut db.connect()).drift().unwrap();
    drift.differences.iter().map(|one| plain(&one.to_string())).collect()
}

/// The same words for both: a schema in front is PostgreSQL's.
fn plain(text: &str) -> String {
    text.replace("public.", "")
}

conformance! {
    fn no_revision_drifts_and_no_empty_database_does(db: &Scratch) {
        let chain = chain(db, "");
        let conn = &mut db.connect();
        assert_eq!(chain.on(conn).drift().unwrap().status, Status::Empty);
        chain.on(conn).upgrade(target("0001")).unwrap();
        assert_eq!(chain.on(conn).drift().unwrap().status.as_str(), "behind");
        chain.on(conn).upgrade(Target::Head).unwrap();
        let drift = chain.on(conn).drift().unwrap();
        assert!(drift.is_none() && drift.status == Status::AtHead, "{drift:?}");
        chain.on(conn).check().unwrap();
        chain.on(conn).downgrade(&Target::Base).unwrap();
        chain.on(conn).check().unwrap();
    }

    fn a_service_that_checks_does_not_start_on_drift(db: &Scratch) {
        let chain = chain(db, "");
        let conn = &mut db.connect();
        chain.on(conn).upgrade(Target::Head).unwrap();
        conn.run("alter table a add column more int");
        let error = chain.on(conn).check().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Drift);
        assert_eq!(
            plain(&error.to_string()),
            "the schema is not that of 0002: column a.more is not expected"
        );
        assert!(error.help().contains("`hunter check`"), "{}", error.help());
    }

    fn each_difference_is_found_once_and_what_lies_below_is_not_named_again(db: &Scratch) {
        let chain = chain(db, "");
        let conn = &mut db.connect();
        chain.on(conn).upgrade(Target::Head).unwrap();
        conn.run("drop view v");
        conn.run("create table b (id int primary key)");
        assert_eq!(words(&chain, db), ["table b is not expected", "view v is missing"]);
    }

    fn what_is_ignored_is_counted_and_not_named(db: &Scratch) {
        let prefix = db.pick("public.", "");
        let chain = chain(db, &format!("ignore = [\"table {prefix}cache_*\", \"index *\"]"));
        let conn = &mut db.connect();
        chain.on(conn).upgrade(Target::Head).unwrap();
        conn.run("create table cache_users (id int)");
        conn.run("create index theirs on a (note)");
        let drift = chain.on(conn).drift().unwrap();
        assert!(drift.is_none() && drift.ignored == 2, "{drift:?}");
        conn.run("create table other (id int)");
        assert_eq!(words(&chain, db), ["table other is not expected"]);
    }

    fn a_chain_without_a_lockfile_says_what_to_type(db: &Scratch) {
        let chain = tree(&[&[("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]")], &TABLE[..]].concat());
        let conn = &mut db.connect();
        chain.on(conn).upgrade(Target::Head).unwrap();
        let error = chain.on(conn).drift().unwrap_err();
        assert!(error.to_string().contains("carries no lockfile"), "{error}");
        assert!(error.help().contains("cargo hunter prove"), "{}", error.help());
    }

    fn a_revision_that_changed_after_its_proof_is_named(db: &Scratch) {
        let old = chain(db, "");
        let lock = old.chain().lockfile().render();
        let edited = [("0001_a/up.sql", "create table a (id int primary key, note int);"), TABLE[1]];
        let chain = tree(&[
            &[("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]"), ("hunter.lock", lock.as_str())],
            &edited[..],
            &VIEW[..],
        ].concat());
        let conn = &mut db.connect();
        chain.on(conn).upgrade(Target::Head).unwrap();
        let error = chain.on(conn).drift().unwrap_err();
        assert_eq!(error.to_string(), "revision `0001` was changed after it was proved");
        let added = tree(&[
            &[("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]"), ("hunter.lock", lock.as_str())],
            &TABLE[..],
            &VIEW[..],
            &[("0003_c/up.sql", "create table c (id int);"), ("0003_c/down.sql", "drop table c;")],
        ].concat());
        let other = Scratch::new(db.dialect());
        added.on(&mut other.connect()).upgrade(target("0002")).unwrap();
        added.on(&mut other.connect()).check().unwrap();
        added.on(&mut other.connect()).upgrade(Target::Head).unwrap();
        let error = added.on(&mut other.connect()).drift().unwrap_err();
        assert!(error.to_string().starts_with("revision `0003` was not proved on "), "{error}");
    }

    fn a_revision_of_a_newer_binary_leaves_a_schema_that_is_not_known(db: &Scratch) {
        let chain = chain(db, "");
        let conn = &mut db.connect();
        chain.on(conn).upgrade(Target::Head).unwrap();
        let older = proved(db, &[&[("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]")], &TABLE[..]].concat());
        let error = older.on(conn).drift().unwrap_err();
        assert!(error.to_string().contains("revisions that this binary lacks: `0002`"), "{error}");
    }

    fn the_order_of_columns_is_no_difference(db: &Scratch) {
        let chain = chain(db, "");
        let conn = &mut db.connect();
        chain.on(conn).upgrade(target("0001")).unwrap();
        conn.run("drop table a");
        conn.run("create table a (note text, id int primary key)");
        assert_eq!(words(&chain, db), [""; 0]);
    }
}

mod sqlite {
    use super::*;
    use hunter_migrations::Dialect;

    #[test]
    fn a_database_that_is_only_read_is_checked_too() {
        let db = Scratch::new(Dialect::Sqlite);
        let chain = chain(&db, "");
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run("pragma query_only = on");
        assert_eq!(words(&chain, &db), [""; 0]);
    }
}

mod postgres {
    use super::*;
    use hunter_migrations::Dialect;

    #[test]
    fn schemas_that_are_not_the_chains_are_not_looked_at() {
        let db = Scratch::new(Dialect::Postgres);
        let (all, own) = (chain(&db, ""), chain(&db, "schemas = [\"public\"]"));
        all.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run("create schema theirs; create table theirs.t (id int)");
        assert_eq!(words(&own, &db), [""; 0]);
        assert_eq!(words(&all, &db), ["schema theirs is not expected"]);
    }

    #[test]
    fn a_right_on_the_public_schema_is_the_servers_business_until_a_revision_speaks_of_it() {
        let db = Scratch::new(Dialect::Postgres);
        let silent = chain(&db, "");
        silent.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run("grant create on schema public to pg_monitor");
        assert_eq!(words(&silent, &db), [""; 0]);
        let speaks = proved(
            &db,
            &[
                ("hunter.toml", "dialects = [\"postgres\"]"),
                ("0001_a/up.sql", "grant create on schema public to pg_read_all_data;"),
                ("0001_a/down.sql", "revoke create on schema public from pg_read_all_data;"),
            ],
        );
        let other = Scratch::new(Dialect::Postgres);
        speaks.on(&mut other.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(words(&speaks, &other), [""; 0]);
        other.connect().run("grant create on schema public to pg_monitor");
        assert_eq!(words(&speaks, &other), ["grant public to pg_monitor is not expected"]);
    }

    #[test]
    fn the_search_path_of_who_asks_decides_nothing() {
        let db = Scratch::new(Dialect::Postgres);
        let chain = chain(&db, "ledger_schema = \"public\"");
        let conn = &mut db.connect();
        chain.on(conn).upgrade(Target::Head).unwrap();
        conn.run("set search_path = pg_catalog");
        assert!(chain.on(conn).drift().unwrap().is_none());
        assert_eq!(conn.value("current_setting('search_path')"), "pg_catalog");
    }
}
