//! The keys of SQLite that are the rowid.
//!
//! Responsible for what follows from a key there: a rowid is never null and needs nobody to say so, and it alone counts up
//! by itself.

use hunter_sql::Dialect;

use super::change::{Objects, with};
use super::head::{Constraint, constraint};
use super::names::quoted;
use crate::object::{Kind, Object, ObjectId};

/// Says of a table whose key has changed what the catalog will say.
pub(super) fn settle(table: &str, objects: &mut Objects) {
    let below = format!("{table}.");
    let keys = objects.iter().filter(|(id, _)| id.kind == Kind::Constraint && id.name.starts_with(&below));
    let key = keys.into_iter().find_map(|(id, object)| match constraint(Dialect::Sqlite, &object.facts) {
        Constraint::PrimaryKey(columns) => Some((id.clone(), columns)),
        _ => None,
    });
    let Some((key, columns)) = key else { return };
    let table = ObjectId { kind: Kind::Table, name: table.to_owned() };
    let says = |fact: &str| objects.get(&table).is_some_and(|object| object.facts.get(fact).is_some());
    let (is_without, is_strict) = (says("without rowid"), says("strict"));
    let columns: Vec<ObjectId> = columns
        .iter()
        .map(|column| column_id(&below, column))
        .filter(|id| objects.contains_key(id))
        .collect();
    let is_integer = |id: &ObjectId| objects[id].facts.get("type") == Some("integer");
    let is_rowid = !is_without && columns.len() == 1 && columns.iter().all(is_integer);
    if is_rowid || is_without || is_strict {
        for id in &columns {
            change(objects, id, |column| column.facts = with(&column.facts, "not null", None));
        }
    }
    change(objects, &key, |key| key.notes = with(&key.notes, "is the rowid", is_rowid.then_some("yes")));
    if !is_rowid {
        change(objects, &table, |table| table.facts = with(&table.facts, "autoincrement", None));
    }
}

fn column_id(below: &str, column: &str) -> ObjectId {
    ObjectId { kind: Kind::Column, name: format!("{below}{}", quoted(Dialect::Sqlite, column)) }
}

fn change(objects: &mut Objects, id: &ObjectId, change: impl FnOnce(&mut Object)) {
    if let Some(object) = objects.get_mut(id) {
        change(object);
    }
}
