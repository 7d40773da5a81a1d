//! Tables and columns that only `schema.rs` has.
//!
//! Responsible for the facts that the catalog of the dialect will tell of them once they are there.

use hunter_sql::Dialect;

use super::change::Objects;
use super::found::{is_rowid_name, not_null};
use super::head::{Head, Relation, written};
use super::names::quoted;
use super::schema::{DieselColumn, DieselSchema, DieselTable, plain};
use super::{postgres, rowid, sqlite};
use crate::object::{Kind, Object, ObjectId};

/// The text that a fact of this dialect has which says yes.
pub(super) fn yes(dialect: Dialect) -> &'static str {
    if dialect == Dialect::Sqlite { "yes" } else { "true" }
}

fn object<'t>(facts: impl IntoIterator<Item = (&'t str, String)>) -> Object {
    Object { facts: facts.into_iter().collect(), ..Object::default() }
}

/// A new table with its columns, its key and what `joinable!` says of it.
pub(super) fn table(table: &DieselTable, schema: &DieselSchema, head: &Head<'_>, objects: &mut Objects) {
    let dialect = head.dialect;
    let place = table.place(dialect);
    let name = written(dialect, &place);
    if !place.0.is_empty() {
        let id = ObjectId { kind: Kind::Schema, name: quoted(dialect, &place.0) };
        objects.entry(id).or_default();
    }
    let made = Object { notes: spelling(dialect, &table.name), ..Object::default() };
    objects.insert(ObjectId { kind: Kind::Table, name: name.clone() }, made);
    let key: Vec<String> = table.key.iter().map(|name| plain(dialect, name)).collect();
    // Diesel lists the key that SQLite has by itself; nobody makes it.
    let has_own_key = !(dialect == Dialect::Sqlite && key.iter().all(|name| is_rowid_name(name)));
    let columns = table.columns.iter().filter(|column| has_own_key || !key.contains(&column.plain(dialect)));
    for (at, column) in columns.enumerate() {
        let own = column.plain(dialect);
        let (is_key, is_only_key) = (key.contains(&own), key == [own.as_str()]);
        let kind = match dialect {
            Dialect::Sqlite => sqlite::usual(column, is_only_key, false),
            _ => postgres::usual(&column.kind, column.max_length, head),
        };
        let is_null = column.kind.is_nullable() && !(is_key && dialect == Dialect::Postgres);
        put_column(column, &name, (kind, !is_null, at + 1), dialect, objects);
    }
    if has_own_key {
        let (id, object) = self::key(&name, &key, head);
        objects.insert(id, object);
    }
    if dialect == Dialect::Sqlite {
        rowid::settle(&name, objects);
    }
    for join in &schema.joins {
        let (child, parent) = (&schema.tables[join.child], &schema.tables[join.parent]);
        let is_for = std::ptr::eq(child, table) && parent.is_for(dialect);
        if is_for && !head.views.contains(&parent.place(dialect)) {
            objects.extend(foreign_key(&name, &join.column, parent, dialect));
        }
    }
}

/// A new column of a table that is there.
pub(super) fn column(
    column: &DieselColumn,
    relation: &Relation<'_>,
    table: &DieselTable,
    head: &Head<'_>,
    objects: &mut Objects,
) {
    let kind = kind(column, relation, table, head, "");
    let position = |object: &Object| object.notes.get("position").and_then(|at| at.parse::<usize>().ok());
    let start = format!("{}.", relation.written);
    let columns = objects.iter().filter(|(id, _)| id.kind == Kind::Column && id.name.starts_with(&start));
    let last = columns.filter_map(|(_, object)| position(object)).max().unwrap_or_default();
    let facts = (kind, !column.kind.is_nullable(), last + 1);
    put_column(column, relation.written, facts, head.dialect, objects);
}

