//! `repair`: all of it or nothing, by one writer at a time, and only what counts as drift.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{ErrorKind, Migrations, Target};

use crate::support::{Ask, Database, Watch, ids, proved};

const TABLE: [(&str, &str); 2] = [
    (
        "0001_a/up.sql",
        "create table a (id int primary key, note text not null); create index by_note on a (note);",
    ),
    ("0001_a/down.sql", "drop table a;"),
];
const VIEW: [(&str, &str); 2] =
    [("0002_v/up.sql", "create view v as select id from a;"), ("0002_v/down.sql", "drop view v;")];

/// Two revisions, with more in hunter.toml.
fn chain(db: &Scratch, settings: &str) -> Migrations {
    let settings = format!("dialects = [\"postgres\", \"sqlite\"]\n{settings}\n");
    proved(db, &[&[("hunter.toml", settings.as_str())], &TABLE[..], &VIEW[..]].concat())
}

/// At head of them.
fn at_head(db: &Scratch) -> Migrations {
    let chain = chain(db, "");
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    chain
}

/// The column takes null, and a row has one: no statement can take that back.
fn with_a_null(db: &Scratch) {
    db.connect().run(db.pick(
        "alter table a alter column note drop not null; insert into a (id) values (1)",
        "drop table a; create table a (id int primary key, note text); create index by_note on a (note); \
         insert into a (id) values (1)",
    ));
}

fn digests(db: &Scratch) -> Vec<String> {
    db.connect().column("select applied_digest as j from __hunter_ledger order by seq")
}

