//! `current`: where the database is. The answer is Alembic's line; what is odd about it goes to stderr.

use hunter_chain::Direction;
use serde_json::json;

use super::super::args;
use super::super::database::Database;
use super::super::{Answer, Output};
use super::{adopt, ids, progress, short};
use crate::embedded::Migrations;
use crate::error::Error;
use crate::runner::{Current, Running};
use crate::status::{Status, UnknownRevision, lacking};

pub(in crate::cli) fn run(
    verb: &args::Current,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let mut session = database.read(out)?;
    let running = migrations.on(&mut session).running()?;
    let current = migrations.on(&mut session).current()?;
    let chain = migrations.chain();
    let recognised = match current.status {
        Status::Unversioned { .. } => Some(migrations.on(&mut session).recognise()),
        _ => None,
    };
    let on_all_heads = chain.heads().iter().all(|head| current.applied.contains(&head.id));
    let mut answer = answer(&current, running.as_ref());
    if let Some(Ok(recognised)) = &recognised {
        adopt::tell(recognised, &mut answer);
    }
    if !out.json("current", answer) {
        for id in &current.revisions {
            let line = match chain.get_any(id) {
                Some(revision) if out.is_verbose() => chain.entry(revision, None),
                Some(revision) if chain.get(id).is_none() => short(chain, revision) + " (legacy)",
                Some(revision) => short(chain, revision),
                None => format!("{id} (unknown to this binary)"),
            };
            out.result(&line);
        }
        if out.is_verbose() {
            for row in &current.rows {
                let by = row.binary_name.as_deref().unwrap_or("?");
                let version = row.binary_version.as_deref().unwrap_or("?");
                let host = row.host.as_deref().unwrap_or("?");
                out.note(&format!(
                    "{}: {} {} by {by} {version} on {host}",
                    row.revision,
                    row.event.as_str(),
                    row.recorded_at
                ));
            }
        }
    }
    if current.revisions.is_empty() && matches!(current.status, Status::Behind { .. }) {
        out.note("the database is at base");
    }
    match &running {
        // What is recorded of a step in progress is part of what is said about it.
        Some(running) => out.note(&progress::line(running, &current.status)),
        None => describe(&current.status, out),
    }
    match &recognised {
        Some(Ok(recognised)) => adopt::describe(recognised, out),
        Some(Err(error)) => out.note(&format!("which revision it is at cannot be told: {error}")),
        None => {}
    }
    if verb.check_heads && !on_all_heads {
        out.note("the database is not on all heads");
        return Ok(Answer::No);
    }
    Ok(Answer::Done)
}

fn answer(current: &Current, running: Option<&Running>) -> serde_json::Value {
    let unknown = |unknown: &[UnknownRevision]| -> Vec<_> {
        unknown
            .iter()
            .map(|u| json!({ "revision": u.id.as_str(), "applied": u.recorded_at, "by": u.binary }))
            .collect()
    };
    let mut value = json!({ "current": ids(&current.revisions), "status": current.status.as_str() });
    if let Some(running) = running {
        value["running"] = progress::answer(running);
    }
    match &current.status {
        Status::Behind { pending } => value["pending"] = json!(ids(pending)),
        Status::Diverged { unknown: u, pending } => {
            value["unknown"] = json!(unknown(u));
            value["pending"] = json!(ids(pending));
        }
        Status::AheadCompatible { unknown: u } | Status::AheadIncompatible { unknown: u } => {
            value["unknown"] = json!(unknown(u));
        }
        Status::Unversioned { relations } => value["relations"] = json!(relations),
        Status::Modified { revisions } => value["modified"] = json!(ids(revisions)),
        Status::InProgress { revision, since, at } => {
            value["in_progress"] = json!({
                "revision": revision.as_str(),
                "since": since,
                "direction": at.as_ref().map(|at| at.direction.as_str()),
                "statement": at.as_ref().map(|at| at.number),
                "of": at.as_ref().map(|at| at.of),
            });
        }
        Status::Gap { holes } => {
            value["missing"] = json!(holes.iter().map(|(hole, _)| hole.as_str()).collect::<Vec<_>>())
        }
        Status::Empty | Status::AtHead | Status::Drifted => {}
    }
    value
}

/// States in which a command would refuse whatever the plan says.
pub(super) fn is_obstacle(status: &Status) -> bool {
    !matches!(
        status,
        Status::Empty
            | Status::Unversioned { .. }
            | Status::Behind { .. }
            | Status::AtHead
            | Status::AheadCompatible { .. }
    )
}

/// Those, and tables that nobody recorded, in words.
pub(super) fn describe_obstacles(status: &Status, out: &mut Output) {
    let is_unversioned = matches!(status, Status::Unversioned { .. });
    if is_obstacle(status) || is_unversioned {
        describe(status, out);
    }
    if is_unversioned {
        out.note("`hunter adopt` finds out which revision it is at, and records it");
    }
}

pub(super) fn describe(status: &Status, out: &mut Output) {
    let list =
        |ids: &[hunter_chain::RevisionId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match status {
        Status::AtHead => {}
        Status::Drifted => {
            out.warn("the schema is not what the recorded revisions leave behind: `hunter check` tells more")
        }
        Status::Empty => out.note("the database is empty: `hunter upgrade head` builds the schema"),
        Status::Unversioned { relations } => {
            let some = relations.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
            let more = if relations.len() > 3 { ", …" } else { "" };
            out.note(&format!(
                "the database has {} tables and views ({some}{more}) and no recorded revision",
                relations.len()
            ));
        }
        Status::Behind { pending } => {
            let are = if pending.len() == 1 { "revision is" } else { "revisions are" };
            out.note(&format!(
                "{} {are} pending: {}; to apply: `hunter upgrade head`",
                pending.len(),
                list(pending)
            ));
        }
        Status::Gap { holes } => {
            let shown: Vec<_> = holes.iter().map(|(hole, above)| format!("{hole} below {above}")).collect();
            out.warn(&format!(
                "missing below applied revisions: {}; `hunter upgrade` applies what meets nothing above it, else `cargo hunter rebase` lets it stand on the head",
                shown.join(", ")
            ));
        }
        Status::AheadCompatible { unknown } => {
            out.note(&format!(
                "{}; their author says that this binary still works; {BACK}",
                strangers(unknown)
            ));
        }
        Status::AheadIncompatible { unknown } => out.warn(&format!("{}; {BACK}", strangers(unknown))),
        Status::Diverged { unknown, pending } => {
            out.warn(&format!("{}; and lacks {}; {BACK}", strangers(unknown), list(pending)));
        }
        Status::InProgress { revision, since, at: Some(at) } => {
            let (step, verb) = match at.direction {
                Direction::Up => ("upgrade", "`hunter upgrade`"),
                Direction::Down => ("downgrade", "`hunter downgrade`"),
            };
            let where_it_is = at.describe();
            out.note(&format!(
                "in progress: {step} of {revision} since {since}, {where_it_is}; if its process is gone, {verb} goes on"
            ));
        }
        Status::InProgress { revision, since, at: None } => {
            out.warn(&format!("a step of {revision} began at {since} and did not end; look what it left behind, and record it with `hunter stamp`"));
        }
        Status::Modified { revisions } => {
            out.warn(&format!(
                "the script of an applied revision was changed after it ran: {}",
                list(revisions)
            ));
        }
    }
}

/// In the words of a refusal, without its marks.
fn strangers(unknown: &[UnknownRevision]) -> String {
    lacking(unknown, ToString::to_string)
}

/// What leads back from revisions that this binary lacks.
const BACK: &str = "`hunter downgrade --from-ledger` walks back to this binary's head";
