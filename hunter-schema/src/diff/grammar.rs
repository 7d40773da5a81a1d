//! What a dialect can say about a schema.
//!
//! Responsible for the questions that the plan asks. It asks about one unit at a time and never looks into a fact itself.

use std::collections::BTreeMap;

use hunter_sql::Dialect;

use super::draft::Statement;
use super::order::Need;
use super::unit::Unit;
use crate::object::{Kind, Object, ObjectId};
use crate::snapshot::Snapshot;

/// How a unit that is there before and after, and differs, gets from the one to the other.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By statements that leave it in place.
    InPlace {
        statements: Vec<Statement>,
        /// Whether what stands on it must be out of the way meanwhile: a view on a column that changes its type.
        disturbs: bool,
    },
    /// It is dropped and made again; there is nothing in it to lose.
    Replace,
}

impl Way {
    pub(super) fn in_place(statements: Vec<Statement>) -> Self {
        Way::InPlace { statements, disturbs: false }
    }
}

/// Both schemas, for what a statement must know besides its own unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides<'s> {
    pub(super) before: &'s Snapshot,
    pub(super) after: &'s Snapshot,
}

/// A dialect's grammar.
pub(super) trait Grammar {
    fn dialect(&self) -> Dialect;

    /// How many names in front of a part belong to its table: two where there are schemas (`public.users`), else one.
    fn depth(&self) -> usize;

    /// Whether a part of a table is written inside of it and has no statements of its own. `is_new` says whether the whole
    /// table is made.
    fn is_inside(&self, part: &ObjectId, object: &Object, is_new: bool) -> bool;

    /// Whether a fact is said by [`finish`](Grammar::finish), so that what it names may be made after the unit.
    fn is_said_later(&self, kind: Kind, fact: &str) -> bool {
        let _ = (kind, fact);
        false
    }

    /// What units stand on although no text of theirs says so: a unit, one below it, and how sure that is.
    fn stands_also<'s>(
        &self,
        units: &BTreeMap<&'s ObjectId, Unit<'s>>,
    ) -> Vec<(&'s ObjectId, &'s ObjectId, Need)> {
        let _ = units;
        Vec::new()
    }

    /// Whether the server drops a unit by itself when another one is dropped, on top of what lies below that one.
    fn goes_along(&self, unit: &Unit<'_>, dropped: &ObjectId) -> bool {
        let _ = (unit, dropped);
        false
    }

    /// The statements that make it.
    fn create(&self, unit: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement>;

    /// What is said of a unit that was just made, when everything it names is there.
    fn finish(&self, unit: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement> {
        let _ = (unit, sides);
        Vec::new()
    }

    /// The statements that remove it, with all that lies below it.
    fn drop(&self, unit: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement>;

    /// How it changes. Both have the same kind and name.
    fn alter(&self, before: &Unit<'_>, after: &Unit<'_>, sides: Sides<'_>) -> Way;

    /// For a unit that cannot be dropped and made again while `below`, on which it stands, is away: the statements before
    /// and after.
    fn release(
        &self,
        unit: &Unit<'_>,
        below: &ObjectId,
        sides: Sides<'_>,
    ) -> Option<(Vec<Statement>, Vec<Statement>)>;

    /// A table or a column under another name. `to` is its last part as SQL writes it.
    fn rename(&self, kind: Kind, from: &ObjectId, to: &str) -> Statement;
}
