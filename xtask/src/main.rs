//! The workspace's one task runner, called as `cargo xtask COMMAND`.
//!
//! Responsible for everything a developer or a continuous integration service does to this repository
//! beyond a plain `cargo build`: running the tests against throwaway servers, the lints, the documentation. It has no dependencies, so that it builds in seconds on a fresh machine.
//!
//! Exit codes: 0 when everything passed, 1 when something failed, 3 for a command line it doesn't know.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a task runner talks to the terminal")]

mod args;
mod ci;
mod classes;
mod environment;
mod fuzz;
mod report;
mod server;
mod step;
mod suite;
mod tool;
mod torture;
mod watchdog;

use std::process::ExitCode;

use args::Task;

/// The exit code for a command line that isn't understood; 2 is left to panicking tools and shells.
const EXIT_USAGE: u8 = 3;

fn main() -> ExitCode {
    let task = match args::parse(std::env::args_os().skip(1)) {
        Ok(task) => task,
        Err(message) => {
            eprintln!("xtask: {message}\n\n{}", args::USAGE);
            return ExitCode::from(EXIT_USAGE);
        }
    };
    let done = match task {
        Task::Help => {
            println!("{}", args::USAGE);
            Ok(true)
        }
        Task::Test(options) => suite::command(&options),
        Task::Torture(scenario) => torture::command(scenario),
        Task::Ci => ci::command(),
        Task::Fuzz(options) => fuzz::command(&options),
        Task::Server => server::interactive::command().map(|()| true),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("xtask: error: {message}");
            ExitCode::FAILURE
        }
    }
}
