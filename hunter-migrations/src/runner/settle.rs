//! What a catalog tells about statements that no transaction takes.
//!
//! Responsible for three moments: before such a statement is sent (an invalid leftover of its index goes), after it
//! (its index has to be valid), and after a run of which nobody saw the end (was it carried out?).

use hunter_sql::{Name, Outside, Settles};
use serde::Deserialize;

use super::Options;
use super::message::raise_unless;
use super::state::{one, parse};
use super::statements::ours;
use super::step::{Stopped, Work, place};
use super::units::Unit;
use crate::error::{Error, ErrorKind};
use crate::ledger::Mark;
use crate::notice::Notice;
use crate::session::{DbErrorKind, Session};
use crate::words::IndexWords;

/// What is known of a statement that nobody saw end.
pub(super) enum Settled {
    /// It was carried out.
    Done,
    /// It was not, or running it again does no harm.
    Redo,
}

/// An index as the catalog has it.
#[derive(Deserialize)]
struct Index {
    /// As SQL writes it, schema included.
    name: String,
    valid: bool,
}

/// Whether a statement that was begun was carried out; refused where only a human can look.
pub(super) fn settle(
    session: &mut dyn Session,
    work: &Work<'_>,
    outside: &Outside,
    (mark, piece): (&Mark, &Unit),
) -> Result<Settled, Stopped> {
    if mark.digest != piece.digest {
        return Err(Stopped::Failed(unknown(work, outside, mark)));
    }
    match &outside.settles {
        Settles::Again => Ok(Settled::Redo),
        Settles::Built { index: Some(index), table } => Ok(match look(session, work, index, Some(table))? {
            Some(Index { valid: true, .. }) => Settled::Done,
            _ => Settled::Redo,
        }),
        Settles::Gone { index } => Ok(match look(session, work, index, None)? {
            Some(_) => Settled::Redo,
            None => Settled::Done,
        }),
        Settles::Built { index: None, .. } | Settles::Unknown => {
            Err(Stopped::Failed(unknown(work, outside, mark)))
        }
    }
}

/// Before a build: an invalid index of that name is what an interrupted one left, and would stand in its way.
pub(super) fn clear(
    session: &mut dyn Session,
    options: &mut Options<'_>,
    work: &Work<'_>,
    outside: &Outside,
) -> Result<(), Stopped> {
    let Some((words, index, table)) = built(session, outside) else { return Ok(()) };
    if !session.answers() {
        let absent = format!("not {}", (words.is_there)(index, table, false));
        let text =
            format!("an interrupted build left the invalid index {index}: drop it, and run this again");
        return session.execute(&raise_unless(&absent, "leftover", &text)).map_err(ours(work));
    }
    let Some(Index { name, valid: false }) = look(session, work, index, Some(table))? else { return Ok(()) };
    let text = format!("dropping the invalid index {name}, which an interrupted build left");
    options.say(&Notice::Warning { text: &text });
    session.execute(&format!("drop index concurrently {name}")).map_err(ours(work))
}

/// After a build: what is recorded as built has to work.
pub(super) fn check(session: &mut dyn Session, work: &Work<'_>, outside: &Outside) -> Result<(), Stopped> {
    let Some((words, index, table)) = built(session, outside) else { return Ok(()) };
    let valid = (words.is_there)(index, table, true);
    let text = format!("the index {index} is invalid after it was built");
    session.execute(&raise_unless(&valid, "invalid", &text)).map_err(|error| match &error.kind {
        DbErrorKind::Signal(_) => Stopped::Failed(work.script_error(error, Some(0))),
        _ => ours(work)(error),
    })
}

/// The index that a statement builds, where it has a name.
fn built<'o>(
    session: &dyn Session,
    outside: &'o Outside,
) -> Option<(&'static IndexWords, &'o Name, &'o Name)> {
    match &outside.settles {
        Settles::Built { index: Some(index), table } => Some((session.words().index.as_ref()?, index, table)),
        _ => None,
    }
}

fn look(
    session: &mut dyn Session,
    work: &Work<'_>,
    index: &Name,
    table: Option<&Name>,
) -> Result<Option<Index>, Stopped> {
    let Some(words) = session.words().index.as_ref() else { return Ok(None) };
    let row = one(session, &(words.look)(index, table)).map_err(ours(work))?;
    row.map(|text| parse(Some(&text))).transpose().map_err(Stopped::Failed)
}

fn unknown(work: &Work<'_>, outside: &Outside, mark: &Mark) -> Error {
    let message = format!(
        "statement {} of revision `{}`, {}, was begun, and nobody saw whether it was carried out",
        mark.statement, work.revision.id, outside.words
    );
    let help = "look at the database, then record the truth: `hunter resolve --done` if it was carried out, \
                `hunter resolve --redo` if it was not";
    let error = Error::new(ErrorKind::State, message, help);
    match &work.part {
        Some(part) => error.at(place(work.dialect, part.script, Some(part.range.start))),
        None => error,
    }
}
