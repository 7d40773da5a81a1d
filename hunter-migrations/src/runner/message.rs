//! A step as one message: for servers that take a whole transaction in one text (rules 2 to 6 of the measured facts).
//!
//! Between the script and what follows always stands a line break, `;` and a line break: a script that ends in a
//! comment would otherwise swallow the ledger's row and the commit.

use super::hook::{self, Hook};
use super::loss::from_detail;
use super::recreate;
use super::step::{Stopped, Work};
use crate::error::{Error, ErrorKind};
use crate::ledger::{self, Entry, LedgerName, Seq};
use crate::session::{DbError, DbErrorKind, Session};
use crate::words::Words;

/// The place to which the settings go back with which a catalog is read.
const LOOK: &str = "hunter_look";

/// The text of a step, with the place of the script in it.
pub(crate) struct Message<'a> {
    pub(crate) text: String,
    /// Characters before the script.
    before: usize,
    /// Characters of the script.
    script: usize,
    /// The hooks around it, with the characters before each.
    hooks: Vec<(usize, Hook<'a>)>,
}

/// Sends it. After every error the transaction is rolled back, since nothing else would. What is compared before the
/// end is read between two messages.
pub(crate) fn run(session: &mut dyn Session, work: &Work<'_>) -> Result<(), Stopped> {
    work.check_script(session)?;
    let message = compose(session, work);
    let undone = |session: &mut dyn Session, error: DbError| {
        let _ = session.execute("ROLLBACK");
        let stopped = stopped(session, work, &message, error);
        // What a script committed on its own took its settings along.
        let _ = session.execute(work.settings);
        stopped
    };
    if let Err(error) = session.execute(&message.text) {
        return Err(undone(session, error));
    }
    let Some(check) = work.check else { return Ok(()) };
    if let Err(stopped) = check.hold(session, work) {
        let _ = session.execute("ROLLBACK");
        return Err(stopped);
    }
    // The settings with which the catalog was read go back to what they were.
    let back = format!("ROLLBACK TO SAVEPOINT {LOOK}");
    let ending = [vec![back], ending(session.words(), work)].concat().join(";\n");
    // A place in this text is none in the script.
    session.execute(&ending).map_err(|error| undone(session, DbError { position: None, ..error }))
}

fn compose<'a>(session: &dyn Session, work: &Work<'a>) -> Message<'a> {
    let words = session.words();
    let mut parts = vec![work.begin(words.begin).to_owned(), timeouts(work)];
    parts.push("SET LOCAL idle_in_transaction_session_timeout = 0".to_owned());
    parts.extend(words.notices_loss.map(|set| set(true)));
    if work.announced.is_some() {
        // Off while rows are counted; a script runs under its policies.
        parts.push("SET LOCAL row_security = on".to_owned());
    }
    let name = words.dialect.quote_literal(&work.session_name());
    parts.push(format!("SET LOCAL application_name = {name}"));
    parts.push(row(words, work, &work.entry));
    if let (Some(announced), Some(loss)) = (work.announced, &words.loss) {
        if !work.may_lose_rows {
            parts.push((loss.hold)(&announced.as_json(&work.revision.id)));
        }
        parts.push((loss.before)(work.name));
    }
    let mut text = parts.join(";\n");
    text.push_str(";\n");
    let ([first, last], mut hooks) = (work.hooks, Vec::new());
    if let Some(hook) = first {
        hooks.push((text.chars().count(), hook));
        text.push_str(&hook.script.text);
        text.push_str("\n;\n");
    }
    let around = recreate::around(words, work);
    if let Some((take_away, _)) = &around {
        text.push_str(take_away);
        text.push_str("\n;\n");
    }
    let before = text.chars().count();
    let script = work.text();
    text.push_str(script);
    if let Some((_, bring_back)) = &around {
        text.push_str("\n;\n");
        text.push_str(bring_back);
    }
    if let Some(hook) = last {
        text.push_str("\n;\n");
        hooks.push((text.chars().count(), hook));
        text.push_str(&hook.script.text);
    }
    // A script may have become another role; the ledger is written by the one that began.
    let mut after = vec![String::new()];
    // The catalog is read by that one too.
    after.extend((work.settles || work.check.is_some()).then(|| work.settings.to_owned()));
    let same = ledger::is_of_this_transaction(words, work.name, &work.entry.seq);
    after.push(raise_unless(&same, "tx", "the script ended its own transaction"));
    if let (Some(announced), Some(loss)) = (work.announced, &words.loss) {
        after.push((loss.after)(&announced.as_json(&work.revision.id)));
    }
    if work.check.is_some() {
        // The settings may just have been set to the session's own.
        after.push(format!(
            "SET LOCAL lock_timeout = {}; SET LOCAL statement_timeout = 0; \
             SET LOCAL idle_in_transaction_session_timeout = 0; SAVEPOINT {LOOK}",
            work.lock_timeout_ms
        ));
    } else {
        after.extend(ending(words, work));
    }
    text.push_str(&after.join("\n;\n"));
    Message { text, before, script: script.chars().count(), hooks }
}

