//! Runs revision chains on real databases through Diesel.
//!
//! A service embeds its migrations with one macro; a broken chain is a compile error that names file, line and remedy.
//! The binary carries the scripts, the way down, and the command line.
//!
//! ```text
//! // build.rs
//! fn main() { hunter_chain::watch("migrations") }
//!
//! // the service
//! use hunter_migrations::{Migrations, Target, embed_migrations};
//! pub static MIGRATIONS: Migrations = embed_migrations!("migrations");
//!
//! let mut connection = diesel::PgConnection::establish(&url)?;
//! let report = MIGRATIONS.on(&mut connection).upgrade(Target::Head)?;
//! println!("{report}");
//! ```
//!
//! Five nouns are enough for most: [`Migrations`], [`Target`], [`Report`], [`Status`], [`Error`].
//!
//! | feature | brings |
//! | --- | --- |
//! | `postgres`, `sqlite` | the backend, through Diesel |
//! | `bundled` | PostgreSQL's client library built from source with a C compiler alone, without TLS |
//! | `tls` | the same with OpenSSL |
//! | `testing` | fresh databases for tests; `freshness_test!`: the binary carries the folder's chain; `schema_test!`: schema.rs agrees; `symmetry_tests!`: each revision goes up, down and up |
//! | `tracing` | what a run tells, as events of the crate `tracing` under the target `hunter` |
//! | `cli` | `cli::main`: the whole command line for any binary |

#![cfg_attr(
    not(all(feature = "postgres", feature = "sqlite")),
    expect(dead_code, reason = "the words of every dialect are always compiled")
)]

mod backend;
mod backup;
mod beside;
mod connect;
mod embedded;
mod error;
mod hazards;
mod ledger;
mod measured;
mod no_connection;
mod notice;
mod offline;
mod preflight;
mod readiness;
mod report;
mod runner;
mod schema;
mod session;
mod status;
mod words;

#[cfg(feature = "tracing")]
mod traced;
#[cfg(feature = "tracing")]
use traced::trace;
/// Nobody traces.
#[cfg(not(feature = "tracing"))]
fn trace(_: &Notice<'_>) {}

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "testing")]
mod freshness;
#[cfg(feature = "testing")]
mod schema_file;
#[cfg(feature = "testing")]
mod symmetry;
#[cfg(feature = "testing")]
pub mod testing;

pub use backup::{Backup, Backups, Manifest, Recorded};
#[doc(hidden)]
pub use beside::Beside;
pub use connect::connect;
#[doc(hidden)]
pub use embedded::Embedded;
pub use embedded::{Binary, Migrations};
pub use error::{Error, ErrorKind, FailedAt, Left, Progress};
#[cfg(feature = "testing")]
#[doc(hidden)]
pub use freshness::assert_fresh;
pub use hunter_chain::{
    Applied, Chain, Dialect, Digest, Direction, Hooks, Moment, Plan, Revision, RevisionId, Target,
    TargetRange,
};
pub use hunter_macros::embed_migrations;
#[cfg(feature = "testing")]
pub use hunter_macros::symmetry_tests;
pub use hunter_schema::{Difference, Draft, Kind, ObjectId, Reverse, Snapshot, Statement};
pub use ledger::{Event, LedgerRow};
pub use measured::Measured;
pub use notice::{Holder, Notice, Observer};
pub use offline::Script;
pub use preflight::{Finding, Preflight, Verdict};
pub use readiness::Ready;
pub use report::{Action, HookReport, Report, StepReport};
pub use runner::{
    Assertion, AtWork, Claim, Current, Gauge, Interrupt, Loss, Migrator, OnBusy, Place, Proof, Reading,
    Recognised, Resolution, Restoration, Running, RunningStep, Step, Stranger, Verification, WayBack,
};
pub use schema::commuting::Clash;
pub use schema::drift::Drift;
pub use schema::prove::{Asymmetry, Proofs, Proved};
pub use schema::squashed::Unequal;
#[cfg(feature = "testing")]
#[doc(hidden)]
pub use schema_file::assert_schema;
pub use session::{DbError, DbErrorKind, Session};
pub use status::{OpenState, OpenStatement, Status, UnknownRevision};
#[cfg(feature = "testing")]
#[doc(hidden)]
pub use symmetry::{assert_proved, assert_sound, assert_symmetric};
