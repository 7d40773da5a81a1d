//! PostgreSQL's grammar.
//!
//! Responsible for which file speaks of which kind. Each of them writes what the catalog's queries read, so a fact that is
//! read there is said here.

mod behaviour;
mod column;
mod constraint;
mod function;
mod grant;
mod index;
mod keys;
mod say;
mod sequence;
mod space;
mod stand;
mod table;
mod types;
mod view;

use std::collections::BTreeMap;

use hunter_sql::Dialect;

use super::draft::Statement;
use super::grammar::{Grammar, Sides, Way};
use super::order::Need;
use super::unit::Unit;
use crate::object::{Kind, Object, ObjectId};

/// See the module.
pub(super) struct Postgres;

impl Grammar for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn depth(&self) -> usize {
        say::DEPTH
    }

    fn is_inside(&self, part: &ObjectId, object: &Object, is_new: bool) -> bool {
        is_new
            && (part.kind == Kind::Column || part.kind == Kind::Constraint && constraint::is_inside(object))
    }

    fn is_said_later(&self, kind: Kind, fact: &str) -> bool {
        matches!((kind, fact), (Kind::Sequence, "owner") | (Kind::Table, "replica_identity"))
    }

    fn stands_also<'s>(
        &self,
        units: &BTreeMap<&'s ObjectId, Unit<'s>>,
    ) -> Vec<(&'s ObjectId, &'s ObjectId, Need)> {
        keys::stand(units)
    }

    fn goes_along(&self, unit: &Unit<'_>, dropped: &ObjectId) -> bool {
        sequence::is_owned_by(unit, dropped)
    }

    fn create(&self, unit: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement> {
        match unit.id.kind {
            Kind::Schema => space::create_schema(unit),
            Kind::Extension => space::create_extension(unit),
            Kind::Type => types::create(unit),
            Kind::Sequence => sequence::create(unit),
            Kind::Table => table::create(unit),
            Kind::Column => column::create(unit, sides),
            Kind::Constraint => constraint::create(unit, sides),
            Kind::Index => index::create(unit, sides),
            Kind::View | Kind::MaterializedView => view::create(unit),
            Kind::Function => function::create(unit),
            Kind::Trigger | Kind::Policy | Kind::Rule => behaviour::create(unit),
            Kind::Grant => grant::give(unit, sides.after),
            Kind::Statistics => index::create_statistics(unit),
        }
    }

    fn finish(&self, unit: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement> {
        match unit.id.kind {
            Kind::Sequence => sequence::own(unit, sides),
            Kind::Table => table::identify(unit).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn drop(&self, unit: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement> {
        match unit.id.kind {
            Kind::Schema | Kind::Extension => space::drop(unit),
            Kind::Type => types::drop(unit),
            Kind::Sequence => sequence::drop(unit),
            Kind::Table => table::drop(unit),
            Kind::Column => column::drop(unit, sides),
            Kind::Constraint => constraint::drop(unit),
            Kind::Index => index::drop(unit),
            Kind::View | Kind::MaterializedView => view::drop(unit),
            Kind::Function => function::drop(unit),
            Kind::Trigger | Kind::Policy | Kind::Rule => behaviour::drop(unit),
            Kind::Grant => grant::take(unit, sides.before),
            Kind::Statistics => index::drop_statistics(unit),
        }
    }

    fn alter(&self, before: &Unit<'_>, after: &Unit<'_>, sides: Sides<'_>) -> Way {
        match after.id.kind {
            Kind::Schema | Kind::Extension => space::alter(before, after),
            Kind::Type => types::alter(before, after, sides),
            Kind::Sequence => sequence::alter(before, after),
            Kind::Table => table::alter(before, after, sides),
            Kind::Column => column::alter(before, after, sides),
            Kind::Constraint => constraint::alter(before, after, sides),
            Kind::Index => index::alter(before, after, sides),
            Kind::View | Kind::MaterializedView => view::alter(before, after),
            Kind::Function => function::alter(before, after),
            Kind::Trigger | Kind::Policy | Kind::Rule => behaviour::alter(before, after),
            Kind::Grant => Way::Replace,
            Kind::Statistics => index::alter_statistics(before, after),
        }
    }

    fn release(
        &self,
        unit: &Unit<'_>,
        below: &ObjectId,
        sides: Sides<'_>,
    ) -> Option<(Vec<Statement>, Vec<Statement>)> {
        stand::release(unit, below, sides)
    }

    fn rename(&self, kind: Kind, from: &ObjectId, to: &str) -> Statement {
        let (table, own) = say::part(from);
        Statement::new(
            from,
            match kind {
                Kind::Column => format!("ALTER TABLE {table} RENAME COLUMN {own} TO {to}"),
                _ => format!("ALTER TABLE {} RENAME TO {to}", from.name),
            },
        )
    }
}
