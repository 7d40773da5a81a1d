//! What can be typed about backups.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::super::signals;
use crate::backup::FOLDER;
use crate::runner::Migrator;

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// The folder of the backups; made if it is not there
    #[arg(long, default_value = FOLDER, value_name = "DIR")]
    pub(in crate::cli) to: PathBuf,
    /// Show the backups of the folder; needs no database
    #[arg(long, conflicts_with = "prune")]
    pub(in crate::cli) list: bool,
    /// Remove all but the last N backups of each database: shows them, and asks; needs no database
    #[arg(long, requires = "keep")]
    pub(in crate::cli) prune: bool,
    /// How many --prune keeps of each database
    #[arg(long, requires = "prune", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(in crate::cli) keep: Option<u32>,
    #[command(flatten)]
    pub(in crate::cli) wait: LockWait,
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup; its manifest stands beside it
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// Let it take the place of everything in the database: shows what goes, and asks
    #[arg(long)]
    pub(in crate::cli) replace: bool,
    #[command(flatten)]
    pub(in crate::cli) wait: LockWait,
}

/// A backup before a run.
#[derive(Debug, Args)]
pub struct BackupFirst {
    /// Take a backup into DIR before the first step, if there is one; without DIR into the folder `backups`
    #[arg(long, value_name = "DIR", num_args = 0..=1, require_equals = true, default_missing_value = FOLDER)]
    #[arg(conflicts_with_all = ["sql", "dry_run"])]
    pub(in crate::cli) backup: Option<PathBuf>,
}

/// How long to wait for others, where nothing can be skipped.
#[derive(Debug, Args)]
pub struct LockWait {
    /// Seconds to wait for another process and for locks
    #[arg(long, value_name = "S", default_value_t = 300)]
    lock_wait: u64,
}

impl BackupFirst {
    pub(in crate::cli) fn on<'a>(&self, migrator: Migrator<'a>) -> Migrator<'a> {
        match &self.backup {
            Some(folder) => migrator.backup_first(folder),
            None => migrator,
        }
    }
}

impl LockWait {
    pub(in crate::cli) fn on<'a>(&self, migrator: Migrator<'a>) -> Migrator<'a> {
        migrator.interruptible(&signals::interrupt()).lock_wait(Duration::from_secs(self.lock_wait))
    }
}
