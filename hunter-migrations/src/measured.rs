//! What the statements of a plan really lock and rewrite, found out where nobody waits: on a scratch database.
//!
//! Responsible for running the steps there, statement by statement, and for asking the server what each of them holds. How a
//! plan shows it is `hazards`'. What costs time with the number of rows shows on no empty table and stays a hint of the text.

use std::collections::BTreeMap;

use hunter_chain::{Applied, Direction, Plan, Revision, RevisionId, Target};
use hunter_sql::{LockMode, split};
use serde::Deserialize;

use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind};
use crate::hazards;
use crate::runner::recreate;
use crate::session::{DbError, Session};
use crate::words::HeldWords;

/// What each statement of each step was seen to lock. Of a step outside of a transaction, and of one that is only recorded,
/// nothing is known.
#[derive(Debug, Default)]
pub struct Measured(BTreeMap<RevisionId, Vec<Vec<Held>>>);

/// A lock that a statement takes and that no statement before it in its step had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) table: String,
    pub(crate) mode: LockMode,
    pub(crate) is_rewritten: bool,
}

/// A row of the server's answer.
#[derive(Debug, Deserialize)]
struct Seen {
    table: String,
    mode: String,
    rewritten: bool,
}

impl Measured {
    /// What the statements of a step were seen to lock, in their order.
    pub(crate) fn of(&self, id: &RevisionId) -> Option<&[Vec<Held>]> {
        self.0.get(id).map(Vec::as_slice)
    }
}

impl Migrations {
    /// Runs the steps of a plan on an empty scratch database that is first brought to where the plan begins, and asks after
    /// each statement which tables it holds. `None` where the server has no locks of tables.
    ///
    /// # Errors
    /// When something does not run there, or the database has revisions that this chain does not know.
    pub fn measure<S: Session>(
        &self,
        session: &mut S,
        applied: &Applied,
        plan: &Plan<'_>,
    ) -> Result<Option<Measured>, Error> {
        let Some(words) = &session.words().held else { return Ok(None) };
        for id in applied.ids() {
            let target = Target::Revision(id.as_str().to_owned());
            self.on(session).without_hooks().allow_unproved().upgrade(target)?;
        }
        let mut measured = Measured::default();
        for revision in plan.steps.iter().filter(|revision| !plan.is_recorded(revision)) {
            let found = step(session, words, revision, plan.direction).map_err(|error| {
                let message = format!("revision `{}` could not be measured: {error}", revision.id);
                Error::new(ErrorKind::Script, message, "`cargo hunter prove` tells where it fails")
                    .because(error)
            })?;
            measured.0.extend(found.map(|found| (revision.id.clone(), found)));
        }
        Ok(Some(measured))
    }
}

fn step(
    session: &mut dyn Session,
    words: &HeldWords,
    revision: &Revision,
    direction: Direction,
) -> Result<Option<Vec<Vec<Held>>>, DbError> {
    let dialect = session.words().dialect;
    let Some(script) = hazards::script(revision, direction, dialect) else { return Ok(Some(Vec::new())) };
    let statements = split(dialect, &script.text);
    if !revision.declared.run_in_transaction {
        statements.iter().try_for_each(|statement| session.execute(statement.text))?;
        return Ok(None);
    }
    let begin = session.words().begin;
    session.execute(begin)?;
    let names: Vec<String> = revision.declared.recreates.iter().map(ToString::to_string).collect();
    let away = session.words().recreate.as_ref().filter(|_| !names.is_empty());
    if let Some(away) = away {
        session.execute(&recreate::before(away, dialect, &names, &script.text))?;
    }
    session.execute(words.remember)?;
    let (mut before, mut all) = (BTreeMap::new(), Vec::new());
    for statement in &statements {
        session.execute(statement.text)?;
        let now = seen(session, words)?;
        let is_new = |held: &&Held| {
            let known: Option<&Held> = before.get(&held.table);
            known.is_none_or(|known| known.mode < held.mode || !known.is_rewritten && held.is_rewritten)
        };
        all.push(now.values().filter(is_new).cloned().collect());
        before = now;
    }
    if let Some(away) = away {
        session.execute(&(away.bring_back)())?;
    }
    session.execute("COMMIT")?;
    Ok(Some(all))
}

/// What is held at this moment, each table once, with its strongest lock. Who only reads keeps nobody waiting who uses rows.
fn seen(session: &mut dyn Session, words: &HeldWords) -> Result<BTreeMap<String, Held>, DbError> {
    let mut found: BTreeMap<String, Held> = BTreeMap::new();
    for row in session.rows(words.ask)?.into_iter().flatten() {
        let Ok(seen) = serde_json::from_str::<Seen>(&row) else { continue };
        let Some(mode) = LockMode::of_catalog(&seen.mode).filter(|mode| *mode >= LockMode::RowExclusive)
        else {
            continue;
        };
        let held = Held { table: seen.table.clone(), mode, is_rewritten: seen.rewritten };
        let known = found.entry(seen.table).or_insert_with(|| held.clone());
        known.mode = known.mode.max(mode);
    }
    Ok(found)
}
