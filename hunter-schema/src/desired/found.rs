//! What is apart between a `schema.rs` and a schema.
//!
//! Responsible for whether two things agree. They do where Diesel could have written the one from the other, and where a
//! `schema.rs` usually leaves something out: tables of Diesel's own, of schemas that it names nowhere, partitions, and
//! tables that another server or a module of SQLite holds.

use std::collections::BTreeSet;

use hunter_sql::Dialect;

use super::head::{Head, Relation, written};
use super::schema::{DieselColumn, DieselSchema, DieselTable, plain};
use super::{postgres, sqlite};
use crate::object::Object;

/// One thing that is apart.
pub(super) enum Found<'f> {
    /// Only `schema.rs` has the table.
    TableHere(&'f DieselTable),
    /// Only the schema has it.
    TableAtHead(&'f (String, String), &'f Relation<'f>),
    /// Both have the table, and something of it is apart.
    Within(&'f DieselTable, &'f Relation<'f>, Part<'f>),
}

/// What of a table is apart.
pub(super) enum Part<'f> {
    ColumnHere(&'f DieselColumn),
    ColumnAtHead(&'f str, &'f Object),
    /// A column's type, or whether it takes NULL, or both.
    Column {
        column: &'f DieselColumn,
        object: &'f Object,
        kind: bool,
        null: bool,
    },
    Key,
}

/// All of it: table by table of `schema.rs`, then what only the schema has.
pub(super) fn all<'f>(schema: &'f DieselSchema, head: &'f Head<'f>) -> Vec<Found<'f>> {
    let mut found = Vec::new();
    let mut places = BTreeSet::new();
    for table in schema.tables.iter().filter(|table| table.is_for(head.dialect)) {
        let place = table.place(head.dialect);
        match head.tables.get(&place) {
            Some(relation) if relation.is_virtual() => {}
            Some(relation) => {
                found.extend(
                    parts(table, relation, schema, head)
                        .into_iter()
                        .map(|part| Found::Within(table, relation, part)),
                );
            }
            None if head.views.contains(&place) => {}
            None => found.push(Found::TableHere(table)),
        }
        places.insert(place);
    }
    let mut schemas: BTreeSet<&str> = places.iter().map(|(schema, _)| schema.as_str()).collect();
    if schemas.is_empty() && head.dialect == Dialect::Postgres {
        schemas.insert("public");
    }
    let is_of_parent = |relation: &Relation<'_>| {
        let parent = relation.facts.get("partition_of");
        parent.is_some_and(|parent| places.iter().any(|place| written(head.dialect, place) == parent))
    };
    for (place @ (of, name), relation) in &head.tables {
        let is_spoken_of = of.is_empty() || schemas.contains(of.as_str());
        let is_left_out = name.starts_with("__")
            || relation.is_virtual()
            || relation.facts.get("form") == Some("foreign")
            || is_of_parent(relation);
        if is_spoken_of && !is_left_out && !places.contains(place) {
            found.push(Found::TableAtHead(place, relation));
        }
    }
    found
}

fn parts<'f>(
    table: &'f DieselTable,
    relation: &'f Relation<'f>,
    schema: &DieselSchema,
    head: &Head<'_>,
) -> Vec<Part<'f>> {
    let dialect = head.dialect;
    let mut parts = Vec::new();
    // A table without a key has to have some for Diesel.
    let key_apart = relation.key.as_ref().is_some_and(|key| {
        let here: BTreeSet<String> = table.key.iter().map(|name| plain(dialect, name)).collect();
        here != key.columns.iter().cloned().collect()
    });
    for column in &table.columns {
        let name = column.plain(dialect);
        let Some((_, object)) = relation.columns.get(&name) else {
            let is_rowid = dialect == Dialect::Sqlite && relation.key.is_none() && is_rowid_name(&name);
            if !is_rowid {
                parts.push(Part::ColumnHere(column));
            }
            continue;
        };
        let is_key = if key_apart { table.key.contains(&column.name) } else { relation.is_key(&name) };
        let sql = object.facts.get("type").unwrap_or_default();
        let agrees = match dialect {
            Dialect::Sqlite => {
                sqlite::agrees(column, sql, is_key || refers(&name, relation, schema), relation)
            }
            _ => postgres::agrees(&column.kind, column.max_length, sql, head),
        };
        // With another type a key of SQLite is none that goes without saying.
        let null = is_null_apart(column, object, sql, is_key && (agrees || dialect != Dialect::Sqlite), head);
        if !agrees || null {
            parts.push(Part::Column { column, object, kind: !agrees, null });
        }
    }
    let has = |name: &str| table.columns.iter().any(|column| column.plain(dialect) == name);
    let gone = relation.columns.iter().filter(|(name, _)| !has(name));
    parts.extend(gone.map(|(name, (_, object))| Part::ColumnAtHead(name, object)));
    if key_apart {
        parts.push(Part::Key);
    }
    parts
}

/// Whether a column refers by a foreign key to a column that stays.
fn refers(column: &str, relation: &Relation<'_>, schema: &DieselSchema) -> bool {
    let Some((other, to)) = relation.references.get(column) else { return false };
    let is_it = |table: &&DieselTable| {
        table.is_for(Dialect::Sqlite) && written(Dialect::Sqlite, &table.place(Dialect::Sqlite)) == *other
    };
    let has = |table: &DieselTable| table.columns.iter().any(|column| column.plain(Dialect::Sqlite) == *to);
    schema.tables.iter().find(is_it).is_some_and(has)
}

/// Whether one takes NULL and the other does not. A key has no NULL on PostgreSQL, and SQLite does not always say so.
fn is_null_apart(column: &DieselColumn, object: &Object, sql: &str, is_key: bool, head: &Head<'_>) -> bool {
    let is_not_null = is_not_null(head.dialect, object);
    let domain = || head.base(sql).is_some_and(|facts| facts.get("not_null").is_some());
    let says_nothing = match head.dialect {
        Dialect::Sqlite => is_key && !is_not_null,
        _ => is_key || domain(),
    };
    !says_nothing && column.kind.is_nullable() == is_not_null
}

/// Whether a column of a snapshot takes no NULL.
pub(super) fn is_not_null(dialect: Dialect, object: &Object) -> bool {
    object.facts.get(not_null(dialect)).is_some()
}

/// The fact of it.
pub(super) fn not_null(dialect: Dialect) -> &'static str {
    if dialect == Dialect::Sqlite { "not null" } else { "not_null" }
}

/// Names under which SQLite has a key that nobody made, and Diesel lists it.
pub(super) fn is_rowid_name(name: &str) -> bool {
    ["rowid", "oid", "_rowid_"].contains(&name)
}
