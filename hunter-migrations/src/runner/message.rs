//! A step as one message: for servers that take a whole transaction in one text (rules 2 to 6 of the measured facts).
//!
//! Responsible for what stands in it, and where. It is cut where something has to be asked or done between two parts of it:
//! the catalog is read before its end, and a program acts around its script. Between the script and what follows always
//! stands a line break, `;` and a line break: a script that ends in a comment would otherwise swallow the ledger's row and
//! the commit.

use hunter_chain::Moment;

use super::act::StepActs;
use super::blame;
use super::hook::Hook;
use super::recreate;
use super::step::{Stopped, Work};
use crate::error::{Error, ErrorKind};
use crate::ledger::{self, Entry, LedgerName, Seq};
use crate::session::{DbError, Session};
use crate::words::Words;

/// The place to which the settings go back with which a catalog is read.
const LOOK: &str = "hunter_look";

/// A text that is sent at once, with what it is made of.
pub(super) struct Message<'a> {
    pub(super) text: String,
    pub(super) parts: Vec<Part<'a>>,
}

/// What a part of a step's text is.
#[derive(Clone, Copy)]
pub(super) enum Of<'a> {
    /// From the beginning to the ledger's row, and what has to be known before anything is run.
    Opening,
    Hook(Hook<'a>),
    /// What stands where the script works is dropped.
    TakeAway,
    Script,
    /// It is made again.
    BringBack,
    /// The checks and the end.
    Closing,
}

/// Where in a message a part is.
pub(super) struct Part<'a> {
    pub(super) of: Of<'a>,
    /// Characters before it.
    pub(super) before: usize,
    /// Its characters.
    pub(super) length: usize,
}

/// Sends it. What is compared before the end is read between two messages.
pub(crate) fn run(
    session: &mut dyn Session,
    work: &Work<'_>,
    acts: &mut StepActs<'_>,
) -> Result<(), Stopped> {
    work.check_script(session)?;
    let texts = compose(session, work);
    // What a program does has no place in a text, and is to blame alone for what fails then.
    let messages: Vec<Message<'_>> = if acts.is_empty() {
        vec![Message::of(texts)]
    } else {
        texts.into_iter().map(|text| Message::of(vec![text])).collect()
    };
    for message in &messages {
        act_before(session, work, acts, message)?;
        send(session, work, message, &message.text, |error| error)?;
    }
    let (Some(check), Some(last)) = (work.check, messages.last()) else { return Ok(()) };
    if let Err(stopped) = check.hold(session, work) {
        let _ = session.execute("ROLLBACK");
        return Err(stopped);
    }
    // The settings with which the catalog was read go back to what they were.
    let back = format!("ROLLBACK TO SAVEPOINT {LOOK}");
    let ending = [vec![back], ending(session.words(), work)].concat().join(";\n");
    // A place in this text is none in the script.
    send(session, work, last, &ending, |error| DbError { position: None, ..error })
}

fn send(
    session: &mut dyn Session,
    work: &Work<'_>,
    message: &Message<'_>,
    text: &str,
    told: impl FnOnce(DbError) -> DbError,
) -> Result<(), Stopped> {
    // A merge has no script.
    if text.is_empty() {
        return Ok(());
    }
    let sent = session.execute(text);
    sent.map_err(|error| undone(session, work, |session| blame::stopped(session, work, message, told(error))))
}

/// A program acts after the hook of the same moment.
fn act_before(
    session: &mut dyn Session,
    work: &Work<'_>,
    acts: &mut StepActs<'_>,
    message: &Message<'_>,
) -> Result<(), Stopped> {
    let acted = match message.parts.first().map(|part| part.of) {
        Some(Of::TakeAway) => acts.inside(Moment::BeforeStep, session, work),
        Some(Of::Script) if work.recreates().is_empty() => acts.inside(Moment::BeforeStep, session, work),
        Some(Of::Closing) => acts.inside(Moment::AfterStep, session, work),
        _ => Ok(()),
    };
    acted.map_err(|stopped| undone(session, work, |_| stopped))
}

/// After every error the transaction is rolled back, since nothing else would.
fn undone(
    session: &mut dyn Session,
    work: &Work<'_>,
    why: impl FnOnce(&mut dyn Session) -> Stopped,
) -> Stopped {
    let _ = session.execute("ROLLBACK");
    let stopped = why(session);
    // What a script committed on its own took its settings along.
    let _ = session.execute(work.settings);
    stopped
}

impl<'a> Message<'a> {
    fn of(texts: Vec<(Of<'a>, String)>) -> Self {
        let mut message = Self { text: String::new(), parts: Vec::new() };
        for (of, text) in texts {
            // What is ours before it ends in no comment.
            message.text.push_str(match message.parts.last().map(|part| part.of) {
                None => "",
                Some(Of::Opening) => ";\n",
                Some(_) => "\n;\n",
            });
            let (before, length) = (message.text.chars().count(), text.chars().count());
            message.parts.push(Part { of, before, length });
            message.text.push_str(&text);
        }
        message
    }
}

/// The text of a step in its parts.
fn compose<'a>(session: &dyn Session, work: &Work<'a>) -> Vec<(Of<'a>, String)> {
    let words = session.words();
    let hook = |hook: Hook<'a>| (Of::Hook(hook), hook.script.text.to_string());
    let [first, last] = work.hooks.map(|of_moment| of_moment.map(hook));
    let mut texts = vec![(Of::Opening, opening(words, work))];
    texts.extend(first);
    let (take_away, bring_back) = recreate::around(words, work).unzip();
    texts.extend(take_away.map(|text| (Of::TakeAway, text)));
    texts.push((Of::Script, work.text().to_owned()));
    texts.extend(bring_back.map(|text| (Of::BringBack, text)));
    texts.extend(last);
    texts.push((Of::Closing, closing(words, work)));
    texts
}

fn opening(words: &Words, work: &Work<'_>) -> String {
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
    parts.join(";\n")
}

fn closing(words: &Words, work: &Work<'_>) -> String {
    let mut parts = Vec::new();
    // A script may have become another role; the ledger is written by the one that began. The catalog is read by that one
    // too.
    parts.extend((work.settles || work.check.is_some()).then(|| work.settings.to_owned()));
    let same = ledger::is_of_this_transaction(words, work.name, &work.entry.seq);
    parts.push(raise_unless(&same, "tx", "the script ended its own transaction"));
    if let (Some(announced), Some(loss)) = (work.announced, &words.loss) {
        parts.push((loss.after)(&announced.as_json(&work.revision.id)));
    }
    if work.check.is_some() {
        // The settings may just have been set to the session's own.
        parts.push(format!(
            "SET LOCAL lock_timeout = {}; SET LOCAL statement_timeout = 0; \
             SET LOCAL idle_in_transaction_session_timeout = 0; SAVEPOINT {LOOK}",
            work.lock_timeout_ms
        ));
    } else {
        parts.extend(ending(words, work));
    }
    parts.join("\n;\n")
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

pub(super) fn timeouts(work: &Work<'_>) -> String {
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

/// The session that sends is not the one that took the guard.
pub(super) fn guard_lost() -> Stopped {
    let message = "the guard of this run was lost: the session is not the one that took it";
    let help = "run the same command again: nothing runs twice; behind a pooler, give a direct URL";
    Stopped::Failed(Error::new(ErrorKind::Connection, message, help))
}
