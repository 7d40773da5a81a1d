//! Backups: written under a name only when they are whole, told of by a manifest, checked before anybody relies on them.
//!
//! Responsible for what a backup is and for what each engine does to write one, to look into one, and to bring one back. When
//! that is done, under which guard and with which row in the ledger, is the runner's.
//!
//! ```text
//! session ─about─► Part ─pg_dump | VACUUM INTO─► file ─read_through, complaint─► Manifest ─finish─► Backup
//! Backup ─verify─► psql (one transaction, COMMIT last) | copy beside, rename ─► database
//! ```

mod check;
mod files;
mod folder;
mod manifest;
mod name;
mod postgres;
mod process;
mod readiness;
mod scan;
mod sqlite;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use hunter_chain::Dialect;
use serde::Deserialize;

use check::{Reading, Table};
pub(crate) use files::bytes;
pub use folder::Backups;
pub use manifest::{Manifest, Recorded};
pub(crate) use readiness::readiness;

use crate::connect::Address;
use crate::error::{Error, ErrorKind};
use crate::ledger::LedgerName;
use crate::runner::Interrupt;
use crate::session::Session;

/// Where backups go where nobody says otherwise.
pub(crate) const FOLDER: &str = "backups";

/// A backup, as its manifest tells it. Whether its file still is what was written is looked at before it is restored.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Backup {
    /// The file; its manifest stands beside it, with `.json` at the end.
    pub file: PathBuf,
    /// What it is.
    pub manifest: Manifest,
}

/// What an engine is asked, one row or several of one column `j`.
struct Engine {
    /// What its backups' names end with.
    extension: &'static str,
    /// Everything of [`About`].
    about: &'static str,
    /// The tables whose rows a backup has to hold, as `[schema, name]`.
    tables: &'static str,
    /// What a restore would meet.
    things: &'static str,
}

/// A database, as it tells about itself.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct About {
    pub(crate) database: String,
    server: String,
    major: u32,
    size: u64,
    stamp: String,
    taken: String,
}

/// How others are waited for, and who may end the waiting.
#[derive(Debug)]
pub(crate) struct Patience {
    pub(crate) wait: Duration,
    pub(crate) interrupt: Interrupt,
}

/// What the ledger says of what is backed up.
#[derive(Debug)]
pub(crate) struct Recording {
    pub(crate) revisions: Vec<String>,
    pub(crate) applied: Vec<String>,
    pub(crate) ledger: Option<Recorded>,
    /// The program that takes the backup, with its version.
    pub(crate) binary: (String, String),
}

impl Backup {
    /// What the manifest beside a file says.
    ///
    /// # Errors
    /// When there is no such file, or no manifest beside it that can be read.
    pub fn open(file: &Path) -> Result<Self, Error> {
        if !file.is_file() {
            let message = format!("there is no backup at {}", file.display());
            return Err(Error::new(
                ErrorKind::State,
                message,
                "`hunter backup --list` shows the backups of a folder",
            ));
        }
        let beside = name::manifest(file);
        if !beside.is_file() {
            let message =
                format!("{} is not there, so nobody can tell whether the backup is whole", beside.display());
            let help = "put the manifest that was written with it beside it";
            return Err(Error::new(ErrorKind::State, message, help));
        }
        let manifest = Manifest::parse(&beside.display().to_string(), &files::read(&beside)?)?;
        Ok(Self { file: file.to_owned(), manifest })
    }

    /// Removes the file and its manifest.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn remove(&self) -> Result<(), Error> {
        // In this order: a file that is called a backup always has its manifest.
        files::remove(&self.file)?;
        files::remove(&name::manifest(&self.file))
    }

    /// Refuses a file that is not what was written, or that holds what a backup does not.
    pub(crate) fn verify(&self) -> Result<(), Error> {
        let manifest = &self.manifest;
        let ledger = manifest.ledger.as_ref();
        let (seen, complaint) = if manifest.dialect == Dialect::Sqlite.name() {
            let seen = sqlite::read_through(&self.file)?;
            let judged = sqlite::open(&self.file).map_err(|error| error.to_string());
            (seen, judged.and_then(|mut copy| sqlite::judge(&mut *copy, ledger)).err())
        } else {
            let mut reading = Reading::new(ledger);
            (postgres::examine(&self.file, &mut reading)?, reading.complaint(&[], ledger))
        };
        // The more telling one first: a command or a missing end is also another digest.
        if let Some(complaint) = complaint {
            return Err(not_whole(&self.file, &complaint));
        }
        if (seen.digest, seen.size) != (manifest.digest.clone(), manifest.size) {
            return Err(changed(&self.file));
        }
        Ok(())
    }
}

/// What a database tells about itself.
pub(crate) fn about(session: &mut dyn Session, address: &Address) -> Result<About, Error> {
    let rows = ask(session, engine(address).about)?;
    let mut about: About = read(rows.first().map_or("", String::as_str))?;
    if let Address::Sqlite(path) = address {
        about.database = sqlite::database(path);
    }
    Ok(about)
}

