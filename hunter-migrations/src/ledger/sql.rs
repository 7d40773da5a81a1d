//! The ledger's statements, for every dialect.
//!
//! Columns are frozen since format 1; additions are nullable.

use std::time::Duration;

use hunter_chain::Dialect;
use serde_json::json;

use super::{Event, LedgerName};
use crate::embedded::Binary;
use crate::words::Words;

/// Columns that reading needs; the stored script is left where it is.
const READ: [&str; 14] = [
    "seq",
    "revision",
    "parents",
    "event",
    "recorded_at",
    "duration_ms",
    "up_digest",
    "metadata",
    "applied_digest",
    "binary_name",
    "binary_version",
    "host",
    "pid",
    "applied_by",
];

impl LedgerName {
    /// `"schema"."table"`.
    pub(crate) fn qualified(&self, dialect: Dialect) -> String {
        let schema =
            self.schema.as_deref().map(|schema| dialect.quote_identifier(schema) + ".").unwrap_or_default();
        schema + &dialect.quote_identifier(&self.table)
    }
}

/// The table, if it is not there.
pub(crate) fn create(words: &Words, name: &LedgerName) -> String {
    format!(
        "create table if not exists {} (\
         seq bigint not null primary key, revision text not null, parents text not null, event text not null, \
         recorded_at {} not null, duration_ms bigint, up_digest text, down_script text, down_digest text, \
         metadata text not null, applied_digest text not null, applied_by text, host text, pid bigint, \
         binary_name text, binary_version text, binary_commit text)",
        name.qualified(words.dialect),
        words.timestamp
    )
}

/// Every row, oldest first.
pub(crate) fn rows(words: &Words, name: &LedgerName) -> String {
    let pairs: Vec<String> = READ.iter().map(|column| format!("'{column}', {column}")).collect();
    let (object, text) = words.json_object;
    format!(
        "select {object}({}){text} as j from {} order by seq",
        pairs.join(", "),
        name.qualified(words.dialect)
    )
}

/// The ways down that rows hold, one row each.
pub(crate) fn stored(words: &Words, name: &LedgerName, rows: &[i64]) -> String {
    let (object, text) = words.json_object;
    let numbers: Vec<String> = rows.iter().map(i64::to_string).collect();
    format!(
        "select {object}('seq', seq, 'script', down_script, 'digest', down_digest){text} as j from {} where seq in ({})",
        name.qualified(words.dialect),
        numbers.join(", ")
    )
}

/// Number and digest of the last row.
pub(crate) fn last(words: &Words, name: &LedgerName) -> String {
    let (object, text) = words.json_object;
    format!(
        "select {object}('seq', seq, 'digest', applied_digest){text} as j from {} order by seq desc limit 1",
        name.qualified(words.dialect)
    )
}

/// The number of a row to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Seq {
    /// One more than the last one seen: another runner's row of the same number stops this one.
    Number(i64),
    /// For scripts that somebody runs later: one more than the last row of the database, if that one's digest is this;
    /// else none, which no row may have.
    After {
        /// What is applied then.
        digest: String,
        /// The digest of nothing, which an empty ledger stands for.
        of_nothing: String,
    },
}

impl Seq {
    /// For a row that is not there yet.
    fn next(&self, words: &Words, name: &LedgerName) -> String {
        let table = name.qualified(words.dialect);
        match self {
            Seq::Number(number) => number.to_string(),
            Seq::After { .. } => format!(
                "(select case when {} then coalesce(max(seq), 0) + 1 end from {table})",
                self.holds(words, name)
            ),
        }
    }

    /// For the last row.
    fn last(&self, words: &Words, name: &LedgerName) -> String {
        match self {
            Seq::Number(number) => number.to_string(),
            Seq::After { .. } => format!("(select max(seq) from {})", name.qualified(words.dialect)),
        }
    }