/// The row made final, and the end.
fn ending(words: &Words, work: &Work<'_>) -> Vec<String> {
    let becomes = work.becomes.as_ref();
    let finish =
        becomes.map(|(event, digest)| ledger::finish(words, work.name, &work.entry.seq, *event, digest));
    finish.into_iter().chain(["COMMIT".to_owned()]).collect()
}

/// A row of the ledger, written if the guard is ours and the ledger is where the row expects it.
pub(super) fn row(words: &Words, work: &Work<'_>, entry: &Entry<'_>) -> String {
    guarded(words, work.name, work.guard_key, entry)
}

/// The same outside of a step.
pub(super) fn guarded(words: &Words, name: &LedgerName, guard_key: Option<i64>, entry: &Entry<'_>) -> String {
    let mut parts = Vec::new();
    if let (Some(key), Some(guard)) = (guard_key, &words.guard) {
        parts.push(raise_unless(&(guard.is_ours)(key), "guard", "the guard is no longer ours"));
    }
    if matches!(entry.seq, Seq::After { .. }) {
        let text = format!("the database is not where revision {} begins", entry.revision);
        parts.push((words.assert)(&entry.seq.holds(words, name), &text));
    }
    parts.push(ledger::insert(words, name, entry));
    parts.join(";\n")
}

fn timeouts(work: &Work<'_>) -> String {
    let statement = work.revision.declared.statement_timeout_ms.unwrap_or(0);
    format!("SET LOCAL lock_timeout = {}; SET LOCAL statement_timeout = {statement}", work.lock_timeout_ms)
}

pub(crate) fn raise_unless(condition: &str, word: &str, message: &str) -> String {
    let message = message.replace('\'', "''");
    format!(
        "do $hunter$ begin if not ({condition}) then raise exception using message = '{message}', \
         errcode = '40001', constraint = 'hunter:{word}'; end if; end $hunter$"
    )
}

fn stopped(session: &mut dyn Session, work: &Work<'_>, message: &Message<'_>, error: DbError) -> Stopped {
    match &error.kind {
        DbErrorKind::UniqueViolation if error.table.as_deref() == Some(&work.name.table) => {
            Stopped::Overtaken
        }
        DbErrorKind::Signal(word) => match word.as_str() {
            "loss" => Stopped::Unannounced(from_detail(error.detail.as_deref())),
            "rows" => Stopped::HoldsRows(from_detail(error.detail.as_deref())),
            "guard" => guard_lost(),
            "recreate" => recreate::refused(work, error),
            _ => Stopped::Failed(work.ended_transaction()),
        },
        DbErrorKind::ConnectionLost => {
            let doing = format!("revision `{}`: the connection was lost", work.revision.id);
            Stopped::Failed(Error::database(&doing, error))
        }
        DbErrorKind::LockTimeout => {
            let offset = error.position.and_then(|at| message.offset_in_script(at, work));
            Stopped::LockTimeout(work.script_error(error, offset))
        }
        _ => Stopped::Failed(failed(session, work, message, error)),
    }
}

fn failed(session: &mut dyn Session, work: &Work<'_>, message: &Message<'_>, error: DbError) -> Error {
    if let Some((hook, offset)) =
        message.offset_in_hook(&error).or_else(|| replay_hooks(session, work, &error))
    {
        return hook::refused(hook, session, error, Some(offset));
    }
    let told = error.position.and_then(|at| message.offset_in_script(at, work));
    // A place outside of the script may still be the script's: what the server itself writes and reads again, as an
    // index for a column's new type, counts its own characters.
    let offset = told.or_else(|| replay(session, work, message, &error));
    if offset.is_none() && (error.position.is_some() || is_ours(&error)) {
        around(work, error)
    } else {
        let help = offset.and_then(|at| recreate::blamed(session, work, &error, at));
        help.into_iter().fold(work.script_error(error, offset), Error::with_help)
    }
}

/// The session that sends is not the one that took the guard.
pub(super) fn guard_lost() -> Stopped {
    let message = "the guard of this run was lost: the session is not the one that took it";
    let help = "run the same command again: nothing runs twice; behind a pooler, give a direct URL";
    Stopped::Failed(Error::new(ErrorKind::Connection, message, help))
}

/// What the statements around a script fail with, if they fail.
fn is_ours(error: &DbError) -> bool {
    matches!(error.kind, DbErrorKind::PermissionDenied | DbErrorKind::ReadOnly)
}

