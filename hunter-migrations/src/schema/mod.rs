//! What a database looks like, and what it should look like.
//!
//! ```text
//! session ─introspect─► Snapshot (live) ─┐
//! lockfile ─expected──► Snapshot (fold) ─┴─compare─► Drift
//! session + every fold ─recognise─► which revisions the database is at
//! before a run + effects ─predict─► Snapshot ─compare(after the run)─► Verdict
//! empty scratch database ─prove─► what each revision does ─► lockfile
//! ```

pub(crate) mod drift;
pub(crate) mod expected;
pub(crate) mod histories;
pub(crate) mod introspect;
pub(crate) mod predict;
pub(crate) mod prove;
mod proving;
pub(crate) mod recognise;
