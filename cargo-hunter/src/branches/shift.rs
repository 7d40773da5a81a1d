//! Which revisions move, and the parents that everybody has then.
//!
//! Pure: a chain and two revisions in, parents out. Whether it is a chain that comes out is for who reads it.

use std::collections::{BTreeMap, BTreeSet};

use hunter_chain::{Chain, Revision, RevisionId};

use super::line;

/// A line on its way to stand on another revision.
#[derive(Debug)]
pub(super) struct Shift {
    /// In the chain's order.
    pub(super) moved: Vec<RevisionId>,
    pub(super) onto: RevisionId,
}

impl Shift {
    /// The line of a revision: all below it that is not below the other one, and all that stands on that.
    pub(super) fn of_line(chain: &Chain, on_it: &Revision, onto: &Revision) -> Self {
        let stays = line(chain, onto);
        let mut moved: BTreeSet<&RevisionId> = line(chain, on_it).difference(&stays).copied().collect();
        // In this order whoever stands on a moved one comes after it.
        for revision in chain.revisions() {
            if revision.parents.iter().any(|parent| moved.contains(parent)) {
                moved.insert(&revision.id);
            }
        }
        Self::of(chain, &moved, onto)
    }

    /// A piece out of the middle of a line, from one revision to one above it.
    pub(super) fn of_piece(chain: &Chain, from: &Revision, to: &Revision, onto: &Revision) -> Self {
        let is_between = |one: &&Revision| line(chain, one).contains(&from.id);
        let below = line(chain, to);
        let below = chain.revisions().iter().filter(|one| below.contains(&one.id));
        let moved = below.filter(is_between).map(|one| &one.id).collect();
        Self::of(chain, &moved, onto)
    }

    fn of(chain: &Chain, moved: &BTreeSet<&RevisionId>, onto: &Revision) -> Self {
        let moved = chain.revisions().iter().filter(|one| moved.contains(&one.id)).map(|one| one.id.clone());
        Self { moved: moved.collect(), onto: onto.id.clone() }
    }

    /// The parents of every revision afterwards.
    pub(super) fn parents(&self, chain: &Chain) -> BTreeMap<RevisionId, Vec<RevisionId>> {
        // What stood below the piece is below what stood on it.
        let mut below: BTreeMap<&RevisionId, Vec<RevisionId>> = BTreeMap::new();
        let mut parents = BTreeMap::new();
        for revision in chain.revisions() {
            let (id, is_moved) = (&revision.id, self.moved.contains(&revision.id));
            let mut own: Vec<RevisionId> = Vec::new();
            let mut under: Vec<RevisionId> = Vec::new();
            for parent in &revision.parents {
                match (is_moved, below.get(parent)) {
                    (true, Some(further)) => {
                        own.push(parent.clone());
                        under.extend(further.iter().cloned());
                    }
                    (true, None) => {
                        own.push(self.onto.clone());
                        under.push(parent.clone());
                    }
                    (false, Some(further)) => own.extend(further.iter().cloned()),
                    (false, None) => own.push(parent.clone()),
                }
            }
            if is_moved && revision.parents.is_empty() {
                own.push(self.onto.clone());
            }
            if is_moved {
                below.insert(id, once(under));
            }
            parents.insert(id.clone(), once(own));
        }
        parents
    }
}

/// Each where it stands first.
fn once(ids: Vec<RevisionId>) -> Vec<RevisionId> {
    let mut seen = BTreeSet::new();
    ids.into_iter().filter(|id| seen.insert(id.clone())).collect()
}
