//! One row of the table: words that are refused, and what must be said about it, however the words are said.

use serde_json::Value;

use crate::support::binary::{Hunter, Outcome};
use crate::support::server::PASSWORD;

/// Stands for a password in URLs.
pub(crate) const SECRET: &str = "S3CR3T";

/// A refusal.
pub(crate) struct Refusal<'a> {
    /// What is typed.
    pub(crate) words: &'a str,
    /// 2 for what failed, 3 for what cannot be meant.
    pub(crate) code: i32,
    /// Parts of the line that says what is wrong.
    pub(crate) error: &'a [&'a str],
    /// Parts of the line that says what to do.
    pub(crate) help: &'a [&'a str],
}

impl Refusal<'_> {
    /// It must be refused in the same way plainly, as JSON, and in detail.
    #[track_caller]
    pub(crate) fn meets(&self, hunter: Hunter) {
        let hunter = hunter.with("RUST_BACKTRACE", "1");
        for option in ["", "-v", "-q"] {
            let outcome = self.run(&hunter, option);
            self.check("error: ", self.error, &outcome);
            self.check("help: ", self.help, &outcome);
        }
        for option in ["--json", "--json -v"] {
            let outcome = self.run(&hunter, option);
            let answer = last_line_as_json(&outcome);
            for (key, parts) in [("message", self.error), ("help", self.help)] {
                holds(answer["error"][key].as_str().unwrap(), parts);
            }
            assert!(!outcome.err.contains("error: "), "said twice: {outcome:#?}");
        }
    }

    #[track_caller]
    fn run(&self, hunter: &Hunter, option: &str) -> Outcome {
        let outcome = hunter.run(&format!("{} {option}", self.words)).exits(self.code).prints("");
        for secret in [SECRET, PASSWORD, "p%40ss", "ss%25w"] {
            assert!(!outcome.err.contains(secret), "the password is shown: {outcome:#?}");
        }
        assert!(!outcome.err.contains("panicked") && !outcome.err.contains("backtrace"), "{outcome:#?}");
        outcome
    }

    /// There must be exactly one line that begins so, and it must hold these parts.
    #[track_caller]
    fn check(&self, begin: &str, parts: &[&str], outcome: &Outcome) {
        let lines: Vec<&str> = outcome.err.lines().filter(|line| line.starts_with(begin)).collect();
        let [line] = lines.as_slice() else {
            panic!("{} lines of `{}` begin with `{begin}`: {}", lines.len(), self.words, outcome.err);
        };
        assert!(line.len() > begin.len(), "nothing after `{begin}`: {}", outcome.err);
        holds(line, parts);
    }
}

#[track_caller]
fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no `{part}` in `{text}`");
    }
}

#[track_caller]
fn last_line_as_json(outcome: &Outcome) -> Value {
    let line = outcome.err.lines().next_back().unwrap_or_default();
    let answer: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {outcome:#?}"));
    assert_eq!(answer["version"], 1, "{answer}");
    answer
}
