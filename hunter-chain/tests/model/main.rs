//! The crate against a model: random graphs, random walks, the same sets and the same refusals.
//!
//! `HUNTER_MODEL_SEED=n` begins with walk `n` (a failure prints its own), `HUNTER_MODEL_WALKS=k` makes `k` of them.
//!
//! ```text
//! rng ─► random::graph ─► Graph ─tree─► SourceTree ─read_chain─► Chain ─plan─┐
//!  └───► random::op ────► Op ──────────► Reference::answer ─────────────────► the same set, the same refusal
//! ```

#![cfg(test)]

mod aim;
mod graph;
mod laws;
mod random;
mod reference;
mod rng;
mod set;
mod walk;

use std::collections::BTreeMap;

use walk::World;

/// How many walks share a graph: reading one costs more than walking on it.
const WALKS_PER_GRAPH: u64 = 4;
const WALKS: u64 = 20_000;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number")))
}

#[test]
fn the_crate_and_the_model_end_every_walk_at_the_same_place() {
    let first = setting("HUNTER_MODEL_SEED").unwrap_or(0);
    let walks = setting("HUNTER_MODEL_WALKS").unwrap_or(WALKS);
    let mut world: Option<(u64, World)> = None;
    let mut verdicts: BTreeMap<String, usize> = BTreeMap::new();
    for seed in first..first + walks {
        let number = seed / WALKS_PER_GRAPH;
        if world.as_ref().is_none_or(|(made, _)| *made != number) {
            let made = World::random(number);
            laws::the_chain_is_the_graph(&made);
            world = Some((number, made));
        }
        let Some((_, world)) = &world else { continue };
        world.walk(seed, |op, refusal| {
            let verb = op.to_string().split(' ').next().unwrap_or_default().to_owned();
            let verdict = refusal.map_or_else(|| "done".to_owned(), |refusal| format!("{refusal:?}"));
            *verdicts.entry(format!("{verb}: {verdict}")).or_default() += 1;
        });
    }
    if walks >= WALKS {
        every_verdict_was_given(&verdicts);
    }
}

/// A model that is never asked proves nothing.
fn every_verdict_was_given(verdicts: &BTreeMap<String, usize>) {
    let shared = ["done", "Unknown", "UnknownLabel", "TooShort", "AmbiguousPrefix", "SeveralHeads"];
    let shared = shared.into_iter().chain(["AmbiguousWalk", "TooFar", "NotOnLine", "WrongDirection"]);
    let own = ["downgrade: NotApplied", "downgrade: HeldBy"].map(str::to_owned);
    let verbs = ["upgrade", "downgrade", "stamp"];
    let wanted = shared.flat_map(|verdict| verbs.map(|verb| format!("{verb}: {verdict}"))).chain(own);
    for verdict in wanted {
        assert!(verdicts.get(&verdict).is_some_and(|times| *times >= 100), "{verdict}: {verdicts:#?}");
    }
}
