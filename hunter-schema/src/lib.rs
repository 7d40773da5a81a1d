//! What a database looks like, as a value.
//!
//! Pure: it knows no connection, no file and no terminal. A catalog query answers with rows of one shape; [`Snapshot`]
//! is what they say in canonical form, so that equal schemas are equal values; [`compare`] says in words how two differ;
//! [`Effects`] is what a revision did, small enough for a lockfile, and a fold of effects is a snapshot again; [`diff`] says
//! in SQL what leads from one to another.
//!
//! ```text
//! catalog rows (JSON) ─assemble─► Snapshot ─┬─fingerprint─► "f1:…"
//!                                           ├─compare(other)─► Differences
//!                                           ├─Effects::between(before, after) ─apply─► Snapshot
//!                                           ├─lay(effects, reversed or not)─► Snapshot of a database that drifted
//!                                           └─diff(other)─► Draft, which is SQL
//! schema.rs ─desired─► Snapshot
//! ```

mod canonical;
pub mod catalog;
mod compare;
pub mod desired;
mod diff;
mod effects;
mod fingerprint;
mod ignore;
mod lines;
mod meeting;
mod naming;
mod object;
mod prediction;
mod snapshot;
mod texts;

pub use compare::{Difference, compare};
pub use diff::{
    BadRename, Draft, Rename, Reverse, Statement, diff, lost, recreated, rename_candidates, retyped,
};
pub use effects::{Change, Effects, NotApplicable};
pub use fingerprint::Fingerprint;
pub use hunter_sql::UNFINISHED;
pub use ignore::Ignore;
pub use lines::BadLine;
pub use meeting::hangs_on;
pub use object::{Kind, Object, ObjectId};
pub use snapshot::{BadRow, Snapshot};
pub use texts::Texts;
