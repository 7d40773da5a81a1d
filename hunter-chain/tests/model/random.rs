//! Random graphs that are sound, and random words to aim at them.

use crate::aim::{Aim, Op};
use crate::graph::{Graph, Node};
use crate::rng::Rng;
use crate::set::Set;

/// Few letters, so that ids begin alike; digits, so that `ID-1` may look like another id.
const LETTERS: [char; 5] = ['a', 'b', 'x', '1', '2'];

/// One to 25 revisions that a chain accepts.
pub(crate) fn graph(rng: &mut Rng) -> Graph {
    let count = 1 + rng.below(25);
    let written = !rng.one_in(10);
    let mut ids = ids(rng, count);
    if !written {
        ids.sort();
    }
    let mut graph = Graph::new(written);
    for (at, id) in ids.into_iter().enumerate() {
        let mut node = Node {
            directory: directory(rng, &id),
            id,
            parents: Set::NONE,
            depends_on: Set::NONE,
            labels: Vec::new(),
        };
        if at > 0 && !written {
            node.parents = Set::one(at - 1);
        } else if at > 0 && !rng.one_in(9) {
            let several = [1, 1, 1, 1, 1, 1, 2, 2, 3];
            node.parents = Set::of((0..*rng.pick(&several)).map(|_| parent(rng, &graph)));
        }
        if at > 0 && rng.one_in(6) {
            node.depends_on = Set::of((0..=rng.below(2)).map(|_| rng.below(at)));
        }
        graph.add(node);
    }
    label(rng, &mut graph);
    graph
}

fn ids(rng: &mut Rng, count: usize) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    while ids.len() < count {
        let mut id: String = (0..5 + rng.below(2)).map(|_| *rng.pick(&LETTERS)).collect();
        if !ids.is_empty() && rng.one_in(8) {
            id = format!("{}{}", rng.pick(&ids), 1 + rng.below(2));
        }
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn directory(rng: &mut Rng, id: &str) -> String {
    if rng.one_in(8) { format!("{}-{}_x", &id[..2], &id[2..]) } else { format!("{id}_x") }
}

/// Mostly a head, so that lines grow long.
fn parent(rng: &mut Rng, graph: &Graph) -> usize {
    let heads: Vec<usize> = graph.heads().iter().collect();
    if rng.one_in(3) { rng.below(graph.nodes.len()) } else { *rng.pick(&heads) }
}

/// A label of its own for each of several ends, where it tells them apart, and some more.
fn label(rng: &mut Rng, graph: &mut Graph) {
    let mut places: Vec<usize> = (0..rng.below(3)).map(|_| rng.below(graph.nodes.len())).collect();
    for ends in [graph.heads(), graph.bases()].into_iter().filter(|ends| ends.len() > 1) {
        for end in ends.iter() {
            let somewhere = rng.below(graph.nodes.len());
            let tells = graph.line_declared_at(somewhere) & ends == Set::one(end);
            places.push(if tells { somewhere } else { end });
        }
    }
    rng.shuffle(&mut places);
    for (number, place) in places.into_iter().enumerate() {
        graph.nodes[place].labels.push(format!("line_{number}"));
    }
}

/// One operation on a database.
pub(crate) fn op(rng: &mut Rng, graph: &Graph) -> Op {
    match rng.below(9) {
        0..=3 => Op::Up(aim(rng, graph)),
        4..=6 => Op::Down(aim(rng, graph)),
        _ => Op::Stamp((0..1 + rng.below(3)).map(|_| aim(rng, graph)).collect()),
    }
}

/// A target of any form.
pub(crate) fn aim(rng: &mut Rng, graph: &Graph) -> Aim {
    let on = |rng: &mut Rng, inner| Aim::On(line(rng, graph), Box::new(inner));
    match rng.below(14) {
        0 => Aim::Head,
        1 => Aim::Heads,
        2 if rng.one_in(3) => Aim::Base,
        2 => Aim::Current,
        3..=5 => Aim::Named(name(rng, graph)),
        6 => Aim::Steps(steps(rng)),
        7 => Aim::From(name(rng, graph), steps(rng) - i64::from(rng.one_in(2))),
        8 => on(rng, Aim::Head),
        9 => on(rng, Aim::Heads),
        10 => on(rng, Aim::Base),
        11 => {
            let name = name(rng, graph);
            on(rng, Aim::Named(name))
        }
        12 => {
            let from = Aim::From(name(rng, graph), steps(rng));
            on(rng, from)
        }
        _ => {
            let steps = Aim::Steps(steps(rng));
            on(rng, steps)
        }
    }
}

/// Never zero.
fn steps(rng: &mut Rng) -> i64 {
    let far = if rng.one_in(20) { 40 } else { 1 };
    *rng.pick(&[-3, -2, -2, -1, -1, -1, 1, 1, 1, 2, 2, 3]) * far
}

/// An id, the beginning of one, or nonsense.
fn name(rng: &mut Rng, graph: &Graph) -> String {
    let id = &graph.nodes[rng.below(graph.nodes.len())].id;
    match rng.below(20) {
        0 => "zzzz".to_owned(),
        1 => id[..2].to_owned(),
        2..=6 => id[..4 + rng.below(id.len() - 3)].to_owned(),
        _ => id.clone(),
    }
}

/// What may stand in front of `@`.
fn line(rng: &mut Rng, graph: &Graph) -> String {
    let labels: Vec<&String> = graph.nodes.iter().flat_map(|node| &node.labels).collect();
    if labels.is_empty() || rng.one_in(4) { name(rng, graph) } else { (*rng.pick(&labels)).clone() }
}
