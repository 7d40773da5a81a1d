//! `Manifest`: what a backup is, in a file beside it.
//!
//! Responsible for its format, which has a version: a reader of version 1 exists for ever.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Error, ErrorKind};

/// The version that is written.
const FORMAT: u64 = 1;

/// What a backup is: of which database, at which revisions, and how its file can be told from a changed one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Manifest {
    /// The version of the format.
    pub format: u64,
    /// The dialect that the database speaks.
    pub dialect: String,
    /// The database's name on its server, or the file's.
    pub database: String,
    /// When it was taken, in UTC, by the database's clock.
    pub taken: String,
    /// How long the file is, in bytes.
    pub size: u64,
    /// The digest of the file, `sha256:…`.
    pub digest: String,
    /// The applied revisions on which no applied one stands; empty at base.
    pub revisions: Vec<String>,
    /// Everything applied, oldest first.
    pub applied: Vec<String>,
    /// The ledger in it; absent where the database had none.
    pub ledger: Option<Recorded>,
    /// How many tables it holds.
    pub tables: usize,
    /// The server's version.
    pub server: String,
    /// The programs that wrote it, with their versions.
    pub tools: BTreeMap<String, String>,
}

/// How far the ledger of a backup goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Recorded {
    /// The ledger's schema.
    pub schema: String,
    /// The ledger's table.
    pub table: String,
    /// How many rows it has.
    pub rows: usize,
    /// The number of the last one; 0 without one.
    pub last: i64,
    /// The digest of what is applied after that one.
    pub digest: String,
}

impl Manifest {
    /// The version that is written.
    pub(crate) const FORMAT: u64 = FORMAT;

    /// As it stands in its file.
    pub(crate) fn render(&self) -> Result<String, Error> {
        let text = serde_json::to_string_pretty(self).map(|text| text + "\n");
        text.map_err(|error| {
            let message = format!("the backup's manifest cannot be written: {error}");
            Error::new(ErrorKind::State, message, "report this: it should not happen")
        })
    }

    /// From its file's text; `path` is what the messages call it.
    pub(crate) fn parse(path: &str, text: &str) -> Result<Self, Error> {
        let value: Value = serde_json::from_str(text).map_err(|error| unreadable(path, &error))?;
        if let Some(later) = value["format"].as_u64().filter(|format| *format > FORMAT) {
            let message = format!("`{path}` has format {later}, and this program reads {FORMAT}");
            return Err(Error::new(ErrorKind::State, message, "use the program that took the backup"));
        }
        serde_json::from_value(value).map_err(|error| unreadable(path, &error))
    }
}

fn unreadable(path: &str, error: &serde_json::Error) -> Error {
    let message = format!("`{path}` is no manifest of a backup: {error}");
    Error::new(ErrorKind::State, message, "take the manifest that was written beside the backup, as it was")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Must be readable for ever.
    const VERSION_1: &str = r#"{ "format": 1, "dialect": "postgres", "database": "shop",
        "taken": "2026-01-29T10:02:03Z", "size": 7, "digest": "sha256:00", "revisions": ["b"], "applied": ["a", "b"],
        "ledger": { "schema": "public", "table": "__hunter_ledger", "rows": 2, "last": 2, "digest": "a1:00" },
        "tables": 3, "server": "15.18", "tools": { "pg_dump": "15.18" } }"#;

    #[test]
    fn a_manifest_of_version_1_is_read_and_written_as_it_was() {
        let manifest = Manifest::parse("m", VERSION_1).unwrap();
        assert_eq!(manifest.ledger.as_ref().map(|ledger| ledger.last), Some(2));
        assert_eq!(Manifest::parse("m", &manifest.render().unwrap()).unwrap(), manifest);
    }

    #[test]
    fn a_later_format_is_told_from_one_that_is_broken() {
        let later = VERSION_1.replace("\"format\": 1", "\"format\": 2");
        assert!(Manifest::parse("m", &later).unwrap_err().to_string().contains("format 2"));
        for broken in ["", "{}", "[1]", &VERSION_1[..60]] {
            assert!(
                Manifest::parse("m", broken).unwrap_err().to_string().contains("no manifest"),
                "{broken}"
            );
        }
    }
}
