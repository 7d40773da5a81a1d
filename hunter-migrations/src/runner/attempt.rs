//! One attempt at a step: what its row says, and which way it is sent.
//!
//! Responsible for putting together everything that a step needs. Whether it is tried again is `carry`'s.

use std::time::Duration;

use hunter_chain::{Digest, Direction, Moment, Revision, RevisionId};
use serde_json::{Value, json};

use super::Migrator;
use super::act::StepActs;
use super::hook::Hook;
use super::loss::Announced;
use super::piecemeal::Piecemeal;
use super::proof::{Checks, Proof};
use super::record::Record;
use super::step::{self, FROM_LEDGER, Part, Stopped, Work};
use crate::ledger::{Entry, Event, Kept, REPLACES};

/// What a step needs to know of the run around it.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// Statements that bring back the session's settings. They cost the server a look at all of them.
    pub(super) settings: &'a str,
    /// The step's number, from 1, and of how many.
    pub(super) number: (usize, usize),
    /// Whether the step is only recorded, since all that its revision replaces is applied.
    pub(super) is_recorded: bool,
}

impl Around<'_> {
    fn is_last(&self) -> bool {
        self.number.0 == self.number.1
    }
}

impl Migrator<'_> {
    /// A script for later checks what its server can check alone, unless everything may go.
    fn checks_losses(&self) -> bool {
        let checks_alone = self.session.words().loss.is_some() && !self.options.may_lose_rows;
        self.session.answers() || checks_alone
    }

    /// What the row keeps of a revision, and of how it is run.
    fn kept(&self, revision: &Revision, is_stored: bool, hooks: [Option<Hook<'_>>; 2]) -> Value {
        let dialect = self.session.words().dialect;
        let mut metadata = Kept::of(revision).into_json();
        if is_stored {
            metadata["from_ledger"] = json!(true);
        }
        if self.options.proof == Proof::Off {
            metadata["proof"] = json!("off");
        }
        for hook in hooks.into_iter().flatten() {
            let digest = Digest::of_script(dialect, &hook.script.text).to_string();
            metadata["hooks"][hook.moment.as_str()] = json!(digest);
        }
        metadata
    }

    pub(super) fn attempt(
        &mut self,
        revision: &Revision,
        direction: Direction,
        record: &mut Record,
        around: Around<'_>,
        (announced, checks): (&Announced, &mut Checks),
        left: Duration,
    ) -> Result<(), Stopped> {
        let dialect = self.session.words().dialect;
        self.look_before(revision, checks).map_err(Stopped::Failed)?;
        let check = checks.inside(revision, &self.migrations.chain().settings().schemas);
        let (seq, open_digest) = (record.next_seq(), record.digest(Some(&revision.id)));
        let taken = if around.is_recorded {
            record.replace(self.migrations.chain(), revision, dialect)
        } else {
            record.take(revision, direction, dialect)
        };
        let (script, down) = match direction {
            Direction::Up if around.is_recorded => (None, revision.down.get(dialect)),
            Direction::Up => (revision.up.get(dialect), revision.down.get(dialect)),
            Direction::Down => (revision.down.get(dialect), None),
        };
        let down_digest = revision.down.digest(dialect).map(ToString::to_string).unwrap_or_default();
        let is_stored = self.migrations.chain().get_any(&revision.id).is_none();
        let hooks = match around.is_recorded {
            true => [None; 2],
            false => [self.hook(Moment::BeforeStep), self.hook(Moment::AfterStep)],
        };
        let mut metadata = self.kept(revision, is_stored, hooks);
        if around.is_recorded {
            metadata[REPLACES] = json!(taken.replaced());
        }
        let work = Work {
            dialect,
            revision,
            direction,
            verb: match direction {
                Direction::Up => "upgrade",
                Direction::Down if is_stored => FROM_LEDGER,
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
                metadata,
                applied_digest: open_digest,
                took: None,
                binary: self.migrations.binary(),
            },
            becomes: Some((event(direction, around), record.digest(None))),
            number: Some(around.number),
            name: &self.name,
            guard_key: self.guard.key(),
            lock_timeout_ms: lock_timeout_ms(revision, self.options.lock_timeout, left),
            settings: around.settings,
            settles: around.is_last()
                || hooks.iter().any(Option::is_some)
                || !self.options.acts.step.is_empty()
                || script.is_some_and(|script| hunter_sql::may_change_settings(dialect, &script.text)),
            announced: (direction == Direction::Down && self.checks_losses()).then_some(announced),
            may_lose_rows: self.options.may_lose_rows,
            hooks,
            check: check.as_ref(),
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
        let mut none = StepActs::default();
        let acts = if around.is_recorded { &mut none } else { &mut self.options.acts.step };
        let done = step::run(self.session, &work, acts);
        if done.is_err() {
            record.undo(taken);
        }
        self.say_along(&check.map(|check| check.along.take()).unwrap_or_default());
        done
    }
}

fn event(direction: Direction, around: Around<'_>) -> Event {
    match direction {
        Direction::Up if around.is_recorded => Event::Replaced,
        Direction::Up => Event::Up,
        Direction::Down => Event::Down,
    }
}

/// Never longer than what is left of the run's own deadline; 0 would mean no limit at all.
pub(super) fn lock_timeout_ms(revision: &Revision, usual: Duration, left: Duration) -> u64 {
    let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let wanted = revision.declared.lock_timeout_ms.unwrap_or(millis(usual));
    if wanted == 0 { millis(left).max(1) } else { wanted.min(millis(left)).max(1) }
}
