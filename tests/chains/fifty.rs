//! A chain of fifty in which every revision says that it ran, for the tests that start many processes at once.

#![expect(clippy::print_stderr, reason = "a program for the terminal")]

use std::process::ExitCode;

use hunter_migrations::{Error, Migrations, Report, Target, cli, connect, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("tests/chains/fifty");

/// Set where the ledger's row alone has to keep everything from running twice: to the database's URL.
const WITHOUT_GUARD: &str = "HUNTER_WITHOUT_GUARD";

fn main() -> ExitCode {
    let Ok(url) = std::env::var(WITHOUT_GUARD) else { return cli::main(&MIGRATIONS) };
    match upgrade_without_guard(&url) {
        Ok(report) => {
            eprintln!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}\nhelp: {}", error.help());
            ExitCode::FAILURE
        }
    }
}

fn upgrade_without_guard(url: &str) -> Result<Report, Error> {
    MIGRATIONS.on(&mut connect(url)?).without_guard().upgrade(Target::Head)
}
