//! What a run tells while it runs.

use std::fmt;
use std::time::Duration;

use hunter_chain::{Direction, Revision};
use serde::Deserialize;

use crate::backup::Backup;
use crate::runner::Loss;

/// Something that happened during a run.
#[derive(Debug)]
#[non_exhaustive]
pub enum Notice<'a> {
    /// Another process holds the guard.
    Waiting {
        /// Who, where the server tells.
        holder: Option<&'a Holder>,
        /// For how long we have been waiting.
        waited: Duration,
    },
    /// A step begins.
    Step {
        /// Which way.
        direction: Direction,
        /// Which revision.
        revision: &'a Revision,
        /// Its number, from 1.
        number: usize,
        /// Of how many.
        of: usize,
    },
    /// A repair begins; it is one step.
    Repair {
        /// The revision that it is recorded at, with the repair as its way down.
        revision: &'a Revision,
    },
    /// A step that an earlier run began goes on.
    Resuming {
        /// Which revision.
        revision: &'a Revision,
        /// With this statement, from 1.
        number: usize,
        /// Of how many.
        of: usize,
    },
    /// A statement of a step without a transaction begins.
    Statement {
        /// Which revision.
        revision: &'a Revision,
        /// Its number, from 1; a transaction of the script counts as one.
        number: usize,
        /// Of how many.
        of: usize,
        /// Its line in the script.
        line: usize,
        /// Its first words, without anybody's data.
        summary: &'a str,
    },
    /// A step is committed.
    Done {
        /// Which revision.
        revision: &'a Revision,
        /// How long it took.
        took: Duration,
    },
    /// A step was carried out by another process while we waited.
    ByOther {
        /// Which revision.
        revision: &'a Revision,
    },
    /// A lock was not to be had; the step was rolled back and will be tried again.
    Retrying {
        /// Which revision.
        revision: &'a Revision,
        /// Who may have it, those first that have been there longest.
        holders: &'a [Holder],
        /// After this pause.
        pause: Duration,
    },
    /// A statement that waits for every transaction that was there before it is held back, because some do not end.
    HeldBack {
        /// Of which revision.
        revision: &'a Revision,
        /// Whose transactions, those first that have been there longest.
        holders: &'a [Holder],
        /// For how long it has been.
        waited: Duration,
    },
    /// What is about to be lost, with the permission given.
    Losing {
        /// Tables and columns with rows.
        losses: &'a [Loss],
    },
    /// A backup was taken; nothing of the run has begun.
    BackedUp {
        /// Which.
        backup: &'a Backup,
    },
    /// How something is done that may be done otherwise.
    Note {
        /// In one line.
        text: &'a str,
    },
    /// Something the operator should know.
    Warning {
        /// In one line.
        text: &'a str,
    },
}

/// A session that is in the way: it holds the guard, or a lock.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[non_exhaustive]
pub struct Holder {
    /// The server's process for that session; where there is no server, the process itself.
    pub pid: i64,
    /// What the session calls itself.
    pub application: Option<String>,
    /// Its role.
    pub user: Option<String>,
    /// Where it comes from.
    pub host: Option<String>,
    /// What it does, where that is what is in the way.
    #[serde(default)]
    pub state: Option<String>,
    /// How long it has done so, or else how long it has been connected; in seconds.
    pub seconds: Option<i64>,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}process {}", if self.user.is_some() { "server " } else { "" }, self.pid)?;
        let application = self.application.as_deref().filter(|name| !name.is_empty());
        for (word, value) in
            [("", application), ("user ", self.user.as_deref()), ("from ", self.host.as_deref())]
        {
            if let Some(value) = value {
                write!(f, ", {word}{value}")?;
            }
        }
        match (&self.state, self.seconds) {
            (Some(state), Some(seconds)) => write!(f, ", {state} for {seconds} s"),
            (Some(state), None) => write!(f, ", {state}"),
            (None, Some(seconds)) => write!(f, ", connected for {seconds} s"),
            (None, None) => Ok(()),
        }
    }
}

/// The sessions in a row.
pub(crate) fn named(holders: &[Holder]) -> String {
    holders.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Listens to a run. Implemented by every `FnMut(&Notice<'_>)`.
pub trait Observer {
    /// Called for each notice, in order, on the thread of the run.
    fn notice(&mut self, notice: &Notice<'_>);
}

impl<F: FnMut(&Notice<'_>)> Observer for F {
    fn notice(&mut self, notice: &Notice<'_>) {
        self(notice);
    }
}
