//! How long statements wait for other connections: for the run, not beyond it.
//!
//! Responsible for `lock_wait` where it is a setting of the connection, and for giving the caller's own one back. Where
//! even a first look meets the locks of others it is set before that, else only before the rows of tables are read.

use std::time::{Duration, Instant};

use super::guard::pause;
use super::state::one;
use super::{Migrator, OnBusy};
use crate::error::Error;
use crate::session::{DbError, DbErrorKind, Session};

impl Migrator<'_> {
    /// The same, where a first look needs it.
    pub(super) fn be_patient_to_look(&mut self) -> Result<(), Error> {
        let needs = self.session.words().patience.for_a_look && self.session.answers();
        if needs { self.be_patient() } else { Ok(()) }
    }

    /// Lets every statement from here on wait for other connections as long as the run may.
    pub(super) fn be_patient(&mut self) -> Result<(), Error> {
        let words = &self.session.words().patience;
        if self.impatience.is_some() {
            return Ok(());
        }
        let set = |error| Error::database("setting how long to wait", error);
        let start = Instant::now();
        self.impatience = loop {
            // Even this question waits for nobody as long as it is not answered.
            match one(self.session, words.now) {
                Err(error) if error.kind == DbErrorKind::Busy && start.elapsed() < self.options.lock_wait => {
                    std::thread::sleep(pause(start.elapsed()));
                }
                answer => break answer.map_err(set)?,
            }
        };
        let patient = (words.set)(&millis(self.options.lock_wait)) + words.see.0;
        self.session.execute(&patient).map_err(set)
    }
}

impl Drop for Migrator<'_> {
    fn drop(&mut self) {
        if let Some(before) = &self.impatience {
            // A connection that does not take it is broken, and the run's own error says so.
            let words = &self.session.words().patience;
            let _ = self.session.execute(&((words.set)(before) + words.see.1));
        }
    }
}

/// Whether another connection writes at this moment, asked without waiting by who would not wait.
pub(super) fn is_taken(session: &mut dyn Session, on_busy: OnBusy, wait: Duration) -> Result<bool, DbError> {
    let words = &session.words().patience;
    if on_busy == OnBusy::Wait || !words.for_a_look {
        return Ok(false);
    }
    session.execute(&(words.set)("0"))?;
    let begun = session.execute(session.words().begin).and_then(|()| session.execute("ROLLBACK"));
    session.execute(&(words.set)(&millis(wait)))?;
    match begun {
        Err(error) if error.kind == DbErrorKind::Busy => Ok(true),
        other => other.map(|()| false),
    }
}

/// As a number that every database takes; 0 may mean no limit.
fn millis(wait: Duration) -> String {
    i32::try_from(wait.as_millis()).unwrap_or(i32::MAX).max(1).to_string()
}
