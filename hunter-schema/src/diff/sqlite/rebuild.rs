//! A table that is built anew beside the old one and takes its place.
//!
//! ```text
//! CREATE new ─► carry the AUTOINCREMENT mark ─► INSERT INTO new SELECT FROM old ─► DROP old ─► RENAME new TO old
//! ```
//!
//! Responsible for the order and for what must be as before: rows, rowids, marks, and what refers to the table. The new one
//! takes the old name and not the other way round, because a renamed table takes the foreign keys of its children along.
//! A reference to itself is written with the final name, which the rename leaves alone.

use hunter_sql::Dialect;

use super::super::draft::{Reverse, Statement};
use super::super::grammar::Sides;
use super::super::unit::Unit;
use super::{copy, keys, table, text};
use crate::object::Kind;

/// The statements from one form of a table to another.
pub(super) fn statements(before: &Unit<'_>, after: &Unit<'_>, sides: Sides<'_>) -> Vec<Statement> {
    let statement = |sql: String| Statement::new(after.id, sql);
    let (old, name) = (text::spelled(before.id, before.object), text::spelled(after.id, after.object));
    let new = free_name(after, sides);
    // While it has another name, its columns cannot be qualified by the final one. The rename puts that right.
    let create = text::qualified(&table::create(after, &new, sides.after), text::own(after.id), &new);
    let mut statements = vec![statement(create)];
    if [before, after].iter().all(|unit| unit.fact("autoincrement").is_some()) {
        statements.push(statement(carried_mark(&text::plain(&old), &text::plain(&new))));
    }
    let copied = copied(before, after, &old, &new);
    let mut losses = copy::losses(before, after);
    match copied {
        Some(sql) => {
            let reverse = copy::reverse(before, after);
            statements.push(remarked(statement(sql).reverse(reverse), &copy::failures(before, after)));
        }
        None => losses = vec![format!("loses every row of {}", after.id.name)],
    }
    let reverse = if losses.is_empty() { Reverse::Exact } else { Reverse::StructureOnly };
    let dropped = statement(format!("DROP TABLE {old}")).reverse(reverse);
    statements.push(remarked(dropped, &losses));
    statements.push(statement(format!("ALTER TABLE {new} RENAME TO {name}")));
    statements
}

fn remarked(statement: Statement, remarks: &[String]) -> Statement {
    if remarks.is_empty() { statement } else { statement.remark(remarks.join("\n")) }
}

/// A name that nothing has on either side: tables, views and indexes share theirs.
fn free_name(unit: &Unit<'_>, sides: Sides<'_>) -> String {
    let is_free = |name: &str| {
        let named = |kind: Kind| matches!(kind, Kind::Table | Kind::View | Kind::Index);
        let mut objects = sides.before.objects().chain(sides.after.objects());
        !objects.any(|(id, _)| named(id.kind) && text::own(id) == name)
    };
    let mut name = with_prefix("hunter_new_", text::own(unit.id));
    while !is_free(&name) {
        name = with_prefix("hunter_", &name);
    }
    name
}

fn with_prefix(prefix: &str, name: &str) -> String {
    match name.strip_prefix('"') {
        Some(rest) => format!("\"{prefix}{rest}"),
        None => format!("{prefix}{name}"),
    }
}

/// The mark is the highest id that ever was, which the rows need not tell. It is there before they come, so that SQLite
/// keeps it as it is; it goes by the name in whatever case that was written.
fn carried_mark(old: &str, new: &str) -> String {
    let (old, new) = (Dialect::Sqlite.quote_literal(old), Dialect::Sqlite.quote_literal(new));
    format!(
        "INSERT INTO sqlite_sequence (name, seq)\n\
         SELECT {new}, seq FROM sqlite_sequence WHERE name = {old} COLLATE NOCASE"
    )
}

/// The statement that takes the rows along, if they have anything in common.
fn copied(before: &Unit<'_>, after: &Unit<'_>, old: &str, new: &str) -> Option<String> {
    let rowid = keys::hidden_rowid(before, after).map(|name| (name.to_owned(), name.to_owned()));
    let columns: Vec<(String, String)> = rowid.into_iter().chain(copy::columns(before, after)).collect();
    if columns.is_empty() {
        return None;
    }
    let (into, from): (Vec<String>, Vec<String>) = columns.into_iter().unzip();
    // What a constraint says about conflicts is for rows of tomorrow; here it would lose some without a word.
    let conflict = ["on conflict", "not null on conflict"];
    let solves =
        after.parts.iter().any(|(_, object)| conflict.iter().any(|name| object.facts.get(name).is_some()));
    let insert = if solves { "INSERT OR ABORT INTO" } else { "INSERT INTO" };
    Some(format!("{insert} {new} ({})\nSELECT {} FROM {old}", into.join(", "), from.join(", ")))
}
