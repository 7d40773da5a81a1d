//! A step statement by statement: for databases without a wire, where positions are ours to find.
//!
//! The same order as `message`, with the checks asked from here.

use hunter_chain::Moment;

use super::act::StepActs;
use super::hook::{self, Hook};
use super::inventory::Inventory;
use super::message::row;
use super::recreate;
use super::step::{Stopped, Work};
use crate::error::{Error, ErrorKind};
use crate::ledger;
use crate::session::{DbError, DbErrorKind, Session};

/// Carries it out; the connection is outside of a transaction afterwards, whatever happened.
pub(crate) fn run(
    session: &mut dyn Session,
    work: &Work<'_>,
    acts: &mut StepActs<'_>,
) -> Result<(), Stopped> {
    work.check_script(session)?;
    let rebuilds = session.words().facts.foreign_keys_are_a_switch && drops_a_table(session, work);
    let switched_off =
        rebuilds && (!session.answers() || foreign_keys_are_on(session).map_err(ours(work))?);
    if switched_off {
        // Inside a transaction the switch is ignored without a word, and a dropped table would take its children along.
        session.execute("PRAGMA foreign_keys = OFF").map_err(ours(work))?;
    }
    let result = transaction(session, work, acts, rebuilds);
    if result.is_err() {
        // Some errors have rolled back already; then there is nothing to roll back, which is what we want.
        let _ = session.execute("ROLLBACK");
    }
    if switched_off {
        session.execute("PRAGMA foreign_keys = ON").map_err(ours(work))?;
    }
    result
}

fn transaction(
    session: &mut dyn Session,
    work: &Work<'_>,
    acts: &mut StepActs<'_>,
    rebuilds: bool,
) -> Result<(), Stopped> {
    let words = session.words();
    session.execute(work.begin(words.begin)).map_err(ours(work))?;
    session.execute(&row(words, work, &work.entry)).map_err(|error| match error.kind {
        DbErrorKind::UniqueViolation => Stopped::Overtaken,
        _ => ours(work)(error),
    })?;
    let before = match work.announced {
        Some(_) => Some(Inventory::of(session, work)?),
        None => None,
    };
    if let (Some(announced), Some(before)) = (work.announced, &before) {
        before.hold(session, work, announced)?;
    }
    let asks = session.answers();
    let dangling = if rebuilds && asks { Some(violations(session).map_err(ours(work))?) } else { None };
    if rebuilds && !asks {
        session.execute(&format!("CREATE TEMP TABLE hunter_dangling AS {VIOLATIONS}")).map_err(ours(work))?;
    }
    run_all(session, work, acts)?;
    if let Some(before) = before {
        before.losses(session, work)?;
    }
    if let Some(dangling) = dangling {
        let now = violations(session).map_err(ours(work))?;
        if let Some(row) = now.iter().find(|row| !dangling.contains(row)) {
            return Err(Stopped::Failed(dangles(work, row)));
        }
    }
    if rebuilds && !asks {
        let none = format!("not exists ({VIOLATIONS} EXCEPT SELECT j FROM temp.hunter_dangling)");
        let text = format!("revision {} would leave rows that refer to nothing", work.revision.id);
        let sql = format!("{};\nDROP TABLE temp.hunter_dangling", (words.assert)(&none, &text));
        session.execute(&sql).map_err(ours(work))?;
    }
    if let Some(check) = work.check {
        check.hold(session, work)?;
    }
    if let Some((event, digest)) = &work.becomes {
        let finish = ledger::finish(words, work.name, &work.entry.seq, *event, digest);
        session.execute(&finish).map_err(ours(work))?;
    }
    session.execute("COMMIT").map_err(|error| match error.message.starts_with("FOREIGN KEY") {
        // What the script put off until here; no statement of it is to blame alone.
        true => Stopped::Failed(work.script_error(error, None)),
        false => ours(work)(error),
    })
}

/// The script, with what the project and the program do around it.
fn run_all(session: &mut dyn Session, work: &Work<'_>, acts: &mut StepActs<'_>) -> Result<(), Stopped> {
    let [first, last] = work.hooks;
    begin_part(session, work)?;
    hooked(session, first)?;
    if acts.has(Moment::BeforeStep) {
        // Outside of a transaction a savepoint would begin one, and what the program does would stay.
        end_part(session, work)?;
        acts.inside(Moment::BeforeStep, session, work)?;
        begin_part(session, work)?;
    }
    let away = recreate::take_away(session, work)?;
    script(session, work)?;
    away.bring_back(session).map_err(|error| recreate::refused(work, error))?;
    hooked(session, last)?;
    end_part(session, work)?;
    acts.inside(Moment::AfterStep, session, work)
}

