//! `backup`: a way back, taken while nobody migrates.
//!
//! Responsible for when: under the guard, after everything that refuses a run and before its first step, and not at all where
//! no step would run. What a backup is, is `backup`'s.

use std::path::{Path, PathBuf};
use std::time::Duration;

use hunter_chain::{Direction, Plan, RevisionId};

use super::Migrator;
use super::guard;
use super::record::Record;
use super::state;
use crate::backup::{self, Backup, Patience, Recorded, Recording};
use crate::connect::Address;
use crate::error::{Error, ErrorKind};
use crate::ledger::Ledger;
use crate::notice::Notice;

impl Migrator<'_> {
    /// Takes a backup of the database into a folder, which is made if it is not there: `pg_dump` of at least the server's
    /// version writes it, or SQLite itself. It is looked into before it gets its name: whole, with every table, with the ledger as it
    /// is. The guard is held meanwhile, so that no run is in the middle of a step.
    ///
    /// The connection must be one of [`connect`](crate::connect): of one that the caller opened nobody knows where it leads.
    ///
    /// # Errors
    /// When the connection was opened by the caller, the guard is not to be had in time, there is no room or no `pg_dump`,
    /// or what was written is not whole. No file has a backup's name then.
    pub fn backup(mut self, folder: &Path) -> Result<Backup, Error> {
        self.refuse_inside_a_transaction()?;
        self.configure()?;
        let address = self.address()?;
        let taken = self.held(|this, _| this.take_backup(&address, folder))?;
        taken.ok_or_else(|| guard::busy(None, Duration::ZERO))
    }

    /// Lets a run take a backup before its first step, if it has any. A run whose backup fails does nothing.
    #[must_use]
    pub fn backup_first(mut self, folder: impl Into<PathBuf>) -> Self {
        self.options.backup_to = Some(folder.into());
        self
    }

    /// The way to this database for another program.
    pub(super) fn address(&mut self) -> Result<Address, Error> {
        let Some(beside) = self.session.beside() else {
            let message = "this connection was opened by the program, and nobody else knows where it leads";
            let help = "give one of hunter_migrations::connect(url) instead; nothing was changed";
            return Err(Error::new(ErrorKind::State, message, help));
        };
        match beside.address() {
            Address::Sqlite(path) if path == Path::new(":memory:") => {
                let message = "a database in memory has no file";
                Err(Error::new(ErrorKind::State, message, "name a file: sqlite:PATH"))
            }
            address => Ok(address.clone()),
        }
    }

    pub(super) fn patience(&self) -> Patience {
        Patience { wait: self.options.lock_wait, interrupt: self.options.interrupt.clone() }
    }

    fn take_backup(&mut self, address: &Address, folder: &Path) -> Result<Backup, Error> {
        let (migrations, patience) = (self.migrations, self.patience());
        let backup = backup::take(self.session, address, folder, &patience, |session| {
            Migrator::new(migrations, session).recording()
        })?;
        self.options.say(&Notice::BackedUp { backup: &backup });
        Ok(backup)
    }

    /// What the ledger says.
    fn recording(&mut self) -> Result<Recording, Error> {
        self.configure()?;
        let look = state::look(self.session, &mut self.name)?;
        let ledger = if look.has_ledger { state::read(self.session, &self.name)? } else { Ledger::default() };
        let record = Record::of(&ledger);
        let ids = |ids: &[RevisionId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        let binary = self.migrations.binary();
        Ok(Recording {
            revisions: ids(&record.current(self.migrations.chain())),
            applied: ids(ledger.applied().ids()),
            ledger: look.has_ledger.then(|| Recorded {
                schema: look.schema.clone(),
                table: self.name.table.clone(),
                rows: ledger.rows.len(),
                last: ledger.last_seq(),
                digest: ledger.rows.last().map(|row| row.applied_digest.clone()).unwrap_or_default(),
            }),
            binary: (binary.name.to_owned(), binary.version.to_owned()),
        })
    }

    /// The backup that was asked for, where a step of the plan has yet to be taken.
    pub(super) fn back_up_before(
        &mut self,
        plan: &Plan<'_>,
        record: &Record,
    ) -> Result<Option<Backup>, Error> {
        let wanted = plan.direction == Direction::Up;
        let will_run = plan.steps.iter().any(|step| record.applied.contains_key(&step.id) != wanted);
        let Some(folder) = self.options.backup_to.clone().filter(|_| will_run) else { return Ok(None) };
        let address = self.address()?;
        self.take_backup(&address, &folder).map(Some).map_err(|error| {
            let help = format!("{}; no step was run, because its backup could not be taken", error.help());
            error.with_help(help)
        })
    }
}

/// What leads back to before a run that failed.
pub(super) fn with_way_back(error: Error, backup: &Backup) -> Error {
    let file = backup.file.display();
    let help = format!("{}; the database as it was before: `hunter restore {file} --replace`", error.help());
    error.with_help(help)
}
