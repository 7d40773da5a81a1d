//! Many processes at once on an empty database; with the guard, and with nothing but the ledger's row between them.

use std::time::Duration;

use crate::counts::counts;
use crate::process::{Ended, Running, all_end, longest};
use crate::support::binary::Hunter;
use crate::support::database::Database;
use crate::support::on_both;

on_both! {
    starters_on_an_empty_database_all_end_well_and_run_each_revision_once,
    starters_without_a_guard_all_end_well_and_run_each_revision_once,
}

pub(crate) const REVISIONS: usize = 50;

pub(crate) fn start(hunter: &Hunter, words: &str) -> Vec<Ended> {
    all_end((0..counts().starters).map(|_| Running::start(hunter, words)).collect())
}

#[track_caller]
pub(crate) fn all_ended_well(ended: &[Ended]) {
    for Ended { outcome, .. } in ended {
        assert_eq!(outcome.code, Some(0), "{outcome:#?}");
        let complaints = ["error", "warning", "locked"];
        assert!(!complaints.iter().any(|word| outcome.err.contains(word)), "{outcome:#?}");
    }
}

/// Every body says so itself, past the ledger.
#[track_caller]
pub(crate) fn each_ran_once(database: &Database) {
    let numbers: Vec<String> = (1..=REVISIONS).map(|number| format!("{number:02}")).collect();
    assert_eq!(database.rows("select revision as j from runs order by 1"), numbers);
    let recorded: Vec<String> = numbers.iter().map(|number| format!("up 5000000000{number}")).collect();
    assert_eq!(database.events(), recorded);
}

/// Nobody leaves without a word on who did what was left of the chain.
#[track_caller]
pub(crate) fn says_who_did_it(Ended { outcome, .. }: &Ended, left: usize) {
    let did_all = outcome.err.contains(&format!("applied {left} revisions in "));
    let came_late = outcome.err.contains("nothing to do") && !outcome.err.contains("waiting for the guard");
    assert!(did_all || came_late || outcome.err.contains("by another process"), "{outcome:#?}");
}

/// On a fresh database each round; the first one is given.
fn rounds(first: &Database, mut round: impl FnMut(&Database) -> Vec<Ended>) {
    let mut slowest = Duration::ZERO;
    let (starters, rounds) = (counts().starters, counts().start_rounds);
    for number in 0..rounds {
        let fresh = (number > 0).then(|| Database::new(first.dialect));
        slowest = slowest.max(longest(&round(fresh.as_ref().unwrap_or(first))));
    }
    println!("{:?}: {rounds} rounds of {starters} processes; the longest took {slowest:?}", first.dialect);
}

fn starters_on_an_empty_database_all_end_well_and_run_each_revision_once(database: &Database) {
    rounds(database, |database| {
        let since = database.log_so_far();
        let ended = start(&Hunter::fifty().on(database.url()), "upgrade");
        all_ended_well(&ended);
        each_ran_once(database);
        assert_eq!(database.errors_since(since), [""; 0]);
        ended.iter().for_each(|ended| says_who_did_it(ended, REVISIONS));
        ended
    });
}

fn starters_without_a_guard_all_end_well_and_run_each_revision_once(database: &Database) {
    rounds(database, |database| {
        Hunter::fifty().on(database.url()).run("ensure").done();
        let ended = start(&Hunter::fifty().with("HUNTER_WITHOUT_GUARD", database.url()), "");
        all_ended_well(&ended);
        each_ran_once(database);
        ended
    });
}
