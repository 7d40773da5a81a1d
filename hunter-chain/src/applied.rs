//! `Applied`: which revisions a database has, in the order in which it got them.

use std::collections::BTreeSet;

use crate::graph::{Chain, Index};
use crate::id::RevisionId;
use crate::revision::Revision;

/// The applied revisions of one database, oldest first. May name revisions that the chain does not know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    order: Vec<RevisionId>,
}

impl Applied {
    /// None: an empty database.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// In order of application; a repeated id counts where it stands last.
    #[must_use]
    pub fn in_order(ids: impl IntoIterator<Item = RevisionId>) -> Self {
        let mut order: Vec<RevisionId> = ids.into_iter().collect();
        let mut seen = BTreeSet::new();
        order.reverse();
        order.retain(|id| seen.insert(id.clone()));
        order.reverse();
        Self { order }
    }

    /// Oldest first.
    #[must_use]
    pub fn ids(&self) -> &[RevisionId] {
        &self.order
    }

    /// Whether a revision is among them.
    #[must_use]
    pub fn contains(&self, id: &RevisionId) -> bool {
        self.order.contains(id)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}

impl Chain {
    /// The applied revisions this chain does not know.
    #[must_use]
    pub fn unknown<'a>(&self, applied: &'a Applied) -> Vec<&'a RevisionId> {
        applied.ids().iter().filter(|id| self.get(id).is_none()).collect()
    }

    /// The applied revisions on which no applied one stands: what `current` prints, in chain order.
    #[must_use]
    pub fn current(&self, applied: &Applied) -> Vec<&Revision> {
        self.current_indexes(&self.marks(applied)).into_iter().map(|at| &self.revisions[at]).collect()
    }

    /// Holes: revisions that are not applied although one that needs them is, each with that one.
    #[must_use]
    pub fn gaps(&self, applied: &Applied) -> Vec<(&Revision, &Revision)> {
        let marks = self.marks(applied);
        let set: Vec<Index> = (0..marks.len()).filter(|at| marks[*at]).collect();
        let holes = self.ancestors(&set).into_iter().filter(|at| !marks[*at]);
        holes
            .filter_map(|hole| {
                let above = self.descendants(&[hole]).into_iter().find(|at| marks[*at])?;
                Some((&self.revisions[hole], &self.revisions[above]))
            })
            .collect()
    }

    /// One flag per revision of the chain.
    pub(crate) fn marks(&self, applied: &Applied) -> Vec<bool> {
        let mut marks = vec![false; self.revisions.len()];
        for id in applied.ids() {
            if let Some(index) = self.index(id.as_str()) {
                marks[index] = true;
            }
        }
        marks
    }

    pub(crate) fn current_indexes(&self, marks: &[bool]) -> Vec<Index> {
        (0..marks.len())
            .filter(|at| marks[*at] && !self.children[*at].iter().any(|child| marks[*child]))
            .collect()
    }
}
