//! The words at the end of a run.
//!
//! Responsible for how durations read, the summary table, and the verdict on all steps together.

use std::time::Duration;

use crate::step::{Outcome, Verdict};

/// A duration as people say it: `0.4 s`, `12 s`, `5 min`, `4 min 10 s`.
pub(crate) fn human(duration: Duration) -> String {
    if duration < Duration::from_secs(10) {
        return format!("{:.1} s", duration.as_secs_f64());
    }
    match (duration.as_secs() / 60, duration.as_secs() % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// Whether everything that was to run has run and passed.
pub(crate) fn all_passed(outcomes: &[Outcome]) -> bool {
    outcomes.iter().all(|outcome| outcome.verdict == Verdict::Passed)
}

/// Whether the user ended the run, so that nothing more should start.
pub(crate) fn interrupted(outcomes: &[Outcome]) -> bool {
    outcomes.iter().any(|outcome| outcome.verdict == Verdict::Interrupted)
}

/// The time of all steps together.
pub(crate) fn total(outcomes: &[Outcome]) -> Duration {
    outcomes.iter().map(|outcome| outcome.elapsed).sum()
}

/// Prints the table of what ran, with the reason next to each failure.
pub(crate) fn print_summary(outcomes: &[Outcome]) {
    println!("\nsummary");
    for row in rows(outcomes) {
        println!("  {row}");
    }
}

fn rows(outcomes: &[Outcome]) -> Vec<String> {
    let width = outcomes.iter().map(|outcome| outcome.name.len()).max().unwrap_or(0);
    let row = |outcome: &Outcome| {
        let (word, why) = match &outcome.verdict {
            Verdict::Passed => ("passed", ""),
            Verdict::Failed(why) => ("FAILED", why.as_str()),
            Verdict::Interrupted => ("interrupted", "ended by a signal; nothing after it ran"),
        };
        let line = format!("{:width$}  {word:6}  {:>12}  {why}", outcome.name, human(outcome.elapsed));
        line.trim_end().to_owned()
    };
    outcomes.iter().map(row).collect()
}

/// Names the failed steps in one line, for the end of the output.
pub(crate) fn failures(outcomes: &[Outcome]) -> String {
    let failed = outcomes.iter().filter(|outcome| outcome.verdict != Verdict::Passed);
    failed.map(|outcome| outcome.name.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{all_passed, failures, human, interrupted, rows};
    use crate::step::{Outcome, Verdict};

    fn outcome(name: &str, seconds: u64, verdict: Verdict) -> Outcome {
        Outcome { name: name.to_owned(), elapsed: Duration::from_secs(seconds), verdict }
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(human(Duration::from_millis(432)), "0.4 s");
        assert_eq!(human(Duration::from_secs(59)), "59 s");
        assert_eq!(human(Duration::from_mins(25)), "25 min");
        assert_eq!(human(Duration::from_secs(250)), "4 min 10 s");
    }

    #[test]
    fn the_summary_gives_the_reason_of_each_failure() {
        let outcomes = [
            outcome("unit", 62, Verdict::Passed),
            outcome("integration", 15, Verdict::Failed("exit code 101".to_owned())),
        ];
        let expected =
            ["unit         passed     1 min 2 s", "integration  FAILED          15 s  exit code 101"];
        assert_eq!(rows(&outcomes), expected);
        assert!(!all_passed(&outcomes) && !interrupted(&outcomes));
        assert_eq!(failures(&outcomes), "integration");
    }
}
