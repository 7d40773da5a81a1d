//! Whose a failure of a step's message is, and which statement's.
//!
//! Responsible for the place of every error. The server counts characters of what was sent, or tells nothing for what fails
//! while running: then the same is run again statement by statement, and rolled back. What a program did between two
//! messages is not done again, so only the same words are taken for the same failure.

use hunter_chain::Moment;

use super::hook::{self, Hook};
use super::loss::from_detail;
use super::message::{Message, Of, guard_lost, timeouts};
use super::recreate;
use super::step::{Stopped, Work};
use crate::error::Error;
use crate::session::{DbError, DbErrorKind, Session};

pub(super) fn stopped(
    session: &mut dyn Session,
    work: &Work<'_>,
    message: &Message<'_>,
    error: DbError,
) -> Stopped {
    match &error.kind {
        DbErrorKind::UniqueViolation if error.table.as_deref() == Some(&work.name.table) => {
            Stopped::Overtaken
        }
        DbErrorKind::Signal(word) => match word.as_str() {
            "loss" => Stopped::Unannounced(from_detail(error.detail.as_deref())),
            "rows" => Stopped::HoldsRows(from_detail(error.detail.as_deref())),
            "recreate" => recreate::refused(work, error),
            "guard" => guard_lost(),
            _ => Stopped::Failed(work.ended_transaction()),
        },
        DbErrorKind::ConnectionLost => work.connection_lost(error),
        DbErrorKind::LockTimeout => {
            let offset = error.position.and_then(|at| message.offset_in_script(at, work));
            Stopped::LockTimeout(work.script_error(error, offset))
        }
        _ => Stopped::Failed(failed(session, work, message, error)),
    }
}

fn failed(session: &mut dyn Session, work: &Work<'_>, message: &Message<'_>, error: DbError) -> Error {
    let found = message.offset_in_hook(&error).or_else(|| replay_hooks(session, work, message, &error));
    let found = found.map(|(hook, offset)| (hook, Some(offset)));
    if let Some((hook, offset)) = found.or_else(|| Some((message.hook_alone()?, None))) {
        return hook::refused(hook, session, error, offset);
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
        self.parts.iter().find_map(|part| {
            let Of::Hook(hook) = part.of else { return None };
            let (byte, _) = hook.script.text.char_indices().nth(at.checked_sub(part.before)?)?;
            Some((hook, byte))
        })
    }

    /// A character of the message as a byte of the script; `None` where it is not in the script. What misses something
    /// at the script's end is refused at our `;` behind it.
    fn offset_in_script(&self, at: usize, work: &Work<'_>) -> Option<usize> {
        let (before, length) = self.script()?;
        let inside = at.checked_sub(before).filter(|inside| *inside <= length + 1)?;
        let text = work.part.as_ref()?.text();
        let end = || hunter_sql::split(work.dialect, text).last().map_or(text.len(), |last| last.end);
        Some(text.char_indices().nth(inside).map_or_else(end, |(byte, _)| byte))
    }

    /// The characters before the script, and its own, if it is in this message.
    fn script(&self) -> Option<(usize, usize)> {
        let script = self.parts.iter().find(|part| matches!(part.of, Of::Script))?;
        Some((script.before, script.length))
    }

    /// The hook that is all of this message.
    fn hook_alone(&self) -> Option<Hook<'a>> {
        match self.parts.as_slice() {
            [only] => match only.of {
                Of::Hook(hook) => Some(hook),
                _ => None,
            },
            _ => None,
        }
    }

    fn holds(&self, moment: Moment) -> bool {
        self.parts.iter().any(|part| matches!(part.of, Of::Hook(hook) if hook.moment == moment))
    }
}

/// Whether a hook is to blame for what fails while running: the same again, statement by statement.
fn replay_hooks<'a>(
    session: &mut dyn Session,
    work: &Work<'a>,
    message: &Message<'_>,
    error: &DbError,
) -> Option<(Hook<'a>, usize)> {
    let [first, last] = work.hooks;
    let is_sent = |hook: &Hook<'_>| message.holds(hook.moment);
    if error.position.is_some() || ![first, last].iter().flatten().any(is_sent) {
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
        let last = last.filter(is_sent).filter(|_| script(session));
        failing(session, last, error)
    });
    let _ = session.execute("ROLLBACK");
    blamed.filter(|(hook, _)| is_sent(hook))
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
    let (before, length) = message.script()?;
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
    let may_tell = error.position.is_none_or(|at| at > before + length);
    let inside = again.position.filter(|_| may_tell).unwrap_or(0);
    let inside = statement.text.char_indices().nth(inside).map_or(statement.text.len(), |(byte, _)| byte);
    Some(statement.start + inside)
}

/// A message without its numbers and times, which differ from one run to the next.
fn masked(message: &str) -> Vec<&str> {
    let words = message.split(|c: char| !c.is_alphanumeric());
    words.map(|word| if word.contains(|c: char| c.is_ascii_digit()) { "#" } else { word }).collect()
}
