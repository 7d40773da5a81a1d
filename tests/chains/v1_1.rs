//! The v1.1 chain of four behind the same command line, for the end-to-end tests.

use std::process::ExitCode;

use hunter_migrations::{Migrations, cli, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("tests/chains/v1_1");

fn main() -> ExitCode {
    cli::main(&MIGRATIONS)
}
