//! A step that fails: the database, the ledger and the connection are as before it, and what stood before it stays.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Error, ErrorKind, Migrations, Target};

use crate::support::{Ask, Database, Watch, ids, line, target};

const FIRST: (&str, &str, &str) =
    ("0001", "create table first (id int primary key, name text);", "drop table first;");

/// Every way in which a script fails: what it is, on PostgreSQL, on SQLite.
const KINDS: [(&str, &str, &str); 6] = [
    (
        "syntax",
        "create table a (id int);\ncreate tabel b (id int);",
        "create table a (id int);\ncreate tabel b (id int);",
    ),
    (
        "unknown table",
        "create table a (id int);\ninsert into nowhere values (1);",
        "create table a (id int);\ninsert into nowhere values (1);",
    ),
    (
        "while running",
        "create table a (id int);\nselect 1 / 0;",
        "create table a (id int);\nselect abs(-9223372036854775808);",
    ),
    (
        "duplicate",
        "insert into first (id) values (1);\ninsert into first (id) values (1);",
        "insert into first (id) values (1);\ninsert into first (id) values (1);",
    ),
    (
        "exists",
        "create table a (id int);\ncreate table first (id int);",
        "create table a (id int);\ncreate table first (id int);",
    ),
    (
        "settings",
        "set search_path = nowhere;\nset role none;\nselect 1 / 0;",
        "pragma foreign_keys = on;\nselect * from nowhere;",
    ),
];

fn with(second: &str) -> Migrations {
    line(&[FIRST, ("0002", second, "select 1;"), ("0003", "create table c (id int);", "drop table c;")])
}

/// The error of the second of three revisions.
fn failed(db: &Scratch, script: &str) -> Error {
    with(script).on(&mut db.connect()).upgrade(Target::Head).unwrap_err()
}

conformance! {
    fn a_failure_of_any_kind_leaves_the_database_as_before_the_step(db: &Scratch) {
        with("select 1;").on(&mut db.connect()).upgrade(target("0001")).unwrap();
        let before = db.picture();
        for (kind, postgres, sqlite) in KINDS {
            assert_eq!(failed(db, db.pick(postgres, sqlite)).kind(), ErrorKind::Script, "{kind}");
            assert_eq!(db.picture(), before, "{kind}");
        }
    }

    fn a_failure_of_any_kind_leaves_the_connection_as_before(db: &Scratch) {
        let conn = &mut db.connect();
        conn.run(
            db.pick("set statement_timeout = '50s'", "pragma busy_timeout = 1234; pragma foreign_keys = on"),
        );
        let before = Watch::on(conn, db);
        for (kind, postgres, sqlite) in KINDS {
            let chain = with(db.pick(postgres, sqlite));
            assert!(chain.on(conn).upgrade(Target::Head).is_err(), "{kind}");
            assert_eq!(Watch::on(conn, db), before, "{kind}");
        }
    }

    fn a_failure_of_any_kind_leaves_the_next_run_possible(db: &Scratch) {
        let conn = &mut db.connect();
        for (kind, postgres, sqlite) in KINDS {
            assert!(with(db.pick(postgres, sqlite)).on(conn).upgrade(Target::Head).is_err(), "{kind}");
            let good = with("create table b (id int);");
            good.on(conn).upgrade(Target::Head).unwrap_or_else(|error| panic!("{kind}: {error}"));
            good.on(conn).downgrade(&target("0001")).unwrap();
            conn.run("drop table b");
        }
    }

    fn the_steps_before_a_failure_stay(db: &Scratch) {
        failed(db, "select * from nowhere;");
        assert_eq!(db.events(), ["up 0001"]);
    }

    fn the_error_names_the_steps_before_it_and_the_one_that_failed(db: &Scratch) {
        let error = failed(db, "select * from nowhere;");
        let failed = error.progress().failed.as_ref();
        assert_eq!((ids(&error.progress().done), ids(failed)), (vec!["0001"], vec!["0002"]));
    }

    fn the_error_says_the_revision_and_what_the_database_said(db: &Scratch) {
        let text = failed(db, "select * from nowhere;").to_string();
        assert!(text.contains("`0002`") && text.contains("nowhere"), "{text}");
    }

    fn the_error_carries_the_words_of_the_database(db: &Scratch) {
        let error = failed(db, "select * from nowhere;");
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains("nowhere"), "{source}");
    }

    fn a_failure_on_the_way_down_leaves_the_database_as_before_the_step(db: &Scratch) {
        let chain =
            line(&[FIRST, ("0002", "create table b (id int);", "drop table b;\nselect * from nowhere;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let before = db.picture();
        assert!(chain.on(&mut db.connect()).downgrade(&Target::Base).is_err());
        assert_eq!(db.picture(), before);
    }

    fn a_failure_on_the_way_down_keeps_the_steps_before_it(db: &Scratch) {
        let chain = line(&[
            FIRST,
            ("0002", "create table b (id int);", "select * from nowhere;"),
            ("0003", "select 1;", "select 1;"),
        ]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let error = chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap_err();
        assert_eq!(
            (ids(&error.progress().done), db.events().pop().unwrap()),
            (vec!["0003"], "down 0003".to_owned())
        );
    }

    fn a_script_that_ends_in_a_comment_is_recorded_and_committed(db: &Scratch) {
        for script in ["create table b (id int); -- that is all", "create table b (id int) -- that is all"] {
            let scratch = Scratch::new(db.dialect());
            let conn = &mut scratch.connect();
            with(script).on(conn).upgrade(target("0002")).unwrap();
            assert_eq!(scratch.tables(), ["__hunter_ledger", "b", "first"], "{script}");
            assert_eq!(scratch.events(), ["up 0001", "up 0002"], "{script}");
        }
    }

    fn a_script_that_ends_in_an_open_block_comment_is_not_recorded(db: &Scratch) {
        let error =
            with("create table b (id int); /* that is all").on(&mut db.connect()).upgrade(target("0002"));
        let recorded = db.events().contains(&"up 0002".to_owned());
        assert_eq!(recorded, error.is_ok(), "{error:?}");
        assert_eq!(recorded, db.tables().contains(&"b".to_owned()));
    }

    fn a_script_without_a_last_semicolon_is_recorded_and_committed(db: &Scratch) {
        with("create table b (id int)").on(&mut db.connect()).upgrade(target("0002")).unwrap();
        assert_eq!(db.tables(), ["__hunter_ledger", "b", "first"]);
    }

    fn every_statement_of_a_script_runs(db: &Scratch) {
        with("create table b (id int); create table d (id int);; create table e (id int)")
            .on(&mut db.connect())
            .upgrade(target("0002"))
            .unwrap();
        assert_eq!(db.tables(), ["__hunter_ledger", "b", "d", "e", "first"]);
    }

    fn a_semicolon_in_a_string_ends_no_statement(db: &Scratch) {
        with("insert into first values (1, 'a;b -- c'); insert into first values (2, ';')")
            .on(&mut db.connect())
            .upgrade(target("0002"))
            .unwrap();
        assert_eq!(db.connect().column("select name as j from first order by id"), ["a;b -- c", ";"]);
    }

    fn an_irreversible_revision_is_refused_before_the_first_step(db: &Scratch) {
        let chain = crate::support::declared(&[
            ("0001", "irreversible = \"rows were merged\"", "create table a (id int);", ""),
            ("0002", "", "create table b (id int);", "drop table b;"),
        ]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let error = chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap_err();
        assert!(error.to_string().contains("rows were merged"), "{error}");
        assert_eq!(db.events(), ["up 0001", "up 0002"]);
    }
}
