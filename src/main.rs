//! Hunter v1.0's own binary: carries its revision chain and migrates its database.

use std::process::ExitCode;

use hunter_migrations::cli::Cli;
use hunter_migrations::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations");

/// Used where no database is named, so that a fresh clone works at once.
const EMBEDDED_DATABASE: &str = "sqlite:hunter.db";

fn main() -> ExitCode {
    // Its plan writes revisions with the service's own binary, so it has the desk in it.
    let cli = Cli::new(&MIGRATIONS).default_url(EMBEDDED_DATABASE);
    cli.desk(cargo_hunter::desk).measure(cargo_hunter::measure).main()
}
