//! One walk: a database goes where random commands send it, the crate and the reference side by side.

use std::fmt::Write as _;

use hunter_chain::{Applied, Chain, ResolveError, Revision, RevisionId, Target, read_chain};

use crate::aim::Op;
use crate::graph::Graph;
use crate::laws;
use crate::random;
use crate::reference::{Reference, Refusal};
use crate::rng::Rng;
use crate::set::Set;

/// A graph, its chain, and the chain of the same files inserted in another order.
pub(crate) struct World {
    pub(crate) graph: Graph,
    pub(crate) chain: Chain,
    pub(crate) twin: Chain,
}

/// What a database has, as both sides write it.
#[derive(Clone)]
pub(crate) struct State {
    /// Nodes, oldest first.
    pub(crate) order: Vec<usize>,
    /// The same as ids, and those that the chain does not know.
    pub(crate) applied: Applied,
}

/// Prints what it holds when the test fails.
struct Trace {
    seed: u64,
    text: String,
}

impl Drop for Trace {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("replay: HUNTER_MODEL_SEED={} HUNTER_MODEL_WALKS=1\n{}", self.seed, self.text);
        }
    }
}

impl World {
    pub(crate) fn random(seed: u64) -> Self {
        let mut rng = Rng::new(seed ^ 0x6772_6170_6800_0000);
        let graph = random::graph(&mut rng);
        let mut order: Vec<usize> = graph.all().iter().collect();
        let read = |order: &[usize]| {
            let found = read_chain(&graph.tree(order));
            found.unwrap_or_else(|found| panic!("graph {seed} is refused: {:?}\n{graph}", found[0].message))
        };
        let chain = read(&order);
        rng.shuffle(&mut order);
        let twin = read(&order);
        Self { graph, chain, twin }
    }

