//! Fresh databases for tests and proofs, which only ever drop what they made.
//!
//! A scratch PostgreSQL database is made on the server of `HUNTER_TEST_POSTGRES_URL` (`cargo xtask test` starts one), under
//! a name of ours; an SQLite one is a file in a temporary folder. The application's own URL variables are never read.

mod client;
mod elsewhere;
#[doc(hidden)]
pub mod input;

#[doc(hidden)]
pub use elsewhere::Elsewhere;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use hunter_chain::Dialect;

use crate::connect::connect;
use crate::error::{Error, ErrorKind};
use crate::session::Session;

/// The server on which proofs make their databases.
pub const SCRATCH_VARIABLE: &str = "HUNTER_SCRATCH_URL";

/// The server that PostgreSQL tests use.
pub const POSTGRES_VARIABLE: &str = "HUNTER_TEST_POSTGRES_URL";

/// A database of one test's own, gone when this value is dropped.
#[derive(Debug)]
pub struct Scratch {
    url: String,
    server: Option<String>,
    name: String,
    folder: Option<PathBuf>,
}

impl Scratch {
    /// An empty database of that dialect.
    ///
    /// # Panics
    /// When it cannot be made; a test cannot go on without, and must not pass.
    #[must_use]
    #[expect(clippy::panic, reason = "a test without its database has failed")]
    pub fn new(dialect: Dialect) -> Self {
        let made = match dialect {
            Dialect::Postgres => match std::env::var(POSTGRES_VARIABLE) {
                Ok(server) => Self::on_server(&server),
                Err(_) => {
                    panic!("{POSTGRES_VARIABLE} is not set: run `cargo xtask test`, which starts a server")
                }
            },
            Dialect::Sqlite => Self::in_folder(),
            Dialect::Mysql => panic!("there is no scratch database for MySQL yet"),
        };
        made.unwrap_or_else(|error| panic!("no scratch database: {error}"))
    }

    /// The URL, as the command line takes it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The database's name on its server, or the file's.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A connection of its own.
    ///
    /// # Panics
    /// When it cannot be had.
    #[must_use]
    #[expect(clippy::panic, reason = "a test without its database has failed")]
    pub fn connect(&self) -> Box<dyn Session> {
        connect(&self.url).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// An empty database to prove on: on the PostgreSQL server that the first variable that is set names, or a file.
    ///
    /// # Errors
    /// When none of the variables names a server, and when no database can be made.
    pub fn to_prove_on(dialect: Dialect, variables: &[&str]) -> Result<Self, Error> {
        if dialect != Dialect::Postgres {
            return Self::in_folder();
        }
        let set = variables.iter().filter_map(|variable| std::env::var(variable).ok());
        let Some(server) = set.into_iter().find(|url| !url.trim().is_empty()) else {
            let (names, last) = (variables.join(" or "), variables.last().copied().unwrap_or_default());
            return Err(Error::refusal(
                format!("{names} names no PostgreSQL server to prove on"),
                format!(
                    "export {last}=postgres://user@host/postgres: databases are made there and dropped again, others stay as they are"
                ),
            ));
        };
        Self::on_server(&server)
    }

    /// An empty database on the PostgreSQL server of a URL, with nothing that somebody put into its template.
    ///
    /// # Errors
    /// When the server does not answer, or lets nobody make a database.
    pub fn on_server(server: &str) -> Result<Self, Error> {
        let name = unique();
        let make = format!("create database {name} template template0");
        connect(server)?
            .execute(&make)
            .map_err(|error| Error::database("making a scratch database", error))?;
        // Who finds it later, because a process was killed, sees what it is.
        connect(server)?
            .execute(&format!("comment on database {name} is 'scratch database of hunter: may be dropped'"))
            .map_err(|error| Error::database("marking a scratch database", error))?;
        let (place, parameters) =
            server.split_once('?').map_or((server, ""), |(place, after)| (place, after));
        let (scheme, rest) = place.split_once("://").unwrap_or(("postgres", place));
        let login = rest.split_once('/').map_or(rest, |(login, _)| login);
        let question = if parameters.is_empty() { "" } else { "?" };
        let url = format!("{scheme}://{login}/{name}{question}{parameters}");
        Ok(Self { url, server: Some(server.to_owned()), name, folder: None })
    }

    /// A file that is not there yet, in a folder of its own.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn in_folder() -> Result<Self, Error> {
        let name = unique();
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir(&folder).map_err(|error| {
            let message =
                format!("no folder for a scratch database in {}: {error}", std::env::temp_dir().display());
            Error::new(ErrorKind::Connection, message, "set TMPDIR to a folder that can be written to")
        })?;
        let file = folder.join("scratch.db");
        let url = format!("sqlite:{}", file.display());
        Ok(Self { url, server: None, name: file.display().to_string(), folder: Some(folder) })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Some(session) = self.server.as_deref().map(connect) {
            // A leftover of a failed drop is only disk space on a throwaway server.
            let _ = session
                .map(|mut session| session.execute(&format!("drop database {} with (force)", self.name)));
        }
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// No two tests, processes or runs share it.
fn unique() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_nanos());
    format!("hunter_scratch_{}_{now}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}
