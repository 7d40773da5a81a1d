//! What a program itself does around its runs and steps.
//!
//! Responsible for where it acts inside of a step's transaction, for finding out that it ended that transaction, and for the
//! words of what failed. The project's own scripts are `hook`'s.

use std::fmt;

use hunter_chain::{Direction, Moment, Revision};

use super::step::{Stopped, Work};
use super::{Migrator, hook, statements};
use crate::error::{Error, ErrorKind, Left};
use crate::session::{DbError, DbErrorKind, Session};

/// What a program itself does at a moment of a run.
pub(super) type Act<'a> = Box<dyn FnOnce(&mut dyn Session) -> Result<(), DbError> + 'a>;

/// What a program itself does at a moment of each step.
type StepAct<'a> = Box<dyn FnMut(&mut dyn Session, &Step<'_>) -> Result<(), DbError> + 'a>;

/// A step, for what a program does inside of it: see [`Migrator::before_step`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Step<'a> {
    /// Which revision.
    pub revision: &'a Revision,
    /// Which way.
    pub direction: Direction,
    /// Its number in the run, from 1.
    pub number: usize,
    /// Of how many.
    pub of: usize,
}

/// What a program itself does around a run, and in each of its steps.
#[derive(Default)]
pub(super) struct Acts<'a> {
    pub(super) before_run: Option<Act<'a>>,
    pub(super) after_run: Option<Act<'a>>,
    pub(super) step: StepActs<'a>,
}

/// What a program itself does in a step.
#[derive(Default)]
pub(crate) struct StepActs<'a> {
    before: Option<StepAct<'a>>,
    after: Option<StepAct<'a>>,
}

impl fmt::Debug for StepActs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = (self.before.is_some(), self.after.is_some());
        f.debug_struct("StepActs").field("before", &before).field("after", &after).finish()
    }
}

impl<'a> Migrator<'a> {
    /// Does something before the first step of a run, after the hook `before_run.sql`; nothing where no step is run. What fails
    /// stops the run.
    ///
    /// ```no_run
    /// # use hunter_migrations::{Error, Migrations, Report, Session, Target};
    /// # fn start(migrations: &'static Migrations, conn: &mut impl Session) -> Result<Report, Error> {
    /// migrations.on(conn).before_run(|session| session.execute("notify maintenance")).upgrade(Target::Head)
    /// # }
    /// ```
    #[must_use]
    pub fn before_run(mut self, act: impl FnOnce(&mut dyn Session) -> Result<(), DbError> + 'a) -> Self {
        self.options.acts.before_run = Some(Box::new(act));
        self
    }

    /// Does something after the last step of a run, after the hook `after_run.sql`; nothing where no step was run, or one failed.
    #[must_use]
    pub fn after_run(mut self, act: impl FnOnce(&mut dyn Session) -> Result<(), DbError> + 'a) -> Self {
        self.options.acts.after_run = Some(Box::new(act));
        self
    }

    /// Does something in the transaction of each step, before its script and after the hook `before_step.sql`. What it writes
    /// and the step are committed together, or neither is.
    ///
    /// ```no_run
    /// # use hunter_migrations::{Error, Migrations, Report, Session, Target};
    /// # fn start(migrations: &'static Migrations, conn: &mut impl Session) -> Result<Report, Error> {
    /// migrations
    ///     .on(conn)
    ///     .before_step(|session, step| {
    ///         let (way, id) = (step.direction.as_str(), &step.revision.id);
    ///         session.execute(&format!("insert into audit (what) values ('{way} {id}')"))
    ///     })
    ///     .upgrade(Target::Head)
    /// # }
    /// ```
    ///
    /// It may be called again for the same step, which is rolled back and tried again where a lock was not to be had: what it
    /// does outside of the database should stand that. On PostgreSQL a step is then several messages instead of one. Around a
    /// step outside of a transaction it has a transaction of its own, and is called again when the step is gone on with. A
    /// revision that is only recorded is no step, and a script for later has nobody who could act.
    ///
    /// # Errors
    /// What it gives back rolls the step back, and stops the run; so does ending the transaction. A statement that failed has
    /// aborted the transaction on PostgreSQL: its error should be given back, or the statement stand behind a savepoint.
    #[must_use]
    pub fn before_step(
        mut self,
        act: impl FnMut(&mut dyn Session, &Step<'_>) -> Result<(), DbError> + 'a,
    ) -> Self {
        self.options.acts.step.before = Some(Box::new(act));
        self
    }

    /// Does something in the transaction of each step, after its script and the hook `after_step.sql`, and before the step is
    /// recorded as done. All else as [`before_step`](Self::before_step).
    #[must_use]
    pub fn after_step(
        mut self,
        act: impl FnMut(&mut dyn Session, &Step<'_>) -> Result<(), DbError> + 'a,
    ) -> Self {
        self.options.acts.step.after = Some(Box::new(act));
        self
    }
}

impl StepActs<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.before.is_none() && self.after.is_none()
    }

