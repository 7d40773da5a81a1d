//! `plan`: what would run, and what would be lost.

use std::collections::BTreeSet;

use hunter_chain::{Dialect, Direction, Plan, Revision};
use serde_json::json;

use super::super::args;
use super::super::database::Database;
use super::super::{Answer, Measure, Output};
use super::current::{describe, describe_obstacles, is_obstacle};
use super::{losses, target};
use crate::embedded::Migrations;
use crate::error::Error;
use crate::hazards::{self, Hazards, Shown};
use crate::measured::Measured;
use crate::runner::recreate::{own_name, standing};
use crate::session::Session;
use crate::status::Status;

pub(in crate::cli) fn run(
    verb: &args::Plan,
    migrations: &Migrations,
    database: &Database<'_>,
    measure: Option<Measure>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let clear = print(Way::Either, &verb.target, migrations, database, measure, out)?;
    Ok(if verb.check && !clear { Answer::No } else { Answer::Done })
}

/// Which plans a command asks for.
#[derive(Clone, Copy)]
pub(super) enum Way {
    Either,
    Up,
    Down,
}

/// Prints the plan to a target, and what stands in its way. True if there is nothing to do and nothing in the way.
pub(super) fn print(
    way: Way,
    word: &str,
    migrations: &Migrations,
    database: &Database<'_>,
    measure: Option<Measure>,
    out: &mut Output,
) -> Result<bool, Error> {
    let target = target(word)?;
    let mut session = database.read(out)?;
    let dialect = session.words().dialect;
    let status = migrations.on(&mut session).status()?;
    describe_obstacles(&status, out);
    let migrator = migrations.on(&mut session);
    let (command, planned) = match way {
        Way::Either => ("plan", migrator.plan(&target)),
        Way::Up => ("upgrade", migrator.plan_upgrade(&target)),
        Way::Down => ("downgrade", migrator.plan_downgrade(&target)),
    };
    let (plan, lost) = planned?;
    // Its revisions are the chain's alone from here on, so that the session can be asked again.
    let ids: Vec<_> = plan.steps.iter().map(|revision| revision.id.clone()).collect();
    let plan = Plan {
        direction: plan.direction,
        recorded: plan.recorded,
        steps: ids.iter().filter_map(|id| migrations.chain().get_any(id)).collect(),
    };
    if plan.direction == Direction::Down
        && !plan.is_empty()
        && matches!(status, Status::AheadCompatible { .. })
    {
        // In the way of no upgrade.
        describe(&status, out);
    }
    let clear = plan.is_empty() && !is_obstacle(&status);
    // As the database is now: a step before may have changed it by then.
    let away = plan.steps.iter().map(|revision| recreated(&mut session, &plan, revision));
    let away = away.collect::<Result<Vec<_>, _>>()?;
    let measured = measured(measure, migrations, &mut session, &plan, out)?;
    let statements = |revision: &Revision| shown(&plan, revision, dialect, &measured);
    let mut each = Hazards::default();
    let steps: Vec<_> = plan
        .steps
        .iter()
        .zip(&away)
        .map(|(revision, away)| {
            let (path, count) = script(&plan, revision, dialect);
            json!({
                "revision": revision.id.as_str(),
                "message": revision.message,
                "script": path,
                "statements": count,
                "locks": statements(revision).iter().map(statement).collect::<Vec<_>>(),
                "hazards": each.of(&plan, revision, dialect),
                "recreates": away.back,
                "replaces": away.scripts,
                "recorded": plan.is_recorded(revision),
                "transaction": revision.declared.run_in_transaction,
                "breaking": revision.declared.breaking,
            })
        })
        .collect();
    let answer = json!({ "status": status.as_str(), "direction": plan.direction.as_str(), "steps": steps, "losses": losses(&lost) });
    if out.json(command, answer) {
        return Ok(clear);
    }
    tell(&plan, dialect, (&away, &measured), out);
    for loss in &lost {
        out.result(&format!("    would lose {loss}"));
    }
    if plan.is_empty() {
        out.note("nothing to do");
    }
    Ok(clear)
}

/// The script of a step, and how many statements it has.
fn script(plan: &Plan<'_>, revision: &Revision, dialect: Dialect) -> (String, usize) {
    let script = hazards::script(revision, plan.direction, dialect);
    let told = script.map(|script| (script.path.to_string(), hunter_sql::split(dialect, &script.text).len()));
    told.unwrap_or_default()
}

