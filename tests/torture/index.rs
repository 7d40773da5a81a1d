//! An index that is built concurrently: many start meanwhile, and the build is killed at any moment.

mod postgres {
    use std::time::{Duration, Instant};

    use crate::counts::counts;
    use crate::process::{Running, all_end, longest, wait_until};
    use crate::random::Random;
    use crate::start::all_ended_well;
    use crate::support::binary::Hunter;
    use crate::support::database::{self, Database};

    const BUILDS: &str = "datname = current_database() and query like 'CREATE UNIQUE INDEX CONCURRENTLY%' \
                          and state = 'active'";

    /// The chain of pieces before its index, with rows enough to take a while.
    fn before_the_index() -> (Database, Hunter) {
        let database = database::postgres();
        let hunter = Hunter::pieces().on(database.url());
        hunter.run("upgrade 0a1b2c3d4e5f").done();
        let rows = counts().rows_of_a_build;
        database.execute(&format!("insert into big select generate_series(20001, 20000 + {rows})"));
        (database, hunter)
    }

    fn wait_until_it_builds(database: &Database) {
        let builds = format!("select pid::text as j from pg_stat_activity where {BUILDS}");
        wait_until("an index is built", || !database.rows(&builds).is_empty());
    }

    #[track_caller]
    fn everything_is_there_once(database: &Database) {
        assert_eq!(database.rows("select what as j from seen order by 1"), ["first", "last"]);
        assert_eq!(database.count("big"), 20_000 + counts().rows_of_a_build);
        let valid =
            "select 'valid' as j from pg_index where indexrelid = to_regclass('big_by_n') and indisvalid";
        assert_eq!(database.rows(valid), ["valid"]);
        let mut second = hunter_migrations::connect(database.url()).unwrap();
        let refused = second.execute("insert into big values (1)").unwrap_err();
        assert!(refused.message.contains("duplicate key"), "{refused}");
        let ups = database.events().into_iter().filter(|event| *event == "up 1b2c3d4e5f60").count();
        assert_eq!(ups, 1, "{:#?}", database.events());
    }

    #[test]
    fn starters_during_a_build_all_end_well_and_nobody_meets_a_deadlock() {
        let (database, hunter) = before_the_index();
        let since = database.log_so_far();
        let builder = Running::start(&hunter, "upgrade");
        wait_until_it_builds(&database);
        let starters = (0..counts().starters_at_a_build).map(|_| Running::start(&hunter, "upgrade"));
        let mut ended = all_end([builder].into_iter().chain(starters).collect());
        all_ended_well(&ended);
        // Before a row that is refused is among them.
        assert_eq!(database.errors_since(since), [""; 0]);
        everything_is_there_once(&database);
        let build = ended.remove(0).took;
        let waited = ended.iter().filter(|one| one.outcome.err.contains("waiting for the guard")).count();
        let slowest = longest(&ended);
        println!(
            "{} processes during a build of {build:?}, {waited} waited; the longest took {slowest:?}",
            ended.len()
        );
        assert!(waited > 0, "the build was over before anybody waited");
        assert!(slowest < build + Duration::from_secs(5), "{slowest:?} beside a build of {build:?}");
    }

    /// Back to where the build begins.
    fn again(database: &Database) {
        database.execute(
            "drop index if exists big_by_n; delete from big where n <= 20000; delete from seen; \
             delete from __hunter_ledger where seq > 1",
        );
    }

    fn killed_builds(how: &str, kill: impl Fn(&Database, Running) -> bool) {
        let (database, hunter) = before_the_index();
        let mut random = Random::new();
        let undisturbed = Running::start(&hunter, "upgrade");
        wait_until_it_builds(&database);
        let start = Instant::now();
        undisturbed.ends().outcome.done();
        let (span, kills) = (start.elapsed(), counts().killed_builds / 2);
        let (mut runs, mut interrupted, mut slowest) = (0, 0, Duration::ZERO);
        while interrupted < kills {
            runs += 1;
            assert!(runs <= 10 * kills, "only {interrupted} of {runs} builds were killed before their end");
            again(&database);
            let since = database.log_so_far();
            let build = Running::start(&hunter, "upgrade");
            wait_until_it_builds(&database);
            std::thread::sleep(random.moment(span));
            interrupted += usize::from(kill(&database, build));
            let restart = Running::start(&hunter, "upgrade").ends();
            slowest = slowest.max(restart.took);
            restart.outcome.done();
            let deadlocks = database.errors_since(since).into_iter().filter(|line| line.contains("deadlock"));
            assert_eq!(deadlocks.count(), 0);
            everything_is_there_once(&database);
        }
        println!("{how}: {kills} kills in {runs} builds of {span:?}; the longest restart took {slowest:?}");
    }

    #[test]
    fn a_build_whose_runner_is_killed_ends_valid_unique_and_recorded_once() {
        killed_builds("runner killed", |_, build| build.kill());
    }

    #[test]
    fn a_build_whose_session_is_ended_ends_valid_unique_and_recorded_once() {
        killed_builds("session ended", |database, build| {
            database.execute(&format!(
                "do $$ begin perform pg_terminate_backend(pid) from pg_stat_activity where {BUILDS}; end $$"
            ));
            build.ends().outcome.code != Some(0)
        });
    }
}
