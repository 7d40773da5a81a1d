//! What can be wrong between revisions: ids, links, labels, cycles, heads and bases.
//!
//! Responsible for finding all of it in one pass and for naming the nearest thing that was meant. A link found wrong
//! is left out, so that one mistake is reported once and not through its consequences.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::build;
use crate::diag::{Code, Diagnostics, Place};
use crate::id::{BranchLabel, RevisionId, list, ticked};
use crate::nearest::nearest;
use crate::revision::Revision;
use crate::source::{Source, Sourced, link_in_version_order};

/// Checks the links and hands out the revisions, and those of the side lines.
pub(super) fn check(source: Source, found: &mut Diagnostics) -> (Vec<Revision>, Vec<Revision>) {
    let Source { mut revisions, legacy: mut replaced, root, whole, .. } = source;
    let ids_are_unique = unique_ids(&mut revisions, found);
    let legacy: BTreeSet<RevisionId> = replaced.iter().map(|s| s.revision.id.clone()).collect();
    link_in_version_order(&mut revisions);
    let known: BTreeSet<RevisionId> = revisions.iter().map(|s| s.revision.id.clone()).collect();
    let mut sound = Graph { known: &known, legacy: &legacy, found, sound: true, compared: 0 };
    for sourced in &mut revisions {
        sound.links(sourced);
    }
    let links_are_sound = sound.sound;
    let all: BTreeSet<RevisionId> = known.union(&legacy).cloned().collect();
    let mut side = Graph { known: &all, legacy: &legacy, found, sound: true, compared: 0 };
    keep_what_is_replaced(&revisions, &mut replaced);
    replaced.iter_mut().for_each(|sourced| side.links(sourced));
    for sourced in revisions.iter().chain(&replaced) {
        side.closed(sourced, &replaced);
    }
    let labels_are_sound = labels(&revisions, &known, found);
    let acyclic = cycles(&revisions, found);
    if whole && ids_are_unique && links_are_sound && labels_are_sound && acyclic && !revisions.is_empty() {
        ends(&revisions, &root, found);
    }
    let plain = |sourced: Vec<Sourced>| sourced.into_iter().map(|sourced| sourced.revision).collect();
    (plain(revisions), plain(replaced))
}

/// What lies in `legacy/` and nobody replaces is an archive for people.
fn keep_what_is_replaced(revisions: &[Sourced], replaced: &mut Vec<Sourced>) {
    let replaces = |sourced: &Sourced| sourced.revision.declared.replaces.clone();
    let mut waiting: Vec<RevisionId> = revisions.iter().flat_map(replaces).collect();
    let mut wanted = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        let further = replaced.iter().filter(|sourced| sourced.revision.id == id).flat_map(replaces);
        if wanted.insert(id.clone()) {
            waiting.extend(further);
        }
    }
    replaced.retain(|sourced| wanted.contains(&sourced.revision.id));
}

fn unique_ids(revisions: &mut Vec<Sourced>, found: &mut Diagnostics) -> bool {
    let count = revisions.len();
    let mut first: BTreeMap<RevisionId, Place> = BTreeMap::new();
    revisions.retain(|sourced| {
        let id = &sourced.revision.id;
        let Some(other) = first.get(id) else {
            first.insert(id.clone(), sourced.directory.clone());
            return true;
        };
        let message = format!("revision `{id}` exists twice: {} and {}", other.path, sourced.directory.path);
        let help =
            "give the one that is not released yet another id, and its children that id as `down_revision`";
        found
            .push(Code::DuplicateId, sourced.directory.clone(), message, help)
            .related("the other one", other.clone());
        false
    });
    revisions.len() == count
}

struct Graph<'a> {
    known: &'a BTreeSet<RevisionId>,
    legacy: &'a BTreeSet<RevisionId>,
    found: &'a mut Diagnostics,
    sound: bool,
    /// How many unknown ids were compared with all known ones.
    compared: usize,
}

/// Beyond so many the remedy is not in the ids, and comparing all with all would take hours.
const COMPARED_AT_MOST: usize = 20;

