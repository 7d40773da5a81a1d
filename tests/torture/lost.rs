//! A session that is ended between two steps, with the guard in it, while a second process waits for that guard.

mod postgres {
    use std::time::Duration;

    use crate::counts::counts;
    use crate::process::{Running, wait_until};
    use crate::start::each_ran_once;
    use crate::support::binary::Hunter;
    use crate::support::database::{self, Database};

    fn sessions(database: &Database, state: &str) -> Vec<String> {
        database.rows(&format!(
            "select a.pid::text as j from pg_stat_activity a join pg_locks l on l.pid = a.pid and l.locktype = 'advisory' \
             where a.datname = current_database() and {state}"
        ))
    }

    /// A run that stands still after some of its steps, and its session on the server.
    fn stopped_between_two_steps(database: &Database, hunter: &Hunter) -> (Running, String) {
        let first = Running::start(hunter, "upgrade");
        wait_until("it is at work", || database.has_ledger() && database.events().len() > 2);
        first.signal("STOP");
        // The server finishes what it was sent.
        wait_until("its session has nothing to do", || sessions(database, "state = 'idle'").len() == 1);
        let session = sessions(database, "state = 'idle'").remove(0);
        let done = database.events().len();
        assert!(done < 50, "it was stopped after its last step");
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
            wait_until("the session is gone", || {
                sessions(&database, &format!("a.pid = {session}")).is_empty()
            });
            first.signal("CONT");
            first.ends().outcome.exits(2).says(&["error: ", "connection", "help: "]);
            let second = second.ends();
            slowest = slowest.max(second.took);
            second.outcome.done();
            each_ran_once(&database);
        }
        println!("{} sessions ended; the longest second run took {slowest:?}", counts().lost_sessions);
    }
}
