//! A step statement by statement: for databases without a wire, where positions are ours to find.
//!
//! The same order as `message`, with the checks asked from here.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::loss::Candidate;
use super::state::parse;
use super::step::{Stopped, Work};
use crate::error::{Error, ErrorKind};
use crate::ledger;
use crate::session::{DbError, DbErrorKind, Session};

/// Carries it out; the connection is outside of a transaction afterwards, whatever happened.
pub(crate) fn run(session: &mut dyn Session, work: &Work<'_>) -> Result<(), Stopped> {
    work.check_script(session)?;
    let rebuilds = session.words().facts.foreign_keys_are_a_switch && drops_a_table(session, work);
    let switched_off = rebuilds && foreign_keys_are_on(session).map_err(ours(work))?;
    if switched_off {
        // Inside a transaction the switch is ignored without a word, and a dropped table would take its children along.
        session.execute("PRAGMA foreign_keys = OFF").map_err(ours(work))?;
    }
    let result = transaction(session, work, rebuilds);
    if result.is_err() {
        // Some errors have rolled back already; then there is nothing to roll back, which is what we want.
        let _ = session.execute("ROLLBACK");
    }
    if switched_off {
        session.execute("PRAGMA foreign_keys = ON").map_err(ours(work))?;
    }
    result
}

fn transaction(session: &mut dyn Session, work: &Work<'_>, rebuilds: bool) -> Result<(), Stopped> {
    let words = session.words();
    session.execute(words.begin).map_err(ours(work))?;
    session.execute(&ledger::insert(words, work.name, &work.entry)).map_err(|error| match error.kind {
        DbErrorKind::UniqueViolation => Stopped::Overtaken,
        _ => ours(work)(error),
    })?;
    let before = match work.announced {
        Some(_) => Some(Inventory::of(session, work)?),
        None => None,
    };
    let dangling = if rebuilds { Some(violations(session).map_err(ours(work))?) } else { None };
    session.execute("SAVEPOINT hunter_step").map_err(ours(work))?;
    script(session, work)?;
    if session.execute("RELEASE hunter_step").is_err() {
        return Err(Stopped::Failed(work.ended_transaction()));
    }
    if let Some(before) = before {
        losses(session, work, &before)?;
    }
    if let Some(dangling) = dangling {
        let now = violations(session).map_err(ours(work))?;
        if let Some(row) = now.iter().find(|row| !dangling.contains(row)) {
            return Err(Stopped::Failed(dangles(work, row)));
        }
    }
    session
        .execute(&ledger::finish(words, work.name, work.entry.seq, work.event(), &work.applied_digest))
        .map_err(ours(work))?;
    session.execute("COMMIT").map_err(ours(work))
}

fn script(session: &mut dyn Session, work: &Work<'_>) -> Result<(), Stopped> {
    let Some(script) = work.script else { return Ok(()) };
    for statement in hunter_sql::split(session.words().dialect, &script.text) {
        session.execute(statement.text).map_err(|error| {
            let near = near(&error.message).and_then(|token| statement.text.find(token)).unwrap_or(0);
            Stopped::Failed(work.script_error(error, Some(statement.start + near)))
        })?;
    }
    Ok(())
}

/// The token in `near "FORM": syntax error`.
fn near(message: &str) -> Option<&str> {
    message
        .strip_prefix("near \"")?
        .split_once("\": ")
        .map(|(token, _)| token)
        .filter(|token| !token.is_empty())
}

fn drops_a_table(session: &dyn Session, work: &Work<'_>) -> bool {
    let drops = work.script.map(|script| hunter_sql::drops(session.words().dialect, &script.text));
    drops.into_iter().flatten().any(|dropped| matches!(dropped, hunter_sql::Dropped::Table(_)))
}

