//! One writer at a time: who waits, who gives up, who is told of whom; and a guard that gets lost.

mod postgres {
    use std::sync::mpsc;
    use std::time::Duration;

    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{Error, ErrorKind, Left, Migrations, Notice, OnBusy, Report, Target};

    use crate::support::database::DEADLINE;
    use crate::support::{Ask, Conn, Database, ids, line, tree, wait_until};

    fn two() -> Migrations {
        line(&[
            ("0001", "create table a (id int);", "drop table a;"),
            ("0002", "create table b (id int);", "drop table b;"),
        ])
    }

    /// What `other` comes to while a run holds the guard.
    fn while_held<T>(db: &Scratch, mut other: impl FnMut(&mut Conn) -> T) -> (T, String) {
        let (chain, conn, second, mut came) = (two(), &mut db.connect(), &mut db.connect(), None);
        let pid = conn.value("select pg_backend_pid()");
        let mut observer = |notice: &Notice<'_>| {
            if matches!(notice, Notice::Step { number: 1, .. }) {
                came = Some(other(second));
            }
        };
        chain.on(conn).observe(&mut observer).upgrade(Target::Head).unwrap();
        (came.unwrap(), pid)
    }

    fn busy(db: &Scratch, on_busy: OnBusy) -> (Result<Report, Error>, String) {
        while_held(db, |conn| {
            two().on(conn).on_busy(on_busy).lock_wait(Duration::from_millis(100)).upgrade(Target::Head)
        })
    }

    #[test]
    fn who_does_not_wait_is_told_who_holds_the_guard() {
        let (outcome, pid) = busy(&Scratch::new(Dialect::Postgres), OnBusy::Fail);
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Busy);
        assert!(error.to_string().contains(&format!("server process {pid}, hunter")), "{error}");
    }

    #[test]
    fn who_waits_too_long_is_busy() {
        let (outcome, _) = busy(&Scratch::new(Dialect::Postgres), OnBusy::Wait);
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Busy);
    }

    #[test]
    fn who_skips_is_done_and_says_so() {
        let (outcome, _) = busy(&Scratch::new(Dialect::Postgres), OnBusy::Skip);
        let report = outcome.unwrap();
        assert!(report.skipped && report.steps.is_empty(), "{report:?}");
    }

    #[test]
    fn a_downgrade_and_a_stamp_ask_for_the_guard_too() {
        let db = &Scratch::new(Dialect::Postgres);
        db.connect().run("create table mine (id int)");
        let short = Duration::from_millis(50);
        let (kinds, _) = while_held(db, |conn| {
            let chain = two();
            let down = chain.on(conn).lock_wait(short).downgrade(&Target::Base).map(drop);
            let stamp = chain
                .on(conn)
                .lock_wait(short)
                .unverified("the test says so")
                .stamp(&[Target::Head])
                .map(drop);
            [down, stamp].map(|outcome| outcome.map_err(|error| error.kind()))
        });
        assert_eq!(kinds, [Err(ErrorKind::Busy), Err(ErrorKind::Busy)]);
    }

    #[test]
    fn reading_asks_for_no_guard() {
        let (status, _) = while_held(&Scratch::new(Dialect::Postgres), |conn| two().on(conn).status());
        assert_eq!(status.unwrap().as_str(), "behind");
    }

    #[test]
    fn another_ledger_has_another_guard() {
        let (outcome, _) = while_held(&Scratch::new(Dialect::Postgres), |conn| {
            let chain = tree(&[
                ("hunter.toml", "dialects = [\"postgres\"]\nledger_table = \"other\"\n"),
                ("0001_c/up.sql", "create table c (id int);"),
                ("0001_c/down.sql", "drop table c;"),
            ]);
            chain.on(conn).on_busy(OnBusy::Fail).upgrade(Target::Head)
        });
        assert_eq!(outcome.unwrap().steps.len(), 1);
    }

    #[test]
    fn who_waited_finds_nothing_left_to_do_and_says_who_did_it() {
        let db = &Scratch::new(Dialect::Postgres);
        let (says, said) = mpsc::channel();
        let report = std::thread::scope(|scope| {
            let mut second = None;
            let mut observer = |notice: &Notice<'_>| {
                if matches!(notice, Notice::Step { number: 1, .. }) {
                    let says = says.clone();
                    second = Some(scope.spawn(move || {
                        let mut observer = |notice: &Notice<'_>| {
                            if let Notice::Waiting { holder: Some(holder), .. } = notice {
                                says.send(holder.pid.to_string()).unwrap();
                            }
                        };
                        two().on(&mut db.connect()).observe(&mut observer).upgrade(Target::Head).unwrap()
                    }));
                    said.recv_timeout(DEADLINE).unwrap();
                }
            };
            two().on(&mut db.connect()).observe(&mut observer).upgrade(Target::Head).unwrap();
            second.unwrap().join().unwrap()
        });
        assert_eq!(report.to_string(), "2 revisions applied by another process; the database is at 0002");
        assert!(report.steps.iter().all(|step| step.by_other), "{report:?}");
    }

    #[test]
    fn a_refused_run_gives_the_guard_back() {
        let db = &Scratch::new(Dialect::Postgres);
        let conn = &mut db.connect();
        two().on(conn).upgrade(Target::Head).unwrap();
        db.connect().run("insert into b values (1)");
        two().on(conn).downgrade(&Target::Base).unwrap_err();
        assert_eq!(
            conn.value(
                "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"
            ),
            "0"
        );
    }

    /// Ends the session of a run before its second step.
    fn lost(db: &Scratch) -> Error {
        let (conn, other) = (&mut db.connect(), &mut db.connect());
        let pid = conn.value("select pg_backend_pid()");
        let mut observer = |notice: &Notice<'_>| {
            if matches!(notice, Notice::Step { number: 2, .. }) {
                other.run(&format!("select pg_terminate_backend({pid})"));
                let there = format!("select count(*) from pg_stat_activity where pid = {pid}");
                wait_until("the session is gone", || other.value(&there) == "0");
            }
        };
        two().on(conn).observe(&mut observer).upgrade(Target::Head).unwrap_err()
    }

    #[test]
    fn a_session_that_is_ended_is_a_lost_connection() {
        assert_eq!(lost(&Scratch::new(Dialect::Postgres)).kind(), ErrorKind::Connection);
    }

    #[test]
    fn a_session_that_is_ended_leaves_nobody_knows_what() {
        assert_eq!(lost(&Scratch::new(Dialect::Postgres)).progress().left, Left::Unknown);
    }

    #[test]
    fn a_session_that_is_ended_keeps_the_steps_before() {
        let db = &Scratch::new(Dialect::Postgres);
        assert_eq!((ids(&lost(db).progress().done), db.events()), (vec!["0001"], vec!["up 0001".to_owned()]));
    }

    #[test]
    fn a_run_after_one_that_lost_its_session_completes() {
        let db = &Scratch::new(Dialect::Postgres);
        lost(db);
        two().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up 0001", "up 0002"]);
    }

    #[test]
    fn a_guard_that_a_script_gives_away_stops_the_run() {
        let db = &Scratch::new(Dialect::Postgres);
        let chain = line(&[
            ("0001", "select pg_advisory_unlock_all();", "select 1;"),
            ("0002", "create table b (id int);", "drop table b;"),
        ]);
        let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert_eq!((error.kind(), db.events()), (ErrorKind::Connection, vec!["up 0001".to_owned()]));
    }
}
