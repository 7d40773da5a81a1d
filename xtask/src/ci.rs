//! `cargo xtask ci`: everything that must hold before a change is accepted.
//!
//! Responsible for the table of checks, in the order of what they cost, and for running all of them and then
//! the tests even after a failure, so that one run tells everything that's wrong.

use std::process::Command;
use std::time::Duration;

use crate::args::TestOptions;
use crate::environment;
use crate::report;
use crate::step::{self, Outcome, Verdict};
use crate::suite;

/// One check: cargo's arguments, and variables for it.
struct Check {
    name: &'static str,
    cargo: &'static [&'static str],
    variables: &'static [(&'static str, &'static str)],
}

/// A linting pass over the library with one choice of features. There's no pass with `--all-features`: it
/// would include `tls`, which needs OpenSSL's headers, and a fresh machine has only Rust and a C compiler.
macro_rules! lint_features {
    ($features:literal) => {
        Check {
            name: concat!("clippy ", $features),
            cargo: &[
                "clippy",
                "-p",
                "hunter-migrations",
                "--no-default-features",
                "--features",
                $features,
                "--",
                "-D",
                "warnings",
            ],
            variables: &[],
        }
    };
}

/// Every check before the tests, the cheap ones first.
const CHECKS: &[Check] = &[
    Check { name: "format", cargo: &["fmt", "--all", "--check"], variables: &[] },
    Check {
        name: "clippy",
        cargo: &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
        variables: &[],
    },
    lint_features!("cli"),
    lint_features!("sqlite"),
    lint_features!("postgres,bundled"),
    Check {
        name: "rustdoc",
        cargo: &["doc", "--workspace", "--no-deps"],
        variables: &[("RUSTDOCFLAGS", "-Dwarnings")],
    },
];

impl Check {
    fn command(&self) -> Command {
        let mut cargo = environment::cargo(self.cargo);
        cargo.envs(self.variables.iter().copied());
        cargo
    }
}

/// Runs the checks, then the tests; `Ok(false)` when any of them failed.
pub(crate) fn command() -> Result<bool, String> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for check in CHECKS {
        outcomes.push(step::run(check.name, &mut check.command(), None));
        if report::interrupted(&outcomes) {
            break;
        }
    }
    if !report::interrupted(&outcomes) {
        outcomes.extend(tests());
    }
    report::print_summary(&outcomes);
    let took = report::human(report::total(&outcomes));
    if report::all_passed(&outcomes) {
        println!("all steps passed in {took}");
        return Ok(true);
    }
    eprintln!("steps that didn't pass: {} (after {took})", report::failures(&outcomes));
    Ok(false)
}

/// The test classes as steps; when they can't run at all, that's one failed step, not the end of the report.
fn tests() -> Vec<Outcome> {
    let mut outcomes = suite::run(&TestOptions::default()).unwrap_or_else(|message| {
        vec![Outcome { name: String::new(), elapsed: Duration::ZERO, verdict: Verdict::Failed(message) }]
    });
    for outcome in &mut outcomes {
        outcome.name = format!("test {}", outcome.name).trim_end().to_owned();
    }
    outcomes
}

#[cfg(test)]
mod tests {
    use super::CHECKS;

    #[test]
    fn formatting_comes_first_and_no_check_needs_openssl() {
        assert_eq!(CHECKS[0].name, "format");
        for check in CHECKS {
            assert!(
                !check.cargo.iter().any(|word| word.contains("tls") || *word == "--all-features"),
                "{}",
                check.name
            );
        }
    }

    #[test]
    fn each_choice_of_features_has_its_own_line() {
        let names: Vec<_> = CHECKS.iter().map(|check| check.name).collect();
        assert_eq!(
            names,
            ["format", "clippy", "clippy cli", "clippy sqlite", "clippy postgres,bundled", "rustdoc"]
        );
    }
}
