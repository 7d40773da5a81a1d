//! SQLite.

use std::sync::OnceLock;

use crate::random;
use crate::report::{Report, assert_unchanged, tell};
use crate::sabotage::judge;
use crate::story::Engine;

/// The stories, told once for the tests of this module.
fn report() -> &'static Report {
    static REPORT: OnceLock<Report> = OnceLock::new();
    REPORT.get_or_init(|| tell(Engine::Sqlite))
}

#[test]
fn every_story_holds() {
    report().holds();
}

#[test]
fn every_fact_that_a_story_tells_is_changed_by_one() {
    assert_unchanged(report(), &[]);
}

#[test]
fn random_pairs_of_schemas_hold() {
    random::pairs(Engine::Sqlite);
}

#[test]
fn a_proof_believes_ways_down_that_are_right_and_tells_what_is_missing_of_the_others() {
    let (right, told) = judge(Engine::Sqlite, 1);
    assert!(right >= 60 && told >= 60, "{right} right, {told} told");
}
