//! PostgreSQL's catalog, versions 15 to 18.
//!
//! Responsible for one query that reads all kinds of objects: one trip, whatever there is. It reads catalogs that every
//! role may read, and leaves the session's settings as they were. What differs between versions is told apart in the
//! texts, so that equal schemas give equal facts. Not covered: default privileges, event triggers, publications and
//! subscriptions, casts, operators and their classes, collations, text search configurations, foreign servers.

use hunter_sql::Dialect;

/// One text per kind, in the order of the rows; each is one select.
const PARTS: [&str; 17] = [
    include_str!("postgres/begin.sql"),
    include_str!("postgres/schema.sql"),
    include_str!("postgres/extension.sql"),
    include_str!("postgres/type.sql"),
    include_str!("postgres/sequence.sql"),
    include_str!("postgres/table.sql"),
    include_str!("postgres/column.sql"),
    include_str!("postgres/constraint.sql"),
    include_str!("postgres/index.sql"),
    include_str!("postgres/view.sql"),
    include_str!("postgres/function.sql"),
    include_str!("postgres/trigger.sql"),
    include_str!("postgres/policy.sql"),
    include_str!("postgres/rule.sql"),
    include_str!("postgres/statistics.sql"),
    include_str!("postgres/grant.sql"),
    include_str!("postgres/end.sql"),
];

/// The query for everything in schemas but the ledger; none named means every schema that is the user's. Its rows have one
/// text column `j`, a null for what says nothing.
#[must_use]
pub fn query(schemas: &[String], ledger_schema: &str, ledger: &str) -> String {
    let quote = |text: &str| Dialect::Postgres.quote_literal(text);
    let schemas = if schemas.is_empty() {
        r"n.nspname !~ '^pg_' and n.nspname <> 'information_schema'".to_owned()
    } else {
        let names: Vec<String> = schemas.iter().map(|name| quote(name)).collect();
        format!("n.nspname in ({})", names.join(", "))
    };
    let (first, rest) = (PARTS[0], &PARTS[1..]);
    let first = first
        .replace("$schemas", &schemas)
        .replace("$left_out_schema", &quote(ledger_schema))
        .replace("$left_out_table", &quote(ledger));
    rest.iter().fold(first, |query, part| query + "union all\n" + part)
}
