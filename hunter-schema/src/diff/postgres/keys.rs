//! What stands on what although no text says so: foreign keys on keys, queries that group by a key, and tables of which one
//! must be logged before the other.

use std::collections::{BTreeMap, BTreeSet};

use hunter_sql::Dialect;

use super::say::{list, part};
use crate::diff::names;
use crate::diff::order::Need;
use crate::diff::unit::Unit;
use crate::object::{Kind, ObjectId};

type Units<'s> = BTreeMap<&'s ObjectId, Unit<'s>>;
/// Who stands on what.
type Pair<'s> = (&'s ObjectId, &'s ObjectId, Need);

pub(super) fn stand<'s>(units: &Units<'s>) -> Vec<Pair<'s>> {
    let mut keys: BTreeMap<&str, Vec<(&ObjectId, BTreeSet<&str>)>> = BTreeMap::new();
    for (id, unit) in units.iter().filter(|(_, unit)| is_key(unit)) {
        let definition = unit.fact("definition").unwrap_or_default();
        let inside =
            definition.split_once('(').and_then(|(_, rest)| rest.split(')').next()).unwrap_or_default();
        keys.entry(part(id).0).or_default().push((id, list(inside).into_iter().collect()));
    }
    let tables: BTreeMap<&str, &ObjectId> =
        units.keys().filter(|id| id.kind == Kind::Table).map(|id| (id.name.as_str(), *id)).collect();
    let mut pairs = Vec::new();
    for (id, unit) in units {
        if let Some((table, columns)) = referenced(unit) {
            let of_table = keys.get(table).into_iter().flatten();
            pairs.extend(of_table.filter(|(_, key)| *key == columns).map(|(key, _)| (*id, *key, Need::Sure)));
            if let (Some(from), Some(to)) = (tables.get(part(id).0), tables.get(table)) {
                pairs.extend(logged(units, from, to));
            }
        }
        if let Some(query) = unit.body("query").filter(|query| query.contains("GROUP BY")) {
            let mut mentioned = BTreeSet::new();
            names::mentions(Dialect::Postgres, query, &mut mentioned);
            let of_tables = mentioned.iter().filter_map(|name| keys.get(name.as_str())).flatten();
            pairs.extend(of_tables.map(|(key, _)| (*id, *key, Need::Sure)));
        }
    }
    pairs
}

fn is_key(unit: &Unit<'_>) -> bool {
    match unit.id.kind {
        Kind::Constraint => matches!(unit.fact("type"), Some("primary key" | "unique")),
        Kind::Index => unit.fact("unique").is_some(),
        _ => false,
    }
}

/// The table that a foreign key refers to, and its columns.
fn referenced<'s>(unit: &Unit<'s>) -> Option<(&'s str, BTreeSet<&'s str>)> {
    let definition = unit.fact("definition").filter(|_| unit.fact("type") == Some("foreign key"))?;
    let (table, columns) = definition.split_once(" REFERENCES ")?.1.split_once('(')?;
    Some((table, list(columns.split(')').next().unwrap_or_default()).into_iter().collect()))
}

/// A table that is logged refers to none that is not: of two that become so the one that refers goes first, of two that
/// become logged the other.
fn logged<'s>(units: &Units<'s>, from: &'s ObjectId, to: &'s ObjectId) -> Option<Pair<'s>> {
    let is_unlogged = units.get(to)?.fact("unlogged").is_some();
    (from != to).then_some(if is_unlogged { (to, from, Need::Likely) } else { (from, to, Need::Likely) })
}
