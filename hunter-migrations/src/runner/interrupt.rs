//! Stopping a run from outside: a signal, a service that shuts down.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Options;
use crate::error::{Error, ErrorKind};

/// A wish that a run stops, from any thread. Nothing is lost by it: the statement at work is ended on the server and its
/// step rolled back, what is committed stays, and the next run goes on.
///
/// On a session of [`connect`](crate::connect) a statement is ended at once, through a second connection; on one that the
/// caller opened, and on SQLite, the run stops before the next statement that it would begin.
///
/// ```
/// let interrupt = hunter_migrations::Interrupt::new();
/// let stops = interrupt.clone();
/// std::thread::spawn(move || stops.stop()).join().unwrap();
/// assert!(interrupt.is_stopped());
/// // migrations.on(&mut connection).interruptible(&interrupt).upgrade(Target::Head)
/// ```
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// One that nobody has used.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops every run that listens to it, now and later.
    pub fn stop(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether it was used.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

impl Options<'_> {
    /// Refuses to begin anything once the run should stop.
    pub(super) fn go_on(&self) -> Result<(), Error> {
        if self.interrupt.is_stopped() { Err(stopped()) } else { Ok(()) }
    }

    /// What a statement that was ended says is not why the run failed.
    pub(super) fn explain(&self, error: Error) -> Error {
        if self.interrupt.is_stopped() && error.kind() != ErrorKind::Interrupted {
            return stopped().having_come_as_far_as(&error);
        }
        error
    }
}

fn stopped() -> Error {
    let help = "run the same command again: it goes on where this one stopped";
    Error::new(ErrorKind::Interrupted, "stopped, because it was asked to", help)
}