/// The steps, for a reader.
fn tell(plan: &Plan<'_>, dialect: Dialect, (away, measured): (&[Away], &Measured), out: &mut Output) {
    for (at, revision) in plan.steps.iter().enumerate() {
        let (path, statements) = script(plan, revision, dialect);
        let (number, of, way) = (at + 1, plan.steps.len(), plan.direction.as_str());
        if plan.is_recorded(revision) {
            out.result(&format!(
                "{number}/{of} {way} {}, {}: only recorded, since all that it replaces is applied by then",
                revision.id, revision.message
            ));
            continue;
        }
        let plural = if statements == 1 { "" } else { "s" };
        let apart = if revision.declared.run_in_transaction { "" } else { ", each on its own" };
        out.result(&format!(
            "{number}/{of} {way} {}, {}: {path}, {statements} statement{plural}{apart}",
            revision.id, revision.message
        ));
        for statement in shown(plan, revision, dialect, measured) {
            out.result(&format!("    {statement}"));
        }
        if !away[at].back.is_empty() {
            out.result(&format!("    dropped before, and made again after: {}", away[at].back.join(", ")));
        }
        if !away[at].scripts.is_empty() {
            out.result(&format!(
                "    dropped before, and then the script's: {}",
                away[at].scripts.join(", ")
            ));
        }
        if let (Direction::Up, Some(who)) = (plan.direction, &revision.declared.breaking) {
            out.result(&format!("    breaking: {who}"));
        }
    }
}

/// What somebody who can measures. That it cannot be measured is no reason not to plan.
fn measured<S: Session>(
    measure: Option<Measure>,
    migrations: &Migrations,
    session: &mut S,
    plan: &Plan<'_>,
    out: &mut Output,
) -> Result<Measured, Error> {
    let Some(measure) = measure.filter(|_| !plan.is_empty()) else { return Ok(Measured::default()) };
    let dialect = session.words().dialect;
    let applied = migrations.on(session).applied()?;
    match measure(migrations, dialect, &applied, plan, out) {
        Ok(measured) => Ok(measured.unwrap_or_default()),
        Err(error) => {
            out.warn(&format!("what each statement locks is read from its text: {error}"));
            Ok(Measured::default())
        }
    }
}

/// The statements of a step with what they lock, as it was seen or as their text tells.
fn shown(plan: &Plan<'_>, revision: &Revision, dialect: Dialect, measured: &Measured) -> Vec<Shown> {
    let mut shown = hazards::statements(revision, plan.direction, dialect);
    if let Some(seen) = measured.of(&revision.id) {
        shown = shown.into_iter().zip(seen).map(|(shown, held)| shown.measured(held)).collect();
    }
    shown
}

/// What is away while a step works, in words: what is brought back, and what its script drops for good or makes itself.
#[derive(Debug, Default)]
struct Away {
    back: Vec<String>,
    scripts: Vec<String>,
}

/// What a step takes away, as the database is now.
fn recreated(session: &mut dyn Session, plan: &Plan<'_>, revision: &Revision) -> Result<Away, Error> {
    let names: Vec<String> = revision.declared.recreates.iter().map(ToString::to_string).collect();
    if names.is_empty() || plan.is_recorded(revision) {
        return Ok(Away::default());
    }
    let dialect = session.words().dialect;
    let all =
        standing(session, &names).map_err(|error| Error::database("asking what a step recreates", error))?;
    let text = hazards::script(revision, plan.direction, dialect).map_or("", |script| &script.text);
    let dropped = hunter_sql::removes(dialect, text).into_iter().map(|one| one.name.name);
    let own: BTreeSet<String> =
        dropped.chain(hunter_sql::makes(dialect, text).into_iter().map(|made| made.name.name)).collect();
    let (scripts, back) = all.into_iter().partition(|what| own.contains(own_name(what)));
    Ok(Away { back, scripts })
}

/// A statement for scripts.
fn statement(one: &Shown) -> serde_json::Value {
    json!({
        "line": one.line,
        "summary": one.summary,
        "lock": one.lock,
        "table": one.table,
        "work": one.work,
        "blocks": one.blocks,
        "measured": one.besides.is_some(),
        "besides": one.besides.iter().flatten().map(|other| json!({ "lock": other.mode.as_str(), "table": other.table })).collect::<Vec<_>>(),
    })
}
