//! `Plan`: the steps from where a database is to where it should be.

use std::collections::BTreeSet;

use crate::id::RevisionId;
use crate::revision::Revision;

/// Which way a step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Apply.
    Up,
    /// Revert.
    Down,
}

/// Steps in the order in which they run: parents before children on the way up, the reverse on the way down.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Plan<'c> {
    /// The same for all steps.
    pub direction: Direction,
    /// The revisions to apply or to revert.
    pub steps: Vec<&'c Revision>,
    /// Those of them that are only recorded, since all that they replace is applied by then.
    pub recorded: BTreeSet<RevisionId>,
}

/// What `stamp` records, without running anything.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct StampPlan<'c> {
    /// No longer recorded as applied, children first.
    pub removed: Vec<RevisionId>,
    /// Recorded as applied, parents first.
    pub added: Vec<&'c Revision>,
}

impl<'c> Plan<'c> {
    /// These steps, each of which runs its script.
    pub fn of(direction: Direction, steps: Vec<&'c Revision>) -> Self {
        Self { direction, steps, recorded: BTreeSet::new() }
    }

    /// Whether a step is only recorded.
    #[must_use]
    pub fn is_recorded(&self, revision: &Revision) -> bool {
        self.recorded.contains(&revision.id)
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

impl Direction {
    /// `up` or `down`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Up => "up",
            Direction::Down => "down",
        }
    }
}
