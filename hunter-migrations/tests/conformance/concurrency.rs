//! Many starters: whatever comes between them, every script runs once and everybody ends well.

use std::sync::Barrier;

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Error, ErrorKind, Migrations, Notice, Report, Target};

use crate::support::{Ask, Conn, Database, declared, line, target};

const STARTERS: usize = 8;

/// Every script says in a table that it ran.
fn counting() -> Migrations {
    line(&[
        ("0001", "create table runs (what text); insert into runs values ('up 1');", "drop table runs;"),
        ("0002", "insert into runs values ('up 2');", "insert into runs values ('down 2');"),
        ("0003", "insert into runs values ('up 3');", "insert into runs values ('down 3');"),
    ])
}

fn runs(db: &Scratch) -> Vec<String> {
    db.connect().column("select what as j from runs order by what")
}

/// The same from many threads, each with a connection of its own, as nearly at once as can be.
fn at_once<T: Send>(db: &Scratch, what: impl Fn(&mut Conn) -> Result<T, Error> + Sync) -> Vec<T> {
    let barrier = Barrier::new(STARTERS);
    std::thread::scope(|scope| {
        let start = || {
            let mut conn = db.connect();
            barrier.wait();
            what(&mut conn)
        };
        let threads: Vec<_> = (0..STARTERS).map(|_| scope.spawn(start)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap().unwrap()).collect()
    })
}

/// An upgrade without the guard, while another session does something between plan and first step.
fn overtaken(
    chain: &Migrations,
    conn: &mut Conn,
    mut meanwhile: impl FnMut() -> Result<Report, Error>,
) -> Report {
    let mut observer = |notice: &Notice<'_>| {
        if matches!(notice, Notice::Step { number: 1, .. }) {
            meanwhile().unwrap();
        }
    };
    chain.on(conn).without_guard().observe(&mut observer).upgrade(Target::Heads).unwrap()
}

