//! The steps of a plan, one after the other, until each is done by us or by another process.
//!
//! Responsible for announcing losses, for trying again after a lock was not to be had, and for what each row of the
//! ledger says. The transaction of a step is `step`'s.

use std::time::{Duration, Instant};

use hunter_chain::{Applied, Direction, Moment, Plan, Revision, RevisionId};

use super::attempt::Around;
use super::backup::with_way_back;
use super::guard;
use super::loss::Announced;
use super::proof::Checks;
use super::record::Record;
use super::refuse::{half_way, in_progress, refuse_overtaken, refuse_step};
use super::state;
use super::step::Stopped;
use super::{Migrator, others};
use crate::error::{Error, ErrorKind, Left};
use crate::ledger;
use crate::notice::Notice;
use crate::report::{Report, StepReport};

impl Migrator<'_> {
    /// Writes the steps of a plan down, for a database that will have these revisions.
    pub(crate) fn write_down(mut self, plan: &Plan<'_>, from: &Applied) -> Result<(), Error> {
        self.configure()?;
        self.options.guarded = false;
        let sql = ledger::create(self.session.words(), &self.name);
        self.session.execute(&sql).map_err(|error| Error::database("writing the script", error))?;
        let (chain, dialect) = (self.migrations.chain(), self.session.words().dialect);
        let record = Record::for_later(chain, dialect, from);
        self.carry_out(plan, record).map(drop)
    }

    /// Runs the steps of a plan; what another process carried out meanwhile is reported, not repeated.
    pub(super) fn carry_out(&mut self, plan: &Plan<'_>, mut record: Record) -> Result<Report, Error> {
        let dialect = self.session.words().dialect;
        for revision in &plan.steps {
            refuse_step(revision, plan.direction, dialect)?;
        }
        let proofs = self.proven(plan);
        self.refuse_without_rights(plan, &proofs)?;
        let mut announced = self.announce(plan)?;
        let settings = self.settings()?;
        let plan = &unfinished_first(plan, &record)?;
        let checks = self.checks(plan, &record, proofs)?;
        let backup = self.back_up_before(plan, &record)?;
        let hooks = self.begin_run(plan, &record, &settings)?;
        let report = self.take_steps(plan, &mut record, (&mut announced, checks), &settings);
        let mut report = report.map_err(|error| match &backup {
            Some(backup) => with_way_back(error, backup),
            None => error,
        })?;
        report.hooks = hooks;
        report.losses = announced.losses;
        report.current = record.current(self.migrations.chain());
        report.backup = backup;
        Ok(report)
    }

    fn take_steps(
        &mut self,
        plan: &Plan<'_>,
        record: &mut Record,
        (announced, mut checks): (&mut Announced, Checks),
        settings: &str,
    ) -> Result<Report, Error> {
        let mut report = Report::nothing(plan.direction.into(), Vec::new());
        let mut done: Vec<RevisionId> = Vec::new();
        for (at, revision) in plan.steps.iter().enumerate() {
            let is_there = |record: &Record| record.has(self.migrations.chain(), &revision.id);
            let wanted = plan.direction == Direction::Up;
            if is_there(record) == wanted {
                checks.take(revision);
                self.options.say(&Notice::ByOther { revision });
                report.steps.push(StepReport {
                    revision: revision.id.clone(),
                    took: Duration::ZERO,
                    by_other: true,
                });
                continue;
            }
            self.options.go_on().map_err(|error| error.having_done(&done))?;
            let (direction, of) = (plan.direction, plan.steps.len());
            if !plan.is_recorded(revision) {
                self.options.say(&Notice::Step { direction, revision, number: at + 1, of });
            }
            let start = Instant::now();
            let is_recorded = plan.is_recorded(revision);
            if is_recorded {
                let (number, id, message) = (at + 1, &revision.id, &revision.message);
                let text =
                    format!("[{number}/{of}] Recording {id}, {message}: all that it replaces is applied");
                self.options.say(&Notice::Note { text: &text });
            }
            let around = Around { settings, number: (at + 1, of), is_recorded };
            let outcome = self.step(revision, direction, record, around, (announced, &mut checks));
            let by_other = outcome.map_err(|error| {
                let pieces = record.open.as_ref().and_then(|open| open.pieces.as_ref());
                let left = pieces.map(|pieces| Left::Part { done: pieces.done.len(), of: pieces.of });
                let error = error.after(&done, &revision.id);
                if let Some(left) = left { error.leaving(left) } else { error }
            })?;
            let took = start.elapsed();
            if by_other {
                self.options.say(&Notice::ByOther { revision });
            } else {
                self.options.say(&Notice::Done { revision, took });
                done.push(revision.id.clone());
            }
            report.steps.push(StepReport { revision: revision.id.clone(), took, by_other });
            if checks.per_step && !by_other && !revision.declared.run_in_transaction {
                let checked = self.check_after(&checks, &[revision], direction, record);
                checked.map_err(|error| error.having_done(&done))?;
            }
            checks.take(revision);
        }
        if !checks.per_step {
            let checked = self.check_after(&checks, &plan.steps, plan.direction, record);
            checked.map_err(|error| error.having_done(&done))?;
        }
        if report.steps.iter().any(|step| !step.by_other) {
            self.at_run(Moment::AfterRun, settings).map_err(|error| error.having_done(&done))?;
        }
        Ok(report)
    }

    /// What a way down would lose, said before it begins, or refused.
    fn announce(&mut self, plan: &Plan<'_>) -> Result<Announced, Error> {
        let announced = self.announced_by(plan)?;
        self.allow(&announced, 0)?;
        Ok(announced)
    }

    pub(super) fn allow(&mut self, announced: &Announced, before: usize) -> Result<(), Error> {
        let new = &announced.losses[before..];
        if new.is_empty() {
            return Ok(());
        }
        if !self.options.may_lose_rows {
            return Err(announced.refusal());
        }
        self.options.say(&Notice::Losing { losses: new });
        Ok(())
    }

    pub(super) fn settings(&mut self) -> Result<String, Error> {
        let Some(guard) = &self.session.words().guard else { return Ok(String::new()) };
        if !self.session.answers() {
            return Ok(guard.settings_of_start.to_owned());
        }
        let row = state::one(self.session, guard.settings);
        Ok(row.map_err(|error| Error::database("reading the session's settings", error))?.unwrap_or_default())
    }

    /// Until the step is done, by us or by another process. True if by another.
    fn step(
        &mut self,
        revision: &Revision,
        direction: Direction,
        record: &mut Record,
        around: Around<'_>,
        (announced, checks): (&mut Announced, &mut Checks),
    ) -> Result<bool, Error> {
        self.persist(revision, record, announced, |this, record, announced, left| {
            let stopped = match this.attempt(revision, direction, record, around, (announced, checks), left) {
                Ok(()) => return Ok(Some(false)),
                Err(Stopped::Overtaken) => this.read_settled().map_err(Stopped::Failed)?,
                Err(stopped) => return Err(stopped),
            };
            *record = Record::of(&stopped);
            let open = record.open.as_ref();
            if let Some(open) = open.filter(|open| open.pieces.is_none() || open.revision != revision.id) {
                return Err(Stopped::Failed(in_progress(&open.revision, &open.since)));
            }
            if record.has(this.migrations.chain(), &revision.id) == (direction == Direction::Up) {
                return Ok(Some(true));
            }
            refuse_overtaken(this.migrations.chain(), revision, direction, (&stopped, record))
                .map_err(Stopped::Failed)?;
            Ok(None)
        })
    }

    /// Tries until it is done, as long as a lock was not to be had, and as often as something is about to go that nobody
    /// announced but may go. `attempt` gets the time that is left, and answers nothing where it should try again.
    pub(super) fn persist(
        &mut self,
        revision: &Revision,
        record: &mut Record,
        announced: &mut Announced,
        mut attempt: impl FnMut(&mut Self, &mut Record, &Announced, Duration) -> Result<Option<bool>, Stopped>,
    ) -> Result<bool, Error> {
        // It runs from the first lock on that was not to be had: what a step does before that may take its time.
        let mut deadline: Option<Instant> = None;
        let mut waited = Duration::ZERO;
        loop {
            let left =
                deadline.map_or(self.options.lock_wait, |at| at.saturating_duration_since(Instant::now()));
            let stopped = match attempt(self, record, announced, left) {
                Ok(Some(by_other)) => return Ok(by_other),
                Ok(None) => continue,
                Err(stopped) => stopped,
            };
            let found = match stopped {
                Stopped::Failed(error) => return Err(error),
                Stopped::LockTimeout(error) => {
                    let left = self.options.lock_wait.saturating_sub(self.options.lock_timeout);
                    let holders = others::in_the_way_of(self.session, revision);
                    if Instant::now() >= *deadline.get_or_insert_with(|| Instant::now() + left) {
                        return Err(others::no_lock(&revision.id, self.options.lock_wait, &holders, &error));
                    }
                    waited += self.options.lock_timeout;
                    let pause = guard::pause(waited);
                    self.options.say(&Notice::Retrying { revision, holders: &holders, pause });
                    self.options.go_on()?;
                    std::thread::sleep(pause);
                    continue;
                }
                Stopped::Overtaken => return Err(overtaken()),
                Stopped::Unannounced(found) => found,
                // Rows came between counting and locking.
                Stopped::HoldsRows(found) => {
                    announced.forget(&revision.id, &found);
                    found
                }
            };
            let before = announced.losses.len();
            announced.add(self.session, &revision.id, found)?;
            self.allow(announced, before)?;
        }
    }
}

/// Another process wrote where this one was about to.
pub(super) fn overtaken() -> Error {
    let message = "another process changed the record meanwhile";
    Error::new(ErrorKind::Busy, message, "run the command again: it looks at what there is then")
}

/// A step that began and did not end comes first; a plan without it cannot be carried out.
fn unfinished_first<'c>(plan: &Plan<'c>, record: &Record) -> Result<Plan<'c>, Error> {
    let mut plan = plan.clone();
    let Some(open) = &record.open else { return Ok(plan) };
    match plan.steps.iter().position(|revision| revision.id == open.revision) {
        Some(at) => {
            let step = plan.steps.remove(at);
            plan.steps.insert(0, step);
            Ok(plan)
        }
        None => Err(match &open.pieces {
            Some(pieces) => half_way(open, pieces),
            None => in_progress(&open.revision, &open.since),
        }),
    }
}
