//! The guard: one writer at a time.
//!
//! Responsible for taking and giving back the lock of a whole run, where the server has one that dies with the session.
//! It is taken by polling: a session that waits inside a lock call holds a snapshot, and a concurrent index build of the
//! holder would wait for it in turn. Where there is no such lock the ledger's row is the guard.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use hunter_chain::Digest;

use super::patience::is_taken;
use super::pooler;
use super::state::{Look, one};
use super::{OnBusy, Options};
use crate::error::{Error, ErrorKind};
use crate::ledger::LedgerName;
use crate::notice::{Holder, Notice};
use crate::session::Session;

/// How often a waiting process says that it waits.
const SAY_AGAIN: Duration = Duration::from_secs(5);

/// How often a session that keeps our guard is looked for, and how long the transactions of others on it may take between.
const OFTEN: usize = 50;
const FOR_A_TRANSACTION: Duration = Duration::from_millis(100);

/// What came of asking for the guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    /// It is ours.
    Held {
        /// Under this key.
        key: i64,
        /// The server's number of our session.
        pid: i64,
    },
    /// This database needs none.
    NotNeeded,
    /// Somebody else has it, and we were told not to wait.
    Skipped,
}

impl Guard {
    /// The key under which it is ours.
    pub(super) fn key(self) -> Option<i64> {
        match self {
            Guard::Held { key, .. } => Some(key),
            _ => None,
        }
    }
}

/// Under which number it is known.
pub(super) fn key(look: &Look, name: &LedgerName) -> i64 {
    let database = look.database.as_deref().unwrap_or_default();
    Digest::key(&format!("hunter guard 1\n{database}\n{}\n{}", look.schema, name.table))
}

/// Takes it, waiting as the options say.
pub(crate) fn take(
    session: &mut dyn Session,
    look: &Look,
    name: &LedgerName,
    options: &mut Options<'_>,
) -> Result<Guard, Error> {
    let Some(words) = session.words().guard.as_ref().filter(|_| options.guarded) else {
        let taken = is_taken(session, options.on_busy, options.lock_wait);
        return match taken.map_err(|error| Error::database("looking for writers", error))? {
            true if options.on_busy == OnBusy::Skip => Ok(Guard::Skipped),
            true => Err(busy(None, Duration::ZERO)),
            false => Ok(Guard::NotNeeded),
        };
    };
    let key = key(look, name);
    if pooler::is_between(session, look)? {
        return Err(pooler::refusal());
    }
    let (start, mut said) = (Instant::now(), None::<Instant>);
    loop {
        options.go_on()?;
        let answer =
            one(session, &(words.take)(key)).map_err(|error| Error::database("taking the guard", error))?;
        if let Some(pid) = answer.and_then(|pid| pid.parse().ok()) {
            let guard = Guard::Held { key, pid };
            if look.session.is_some_and(|seen| seen != pid) {
                release(session, guard, options);
                return Err(pooler::refusal());
            }
            return Ok(guard);
        }
        let waited = start.elapsed();
        let last_chance = waited >= options.lock_wait;
        if said.is_none_or(|at| at.elapsed() >= SAY_AGAIN) || last_chance || options.on_busy == OnBusy::Fail {
            let holder = holder(session, (words.holder)(key));
            match options.on_busy {
                OnBusy::Skip => return Ok(Guard::Skipped),
                OnBusy::Wait if !last_chance => {
                    options.say(&Notice::Waiting { holder: holder.as_ref(), waited });
                    said = Some(Instant::now());
                }
                OnBusy::Fail | OnBusy::Wait => return Err(busy(holder.as_ref(), waited)),
            }
        }
        std::thread::sleep(pause(waited).min(options.lock_wait.saturating_sub(waited)));
    }
}

/// Who keeps others from writing at this moment; an error that says so where nobody can tell who.
pub(super) fn refuse_taken(
    session: &mut dyn Session,
    look: &Look,
    name: &LedgerName,
    wait: Duration,
) -> Result<(), Error> {
    let Some(words) = &session.words().guard else {
        let taken = is_taken(session, OnBusy::Fail, wait);
        let taken = taken.map_err(|error| Error::database("looking for writers", error))?;
        return if taken { Err(busy(None, Duration::ZERO)) } else { Ok(()) };
    };
    match holder(session, (words.holder)(key(look, name))) {
        Some(holder) => Err(busy(Some(&holder), Duration::ZERO)),
        None => Ok(()),
    }
}

/// Gives it back. An answer other than "true" is not an error: the session, and with it the guard, may be gone. If it is
/// still there a pooler keeps it for others, who would wait for the guard as long as it lives, so it is ended.
pub(crate) fn release(session: &mut dyn Session, guard: Guard, options: &mut Options<'_>) {
    let (Guard::Held { key, pid }, Some(words)) = (guard, session.words().guard.as_ref()) else { return };
    let Some(others) = session.words().others.as_ref() else { return };
    for _ in 0..OFTEN {
        let is_back = one(session, &(words.release)(key));
        if is_back.is_ok_and(|answer| answer.as_deref() == Some("true")) {
            return;
        }
        // Somebody may be in the middle of a transaction on it.
        match one(session, &(others.end_idle_holder)(key, pid)) {
            Ok(Some(ended)) if ended == "false" => std::thread::sleep(FOR_A_TRANSACTION),
            _ => return,
        }
    }
    let text = format!(
        "the guard stayed with server process {pid}, which a pooler lends to others: end it \
         (`select pg_terminate_backend({pid})`)"
    );
    options.say(&Notice::Warning { text: &text });
}

fn holder(session: &mut dyn Session, sql: String) -> Option<Holder> {
    // Who holds it is a courtesy; that it is held is known already.
    let text = one(session, &sql).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

pub(super) fn busy(holder: Option<&Holder>, waited: Duration) -> Error {
    let who = holder.map_or_else(|| "another process".to_owned(), ToString::to_string);
    let message =
        format!("the guard of this database is held by {who}, after {} s of waiting", waited.as_secs());
    Error::new(
        ErrorKind::Busy,
        message,
        if waited.is_zero() {
            "wait for it to finish"
        } else {
            "wait for it to finish, or give a longer --lock-wait"
        },
    )
}

/// Short at first, up to half a second, with jitter so that waiters do not ask in step.
pub(super) fn pause(waited: Duration) -> Duration {
    let base = (waited / 4).clamp(Duration::from_millis(20), Duration::from_millis(500));
    let noise = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.subsec_nanos());
    base + base.mul_f64(f64::from(noise % 1000) / 2000.0)
}
