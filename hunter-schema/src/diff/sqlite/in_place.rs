//! What `ALTER TABLE` does in place: columns that come and columns that go.
//!
//! Responsible for knowing when SQLite takes it, whatever rows there are. When that is not sure there is no answer here, and
//! the table is built anew.

use std::collections::BTreeSet;

use hunter_sql::Dialect;

use super::super::draft::{Reverse, Statement};
use super::super::grammar::{Sides, Way};
use super::super::names;
use super::super::unit::{Unit, position};
use super::{table, text};
use crate::object::{Kind, Object, ObjectId};

type Part<'s> = (&'s ObjectId, &'s Object);

/// The way in place, where there is one.
pub(super) fn way(before: &Unit<'_>, after: &Unit<'_>, sides: Sides<'_>) -> Option<Way> {
    if before.object.facts != after.object.facts {
        return None;
    }
    let gone = without(before, after)?;
    let new = without(after, before)?;
    let (new_columns, new_constraints) = by_kind(&new);
    let (gone_columns, gone_constraints) = by_kind(&gone);
    if !gone_constraints.is_empty() || !stand_last(after, &new_columns) {
        return None;
    }
    let name = text::spelled(before.id, before.object);
    let mut statements = Vec::new();
    let mut written = 0;
    for (at, (id, object)) in new_columns.iter().enumerate() {
        // Only what is there already can be generated from.
        let is_early = new_columns[at + 1..].iter().any(|(later, _)| uses(object, text::own(later)));
        let own: Vec<Part<'_>> =
            new_constraints.iter().copied().filter(|part| is_of(part.1, id, after)).collect();
        if is_early || !can_be_added(object, &own) {
            return None;
        }
        written += own.len();
        let column = [table::column(id, object, None)];
        let own = own.into_iter().map(|(id, object)| table::of_column(id, object, sides.after));
        let column = column.into_iter().chain(own).collect::<Vec<_>>().join(" ");
        statements.push(Statement::new(id, format!("ALTER TABLE {name} ADD COLUMN {column}")));
    }
    if written != new_constraints.len() {
        return None;
    }
    let mut disturbs = false;
    for (id, _) in &gone_columns {
        disturbs |= stands_on(text::own(id), sides);
    }
    statements.extend(drops(before, gone_columns, &name)?);
    Some(Way::InPlace { statements, disturbs })
}

/// Columns are dropped in an order in which nothing of the table that is still there names them.
fn drops(before: &Unit<'_>, mut gone: Vec<Part<'_>>, table: &str) -> Option<Vec<Statement>> {
    let mut left = before.parts.clone();
    let is_stored = |object: &Object| object.facts.get("generated").is_none();
    // A generated column is usually made of those before it.
    gone.sort_by_key(|(_, object)| (is_stored(object), std::cmp::Reverse(position(object))));
    let mut statements = Vec::new();
    for (id, object) in gone {
        left.retain(|(other, _)| *other != id);
        if left.iter().any(|(_, part)| uses(part, text::own(id))) {
            return None;
        }
        statements.push(dropped(table, id, object));
    }
    Some(statements)
}

/// The parts that only the first has, unless one of both differs.
fn without<'s>(unit: &Unit<'s>, other: &Unit<'_>) -> Option<Vec<Part<'s>>> {
    let mut found = Vec::new();
    for part in &unit.parts {
        match other.parts.iter().find(|(id, _)| *id == part.0) {
            Some((_, object)) if object.facts != part.1.facts => return None,
            Some(_) => {}
            None => found.push(*part),
        }
    }
    Some(found)
}

fn by_kind<'s>(parts: &[Part<'s>]) -> (Vec<Part<'s>>, Vec<Part<'s>>) {
    parts.iter().partition(|(id, _)| id.kind == Kind::Column)
}

/// Whether columns are behind all others, where `ADD COLUMN` puts them.
fn stand_last(unit: &Unit<'_>, new: &[Part<'_>]) -> bool {
    let is_new = |id: &ObjectId| new.iter().any(|(new, _)| *new == id);
    let last = unit.columns().filter(|(id, _)| !is_new(id)).map(|(_, object)| position(object)).max();
    new.iter().all(|(_, object)| last.is_none_or(|last| position(object) >= last))
}

/// Whether a constraint is about one column, which can say it itself.
fn is_of(constraint: &Object, column: &ObjectId, unit: &Unit<'_>) -> bool {
    let own = text::own(column);
    match constraint.facts.get("kind") {
        Some("foreign key") => constraint.facts.get("columns") == Some(own),
        Some("check") => unit.columns().all(|(id, _)| uses(constraint, text::own(id)) == (id == column)),
        _ => false,
    }
}

/// Whether SQLite adds it to rows that are there: they get a value that is known beforehand.
fn can_be_added(column: &Object, constraints: &[Part<'_>]) -> bool {
    let fact = |name: &str| column.facts.get(name);
    let is_key = constraints.iter().any(|(_, object)| object.facts.get("kind") == Some("foreign key"));
    let not_null = fact("not null").is_some() || fact("not null on conflict").is_some();
    if fact("generated").is_some() {
        return fact("stored").is_none() && !not_null && constraints.is_empty();
    }
    match fact("default") {
        Some(default) => text::is_constant(default) && !is_key,
        None => !not_null,
    }
}

/// Whether a part of a table names a column.
fn uses(part: &Object, column: &str) -> bool {
    let says = ["columns", "expression", "references", "generated"];
    says.iter().filter_map(|fact| part.facts.get(fact)).any(|text| mentions(text, column))
}

/// Whether an index, a view or a trigger may stand on a column.
fn stands_on(column: &str, sides: Sides<'_>) -> bool {
    let apart = |kind: Kind| matches!(kind, Kind::Index | Kind::View | Kind::Trigger);
    let mut objects = sides.before.objects().filter(|(id, _)| apart(id.kind));
    objects.any(|(_, object)| object.facts.iter().any(|(_, text)| mentions(text, column)))
}

fn mentions(text: &str, name: &str) -> bool {
    let mut found = BTreeSet::new();
    names::mentions(Dialect::Sqlite, text, &mut found);
    found.contains(name)
}

fn dropped(table: &str, id: &ObjectId, object: &Object) -> Statement {
    let sql = format!("ALTER TABLE {table} DROP COLUMN {}", text::spelled(id, object));
    let statement = Statement::new(id, sql);
    if object.facts.get("generated").is_some() {
        return statement;
    }
    statement.reverse(Reverse::StructureOnly).remark(format!("loses the values of {}", id.name))
}
