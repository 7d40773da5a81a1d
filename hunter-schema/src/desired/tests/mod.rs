//! Tests of the whole: from the text of a `schema.rs` and a schema to sentences and to another schema.

mod agreeing;
mod changing;
mod making;
mod reading;
mod removing;

use hunter_sql::Dialect;

use crate::desired::{DieselSchema, desired, disagreements};
use crate::effects::Effects;
use crate::snapshot::Snapshot;

/// A snapshot, one object a line as effects write it.
fn head(lines: &str) -> Snapshot {
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| format!("+ {line}"));
    let lines: Vec<String> = lines.collect();
    let effects = Effects::from_lines(lines.iter().map(String::as_str)).unwrap();
    let mut snapshot = Snapshot::default();
    snapshot.apply(&effects).unwrap();
    snapshot
}

/// The lines of a snapshot, without notes, in alphabetical order.
fn lines(snapshot: &Snapshot) -> Vec<String> {
    let effects = Effects::between(&Snapshot::default(), snapshot);
    let without_notes = |line: String| {
        let clauses = line.trim_start_matches("+ ").split(" | ").filter(|clause| !clause.contains("?="));
        clauses.collect::<Vec<_>>().join(" | ")
    };
    let mut lines: Vec<String> = effects.lines().into_iter().map(without_notes).collect();
    lines.sort();
    lines
}

fn said(dialect: Dialect, text: &str, head: &Snapshot) -> Vec<String> {
    let schema = DieselSchema::parse(text).unwrap();
    disagreements(dialect, &schema, head, "s.rs").iter().map(ToString::to_string).collect()
}

/// The desired snapshot, of which the text has nothing more to say.
fn changed(dialect: Dialect, text: &str, head: &Snapshot) -> Snapshot {
    let schema = DieselSchema::parse(text).unwrap();
    let after = desired(dialect, &schema, head);
    assert_eq!(said(dialect, text, &after), [""; 0]);
    assert_eq!(desired(dialect, &schema, &after), after);
    after
}