    pub(super) fn has(&self, moment: Moment) -> bool {
        match moment {
            Moment::BeforeStep => self.before.is_some(),
            Moment::AfterStep => self.after.is_some(),
            Moment::BeforeRun | Moment::AfterRun => false,
        }
    }

    /// Acts in the transaction that is open, if there is something to do at this moment. Who began it rolls it back.
    pub(super) fn inside(
        &mut self,
        moment: Moment,
        session: &mut dyn Session,
        work: &Work<'_>,
    ) -> Result<(), Stopped> {
        let act = if moment == Moment::BeforeStep { &mut self.before } else { &mut self.after };
        let Some(act) = act else { return Ok(()) };
        // There is none in a transaction that was ended, so it tells, whatever a role may read.
        session.execute("SAVEPOINT hunter_act").map_err(|error| match error.kind {
            DbErrorKind::ConnectionLost => work.connection_lost(error),
            _ => Stopped::Failed(work.ended_transaction()),
        })?;
        let (number, of) = work.number.unwrap_or((1, 1));
        let step = Step { revision: work.revision, direction: work.direction, number, of };
        let done = act(session, &step).and_then(|()| session.execute("RELEASE SAVEPOINT hunter_act"));
        done.map_err(|error| {
            // One that an error aborted still goes back to its savepoint.
            let is_open = session.execute("ROLLBACK TO SAVEPOINT hunter_act").is_ok();
            match error.kind {
                DbErrorKind::ConnectionLost => work.connection_lost(error),
                _ if !is_open => Stopped::Failed(ended(moment, work, error)),
                DbErrorKind::LockTimeout => Stopped::LockTimeout(failed(moment, error)),
                _ => Stopped::Failed(failed(moment, error)),
            }
        })
    }

    /// The same in a transaction of its own, around a step that has none.
    pub(super) fn alone(
        &mut self,
        moment: Moment,
        session: &mut dyn Session,
        work: &Work<'_>,
    ) -> Result<(), Stopped> {
        if !self.has(moment) {
            return Ok(());
        }
        session.execute(session.words().begin).map_err(statements::ours(work))?;
        let ended = self
            .inside(moment, session, work)
            .and_then(|()| session.execute("COMMIT").map_err(|error| Stopped::Failed(failed(moment, error))));
        if ended.is_err() {
            let _ = session.execute("ROLLBACK");
        }
        ended
    }
}

pub(super) fn failed(moment: Moment, error: DbError) -> Error {
    let message = format!("what this program does at `{}` failed: {error}", moment.as_str());
    Error::new(ErrorKind::Script, message, hook::help(moment)).because(error)
}

/// It ended the step's transaction; what it committed stays, and the open row says so.
fn ended(moment: Moment, work: &Work<'_>, error: DbError) -> Error {
    let (moment, id) = (moment.as_str(), &work.revision.id);
    let message = format!("what this program does at `{moment}` ended the transaction of revision `{id}`");
    let help = work.help_for_control("what it does");
    Error::new(ErrorKind::Script, message, help).leaving(Left::Unknown).because(error)
}
