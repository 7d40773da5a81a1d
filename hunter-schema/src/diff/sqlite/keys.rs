//! What a table is known by: its primary key and its rowid.
//!
//! Responsible for which tables have rowids and under which names, since a key of type `INTEGER` is the rowid itself.

use super::super::unit::Unit;
use super::text;
use crate::object::{Object, ObjectId};

/// A primary key that must be written at its column, because there it means something else than below the columns:
/// `INTEGER PRIMARY KEY DESC` is no rowid, and only `INTEGER PRIMARY KEY` can be `AUTOINCREMENT`.
pub(super) struct InlineKey<'s> {
    pub(super) id: &'s ObjectId,
    pub(super) object: &'s Object,
    pub(super) column: &'s str,
    pub(super) is_descending: bool,
}

pub(super) fn inline_key<'s>(unit: &Unit<'s>) -> Option<InlineKey<'s>> {
    if !has_rowid(unit) {
        return None;
    }
    let (id, object) = primary_key(unit)?;
    let columns = object.facts.get("columns")?;
    let (column, is_descending) = match columns.strip_suffix(" desc") {
        Some(column) => (column, true),
        None => (columns, false),
    };
    let (_, of_column) = unit.columns().find(|(id, _)| text::own(id) == column)?;
    (of_column.facts.get("type") == Some("integer")).then_some(InlineKey {
        id,
        object,
        column,
        is_descending,
    })
}

pub(super) fn primary_key<'s>(unit: &Unit<'s>) -> Option<(&'s ObjectId, &'s Object)> {
    unit.constraints().find(|(_, object)| object.facts.get("kind") == Some("primary key"))
}

/// Whether its rows have numbers.
pub(super) fn has_rowid(unit: &Unit<'_>) -> bool {
    unit.fact("without rowid").is_none()
}

/// The column that is the rowid.
pub(super) fn alias<'s>(unit: &Unit<'s>) -> Option<&'s str> {
    inline_key(unit).filter(|key| !key.is_descending).map(|key| key.column)
}

/// The name by which rows of both tables have a number that no column keeps.
pub(super) fn hidden_rowid(before: &Unit<'_>, after: &Unit<'_>) -> Option<&'static str> {
    let units = [before, after];
    if !units.iter().all(|unit| has_rowid(unit) && alias(unit).is_none()) {
        return None;
    }
    let is_column = |name: &str| units.iter().any(|unit| unit.columns().any(|(id, _)| text::own(id) == name));
    ["rowid", "_rowid_", "oid"].into_iter().find(|name| !is_column(name))
}
