//! How far a run is: for another thread, for another session, for who traces.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::ThreadId;

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Gauge, Migrations, Notice, Target};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::support::{Ask, Database, declared, line, proved};

fn two() -> Migrations {
    line(&[
        ("0001", "create table a (id int);", "drop table a;"),
        ("0002", "create table b (id int);", "drop table b;"),
    ])
}

conformance! {
    fn a_gauge_tells_the_step_and_nothing_after_the_run(db: &Scratch) {
        let (gauge, mut read) = (Gauge::new(), Vec::new());
        let mut observer = |notice: &Notice<'_>| {
            if let Notice::Step { .. } = notice {
                read.extend(gauge.read().map(|reading| reading.to_string()));
            }
        };
        two().on(&mut db.connect()).gauge(&gauge).observe(&mut observer).upgrade(Target::Head).unwrap();
        assert_eq!(read, ["step 1 of 2, 0 s", "step 2 of 2, 0 s"]);
        assert_eq!(gauge.read(), None);
    }

    fn a_gauge_tells_the_statement_where_there_are_several(db: &Scratch) {
        let (gauge, mut read) = (Gauge::new(), Vec::new());
        let mut observer = |notice: &Notice<'_>| {
            if let Notice::Statement { .. } = notice {
                read.extend(gauge.read().map(|reading| reading.to_string()));
            }
        };
        let script = "create table a (id int); create table b (id int);";
        let chain = declared(&[("0001", "run_in_transaction = false", script, "drop table b; drop table a;")]);
        chain.on(&mut db.connect()).gauge(&gauge).observe(&mut observer).upgrade(Target::Head).unwrap();
        assert_eq!(read, ["step 1 of 1, statement 1 of 2, 0 s", "step 1 of 1, statement 2 of 2, 0 s"]);
    }

    fn a_gauge_tells_a_repair_and_nothing_after_it(db: &Scratch) {
        let chain = proved(db, &[("0001_a/up.sql", "create table a (id int);"), ("0001_a/down.sql", "drop table a;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run("create table theirs (id int)");
        let (gauge, mut read) = (Gauge::new(), Vec::new());
        let mut observer = |notice: &Notice<'_>| {
            let is_at = gauge.read().map(|reading| format!("{}: {reading}", reading.revision));
            match notice {
                Notice::Repair { .. } => read.extend(is_at),
                Notice::Done { .. } => assert_eq!(is_at, None),
                _ => {}
            }
        };
        chain.on(&mut db.connect()).gauge(&gauge).observe(&mut observer).repair().unwrap();
        assert_eq!(read, ["0001: step 1 of 1, 0 s"]);
        assert_eq!(gauge.read(), None);
        assert_eq!(db.events(), ["up 0001", "repair 0001"]);
    }

    fn a_gauge_is_empty_after_a_run_that_failed(db: &Scratch) {
        let (gauge, chain) = (Gauge::new(), line(&[("0001", "select nothing", "select 1")]));
        chain.on(&mut db.connect()).gauge(&gauge).upgrade(Target::Head).unwrap_err();
        assert_eq!(gauge.read(), None);
    }

    fn a_run_is_a_row_of_events_for_who_traces(db: &Scratch) {
        let told = told_by(|| drop(two().on(&mut db.connect()).upgrade(Target::Head).unwrap()));
        let steps: Vec<_> = told.iter().filter(|line| line.starts_with("INFO hunter: a step")).collect();
        assert_eq!(steps.len(), 4, "{told:#?}");
        assert_eq!(steps[0], "INFO hunter: a step begins direction=up revision=0001 number=1 of=2");
        assert!(steps[3].starts_with("INFO hunter: a step is done revision=0002 milliseconds="), "{}", steps[3]);
    }

    fn nobody_migrates_a_database_that_is_left_alone(db: &Scratch) {
        assert_eq!(two().on(&mut db.connect()).running().unwrap(), None);
        two().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(two().on(&mut db.connect()).running().unwrap(), None);
    }
}

/// Keeps every event as a line, with its thread: level, target, message, fields.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<(ThreadId, String)>>>);

/// The events of this thread meanwhile. There is one subscriber for all tests: one of a single thread misses what another
/// thread came across first.
fn told_by(act: impl FnOnce()) -> Vec<String> {
    static TOLD: OnceLock<Told> = OnceLock::new();
    let told = TOLD.get_or_init(|| {
        let told = Told::default();
        tracing::subscriber::set_global_default(told.clone()).unwrap();
        told
    });
    act();
    let lines = told.0.lock().unwrap().clone();
    let me = std::thread::current().id();
    lines.into_iter().filter(|(thread, _)| *thread == me).map(|(_, line)| line).collect()
}

#[derive(Default)]
struct Fields(String, String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let written = match field.name() {
            "message" => write!(self.0, "{value:?}"),
            name => write!(self.1, " {name}={value:?}"),
        };
        written.unwrap();
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        write!(self.1, " {}={value}", field.name()).unwrap();
    }
}

