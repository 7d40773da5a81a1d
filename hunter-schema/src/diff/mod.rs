//! From two schemas to the statements that lead from the one to the other.
//!
//! ```text
//! before, after ─units─► what is made, changed, dropped ─plan (mentions, order)─► steps ─grammar of the dialect─► Draft
//! ```
//!
//! Responsible for a promise: carried out where `before` is, the statements leave `after` behind, or the draft says where
//! a person has to finish it. Logic is written once; what a dialect can say, and how, is its [`grammar`].

mod draft;
mod grammar;
mod mysql;
mod names;
mod needs;
mod order;
mod plan;
mod postgres;
mod recreated;
mod rename;
mod sqlite;
mod standing;
mod unit;

use hunter_sql::Dialect;

pub use draft::{Draft, Reverse, Statement};
pub use recreated::{recreated, retyped};
pub use rename::{BadRename, Rename, rename_candidates};

use crate::object::{Kind, ObjectId};
use crate::snapshot::Snapshot;
use grammar::Grammar;

/// The statements that lead from one schema to another, in an order in which the server takes them.
///
/// ```
/// # use hunter_schema::{Snapshot, diff};
/// # use hunter_sql::Dialect;
/// let before = Snapshot::default();
/// let rows = [r#"{"kind": "table", "name": "users"}"#, r#"{"kind": "column", "name": "users.id", "facts": {"type": "integer"}}"#];
/// let after = Snapshot::from_rows(rows).unwrap();
/// assert_eq!(diff(Dialect::Sqlite, &before, &after, &[]).to_string(), "CREATE TABLE users (\n    id integer\n);\n");
/// assert!(diff(Dialect::Sqlite, &after, &after, &[]).is_empty());
/// ```
#[must_use]
pub fn diff(dialect: Dialect, before: &Snapshot, after: &Snapshot, renames: &[Rename]) -> Draft {
    let grammar = grammar(dialect);
    let (before, statements) = rename::carried_out(grammar, before, renames);
    let mut draft = Draft { statements };
    draft.statements.extend(plan::steps(grammar, &before, after));
    draft
}

fn grammar(dialect: Dialect) -> &'static dyn Grammar {
    match dialect {
        Dialect::Postgres => &postgres::Postgres,
        Dialect::Sqlite => &sqlite::Sqlite,
        Dialect::Mysql => &mysql::Mysql,
    }
}

/// The tables that are gone afterwards, and the columns of those that stay. A script that rebuilds a table loses columns
/// without naming them.
#[must_use]
pub fn lost(dialect: Dialect, before: &Snapshot, after: &Snapshot, renames: &[Rename]) -> Vec<ObjectId> {
    let grammar = grammar(dialect);
    let (before, _) = rename::carried_out(grammar, before, renames);
    let stays = |name: &str| after.get(&ObjectId { kind: Kind::Table, name: name.to_owned() }).is_some();
    let is_lost = |id: &&ObjectId| match id.kind {
        Kind::Table => !stays(&id.name),
        Kind::Column => names::owner(grammar.depth(), &id.name).is_some_and(stays) && after.get(id).is_none(),
        _ => false,
    };
    before.objects().map(|(id, _)| id).filter(is_lost).cloned().collect()
}
