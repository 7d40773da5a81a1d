//! Steps outside of a transaction: each statement once, whatever happens between them.

use hunter_chain::{Dialect, Direction};
use hunter_migrations::testing::Scratch;
use hunter_migrations::{ErrorKind, Left, Migrations, Notice, OpenState, Resolution, Status, Target};

use crate::support::{Ask, Database, Watch, declared, target};

const ALONE: &str = "run_in_transaction = false";

/// A table, and then a script of its own.
fn chain(script: &str) -> Migrations {
    declared(&[
        ("0001", "", "create table seen (what text);", "drop table seen;"),
        ("0002", ALONE, script, "drop table a; delete from seen;"),
    ])
}

const THREE: &str =
    "insert into seen values ('one');\ncreate table a (b int);\ninsert into seen values ('three')";

/// The same with its second statement broken.
const BROKEN: &str =
    "insert into seen values ('one');\ncreate table a (b int, b int);\ninsert into seen values ('three')";

fn statement(chain: &Migrations, db: &Scratch) -> (usize, usize, OpenState) {
    let status = chain.on(&mut db.connect()).status().unwrap();
    let Status::InProgress { at: Some(at), .. } = status else { panic!("{status:?}") };
    (at.number, at.of, at.state)
}

/// A database on which the second of three statements failed.
fn half_way(db: &Scratch) {
    let error = chain(BROKEN).on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Script);
}

conformance! {
    fn every_statement_has_its_row_and_the_last_row_is_the_revision(db: &Scratch) {
        chain(THREE).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(
            db.events(),
            ["up 0001", "started 0002", "statement 0002", "statement 0002", "statement 0002", "up 0002"]
        );
        assert_eq!(db.connect().column("select what as j from seen order by 1"), ["one", "three"]);
        assert_eq!(chain(THREE).on(&mut db.connect()).status().unwrap(), Status::AtHead);
    }

    fn what_was_carried_out_before_a_failure_stays_and_is_not_run_again(db: &Scratch) {
        half_way(db);
        assert_eq!(statement(&chain(BROKEN), db), (2, 3, OpenState::Failed));
        chain(THREE).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.connect().column("select what as j from seen order by 1"), ["one", "three"]);
        assert_eq!(db.events().last().unwrap(), "up 0002");
    }

    fn the_failure_names_the_statement_and_its_place(db: &Scratch) {
        let error = chain(BROKEN).on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert!(error.to_string().contains("at statement 2 of 3"), "{error}");
        assert_eq!(error.place().unwrap().position.unwrap().0, 2);
        assert!(error.help().contains("goes on with this one"), "{}", error.help());
    }

    fn the_failure_says_how_many_statements_are_done(db: &Scratch) {
        let error = chain(BROKEN).on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.progress().left, Left::Part { done: 1, of: 3 });
        assert_eq!(error.place().unwrap().statement, Some((2, 3)));
    }

    fn a_failure_leaves_the_connection_as_before(db: &Scratch) {
        let conn = &mut db.connect();
        let before = Watch::on(conn, db);
        chain(BROKEN).on(conn).upgrade(Target::Head).unwrap_err();
        assert_eq!(Watch::on(conn, db), before);
        chain(THREE).on(conn).upgrade(Target::Head).unwrap();
        assert_eq!(Watch::on(conn, db), before);
    }

    fn a_statement_that_was_carried_out_cannot_be_changed(db: &Scratch) {
        half_way(db);
        let edited = THREE.replacen("one", "uno", 1);
        let error = chain(&edited).on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert!(error.to_string().contains("statement 1 of revision `0002` was carried out"), "{error}");
        assert_eq!(error.place().unwrap().position, Some((1, 1)));
        assert_eq!(db.connect().count("seen"), "1");
    }

    fn a_statement_that_was_carried_out_may_get_a_comment(db: &Scratch) {
        half_way(db);
        chain(&format!("-- why\n{THREE}")).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.connect().count("seen"), "2");
    }

    fn nothing_else_is_done_over_a_step_in_pieces(db: &Scratch) {
        half_way(db);
        for outcome in [
            chain(THREE).on(&mut db.connect()).downgrade(&target("base")),
            chain(THREE).on(&mut db.connect()).upgrade(target("0001")),
        ] {
            let error = outcome.unwrap_err();
            assert!(error.to_string().contains("is applied in part: 1 of 3 statements"), "{error}");
            assert!(error.help().contains("`hunter upgrade 0002`"), "{}", error.help());
        }
    }

    fn a_transaction_of_the_script_is_all_or_nothing(db: &Scratch) {
        let script = |last: &str| {
            format!("insert into seen values ('one');\nbegin;\ncreate table a (b int);\ninsert into {last};\ncommit;")
        };
        let error = chain(&script("nowhere values (1)")).on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.place().unwrap().position.unwrap().0, 4);
        assert_eq!(statement(&chain(&script("x")), db), (2, 2, OpenState::Failed));
        assert!(!db.tables().contains(&"a".to_owned()));
        chain(&script("a values (1)")).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!((db.connect().count("seen"), db.connect().count("a")), ("1".to_owned(), "1".to_owned()));
    }

    fn a_way_down_goes_in_pieces_too_and_is_refused_over_rows(db: &Scratch) {
        chain(THREE).on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run("insert into a values (1)");
        let error = chain(THREE).on(&mut db.connect()).downgrade(&target("-1")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::DataLoss);
        chain(THREE).on(&mut db.connect()).allow_data_loss().downgrade(&target("-1")).unwrap();
        assert_eq!(db.connect().count("seen"), "0");
        assert_eq!(
            db.events()[6..],
            ["started 0002", "statement 0002", "statement 0002", "down 0002"]
        );
    }

    fn a_way_down_that_failed_half_way_goes_on(db: &Scratch) {
        let with_down = |down: &str| {
            declared(&[
                ("0001", "", "create table seen (what text);", "drop table seen;"),
                ("0002", ALONE, "create table a (b int); create table c (b int);", down),
            ])
        };
        with_down("drop table a;").on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let broken = with_down("drop table a; drop table nowhere;");
        broken.on(&mut db.connect()).downgrade(&target("-1")).unwrap_err();
        let Status::InProgress { at: Some(at), .. } = broken.on(&mut db.connect()).status().unwrap() else {
            panic!("not in progress")
        };
        assert_eq!((at.direction, at.number), (Direction::Down, 2));
        let error = broken.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert!(error.to_string().contains("is reverted in part"), "{error}");
        with_down("drop table a; drop table c;").on(&mut db.connect()).downgrade(&target("-1")).unwrap();
        assert_eq!(db.tables(), ["__hunter_ledger", "seen"]);
    }

    fn a_stamp_settles_a_step_in_pieces(db: &Scratch) {
        half_way(db);
        chain(THREE).on(&mut db.connect()).unverified("the test says so").stamp(&[target("0002")]).unwrap();
        assert_eq!(chain(THREE).on(&mut db.connect()).status().unwrap(), Status::AtHead);
    }

    fn the_statements_are_announced_without_their_data(db: &Scratch) {
        let (chain, mut said) = (chain(THREE), Vec::new());
        let mut observer = |notice: &Notice<'_>| {
            if let Notice::Statement { number, of, line, summary, .. } = notice {
                said.push(format!("{number}/{of} line {line}: {summary}"));
            }
        };
        chain.on(&mut db.connect()).observe(&mut observer).upgrade(Target::Head).unwrap();
        assert_eq!(said, ["1/3 line 1: insert into seen values", "2/3 line 2: create table a", "3/3 line 3: insert into seen values"]);
    }

    fn nothing_is_resolved_where_nothing_is_in_doubt(db: &Scratch) {
        half_way(db);
        let error = chain(THREE).on(&mut db.connect()).resolve(Resolution::Done).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::State);
        assert_eq!(db.events().last().unwrap(), "failed 0002");
    }

    fn without_the_guard_no_statement_runs_twice(db: &Scratch) {
        let script = (0..5).map(|n| format!("insert into seen values ('{n}');\n")).collect::<String>();
        let chain = &chain(&(script + "create table a (b int);"));
        chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(move || drop(chain.on(&mut db.connect()).without_guard().upgrade(Target::Head)));
            }
        });
        // Who was overtaken has gone; whoever comes next goes on.
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.connect().column("select what as j from seen order by 1"), ["0", "1", "2", "3", "4"]);
    }
}

