//! A table that somebody reads for long, and many for a moment, while a step wants it for itself.

mod postgres {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, Instant};

    use crate::counts::counts;
    use crate::process::Running;
    use crate::support::binary::Hunter;
    use crate::support::database::{self, Database};
    use crate::support::facts::LINE;

    const READ: &str = "select count(*)::text as j from lead_scores";
    /// Of all clients together, in a second.
    const READS: u32 = 50;
    /// That of a step.
    const LOCK_TIMEOUT: Duration = Duration::from_secs(3);

    /// A client's reads, one after the other: how many, and the longest.
    fn reads(database: &Database, is_over: &AtomicBool) -> (u32, Duration) {
        let mut connection = hunter_migrations::connect(database.url()).unwrap();
        let pause = Duration::from_secs(1) * counts().clients / READS;
        let (mut count, mut longest) = (0, Duration::ZERO);
        while !is_over.load(Ordering::SeqCst) {
            let start = Instant::now();
            connection.rows(READ).unwrap();
            longest = longest.max(start.elapsed());
            count += 1;
            std::thread::sleep(pause.saturating_sub(start.elapsed()));
        }
        (count, longest)
    }

    #[test]
    fn a_step_that_wants_a_table_for_itself_gets_it_in_the_end_and_keeps_nobody_waiting_long() {
        let database = &database::postgres();
        let hunter = Hunter::v1_1().on(database.url());
        hunter.run(&format!("upgrade {}", LINE[2])).done();
        let mut reader = hunter_migrations::connect(database.url()).unwrap();
        reader.execute("begin").unwrap();
        reader.rows(READ).unwrap();
        let (is_over, holds) = (&AtomicBool::new(false), counts().reader_holds);
        let (ended, reads) = std::thread::scope(|scope| {
            let clients: Vec<_> =
                (0..counts().clients).map(|_| scope.spawn(|| reads(database, is_over))).collect();
            let run = Running::start(&hunter, "upgrade");
            std::thread::sleep(holds);
            reader.execute("rollback").unwrap();
            let ended = run.ends();
            is_over.store(true, Ordering::SeqCst);
            (ended, clients.into_iter().map(|client| client.join().unwrap()).collect::<Vec<_>>())
        });
        let count: u32 = reads.iter().map(|(count, _)| count).sum();
        let longest = reads.iter().map(|(_, longest)| *longest).max().unwrap();
        println!(
            "a reader of {holds:?}: the run took {:?}; {count} reads of {} clients, the longest {longest:?}",
            ended.took,
            reads.len()
        );
        assert!(ended.took < holds + Duration::from_secs(15), "{ended:#?}");
        ended.outcome.done().says(&["idle in a transaction"]);
        assert_eq!(database.events(), LINE.map(|revision| format!("up {revision}")));
        assert!(longest <= LOCK_TIMEOUT + Duration::from_secs(1), "a client waited for {longest:?}");
    }
}