/// The server refused a statement of ours around the script.
fn around(work: &Work<'_>, error: DbError) -> Error {
    Error::database(&format!("revision `{}` was rolled back", work.revision.id), error)
}

impl<'a> Message<'a> {
    /// The place of an error as a byte of a hook; `None` where it is in none.
    fn offset_in_hook(&self, error: &DbError) -> Option<(Hook<'a>, usize)> {
        let at = error.position?;
        self.hooks.iter().find_map(|(before, hook)| {
            let inside = at.checked_sub(*before)?;
            let (byte, _) = hook.script.text.char_indices().nth(inside)?;
            Some((*hook, byte))
        })
    }

    /// A character of the message as a byte of the script; `None` where it is not in the script. What misses something
    /// at the script's end is refused at our `;` behind it.
    fn offset_in_script(&self, at: usize, work: &Work<'_>) -> Option<usize> {
        let inside = at.checked_sub(self.before).filter(|inside| *inside <= self.script + 1)?;
        let text = work.part.as_ref()?.text();
        let end = || hunter_sql::split(work.dialect, text).last().map_or(text.len(), |last| last.end);
        Some(text.char_indices().nth(inside).map_or_else(end, |(byte, _)| byte))
    }
}

/// Whether a hook is to blame for what fails while running: the same again, statement by statement.
fn replay_hooks<'a>(
    session: &mut dyn Session,
    work: &Work<'a>,
    error: &DbError,
) -> Option<(Hook<'a>, usize)> {
    let [first, last] = work.hooks;
    if error.position.is_some() || (first.is_none() && last.is_none()) {
        return None;
    }
    let words = session.words();
    session.execute(work.begin(words.begin)).ok()?;
    let _ = session.execute(&timeouts(work));
    let plain = hunter_sql::transaction_control(words.dialect, work.text()).is_empty();
    let (take_away, bring_back) = recreate::around(words, work).unwrap_or_default();
    let whole = [&take_away, work.text(), &bring_back].join("\n;\n");
    let script = |session: &mut dyn Session| plain && session.execute(&whole).is_ok();
    let blamed = failing(session, first, error).or_else(|| {
        let last = last.filter(|_| script(session));
        failing(session, last, error)
    });
    let _ = session.execute("ROLLBACK");
    blamed
}

/// The statement of a hook that fails with the same words.
fn failing<'a>(
    session: &mut dyn Session,
    hook: Option<Hook<'a>>,
    error: &DbError,
) -> Option<(Hook<'a>, usize)> {
    let hook = hook?;
    let statements = hunter_sql::split(session.words().dialect, &hook.script.text);
    let (at, again) = statements
        .iter()
        .find_map(|statement| session.execute(statement.text).err().map(|again| (statement.start, again)))?;
    (masked(&again.message) == masked(&error.message)).then_some((hook, at))
}

/// The server tells no position for what fails while running: the same again statement by statement, and rolled back
/// again, tells which one it is.
fn replay(
    session: &mut dyn Session,
    work: &Work<'_>,
    message: &Message<'_>,
    error: &DbError,
) -> Option<usize> {
    let script = work.part.as_ref()?.text();
    let words = session.words();
    session.execute(work.begin(words.begin)).ok()?;
    let _ = session.execute(&timeouts(work));
    let statements = hunter_sql::split(words.dialect, script);
    // A script with its own transaction control would commit here what it must not.
    let plain = hunter_sql::transaction_control(words.dialect, script).is_empty();
    // What the script finds is what a hook left before it, and nothing that stands where it works.
    let hooked = work.hooks[0].is_none_or(|hook| session.execute(&hook.script.text).is_ok())
        && recreate::around(words, work).is_none_or(|(take_away, _)| session.execute(&take_away).is_ok());
    let failing = statements
        .iter()
        .filter(|_| plain && hooked)
        .find_map(|statement| session.execute(statement.text).err().map(|again| (statement, again)));
    let _ = session.execute("ROLLBACK");
    // Another failure than the first one says nothing about the first one.
    let (statement, again) = failing.filter(|(_, again)| masked(&again.message) == masked(&error.message))?;
    // Alone, a statement may tell more: which of two equal bodies it is, or that the script ends inside of it.
    let may_tell = error.position.is_none_or(|at| at > message.before + message.script);
    let inside = again.position.filter(|_| may_tell).unwrap_or(0);
    let inside = statement.text.char_indices().nth(inside).map_or(statement.text.len(), |(byte, _)| byte);
    Some(statement.start + inside)
}

/// A message without its numbers and times, which differ from one run to the next.
fn masked(message: &str) -> Vec<&str> {
    let words = message.split(|c: char| !c.is_alphanumeric());
    words.map(|word| if word.contains(|c: char| c.is_ascii_digit()) { "#" } else { word }).collect()
}
