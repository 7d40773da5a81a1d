//! A chain of twenty that mixes tables, rows and steps outside of a transaction, for the tests that kill its runner.

use std::process::ExitCode;

use hunter_migrations::{Migrations, cli, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("tests/chains/twenty");

fn main() -> ExitCode {
    cli::main(&MIGRATIONS)
}