conformance! {
    fn starters_at_once_on_an_empty_database_run_every_script_once(db: &Scratch) {
        let chain = counting();
        at_once(db, |conn| chain.on(conn).upgrade(Target::Head));
        assert_eq!(runs(db), ["up 1", "up 2", "up 3"]);
    }

    fn starters_at_once_without_a_guard_run_every_script_once(db: &Scratch) {
        let chain = counting();
        chain.on(&mut db.connect()).ensure().unwrap();
        at_once(db, |conn| chain.on(conn).without_guard().upgrade(Target::Head));
        assert_eq!(runs(db), ["up 1", "up 2", "up 3"]);
    }

    fn starters_at_once_all_end_at_head(db: &Scratch) {
        let chain = counting();
        for report in at_once(db, |conn| chain.on(conn).upgrade(Target::Head)) {
            assert_eq!(report.current, chain.on(&mut db.connect()).current().unwrap().revisions);
        }
    }

    fn starters_at_once_write_one_row_for_each_revision(db: &Scratch) {
        let chain = counting();
        at_once(db, |conn| chain.on(conn).upgrade(Target::Head));
        assert_eq!(db.events(), ["up 0001", "up 0002", "up 0003"]);
    }

    fn the_way_down_at_once_runs_every_script_once(db: &Scratch) {
        let chain = counting();
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        at_once(db, |conn| chain.on(conn).downgrade(&target("0001")));
        assert_eq!(runs(db), ["down 2", "down 3", "up 1", "up 2", "up 3"]);
    }

    fn ensure_at_once_succeeds_for_all(db: &Scratch) {
        let chain = counting();
        at_once(db, |conn| chain.on(conn).ensure());
        assert_eq!(db.tables(), ["__hunter_ledger"]);
    }

    fn readers_at_once_with_a_writer_all_get_an_answer(db: &Scratch) {
        let chain = counting();
        at_once(db, |conn| {
            for _ in 0..10 {
                chain.on(conn).current()?;
            }
            chain.on(conn).upgrade(Target::Head)
        });
    }

    fn a_step_that_another_did_meanwhile_is_not_run_again(db: &Scratch) {
        let chain = counting();
        chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
        let (conn, other) = (&mut db.connect(), &mut db.connect());
        overtaken(&chain, conn, || chain.on(other).without_guard().upgrade(target("0002")));
        assert_eq!(runs(db), ["up 1", "up 2", "up 3"]);
    }

    fn a_step_that_another_did_meanwhile_is_reported_as_theirs(db: &Scratch) {
        let chain = counting();
        chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
        let (conn, other) = (&mut db.connect(), &mut db.connect());
        let report = overtaken(&chain, conn, || chain.on(other).without_guard().upgrade(target("0002")));
        assert_eq!(report.steps.iter().map(|step| step.by_other).collect::<Vec<_>>(), [true, false]);
    }

    fn steps_that_another_did_meanwhile_are_all_reported_as_theirs(db: &Scratch) {
        let chain = counting();
        let (conn, other) = (&mut db.connect(), &mut db.connect());
        let report = overtaken(&chain, conn, || chain.on(other).without_guard().upgrade(Target::Head));
        assert!(report.steps.len() == 3 && report.steps.iter().all(|step| step.by_other), "{report:?}");
    }

    fn a_step_whose_parent_was_reverted_meanwhile_is_not_run(db: &Scratch) {
        let chain = counting();
        let (conn, other) = (&mut db.connect(), &mut db.connect());
        let mut observer = |notice: &Notice<'_>| {
            if matches!(notice, Notice::Step { number: 3, .. }) {
                chain.on(other).without_guard().downgrade(&target("0001")).unwrap();
            }
        };
        let error = chain.on(conn).without_guard().observe(&mut observer).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::State);
        assert_eq!(db.events(), ["up 0001", "up 0002", "down 0002"]);
    }

    fn a_step_down_whose_child_was_applied_meanwhile_is_not_run(db: &Scratch) {
        let chain = counting();
        chain.on(&mut db.connect()).upgrade(target("0002")).unwrap();
        let (conn, other) = (&mut db.connect(), &mut db.connect());
        let mut observer = |notice: &Notice<'_>| {
            if matches!(notice, Notice::Step { number: 1, .. }) {
                chain.on(other).without_guard().upgrade(Target::Head).unwrap();
            }
        };
        let error =
            chain.on(conn).without_guard().observe(&mut observer).downgrade(&target("0001")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::State);
        assert_eq!(db.events(), ["up 0001", "up 0002", "up 0003"]);
    }

    fn a_row_of_another_line_does_not_stand_for_ours(db: &Scratch) {
        let chain = declared(&[
            ("0001", "down_revision = \"base\"", "create table runs (what text);", "drop table runs;"),
            (
                "0002",
                "down_revision = \"0001\"\nbranch_labels = [\"l\"]",
                "insert into runs values ('l');",
                "select 1;",
            ),
            (
                "0003",
                "down_revision = \"0001\"\nbranch_labels = [\"r\"]",
                "insert into runs values ('r');",
                "select 1;",
            ),
        ]);
        chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
        let (conn, other) = (&mut db.connect(), &mut db.connect());
        overtaken(&chain, conn, || chain.on(other).without_guard().upgrade(target("r@head")));
        assert_eq!(runs(db), ["l", "r"]);
    }

    fn a_step_down_that_another_did_meanwhile_is_not_run_again(db: &Scratch) {
        let chain = counting();
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let (conn, other) = (&mut db.connect(), &mut db.connect());
        let mut observer = |notice: &Notice<'_>| {
            if matches!(notice, Notice::Step { number: 1, .. }) {
                chain.on(other).without_guard().downgrade(&target("0002")).unwrap();
            }
        };
        let report =
            chain.on(conn).without_guard().observe(&mut observer).downgrade(&target("0001")).unwrap();
        assert_eq!(report.steps.iter().map(|step| step.by_other).collect::<Vec<_>>(), [true, false]);
        assert_eq!(runs(db), ["down 2", "down 3", "up 1", "up 2", "up 3"]);
    }
}

mod postgres {
    use std::time::Duration;

    use hunter_chain::Dialect;
    use hunter_migrations::Target;
    use hunter_migrations::testing::Scratch;

    use crate::support::{Ask, line, wait_until};

    /// The first session is in the middle of its script, the second stands before the ledger's row.
    #[test]
    fn without_a_guard_the_second_waits_at_the_row_and_runs_nothing() {
        let db = &Scratch::new(Dialect::Postgres);
        let control = &mut db.connect();
        control.run("create table runs (what text)");
        control.run("select pg_advisory_lock(7)");
        let script = "select pg_advisory_xact_lock(7); insert into runs values ('up');";
        let chain = line(&[("0001", script, "select 1;")]);
        chain.on(&mut db.connect()).ensure().unwrap();
        let run = || {
            let patient = Duration::from_secs(60);
            chain.on(&mut db.connect()).without_guard().lock_timeout(patient).upgrade(Target::Head).unwrap()
        };
        let waits = |kind: &str| {
            format!(
                "exists (select from pg_locks l join pg_stat_activity a using (pid) \
                 where a.datname = current_database() and l.locktype = '{kind}' and not l.granted)"
            )
        };
        let (first, second) = std::thread::scope(|scope| {
            let first = scope.spawn(run);
            wait_until("the first in its script", || control.value(&waits("advisory")) == "true");
            let second = scope.spawn(run);
            wait_until("the second at the row", || control.value(&waits("transactionid")) == "true");
            control.run("select pg_advisory_unlock(7)");
            (first.join().unwrap(), second.join().unwrap())
        });
        assert_eq!([first.steps[0].by_other, second.steps[0].by_other], [false, true]);
        assert_eq!(control.count("runs"), "1");
    }
}
