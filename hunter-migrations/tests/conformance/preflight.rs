//! Each line of a preflight, once as it should be and once as it should not.

use std::path::Path;

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Migrations, Preflight, Session, Target, Verdict};

use crate::support::{Ask, Database, declared, proved, target};

const FILES: [(&str, &str); 4] = [
    ("0001_a/up.sql", "create table a (id int);"),
    ("0001_a/down.sql", "drop table a;"),
    ("0002_b/up.sql", "create table b (id int); alter table a add column more int;"),
    ("0002_b/down.sql", "alter table a drop column more; drop table b;"),
];

/// Nothing is ever written there.
fn nowhere() -> &'static Path {
    Path::new("no-backups-here")
}

fn look<S: Session>(chain: &Migrations, conn: &mut S) -> Preflight {
    chain.on(conn).preflight(&Target::Head, nowhere())
}

#[track_caller]
fn says(found: &Preflight, name: &str, verdict: Verdict, part: &str) {
    let finding = found.get(name).unwrap_or_else(|| panic!("no {name}: {found:#?}"));
    assert!(finding.verdict == verdict && finding.what.contains(part), "{name}: {found:#?}");
    assert_eq!(finding.remedy.is_some(), verdict != Verdict::Ok, "{finding:?}");
    assert_eq!(found.is_clear(), found.findings.iter().all(|one| one.verdict != Verdict::No));
}

/// At the first of two revisions.
fn begun(db: &Scratch) -> Migrations {
    let chain = proved(db, &FILES);
    chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
    chain
}

