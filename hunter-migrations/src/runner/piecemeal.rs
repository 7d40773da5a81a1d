//! A step outside of a transaction, piece by piece, each with its row in the ledger.
//!
//! Responsible for being able to go on: after any failure, and after a kill at any moment, the ledger says which pieces
//! were carried out and whether somebody saw the last one end. A piece that may be in a transaction is, together with
//! its row; what stands alone is announced before and recorded after. How the script is cut is `units`', what a catalog
//! tells about a piece nobody saw end is `settle`'s.

use std::time::Instant;

use hunter_chain::{Moment, Script};

use super::act::StepActs;
use super::hook::{self, Hook};
use super::record::Record;
use super::settle::{self, Settled};
use super::step::{self, Part, Stopped, Work};
use super::units::{How, Unit, units};
use super::{Options, message, others, statements};
use crate::error::{Error, ErrorKind};
use crate::ledger::{Entry, Event, Mark, MarkState, OpenStep, Pieces};
use crate::notice::Notice;
use crate::session::{DbError, DbErrorKind, Session};

/// A step being carried out in pieces.
pub(super) struct Piecemeal<'p, 'a, 'o> {
    pub(super) session: &'p mut dyn Session,
    pub(super) options: &'p mut Options<'o>,
    pub(super) record: &'p mut Record,
    /// The step as one piece: what holds for all of them.
    pub(super) work: Work<'a>,
    pub(super) script: &'a Script,
}

impl<'a> Piecemeal<'_, 'a, '_> {
    /// Carries out what is left of it. Session settings are the caller's again afterwards, whatever happened.
    pub(super) fn run(mut self) -> Result<(), Stopped> {
        let start = Instant::now();
        let pieces = units(self.work.dialect, &self.script.text);
        self.open(&pieces)?;
        let foreign_keys = self.foreign_keys()?;
        let [first, last] = std::mem::take(&mut self.work.hooks);
        let result = self
            .prepare()
            .and_then(|()| self.around(Moment::BeforeStep, first))
            .and_then(|()| self.all(&pieces))
            .and_then(|()| self.around(Moment::AfterStep, last));
        for settings in [Some(self.work.settings.to_owned()), foreign_keys].into_iter().flatten() {
            if !settings.is_empty() {
                let _ = self.session.execute(&settings);
            }
        }
        result?;
        let (event, digest) = self.work.becomes.clone().unwrap_or((Event::Up, String::new()));
        let mut entry = self.work.entry.clone();
        entry.event = event;
        entry.applied_digest = digest;
        entry.took = self.session.answers().then(|| start.elapsed());
        self.write(entry)?;
        self.record.open = None;
        Ok(())
    }

    /// Begins the step, or finds that what was carried out of it is still what the script says.
    fn open(&mut self, pieces: &[Unit]) -> Result<(), Stopped> {
        let Some(begun) = self.record.open.as_ref().and_then(|open| open.pieces.clone()) else {
            let begun = Pieces::new(self.work.direction, pieces.len());
            let mut entry = self.work.entry.clone();
            entry.down = None;
            begun.describe(&mut entry.metadata);
            self.write(entry)?;
            let revision = self.work.revision.id.clone();
            self.record.open =
                Some(OpenStep { revision, since: String::new(), by: (None, None), pieces: Some(begun) });
            return Ok(());
        };
        for (number, digest) in &begun.done {
            if pieces.get(number - 1).is_none_or(|piece| piece.digest != *digest) {
                return Err(Stopped::Failed(self.changed(*number, pieces)));
            }
        }
        // A step of this run that waits for a lock is tried again, which is nothing to tell.
        if self.record.open.as_ref().is_some_and(|open| !open.since.is_empty()) {
            let (revision, of) = (self.work.revision, pieces.len());
            let number = begun.done.last().map_or(1, |(number, _)| number + 1);
            self.options.say(&Notice::Resuming { revision, number, of });
        }
        Ok(())
    }

