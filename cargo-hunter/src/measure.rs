//! What the steps of a plan lock, measured on the scratch server where one is named.

use hunter_chain::{Applied, Dialect, Plan};
use hunter_migrations::cli::Output;
use hunter_migrations::testing::SCRATCH_VARIABLE;
use hunter_migrations::{Error, Measured, Migrations};

/// Measures it: pass it to [`Cli::measure`](hunter_migrations::cli::Cli::measure). `None` where `HUNTER_SCRATCH_URL` names no
/// server, and where tables have no locks.
///
/// # Errors
/// When the server does not answer, and when something does not run there.
pub fn measure(
    migrations: &Migrations,
    dialect: Dialect,
    applied: &Applied,
    plan: &Plan<'_>,
    out: &mut Output,
) -> Result<Option<Measured>, Error> {
    if dialect != Dialect::Postgres || std::env::var_os(SCRATCH_VARIABLE).is_none() {
        return Ok(None);
    }
    out.note(&format!("measuring what each statement locks, on the server of {SCRATCH_VARIABLE}"));
    let scratch = crate::prove::scratch(dialect)?;
    let mut session = hunter_migrations::connect(scratch.url())?;
    migrations.measure(&mut session, applied, plan)
}
