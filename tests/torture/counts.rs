//! How often each scenario is done: a few times in every run of the tests, as often as it was promised by
//! `cargo xtask torture`.

use std::time::Duration;

/// The one place where it is asked; `cargo xtask torture` sets it to `full`.
const VARIABLE: &str = "HUNTER_TORTURE";

/// The counts of a run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counts {
    /// Processes that start at once on an empty database, and how many times that is done.
    pub(crate) starters: usize,
    pub(crate) start_rounds: usize,
    /// Processes that start while an index is built concurrently, and the rows it is built over.
    pub(crate) starters_at_a_build: usize,
    pub(crate) rows_of_a_build: usize,
    /// Builds that are killed, half of them by ending the session alone.
    pub(crate) killed_builds: usize,
    /// Runs that are killed, per database.
    pub(crate) killed_runs: usize,
    /// Sessions that are ended between two steps.
    pub(crate) lost_sessions: usize,
    /// How long a reader holds its table, and how many clients read it meanwhile.
    pub(crate) reader_holds: Duration,
    pub(crate) clients: u32,
    /// How many times twelve processes start on a file that is not there yet.
    pub(crate) file_rounds: usize,
}

const SHORT: Counts = Counts {
    starters: 20,
    start_rounds: 1,
    starters_at_a_build: 8,
    rows_of_a_build: 200_000,
    killed_builds: 6,
    killed_runs: 12,
    lost_sessions: 1,
    reader_holds: Duration::from_secs(4),
    clients: 25,
    file_rounds: 3,
};

const FULL: Counts = Counts {
    starters: 100,
    start_rounds: 20,
    starters_at_a_build: 20,
    rows_of_a_build: 1_000_000,
    killed_builds: 40,
    killed_runs: 200,
    lost_sessions: 20,
    reader_holds: Duration::from_secs(15),
    clients: 50,
    file_rounds: 20,
};

/// Those of this run.
pub(crate) fn counts() -> Counts {
    match std::env::var(VARIABLE).as_deref() {
        Err(_) => SHORT,
        Ok("full") => FULL,
        Ok(other) => panic!("{VARIABLE} is `{other}`: leave it out, or set it to `full`"),
    }
}
