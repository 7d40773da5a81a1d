//! A run that somebody stops: what is done stays, what is not is not begun, and the next run goes on.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{ErrorKind, Interrupt, Migrations, Notice, Report, Target};

use crate::support::{Ask, Database, line, target};

fn three() -> Migrations {
    line(&[
        ("0001", "create table a (id int);", "drop table a;"),
        ("0002", "create table b (id int);", "drop table b;"),
        ("0003", "create table c (id int);", "drop table c;"),
    ])
}

/// Stopped while the second step runs.
fn stopped(db: &Scratch) -> Result<Report, hunter_migrations::Error> {
    let interrupt = Interrupt::new();
    let mut observer = |notice: &Notice<'_>| {
        if matches!(notice, Notice::Step { number: 2, .. }) {
            interrupt.stop();
        }
    };
    three().on(&mut db.connect()).interruptible(&interrupt).observe(&mut observer).upgrade(Target::Head)
}

conformance! {
    fn a_stopped_run_ends_its_step_and_begins_no_other(db: &Scratch) {
        let error = stopped(db).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted);
        assert_eq!(db.events(), ["up 0001", "up 0002"]);
        assert_eq!(error.progress().done.len(), 2, "{error:?}");
    }

    fn a_run_after_a_stopped_one_goes_on(db: &Scratch) {
        stopped(db).unwrap_err();
        let report = three().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(report.steps.len(), 1, "{report:?}");
    }

    fn a_run_that_was_stopped_before_it_began_changes_nothing(db: &Scratch) {
        let interrupt = Interrupt::new();
        interrupt.stop();
        three().on(&mut db.connect()).upgrade(target("0001")).unwrap();
        let conn = &mut db.connect();
        let error = three().on(conn).interruptible(&interrupt).upgrade(Target::Head).unwrap_err();
        assert_eq!((error.kind(), db.events().len()), (ErrorKind::Interrupted, 1));
        conn.run("create table mine (id int)");
    }

    fn at_head_there_is_nothing_to_stop(db: &Scratch) {
        let interrupt = Interrupt::new();
        interrupt.stop();
        three().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        three().on(&mut db.connect()).interruptible(&interrupt).upgrade(Target::Head).unwrap();
    }
}

mod postgres {
    use std::time::{Duration, Instant};

    use hunter_chain::Dialect;

    use super::*;
    use crate::support::wait_until;

    #[test]
    fn a_statement_at_work_is_ended_and_its_session_is_clean() {
        let db = Scratch::new(Dialect::Postgres);
        let chain = line(&[("0001", "create table a (id int); select pg_sleep(60);", "drop table a;")]);
        let (interrupt, conn) = (Interrupt::new(), &mut db.connect());
        let start = Instant::now();
        let error = std::thread::scope(|scope| {
            let (stops, db) = (interrupt.clone(), &db);
            scope.spawn(move || {
                let mut beside = db.connect();
                let asleep = "exists (select from pg_stat_activity where wait_event = 'PgSleep' \
                    and datname = current_database())";
                wait_until("the statement runs", || beside.value(asleep) == "true");
                stops.stop();
            });
            chain.on(conn).interruptible(&interrupt).upgrade(Target::Head).unwrap_err()
        });
        assert_eq!(error.kind(), ErrorKind::Interrupted, "{error}");
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
        assert_eq!(conn.value("to_regclass('a') is null"), "true");
        conn.run("begin; create table mine (id int); commit");
        assert!(db.events().is_empty());
    }
}
