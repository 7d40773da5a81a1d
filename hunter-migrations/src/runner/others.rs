//! Other sessions that are in the way of a step, by name.
//!
//! Responsible for asking who they are, and for holding a concurrent build back as long as transactions are open that it
//! would wait for: begun, it would hang, and given up, it would leave an invalid index.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use hunter_chain::{Dialect, Revision, RevisionId};
use hunter_sql::{Outside, Settles, TokenKind, lex};

use super::Options;
use super::guard::pause;
use super::statements::ours;
use super::step::{Stopped, Work};
use crate::error::{Error, ErrorKind};
use crate::notice::{Holder, Notice, named};
use crate::session::Session;

/// How often it is said that a step is held back; the first time after what a transaction usually takes.
const SAY_AGAIN: Duration = Duration::from_secs(5);
const USUAL: Duration = Duration::from_secs(1);

/// The sessions that a query names. Who it is, is a courtesy: that somebody is in the way is known already.
pub(super) fn holders(session: &mut dyn Session, query: &str) -> Vec<Holder> {
    let rows = session.rows(query).unwrap_or_default();
    rows.into_iter().flatten().filter_map(|row| serde_json::from_str(&row).ok()).collect()
}

/// Who has locked something that the scripts of a revision name.
pub(super) fn in_the_way_of(session: &mut dyn Session, revision: &Revision) -> Vec<Holder> {
    let words = session.words();
    let Some(others) = words.others.as_ref().filter(|_| session.answers()) else { return Vec::new() };
    let scripts = [revision.up.get(words.dialect), revision.down.get(words.dialect)];
    let names: BTreeSet<String> =
        scripts.into_iter().flatten().flat_map(|script| names(words.dialect, &script.text)).collect();
    if names.is_empty() {
        return Vec::new();
    }
    holders(session, &(others.using)(&names.into_iter().collect::<Vec<_>>()))
}

/// Every word that may name a table, as the catalog writes it.
fn names(dialect: Dialect, script: &str) -> Vec<String> {
    let name = |token: hunter_sql::Token| match token.kind {
        TokenKind::Word => Some(token.text(script).to_lowercase()),
        TokenKind::QuotedIdentifier => Some(token.text(script).trim_matches('"').replace("\"\"", "\"")),
        _ => None,
    };
    lex(dialect, script).filter_map(name).collect()
}

/// Waits until the transactions have ended that a concurrent build would wait for and that are open now.
pub(super) fn hold_back(
    session: &mut dyn Session,
    options: &mut Options<'_>,
    work: &Work<'_>,
    outside: &Outside,
) -> Result<(), Stopped> {
    let (Settles::Built { table, .. }, Some(others)) = (&outside.settles, &session.words().others) else {
        return Ok(());
    };
    if !session.answers() {
        return Ok(());
    }
    let query = (others.before_a_build)(table);
    let (start, mut said) = (Instant::now(), None::<Instant>);
    loop {
        let rows = session.rows(&query).map_err(ours(work))?;
        let waited = start.elapsed();
        let there = rows.into_iter().flatten().filter_map(|row| serde_json::from_str::<Holder>(&row).ok());
        // One that began after the first look is not in the way of those that end.
        let began_before = |holder: &Holder| {
            holder.seconds.is_none_or(|seconds| u64::try_from(seconds).is_ok_and(|s| s >= waited.as_secs()))
        };
        let holders: Vec<Holder> = there.filter(began_before).collect();
        if holders.is_empty() {
            return Ok(());
        }
        if waited >= options.lock_wait {
            return Err(Stopped::Failed(held_up(work, outside, &holders, waited)));
        }
        if waited >= USUAL && said.is_none_or(|at| at.elapsed() >= SAY_AGAIN) {
            options.say(&Notice::HeldBack { revision: work.revision, holders: &holders, waited });
            said = Some(Instant::now());
        }
        options.go_on().map_err(Stopped::Failed)?;
        std::thread::sleep(pause(waited).min(options.lock_wait.saturating_sub(waited)));
    }
}

/// A build that was not begun, or was ended, because of others.
pub(super) fn held_up(work: &Work<'_>, outside: &Outside, holders: &[Holder], waited: Duration) -> Error {
    let message = format!(
        "revision `{}`: {} waits for open transactions of other sessions, after {} s: {}",
        work.revision.id,
        outside.words,
        waited.as_secs(),
        named(holders)
    );
    Error::new(ErrorKind::Busy, message, help(holders)).at_some(work.place(Some(0)))
}

/// A lock was not to be had until the deadline.
pub(super) fn no_lock(revision: &RevisionId, waited: Duration, holders: &[Holder], error: &Error) -> Error {
    let seconds = waited.as_secs();
    let (who, help) = match holders {
        [] => (
            "another session".to_owned(),
            "end that session (`select pid, usename, state, query from pg_stat_activity` shows it), or give a longer \
             --lock-wait"
                .to_owned(),
        ),
        some => (named(some), help(some)),
    };
    let message =
        format!("revision `{revision}`: a lock it needs is held by {who}, after {seconds} s: {error}");
    let help = format!("{help}; nothing of this revision was changed");
    Error::new(ErrorKind::Busy, message, help).at_some(error.place().cloned())
}

/// What ends the first of them.
pub(super) fn help(holders: &[Holder]) -> String {
    let pid = holders.first().map_or(0, |holder| holder.pid);
    format!("end that session (`select pg_terminate_backend({pid})`), or give a longer --lock-wait")
}