fn begin_part(session: &mut dyn Session, work: &Work<'_>) -> Result<(), Stopped> {
    session.execute("SAVEPOINT hunter_step").map_err(ours(work))
}

/// The savepoint is gone with a transaction that was ended.
fn end_part(session: &mut dyn Session, work: &Work<'_>) -> Result<(), Stopped> {
    session.execute("RELEASE hunter_step").map_err(|_| Stopped::Failed(work.ended_transaction()))
}

fn hooked(session: &mut dyn Session, hook: Option<Hook<'_>>) -> Result<(), Stopped> {
    hook.map_or(Ok(()), |hook| hook::inside(session, hook)).map_err(Stopped::Failed)
}

fn script(session: &mut dyn Session, work: &Work<'_>) -> Result<(), Stopped> {
    for statement in hunter_sql::split(session.words().dialect, work.text()) {
        session.execute(statement.text).map_err(|error| {
            let at = statement.start + offset(session, statement.text, &error.message).unwrap_or(0);
            let help = recreate::blamed(session, work, &error, statement.start);
            let failed = work.script_error(error, Some(at));
            Stopped::Failed(help.into_iter().fold(failed, Error::with_help))
        })?;
    }
    Ok(())
}

/// Where the statement stops making sense: the first place of the word named up to which it fails with the same words.
/// Up to an earlier one it is only incomplete, or complete, and `explain` keeps it from being run.
pub(super) fn offset(session: &mut dyn Session, statement: &str, message: &str) -> Option<usize> {
    let tokens: Vec<_> = hunter_sql::lex(session.words().dialect, statement).collect();
    if message == "incomplete input" {
        return tokens.iter().rfind(|token| !token.kind.is_trivia()).map(|token| token.end);
    }
    let named = named(message)?;
    // What the engine takes for one word may be several of ours, as `||` and `12monkeys`.
    let ends = |at: usize| tokens.iter().any(|token| token.end == at);
    let starts = tokens.iter().map(|token| token.start);
    let mut places: Vec<_> =
        starts.filter(|start| statement[*start..].starts_with(named) && ends(start + named.len())).collect();
    let last = places.pop()?;
    let mut fails = |to: &str| session.execute(&format!("explain {to}")).is_err_and(|e| e.message == message);
    let first = places.into_iter().find(|start| fails(&statement[..start + named.len()]));
    Some(first.unwrap_or(last))
}

/// The word in `near "FORM": syntax error` and in `unrecognized token: "#"`.
fn named(message: &str) -> Option<&str> {
    let (rest, end) = match message.strip_prefix("near \"") {
        Some(rest) => (rest, "\": syntax error"),
        None => (message.strip_prefix("unrecognized token: \"")?, "\""),
    };
    rest.strip_suffix(end).filter(|word| !word.is_empty())
}

fn drops_a_table(session: &dyn Session, work: &Work<'_>) -> bool {
    let drops = hunter_sql::drops(session.words().dialect, work.text());
    drops.iter().any(|dropped| matches!(dropped, hunter_sql::Dropped::Table(_)))
}

pub(super) fn foreign_keys_are_on(session: &mut dyn Session) -> Result<bool, DbError> {
    let rows = session.rows("select cast(foreign_keys as text) as j from pragma_foreign_keys")?;
    Ok(rows.into_iter().flatten().next().as_deref() == Some("1"))
}

/// Rows that refer to nothing, as text.
const VIOLATIONS: &str = "select \"table\" || ' row ' || coalesce(rowid, '?') || ' -> ' || parent as j from pragma_foreign_key_check";

fn violations(session: &mut dyn Session) -> Result<Vec<String>, DbError> {
    Ok(session.rows(VIOLATIONS)?.into_iter().flatten().collect())
}

fn dangles(work: &Work<'_>, row: &str) -> Error {
    let id = &work.revision.id;
    let message = format!("revision `{id}` would leave rows that refer to nothing: {row}");
    let help = "move or delete those rows in the script; the step was rolled back";
    Error::new(ErrorKind::Script, message, help).at_some(work.place(None))
}

pub(super) fn ours(work: &Work<'_>) -> impl Fn(DbError) -> Stopped {
    let doing = format!("revision `{}` was rolled back", work.revision.id);
    move |error| Stopped::Failed(Error::database(&doing, error))
}
