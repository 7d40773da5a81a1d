//! `Applied`: which revisions a database has, in the order in which it got them.

use std::collections::BTreeSet;

use crate::graph::{Chain, Index};
use crate::id::RevisionId;
use crate::revision::Revision;

/// The applied revisions of one database, oldest first. May name revisions that the chain does not know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    order: Vec<RevisionId>,
    /// Positions sorted by id.
    by_id: Vec<usize>,
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
        let mut by_id: Vec<usize> = (0..order.len()).collect();
        by_id.sort_unstable_by(|a, b| order[*a].cmp(&order[*b]));
        Self { order, by_id }
    }

    /// Oldest first.
    #[must_use]
    pub fn ids(&self) -> &[RevisionId] {
        &self.order
    }

    /// Whether a revision is among them.
    #[must_use]
    pub fn contains(&self, id: &RevisionId) -> bool {
        self.by_id.binary_search_by(|at| self.order[*at].cmp(id)).is_ok()
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
        let found = applied.ids().iter().zip(self.places(applied));
        let is_known = |id: &RevisionId| self.legacy().is_some_and(|side| side.get_any(id).is_some());
        found.filter(|(id, place)| place.is_none() && !is_known(id)).map(|(id, _)| id).collect()
    }

    /// The applied revisions on which no applied one stands: what `current` prints, in chain order.
    #[must_use]
    pub fn current(&self, applied: &Applied) -> Vec<&Revision> {
        let mut current: Vec<&Revision> =
            self.current_indexes(&self.marks(applied)).into_iter().map(|at| &self.revisions[at]).collect();
        if let Some((side, tips)) = self.tips_of_side(applied) {
            let below: Vec<&Revision> =
                tips.iter().flat_map(|tip| side.line_of(tip).with_ancestors(&tip.id)).collect();
            current.retain(|revision| !below.iter().any(|other| other.id == revision.id));
            current.extend(tips);
        }
        current
    }

    /// Holes: revisions that are not applied although one that needs them is, each with that one.
    #[must_use]
    pub fn gaps(&self, applied: &Applied) -> Vec<(&Revision, &Revision)> {
        let mut marks = self.marks(applied);
        // What a side line did is there.
        (0..marks.len()).for_each(|at| marks[at] |= self.is_inside(&self.revisions[at], applied));
        // The first applied one above each: who needs a revision comes after it, so one pass from the end is enough.
        let mut above: Vec<Option<Index>> = vec![None; marks.len()];
        for at in (0..marks.len()).rev() {
            let first = |by: &Index| if marks[*by] { Some(*by) } else { above[*by] };
            above[at] = self.needed_by[at].iter().filter_map(first).min();
        }
        let holes = (0..marks.len()).filter(|at| !marks[*at]);
        holes.filter_map(|hole| Some((&self.revisions[hole], &self.revisions[above[hole]?]))).collect()
    }

    /// Whether a revision is one of [`Chain::current`], without looking at the others.
    pub(crate) fn is_current(&self, revision: &Revision, applied: &Applied) -> bool {
        applied.contains(&revision.id)
            && !self.children(&revision.id).iter().any(|child| applied.contains(&child.id))
    }

    /// One flag per revision of the chain.
    pub(crate) fn marks(&self, applied: &Applied) -> Vec<bool> {
        let mut marks = vec![false; self.revisions.len()];
        self.places(applied).into_iter().flatten().for_each(|index| marks[index] = true);
        marks
    }

    /// Where this chain has each applied revision. Both are sorted by id, so one pass over both finds all.
    pub(crate) fn places(&self, applied: &Applied) -> Vec<Option<Index>> {
        let mut places = vec![None; applied.order.len()];
        let mut known = self.by_id.iter().copied().peekable();
        for at in &applied.by_id {
            let id = &applied.order[*at];
            while known.next_if(|index| self.revisions[*index].id < *id).is_some() {}
            places[*at] = known.peek().copied().filter(|index| self.revisions[*index].id == *id);
        }
        places
    }

    pub(crate) fn current_indexes(&self, marks: &[bool]) -> Vec<Index> {
        (0..marks.len())
            .filter(|at| marks[*at] && !self.children[*at].iter().any(|child| marks[*child]))
            .collect()
    }
}
