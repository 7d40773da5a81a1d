//! What is made, changed and dropped as one: an object, and what is written inside of it.

use std::collections::BTreeMap;

use super::grammar::Grammar;
use super::names;
use crate::object::{Kind, Object, ObjectId};
use crate::snapshot::Snapshot;

/// An object with its parts: a table with the columns and constraints that its own statement writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit<'s> {
    pub(super) id: &'s ObjectId,
    pub(super) object: &'s Object,
    /// Columns in the order of their places, then the rest by name.
    pub(super) parts: Vec<(&'s ObjectId, &'s Object)>,
}

impl<'s> Unit<'s> {
    pub(super) fn fact(&self, name: &str) -> Option<&'s str> {
        self.object.facts.get(name)
    }

    pub(super) fn body(&self, name: &str) -> Option<&'s str> {
        self.object.bodies.get(name)
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = (&'s ObjectId, &'s Object)> {
        self.parts.iter().copied().filter(|(id, _)| id.kind == Kind::Column)
    }

    pub(super) fn constraints(&self) -> impl Iterator<Item = (&'s ObjectId, &'s Object)> {
        self.parts.iter().copied().filter(|(id, _)| id.kind == Kind::Constraint)
    }

    /// Whether anything but notes differs.
    pub(super) fn differs(&self, other: &Self) -> bool {
        let what = |object: &'_ Object| (object.facts.clone(), object.bodies.clone());
        what(self.object) != what(other.object)
            || self.parts.len() != other.parts.len()
            || self.parts.iter().any(|(id, object)| {
                let found = other.parts.iter().find(|(of_other, _)| of_other == id);
                found.is_none_or(|(_, of_other)| what(object) != what(of_other))
            })
    }
}

/// The place of a column among its table's.
pub(super) fn position(object: &Object) -> u32 {
    object.notes.get("position").and_then(|place| place.parse().ok()).unwrap_or(u32::MAX)
}

/// The units of a schema. `other` is the schema on the other side: a table that it lacks is made or dropped as a whole.
pub(super) fn units<'s>(
    grammar: &dyn Grammar,
    snapshot: &'s Snapshot,
    other: &Snapshot,
) -> BTreeMap<&'s ObjectId, Unit<'s>> {
    let mut units: BTreeMap<&ObjectId, Unit<'_>> = BTreeMap::new();
    let mut parts: Vec<(&ObjectId, &Object, ObjectId)> = Vec::new();
    for (id, object) in snapshot.objects() {
        let table = names::owner(grammar.depth(), &id.name)
            .map(|name| ObjectId { kind: Kind::Table, name: name.to_owned() })
            .filter(|table| snapshot.get(table).is_some());
        match table {
            Some(table) if grammar.is_inside(id, object, other.get(&table).is_none()) => {
                parts.push((id, object, table));
            }
            _ => drop(units.insert(id, Unit { id, object, parts: Vec::new() })),
        }
    }
    parts.sort_by_key(|(id, object, _)| (id.kind, position(object), *id));
    for (id, object, table) in parts {
        if let Some(unit) = units.get_mut(&table) {
            unit.parts.push((id, object));
        }
    }
    units
}
