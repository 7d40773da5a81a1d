//! The steps of a plan, one after the other, until each is done by us or by another process.
//!
//! Responsible for announcing losses, for trying again after a lock was not to be had, and for what each row of the
//! ledger says. The transaction of a step is `step`'s.

use std::time::{Duration, Instant};

use hunter_chain::{Applied, Direction, Plan, Revision, RevisionId};

use super::guard::{self, Guard};
use super::loss::Announced;
use super::piecemeal::Piecemeal;
use super::record::{Record, metadata};
use super::refuse::{half_way, in_progress, refuse_overtaken, refuse_step};
use super::state;
use super::step::{Part, Stopped, Work};
use super::{Migrator, message, statements};
use crate::error::{Error, ErrorKind, Left};
use crate::ledger::{self, Entry, Event};
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
        let mut announced = self.announce(plan)?;
        let settings = self.settings()?;
        let plan = &unfinished_first(plan, &record)?;
        let mut report = Report::nothing(plan.direction.into(), Vec::new());
        report.losses = announced.losses.clone();
        let mut done: Vec<RevisionId> = Vec::new();
        for (at, revision) in plan.steps.iter().enumerate() {
            let is_there = |record: &Record| record.applied.contains_key(&revision.id);
            let wanted = plan.direction == Direction::Up;
            if is_there(&record) == wanted {
                self.options.say(&Notice::ByOther { revision });
                report.steps.push(StepReport {
                    revision: revision.id.clone(),
                    took: Duration::ZERO,
                    by_other: true,
                });
                continue;
            }
            let (direction, of) = (plan.direction, plan.steps.len());
            self.options.say(&Notice::Step { direction, revision, number: at + 1, of });
            let start = Instant::now();
            let around = Around { settings: &settings, is_last: at + 1 == of };
            let outcome = self.step(revision, direction, &mut record, around, &mut announced);
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
        }
        report.losses = announced.losses;
        let chain = self.migrations.chain();
        report.current = record.current(chain);
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
        announced: &mut Announced,
    ) -> Result<bool, Error> {
        self.persist(revision, record, announced, |this, record, announced, left| {
            let stopped = match this.attempt(revision, direction, record, around, announced, left) {
                Ok(()) => return Ok(Some(false)),
                Err(Stopped::Overtaken) => this.read_settled().map_err(Stopped::Failed)?,
                Err(stopped) => return Err(stopped),
            };
            *record = Record::of(&stopped);
            let open = record.open.as_ref();
            if let Some(open) = open.filter(|open| open.pieces.is_none() || open.revision != revision.id) {
                return Err(Stopped::Failed(in_progress(&open.revision, &open.since)));
            }
            if record.applied.contains_key(&revision.id) == (direction == Direction::Up) {
                return Ok(Some(true));
            }
            refuse_overtaken(this.migrations.chain(), revision, direction, record)
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
                    if Instant::now() >= *deadline.get_or_insert_with(|| Instant::now() + left) {
                        return Err(Error::no_lock(&revision.id, self.options.lock_wait, &error));
                    }
                    waited += self.options.lock_timeout;
                    let pause = guard::pause(waited);
                    self.options.say(&Notice::Retrying { revision, pause });
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

    /// A script for later checks what its server can check alone, unless everything may go.
    fn checks_losses(&self) -> bool {
        let checks_alone = self.session.words().loss.is_some() && !self.options.may_lose_rows;
        self.session.answers() || checks_alone
    }

    fn attempt(
        &mut self,
        revision: &Revision,
        direction: Direction,
        record: &mut Record,
        around: Around<'_>,
        announced: &Announced,
        left: Duration,
    ) -> Result<(), Stopped> {
        let dialect = self.session.words().dialect;
        let (seq, open_digest) = (record.next_seq(), record.digest(Some(&revision.id)));
        let taken = record.take(revision, direction, dialect);
        let (script, down) = match direction {
            Direction::Up => (revision.up.get(dialect), revision.down.get(dialect)),
            Direction::Down => (revision.down.get(dialect), None),
        };
        let down_digest = revision.down.digest(dialect).map(ToString::to_string).unwrap_or_default();
        let work = Work {
            dialect,
            revision,
            direction,
            verb: match direction {
                Direction::Up => "upgrade",
                Direction::Down => "downgrade",
            },
            part: script.map(Part::whole),
            entry: Entry {
                seq,
                revision: revision.id.as_str(),
                parents: revision.parents.iter().map(RevisionId::as_str).collect(),
                event: Event::Started,
                up_digest: Some(revision.up_digest(dialect).to_string()),
                down: down.map(|script| (&*script.text, down_digest)),
                metadata: metadata(revision),
                applied_digest: open_digest,
                took: None,
                binary: self.migrations.binary(),
            },
            becomes: Some((event(direction), record.digest(None))),
            name: &self.name,
            guard_key: match self.guard {
                Guard::Held(key) => Some(key),
                _ => None,
            },
            lock_timeout_ms: lock_timeout_ms(revision, self.options.lock_timeout, left),
            settings: around.settings,
            settles: around.is_last
                || script.is_some_and(|script| hunter_sql::may_change_settings(dialect, &script.text)),
            announced: (direction == Direction::Down && self.checks_losses()).then_some(announced),
            may_lose_rows: self.options.may_lose_rows,
        };
        if let Some(script) = script.filter(|_| !revision.declared.run_in_transaction) {
            // It writes rows of its own, and counts each.
            record.undo(taken);
            let (session, options) = (&mut *self.session, &mut self.options);
            Piecemeal { session, options, record, work, script }.run()?;
            let _ = record.take(revision, direction, dialect);
            record.last_seq -= 1;
            return Ok(());
        }
        let done = if self.session.words().facts.one_message {
            message::run(self.session, &work)
        } else {
            statements::run(self.session, &work)
        };
        if done.is_err() {
            record.undo(taken);
        }
        done
    }
}

/// Another process wrote where this one was about to.
fn overtaken() -> Error {
    let message = "another process changed the record meanwhile";
    Error::new(ErrorKind::Busy, message, "run the command again: it looks at what there is then")
}

fn event(direction: Direction) -> Event {
    match direction {
        Direction::Up => Event::Up,
        Direction::Down => Event::Down,
    }
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

/// Never longer than what is left of the run's own deadline; 0 would mean no limit at all.
pub(super) fn lock_timeout_ms(revision: &Revision, usual: Duration, left: Duration) -> u64 {
    let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let wanted = revision.declared.lock_timeout_ms.unwrap_or(millis(usual));
    if wanted == 0 { millis(left).max(1) } else { wanted.min(millis(left)).max(1) }
}

/// What a step needs to know of the run around it.
#[derive(Clone, Copy)]
struct Around<'a> {
    /// Statements that bring back the session's settings. They cost the server a look at all of them.
    settings: &'a str,
    is_last: bool,
}