    fn changed(&self, number: usize, pieces: &[Unit]) -> Error {
        let message = format!(
            "statement {number} of revision `{}` was carried out, and its script says something else by now",
            self.work.revision.id
        );
        let help = "bring its old text back: only what was not carried out yet can be changed";
        let error = Error::new(ErrorKind::State, message, help);
        match pieces.get(number - 1) {
            Some(piece) => error.at(step::place(self.work.dialect, self.script, Some(piece.sent.start))),
            None => error,
        }
    }

    /// Statements that stand alone run without limits of ours: an index build that gives up leaves an invalid index.
    fn prepare(&mut self) -> Result<(), Stopped> {
        let Some(alone) = self.session.words().alone else { return Ok(()) };
        let timeout = self.work.revision.declared.statement_timeout_ms.unwrap_or(0);
        let notices = self.session.words().notices_loss.map(|set| "; ".to_owned() + &set(false));
        let sql = alone(timeout, &self.work.session_name()) + &notices.unwrap_or_default();
        self.session.execute(&sql).map_err(statements::ours(&self.work))
    }

    /// Statements that bring back what a script may do to foreign keys where they are a switch.
    fn foreign_keys(&mut self) -> Result<Option<String>, Stopped> {
        if !self.session.words().facts.foreign_keys_are_a_switch {
            return Ok(None);
        }
        let on = !self.session.answers()
            || statements::foreign_keys_are_on(self.session).map_err(statements::ours(&self.work))?;
        Ok(Some(format!("PRAGMA foreign_keys = {}", if on { "ON" } else { "OFF" })))
    }

    /// Around pieces there is no transaction that a hook could be part of, nor what the program does.
    fn around(&mut self, moment: Moment, hook: Option<Hook<'_>>) -> Result<(), Stopped> {
        let ran = hook.map_or(Ok(()), |hook| hook::alone(self.session, hook)).map_err(Stopped::Failed);
        let ran = ran.and_then(|()| self.options.acts.step.alone(moment, self.session, &self.work));
        ran.map_err(|stopped| match stopped {
            Stopped::Failed(error) if error.kind() == ErrorKind::Script => {
                let help = format!(
                    "the statements that were carried out stay, and are recorded; correct what runs at `{}` and rebuild: \
                     `hunter {}` goes on with the step",
                    moment.as_str(),
                    self.work.verb
                );
                Stopped::Failed(error.with_help(help))
            }
            other => other,
        })
    }

    fn all(&mut self, pieces: &[Unit]) -> Result<(), Stopped> {
        let of = pieces.len();
        for (at, piece) in pieces.iter().enumerate() {
            let number = at + 1;
            let part = Part {
                script: self.script,
                range: piece.sent.clone(),
                begin: None,
                number: Some((number, of)),
            };
            self.work.part = Some(part);
            let is_done = self.progress().done.iter().any(|(done, _)| *done == number);
            if is_done && piece.how != How::Session {
                continue;
            }
            self.options.go_on().map_err(Stopped::Failed)?;
            let line = hunter_sql::position(&self.script.text, piece.sent.start).line;
            let (revision, summary) = (self.work.revision, piece.summary.as_str());
            self.options.say(&Notice::Statement { revision, number, of, line, summary });
            let done = self.piece(piece, number, of);
            if let Err(Stopped::Failed(error)) = &done
                && error.kind() == ErrorKind::Script
            {
                // What happened is on record where that can be; the failure itself is what is reported.
                let _ = self.mark(piece, (number, of), MarkState::Failed);
            }
            done?;
        }
        Ok(())
    }