mod sqlite {
    use super::{ALONE, Ask, Database, Dialect, Scratch, Target, Watch, declared};

    #[test]
    fn what_no_transaction_takes_is_run_and_the_callers_switches_come_back() {
        let db = &Scratch::new(Dialect::Sqlite);
        let script = "pragma foreign_keys = off; pragma journal_mode = wal; create table a (b int); vacuum;";
        let chain = declared(&[("0001", ALONE, script, "vacuum; drop table a;")]);
        let conn = &mut db.connect();
        let before = Watch::on(conn, db);
        chain.on(conn).upgrade(Target::Head).unwrap();
        assert_eq!(Watch::on(conn, db), before);
        assert_eq!(conn.column("select journal_mode as j from pragma_journal_mode"), ["wal"]);
        chain.on(conn).downgrade(&Target::Base).unwrap();
        assert_eq!(db.tables(), ["__hunter_ledger"]);
    }

    #[test]
    fn a_vacuum_that_nobody_saw_end_is_run_again() {
        let db = &Scratch::new(Dialect::Sqlite);
        let chain = declared(&[("0001", ALONE, "create table a (b int); vacuum;", "drop table a;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run("delete from __hunter_ledger where seq > 3");
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.events()[3..], ["statement 0001", "statement 0001", "up 0001"]);
    }

    #[test]
    fn a_step_of_a_live_process_is_waited_for() {
        let db = &Scratch::new(Dialect::Sqlite);
        let chain = declared(&[("0001", ALONE, "create table a (b int);", "drop table a;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        // As if the process that started this test were in the middle of the step.
        let parent = std::os::unix::process::parent_id();
        db.connect().run(&format!(
            "delete from __hunter_ledger where seq > 1; update __hunter_ledger set pid = {parent}"
        ));
        let wait = std::time::Duration::from_millis(50);
        let error = chain.on(&mut db.connect()).lock_wait(wait).upgrade(Target::Head).unwrap_err();
        assert!(error.to_string().contains(&format!("held by process {parent}")), "{error}");
        db.connect().run("drop table a; update __hunter_ledger set pid = 4194305");
        chain.on(&mut db.connect()).lock_wait(wait).upgrade(Target::Head).unwrap();
    }

    #[test]
    fn every_statement_that_is_said_to_need_no_transaction_is_refused_in_one() {
        let db = &Scratch::new(Dialect::Sqlite);
        let conn = &mut db.connect();
        for statement in ["vacuum", "pragma synchronous = off", "pragma journal_mode = wal"] {
            let split = hunter_sql::split(Dialect::Sqlite, statement);
            assert!(hunter_sql::outside_transaction(Dialect::Sqlite, &split[0]).is_some(), "{statement}");
            conn.run("begin; create table a (b int)");
            // The last one is ignored without a word.
            let refused = conn.execute(statement).is_err();
            let ignored = conn.column("select journal_mode as j from pragma_journal_mode") == ["delete"];
            conn.run("rollback");
            assert!(refused || (ignored && statement.contains("journal_mode")), "{statement}");
        }
    }
}