fn foreign_keys_are_on(session: &mut dyn Session) -> Result<bool, DbError> {
    let rows = session.rows("select cast(foreign_keys as text) as j from pragma_foreign_keys")?;
    Ok(rows.into_iter().flatten().next().as_deref() == Some("1"))
}

/// Rows that refer to nothing, as text.
fn violations(session: &mut dyn Session) -> Result<Vec<String>, DbError> {
    let sql = "select \"table\" || ' row ' || coalesce(rowid, '?') || ' -> ' || parent as j from pragma_foreign_key_check";
    Ok(session.rows(sql)?.into_iter().flatten().collect())
}

fn dangles(work: &Work<'_>, row: &str) -> Error {
    let id = &work.revision.id;
    let message = format!("revision `{id}` would leave rows that refer to nothing: {row}");
    Error::new(
        ErrorKind::Script,
        message,
        "move or delete those rows in the script; the step was rolled back",
    )
}

/// The tables with their columns, and whether they hold rows.
struct Inventory {
    tables: BTreeMap<String, Table>,
}

#[derive(Deserialize)]
struct Table {
    name: String,
    root: i64,
    columns: Vec<String>,
}

impl Inventory {
    fn of(session: &mut dyn Session, work: &Work<'_>) -> Result<Self, Stopped> {
        let sql = format!(
            "select json_object('name', m.name, 'root', m.rootpage, 'columns', \
             (select json_group_array(c.name) from pragma_table_info(m.name) c)) as j from sqlite_master m \
             where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\' and m.name <> {}",
            session.words().dialect.quote_literal(&work.name.table)
        );
        let rows = session.rows(&sql).map_err(ours(work))?;
        let tables = rows.iter().map(|text| parse::<Table>(text.as_deref()));
        let tables = tables.collect::<Result<Vec<_>, _>>().map_err(Stopped::Failed)?;
        Ok(Self { tables: tables.into_iter().map(|table| (table.name.clone(), table)).collect() })
    }
}

/// Compares, and stops at what is gone and was not announced. A table renamed keeps its root page, and is not gone; one
/// rebuilt under its name is not gone if it holds rows.
fn losses(session: &mut dyn Session, work: &Work<'_>, before: &Inventory) -> Result<(), Stopped> {
    let after = Inventory::of(session, work)?;
    let dialect = session.words().dialect;
    let quote = |name: &str| dialect.quote_identifier(name);
    let mut gone: Vec<Candidate> = Vec::new();
    let mut replaced: Vec<&Table> = Vec::new();
    for table in before.tables.values() {
        let same_name = after.tables.get(&table.name);
        let renamed =
            after.tables.values().find(|t| t.root == table.root && !before.tables.contains_key(&t.name));
        match same_name.or(renamed) {
            None => gone.push((quote(&table.name), None)),
            Some(now) => {
                let lost = table.columns.iter().filter(|column| !now.columns.contains(column));
                gone.extend(lost.map(|column| (quote(&table.name), Some(column.clone()))));
                if now.root != table.root {
                    replaced.push(table);
                }
            }
        }
    }
    for table in replaced {
        let name = quote(&table.name);
        let sql = format!("select cast(exists (select 1 from {name}) as text) as j");
        let full = session.rows(&sql).map_err(ours(work))?.into_iter().flatten().next();
        if full.as_deref() != Some("1") {
            gone.push((name, None));
        }
    }
    let announced = work.announced.map(|announced| announced.known.as_slice()).unwrap_or_default();
    let covers = |gone: &Candidate| {
        announced.iter().any(|(table, column)| *table == gone.0 && (column.is_none() || *column == gone.1))
    };
    gone.retain(|gone| !covers(gone));
    if gone.is_empty() { Ok(()) } else { Err(Stopped::Unannounced(gone)) }
}

fn ours(work: &Work<'_>) -> impl Fn(DbError) -> Stopped {
    let doing = format!("revision `{}` was rolled back", work.revision.id);
    move |error| Stopped::Failed(Error::database(&doing, error))
}
