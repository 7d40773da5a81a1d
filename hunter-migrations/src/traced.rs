//! What a run tells, as events of `tracing`.
//!
//! Responsible for their levels and fields, under the target `hunter`: what changed is `INFO`, what a service waits for and
//! what it should know is `WARN`, everything else `DEBUG`. No statement's values are in any of them.

use tracing::{debug, info, warn};

use crate::notice::{Notice, named};

/// Where events come from, whatever module says them.
const TARGET: &str = "hunter";

pub(crate) fn trace(notice: &Notice<'_>) {
    match notice {
        Notice::Waiting { holder, waited } => {
            let holder = holder.map(ToString::to_string).unwrap_or_default();
            warn!(target: TARGET, holder, seconds = waited.as_secs(), "waiting for the guard");
        }
        Notice::Step { direction, revision, number, of } => {
            let (direction, revision) = (direction.as_str(), revision.id.as_str());
            info!(target: TARGET, direction, revision, number, of, "a step begins");
        }
        Notice::Repair { revision } => {
            info!(target: TARGET, revision = revision.id.as_str(), "a repair begins");
        }
        Notice::Resuming { revision, number, of } => {
            info!(target: TARGET, revision = revision.id.as_str(), number, of, "a step goes on");
        }
        Notice::Statement { revision, number, of, line, summary } => {
            let revision = revision.id.as_str();
            debug!(target: TARGET, revision, number, of, line, summary, "a statement begins");
        }
        Notice::Done { revision, took } => {
            let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            info!(target: TARGET, revision = revision.id.as_str(), milliseconds, "a step is done");
        }
        Notice::ByOther { revision } => {
            info!(target: TARGET, revision = revision.id.as_str(), "a step was carried out by another process");
        }
        Notice::Retrying { revision, holders, pause } => {
            let milliseconds = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
            let (revision, holders) = (revision.id.as_str(), named(holders));
            warn!(target: TARGET, revision, holders, milliseconds, "a lock was not to be had; trying again");
        }
        Notice::HeldBack { revision, holders, waited } => {
            let (revision, holders) = (revision.id.as_str(), named(holders));
            warn!(target: TARGET, revision, holders, seconds = waited.as_secs(), "waiting for open transactions");
        }
        Notice::Losing { losses } => {
            for loss in *losses {
                warn!(target: TARGET, loss = %loss, "rows are lost, as was allowed");
            }
        }
        Notice::BackedUp { backup } => {
            info!(target: TARGET, file = %backup.file.display(), "a backup is taken");
        }
        Notice::Note { text } => debug!(target: TARGET, "{text}"),
        Notice::Warning { text } => warn!(target: TARGET, "{text}"),
    }
}
