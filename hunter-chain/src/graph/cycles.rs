//! Circles among links.
//!
//! Responsible for finding each one, and for saying it as the path that it is.

use std::collections::{BTreeMap, BTreeSet};

use super::build;
use crate::diag::{Code, Diagnostics, Place};
use crate::id::RevisionId;
use crate::source::Sourced;

/// Reports each cycle as the path it is, and what hangs on one. True if there is none.
pub(super) fn cycles(revisions: &[Sourced], found: &mut Diagnostics) -> bool {
    let positions: BTreeMap<&str, usize> =
        revisions.iter().enumerate().map(|(at, s)| (s.revision.id.as_str(), at)).collect();
    let needs: Vec<Vec<usize>> = revisions
        .iter()
        .map(|s| {
            let ids = s.revision.parents.iter().chain(&s.revision.depends_on);
            ids.filter_map(|id| positions.get(id.as_str()).copied()).collect()
        })
        .collect();
    let mut left: Vec<bool> = vec![true; revisions.len()];
    for at in build::order(&needs) {
        left[at] = false;
    }
    let stuck: Vec<usize> = (0..left.len()).filter(|at| left[*at]).collect();
    let mut on_cycle: BTreeSet<usize> = BTreeSet::new();
    let mut visited: BTreeSet<usize> = BTreeSet::new();
    for start in &stuck {
        let (mut path, mut at) = (Vec::new(), *start);
        // Everything left needs something left, so the walk ends on a path already taken.
        while visited.insert(at) {
            path.push(at);
            let Some(next) = needs[at].iter().copied().find(|to| left[*to]) else { break };
            at = next;
        }
        if let Some(from) = path.iter().position(|step| *step == at) {
            report_cycle(revisions, &path[from..], found);
            on_cycle.extend(&path[from..]);
        }
    }
    for at in stuck.iter().filter(|at| !on_cycle.contains(at)) {
        let sourced = &revisions[*at];
        let message =
            format!("revision `{}` descends from a circle and can never be applied", sourced.revision.id);
        let range = sourced.parents_at.first().or(sourced.depends_at.first());
        found.push(Code::Unreachable, sourced.place(range), message, Code::Unreachable.help());
    }
    stuck.is_empty()
}

fn report_cycle(revisions: &[Sourced], path: &[usize], found: &mut Diagnostics) {
    // From the smallest id on, so that the message does not depend on where the walk began.
    let least = path.iter().enumerate().min_by_key(|(_, at)| **at).map_or(0, |(position, _)| position);
    let walk: Vec<usize> = path.iter().cycle().skip(least).take(path.len() + 1).copied().collect();
    let shown = walk.iter().map(|at| revisions[*at].revision.id.as_str()).collect::<Vec<_>>().join(" -> ");
    let message = format!("revisions wait for each other in a circle: {shown}");
    let place = |step: &[usize]| link_place(&revisions[step[0]], &revisions[step[1]].revision.id);
    let mut steps = walk.windows(2);
    let Some(first) = steps.next() else { return };
    let diagnostic = found.push(Code::Cycle, place(first), message, Code::Cycle.help());
    for step in steps {
        let (one, other) = (&revisions[step[0]].revision.id, &revisions[step[1]].revision.id);
        diagnostic.related(format!("`{one}` waits for `{other}`"), place(step));
    }
}

/// Where a revision names one that it stands on or depends on.
fn link_place(sourced: &Sourced, to: &RevisionId) -> Place {
    let revision = &sourced.revision;
    let position = |ids: &[RevisionId]| ids.iter().position(|id| id == to);
    let parent = position(&revision.parents).map(|at| sourced.parents_at.get(at));
    let dependency = || position(&revision.depends_on).map(|at| sourced.depends_at.get(at));
    sourced.place(parent.or_else(dependency).flatten())
}
