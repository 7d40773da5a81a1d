//! One verb, one file: each calls the library and prints what it answers.

pub(super) mod adopt;
pub(super) mod backup;
pub(super) mod check;
pub(super) mod current;
pub(super) mod deploy;
pub(super) mod downgrade;
pub(super) mod ensure;
mod from_ledger;
pub(super) mod graph;
mod offline;
pub(super) mod plan;
pub(super) mod preflight;
mod progress;
pub(super) mod repair;
pub(super) mod resolve;
pub(super) mod restore;
pub(super) mod stamp;
pub(super) mod upgrade;
pub(super) mod verify;
pub(super) mod wait;

use hunter_chain::{Chain, Direction, Line, Revision, RevisionId, Target};
use serde_json::{Value, json};

use super::output::Output;
use crate::error::{Error, ErrorKind};
use crate::notice::{Notice, named};
use crate::report::Report;
use crate::runner::Loss;

/// A word as a target.
fn target(text: &str) -> Result<Target, Error> {
    text.parse().map_err(|error: hunter_chain::BadTarget| {
        Error::new(ErrorKind::Usage, error.to_string(), format!("a target is {}", hunter_chain::FORMS))
    })
}

/// What a run tells, in Alembic's words where it has some.
fn tell(out: &mut Output, notice: &Notice<'_>) {
    match notice {
        Notice::Waiting { holder, waited } => {
            let who = holder.map_or_else(|| "another process".to_owned(), ToString::to_string);
            out.note(&format!("waiting for the guard, held by {who} ({} s)", waited.as_secs()));
        }
        Notice::Step { direction, revision, number, of } => {
            let parents = match revision.parents.as_slice() {
                [] => "<base>".to_owned(),
                ids => ids.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(", "),
            };
            let (verb, from, to) = match direction {
                Direction::Up => ("upgrade", parents, revision.id.to_string()),
                Direction::Down => ("downgrade", revision.id.to_string(), parents),
            };
            out.note(&format!("[{number}/{of}] Running {verb} {from} -> {to}, {}", revision.message));
        }
        Notice::Repair { revision } => out.detail(&format!("repairing the schema of {}", revision.id)),
        Notice::Resuming { revision, number, of } => {
            out.note(&format!("{}: an earlier run came as far as statement {number} of {of}", revision.id));
        }
        Notice::Statement { number, of, line, summary, .. } => {
            out.note(&format!("    statement {number} of {of} (line {line}): {summary}"));
        }
        Notice::Done { revision, took } => {
            out.detail(&format!("{} done in {} ms", revision.id, took.as_millis()))
        }
        Notice::ByOther { revision } => out.note(&format!("{}: applied by another process", revision.id)),
        Notice::Retrying { revision, holders, pause } => {
            let held = if holders.is_empty() {
                "a lock was not to be had".to_owned()
            } else {
                format!("a lock is held by {}", named(holders))
            };
            let pause = pause.as_millis();
            out.note(&format!("{}: {held}; rolled back, trying again in {pause} ms", revision.id));
        }
        Notice::HeldBack { revision, holders, waited } => {
            let (id, who, waited) = (&revision.id, named(holders), waited.as_secs());
            out.note(&format!("{id}: waiting for open transactions of other sessions: {who} ({waited} s)"));
        }
        Notice::Losing { losses } => losses.iter().for_each(|loss| out.warn(&format!("losing {loss}"))),
        Notice::BackedUp { backup } => {
            out.note(&format!("backup: {} ({})", backup.file.display(), backup::described(backup)));
        }
        Notice::Note { text } => out.note(text),
        Notice::Warning { text } => out.warn(text),
    }
}

fn report(out: &mut Output, command: &str, report: &Report) {
    let steps: Vec<Value> = report
        .steps
        .iter()
        .map(|step| {
            json!({
                "revision": step.revision.as_str(),
                "milliseconds": u64::try_from(step.took.as_millis()).unwrap_or(u64::MAX),
                "by_other": step.by_other,
            })
        })
        .collect();
    let answer = json!({
        "steps": steps,
        "losses": losses(&report.losses),
        "hooks": report.hooks.iter().map(|hook| json!({ "hook": hook.moment.as_str(), "digest": hook.digest.as_str() })).collect::<Vec<_>>(),
        "current": ids(&report.current),
        "backup": report.backup.as_ref().map(|backup| backup.file.display().to_string()),
        "skipped": report.skipped,
    });
    if !out.json(command, answer) {
        out.note(&report.to_string());
    }
}

fn losses(losses: &[Loss]) -> Vec<Value> {
    losses
        .iter()
        .map(|loss| json!({ "table": loss.table, "column": loss.column, "rows": loss.rows }))
        .collect()
}

fn ids(ids: &[RevisionId]) -> Vec<&str> {
    ids.iter().map(RevisionId::as_str).collect()
}

/// A revision as an answer for scripts.
fn revision(chain: &Chain, revision: &Revision) -> Value {
    let role = chain.role(&revision.id);
    json!({
        "revision": revision.id.as_str(),
        "down_revision": ids(&revision.parents),
        "depends_on": ids(&revision.depends_on),
        "branch_labels": chain.labels(&revision.id).iter().map(|label| label.as_str()).collect::<Vec<_>>(),
        "message": revision.message,
        "created": revision.declared.created,
        "irreversible": revision.declared.irreversible,
        "is_head": role.head || role.effective_head,
        "is_branch_point": role.branch_point,
        "is_merge_point": role.merge_point,
    })
}

/// The line of `current` and `heads`: id, labels, marks.
fn short(chain: &Chain, revision: &Revision) -> String {
    chain.line(revision, Line { labels: false, ..Line::default() })
}
