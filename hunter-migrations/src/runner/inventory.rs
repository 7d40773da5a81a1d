//! Which tables and columns there are, before and after a script that may drop some, where the server does not compare.
//!
//! Responsible for finding what is gone. A table keeps its root page when it is renamed; what else moved is told by the
//! script's text, which hides nothing on a database without code of its own.

use std::collections::BTreeMap;

use hunter_sql::{Dropped, Renamed, drops, renames};
use serde::Deserialize;

use super::loss::{Announced, Candidate};
use super::state::parse;
use super::statements::ours;
use super::step::{Stopped, Work};
use crate::session::Session;

/// The tables by name.
pub(super) struct Inventory {
    tables: BTreeMap<String, Table>,
}

#[derive(Deserialize)]
struct Table {
    name: String,
    root: i64,
    columns: Vec<String>,
}

impl Inventory {
    pub(super) fn of(session: &mut dyn Session, work: &Work<'_>) -> Result<Self, Stopped> {
        let sql = format!(
            "select json_object('name', m.name, 'root', m.rootpage, 'columns', \
             (select json_group_array(c.name) from pragma_table_info(m.name) c)) as j from sqlite_master m \
             where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\' and m.name <> {}",
            work.dialect.quote_literal(&work.name.table)
        );
        let rows = session.rows(&sql).map_err(ours(work))?;
        let tables = rows.iter().map(|text| parse::<Table>(text.as_deref()));
        let tables = tables.collect::<Result<Vec<_>, _>>().map_err(Stopped::Failed)?;
        Ok(Self { tables: tables.into_iter().map(|table| (table.name.clone(), table)).collect() })
    }

    /// Nobody else writes any more: what was announced as empty must be empty now.
    pub(super) fn hold(
        &self,
        session: &mut dyn Session,
        work: &Work<'_>,
        announced: &Announced,
    ) -> Result<(), Stopped> {
        for candidate in announced.of(&work.revision.id).filter(|_| !work.may_lose_rows) {
            let (name, column) = candidate;
            let table =
                self.tables.values().find(|table| work.dialect.quote_identifier(&table.name) == *name);
            // A step before may have dropped it.
            let has = |table: &Table| column.as_ref().is_none_or(|column| table.columns.contains(column));
            if table.is_some_and(has) && holds_rows(session, work, name, column.as_deref())? {
                return Err(Stopped::HoldsRows(vec![candidate.clone()]));
            }
        }
        Ok(())
    }

    /// Compares with what is there now, and stops at what is gone and was not announced. A table rebuilt under its name
    /// is not gone if it holds rows.
    pub(super) fn losses(&self, session: &mut dyn Session, work: &Work<'_>) -> Result<(), Stopped> {
        let after = Self::of(session, work)?;
        let script = Script::read(work);
        let quote = |name: &str| work.dialect.quote_identifier(name);
        let mut gone: Vec<Candidate> = Vec::new();
        for table in self.tables.values() {
            let is_new = |other: &&Table| other.root == table.root && !self.tables.contains_key(&other.name);
            let renamed = || after.tables.values().find(is_new);
            let Some(now) = after.tables.get(&table.name).or_else(renamed) else {
                gone.push((quote(&table.name), None));
                continue;
            };
            let is_lost =
                |column: &&String| !now.columns.contains(column) && !script.moves(table, column, now);
            let lost = table.columns.iter().filter(is_lost);
            gone.extend(lost.map(|column| (quote(&table.name), Some(column.clone()))));
            // A freed page may be taken by the very table that comes in its place.
            let is_another = now.root != table.root || script.drops_table(&table.name);
            if is_another && !holds_rows(session, work, &quote(&now.name), None)? {
                gone.push((quote(&table.name), None));
            }
        }
        let announced = work.announced.into_iter().flat_map(|announced| announced.of(&work.revision.id));
        let announced: Vec<&Candidate> = announced.collect();
        let covers = |gone: &Candidate| {
            let is =
                |(table, column): &Candidate| *table == gone.0 && (column.is_none() || *column == gone.1);
            announced.iter().copied().any(is)
        };
        gone.retain(|gone| !covers(gone));
        if gone.is_empty() { Ok(()) } else { Err(Stopped::Unannounced(gone)) }
    }
}

/// What the text says.
struct Script {
    dropped: Vec<Dropped>,
    renamed: Vec<Renamed>,
}

impl Script {
    fn read(work: &Work<'_>) -> Self {
        let text = work.text();
        Self { dropped: drops(work.dialect, text), renamed: renames(work.dialect, text) }
    }

    /// Whether a table of that name is dropped, be it under another one.
    fn drops_table(&self, name: &str) -> bool {
        let moved = self.renamed.iter().filter(|r| r.column.is_none() && r.table.eq_ignore_ascii_case(name));
        let mut names = moved.map(|renamed| &*renamed.to).chain([name]);
        let is_dropped = |name: &str| {
            let is_it =
                |dropped: &Dropped| matches!(dropped, Dropped::Table(t) if t.name.eq_ignore_ascii_case(name));
            self.dropped.iter().any(is_it)
        };
        names.any(is_dropped)
    }

    /// Whether a column is still there under another name.
    fn moves(&self, table: &Table, column: &str, now: &Table) -> bool {
        let is_dropped = |name: &str| {
            let is_it = |dropped: &Dropped| matches!(dropped, Dropped::Column { column, .. } if column.eq_ignore_ascii_case(name));
            self.dropped.iter().any(is_it)
        };
        self.renamed.iter().any(|renamed| {
            let is_here =
                [&table.name, &now.name].iter().any(|name| name.eq_ignore_ascii_case(&renamed.table));
            let is_it = renamed.column.as_deref().is_some_and(|old| old.eq_ignore_ascii_case(column));
            is_here && is_it && now.columns.contains(&renamed.to) && !is_dropped(&renamed.to)
        })
    }
}

fn holds_rows(
    session: &mut dyn Session,
    work: &Work<'_>,
    table: &str,
    column: Option<&str>,
) -> Result<bool, Stopped> {
    let quote = |column| format!("where {} is not null", work.dialect.quote_identifier(column));
    let condition = column.map(quote).unwrap_or_default();
    let sql = format!("select cast(exists (select 1 from {table} {condition}) as text) as j");
    Ok(session.rows(&sql).map_err(ours(work))?.into_iter().flatten().next().as_deref() == Some("1"))
}