    fn piece(&mut self, piece: &Unit, number: usize, of: usize) -> Result<(), Stopped> {
        match &piece.how {
            How::Session => self.send(),
            How::Wrapped(begin) => {
                let mut work = self.work.clone();
                let begin = begin.clone().map(|range| &self.script.text[range]);
                work.part = work.part.map(|part| Part { begin, ..part });
                work.entry = self.entry(piece, (number, of), MarkState::Done);
                work.becomes = None;
                work.settles = false;
                step::run(self.session, &work, &mut StepActs::default())?;
                self.record.last_seq += 1;
                self.count(piece, (number, of), MarkState::Done);
                Ok(())
            }
            How::Alone(outside) => {
                if let Some(mark) = self.progress().unsettled().cloned() {
                    match settle::settle(self.session, &self.work, outside, (&mark, piece))? {
                        Settled::Done => return self.mark(piece, (number, of), MarkState::Done),
                        Settled::Redo => {}
                    }
                }
                others::hold_back(self.session, self.options, &self.work, outside)?;
                settle::clear(self.session, self.options, &self.work, outside)?;
                self.mark(piece, (number, of), MarkState::Begun)?;
                let since = Instant::now();
                let (sent, blocked_by) = self.options.alone.clone().while_sent(|| self.send());
                if sent.is_err() && !blocked_by.is_empty() {
                    // It was ended from beside, and what it left is taken away when it is sent again.
                    let error = others::held_up(&self.work, outside, &blocked_by, since.elapsed());
                    return Err(Stopped::Failed(error));
                }
                let sent = sent.and_then(|()| settle::check(self.session, &self.work, outside));
                if matches!(sent, Err(Stopped::LockTimeout(_))) {
                    // It did not run, and is tried again.
                    self.count(piece, (number, of), MarkState::Failed);
                }
                sent?;
                self.mark(piece, (number, of), MarkState::Done)
            }
        }
    }

    /// Sends a piece alone.
    fn send(&mut self) -> Result<(), Stopped> {
        let text = self.work.text().to_owned();
        self.session.execute(&text).map_err(|error| self.stopped(error, &text))
    }

    fn stopped(&mut self, error: DbError, text: &str) -> Stopped {
        let _ = self.session.execute("ROLLBACK");
        let offset = match error.position {
            Some(at) => Some(text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte)),
            None => Some(statements::offset(self.session, text, &error.message).unwrap_or(0)),
        };
        match error.kind {
            DbErrorKind::ConnectionLost => self.work.connection_lost(error),
            DbErrorKind::LockTimeout | DbErrorKind::Busy => {
                Stopped::LockTimeout(self.work.script_error(error, offset))
            }
            _ => Stopped::Failed(self.work.script_error(error, offset)),
        }
    }

    fn progress(&self) -> Pieces {
        let pieces = self.record.open.as_ref().and_then(|open| open.pieces.clone());
        pieces.unwrap_or(Pieces::new(self.work.direction, 0))
    }

    /// Records what became of a piece, in a row of its own.
    fn mark(&mut self, piece: &Unit, number: (usize, usize), state: MarkState) -> Result<(), Stopped> {
        let entry = self.entry(piece, number, state);
        self.write(entry)?;
        self.count(piece, number, state);
        Ok(())
    }

    /// Counts a piece.
    fn count(&mut self, piece: &Unit, number: (usize, usize), state: MarkState) {
        if let Some(pieces) = self.record.open.as_mut().and_then(|open| open.pieces.as_mut()) {
            pieces.take(mark(piece, number, state));
        }
    }

    fn entry(&self, piece: &Unit, number: (usize, usize), state: MarkState) -> Entry<'a> {
        let mut entry = self.work.entry.clone();
        entry.seq = self.record.next_seq();
        entry.event = if state == MarkState::Failed { Event::Failed } else { Event::Statement };
        entry.down = None;
        entry.metadata = serde_json::to_value(mark(piece, number, state)).unwrap_or_default();
        entry
    }

    /// One row, if the guard is ours and nobody was faster.
    fn write(&mut self, mut entry: Entry<'a>) -> Result<(), Stopped> {
        entry.seq = self.record.next_seq();
        let text = message::row(self.session.words(), &self.work, &entry);
        self.session.execute(&text).map_err(|error| {
            let _ = self.session.execute("ROLLBACK");
            match &error.kind {
                DbErrorKind::UniqueViolation => Stopped::Overtaken,
                DbErrorKind::Signal(word) if word == "guard" => message::guard_lost(),
                _ => statements::ours(&self.work)(error),
            }
        })?;
        self.record.last_seq += 1;
        Ok(())
    }
}

fn mark(piece: &Unit, (statement, of): (usize, usize), state: MarkState) -> Mark {
    Mark { statement, of, digest: piece.digest.clone(), state }
}
