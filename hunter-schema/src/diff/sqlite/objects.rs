//! `CREATE` for everything but tables of SQLite's own: virtual tables, indexes, views and triggers.

use super::super::names;
use super::super::unit::Unit;
use super::{DEPTH, text};
use crate::snapshot::Snapshot;

/// What a module's arguments mean is its own affair.
pub(super) fn create_virtual_table(unit: &Unit<'_>) -> String {
    let name = text::spelled(unit.id, unit.object);
    let module = unit.fact("module").unwrap_or_default();
    let arguments = unit.fact("arguments").map(|arguments| format!("({arguments})")).unwrap_or_default();
    format!("CREATE VIRTUAL TABLE {name} USING {module}{arguments}")
}

pub(super) fn create_index(unit: &Unit<'_>, after: &Snapshot) -> String {
    let name = text::spelled(unit.id, unit.object);
    let unique = unit.fact("unique").map_or("", |_| "UNIQUE ");
    let columns = text::key_columns(unit.fact("columns").unwrap_or_default());
    let condition = unit.fact("where").map(|condition| format!(" WHERE {}", text::expression(condition)));
    let condition = condition.unwrap_or_default();
    format!("CREATE {unique}INDEX {name} ON {} ({columns}){condition}", owner(unit, after))
}

pub(super) fn create_view(unit: &Unit<'_>) -> String {
    let name = text::spelled(unit.id, unit.object);
    let columns = unit.fact("columns").map(|columns| format!(" ({columns})")).unwrap_or_default();
    format!("CREATE VIEW {name}{columns} AS\n{}", unit.fact("query").unwrap_or_default())
}

pub(super) fn create_trigger(unit: &Unit<'_>, after: &Snapshot) -> String {
    let name = text::spelled(unit.id, unit.object);
    let time = unit.fact("time").unwrap_or_default().to_ascii_uppercase();
    let when = unit.fact("when").map(|condition| format!("WHEN {}\n", text::expression(condition)));
    let when = when.unwrap_or_default();
    let body = text::body(unit.fact("body").unwrap_or_default());
    let event = event(unit.fact("event").unwrap_or_default());
    format!("CREATE TRIGGER {name} {time} {event} ON {} FOR EACH ROW\n{when}{body}", owner(unit, after))
}

/// `UPDATE OF` and the columns.
fn event(fact: &str) -> String {
    match fact.strip_prefix("update of ") {
        Some(columns) => format!("UPDATE OF {columns}"),
        None => fact.to_ascii_uppercase(),
    }
}

fn owner(unit: &Unit<'_>, after: &Snapshot) -> String {
    text::relation(after, names::owner(DEPTH, &unit.id.name).unwrap_or_default())
}
