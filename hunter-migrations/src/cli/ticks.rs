//! A list with ticks: a line for each finding, and what to do about it below.
//!
//! Responsible for the one form that `preflight`, `verify` and the report of `deploy` have in common.

use serde_json::{Value, json};

use crate::preflight::{Finding, Verdict};

/// Its lines; a tick is text, with or without a terminal.
pub(super) fn lines(finding: &Finding) -> Vec<String> {
    let mut lines = vec![format!("{} {}: {}", tick(finding.verdict), finding.name, finding.what)];
    lines.extend(finding.remedy.iter().map(|remedy| format!("    {remedy}")));
    lines
}

/// One finding for scripts.
pub(super) fn value(finding: &Finding) -> Value {
    json!({
        "name": finding.name,
        "verdict": finding.verdict.as_str(),
        "what": finding.what,
        "remedy": finding.remedy,
    })
}

fn tick(verdict: Verdict) -> char {
    match verdict {
        Verdict::Ok => '✓',
        Verdict::Warning => '!',
        Verdict::No => '✗',
    }
}
