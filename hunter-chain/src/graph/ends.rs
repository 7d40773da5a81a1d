//! Heads and bases: one of each, unless labels say that several are meant.

use std::collections::BTreeMap;

use super::build;
use crate::diag::{Code, Diagnostics, Place};
use crate::id::{BranchLabel, RevisionId, list, ticked};
use crate::source::Sourced;

/// One head and one base, unless labels say that several are meant.
pub(super) fn ends(revisions: &[Sourced], root: &str, found: &mut Diagnostics) {
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