/// The type for a column, in place of one that does not agree. It stays one of a fixed length if it was.
pub(super) fn kind(
    column: &DieselColumn,
    relation: &Relation<'_>,
    table: &DieselTable,
    head: &Head<'_>,
    was: &str,
) -> String {
    if head.dialect == Dialect::Sqlite {
        // What Diesel calls the key of a table without one is none.
        let is_only_key = relation.key.is_some() && table.key == [column.name.as_str()];
        return sqlite::usual(column, is_only_key, relation.is_strict());
    }
    let usual = postgres::usual(&column.kind, column.max_length, head);
    match usual.strip_prefix("character varying(") {
        Some(length) if was.starts_with("character(") => format!("character({length}"),
        _ => usual,
    }
}

fn put_column(
    column: &DieselColumn,
    table: &str,
    (kind, is_not_null, position): (String, bool, usize),
    dialect: Dialect,
    objects: &mut Objects,
) {
    let not_null = is_not_null.then(|| (not_null(dialect), yes(dialect).to_owned()));
    let mut made = object([("type", kind)].into_iter().chain(not_null));
    let position = [("position", position.to_string())];
    let spelling = spelling(dialect, &column.name);
    let spelling = spelling.iter().map(|(name, text)| (name, text.to_owned()));
    made.notes = spelling.chain(position).collect();
    let name = format!("{table}.{}", quoted(dialect, &column.plain(dialect)));
    objects.insert(ObjectId { kind: Kind::Column, name }, made);
}

/// How a name is written, where SQLite compares it otherwise.
fn spelling(dialect: Dialect, name: &str) -> crate::texts::Texts {
    let differs = dialect == Dialect::Sqlite && name.bytes().any(|byte| byte.is_ascii_uppercase());
    differs.then_some(("spelling", name)).into_iter().collect()
}

/// A primary key.
pub(super) fn key(table: &str, columns: &[String], head: &Head<'_>) -> (ObjectId, Object) {
    let dialect = head.dialect;
    let list = columns.iter().map(|column| quoted(dialect, column)).collect::<Vec<_>>().join(", ");
    let kind = "primary key".to_owned();
    let (own, made) = match dialect {
        Dialect::Sqlite => (format!("primary key({list})"), object([("kind", kind), ("columns", list)])),
        _ => {
            let own = quoted(dialect, &constraint_name(&last(table), "", "pkey"));
            (own, object([("type", kind), ("definition", format!("PRIMARY KEY ({list})"))]))
        }
    };
    (ObjectId { kind: Kind::Constraint, name: format!("{table}.{own}") }, made)
}

/// What a `joinable!` says, where the parent's key is one column.
fn foreign_key(
    table: &str,
    column: &str,
    parent: &DieselTable,
    dialect: Dialect,
) -> Option<(ObjectId, Object)> {
    let [key] = &parent.key[..] else { return None };
    let column = quoted(dialect, &plain(dialect, column));
    let references =
        format!("{}({})", written(dialect, &parent.place(dialect)), quoted(dialect, &plain(dialect, key)));
    let kind = "foreign key".to_owned();
    let (own, made) = match dialect {
        Dialect::Sqlite => {
            let own = format!("foreign key({column})");
            (own, object([("kind", kind), ("columns", column), ("references", references)]))
        }
        _ => {
            let own = quoted(dialect, &constraint_name(&last(table), &last(&column), "fkey"));
            let definition = format!("FOREIGN KEY ({column}) REFERENCES {references}");
            (own, object([("type", kind), ("definition", definition)]))
        }
    };
    Some((ObjectId { kind: Kind::Constraint, name: format!("{table}.{own}") }, made))
}

fn last(written: &str) -> String {
    super::names::parts(written).pop().unwrap_or_default()
}

/// The name that PostgreSQL makes up: it has 63 bytes at most, and the longer part gives way.
fn constraint_name(table: &str, column: &str, label: &str) -> String {
    let (mut table, mut column) = (table.to_owned(), column.to_owned());
    let rest = label.len() + if column.is_empty() { 1 } else { 2 };
    while table.len() + column.len() + rest > 63 {
        if table.len() > column.len() {
            table.pop()
        } else {
            column.pop()
        };
    }
    let parts = [table.as_str(), column.as_str(), label];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}
