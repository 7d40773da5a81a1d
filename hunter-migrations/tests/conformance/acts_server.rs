//! What a program itself does inside of each step, where only one engine is like that.

mod sqlite {
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{Session, Step, Target};

    use crate::acts::BROKEN;
    use crate::hooks::{listening, said, with};

    /// A statement that fails aborts nothing there.
    #[test]
    fn an_error_that_is_passed_over_stands_in_no_way() {
        let db = &Scratch::new(Dialect::Sqlite);
        listening(db);
        let careless = |session: &mut dyn Session, _: &Step<'_>| {
            let _ = session.execute(BROKEN);
            Ok(())
        };
        with(&[]).on(&mut db.connect()).before_step(careless).upgrade(Target::Head).unwrap();
        assert_eq!(said(db), ["up 1", "up 2"]);
    }
}

mod postgres {
    use std::cell::RefCell;
    use std::time::Duration;

    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{ErrorKind, Interrupt, Notice, Session, Step, Target};

    use crate::acts::{BROKEN, NOTHING, failing, run};
    use crate::hooks::{listening, said, with};
    use crate::support::{Ask, Database, Role, Watch, declared, line, wait_until};

    #[test]
    fn an_error_that_is_passed_over_rolls_the_step_back() {
        let db = &Scratch::new(Dialect::Postgres);
        listening(db);
        let careless = |session: &mut dyn Session, _: &Step<'_>| {
            let _ = session.execute(BROKEN);
            Ok(())
        };
        let error = with(&[]).on(&mut db.connect()).after_step(careless).upgrade(Target::Head).unwrap_err();
        assert!(
            error.to_string().contains("at `after_step` failed: current transaction is aborted"),
            "{error}"
        );
        assert_eq!((said(db), db.events()), (vec![], vec![]));
    }

    #[test]
    fn an_error_behind_a_savepoint_can_be_passed_over() {
        let db = &Scratch::new(Dialect::Postgres);
        listening(db);
        let careful = |session: &mut dyn Session, _: &Step<'_>| {
            session.execute("savepoint mine")?;
            session.execute(BROKEN).or_else(|_| session.execute("rollback to savepoint mine"))
        };
        with(&[]).on(&mut db.connect()).before_step(careful).upgrade(Target::Head).unwrap();
        assert_eq!(said(db), ["up 1", "up 2"]);
    }

    #[test]
    fn a_mistake_of_a_script_is_found_at_its_place_between_what_the_program_does() {
        let db = &Scratch::new(Dialect::Postgres);
        for (script, place) in [
            ("select 1;\nselect\n  oops from nowhere;", (3, 13)),
            ("select 1;\n  selec 1;", (2, 3)),
            ("select 1;\nselect (1", (2, 10)),
            ("select 1;\nselect 1 / 0;", (2, 1)),
        ] {
            let chain = line(&[("0001", script, "select 1;")]);
            let error = failing(db, &chain, NOTHING, NOTHING);
            assert_eq!(error.place().and_then(|at| at.position), Some(place), "{script}: {error}");
        }
    }

    /// Alone the script fails on something else, and then nothing is said of where.
    #[test]
    fn a_place_is_only_told_where_the_same_words_are_found_again() {
        let db = &Scratch::new(Dialect::Postgres);
        let chain = line(&[("0001", "select id from theirs;\nselect 1 / id from theirs;", "select 1;")]);
        let error = failing(db, &chain, "create table theirs as select 0 as id", NOTHING);
        assert!(
            error.to_string().starts_with("upgrade of revision `0001` failed: division by zero"),
            "{error}"
        );
        assert_eq!(error.place().and_then(|at| at.position), None);
    }

    #[test]
    fn what_waits_too_long_for_a_lock_is_rolled_back_and_called_again() {
        let db = &Scratch::new(Dialect::Postgres);
        listening(db);
        db.connect().run("create table busy (id int)");
        let mut holder = db.connect();
        holder.run("begin; lock table busy in access exclusive mode");
        let chain = line(&[("0001", "insert into said (what) values ('up');", "select 1;")]);
        let (mut called, mut retries) = (0, 0);
        let mut observer = |notice: &Notice<'_>| {
            if matches!(notice, Notice::Retrying { .. }) {
                retries += 1;
                holder.run("rollback");
            }
        };
        let mut act = |session: &mut dyn Session, _: &Step<'_>| {
            called += 1;
            session.execute("insert into said (what) values ('act')")?;
            session.execute("lock table busy")
        };
        let conn = &mut db.connect();
        let migrator = chain.on(conn).lock_timeout(Duration::from_millis(100)).observe(&mut observer);
        migrator.before_step(&mut act).upgrade(Target::Head).unwrap();
        assert_eq!((called, retries), (2, 1));
        assert_eq!(
            (said(db), db.events()),
            (vec!["act".to_owned(), "up".to_owned()], vec!["up 0001".to_owned()])
        );
    }

    #[test]
    fn what_is_set_holds_for_the_step_and_not_for_the_next_one_or_the_caller() {
        let db = &Scratch::new(Dialect::Postgres);
        // Scripts that change no setting themselves, as anybody can see.
        let chain = line(&[
            ("0001", "create table a (id int);", "drop table a;"),
            ("0002", "create table b (id int);", "drop table b;"),
        ]);
        let (conn, seen) = (&mut db.connect(), RefCell::new(Vec::new()));
        let before = Watch::on(conn, db);
        let usual = conn.value("current_setting('work_mem')");
        let look = |session: &mut dyn Session, _: &Step<'_>| {
            seen.borrow_mut().push(session.value("current_setting('work_mem')"));
            Ok(())
        };
        let set = |session: &mut dyn Session, step: &Step<'_>| {
            look(session, step)?;
            session.execute("set work_mem = '77MB'")
        };
        chain.on(conn).before_step(set).after_step(look).upgrade(Target::Head).unwrap();
        assert_eq!(*seen.borrow(), [&*usual, "77MB", &*usual, "77MB"]);
        assert_eq!(Watch::on(conn, db), before);
    }

    #[test]
    fn a_role_that_may_not_read_the_ledger_holds_for_the_script_and_the_step_is_recorded() {
        let db = &Scratch::new(Dialect::Postgres);
        let role = Role::new(db, "poor", "");
        db.connect().run(&format!("grant all on schema public to {}", role.name));
        let chain = line(&[("0001", "create table a (id int);", "drop table a;")]);
        let conn = &mut db.connect();
        let before = Watch::on(conn, db);
        let name = role.name.clone();
        let become_it =
            move |session: &mut dyn Session, _: &Step<'_>| session.execute(&format!("set role {name}"));
        chain.on(conn).before_step(become_it).after_step(run(NOTHING)).upgrade(Target::Head).unwrap();
        assert_eq!(conn.value("select tableowner from pg_tables where tablename = 'a'"), role.name);
        assert_eq!((db.events(), Watch::on(conn, db)), (vec!["up 0001".to_owned()], before));
    }

    #[test]
    fn the_timeouts_of_a_revision_hold_for_what_the_program_does() {
        let db = &Scratch::new(Dialect::Postgres);
        let chain = declared(&[("0001", "statement_timeout = \"100ms\"", "select 1;", "select 1;")]);
        let error = failing(db, &chain, "select pg_sleep(60)", NOTHING);
        assert!(error.to_string().contains("at `before_step` failed: canceling statement"), "{error}");
    }

    #[test]
    fn a_run_that_is_stopped_ends_what_the_program_does_on_the_server() {
        let db = &Scratch::new(Dialect::Postgres);
        let chain = line(&[("0001", "create table a (id int);", "drop table a;")]);
        let (interrupt, conn) = (Interrupt::new(), &mut db.connect());
        let error = std::thread::scope(|scope| {
            let stops = interrupt.clone();
            scope.spawn(move || {
                let mut beside = db.connect();
                let asleep = "exists (select from pg_stat_activity where wait_event = 'PgSleep' \
                    and datname = current_database())";
                wait_until("the statement runs", || beside.value(asleep) == "true");
                stops.stop();
            });
            let sleep = run("select pg_sleep(60)");
            chain.on(conn).interruptible(&interrupt).after_step(sleep).upgrade(Target::Head).unwrap_err()
        });
        assert_eq!((error.kind(), db.events().len()), (ErrorKind::Interrupted, 0), "{error}");
        assert_eq!(conn.value("to_regclass('a') is null"), "true");
    }
}
