//! How a run behaves: whom it waits for, what it is compared with.

use std::time::Duration;

use clap::{Args, ValueEnum};

use super::signals;
use crate::runner::{Migrator, OnBusy, Proof};

/// How to wait for others.
#[derive(Debug, Args)]
pub struct Wait {
    /// Seconds to wait for another process and for locks
    #[arg(long, value_name = "S", default_value_t = 300)]
    pub(super) lock_wait: u64,
    /// What to do when another process migrates
    #[arg(long, value_enum, default_value_t = Busy::Wait)]
    pub(super) on_busy: Busy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Busy {
    /// Wait up to --lock-wait, then exit with 4
    Wait,
    /// Exit with 4 at once
    Fail,
    /// Exit with 0 at once
    Skip,
}

/// What an upgrade is compared with.
#[derive(Debug, Args)]
pub struct Checks {
    /// When the schema is compared with what was proved of the revisions
    #[arg(long, value_enum, default_value_t = When::Run, conflicts_with = "sql", value_name = "WHEN")]
    pub(super) proof: When,
    /// Refuse a database that is not what its recorded revisions leave behind
    #[arg(long, conflicts_with = "sql")]
    pub(super) strict: bool,
}

/// What a downgrade is compared with.
#[derive(Debug, Args)]
pub struct StepChecks {
    /// When the schema is compared with what was there before the revision
    #[arg(long, value_enum, default_value_t = StepWhen::Step, conflicts_with = "sql", value_name = "WHEN")]
    pub(super) proof: StepWhen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// After the last step: a difference is recorded, and the exit code is 1
    Run,
    /// Inside of each step: one that differs is rolled back
    Step,
    /// Never, which is recorded
    Off,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StepWhen {
    /// Inside of each step: one that differs is rolled back
    Step,
    /// Never, which is recorded
    Off,
}

impl Wait {
    pub(super) fn on<'a>(&self, migrator: Migrator<'a>) -> Migrator<'a> {
        let on_busy = match self.on_busy {
            Busy::Wait => OnBusy::Wait,
            Busy::Fail => OnBusy::Fail,
            Busy::Skip => OnBusy::Skip,
        };
        let migrator = migrator.interruptible(&signals::interrupt());
        migrator.lock_wait(Duration::from_secs(self.lock_wait)).on_busy(on_busy)
    }
}

impl Checks {
    pub(super) fn on<'a>(&self, migrator: Migrator<'a>) -> Migrator<'a> {
        let proof = match self.proof {
            When::Run => Proof::Run,
            When::Step => Proof::Step,
            When::Off => Proof::Off,
        };
        let migrator = migrator.proof(proof);
        if self.strict { migrator.strict() } else { migrator }
    }
}

impl StepChecks {
    pub(super) fn on<'a>(&self, migrator: Migrator<'a>) -> Migrator<'a> {
        migrator.proof(match self.proof {
            StepWhen::Step => Proof::Step,
            StepWhen::Off => Proof::Off,
        })
    }
}
