//! A database that another connection writes to: who waits, for how long, and who does not wait at all.

mod sqlite {
    use std::sync::mpsc;
    use std::time::{Duration, Instant};

    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{Error, ErrorKind, Migrations, OnBusy, Report, Target};

    use crate::support::{Ask, Conn, line};

    fn one() -> Migrations {
        line(&[("0001", "create table a (id int);", "drop table a;")])
    }

    /// What a run comes to while another connection writes.
    fn busy(on_busy: OnBusy, wait: u64) -> Result<Report, Error> {
        let db = Scratch::new(Dialect::Sqlite);
        let writer = &mut db.connect();
        writer.run("begin immediate");
        one()
            .on(&mut db.connect())
            .on_busy(on_busy)
            .lock_wait(Duration::from_millis(wait))
            .upgrade(Target::Head)
    }

    /// A lock that another connection gives back after a while.
    fn held_for_a_while<T>(db: &Scratch, lock: &str, run: impl FnOnce(&mut Conn) -> T) -> T {
        let conn = &mut db.connect();
        let (locked, is_locked) = mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let writer = &mut db.connect();
                writer.run(lock);
                locked.send(()).unwrap();
                std::thread::sleep(Duration::from_millis(300));
                writer.run("rollback");
            });
            is_locked.recv().unwrap();
            run(conn)
        })
    }

    #[test]
    fn who_waits_too_long_for_a_writer_is_busy() {
        assert_eq!(busy(OnBusy::Wait, 100).unwrap_err().kind(), ErrorKind::Busy);
    }

    #[test]
    fn who_waits_too_long_for_a_writer_has_waited() {
        let start = Instant::now();
        busy(OnBusy::Wait, 400).unwrap_err();
        assert!(start.elapsed() >= Duration::from_millis(300), "{:?}", start.elapsed());
    }

    #[test]
    fn who_does_not_wait_for_a_writer_is_busy_at_once() {
        let start = Instant::now();
        assert_eq!(busy(OnBusy::Fail, 60_000).unwrap_err().kind(), ErrorKind::Busy);
        assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    }

    #[test]
    fn who_skips_a_writer_is_done_and_says_so() {
        assert!(busy(OnBusy::Skip, 60_000).unwrap().skipped);
    }

    #[test]
    fn a_run_waits_for_a_writer() {
        let db = &Scratch::new(Dialect::Sqlite);
        held_for_a_while(db, "begin immediate", |conn| one().on(conn).upgrade(Target::Head)).unwrap();
    }

    #[test]
    fn a_run_waits_to_read() {
        let db = &Scratch::new(Dialect::Sqlite);
        held_for_a_while(db, "begin exclusive", |conn| one().on(conn).upgrade(Target::Head)).unwrap();
    }

    #[test]
    fn a_stamp_waits_for_a_writer() {
        let db = &Scratch::new(Dialect::Sqlite);
        db.connect().run("create table a (id int)");
        held_for_a_while(db, "begin exclusive", |conn| {
            one().on(conn).unverified("the test says so").stamp(&[Target::Head])
        })
        .unwrap();
    }

    #[test]
    fn reading_waits_to_read() {
        let db = &Scratch::new(Dialect::Sqlite);
        held_for_a_while(db, "begin exclusive", |conn| one().on(conn).status()).unwrap();
    }

    #[test]
    fn the_callers_patience_is_as_before_after_success_failure_and_reading() {
        let db = &Scratch::new(Dialect::Sqlite);
        let conn = &mut db.connect();
        conn.run("pragma busy_timeout = 1234");
        one().on(conn).upgrade(Target::Head).unwrap();
        line(&[("0002", "select * from nowhere;", "select 1;")]).on(conn).upgrade(Target::Head).unwrap_err();
        one().on(conn).status().unwrap();
        one().on(conn).downgrade(&Target::Base).unwrap();
        assert_eq!(conn.value("select timeout from pragma_busy_timeout"), "1234");
    }
}