conformance! {
    fn a_repair_is_one_row_of_the_ledger_that_leaves_the_applied_set_alone(db: &Scratch) {
        let chain = at_head(db);
        db.connect().run("drop view v");
        let conn = &mut db.connect();
        let report = chain.on(conn).repair().unwrap();
        assert_eq!((ids(&report.current), report.steps.len()), (vec!["0002"], 1));
        assert_eq!(db.events(), ["up 0001", "up 0002", "repair 0002"]);
        let digests = digests(db);
        assert_eq!(digests[1], digests[2]);
        chain.on(conn).check().unwrap();
        assert!(chain.on(conn).upgrade(Target::Head).unwrap().steps.is_empty());
        assert_eq!(chain.on(conn).downgrade(&Target::Base).unwrap().steps.len(), 2);
    }

    fn where_nothing_differs_nothing_is_written(db: &Scratch) {
        let chain = at_head(db);
        let before = db.picture();
        let report = chain.on(&mut db.connect()).repair().unwrap();
        assert!(report.steps.is_empty() && report.to_string().starts_with("nothing to do"), "{report}");
        assert_eq!(db.picture(), before);
    }

    fn a_repair_that_fails_is_rolled_back_as_a_whole_and_names_the_statement(db: &Scratch) {
        let chain = at_head(db);
        // Goes before the column is looked at.
        db.connect().run("drop view v");
        with_a_null(db);
        db.connect().run("create table beside (id int)");
        let before = db.picture();
        let error = chain.on(&mut db.connect()).repair().unwrap_err();
        assert_eq!((error.kind(), db.picture()), (ErrorKind::Script, before));
        assert!(error.to_string().starts_with("repair of revision `0002` failed at statement "), "{error}");
        assert!(error.to_string().to_lowercase().contains("null"), "{error}");
        assert!(error.help().contains("`hunter check --sql`"), "{}", error.help());
        // Once the row is right, so is the rest.
        db.connect().run("update a set note = ''");
        chain.on(&mut db.connect()).repair().unwrap();
        chain.on(&mut db.connect()).check().unwrap();
        assert_eq!(db.connect().count("a"), "1");
    }

    fn the_callers_connection_is_as_before_a_repair_and_one_that_fails(db: &Scratch) {
        let chain = at_head(db);
        with_a_null(db);
        let conn = &mut db.connect();
        let before = Watch::on(conn, db);
        chain.on(conn).repair().unwrap_err();
        assert_eq!(Watch::on(conn, db), before);
        db.connect().run("update a set note = ''");
        chain.on(conn).repair().unwrap();
        assert_eq!(Watch::on(conn, db), before);
    }

    fn what_is_ignored_is_left_alone(db: &Scratch) {
        let prefix = db.pick("public.", "");
        let chain = chain(db, &format!("ignore = [\"table {prefix}cache_*\", \"index *\"]"));
        let conn = &mut db.connect();
        chain.on(conn).upgrade(Target::Head).unwrap();
        conn.run("create table cache_users (id int); insert into cache_users values (1)");
        conn.run("create index theirs on a (id, note); drop index by_note");
        assert!(chain.on(conn).repair().unwrap().steps.is_empty());
        conn.run("create table other (id int); drop view v");
        let (_, draft) = chain.on(conn).repair_draft().unwrap();
        let script = draft.to_string();
        assert!(!script.contains("cache_users") && !script.contains("theirs"), "{script}");
        chain.on(conn).repair().unwrap();
        assert_eq!((conn.count("cache_users"), chain.on(conn).drift().unwrap().ignored), ("1".to_owned(), 3));
        assert!(!db.tables().contains(&"other".to_owned()));
    }

    fn a_column_that_goes_with_a_key_on_it_is_a_loss_too(db: &Scratch) {
        let chain = at_head(db);
        db.connect().run(db.pick(
            "alter table a add column extra int unique; insert into a values (1, 'x', 7)",
            "drop view v; drop table a; create table a (id int primary key, note text not null, extra int unique); \
             create index by_note on a (note); create view v as select id from a; insert into a values (1, 'x', 7)",
        ));
        let before = db.picture();
        let error = chain.on(&mut db.connect()).repair().unwrap_err();
        assert_eq!((error.kind(), db.picture()), (ErrorKind::DataLoss, before));
        assert!(error.to_string().contains("extra with 1 value"), "{error}");
        let report = chain.on(&mut db.connect()).allow_data_loss().repair().unwrap();
        assert_eq!((report.losses.len(), db.connect().count("a")), (1, "1".to_owned()));
        chain.on(&mut db.connect()).check().unwrap();
    }

    fn of_two_repairs_at_once_one_is_carried_out(db: &Scratch) {
        let chain = at_head(db);
        db.connect().run("drop view v; create table beside (id int)");
        // The other one finds nothing left to do, or is told that somebody was faster.
        let repair = || match chain.on(&mut db.connect()).repair() {
            Ok(report) => report.steps.len(),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Busy, "{error}");
                0
            }
        };
        let done = std::thread::scope(|scope| {
            let (one, other) = (scope.spawn(repair), scope.spawn(repair));
            one.join().unwrap() + other.join().unwrap()
        });
        assert_eq!((done, db.events().len()), (1, 3));
        chain.on(&mut db.connect()).check().unwrap();
    }
}

mod sqlite {
    use std::time::Duration;

    use super::*;
    use hunter_migrations::{Dialect, OnBusy};

    #[test]
    fn a_repair_is_busy_while_another_connection_writes() {
        let db = Scratch::new(Dialect::Sqlite);
        let chain = at_head(&db);
        db.connect().run("drop view v");
        let (conn, writer) = (&mut db.connect(), &mut db.connect());
        writer.run("begin immediate");
        let short = Duration::from_millis(100);
        for on_busy in [OnBusy::Fail, OnBusy::Wait] {
            let error = chain.on(conn).on_busy(on_busy).lock_wait(short).repair().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Busy);
        }
        assert!(chain.on(conn).on_busy(OnBusy::Skip).repair().unwrap().skipped);
        writer.run("rollback");
        assert_eq!(db.events().len(), 2);
        chain.on(conn).repair().unwrap();
    }
}

mod postgres {
    use std::time::Duration;

    use super::*;
    use hunter_migrations::{Dialect, Notice, OnBusy};

    const SHORT: Duration = Duration::from_millis(100);

