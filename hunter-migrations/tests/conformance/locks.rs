//! Locks and limits: a step waits a little, tries again, and gives up at the deadline with nothing changed.

mod postgres {
    use std::sync::mpsc;
    use std::time::{Duration, Instant};

    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{Error, ErrorKind, Migrations, Migrator, Notice, Report, Target};

    use crate::support::{Ask, Conn, Database, Watch, declared, line, target, wait_until};

    const CREATED: &str = "create table busy (id int); create table runs (id int);";
    const DROPPED: &str = "drop table busy; drop table runs;";
    const SHORT: Duration = Duration::from_millis(100);

    /// A table in use, and a revision that changes it and counts how often it ran.
    fn in_use() -> (Scratch, Migrations, Conn) {
        let db = Scratch::new(Dialect::Postgres);
        let up = "insert into runs values (1); alter table busy add column x int;";
        let chain = line(&[("0001", CREATED, DROPPED), ("0002", up, "alter table busy drop column x;")]);
        chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
        let mut holder = db.connect();
        holder.run("begin; lock table busy in access exclusive mode");
        (db, chain, holder)
    }

    /// With the lock given back when the runner says that it tries again.
    fn retried() -> (Scratch, Result<Report, Error>, usize) {
        let (db, chain, mut holder) = in_use();
        let mut retries = 0;
        let mut observer = |notice: &Notice<'_>| {
            if matches!(notice, Notice::Retrying { revision, .. } if revision.id.as_str() == "0002") {
                retries += 1;
                holder.run("rollback");
            }
        };
        let report =
            chain.on(&mut db.connect()).lock_timeout(SHORT).observe(&mut observer).upgrade(Target::Head);
        (db, report, retries)
    }

    #[test]
    fn a_step_that_meets_a_lock_is_tried_again() {
        let (_, report, retries) = retried();
        assert!(report.is_ok() && retries == 1, "{retries} {report:?}");
    }

    #[test]
    fn a_step_that_is_tried_again_counts_once() {
        let (db, _, _) = retried();
        assert_eq!((&*db.connect().count("runs"), db.events().len()), ("1", 2));
    }

    #[test]
    fn a_lock_beyond_the_deadline_is_an_error_and_changes_nothing() {
        let (db, chain, mut holder) = in_use();
        let conn = &mut db.connect();
        let before = Watch::on(conn, &db);
        let outcome = chain.on(conn).lock_timeout(SHORT).lock_wait(4 * SHORT).upgrade(Target::Head);
        holder.run("rollback");
        let error = outcome.unwrap_err();
        assert!(error.kind() == ErrorKind::Busy && error.to_string().contains("lock timeout"), "{error}");
        assert_eq!((Watch::on(conn, &db), db.events()), (before, vec!["up 0001".to_owned()]));
    }

    #[test]
    fn a_lock_beyond_the_deadline_is_found_at_the_table_where_the_server_says_so() {
        let (db, chain, mut holder) = in_use();
        let place = |chain: &Migrations| {
            let conn = &mut db.connect();
            let error =
                chain.on(conn).lock_timeout(SHORT).lock_wait(SHORT).upgrade(Target::Head).unwrap_err();
            error.place().cloned().unwrap_or_else(|| panic!("no place: {error}"))
        };
        let altered = place(&chain);
        let up = "select 1;\nupdate busy set id = 1;";
        let updated = place(&line(&[("0001", CREATED, DROPPED), ("0002", up, "select 1;")]));
        holder.run("rollback");
        assert_eq!((&*altered.path, altered.position), ("migrations/0002_step/up.sql", None));
        assert_eq!((&*updated.path, updated.position), ("migrations/0002_step/up.sql", Some((2, 8))));
    }

    #[test]
    fn a_lock_timeout_longer_than_the_deadline_ends_with_the_deadline() {
        let (db, chain, mut holder) = in_use();
        let start = Instant::now();
        let patient = Duration::from_secs(600);
        let outcome = ends(&db, &mut holder, |db| {
            chain.on(&mut db.connect()).lock_timeout(patient).lock_wait(SHORT).upgrade(Target::Head).map(drop)
        });
        assert!(outcome.is_err() && start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    }

    /// What a run comes to while the table stays locked; a run that does not end by itself is let go, and has failed.
    fn ends<T: Send>(db: &Scratch, holder: &mut Conn, run: impl FnOnce(&Scratch) -> T + Send) -> T {
        let (says, said) = mpsc::channel();
        std::thread::scope(|scope| {
            let thread = scope.spawn(move || {
                let outcome = run(db);
                says.send(()).unwrap();
                outcome
            });
            let in_time = said.recv_timeout(Duration::from_secs(30)).is_ok();
            holder.run("rollback");
            let outcome = thread.join().unwrap();
            assert!(in_time, "it waited for the lock without an end");
            outcome
        })
    }

    fn full_and_locked() -> (Scratch, Migrations, Conn) {
        let (db, chain, mut holder) = in_use();
        holder.run("rollback");
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        holder.run("begin; lock table busy in access exclusive mode");
        (db, chain, holder)
    }

    fn impatient<'a>(chain: &'a Migrations, conn: &'a mut Conn) -> Migrator<'a> {
        chain.on(conn).lock_timeout(SHORT).lock_wait(4 * SHORT)
    }

    #[test]
    fn counting_what_would_be_lost_does_not_wait_without_an_end() {
        let (db, chain, mut holder) = full_and_locked();
        let outcome = ends(&db, &mut holder, |db| {
            impatient(&chain, &mut db.connect()).downgrade(&target("0001")).map_err(|error| error.kind())
        });
        assert_eq!(outcome, Err(ErrorKind::Busy));
    }

    #[test]
    fn a_plan_does_not_wait_without_an_end() {
        let (db, chain, mut holder) = full_and_locked();
        let outcome = ends(&db, &mut holder, |db| {
            impatient(&chain, &mut db.connect()).plan(&target("0001")).map(drop).map_err(|error| error.kind())
        });
        assert_eq!(outcome, Err(ErrorKind::Busy));
    }

    #[test]
    fn counting_what_would_be_lost_waits_for_a_lock() {
        let (db, chain, mut holder) = full_and_locked();
        std::thread::scope(|scope| {
            let run = scope.spawn(|| chain.on(&mut db.connect()).downgrade(&target("0001")).map(drop));
            let waits = "exists (select from pg_locks where relation = 'busy'::regclass and not granted)";
            wait_until("the count waits", || holder.value(waits) == "true");
            holder.run("rollback");
            run.join().unwrap().unwrap();
        });
    }

    #[test]
    fn the_callers_lock_timeout_is_as_before_counting() {
        let (db, chain, mut holder) = full_and_locked();
        let conn = &mut db.connect();
        conn.run("set lock_timeout = '77s'");
        impatient(&chain, conn).plan(&target("0001")).map(drop).unwrap_err();
        impatient(&chain, conn).downgrade(&target("0001")).unwrap_err();
        holder.run("rollback");
        impatient(&chain, conn).downgrade(&target("0001")).unwrap();
        assert_eq!(conn.value("current_setting('lock_timeout')"), "77s");
    }

    /// What a revision sees of a setting.
    fn seen(metadata: &str, setting: &str, conn: &mut Conn) -> String {
        let see = format!("create table seen as select current_setting('{setting}') as j;");
        let chain = declared(&[("0001", metadata, &see, "drop table seen;")]);
        chain.on(conn).upgrade(Target::Head).unwrap();
        conn.column("select j from seen").remove(0)
    }

    #[test]
    fn a_declared_lock_timeout_is_set() {
        let db = Scratch::new(Dialect::Postgres);
        assert_eq!(seen("lock_timeout = \"700ms\"", "lock_timeout", &mut db.connect()), "700ms");
    }

    #[test]
    fn a_declared_statement_timeout_is_set() {
        let db = Scratch::new(Dialect::Postgres);
        assert_eq!(seen("statement_timeout = \"7min\"", "statement_timeout", &mut db.connect()), "7min");
    }

    #[test]
    fn a_statement_timeout_of_the_caller_does_not_cut_a_revision() {
        let db = Scratch::new(Dialect::Postgres);
        let conn = &mut db.connect();
        conn.run("set statement_timeout = '20s'");
        assert_eq!(seen("", "statement_timeout", conn), "0");
    }

    #[test]
    fn another_session_sees_which_step_runs() {
        let db = Scratch::new(Dialect::Postgres);
        assert_eq!(seen("", "application_name", &mut db.connect()), "hunter up 0001 (1/1)");
    }

    fn too_long() -> (Error, Duration) {
        let db = Scratch::new(Dialect::Postgres);
        let script = "select 1;\nselect pg_sleep(60);";
        let chain = declared(&[("0001", "statement_timeout = \"200ms\"", script, "select 1;")]);
        let start = Instant::now();
        (chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err(), start.elapsed())
    }

    #[test]
    fn a_statement_that_takes_too_long_is_found_at_its_place() {
        assert_eq!(too_long().0.place().and_then(|at| at.position), Some((2, 1)));
    }

    #[test]
    fn a_statement_that_takes_too_long_is_not_run_to_its_end_afterwards() {
        let (_, took) = too_long();
        assert!(took < Duration::from_secs(30), "{took:?}");
    }
}
