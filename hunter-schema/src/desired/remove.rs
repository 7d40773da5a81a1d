//! What goes with a table or a column that goes.
//!
//! Responsible for leaving nothing behind that stands on it alone or refers to it by a key. Triggers, views and functions
//! that only mention a column stay: a server would not take them along either.

use hunter_sql::Dialect;

use super::change::Objects;
use super::head::{Constraint, constraint};
use super::names::{mentions, quoted};
use crate::object::{Kind, Object, ObjectId};
use crate::texts::Texts;

/// Takes a table away.
pub(super) fn table(dialect: Dialect, written: &str, objects: &mut Objects) {
    let (below, granted) = (format!("{written}."), format!("{written} to "));
    let sequences = owned(objects, &|owner| owner.starts_with(&below));
    objects.retain(|id, object| {
        let is_it = id.kind == Kind::Table && id.name == written;
        let is_below = id.name.starts_with(&below) && id.kind != Kind::Type;
        let is_grant = id.kind == Kind::Grant && id.name.starts_with(&granted);
        let refers = id.kind == Kind::Constraint
            && matches!(constraint(dialect, &object.facts), Constraint::ForeignKey { table, .. } if table == written);
        !(is_it || is_below || is_grant || refers || is_of_sequence(&sequences, id))
    });
    for object in objects.values_mut().filter(|object| object.facts.get("partition_of") == Some(written)) {
        // It stays as a table of its own.
        let facts = object.facts.iter().filter(|(name, _)| !["partition_of", "bound"].contains(name));
        object.facts = facts.collect();
    }
}

/// Takes a column of a table away.
pub(super) fn column(dialect: Dialect, table: &str, column: &str, objects: &mut Objects) {
    let name = format!("{table}.{}", quoted(dialect, column));
    let (below, granted) = (format!("{table}."), format!("{name} to "));
    let sequences = owned(objects, &|owner| owner == name);
    let names_it = |columns: &[String]| columns.iter().any(|one| one == column);
    let is_gone = |id: &ObjectId, object: &Object| match id.kind {
        Kind::Column => id.name == name,
        Kind::Grant => id.name.starts_with(&granted),
        Kind::Index | Kind::Statistics => {
            id.name.starts_with(&below) && is_about(dialect, &object.facts, column)
        }
        Kind::Constraint => {
            let is_own = id.name.starts_with(&below);
            match constraint(dialect, &object.facts) {
                Constraint::ForeignKey { columns, table: other, references } => {
                    is_own && names_it(&columns) || other == table && names_it(&references)
                }
                Constraint::PrimaryKey(columns) if names_it(&columns) => is_own,
                _ => is_own && is_about(dialect, &object.facts, column),
            }
        }
        _ => false,
    };
    objects.retain(|id, object| !is_gone(id, object) && !is_of_sequence(&sequences, id));
}

/// Whether what makes up a constraint or an index names a column.
fn is_about(dialect: Dialect, facts: &Texts, column: &str) -> bool {
    let texts =
        ["definition", "columns", "expression", "where"].into_iter().filter_map(|fact| facts.get(fact));
    texts.into_iter().any(|text| mentions(dialect, text, column))
}

/// The sequences with such an owner.
fn owned(objects: &Objects, is_owner: &dyn Fn(&str) -> bool) -> Vec<String> {
    let sequences = objects.iter().filter(|(id, _)| id.kind == Kind::Sequence);
    let owned = sequences.filter(|(_, object)| object.facts.get("owner").is_some_and(is_owner));
    owned.map(|(id, _)| id.name.clone()).collect()
}

/// Whether it is one of these sequences, or what somebody may do with one.
fn is_of_sequence(sequences: &[String], id: &ObjectId) -> bool {
    sequences.iter().any(|sequence| match id.kind {
        Kind::Sequence => id.name == *sequence,
        Kind::Grant => id.name.strip_prefix(sequence.as_str()).is_some_and(|rest| rest.starts_with(" to ")),
        _ => false,
    })
}
