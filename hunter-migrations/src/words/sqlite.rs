//! SQLite's facts and spellings.

use hunter_chain::Dialect;
use hunter_schema::catalog::sqlite;

use super::{CatalogWords, Facts, PatienceWords, Words};
use crate::ledger::LedgerName;
use crate::runner::Written;

pub(crate) static SQLITE: Words = Words {
    dialect: Dialect::Sqlite,
    facts: Facts { one_message: false, foreign_keys_are_a_switch: true },
    timestamp: "text",
    now: "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
    elapsed_ms: |since| format!("cast((julianday('now') - julianday({since})) * 86400000 as integer)"),
    json_object: ("json_object", ""),
    who: "null",
    look,
    relations,
    resolve,
    loss: None,
    recreate: None,
    held: None,
    guard: None,
    others: None,
    patience: PatienceWords {
        for_a_look: true,
        now: "select cast(timeout as text) as j from pragma_busy_timeout",
        set: |milliseconds| format!("PRAGMA busy_timeout = {milliseconds}"),
        see: ("", ""),
    },
    server_address: None,
    itself: "select json_object('version', sqlite_version(), 'major', 3, 'encoding', (select encoding from pragma_encoding), \
         'read_only', null, 'day_ago', strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 day')) as j",
    missing_rights: None,
    // A plain BEGIN that turns into a writer later does not wait for another one, whatever the busy timeout.
    begin: "BEGIN IMMEDIATE",
    for_later: &[".bail on", "PRAGMA foreign_keys = ON;"],
    assert,
    alone: None,
    notices_loss: None,
    index: None,
    a_row_of: |query| {
        format!(
            "select count(*) || case count(*) when 1 then ' row' else ' rows' end as j from ({query}\n) having count(*) > 0"
        )
    },
    catalog: Some(CatalogWords {
        version: "select '3' as j",
        schemas_of_every_database: &[],
        current_schema: None,
        calm: None,
        queries: |_, ledger| vec![sqlite::query(&ledger.table)],
        complete: Some(sqlite::complete),
    }),
};

/// Outside of a trigger nothing raises but a constraint, so one is made for it; its name is the message.
fn assert(condition: &str, text: &str) -> String {
    let name = Dialect::Sqlite.quote_identifier(text);
    format!(
        "CREATE TEMP TABLE hunter_assert (holds INTEGER CONSTRAINT {name} CHECK (holds));\n\
         INSERT INTO temp.hunter_assert SELECT {condition};\nDROP TABLE temp.hunter_assert"
    )
}

fn quote(text: &str) -> String {
    Dialect::Sqlite.quote_literal(text)
}

/// A query cannot name a table that may not exist, so the last row is a second one. There is no wire between.
fn look(name: &LedgerName) -> String {
    format!(
        "select json_object('database', (select file from pragma_database_list where name = 'main'), 'schema', 'main', \
         'ledger', json(case when exists (select 1 from sqlite_master where type = 'table' and name = {}) \
         then 'true' else 'false' end)) as j",
        quote(&name.table)
    )
}

fn relations(name: &LedgerName) -> String {
    format!(
        "select name as j from sqlite_master where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' \
         and name <> {} order by 1",
        quote(&name.table)
    )
}

fn resolve(written: &[Written]) -> String {
    let rows: Vec<String> = written
        .iter()
        .map(|(table, column)| {
            let (found, from) = column.as_deref().map_or(("null", String::new()), |column| {
                let column = quote(column);
                ("c.name", format!("join pragma_table_info(m.name) c on lower(c.name) = lower({column})"))
            });
            format!(
                "select json_object('table', '\"' || replace(m.name, '\"', '\"\"') || '\"', 'column', {found}) as j \
                 from sqlite_master m {from} where m.type = 'table' and lower(m.name) = lower({})",
                quote(&table.name)
            )
        })
        .collect();
    rows.join(" union all ")
}
