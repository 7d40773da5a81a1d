//! `Migrator`: everything that can be done with a database and a chain.
//!
//! Responsible for the order of things: look, guard, ledger, read again, plan, steps, report. How a step is carried out
//! is `step`'s; what a target means is the chain's.

pub(crate) mod read;
mod write;

mod act;
mod adopt;
mod attempt;
mod back;
mod backup;
mod blame;
mod carry;
mod gap;
mod mismatch;
mod preflight;
mod proof;
mod recognise;
mod record;
mod redefine;
mod refuse;
mod repair;
mod resolve;
pub(crate) mod restore;
mod rights;
mod stamp;
mod stranger;
mod unproved;
mod verify;

mod gauge;
mod guard;
mod hook;
mod interrupt;
mod inventory;
mod loss;
mod message;
mod others;
mod patience;
mod piecemeal;
mod pooler;
pub(crate) mod recreate;
mod running;
mod settle;
mod state;
mod statements;
mod step;
mod units;
mod watch;

use std::path::PathBuf;
use std::time::Duration;

pub use act::Step;
pub use back::WayBack;
pub use gauge::{AtWork, Gauge, Reading};
pub use interrupt::Interrupt;
pub use loss::Loss;
pub(crate) use loss::Written;
pub(crate) use message::raise_unless;
pub use proof::Proof;
pub use read::Current;

pub use recognise::{Claim, Place, Recognised};
pub use resolve::Resolution;
pub use restore::Restoration;

pub use running::{Running, RunningStep};
#[cfg(any(test, feature = "testing"))]
pub(crate) use state::parse as parse_row;
pub use stranger::Stranger;
pub use verify::{Assertion, Verification};

use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind};
use crate::ledger::{LedgerName, TABLE};
use crate::notice::{Notice, Observer};
use crate::session::Session;

/// What to do when another process holds the guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnBusy {
    /// Wait up to the deadline; then it is an error. The usual way.
    #[default]
    Wait,
    /// An error at once.
    Fail,
    /// Done, with a report that says so.
    Skip,
}

/// How a run behaves.
pub(crate) struct Options<'a> {
    pub(crate) lock_wait: Duration,
    pub(crate) on_busy: OnBusy,
    pub(crate) lock_timeout: Duration,
    pub(crate) may_lose_rows: bool,
    /// Whether revisions that nobody proved may go to a server elsewhere.
    may_be_unproved: bool,
    pub(crate) guarded: bool,
    proof: Proof,
    strict: bool,
    /// What a stamp takes on trust.
    trust: stamp::Trust,
    /// Whether an upgrade may begin with an adoption.
    adopts: bool,
    /// The folder that gets a backup before the first step.
    backup_to: Option<PathBuf>,
    /// Whether a restore may replace what is there.
    may_replace: bool,
    observer: Option<&'a mut dyn Observer>,
    /// Shown from another thread.
    gauge: Option<Gauge>,
    /// Whether the project's hooks run.
    hooked: bool,
    acts: act::Acts<'a>,
    /// Asked before anything is begun.
    interrupt: Interrupt,
    /// The statement that stands alone at this moment.
    alone: watch::Alone,
}

impl Options<'_> {
    pub(crate) fn say(&mut self, notice: &Notice<'_>) {
        crate::trace(notice);
        if let Some(gauge) = &self.gauge {
            gauge.follow(notice);
        }
        if let Some(observer) = &mut self.observer {
            observer.notice(notice);
        }
    }
}

/// A chain at work on one database. Made by [`Migrations::on`].
///
/// ```no_run
/// # use hunter_migrations::{Migrations, Target};
/// # fn start(migrations: &'static Migrations, conn: &mut impl hunter_migrations::Session) -> Result<(), hunter_migrations::Error> {
/// let report = migrations.on(conn).upgrade(Target::Head)?;
/// println!("{report}");
/// # Ok(())
/// # }
/// ```
pub struct Migrator<'a> {
    migrations: &'a Migrations,
    session: &'a mut dyn Session,
    name: LedgerName,
    options: Options<'a>,
    /// The look of the short way, kept for the long one.
    looked: Option<state::Look>,
    /// Whether the rights of this run were asked for.
    rights_were_asked: bool,
    guard: guard::Guard,
    /// The connection's own patience, while it has the run's.
    impatience: Option<String>,
}

