//! Two heads, and the two ways to one: `merge` and `rebase`.
//!
//! Responsible for doing either in one step: the files, the lockfile with its conflict, the proof. What comes out has to be
//! a sound chain, or nothing is written.
//!
//! ```text
//! folder ─► branches ─┬─ merge: a revision on both ──────┐
//!                     └─ rebase: other parents (line) ───┴─► tree ─sound?─► proof ─► metadata.toml, hunter.lock
//! ```

mod merge;
mod rebase;
mod settle;
mod shift;

use std::collections::BTreeSet;

use hunter_chain::{Chain, Revision, RevisionId, SourceTree, read_branches};
use hunter_migrations::Error;
use hunter_migrations::cli::Output;

use crate::project::Folder;

pub(crate) use merge::{Merge, run as merge};
pub(crate) use rebase::{Rebase, run as rebase};
pub(crate) use settle::unsound;

/// The chain with as many heads as it has.
fn chain(tree: &SourceTree, folder: &Folder, out: &mut Output) -> Result<Chain, Error> {
    read_branches(tree).map_err(|mistakes| crate::broken(&mistakes, folder, out))
}

/// The heads that nobody meant: those without a label that no other head has.
fn unmeant(chain: &Chain) -> Vec<&Revision> {
    let heads = chain.heads();
    let is_own = |label: &_, head: &Revision| {
        heads.iter().all(|other| other.id == head.id || !chain.labels(&other.id).contains(label))
    };
    let is_unmeant = |head: &&Revision| !chain.labels(&head.id).iter().any(|label| is_own(label, head));
    heads.iter().copied().filter(is_unmeant).collect()
}

/// A revision and its ancestors. What they depend on is of other lines.
fn line<'c>(chain: &'c Chain, top: &Revision) -> BTreeSet<&'c RevisionId> {
    let mut line = BTreeSet::new();
    // In this order whoever stands on one comes before it.
    for revision in chain.revisions().iter().rev() {
        let is_below = |id: &RevisionId| chain.children(id).iter().any(|child| line.contains(&child.id));
        if revision.id == top.id || is_below(&revision.id) {
            line.insert(&revision.id);
        }
    }
    line
}

/// `b2, c3`.
fn ids(revisions: &[&Revision]) -> String {
    revisions.iter().map(|revision| revision.id.as_str()).collect::<Vec<_>>().join(", ")
}