    pub(crate) fn nodes<'r>(&self, ids: impl IntoIterator<Item = &'r RevisionId>) -> Vec<usize> {
        ids.into_iter().filter_map(|id| self.graph.at(id.as_str())).collect()
    }

    pub(crate) fn steps(&self, revisions: &[&Revision]) -> Vec<usize> {
        self.nodes(revisions.iter().map(|revision| &revision.id))
    }

    pub(crate) fn state(&self, ids: impl IntoIterator<Item = RevisionId>) -> State {
        let ids: Vec<RevisionId> = ids.into_iter().collect();
        let all = self.nodes(&ids);
        let last = |at: &usize| !all[at + 1..].contains(&all[*at]);
        let order = (0..all.len()).filter(last).map(|at| all[at]).collect();
        State { order, applied: Applied::in_order(ids) }
    }

    fn start(&self, rng: &mut Rng) -> State {
        let mut ids: Vec<&str> = Vec::new();
        if rng.one_in(3) {
            ids = self.graph.ids(Set::of(self.graph.all().iter().filter(|_| rng.one_in(2))));
            rng.shuffle(&mut ids);
            let again: Vec<&str> = ids.iter().copied().filter(|_| rng.one_in(8)).collect();
            ids.splice(0..0, again);
        }
        if rng.one_in(8) {
            ids.insert(0, "stranger");
        }
        self.state(ids.into_iter().map(|id| RevisionId::trusted(id.to_owned())))
    }

    /// Up to 40 commands. Reports every verdict: the command's kind and the refusal, if it was one.
    pub(crate) fn walk(&self, seed: u64, mut verdict: impl FnMut(&Op, Option<Refusal>)) {
        let mut rng = Rng::new(seed);
        let mut state = self.start(&mut rng);
        let text = format!("{}at {:?}\n", self.graph, state.applied);
        let mut trace = Trace { seed, text };
        for _ in 0..=rng.below(40) {
            let op = random::op(&mut rng, &self.graph);
            let _ = writeln!(trace.text, "{op}");
            let reference = Reference { graph: &self.graph, applied: &state.order };
            let expected = reference.answer(&op);
            let found = self.apply(&op, &state);
            match (&expected, found) {
                (Ok((removed, added)), Ok(next)) => {
                    let set = (reference.set() - *removed) | *added;
                    assert_eq!(
                        self.graph.ids(Set::of(next.order.iter().copied())),
                        self.graph.ids(set),
                        "{op}"
                    );
                    laws::a_closed_set_stays_closed(&self.graph, &state, &next);
                    laws::what_is_read_off_a_state_is_right(self, &next);
                    laws::back_to_the_one_point_before(self, &op, &state, &next);
                    state = next;
                }
                (Err(expected), Err(error)) => assert_eq!(kind(&error), Some(*expected), "{op}: {error}"),
                (Ok(expected), Err(error)) => panic!("{op}: expected {expected:?}, got {error}"),
                (Err(expected), Ok(next)) => panic!("{op}: expected {expected:?}, got {:?}", next.applied),
            }
            verdict(&op, expected.err());
        }
        laws::all_heads_are_reached_once(self, &state);
    }

    /// Plans on both chains, checks the order of the steps, and carries the plan out.
    fn apply(&self, op: &Op, state: &State) -> Result<State, ResolveError> {
        let (chain, applied) = (&self.chain, &state.applied);
        let target = |aim: &crate::aim::Aim| aim.to_string().parse::<Target>().unwrap();
        let (removed, added) = match op {
            Op::Up(aim) => {
                let plan = chain.plan_upgrade(&target(aim), applied);
                assert_eq!(plan, chain.plan_upgrade(&target(aim), applied), "planned again");
                assert_eq!(plan, self.twin.plan_upgrade(&target(aim), applied), "files in another order");
                (Vec::new(), plan?.steps)
            }
            Op::Down(aim) => {
                let plan = chain.plan_downgrade(&target(aim), applied);
                assert_eq!(plan, chain.plan_downgrade(&target(aim), applied), "planned again");
                assert_eq!(plan, self.twin.plan_downgrade(&target(aim), applied), "files in another order");
                (plan?.steps.into_iter().map(|step| step.id.clone()).collect(), Vec::new())
            }
            Op::Stamp(aims) => {
                let targets: Vec<Target> = aims.iter().map(target).collect();
                let plan = chain.plan_stamp(&targets, applied);
                assert_eq!(plan, chain.plan_stamp(&targets, applied), "planned again");
                assert_eq!(plan, self.twin.plan_stamp(&targets, applied), "files in another order");
                plan.map(|plan| (plan.removed, plan.added))?
            }
        };
        laws::parents_before_children(&self.graph, &self.steps(&added));
        let mut down = self.nodes(&removed);
        down.reverse();
        laws::parents_before_children(&self.graph, &down);
        assert!(removed.iter().all(|id| applied.contains(id)), "{op} takes away what is not there");
        assert!(added.iter().all(|step| !applied.contains(&step.id)), "{op} adds what is there");
        let kept = applied.ids().iter().filter(|id| !removed.contains(id)).cloned();
        Ok(self.state(kept.chain(added.iter().map(|step| step.id.clone()))))
    }
}

/// The refusal an error stands for; `None`: one that no command gives.
fn kind(error: &ResolveError) -> Option<Refusal> {
    Some(match error {
        ResolveError::Unknown { .. } => Refusal::Unknown,
        ResolveError::UnknownLabel { .. } => Refusal::UnknownLabel,
        ResolveError::TooShort { .. } => Refusal::TooShort,
        ResolveError::AmbiguousPrefix { .. } => Refusal::AmbiguousPrefix,
        ResolveError::SeveralHeads { .. } => Refusal::SeveralHeads,
        ResolveError::AmbiguousWalk { .. } | ResolveError::WhichParent { .. } => Refusal::AmbiguousWalk,
        ResolveError::TooFar { .. } => Refusal::TooFar,
        ResolveError::NotApplied { .. } => Refusal::NotApplied,
        ResolveError::NotOnLine { .. } => Refusal::NotOnLine,
        ResolveError::WrongDirection { .. } => Refusal::WrongDirection,
        ResolveError::HeldBy { .. } => Refusal::HeldBy,
        _ => return None,
    })
}