conformance! {
    fn a_database_that_is_as_it_should_be_has_nothing_in_the_way_and_is_left_as_it_was(db: &Scratch) {
        let chain = begun(db);
        let before = db.picture();
        let found = look(&chain, &mut db.connect());
        assert!(found.is_clear(), "{found:#?}");
        for name in ["reachable", "version", "encoding", "proved", "rights", "guard", "transactions", "tools", "disk"] {
            says(&found, name, Verdict::Ok, "");
        }
        says(&found, "reachable", Verdict::Ok, db.pick("PostgreSQL 1", "SQLite 3"));
        says(&found, "revision", Verdict::Ok, "0001");
        says(&found, "plan", Verdict::Ok, "1 revision is pending: 0002");
        says(&found, "drift", Verdict::Ok, "none");
        assert_eq!(db.picture(), before);
        assert!(!nowhere().exists());
    }

    fn an_empty_database_has_nothing_to_lose_and_one_with_tables_alone_is_warned_of(db: &Scratch) {
        let chain = proved(db, &FILES);
        let found = look(&chain, &mut db.connect());
        says(&found, "revision", Verdict::Ok, "empty");
        says(&found, "plan", Verdict::Ok, "2 revisions are pending: 0001 to 0002");
        says(&found, "backup", Verdict::Ok, "nothing to lose");
        db.connect().run("create table theirs (id int)");
        let found = look(&chain, &mut db.connect());
        says(&found, "revision", Verdict::Warning, "1 table or view, and no recorded revision");
        says(&found, "drift", Verdict::Warning, "not compared");
        says(&found, "backup", Verdict::Warning, "there is none");
    }

    fn revisions_that_the_binary_lacks_and_targets_that_lead_nowhere_are_a_no(db: &Scratch) {
        let newer = begun(db);
        newer.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let older = proved(db, &FILES[..2]);
        says(&look(&older, &mut db.connect()), "revision", Verdict::No, "`0002`");
        let conn = &mut db.connect();
        says(&newer.on(conn).preflight(&target("0009"), nowhere()), "plan", Verdict::No, "0009");
        says(&look(&newer, conn), "plan", Verdict::Ok, "nothing is pending");
    }

    fn a_schema_that_is_otherwise_is_a_no(db: &Scratch) {
        let chain = begun(db);
        db.connect().run("alter table a add column extra int");
        says(&look(&chain, &mut db.connect()), "drift", Verdict::No, "extra is not expected");
    }

    fn what_a_plan_destroys_or_breaks_is_a_warning(db: &Scratch) {
        let chain = declared(&[
            ("0001", "", "create table a (id int);", "drop table a;"),
            ("0002", "breaking = \"readers of a\"\nlossy = [\"table a\"]", "drop table a;", "create table a (id int);"),
        ]);
        let conn = &mut db.connect();
        chain.on(conn).upgrade(target("0001")).unwrap();
        let found = look(&chain, conn);
        says(&found, "plan", Verdict::Warning, "0002 is breaking: readers of a");
        says(&found, "plan", Verdict::Warning, "0002 destroys table a");
    }

    fn a_backup_of_this_record_is_fresh_and_one_of_an_earlier_is_not(db: &Scratch) {
        let (chain, folder) = (begun(db), tempfile());
        let look = || chain.on(&mut db.connect()).preflight(&Target::Head, &folder);
        says(&look(), "backup", Verdict::Warning, "there is none");
        chain.on(&mut db.connect()).backup(&folder).unwrap();
        says(&look(), "backup", Verdict::Ok, "backup_pre_migration_");
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        says(&look(), "backup", Verdict::Warning, "before the record changed");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

/// A folder of this process and this test's own.
fn tempfile() -> std::path::PathBuf {
    static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    std::env::temp_dir().join(format!("hunter-preflight-{}-{number}", std::process::id()))
}

mod sqlite {
    use super::*;
    use hunter_chain::Dialect;

    /// A file system that never has room.
    #[test]
    fn a_disk_without_room_for_a_backup_is_a_no() {
        if !cfg!(target_os = "linux") {
            return;
        }
        let db = &Scratch::new(Dialect::Sqlite);
        let chain = begun(db);
        let found = chain.on(&mut db.connect()).preflight(&Target::Head, Path::new("/proc/backups"));
        says(&found, "disk", Verdict::No, "no room for a backup in /proc/backups");
    }

    #[test]
    fn another_connection_that_writes_holds_the_guard() {
        let db = &Scratch::new(Dialect::Sqlite);
        let chain = begun(db);
        let mut other = db.connect();
        other.run("begin immediate");
        says(&look(&chain, &mut db.connect()), "guard", Verdict::No, "another process");
        other.run("rollback");
        says(&look(&chain, &mut db.connect()), "guard", Verdict::Ok, "free");
    }
}

mod postgres {
    use std::time::Duration;

    use super::*;
    use crate::support::{Role, line};
    use hunter_chain::Dialect;
    use hunter_migrations::Notice;
    use hunter_migrations::testing::Elsewhere;

    fn scratch() -> Scratch {
        Scratch::new(Dialect::Postgres)
    }

    #[test]
    fn a_run_that_holds_the_guard_is_named() {
        let db = &scratch();
        let (chain, mut second, mut came) = (proved(db, &FILES), db.connect(), None);
        let mut observer = |notice: &Notice<'_>| {
            if matches!(notice, Notice::Step { number: 2, .. }) {
                came = Some(look(&chain, &mut second));
            }
        };
        chain.on(&mut db.connect()).observe(&mut observer).upgrade(Target::Head).unwrap();
        says(&came.unwrap(), "guard", Verdict::No, "server process ");
    }

    #[test]
    fn a_long_transaction_on_a_table_of_the_plan_is_named_and_one_beside_it_is_not() {
        let db = &scratch();
        let chain = begun(db);
        let mut other = db.connect();
        other.run("create table beside (id int); begin; select * from beside");
        let look = |patience: Duration| {
            chain.on(&mut db.connect()).lock_timeout(patience).preflight(&Target::Head, nowhere())
        };
        says(&look(Duration::ZERO), "transactions", Verdict::Ok, "none");
        other.run("select * from a");
        let pid = other.value("pg_backend_pid()");
        says(&look(Duration::ZERO), "transactions", Verdict::No, &format!("server process {pid}"));
        // It may be over by the time that a lock is waited for.
        says(&look(Duration::from_secs(3600)), "transactions", Verdict::Ok, "none");
    }

    #[test]
    fn a_long_transaction_anywhere_is_in_the_way_of_a_concurrent_build() {
        let db = &scratch();
        let chain = declared(&[
            ("0001", "", "create table a (id int);", "drop table a;"),
            (
                "0002",
                "run_in_transaction = false",
                "create index concurrently i on a (id);",
                "drop index concurrently i;",
            ),
        ]);
        chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
        let mut other = db.connect();
        other.run("begin isolation level repeatable read; select 1");
        let found =
            chain.on(&mut db.connect()).lock_timeout(Duration::ZERO).preflight(&Target::Head, nowhere());
        says(&found, "transactions", Verdict::No, "in a transaction");
        says(&found, "plan", Verdict::Warning, "0002 runs statement by statement");
    }

    #[test]
    fn a_right_that_is_missing_is_named_with_what_grants_it() {
        let db = &scratch();
        let (chain, role) = (begun(db), &Role::new(db, "deployer", ""));
        db.connect().run(&format!("grant select, insert, update on __hunter_ledger to {}", role.name));
        let found = look(&chain, &mut role.connect());
        says(&found, "rights", Verdict::No, "may not create anything in schema public");
        assert!(
            found.get("rights").unwrap().remedy.as_ref().unwrap().contains("grant create on schema public")
        );
    }

    #[test]
    fn a_session_that_takes_no_writes_is_not_reachable() {
        let db = &scratch();
        let (chain, conn) = (begun(db), &mut db.connect());
        conn.run("set default_transaction_read_only = on");
        says(&look(&chain, conn), "reachable", Verdict::No, "its transactions are read-only");
    }

    #[test]
    fn a_database_in_which_characters_have_no_place_is_warned_of() {
        let db = &scratch();
        let name = format!("{}_latin", db.name());
        let mut conn = db.connect();
        conn.run(&format!(
            "create database {name} encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0"
        ));
        let url = format!("{}/{name}", db.url().rsplit_once('/').unwrap().0);
        let found = look(&proved(db, &FILES), &mut hunter_migrations::connect(&url).unwrap());
        conn.run(&format!("drop database {name}"));
        says(&found, "encoding", Verdict::Warning, "LATIN1");
    }

    #[test]
    fn a_pooler_between_is_a_no() {
        let db = &scratch();
        let chain = begun(db);
        let pooler = std::env::var("HUNTER_TEST_POOLER_URL")
            .unwrap_or_else(|_| panic!("HUNTER_TEST_POOLER_URL is not set: run `cargo xtask test`"));
        let url = format!("{}/{}", pooler.rsplit_once('/').unwrap().0, db.name());
        says(&look(&chain, &mut hunter_migrations::connect(&url).unwrap()), "session", Verdict::No, "pooler");
        says(&look(&chain, &mut db.connect()), "session", Verdict::Ok, "its own");
    }

    #[test]
    fn what_nobody_proved_is_a_no_on_a_server_elsewhere() {
        let db = &scratch();
        let chain = line(&[("0001", "create table a (id int);", "drop table a;")]);
        let conn = &mut Elsewhere::new(db.connect(), "10.0.0.5");
        says(&look(&chain, conn), "proved", Verdict::No, "10.0.0.5");
        let said = chain.on(conn).allow_unproved().preflight(&Target::Head, nowhere());
        says(&said, "proved", Verdict::Ok, "");
    }
}