    /// A condition: the ledger is where the row expects it.
    pub(crate) fn holds(&self, words: &Words, name: &LedgerName) -> String {
        let Seq::After { digest, of_nothing } = self else { return "true".to_owned() };
        let quote = |text: &str| words.dialect.quote_literal(text);
        format!(
            "coalesce((select applied_digest from {} order by seq desc limit 1), {}) = {}",
            name.qualified(words.dialect),
            quote(of_nothing),
            quote(digest)
        )
    }
}

/// A row to be written.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    pub(crate) seq: Seq,
    pub(crate) revision: &'a str,
    pub(crate) parents: Vec<&'a str>,
    pub(crate) event: Event,
    pub(crate) up_digest: Option<String>,
    pub(crate) down: Option<(&'a str, String)>,
    pub(crate) metadata: serde_json::Value,
    pub(crate) applied_digest: String,
    /// How long it took, where that is known when the row is written.
    pub(crate) took: Option<Duration>,
    pub(crate) binary: Binary,
}

pub(crate) fn insert(words: &Words, name: &LedgerName, entry: &Entry<'_>) -> String {
    let quote = |text: &str| words.dialect.quote_literal(text);
    let optional = |text: Option<&str>| text.map_or("null".to_owned(), quote);
    // A script for later runs somewhere else.
    let here = matches!(entry.seq, Seq::Number(_));
    format!(
        "insert into {} (seq, revision, parents, event, recorded_at, duration_ms, up_digest, down_script, down_digest, metadata, \
         applied_digest, applied_by, host, pid, binary_name, binary_version, binary_commit) values \
         ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})",
        name.qualified(words.dialect),
        entry.seq.next(words, name),
        quote(entry.revision),
        quote(&json!(entry.parents).to_string()),
        quote(entry.event.as_str()),
        words.now,
        entry.took.map_or("null".to_owned(), |took| took.as_millis().to_string()),
        optional(entry.up_digest.as_deref()),
        optional(entry.down.as_ref().map(|(script, _)| *script)),
        optional(entry.down.as_ref().map(|(_, digest)| digest.as_str())),
        quote(&entry.metadata.to_string()),
        quote(&entry.applied_digest),
        words.who,
        optional(host().filter(|_| here).as_deref()),
        if here { std::process::id().to_string() } else { "null".to_owned() },
        quote(entry.binary.name),
        quote(entry.binary.version),
        optional(entry.binary.commit),
    )
}

/// Turns the row that a step began with into the event it was, in the step's own transaction.
pub(crate) fn finish(
    words: &Words,
    name: &LedgerName,
    seq: &Seq,
    event: Event,
    applied_digest: &str,
) -> String {
    format!(
        "update {} set event = {}, applied_digest = {}, duration_ms = {} where seq = {}",
        name.qualified(words.dialect),
        words.dialect.quote_literal(event.as_str()),
        words.dialect.quote_literal(applied_digest),
        (words.elapsed_ms)("recorded_at"),
        seq.last(words, name),
    )
}

/// A condition that is true while the row was written by the transaction it is asked in (PostgreSQL).
pub(crate) fn is_of_this_transaction(words: &Words, name: &LedgerName, seq: &Seq) -> String {
    let (table, seq) = (name.qualified(words.dialect), seq.last(words, name));
    format!(
        "exists (select from {table} where seq = {seq} and xmin::text = (txid_current() & 4294967295)::text)"
    )
}

/// Whether the process that wrote a row is another one of this machine, and still there.
pub(crate) fn is_alive_here((of, pid): &(Option<String>, Option<i64>)) -> bool {
    let Some(pid) = pid.filter(|pid| *pid != i64::from(std::process::id())) else { return false };
    let processes = std::path::Path::new("/proc");
    // Where the system does not list its processes, one that wrote lately is taken to be there.
    *of == host() && (!processes.is_dir() || processes.join(pid.to_string()).is_dir())
}

/// The machine's name, where it can be had without asking a resolver.
fn host() -> Option<String> {
    let from_kernel = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let name =
        from_kernel.or_else(|| std::env::var("HOSTNAME").or_else(|_| std::env::var("COMPUTERNAME")).ok())?;
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
