//! What can be wrong between revisions: ids, links, labels; circles are `cycles`', heads and bases `ends`'.
//!
//! Responsible for finding all of it in one pass and for naming the nearest thing that was meant. A link found wrong
//! is left out, so that one mistake is reported once and not through its consequences.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::cycles::cycles;
use super::ends::ends;
use crate::diag::{Code, Diagnostics, Place};
use crate::id::{BranchLabel, RevisionId};
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
