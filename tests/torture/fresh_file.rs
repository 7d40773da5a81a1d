//! Twelve processes on a file that is not there yet, with a revision that switches it to WAL.

mod sqlite {
    use std::time::Duration;

    use crate::counts::counts;
    use crate::process::{Running, all_end, longest};
    use crate::support::binary::Hunter;
    use crate::support::database;

    const STARTERS: usize = 12;

    #[test]
    fn starters_on_a_fresh_file_with_a_switch_to_wal_all_end_well_and_nobody_meets_a_lock() {
        let (mut slowest, rounds) = (Duration::ZERO, counts().file_rounds);
        for _ in 0..rounds {
            let database = database::sqlite();
            let hunter = Hunter::twenty().on(database.url());
            let ended = all_end((0..STARTERS).map(|_| Running::start(&hunter, "upgrade")).collect());
            slowest = slowest.max(longest(&ended));
            for ended in ended {
                let outcome = ended.outcome.done();
                let said = format!("{}{}", outcome.out, outcome.err);
                assert!(!said.contains("locked") && !said.contains("error"), "{outcome:#?}");
            }
            assert_eq!(database.rows("select journal_mode as j from pragma_journal_mode"), ["wal"]);
            assert_eq!(
                database.count("runs"),
                database.rows("select distinct revision as j from runs").len()
            );
            assert_eq!(database.events().iter().filter(|event| event.starts_with("up ")).count(), 20);
        }
        println!("{rounds} rounds of {STARTERS} processes; the longest took {slowest:?}");
    }
}
