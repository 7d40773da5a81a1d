//! A database of a test's own, asked past Hunter.
//!
//! Responsible for questions and statements that the tests put to it themselves, and for the whole ledger as it stands.

use hunter_chain::Dialect;
use hunter_migrations::Session;
use hunter_migrations::testing::Scratch;
use serde_json::Value;

use super::server;

/// The table that Hunter keeps its record in.
pub(crate) const LEDGER: &str = "__hunter_ledger";

/// Every column of it.
const LEDGER_COLUMNS: [&str; 17] = [
    "seq",
    "revision",
    "parents",
    "event",
    "recorded_at",
    "duration_ms",
    "up_digest",
    "down_script",
    "down_digest",
    "metadata",
    "applied_digest",
    "applied_by",
    "host",
    "pid",
    "binary_name",
    "binary_version",
    "binary_commit",
];

/// A scratch database and the dialect it speaks.
#[derive(Debug)]
pub(crate) struct Database {
    scratch: Scratch,
    pub(crate) dialect: Dialect,
}

pub(crate) fn postgres() -> Database {
    Database::new(Dialect::Postgres)
}

pub(crate) fn sqlite() -> Database {
    Database::new(Dialect::Sqlite)
}

impl Database {
    /// An empty one.
    pub(crate) fn new(dialect: Dialect) -> Self {
        Self { scratch: Scratch::new(dialect), dialect }
    }

    pub(crate) fn url(&self) -> &str {
        self.scratch.url()
    }

    pub(crate) fn name(&self) -> &str {
        self.scratch.name()
    }

    /// Runs a script by the server's own client. What it said if it failed.
    pub(crate) fn run_by_client(&self, script: &str) -> Result<(), String> {
        self.scratch.run_by_client(script)
    }

    /// Runs statements.
    #[track_caller]
    pub(crate) fn execute(&self, sql: &str) {
        self.scratch.connect().execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// The rows of a query whose only column `j` is text.
    #[track_caller]
    pub(crate) fn rows(&self, sql: &str) -> Vec<String> {
        let rows = self.scratch.connect().rows(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        rows.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// How many rows a table has.
    #[track_caller]
    pub(crate) fn count(&self, table: &str) -> usize {
        let rows = self.rows(&format!("select cast(count(*) as text) as j from {table}"));
        rows.first().unwrap().parse().unwrap()
    }

    /// Whether there is a ledger.
    pub(crate) fn has_ledger(&self) -> bool {
        let tables = match self.dialect {
            Dialect::Sqlite => "select name as j from sqlite_schema",
            _ => "select relname::text as j from pg_class",
        };
        self.rows(tables).iter().any(|name| name == LEDGER)
    }

    /// Every row of the ledger with everything in it, oldest first.
    #[track_caller]
    pub(crate) fn ledger(&self) -> Vec<Value> {
        let pairs: Vec<String> = LEDGER_COLUMNS.iter().map(|name| format!("'{name}', {name}")).collect();
        let object = match self.dialect {
            Dialect::Sqlite => format!("json_object({})", pairs.join(", ")),
            _ => format!("json_build_object({})::text", pairs.join(", ")),
        };
        let rows = self.rows(&format!("select {object} as j from {LEDGER} order by seq"));
        rows.iter().map(|text| serde_json::from_str(text).unwrap()).collect()
    }

    /// How much its server wrote into its log so far; nothing where there is no server.
    pub(crate) fn log_so_far(&self) -> usize {
        match self.dialect {
            Dialect::Sqlite => 0,
            _ => server::log_so_far(),
        }
    }

    /// The errors that its server wrote about its sessions since then.
    pub(crate) fn errors_since(&self, log: usize) -> Vec<String> {
        match self.dialect {
            Dialect::Sqlite => Vec::new(),
            _ => server::errors_about(self, log),
        }
    }

    /// A relation as a comparison of schemas names it.
    pub(crate) fn named(&self, relation: &str) -> String {
        match self.dialect {
            Dialect::Sqlite => relation.to_owned(),
            _ => format!("public.{relation}"),
        }
    }

    /// What the ledger says happened: event and revision, oldest first.
    #[track_caller]
    pub(crate) fn events(&self) -> Vec<String> {
        let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
        self.ledger().iter().map(|row| text(row, "event") + " " + &text(row, "revision")).collect()
    }

    /// A lead that somebody entered: a row in a table of the base revision that refers to nothing.
    pub(crate) fn enter_lead(&self) {
        self.execute("insert into raw_leads (source, domain) values ('fair', 'example.com')");
    }
}
