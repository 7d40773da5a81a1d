//! Watches a run from beside, where its session can be reached from there.
//!
//! Responsible for ending the statement at work: when the run should stop, and when a statement without a lock timeout of its
//! own has waited for the same session as long as a run may wait; and for showing what the server does meanwhile. Everything
//! else is the run's own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Scope;
use std::time::{Duration, Instant};

use super::gauge::{AtWork, Gauge};
use super::guard::Guard;
use super::interrupt::Interrupt;
use super::{Options, others, state};
use crate::beside::Beside;
use crate::ledger::LedgerName;
use crate::notice::Holder;
use crate::session::Session;
use crate::words::OthersWords;

/// How often it looks.
const POLL: Duration = Duration::from_millis(50);
/// What has run for less ends by itself.
const A_MOMENT: Duration = Duration::from_millis(200);
/// How often it asks the server.
const ASK: Duration = Duration::from_secs(1);

/// What a run and its watch tell each other about a statement that stands alone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Alone(Arc<State>);

#[derive(Debug, Default)]
struct State {
    runs: AtomicBool,
    blocked_by: Mutex<Vec<Holder>>,
}

impl Alone {
    /// Sends such a statement. If it was ended because others were in its way, they are given back beside its answer.
    pub(super) fn while_sent<T>(&self, send: impl FnOnce() -> T) -> (T, Vec<Holder>) {
        self.0.runs.store(true, Ordering::SeqCst);
        let answer = send();
        self.0.runs.store(false, Ordering::SeqCst);
        let mut blocked_by = self.0.blocked_by.lock().unwrap_or_else(PoisonError::into_inner);
        (answer, std::mem::take(&mut *blocked_by))
    }
}

/// Everything the watching thread needs.
pub(super) struct Watch {
    beside: Beside,
    words: &'static OthersWords,
    pid: i64,
    interrupt: Interrupt,
    alone: Alone,
    lock_wait: Duration,
    /// Who wants to be shown what the server does, and the table that is never what it works on.
    gauge: Option<Gauge>,
    ledger: LedgerName,
}

/// A watch that ends when this is dropped.
pub(super) struct Watching {
    _over: Sender<()>,
}

impl Watch {
    /// Of a run that has the guard, if its session tells how it is reached.
    pub(super) fn over(
        session: &dyn Session,
        guard: Guard,
        ledger: &LedgerName,
        options: &Options<'_>,
    ) -> Option<Self> {
        let Guard::Held { pid, .. } = guard else { return None };
        Some(Self {
            beside: session.beside()?,
            words: session.words().others.as_ref()?,
            pid,
            interrupt: options.interrupt.clone(),
            alone: options.alone.clone(),
            lock_wait: options.lock_wait,
            gauge: options.gauge.clone(),
            ledger: ledger.clone(),
        })
    }

    pub(super) fn start<'scope>(self, scope: &'scope Scope<'scope, '_>) -> Watching {
        let (_over, is_over) = channel();
        scope.spawn(move || self.run(&is_over));
        Watching { _over }
    }

    fn run(self, is_over: &Receiver<()>) {
        let mut session: Option<Box<dyn Session>> = None;
        let (mut asked, mut blocked) = (Instant::now(), None);
        while is_over.recv_timeout(POLL) == Err(RecvTimeoutError::Timeout) {
            let is_time = asked.elapsed() >= ASK;
            let waits = is_time && self.alone.0.runs.load(Ordering::SeqCst);
            let shows = is_time && self.gauge.is_some() && self.beside.has_run(ASK);
            if !waits && !shows && !self.interrupt.is_stopped() {
                continue;
            }
            // A server that takes no second connection may take one later.
            if session.is_none() {
                session = self.beside.open().ok();
            }
            let Some(beside) = &mut session else { continue };
            if self.interrupt.is_stopped() {
                self.end(&mut **beside);
                continue;
            }
            asked = Instant::now();
            if shows {
                self.show(&mut **beside);
            }
            if waits {
                blocked = self.judge(&mut **beside, blocked);
            }
        }
    }

    /// What the server does. That it cannot be told is no reason to stop.
    fn show(&self, beside: &mut dyn Session) {
        let row = state::one(beside, &(self.words.at_work)(self.pid, &self.ledger)).ok().flatten();
        let at_work = row.and_then(|row| serde_json::from_str::<AtWork>(&row).ok());
        if let (Some(gauge), Some(at_work)) = (&self.gauge, at_work) {
            gauge.see(at_work);
        }
    }

    /// Who is in the way and since when; ends the statement if that has been too long.
    fn judge(&self, beside: &mut dyn Session, before: Option<(i64, Instant)>) -> Option<(i64, Instant)> {
        let holders = others::holders(beside, &(self.words.in_the_way_of)(self.pid));
        let first = holders.first()?.pid;
        let since = before.filter(|(pid, _)| *pid == first).map_or_else(Instant::now, |(_, since)| since);
        if since.elapsed() >= self.lock_wait {
            *self.alone.0.blocked_by.lock().unwrap_or_else(PoisonError::into_inner) = holders;
            self.end(beside);
        }
        Some((first, since))
    }

    fn end(&self, beside: &mut dyn Session) {
        // What cannot be ended now is tried again at the next look.
        let cancel = || beside.rows(&(self.words.cancel)(self.pid)).map(drop);
        let _ = self.beside.while_running(A_MOMENT, cancel);
    }
}