/// What a restore would meet, by name.
pub(crate) fn things(session: &mut dyn Session, address: &Address) -> Result<Vec<String>, Error> {
    ask(session, engine(address).things)
}

/// Takes a backup of the database of a session into a folder, and looks into it. Nothing of it has a backup's name before.
/// `record` tells what the ledger of a session says: where a guard keeps writers away, of the database, else of the copy.
pub(crate) fn take(
    session: &mut dyn Session,
    address: &Address,
    folder: &Path,
    patience: &Patience,
    record: impl FnOnce(&mut dyn Session) -> Result<Recording, Error>,
) -> Result<Backup, Error> {
    let engine = engine(address);
    let about = about(session, address)?;
    files::refuse_full(folder, about.size)?;
    let part = files::Part::create(folder, &about.stamp, engine.extension)?;
    let path = part.path();
    let (recording, seen, judged, tool) = match address {
        Address::Postgres(url) => {
            let recording = record(session)?;
            let tables = ask(session, engine.tables)?;
            let tables = tables.iter().map(|text| read(text)).collect::<Result<Vec<Table>, _>>()?;
            let program = postgres::write(url, &about, &part, patience)?;
            let mut reading = Reading::new(recording.ledger.as_ref());
            let seen = postgres::examine(&path, &mut reading)?;
            let complaint = reading.complaint(&tables, recording.ledger.as_ref());
            let judged = complaint.map_or(Ok(reading.tables()), Err);
            (recording, seen, judged, ("pg_dump", program.version))
        }
        Address::Sqlite(_) => {
            sqlite::write(session, &part)?;
            let mut copy = sqlite::open(&path)?;
            let recording = record(&mut *copy)?;
            let judged = sqlite::judge(&mut *copy, recording.ledger.as_ref());
            (recording, sqlite::read_through(&path)?, judged, ("sqlite", about.server.clone()))
        }
    };
    let tables = judged.map_err(|complaint| not_whole(&path, &complaint))?;
    let manifest = Manifest {
        format: Manifest::FORMAT,
        dialect: address.dialect().name().to_owned(),
        database: about.database,
        taken: about.taken,
        size: seen.size,
        digest: seen.digest,
        revisions: recording.revisions,
        applied: recording.applied,
        ledger: recording.ledger,
        tables,
        server: about.server,
        tools: BTreeMap::from([recording.binary, (tool.0.to_owned(), tool.1)]),
    };
    let file = part.finish(&manifest.render()?)?;
    Ok(Backup { file, manifest })
}

/// How a backup is brought back.
pub(crate) struct Return<'a> {
    pub(crate) backup: &'a Backup,
    /// Whether everything that is there goes first.
    pub(crate) replace: bool,
    /// Statements that check and record it, in one transaction with it.
    pub(crate) after: Option<String>,
}

/// Brings a backup back: all of it, or the database is as it was.
pub(crate) fn bring_back(
    session: &mut dyn Session,
    address: &Address,
    way: &Return<'_>,
    patience: &Patience,
) -> Result<(), Error> {
    let from = (&*way.backup.file, &way.backup.manifest);
    match address {
        Address::Postgres(url) => {
            let after = way.after.as_deref().unwrap_or("SELECT 1");
            let around = postgres::Around { replace: way.replace, after };
            postgres::restore(url, &about(session, address)?, from, &around, patience)
        }
        Address::Sqlite(target) => sqlite::restore(session, target, from, |copy| {
            let Some(after) = &way.after else { return Ok(()) };
            let sql = format!("BEGIN IMMEDIATE;\n{after};\nCOMMIT");
            copy.execute(&sql).map_err(|error| Error::database("recording the restore", error))
        }),
    }
}

impl Recorded {
    /// The ledger that it speaks of.
    pub(crate) fn name(&self) -> LedgerName {
        LedgerName { schema: Some(self.schema.clone()), table: self.table.clone() }
    }
}

fn engine(address: &Address) -> &'static Engine {
    match address {
        Address::Postgres(_) => &postgres::ENGINE,
        Address::Sqlite(_) => &sqlite::ENGINE,
    }
}

fn ask(session: &mut dyn Session, sql: &str) -> Result<Vec<String>, Error> {
    let rows =
        session.rows(sql).map_err(|error| Error::database("asking what there is to back up", error))?;
    Ok(rows.into_iter().flatten().collect())
}

fn read<T: for<'d> Deserialize<'d>>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| {
        let message = format!("the database's answer about itself cannot be read: {error}");
        Error::new(ErrorKind::Database, message, "report this: it should not happen")
    })
}

fn not_whole(file: &Path, complaint: &str) -> Error {
    let message = format!("{} is no backup that could be restored: {complaint}", file.display());
    Error::new(ErrorKind::State, message, "take another one; nothing was changed")
}

fn changed(file: &Path) -> Error {
    let message = format!("{} is not the file that its manifest speaks of: it was changed", file.display());
    Error::new(
        ErrorKind::State,
        message,
        "take the file as it was written, or another backup; nothing was changed",
    )
}
