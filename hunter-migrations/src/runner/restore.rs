//! `restore`: the database as a backup has it.
//!
//! Responsible for what is refused before anything is touched, for the row in the ledger, and for comparing afterwards. What is
//! there goes only when the caller says so, and only together with what takes its place.

use std::path::Path;
use std::time::{Duration, Instant};

use hunter_chain::RevisionId;
use serde_json::json;

use super::{Migrator, guard};
use crate::backup::{self, About, Backup, Return};
use crate::connect::Address;
use crate::error::{Error, ErrorKind};
use crate::ledger::{self, Entry, Event, Seq};
use crate::notice::Notice;
use crate::report::{Action, Report, StepReport};

/// So many things that would go are named.
const NAMED: usize = 5;

/// What [`Migrator::restore`] would do: a backup that was looked into, and what is in its way.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Restoration {
    /// The backup.
    pub backup: Backup,
    /// The database's name on its server, or the file's.
    pub database: String,
    /// What is there and would go, by name; empty where the database is empty.
    pub replaces: Vec<String>,
}

impl Migrator<'_> {
    /// Looks into a backup, and at the database that it should be restored into. Changes nothing.
    ///
    /// # Errors
    /// When the file is not what its manifest says, holds commands for a client, is cut short, or is of another kind of
    /// database, or of another one than is there.
    pub fn restoration(mut self, file: &Path) -> Result<Restoration, Error> {
        self.refuse_inside_a_transaction()?;
        self.configure()?;
        let address = self.address()?;
        let backup = Backup::open(file)?;
        let dialect = address.dialect();
        if backup.manifest.dialect != dialect.name() {
            let message = format!(
                "{} is a backup of {}, and this database is {}",
                file.display(),
                backup.manifest.dialect,
                dialect.name()
            );
            return Err(Error::new(ErrorKind::State, message, "name the database that it was taken of"));
        }
        let replaces = backup::things(self.session, &address)?;
        let about = backup::about(self.session, &address)?;
        refuse_other(&backup, &about, &replaces)?;
        backup.verify()?;
        Ok(Restoration { backup, database: about.database, replaces })
    }

    /// Lets [`restore`](Self::restore) replace what is there.
    #[must_use]
    pub fn replacing(mut self) -> Self {
        self.options.may_replace = true;
        self
    }

    /// Makes the database what a backup has: in one transaction where the engine has them, else by putting a file in the place of
    /// another one. If it fails the database is as it was. It is recorded, and compared with what its revisions should leave behind.
    ///
    /// # Errors
    /// When something is there and [`replacing`](Self::replacing) was not said, the guard is not to be had in time, somebody else
    /// uses the file, or a statement fails; nothing is changed then. Of kind [`Drift`](ErrorKind::Drift) when it is restored, and the
    /// schema is not what its revisions leave behind: that of the backup was not either.
    pub fn restore(mut self, restoration: &Restoration) -> Result<Report, Error> {
        self.refuse_inside_a_transaction()?;
        self.configure()?;
        let address = self.address()?;
        let start = Instant::now();
        let done = self.held(|this, _| this.bring_back(&address, restoration))?;
        done.ok_or_else(|| guard::busy(None, Duration::ZERO))?;
        self.report_restored(restoration, start.elapsed())
    }

    fn bring_back(&mut self, address: &Address, restoration: &Restoration) -> Result<(), Error> {
        let backup = &restoration.backup;
        let things = backup::things(self.session, address)?;
        refuse_other(backup, &backup::about(self.session, address)?, &things)?;
        if !things.is_empty() && !self.options.may_replace {
            return Err(not_empty(&restoration.database, &things));
        }
        self.options.go_on()?;
        let way =
            Return { backup, replace: !things.is_empty(), after: self.row_of(backup, !things.is_empty()) };
        let patience = self.patience();
        backup::bring_back(self.session, address, &way, &patience)
    }

    /// The statements that check that the ledger is the one of the manifest, and go on with it.
    fn row_of(&self, backup: &Backup, replaced: bool) -> Option<String> {
        let (manifest, words) = (&backup.manifest, self.session.words());
        let recorded = manifest.ledger.as_ref()?;
        let name = recorded.name();
        let table = name.qualified(words.dialect);
        let holds = format!(
            "(select count(*) from {table}) = {} and coalesce((select applied_digest from {table} order by seq desc limit 1), '') = {}",
            recorded.rows,
            words.dialect.quote_literal(&recorded.digest)
        );
        let check = (words.assert)(&holds, "the ledger is not the one that the manifest speaks of");
        // What is applied does not change; the row names the last revision, as that of a repair does.
        let last = manifest.revisions.last().map_or("base", String::as_str);
        let chain = self.migrations.chain();
        let known = chain.get(&RevisionId::trusted(last.to_owned()));
        let digest = if recorded.rows == 0 {
            hunter_chain::Digest::of_applied([], None).to_string()
        } else {
            recorded.digest.clone()
        };
        let entry = Entry {
            seq: Seq::Number(recorded.last + 1),
            revision: last,
            parents: known.into_iter().flat_map(|known| &known.parents).map(RevisionId::as_str).collect(),
            event: Event::Restore,
            up_digest: known.map(|known| known.up_digest(words.dialect).to_string()),
            down: None,
            metadata: json!({
                "file": backup.file.file_name().map(|name| name.to_string_lossy()),
                "digest": manifest.digest,
                "taken": manifest.taken,
                "revisions": manifest.revisions,
                "replaced": replaced,
            }),
            applied_digest: digest,
            took: None,
            binary: self.migrations.binary(),
        };
        Some(format!("{check};\n{}", ledger::insert(words, &name, &entry)))
    }

    /// Over a connection of its own: this one may still hold what was replaced.
    fn report_restored(&mut self, restoration: &Restoration, took: Duration) -> Result<Report, Error> {
        let manifest = &restoration.backup.manifest;
        let current: Vec<RevisionId> = manifest.revisions.iter().cloned().map(RevisionId::trusted).collect();
        let mut report = Report::nothing(Action::Restore, current.clone());
        let revision = current.last().cloned().unwrap_or_else(|| RevisionId::trusted("base"));
        report.steps.push(StepReport { revision, took, by_other: false });
        let drift = match self.session.beside() {
            Some(beside) if manifest.ledger.is_some() => {
                let mut fresh = beside.open()?;
                Migrator::new(self.migrations, &mut *fresh).drift()
            }
            _ => return Ok(report),
        };
        match drift {
            Ok(drift) if drift.is_none() => Ok(report),
            Ok(drift) => {
                let error = drift.into_error();
                let message = format!("the backup is restored and recorded, and {error}");
                Err(Error::new(ErrorKind::Drift, message, error.help()))
            }
            Err(error) => {
                let text = format!("restored, and not compared with what it should be: {error}");
                self.options.say(&Notice::Warning { text: &text });
                Ok(report)
            }
        }
    }
}

/// A database with something in it is replaced by its own backups alone.
fn refuse_other(backup: &Backup, about: &About, things: &[String]) -> Result<(), Error> {
    let (of, here) = (&backup.manifest.database, &about.database);
    if things.is_empty() || of == here {
        return Ok(());
    }
    let message = format!(
        "{} is a backup of database `{of}`, and `{here}` is another one that is not empty",
        backup.file.display()
    );
    let help = format!("name database `{of}`, or an empty one; nothing was changed");
    Err(Error::new(ErrorKind::State, message, help))
}

fn not_empty(database: &str, things: &[String]) -> Error {
    let message = format!("database `{database}` is not empty: {}", named(things));
    let help = "give --replace to let the backup take the place of everything in it; nothing was changed";
    Error::new(ErrorKind::State, message, help)
}

/// The first ones and how many there are.
pub(crate) fn named(things: &[String]) -> String {
    let more = things.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", things.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", "))
}