impl Graph<'_> {
    fn links(&mut self, sourced: &mut Sourced) {
        let parents = std::mem::take(&mut sourced.revision.parents);
        let ranges = std::mem::take(&mut sourced.parents_at);
        (sourced.revision.parents, sourced.parents_at) =
            self.existing(sourced, Link::Parent, parents, &ranges);
        let depends = std::mem::take(&mut sourced.revision.depends_on);
        let ranges = std::mem::take(&mut sourced.depends_at);
        (sourced.revision.depends_on, sourced.depends_at) =
            self.existing(sourced, Link::Dependency, depends, &ranges);
        for (id, range) in sourced.revision.declared.replaces.iter().zip(&sourced.replaces_at) {
            if !self.legacy.contains(id) && !self.known.contains(id) {
                let message =
                    format!("revision `{}` replaces `{id}`, which does not exist", sourced.revision.id);
                let ids = self.legacy.iter().chain(self.known);
                let help = self.near_help(id, ids, Code::UnknownReplaced);
                self.found.push(Code::UnknownReplaced, sourced.place(Some(range)), message, help);
            }
        }
    }

    /// What a revision replaces begins where the revision itself stands, without a gap.
    fn closed(&mut self, sourced: &Sourced, replaced: &[Sourced]) {
        let revision = &sourced.revision;
        for (id, range) in revision.declared.replaces.iter().zip(&sourced.replaces_at) {
            let old = replaced.iter().map(|old| &old.revision).find(|old| old.id == *id);
            let parents = old.into_iter().flat_map(|old| &old.parents);
            let is_its = |parent: &&RevisionId| {
                !revision.declared.replaces.contains(parent) && !revision.parents.contains(parent)
            };
            for parent in parents.filter(is_its) {
                let message = format!(
                    "revision `{}` replaces `{id}`, but neither replaces `{parent}` below it nor stands on it",
                    revision.id
                );
                let help = format!("add \"{parent}\" to `replaces`, or to `down_revision`");
                self.found.push(Code::UnknownReplaced, sourced.place(Some(range)), message, help);
            }
        }
    }

    fn existing(
        &mut self,
        sourced: &Sourced,
        link: Link,
        ids: Vec<RevisionId>,
        ranges: &[Range<usize>],
    ) -> (Vec<RevisionId>, Vec<Range<usize>>) {
        let own = &sourced.revision.id;
        let (mut kept, mut kept_at) = (Vec::with_capacity(ids.len()), Vec::with_capacity(ranges.len()));
        let mut seen = BTreeSet::new();
        for (position, id) in ids.into_iter().enumerate() {
            let place = sourced.place(ranges.get(position));
            if id == *own {
                let message = format!("revision `{own}` names itself in `{}`", link.key());
                let help = match link {
                    Link::Parent => Code::SelfLoop.help(),
                    Link::Dependency => format!("delete \"{own}\" from `depends_on`"),
                };
                self.found.push(Code::SelfLoop, place, message, help);
                self.sound = false;
            } else if !self.known.contains(&id) {
                let (code, verb) = link.missing();
                let message = format!("revision `{own}` {verb} `{id}`, which does not exist");
                let others = self.known.iter().filter(|known| *known != own);
                let help = self.near_help(&id, others, code);
                self.found.push(code, place, message, help);
                self.sound = false;
            } else if seen.insert(id.clone()) {
                kept.push(id);
                kept_at.extend(ranges.get(position).cloned());
            }
        }
        (kept, kept_at)
    }

    fn near_help<'k>(
        &mut self,
        id: &RevisionId,
        known: impl Iterator<Item = &'k RevisionId>,
        code: Code,
    ) -> String {
        self.compared += 1;
        let known = known.take(if self.compared > COMPARED_AT_MOST { 0 } else { usize::MAX });
        nearest_id(id, known).unwrap_or_else(|| code.help())
    }
}

/// The id that was meant, as a remedy.
pub(crate) fn nearest_id<'k>(id: &RevisionId, known: impl Iterator<Item = &'k RevisionId>) -> Option<String> {
    let near = nearest(id.as_str(), known.map(RevisionId::as_str))?;
    Some(format!("the nearest id is `{near}`: write \"{near}\""))
}

#[derive(Clone, Copy)]
enum Link {
    Parent,
    Dependency,
}

impl Link {
    fn key(self) -> &'static str {
        match self {
            Link::Parent => "down_revision",
            Link::Dependency => "depends_on",
        }
    }

    fn missing(self) -> (Code, &'static str) {
        match self {
            Link::Parent => (Code::MissingParent, "names the parent"),
            Link::Dependency => (Code::MissingDependency, "depends on"),
        }
    }
}

