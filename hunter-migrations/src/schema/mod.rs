//! What a database looks like, and what it should look like.
//!
//! ```text
//! session ─introspect─► Snapshot (live) ─┐
//! lockfile ─expected──► Snapshot (fold) ─┴─compare─► Drift
//! session + every fold ─recognise─► which revisions the database is at
//! before a run + effects ─predict─► Snapshot ─compare(after the run)─► Verdict
//! empty scratch database ─prove─► what each revision does ─► lockfile
//! two empty ones ─commuting─► both orders of branches that meet ─compare─► Clash
//! ```

pub(crate) mod commuting;
pub(crate) mod drift;
pub(crate) mod expected;
pub(crate) mod histories;
pub(crate) mod introspect;
pub(crate) mod needs;
pub(crate) mod predict;
pub(crate) mod prove;
mod proving;
pub(crate) mod recognise;
pub(crate) mod squashed;