impl Subscriber for Told {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let (level, target) = (event.metadata().level(), event.metadata().target());
        let line = format!("{level} {target}: {}{}", fields.0, fields.1);
        self.0.lock().unwrap().push((std::thread::current().id(), line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

mod postgres {
    use std::time::Duration;

    use hunter_chain::Dialect;
    use hunter_migrations::{AtWork, Reading, Running};

    use super::*;
    use crate::support::wait_until;

    /// A table whose index takes as long as rows are in `sleepy`.
    fn slow() -> Scratch {
        let db = Scratch::new(Dialect::Postgres);
        db.connect().run(
            "create table a (b int); insert into a select generate_series(1, 5000); analyze a; \
             create table sleepy (id int); insert into sleepy values (1); \
             create function slow(b int) returns int immutable language plpgsql as \
             'begin if exists (select from public.sleepy) then perform pg_sleep(0.01); end if; return b; end'",
        );
        db
    }

    /// What a gauge says at some moment of a run that is ended then.
    fn seen(db: &Scratch, chain: &Migrations, is_it: impl Fn(&AtWork) -> bool) -> Reading {
        let gauge = Gauge::new();
        std::thread::scope(|scope| {
            let run = scope.spawn(|| chain.on(&mut db.connect()).gauge(&gauge).upgrade(Target::Head));
            let mut found = None;
            wait_until("the server says what it does", || {
                found = gauge.read().filter(|reading| reading.at_work.as_ref().is_some_and(&is_it));
                found.is_some()
            });
            end(db);
            run.join().unwrap().unwrap_err();
            found.unwrap()
        })
    }

    fn end(db: &Scratch) {
        db.connect().run(
            "do $$ begin perform pg_terminate_backend(pid) from pg_stat_activity \
             where application_name like 'hunter up %' and datname = current_database(); end $$",
        );
    }

    fn scans(work: &AtWork) -> bool {
        work.phase.as_deref() == Some("building index: scanning table") && work.done > Some(0)
    }

    #[test]
    fn a_concurrent_build_tells_its_phase_its_blocks_and_the_size_of_its_table() {
        let db = slow();
        let script = "create index concurrently by_b on a (slow(b))";
        let chain = declared(&[("0001", "run_in_transaction = false", script, "drop index by_b")]);
        let reading = seen(&db, &chain, scans);
        let work = reading.at_work.clone().unwrap();
        let blocks: u64 = db
            .connect()
            .value("select pg_relation_size('a') / current_setting('block_size')::int")
            .parse()
            .unwrap();
        assert_eq!(
            (work.table.as_deref(), work.total, work.unit.as_deref()),
            (Some("a"), Some(blocks), Some("blocks"))
        );
        assert_eq!(work.bytes, Some(blocks * 8192));
        assert!(reading.to_string().contains(&format!(" of {blocks} blocks")), "{reading}");
    }

    #[test]
    fn a_build_inside_of_a_step_tells_the_same() {
        let db = slow();
        let chain = line(&[("0001", "create index by_b on a (slow(b))", "drop index by_b")]);
        assert_eq!(seen(&db, &chain, scans).statement, None);
    }

    /// Asking for its size in the usual way would wait for the lock.
    #[test]
    fn a_table_that_is_locked_against_everybody_is_told_with_its_size() {
        let db = slow();
        let chain = line(&[("0001", "lock table a; select pg_sleep(60);", "select 1")]);
        let work = seen(&db, &chain, |work| work.table.is_some()).at_work.unwrap();
        assert_eq!((work.table.as_deref(), work.phase), (Some("a"), None));
        assert!(work.bytes > Some(8192), "{:?}", work.bytes);
    }

    #[test]
    fn another_session_sees_who_is_at_which_step_and_for_how_long() {
        let db = Scratch::new(Dialect::Postgres);
        let chain = line(&[("0001", "select 1", "select 1"), ("0002", "select pg_sleep(60)", "select 1")]);
        let running = std::thread::scope(|scope| {
            let run = scope.spawn(|| chain.on(&mut db.connect()).upgrade(Target::Head));
            let mut found = None;
            wait_until("the second step has run for a second", || {
                std::thread::sleep(Duration::from_millis(50));
                found = chain.on(&mut db.connect()).running().unwrap();
                found.as_ref().is_some_and(|running: &Running| running.seconds >= Some(1))
            });
            end(&db);
            run.join().unwrap().unwrap_err();
            found.unwrap()
        });
        let step = running.step.unwrap();
        assert_eq!((&*step.direction, &*step.revision, step.number), ("up", "0002", Some((2, 2))));
        assert_eq!(running.holder.application.as_deref(), Some("hunter up 0002 (2/2)"));
    }

    #[test]
    fn another_session_sees_who_repairs() {
        let db = Scratch::new(Dialect::Postgres);
        let files = [
            ("0001_a/up.sql", "create table a (b int); create index by_b on a (b);"),
            ("0001_a/down.sql", "drop table a;"),
        ];
        let chain = proved(&db, &files);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run("drop index by_b");
        let mut holder = db.connect();
        holder.run("begin; insert into a values (1)");
        let running = std::thread::scope(|scope| {
            let run = scope.spawn(|| chain.on(&mut db.connect()).repair());
            let mut found = None;
            wait_until("the repair waits for the table", || {
                found = chain.on(&mut db.connect()).running().unwrap().and_then(|running| running.step);
                found.is_some()
            });
            holder.run("commit");
            run.join().unwrap().unwrap();
            found.unwrap()
        });
        assert_eq!((&*running.direction, &*running.revision), ("repair", "0001"));
    }
}
