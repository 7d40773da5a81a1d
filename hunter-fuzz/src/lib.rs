//! Everything that hunter reads from outside, as functions that any bytes may be thrown at.
//!
//! Responsible for what must hold whatever the input is: no panic, no endless loop, what was read can be written and read
//! again, and no password in a word of ours. Each target is a row of [`TARGETS`]; the fuzzer, which the feature `engine`
//! brings (`cargo xtask fuzz`), and the tests throw at the same ones.

mod chain;
mod schema;
mod sql;
mod url;

/// A target: its name on the command line, and what is done with the bytes. It panics where something does not hold.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("metadata", chain::metadata),
    ("settings", chain::settings),
    ("tree", chain::tree),
    ("lockfile", chain::lockfile),
    ("target", chain::target),
    ("ledger", chain::ledger),
    ("sql-postgres", |bytes| sql::script(hunter_sql::Dialect::Postgres, bytes)),
    ("sql-sqlite", |bytes| sql::script(hunter_sql::Dialect::Sqlite, bytes)),
    ("sql-mysql", |bytes| sql::script(hunter_sql::Dialect::Mysql, bytes)),
    ("effects", schema::effects),
    ("catalog", schema::catalog),
    ("schema-rs", schema::schema_rs),
    ("url", url::url),
];

/// The target of a name.
#[must_use]
pub fn target(name: &str) -> Option<fn(&[u8])> {
    TARGETS.iter().find(|(known, _)| *known == name).map(|(_, target)| *target)
}

/// Bytes as text, the way files are not read, so that nothing is lost on what is almost text.
fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}
