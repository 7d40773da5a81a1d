//! A session that is ended between two steps, with the guard in it, while a second process waits for that guard.

mod postgres {
    use std::time::Duration;

    use crate::counts::counts;
    use crate::process::{Running, wait_until};
    use crate::start::each_ran_once;
    use crate::support::binary::Hunter;
    use crate::support::database::{self, Database};

    /// The session that holds the guard, as far as this is so.
    fn holder(database: &Database, state: &str) -> Option<String> {
        let holders = database.rows(&format!(
            "select a.pid::text as j from pg_stat_activity a \
             join pg_locks l on l.pid = a.pid and l.locktype = 'advisory' and l.granted \
             where a.datname = current_database() and {state}"
        ));
        holders.into_iter().next()
    }

    /// A run that stands still between its first step and its second one, and its session on the server.
    fn stopped_between_two_steps(database: &Database, hunter: &Hunter) -> (Running, String) {
        hunter.run("upgrade +1").done();
        let mut blocker = hunter_migrations::connect(database.url()).unwrap();
        blocker.execute("begin; lock table runs in access exclusive mode").unwrap();
        let first = Running::start(hunter, "upgrade");
        wait_until("its first step waits", || holder(database, "a.wait_event_type = 'Lock'").is_some());
        first.signal("STOP");
        // The server finishes what it was sent.
        blocker.execute("rollback").unwrap();
        wait_until("the step is done", || database.events().len() == 2);
        wait_until("its session has nothing to do", || holder(database, "a.state = 'idle'").is_some());
        let session = holder(database, "a.state = 'idle'").unwrap();
        (first, session)
    }

    #[test]
    fn a_run_that_loses_its_guard_stops_and_says_so_and_who_waits_completes() {
        let mut slowest = Duration::ZERO;
        for _ in 0..counts().lost_sessions {
            let database = database::postgres();
            let hunter = Hunter::fifty().on(database.url());
            let (first, session) = stopped_between_two_steps(&database, &hunter);
            let second = Running::start(&hunter, "upgrade");
            wait_until("the second waits", || second.said().contains("waiting for the guard"));
            assert!(
                second.said().contains(&format!("server process {session}, hunter")),
                "{}",
                second.said()
            );
            database.execute(&format!("do $$ begin perform pg_terminate_backend({session}); end $$"));
            let is_there = format!("a.pid = {session}");
            wait_until("the session is gone", || holder(&database, &is_there).is_none());
            first.signal("CONT");
            first.ends().outcome.exits(2).says(&[
                "error: revision `500000000003`: the connection was lost",
                "done before this: 500000000002; what is left of `500000000003` is not known",
                "help: run the same command again: nothing runs twice",
            ]);
            let second = second.ends();
            slowest = slowest.max(second.took);
            second.outcome.done();
            each_ran_once(&database);
        }
        println!("{} sessions ended; the longest second run took {slowest:?}", counts().lost_sessions);
    }
}
