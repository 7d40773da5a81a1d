//! What revisions are and how they hang together.
//!
//! The pure core of Hunter: it reads a migrations directory as a value, checks it, and answers every question about
//! the graph. It knows no database, no terminal and no tokens; the same functions serve the macro, the runner, the
//! command line and the tests.
//!
//! ```text
//! directory ─disk::load─► SourceTree ─parse─► Revision ─check─► Chain ─pack─► constants in a binary
//! "billing@head" ─parse─► Target ──plan_upgrade(chain, applied)──► Plan
//! ```
//!
//! Read in this order: [`SourceTree`] (files), [`Revision`] (one directory), [`Chain`] (the graph), [`Target`] (where
//! to go), [`Plan`] (how), [`Diagnostic`] (what is wrong with the project).

mod id;
mod revision;

pub mod diag;
pub mod source;

mod applied;
mod drawing;
mod graph;
mod log;
mod plan;
mod resolve;
mod target;

mod definitions;
mod digest;
mod history;
mod hooks;
mod lock;
mod nearest;
mod pack;
mod scripts;
mod unproved;
mod watch;

pub use applied::Applied;
pub use definitions::{Definitions, Stale};
pub use diag::{Code, Diagnostic, Diagnostics, Level, Place};
pub use digest::Digest;
pub use graph::{Chain, Role, read_chain, read_chain_with_notes};
#[doc(hidden)]
pub use graph::{read_branches, read_graph};
pub use hooks::{Hooks, Moment};
pub use hunter_sql::Dialect;
pub use id::{BadName, BranchLabel, RESERVED, RevisionId};
pub use lock::{LOCKFILE, LockEntry, LockError, Lockfile, Proof};
pub use log::Line;
pub use pack::{Packed, pack, unpack};
pub use plan::{Direction, Plan, StampPlan};
pub use resolve::ResolveError;
pub use revision::{Declared, Down, Revision, Script, Scripts};
pub use source::{Settings, SourceTree, disk, with_parents, without_replaces};
pub use target::{BadTarget, FORMS, Target, TargetRange};
pub use unproved::{NotProved, OnUnproved, Unproved, summary as unproved_summary};
pub use watch::{Watched, watch, watch_key, watched};