/// True if every label can be used and means one line.
fn labels(revisions: &[Sourced], known: &BTreeSet<RevisionId>, found: &mut Diagnostics) -> bool {
    let mut first: BTreeMap<&BranchLabel, (&Sourced, Place)> = BTreeMap::new();
    let mut sound = true;
    for sourced in revisions {
        for (label, range) in sourced.revision.labels.iter().zip(&sourced.labels_at) {
            let place = sourced.place(Some(range));
            if known.contains(label.as_str()) {
                let message = format!("branch label `{label}` is also the id of a revision");
                found.push(Code::LabelName, place, message, Code::LabelName.help());
                sound = false;
            } else if let Some((other, declared)) = first.get(label) {
                let (one, two) = (&other.revision.id, &sourced.revision.id);
                let message = format!("branch label `{label}` is declared by `{one}` and by `{two}`");
                found
                    .push(Code::DuplicateLabel, place, message, Code::DuplicateLabel.help())
                    .related("declared first here", declared.clone());
                sound = false;
            } else {
                first.insert(label, (sourced, place));
            }
        }
    }
    sound
}

/// Reports each cycle as the path it is, and what hangs on one. True if there is none.
fn cycles(revisions: &[Sourced], found: &mut Diagnostics) -> bool {
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

/// One head and one base, unless labels say that several are meant.
fn ends(revisions: &[Sourced], root: &str, found: &mut Diagnostics) {
    let chain = build::assemble(
        crate::source::Settings::default(),
        revisions.iter().map(|s| s.revision.clone()).collect(),
    );
    let bases: Vec<&RevisionId> = chain.bases().into_iter().map(|r| &r.id).collect();
    let several_bases = bases.len() > 1 && !each_has_its_own_label(&chain, &bases);
    if several_bases {
        let message =
            format!("{} revisions stand on nothing: {}", bases.len(), ticked(bases.iter().copied()));
        let help = format!(
            "name the parent in the `down_revision` of all but one of {}, or give each its own `branch_labels`",
            list(bases.iter().copied())
        );
        let places = places(revisions, &bases);
        let diagnostic = found.push(Code::SeveralBases, Place::path(root), message, help);
        places.into_iter().for_each(|(id, place)| {
            diagnostic.related(format!("`{id}` stands on nothing"), place);
        });
    }
    let heads: Vec<&RevisionId> = chain.heads().into_iter().map(|r| &r.id).collect();
    // Parts of the graph that no link joins have a head each; that is said with their bases.
    let expected = if several_bases { parts(&chain) } else { 1 };
    if heads.len() > expected && !each_has_its_own_label(&chain, &heads) {
        let message = format!("the chain has {} heads: {}", heads.len(), ticked(heads.iter().copied()));
        let rebase = heads.iter().map(|id| format!("`cargo hunter rebase {id}`")).collect::<Vec<_>>();
        let onto = if heads.len() > 2 { " with `--onto` one that stays" } else { "" };
        let help = format!(
            "a line that is not released yet goes onto the other: {}{onto}; released lines are joined: `cargo hunter merge`; \
             lines that stay apart have `branch_labels` of their own",
            rebase.join(" or ")
        );
        let places = places(revisions, &heads);
        let diagnostic = found.push(Code::SeveralHeads, Place::path(root), message, help);
        places.into_iter().for_each(|(id, place)| {
            diagnostic.related(format!("`{id}` is a head"), place);
        });
    }
}

/// How many parts the graph has that are not joined by any parent.
fn parts(chain: &super::Chain) -> usize {
    let (mut seen, mut parts) = (vec![false; chain.revisions.len()], 0);
    for start in 0..seen.len() {
        parts += usize::from(!seen[start]);
        let mut waiting = vec![start];
        while let Some(at) = waiting.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                waiting.extend(chain.parents[at].iter().chain(&chain.children[at]));
            }
        }
    }
    parts
}

fn each_has_its_own_label(chain: &super::Chain, ends: &[&RevisionId]) -> bool {
    let labels: Vec<Vec<&BranchLabel>> = ends.iter().map(|id| chain.labels(id)).collect();
    let mut ends_on: BTreeMap<&BranchLabel, usize> = BTreeMap::new();
    labels.iter().flatten().for_each(|label| *ends_on.entry(label).or_default() += 1);
    labels.iter().all(|own| own.iter().any(|label| ends_on.get(label) == Some(&1)))
}

/// Where each of some revisions names its parents; `revisions` are sorted by id.
fn places<'a>(revisions: &'a [Sourced], ids: &[&'a RevisionId]) -> Vec<(&'a RevisionId, Place)> {
    let of =
        |id: &RevisionId| revisions.binary_search_by(|s| s.revision.id.cmp(id)).ok().map(|at| &revisions[at]);
    ids.iter().filter_map(|id| of(id).map(|s| (*id, s.place(s.parents_at.first())))).collect()
}
