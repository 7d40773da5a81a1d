//! `cargo xtask test`: the test classes, one after the other, with what they need around them.
//!
//! Responsible for having the throwaway servers while they run (or for leaving them out on request), for going on
//! after a failed class, and for what is said at the end.

use std::process::Command;

use crate::args::TestOptions;
use crate::classes::{CLASSES, Class, total_budget};
use crate::environment;
use crate::report;
use crate::server::Servers;
use crate::step::{self, Budget, Outcome};

/// Runs the command; `Ok(false)` when a class failed, an error when none could run.
pub(crate) fn command(options: &TestOptions) -> Result<bool, String> {
    let outcomes = run(options)?;
    report::print_summary(&outcomes);
    if options.sqlite_only {
        println!(
            "\n!!! PostgreSQL AND MariaDB WERE NOT TESTED: --sqlite-only left out every test in a module named"
        );
        println!("!!! `postgres` or `mariadb`.");
        println!("!!! Run `cargo xtask test` before you rely on this result.\n");
    }
    let took = report::human(report::total(&outcomes));
    if report::all_passed(&outcomes) {
        let budget = report::human(total_budget());
        let reach = if options.sqlite_only { "; PostgreSQL and MariaDB were NOT tested" } else { "" };
        println!("all test classes passed in {took} (budget {budget}){reach}");
        return Ok(true);
    }
    eprintln!("test classes that didn't pass: {} (after {took})", report::failures(&outcomes));
    Ok(false)
}

/// Runs every class until the user interrupts.
pub(crate) fn run(options: &TestOptions) -> Result<Vec<Outcome>, String> {
    if let Some(refusal) = refusal(options, environment::is_ci()) {
        return Err(refusal);
    }
    let mut servers = if options.sqlite_only { None } else { Some(Servers::start()?) };
    let mut outcomes = Vec::new();
    for class in CLASSES {
        let mut cargo = command_of(class, options);
        if let Some(servers) = &servers {
            cargo.envs(servers.variables());
        }
        let budget = Budget { limit: class.budget(), set_in: "xtask/src/classes.rs" };
        outcomes.push(step::run(class.name, &mut cargo, Some(budget)));
        if report::interrupted(&outcomes) {
            break;
        }
    }
    for obituary in servers.iter_mut().flat_map(Servers::obituaries) {
        eprintln!("\nxtask: {obituary}");
    }
    Ok(outcomes)
}

/// How cargo runs a class. The chains of our tests have no lockfile, and under CI the compiler refuses such.
fn command_of(class: &Class, options: &TestOptions) -> Command {
    let mut cargo = environment::cargo(&class.arguments(options));
    cargo.env_remove("CI");
    cargo
}

/// Why these options aren't acceptable here: an unattended run must not go green without the servers.
fn refusal(options: &TestOptions, ci: bool) -> Option<String> {
    (options.sqlite_only && ci).then(|| {
        "--sqlite-only is refused because CI is set: a run of the continuous integration must test \
         PostgreSQL and MariaDB too; run `cargo xtask test`, or unset CI if this is your own machine"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::{CLASSES, command_of, refusal};
    use crate::args::TestOptions;

    #[test]
    fn tests_do_not_see_that_ci_runs_them() {
        for class in CLASSES {
            let command = command_of(class, &TestOptions::default());
            let hides = command.get_envs().any(|(key, value)| key == "CI" && value.is_none());
            assert!(hides, "{}", class.name);
        }
    }

    #[test]
    fn sqlite_only_is_for_people() {
        let sqlite_only = TestOptions { sqlite_only: true, ..TestOptions::default() };
        assert!(refusal(&sqlite_only, true).is_some());
        assert!(refusal(&sqlite_only, false).is_none());
        assert!(refusal(&TestOptions::default(), true).is_none());
    }
}
