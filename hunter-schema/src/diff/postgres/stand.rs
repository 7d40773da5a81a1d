//! What may stay while something below it is away.

use std::collections::BTreeSet;

use super::say::part;
use super::table::is_column_of_table;
use crate::diff::draft::Statement;
use crate::diff::grammar::Sides;
use crate::diff::names;
use crate::diff::unit::Unit;
use crate::object::{Kind, Object, ObjectId};

type Around = Option<(Vec<Statement>, Vec<Statement>)>;

/// See [`Grammar::release`](crate::diff::grammar::Grammar::release).
pub(super) fn release(unit: &Unit<'_>, below: &ObjectId, sides: Sides<'_>) -> Around {
    let stays = || Some((Vec::new(), Vec::new()));
    match (unit.id.kind, below.kind) {
        (Kind::Schema | Kind::Extension | Kind::Table, _) => stays(),
        (Kind::Column, _) if is_column_of_table(unit) => column(unit, below, sides),
        // The server builds these again by itself when a column changes its type.
        (Kind::Constraint, Kind::Column) if unit.fact("type") == Some("foreign key") => None,
        (Kind::Constraint | Kind::Index | Kind::Sequence | Kind::Grant, Kind::Column)
            if !is_remade(below, sides) =>
        {
            stays()
        }
        (Kind::Sequence, _) => stays(),
        // A domain over a domain or an enum is made again together with it.
        (Kind::Type, Kind::Type) if unit.fact("form") == Some("domain") && converts(below, sides) => stays(),
        _ => None,
    }
}

fn side<'s>(id: &ObjectId, sides: Sides<'s>) -> (Option<&'s Object>, Option<&'s Object>) {
    (sides.before.get(id), sides.after.get(id))
}

/// Whether a column is dropped and made again, or dropped.
fn is_remade(column: &ObjectId, sides: Sides<'_>) -> bool {
    let (before, after) = side(column, sides);
    let is_generated =
        |object: Option<&Object>| object.is_none_or(|object| object.facts.get("generated").is_some());
    is_generated(before) || is_generated(after)
}

/// Whether values of a type are converted where it changes.
fn converts(kind: &ObjectId, sides: Sides<'_>) -> bool {
    let form =
        |object: Option<&Object>| object.and_then(|object| object.facts.get("form")).map(str::to_owned);
    let (before, after) = side(kind, sides);
    form(before) == form(after) && matches!(form(after).as_deref(), Some("enum" | "domain"))
}

/// A column keeps its values, so it never goes away for something below it.
fn column(unit: &Unit<'_>, below: &ObjectId, sides: Sides<'_>) -> Around {
    let stays = Some((Vec::new(), Vec::new()));
    // A foreign table on another server is another one; it holds nothing itself.
    if below.kind == Kind::Table {
        let server =
            |object: Option<&Object>| object.and_then(|object| object.facts.get("server")).map(str::to_owned);
        let (before, after) = side(below, sides);
        return if server(before) == server(after) { stays } else { None };
    }
    if unit.fact("generated").is_some() {
        return match below.kind {
            Kind::Function | Kind::Column | Kind::Type => None,
            _ => stays,
        };
    }
    let (table, own) = part(unit.id);
    let name = below.name.split('(').next().unwrap_or_default();
    let mut mentioned = BTreeSet::new();
    let is_in = |text: Option<&str>, mentioned: &mut BTreeSet<String>| {
        mentioned.clear();
        names::mentions(hunter_sql::Dialect::Postgres, text.unwrap_or_default(), mentioned);
        mentioned.contains(name)
    };
    match below.kind {
        Kind::Function if is_in(unit.fact("default"), &mut mentioned) => {
            let alter = |how: String| {
                Statement::new(unit.id, format!("ALTER TABLE {table} ALTER COLUMN {own} {how}"))
            };
            let after = side(unit.id, sides).1.and_then(|after| after.facts.get("default"));
            let back = after.map(|default| alter(format!("SET DEFAULT {default}")));
            Some((vec![alter("DROP DEFAULT".to_owned())], back.into_iter().collect()))
        }
        Kind::Type if is_in(unit.fact("type"), &mut mentioned) => {
            let leaves =
                side(unit.id, sides).1.is_some_and(|after| after.facts.get("type") != unit.fact("type"));
            if converts(below, sides) || leaves {
                return stays;
            }
            let text = format!(
                "{} holds values of {}, which cannot change in place; write how they are converted",
                unit.id.name, below.name
            );
            Some((vec![Statement::unfinished(unit.id, text)], Vec::new()))
        }
        _ => stays,
    }
}