    #[test]
    fn a_repair_is_busy_while_another_run_holds_the_guard() {
        let db = Scratch::new(Dialect::Postgres);
        let chain = chain(&db, "");
        let (conn, other) = (&mut db.connect(), &mut db.connect());
        db.connect().run("create table beside (id int)");
        let mut came = Vec::new();
        let mut observer = |notice: &Notice<'_>| {
            if matches!(notice, Notice::Step { number: 2, .. }) {
                for on_busy in [OnBusy::Fail, OnBusy::Wait, OnBusy::Skip] {
                    came.push(chain.on(other).on_busy(on_busy).lock_wait(SHORT).repair());
                }
            }
        };
        chain.on(conn).observe(&mut observer).upgrade(Target::Head).unwrap();
        let came = came.into_iter().map(|one| one.map(|report| report.skipped).map_err(|error| error.kind()));
        assert_eq!(came.collect::<Vec<_>>(), [Err(ErrorKind::Busy), Err(ErrorKind::Busy), Ok(true)]);
        assert_eq!((db.events().len(), chain.on(conn).repair().unwrap().steps.len()), (2, 1));
    }

    #[test]
    fn what_is_too_long_for_its_column_stops_a_repair_and_is_not_cut_off() {
        let db = Scratch::new(Dialect::Postgres);
        let chain = proved(
            &db,
            &[
                ("hunter.toml", "dialects = [\"postgres\"]"),
                ("0001_t/up.sql", "create table t (a varchar(3), b varchar(3)[], c char(3), d bit(3));"),
                ("0001_t/down.sql", "drop table t;"),
            ],
        );
        let conn = &mut db.connect();
        chain.on(conn).upgrade(Target::Head).unwrap();
        let drifts = [
            ("a type text", "a", "'abcdef'"),
            ("b type text[]", "b", "'{abcdef}'"),
            ("c type varchar(9)", "c", "'abcdef'"),
            ("c type integer using null", "c", "123456"),
            ("d type bit varying(9)", "d", "b'101010'"),
        ];
        for (drift, column, value) in drifts {
            conn.run(&format!("alter table t alter column {drift}"));
            conn.run(&format!("insert into t ({column}) values ({value})"));
            let error = chain.on(conn).allow_data_loss().repair().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Script, "{drift}: {error}");
            let kept = conn.value(&format!("select {column} = {value} from t"));
            assert_eq!(kept, "true", "{drift}");
            conn.run("delete from t");
            assert_eq!(chain.on(conn).repair().unwrap().steps.len(), 1, "{drift}");
            chain.on(conn).check().unwrap();
        }
    }

    #[test]
    fn a_repair_that_meets_a_lock_is_tried_again_and_recorded_once() {
        let db = Scratch::new(Dialect::Postgres);
        let chain = at_head(&db);
        db.connect().run("alter table a add column extra int");
        let mut holder = db.connect();
        holder.run("begin; lock table a in row exclusive mode");
        let mut retries = 0;
        let mut observer = |notice: &Notice<'_>| {
            if matches!(notice, Notice::Retrying { .. }) {
                retries += 1;
                holder.run("rollback");
            }
        };
        chain.on(&mut db.connect()).lock_timeout(SHORT).observe(&mut observer).repair().unwrap();
        assert_eq!((retries, db.events().len()), (1, 3));
        chain.on(&mut db.connect()).check().unwrap();
    }

    #[test]
    fn a_lock_beyond_the_deadline_leaves_everything_as_it_was() {
        let db = Scratch::new(Dialect::Postgres);
        let chain = at_head(&db);
        db.connect().run("alter table a add column extra int");
        let before = db.picture();
        let mut holder = db.connect();
        holder.run("begin; lock table a in row exclusive mode");
        let outcome = chain.on(&mut db.connect()).lock_timeout(SHORT).lock_wait(4 * SHORT).repair();
        holder.run("rollback");
        assert_eq!((outcome.unwrap_err().kind(), db.picture()), (ErrorKind::Busy, before));
    }
}
