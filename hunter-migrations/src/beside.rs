//! A second connection beside one that is at work.
//!
//! Responsible for knowing where the first one leads, and whether a statement runs on it: a client that waits for its
//! server can neither end its own statement nor ask whom it waits for. What is done with it is the runner's.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::connect::{Address, Open};
use crate::error::Error;
use crate::session::{DbError, Session};
use crate::words::Words;

/// The way to another connection, and what is known of the first one. Sessions that were opened by a URL have it.
#[doc(hidden)]
#[derive(Debug, Clone)]
pub struct Beside {
    address: Address,
    /// Since when a statement runs.
    running: Arc<Mutex<Option<Instant>>>,
}

impl Beside {
    /// Where it leads.
    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    pub(crate) fn open(&self) -> Result<Box<dyn Session>, Error> {
        crate::backend::open(&self.address, Open::Write)
    }

    /// Acts while a statement runs, if it has run for that long: it cannot end and make place for the next one before this is
    /// over. Short statements end by themselves, and among them are those that clean up.
    pub(crate) fn while_running<T>(&self, long: Duration, act: impl FnOnce() -> T) -> Option<T> {
        let running = self.running();
        let has_run = running.is_some_and(|since| since.elapsed() >= long);
        has_run.then(act)
    }

    /// Whether a statement has run for that long.
    pub(crate) fn has_run(&self, long: Duration) -> bool {
        self.running().is_some_and(|since| since.elapsed() >= long)
    }

    fn running(&self) -> MutexGuard<'_, Option<Instant>> {
        // Nothing panics while it is held, and a moment is whole in any case.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A session that was opened by its address.
pub(crate) struct Opened {
    session: Box<dyn Session>,
    beside: Beside,
}

impl Opened {
    pub(crate) fn new(session: Box<dyn Session>, address: Address) -> Self {
        Self { session, beside: Beside { address, running: Arc::default() } }
    }

    fn run<T>(&mut self, send: impl FnOnce(&mut dyn Session) -> T) -> T {
        *self.beside.running() = Some(Instant::now());
        let answer = send(&mut *self.session);
        *self.beside.running() = None;
        answer
    }
}

impl Session for Opened {
    fn words(&self) -> &'static Words {
        self.session.words()
    }

    fn beside(&self) -> Option<Beside> {
        Some(self.beside.clone())
    }

    fn in_transaction(&mut self) -> bool {
        self.session.in_transaction()
    }

    fn execute(&mut self, sql: &str) -> Result<(), DbError> {
        self.run(|session| session.execute(sql))
    }

    fn rows(&mut self, sql: &str) -> Result<Vec<Option<String>>, DbError> {
        self.run(|session| session.rows(sql))
    }
}
