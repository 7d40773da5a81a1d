//! What holds for every state and every plan, whatever the target was.

use hunter_chain::{Revision, Target};

use crate::aim::Op;
use crate::graph::Graph;
use crate::reference::Reference;
use crate::set::Set;
use crate::walk::{State, World};

/// No step needs a later one.
pub(crate) fn parents_before_children(graph: &Graph, steps: &[usize]) {
    let mut later = Set::of(steps.iter().copied());
    assert_eq!(later.len() as usize, steps.len(), "a step is planned twice");
    for step in steps {
        let id = &graph.nodes[*step].id;
        assert!(!graph.needs(*step).meets(later), "{id} comes before what it needs: {:?}", graph.ids(later));
        later = later - Set::one(*step);
    }
}

pub(crate) fn a_closed_set_stays_closed(graph: &Graph, before: &State, after: &State) {
    let closed = |set: Set| graph.below(set) == set;
    if closed(set(before)) {
        assert!(closed(set(after)), "{:?} has a hole", after.applied);
    }
}

/// `upgrade` from one point to what stands on it, then `downgrade` to that point: as it was.
pub(crate) fn back_to_the_one_point_before(world: &World, op: &Op, before: &State, after: &State) {
    let graph = &world.graph;
    let tops = set(before).iter().filter(|at| !graph.needed_by(*at).meets(set(before)));
    let Some(point) = Set::of(tops).only() else { return };
    let added = set(after) - set(before);
    if matches!(op, Op::Up(_)) && graph.above(Set::one(point)).holds(added) {
        let target = graph.nodes[point].id.parse::<Target>().unwrap();
        let plan = world.chain.plan_downgrade(&target, &after.applied).unwrap();
        let undone = Set::of(world.steps(&plan.steps));
        assert_eq!(graph.ids(undone), graph.ids(added), "downgrade {target} after {op}");
    }
}

/// `current`, holes and strangers, as read off a state.
pub(crate) fn what_is_read_off_a_state_is_right(world: &World, state: &State) {
    let (graph, chain) = (&world.graph, &world.chain);
    let reference = Reference { graph, applied: &state.order };
    let nodes = |revisions: &[&Revision]| Set::of(world.steps(revisions));
    assert_eq!(nodes(&chain.current(&state.applied)), reference.current(), "current");
    let gaps = chain.gaps(&state.applied);
    let holes = graph.below(set(state)) - set(state);
    assert_eq!(nodes(&gaps.iter().map(|(hole, _)| *hole).collect::<Vec<_>>()), holes, "holes");
    for (hole, above) in gaps {
        let (hole, above) = (nodes(&[hole]), nodes(&[above]));
        assert!(graph.above(hole).holds(above) && set(state).holds(above), "a hole under what is applied");
    }
    let known = state.applied.ids().len() - chain.unknown(&state.applied).len();
    assert_eq!(known, state.order.len(), "known revisions");
}

/// After `upgrade heads` everything is there, and `upgrade heads` has nothing left to do.
pub(crate) fn all_heads_are_reached_once(world: &World, state: &State) {
    let plan = world.chain.plan_upgrade(&Target::Heads, &state.applied).unwrap();
    let added = plan.steps.iter().map(|step| step.id.clone());
    let after = world.state(state.applied.ids().iter().cloned().chain(added));
    assert_eq!(world.graph.ids(set(&after)), world.graph.ids(world.graph.all()));
    assert!(world.chain.plan_upgrade(&Target::Heads, &after.applied).unwrap().is_empty());
}

/// The chain is the graph: links, order, ends and lines.
pub(crate) fn the_chain_is_the_graph(world: &World) {
    let (graph, chain) = (&world.graph, &world.chain);
    assert_eq!(chain.revisions(), world.twin.revisions(), "files in another order");
    let all: Vec<&Revision> = chain.revisions().iter().collect();
    parents_before_children(graph, &world.steps(&all));
    assert_eq!(Set::of(world.steps(&all)), graph.all());
    assert_eq!(Set::of(world.steps(&chain.heads())), graph.heads(), "heads");
    assert_eq!(Set::of(world.steps(&chain.bases())), graph.bases(), "bases");
    for revision in all {
        let at = world.nodes([&revision.id])[0];
        let on_line = |declared: &usize| graph.line_declared_at(*declared).has(at);
        let declaring = graph.all().iter().filter(on_line);
        let mut labels: Vec<&str> =
            declaring.flat_map(|declared| &graph.nodes[declared].labels).map(String::as_str).collect();
        labels.sort_unstable();
        let found: Vec<&str> = chain.labels(&revision.id).into_iter().map(|label| label.as_str()).collect();
        assert_eq!(found, labels, "labels of {}", revision.id);
        let role = chain.role(&revision.id);
        assert_eq!(role.head, graph.needed_by(at).is_empty(), "head {}", revision.id);
        assert_eq!(role.head || role.effective_head, graph.children(at).is_empty(), "{}", revision.id);
        assert_eq!(role.branch_point, graph.children(at).len() > 1, "branch point {}", revision.id);
        assert_eq!(role.merge_point, graph.parents(at).len() > 1, "merge point {}", revision.id);
    }
}

fn set(state: &State) -> Set {
    Set::of(state.order.iter().copied())
}
