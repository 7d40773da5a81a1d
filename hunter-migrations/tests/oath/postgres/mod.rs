//! PostgreSQL, versions 15 and 18.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use hunter_schema::Kind;

use crate::random;
use crate::report::{Report, assert_unchanged, tell};
use crate::sabotage::judge;
use crate::story::Engine;

/// The stories, told once for the tests of this module.
fn report() -> &'static Report {
    static REPORT: OnceLock<Report> = OnceLock::new();
    REPORT.get_or_init(|| tell(Engine::Postgres))
}

#[test]
fn every_story_holds() {
    report().holds();
}

#[test]
fn every_story_holds_on_the_newer_version() {
    tell(Engine::Postgres18).holds();
}

#[test]
fn every_kind_is_made_by_a_story_and_dropped_by_one() {
    let missing =
        |of: &BTreeSet<Kind>| Kind::ALL.into_iter().filter(|kind| !of.contains(kind)).collect::<Vec<_>>();
    assert_eq!(missing(&report().made), [], "made");
    assert_eq!(missing(&report().dropped), [], "dropped");
}

#[test]
fn every_fact_that_a_story_tells_is_changed_by_one() {
    assert_unchanged(report(), &[]);
}

#[test]
fn random_pairs_of_schemas_hold() {
    random::pairs(Engine::Postgres);
}

#[test]
fn a_proof_believes_ways_down_that_are_right_and_tells_what_is_missing_of_the_others() {
    let (right, told) = judge(Engine::Postgres, 3);
    assert!(right >= 60 && told >= 60, "{right} right, {told} told");
}
