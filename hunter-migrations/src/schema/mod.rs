//! What a database looks like, and what it should look like.
//!
//! ```text
//! session ─introspect─► Snapshot (live) ─┐
//! lockfile ─expected──► Snapshot (fold) ─┴─compare─► Drift
//! empty scratch database ─prove─► what each revision does ─► lockfile
//! ```

pub(crate) mod drift;
pub(crate) mod expected;
pub(crate) mod introspect;
pub(crate) mod prove;
mod proving;
