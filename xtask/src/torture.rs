//! `cargo xtask torture`: the scenarios of `tests/torture`, as often as it was promised.
//!
//! Responsible for their names, for the word that asks the tests for full counts, and for letting their figures through.
//! `cargo xtask test` runs the same tests a few times.

use std::process::Command;
use std::time::Duration;

use crate::environment::{self, TORTURE};
use crate::report;
use crate::server::Servers;
use crate::step::{self, Budget, Verdict};

/// Every scenario: the module of its tests, and what is done to the binaries there.
pub(crate) const SCENARIOS: [(&str, &str); 8] = [
    ("at_head", "a hundred starts at head, which lock and write nothing"),
    ("beside", "a start beside a process that is at work"),
    ("fresh_file", "twelve starts on an SQLite file that is not there yet"),
    ("index", "starts during a concurrent build, and builds that are killed"),
    ("killed", "runs that are killed at random moments"),
    ("lost", "a session that is ended between two steps"),
    ("readers", "readers of the table that a step wants for itself"),
    ("start", "a hundred starts at once on an empty database"),
];

/// Far more than all of them take.
const BUDGET: Budget = Budget { limit: Duration::from_mins(30), set_in: "xtask/src/torture.rs" };

/// Runs a scenario, or all; `Ok(false)` when one failed, an error when none could run.
pub(crate) fn command(scenario: Option<&str>) -> Result<bool, String> {
    let mut servers = Servers::start()?;
    let mut cargo = command_of(scenario);
    cargo.envs(servers.variables());
    let outcome = step::run("torture", &mut cargo, Some(BUDGET));
    for obituary in servers.obituaries() {
        eprintln!("\nxtask: {obituary}");
    }
    let outcomes = [outcome];
    report::print_summary(&outcomes);
    Ok(outcomes[0].verdict == Verdict::Passed)
}

/// One after the other, since some measure how long others wait.
fn command_of(scenario: Option<&str>) -> Command {
    let module = scenario.map(|name| format!("{name}::"));
    let mut line = vec!["test", "--package", "hunter", "--test", "torture", "--"];
    line.extend(module.as_deref());
    line.extend(["--nocapture", "--test-threads=1"]);
    let mut cargo = environment::cargo(&line);
    cargo.env_remove("CI").env(TORTURE, "full");
    cargo
}

#[cfg(test)]
mod tests {
    use super::{SCENARIOS, TORTURE, command_of};

    #[test]
    fn the_tests_are_asked_for_full_counts() {
        let command = command_of(Some("killed"));
        assert!(command.get_args().any(|word| word == "killed::"));
        let is_full = |(key, value): (&std::ffi::OsStr, Option<&std::ffi::OsStr>)| {
            key == TORTURE && value.is_some_and(|value| value == "full")
        };
        assert!(command.get_envs().any(is_full));
    }

    #[test]
    fn every_scenario_is_a_module_of_the_tests_and_every_module_with_tests_is_a_scenario() {
        let helpers = ["counts", "process", "random", "support"];
        let main = include_str!("../../tests/torture/main.rs");
        let modules = main.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
        let modules: Vec<_> = modules.filter(|name| !helpers.contains(name)).collect();
        assert_eq!(modules, SCENARIOS.map(|(name, _)| name));
    }
}