impl<'a> Migrator<'a> {
    pub(crate) fn new(migrations: &'a Migrations, session: &'a mut dyn Session) -> Self {
        Self {
            migrations,
            session,
            name: LedgerName { schema: None, table: TABLE.to_owned() },
            options: Options {
                lock_wait: Duration::from_secs(300),
                on_busy: OnBusy::Wait,
                lock_timeout: Duration::from_secs(3),
                may_lose_rows: false,
                may_be_unproved: false,
                guarded: true,
                proof: Proof::Run,
                strict: false,
                trust: stamp::Trust::default(),
                adopts: false,
                backup_to: None,
                may_replace: false,
                observer: None,
                gauge: None,
                hooked: true,
                acts: act::Acts::default(),
                interrupt: Interrupt::new(),
                alone: watch::Alone::default(),
            },
            looked: None,
            rights_were_asked: false,
            guard: guard::Guard::NotNeeded,
            impatience: None,
        }
    }

    /// How long to wait for another process, and for locks in all. Default: five minutes.
    #[must_use]
    pub fn lock_wait(mut self, deadline: Duration) -> Self {
        self.options.lock_wait = deadline;
        self
    }

    /// What to do when another process holds the guard. Default: wait.
    #[must_use]
    pub fn on_busy(mut self, on_busy: OnBusy) -> Self {
        self.options.on_busy = on_busy;
        self
    }

    /// How long a statement may wait for a lock before its step is rolled back and tried again. Default: 3 seconds.
    #[must_use]
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.options.lock_timeout = timeout;
        self
    }

    /// Lets a downgrade drop tables and columns that hold rows. They are named before.
    #[must_use]
    pub fn allow_data_loss(mut self) -> Self {
        self.options.may_lose_rows = true;
        self
    }

    /// Lets an upgrade apply revisions that the lockfile does not prove to a server on another machine.
    #[must_use]
    pub fn allow_unproved(mut self) -> Self {
        self.options.may_be_unproved = true;
        self
    }

    /// Listens to the run.
    #[must_use]
    pub fn observe(mut self, observer: &'a mut dyn Observer) -> Self {
        self.options.observer = Some(observer);
        self
    }

    /// Shows what the run is at to another thread: see [`Gauge`].
    #[must_use]
    pub fn gauge(mut self, gauge: &Gauge) -> Self {
        self.options.gauge = Some(gauge.clone());
        self
    }

    /// Stops when somebody asks for it: see [`Interrupt`].
    #[must_use]
    pub fn interruptible(mut self, interrupt: &Interrupt) -> Self {
        self.options.interrupt = interrupt.clone();
        self
    }

    /// Works without the guard, to show that the ledger's row alone keeps everything from running twice.
    #[doc(hidden)]
    #[must_use]
    pub fn without_guard(mut self) -> Self {
        self.options.guarded = false;
        self
    }

    /// Settings of the chain; read where they are needed, because reading them unpacks it.
    fn configure(&mut self) -> Result<(), Error> {
        self.be_patient_to_look()?;
        let settings = self.migrations.chain().settings();
        if let Some(table) = &settings.ledger_table {
            self.name.table.clone_from(table);
        }
        if self.name.schema.is_none() {
            self.name.schema.clone_from(&settings.ledger_schema);
        }
        self.migrations.refuse_dialect(self.session.words().dialect)
    }

    fn refuse_inside_a_transaction(&mut self) -> Result<(), Error> {
        if !self.session.in_transaction() {
            return Ok(());
        }
        let message = "this connection has a transaction open, and steps commit their own";
        Err(Error::new(ErrorKind::State, message, "call it outside of `conn.transaction(…)`"))
    }
}
