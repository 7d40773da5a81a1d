//! Reachability, without recursion: chains may be a hundred thousand revisions long.

use super::{Chain, Index};
use crate::id::RevisionId;
use crate::revision::Revision;

impl Chain {
    /// Everything reachable over `links`, the seeds included, ascending.
    pub(crate) fn reach(&self, seeds: &[Index], links: &[Vec<Index>]) -> Vec<Index> {
        let mut seen = vec![false; self.revisions.len()];
        let mut waiting: Vec<Index> = seeds.to_vec();
        while let Some(index) = waiting.pop() {
            if !std::mem::replace(&mut seen[index], true) {
                waiting.extend(links[index].iter().copied().filter(|to| !seen[*to]));
            }
        }
        (0..seen.len()).filter(|index| seen[*index]).collect()
    }

    /// A revision and everything it needs, in chain order; nothing where it is not known.
    #[must_use]
    pub fn with_ancestors(&self, id: &RevisionId) -> Vec<&Revision> {
        let seeds: Vec<Index> = self.index(id.as_str()).into_iter().collect();
        self.ancestors(&seeds).into_iter().map(|at| &self.revisions[at]).collect()
    }

    /// The revisions and all they need.
    pub(crate) fn ancestors(&self, seeds: &[Index]) -> Vec<Index> {
        self.reach(seeds, &self.needs)
    }

    /// The revisions and all that need them.
    pub(crate) fn descendants(&self, seeds: &[Index]) -> Vec<Index> {
        self.reach(seeds, &self.needed_by)
    }
}
