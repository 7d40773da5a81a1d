//! `Report`: what a run did.

use std::fmt;
use std::time::Duration;

use hunter_chain::{Digest, Direction, Moment, RevisionId};

use crate::backup::Backup;
use crate::runner::Loss;

/// What a run did. `Display` is one line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// What was asked for.
    pub action: Action,
    /// The steps, in order.
    pub steps: Vec<StepReport>,
    /// What was lost, with permission.
    pub losses: Vec<Loss>,
    /// The hooks that ran around its steps.
    pub hooks: Vec<HookReport>,
    /// Where the database is now; empty means at base.
    pub current: Vec<RevisionId>,
    /// The backup that was taken before the first step, where that was asked for.
    pub backup: Option<Backup>,
    /// The guard was busy, and `skip` was asked for: nothing was looked at.
    pub skipped: bool,
}

/// What a run was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// `upgrade`: steps are revisions applied.
    Upgrade,
    /// `downgrade`: steps are revisions reverted.
    Downgrade,
    /// `stamp`: steps are entries of the record; nothing was run.
    Stamp,
    /// `adopt`: steps are revisions recorded; nothing was run.
    Adopt,
    /// `repair`: the schema was brought to what is recorded; its step is the recorded revision.
    Repair,
    /// `restore`: the database was made what a backup has; its step is the last revision of that.
    Restore,
    /// `resolve`: what became of a statement was recorded; nothing was run.
    Resolve,
}

/// One step of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StepReport {
    /// Which revision.
    pub revision: RevisionId,
    /// How long it took here.
    pub took: Duration,
    /// Another process carried it out while this one waited.
    pub by_other: bool,
}

/// A hook of the project that a run had.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HookReport {
    /// When it runs.
    pub moment: Moment,
    /// The digest of its script.
    pub digest: Digest,
}

impl From<Direction> for Action {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Up => Action::Upgrade,
            Direction::Down => Action::Downgrade,
        }
    }
}

impl Report {
    pub(crate) fn nothing(action: Action, current: Vec<RevisionId>) -> Self {
        Self {
            action,
            steps: Vec::new(),
            losses: Vec::new(),
            hooks: Vec::new(),
            current,
            backup: None,
            skipped: false,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.skipped {
            return f.write_str("skipped: another process holds the guard");
        }
        let at = match self.current.as_slice() {
            [] => "base".to_owned(),
            ids => ids.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(", "),
        };
        if self.steps.is_empty() {
            return match self.action {
                Action::Repair => write!(f, "nothing to do: the schema is that of {at}"),
                _ => write!(f, "nothing to do: the database is at {at}"),
            };
        }
        let ours = self.steps.iter().filter(|step| !step.by_other).count();
        let others = self.steps.len() - ours;
        let took: Duration = self.steps.iter().map(|step| step.took).sum();
        let verb = match self.action {
            Action::Upgrade => "applied",
            Action::Downgrade => "reverted",
            Action::Resolve => {
                let revision = &self.steps[0].revision;
                return write!(f, "recorded for revision {revision}; the next run goes on from there");
            }
            Action::Repair => {
                return write!(f, "repaired in {} ms: the schema is that of {at}", took.as_millis());
            }
            Action::Adopt => {
                let (count, s) = (self.steps.len(), if self.steps.len() == 1 { "" } else { "s" });
                return write!(f, "adopted at {at}: {count} revision{s} recorded, nothing was run");
            }
            Action::Restore => {
                return write!(f, "restored in {} ms; the database is at {at}", took.as_millis());
            }
            Action::Stamp => {
                let count = self.steps.len();
                let entries = if count == 1 { "entry" } else { "entries" };
                return write!(
                    f,
                    "changed the record by {count} {entries}; the database is recorded at {at}"
                );
            }
        };
        let plural = |count| if count == 1 { "" } else { "s" };
        if ours == 0 {
            let plural = plural(others);
            return write!(f, "{others} revision{plural} {verb} by another process; the database is at {at}");
        }
        let (plural, took) = (plural(ours), took.as_millis());
        write!(f, "{verb} {ours} revision{plural} in {took} ms; the database is at {at}")?;
        if others == 0 { Ok(()) } else { write!(f, "; {others} by another process") }
    }
}
