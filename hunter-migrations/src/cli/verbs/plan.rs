//! `plan`: what would run, and what would be lost.

use hunter_chain::Direction;
use serde_json::json;

use super::super::args;
use super::super::database::Database;
use super::super::{Answer, Output};
use super::{losses, target};
use crate::embedded::Migrations;
use crate::error::Error;

pub(in crate::cli) fn run(
    verb: &args::Plan,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let pending = print("plan", &verb.target, migrations, database, out)?;
    Ok(if verb.check && pending { Answer::No } else { Answer::Done })
}

/// Prints the plan to a target. True if it has steps.
pub(super) fn print(
    command: &str,
    word: &str,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<bool, Error> {
    let target = target(word)?;
    let mut session = database.read(out)?;
    let dialect = session.words().dialect;
    let (plan, lost) = migrations.on(&mut session).plan(&target)?;
    let script = |revision: &hunter_chain::Revision| {
        let scripts = match plan.direction {
            Direction::Up => &revision.up,
            Direction::Down => &revision.down,
        };
        scripts
            .get(dialect)
            .map(|script| (script.path.to_string(), hunter_sql::split(dialect, &script.text).len()))
    };
    let steps: Vec<_> = plan
        .steps
        .iter()
        .map(|revision| {
            let (path, statements) = script(revision).unwrap_or_default();
            json!({
                "revision": revision.id.as_str(),
                "message": revision.message,
                "script": path,
                "statements": statements,
                "transaction": revision.declared.run_in_transaction,
                "breaking": revision.declared.breaking,
            })
        })
        .collect();
    let answer = json!({ "direction": plan.direction.as_str(), "steps": steps, "losses": losses(&lost) });
    if out.json(command, answer) {
        return Ok(!plan.is_empty());
    }
    for (at, revision) in plan.steps.iter().enumerate() {
        let (path, statements) = script(revision).unwrap_or_default();
        let (number, of, way) = (at + 1, plan.steps.len(), plan.direction.as_str());
        let plural = if statements == 1 { "" } else { "s" };
        out.result(&format!(
            "{number}/{of} {way} {}, {}: {path}, {statements} statement{plural}",
            revision.id, revision.message
        ));
        if let (Direction::Up, Some(who)) = (plan.direction, &revision.declared.breaking) {
            out.result(&format!("    breaking: {who}"));
        }
    }
    for loss in &lost {
        out.result(&format!("    would lose {loss}"));
    }
    if plan.is_empty() {
        out.note("nothing to do");
    }
    Ok(!plan.is_empty())
}
