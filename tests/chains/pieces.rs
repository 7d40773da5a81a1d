//! A chain with a revision that runs statement by statement, for the tests that kill it.

use std::process::ExitCode;

use hunter_migrations::{Migrations, cli, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("tests/chains/pieces");

fn main() -> ExitCode {
    cli::main(&MIGRATIONS)
}
