//! One timed child process: a test class, or a check of `cargo xtask ci`.
//!
//! Responsible for announcing it, letting its output straight through, measuring it, and judging the result
//! against its budget. What the results of a whole run mean is told by `report`.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::report::human;

/// How a step ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It succeeded within its budget.
    Passed,
    /// It didn't, with the reason.
    Failed(String),
    /// A signal ended it, which is how a user's Ctrl-C looks from here; the run ends.
    Interrupted,
}

/// A step that has run.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Its name in the table it came from.
    pub(crate) name: String,
    /// How long it took.
    pub(crate) elapsed: Duration,
    /// How it ended.
    pub(crate) verdict: Verdict,
}

/// A time limit, and where to change it.
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    /// The limit.
    pub(crate) limit: Duration,
    /// The file with the table that sets it.
    pub(crate) set_in: &'static str,
}

/// Runs a step to its end.
pub(crate) fn run(name: &str, command: &mut Command, budget: Option<Budget>) -> Outcome {
    println!("\n==> {name}: {}", line(command));
    let started = Instant::now();
    let status = command.status();
    let elapsed = started.elapsed();
    let verdict = match status {
        Ok(status) => judge(name, status.code(), elapsed, budget),
        Err(error) => {
            let program = command.get_program().display();
            Verdict::Failed(format!("`{program}` couldn't be started: {error}; check that it's on PATH"))
        }
    };
    let word = match &verdict {
        Verdict::Passed => "passed",
        Verdict::Failed(_) => "FAILED",
        Verdict::Interrupted => "interrupted",
    };
    println!("==> {name}: {word} in {}", human(elapsed));
    Outcome { name: name.to_owned(), elapsed, verdict }
}

/// The verdict on a process that ended with `code`, or by a signal if there's none.
fn judge(name: &str, code: Option<i32>, elapsed: Duration, budget: Option<Budget>) -> Verdict {
    match (code, budget) {
        (None, _) => Verdict::Interrupted,
        (Some(0), Some(budget)) if elapsed > budget.limit => Verdict::Failed(format!(
            "`{name}` is {} over its budget of {}; make it faster, or raise the budget in {}",
            human(elapsed.saturating_sub(budget.limit)),
            human(budget.limit),
            budget.set_in,
        )),
        (Some(0), _) => Verdict::Passed,
        (Some(code), _) => Verdict::Failed(format!("exit code {code}; its output above says why")),
    }
}

/// The command as one would type it, near enough.
fn line(command: &Command) -> String {
    let arguments = command.get_args().map(|argument| {
        let argument = argument.to_string_lossy();
        if argument.contains(['*', ' ']) { format!("'{argument}'") } else { argument.into_owned() }
    });
    // Cargo is called by its whole path, which says nothing.
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().display().to_string();
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Budget, Verdict, judge, line};
    use crate::environment::cargo;

    const BUDGET: Option<Budget> = Some(Budget { limit: Duration::from_secs(300), set_in: "classes.rs" });

    #[test]
    fn the_budget_decides_about_a_success() {
        assert_eq!(judge("unit", Some(0), Duration::from_secs(300), BUDGET), Verdict::Passed);
        assert_eq!(judge("unit", Some(0), Duration::from_secs(9000), None), Verdict::Passed);
        let Verdict::Failed(why) = judge("unit", Some(0), Duration::from_secs(370), BUDGET) else {
            panic!("370 s passed with a budget of 300 s");
        };
        assert!(why.starts_with("`unit` is 1 min 10 s over its budget of 5 min; "), "{why}");
    }

    #[test]
    fn a_failure_stays_a_failure_and_a_signal_is_an_interruption() {
        assert!(matches!(judge("unit", Some(101), Duration::ZERO, BUDGET), Verdict::Failed(_)));
        assert_eq!(judge("unit", None, Duration::ZERO, BUDGET), Verdict::Interrupted);
    }

    #[test]
    fn the_announced_line_can_be_typed() {
        assert_eq!(line(&cargo(&["test", "--test", "*"])), "cargo test --test '*'");
    }
}
