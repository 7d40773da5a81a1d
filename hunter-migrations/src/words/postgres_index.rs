//! PostgreSQL's side of concurrent index builds: whether an index is there, and whether it works.

use hunter_chain::Dialect;
use hunter_sql::Name;

use super::IndexWords;

pub(super) const WORDS: IndexWords = IndexWords { look, is_there };

/// A name as SQL writes it, with its quotes.
pub(super) fn quoted(name: &Name) -> String {
    let identifier = |name: &str| Dialect::Postgres.quote_identifier(name);
    let schema = name.schema.as_deref().map(|schema| identifier(schema) + ".").unwrap_or_default();
    schema + &identifier(&name.name)
}

/// A name as `to_regclass` reads it.
pub(super) fn regclass(name: &Name) -> String {
    format!("to_regclass({})", Dialect::Postgres.quote_literal(&quoted(name)))
}

/// An index is in the schema of its table, whatever the search path.
fn condition(index: &Name, table: Option<&Name>) -> String {
    match table {
        Some(table) => {
            let name = Dialect::Postgres.quote_literal(&index.name);
            format!("c.relname = {name} and i.indrelid = {}", regclass(table))
        }
        None => format!("c.oid = {}", regclass(index)),
    }
}

fn look(index: &Name, table: Option<&Name>) -> String {
    format!(
        "select json_build_object('name', format('%I.%I', n.nspname, c.relname), 'valid', i.indisvalid)::text as j \
         from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where {}",
        condition(index, table)
    )
}

fn is_there(index: &Name, table: &Name, valid: bool) -> String {
    format!(
        "exists (select from pg_index i join pg_class c on c.oid = i.indexrelid where {} and i.indisvalid = {valid})",
        condition(index, Some(table))
    )
}
