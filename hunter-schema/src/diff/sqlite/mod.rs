//! What SQLite says about a schema.
//!
//! Responsible for which of its statements answers which question of the plan. SQLite alters few things in place, so a
//! table goes one of two ways:
//!
//! ```text
//! table that differs ─┬─ in_place: ADD COLUMN, DROP COLUMN                   where SQLite takes it
//!                     └─ rebuild:  CREATE new, INSERT, DROP old, RENAME new  everything else; copy says what it costs
//! ```

mod copy;
mod in_place;
mod keys;
mod objects;
mod rebuild;
mod table;
mod text;

use hunter_sql::Dialect;

use super::draft::{Reverse, Statement};
use super::grammar::{Grammar, Sides, Way};
use super::names;
use super::unit::Unit;
use crate::object::{Kind, Object, ObjectId};

/// How many names stand in front of a part: its table's.
const DEPTH: usize = 1;

/// See the module.
pub(super) struct Sqlite;

impl Grammar for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn depth(&self) -> usize {
        DEPTH
    }

    fn is_inside(&self, part: &ObjectId, _: &Object, _: bool) -> bool {
        matches!(part.kind, Kind::Column | Kind::Constraint)
    }

    fn create(&self, unit: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement> {
        let sql = match unit.id.kind {
            Kind::Table if unit.fact("module").is_some() => objects::create_virtual_table(unit),
            Kind::Table => table::create(unit, &text::spelled(unit.id, unit.object), sides.after),
            Kind::Index => objects::create_index(unit, sides.after),
            Kind::View => objects::create_view(unit),
            Kind::Trigger => objects::create_trigger(unit, sides.after),
            _ => return vec![unknown(unit.id)],
        };
        vec![Statement::new(unit.id, sql)]
    }

    fn drop(&self, unit: &Unit<'_>, _: Sides<'_>) -> Vec<Statement> {
        let name = text::spelled(unit.id, unit.object);
        let statement = match unit.id.kind {
            Kind::Table => Statement::new(unit.id, format!("DROP TABLE {name}"))
                .reverse(Reverse::StructureOnly)
                .remark(format!("loses every row of {}", unit.id.name)),
            Kind::Index => Statement::new(unit.id, format!("DROP INDEX {name}")),
            Kind::View => Statement::new(unit.id, format!("DROP VIEW {name}")),
            Kind::Trigger => Statement::new(unit.id, format!("DROP TRIGGER {name}")),
            _ => unknown(unit.id),
        };
        vec![statement]
    }

    fn alter(&self, before: &Unit<'_>, after: &Unit<'_>, sides: Sides<'_>) -> Way {
        if after.id.kind != Kind::Table {
            return Way::Replace;
        }
        if [before, after].iter().any(|unit| unit.fact("module").is_some()) {
            let what = format!(
                "{} is a virtual table, which SQLite cannot alter: drop it, make it again and fill it",
                after.id.name
            );
            return Way::in_place(vec![Statement::unfinished(after.id, what)]);
        }
        in_place::way(before, after, sides).unwrap_or_else(|| Way::InPlace {
            statements: rebuild::statements(before, after, sides),
            disturbs: true,
        })
    }

    fn release(
        &self,
        unit: &Unit<'_>,
        _: &ObjectId,
        _: Sides<'_>,
    ) -> Option<(Vec<Statement>, Vec<Statement>)> {
        // A table has rows and never goes out of the way; SQLite does not mind that what it refers to is away.
        (unit.id.kind == Kind::Table).then(Default::default)
    }

    fn rename(&self, kind: Kind, from: &ObjectId, to: &str) -> Statement {
        match (kind, names::owner(DEPTH, &from.name)) {
            (Kind::Table, _) => Statement::new(from, format!("ALTER TABLE {} RENAME TO {to}", from.name)),
            (Kind::Column, Some(table)) => {
                let column = names::own(DEPTH, &from.name);
                Statement::new(from, format!("ALTER TABLE {table} RENAME COLUMN {column} TO {to}"))
            }
            _ => Statement::unfinished(from, format!("SQLite cannot rename a {}", kind.word())),
        }
    }
}

/// For what no snapshot of SQLite holds as a unit.
fn unknown(id: &ObjectId) -> Statement {
    Statement::unfinished(id, format!("SQLite has no statement for {id}"))
}

#[cfg(test)]
mod tests;
