//! `sqlite3`, with its own trace of the statements that the library has carried out, each with the time it took.

mod scripts;

use std::process::Command;

use hunter_sql::Dialect;

use super::compare::{compare, run};

#[test]
fn sqlite3_carries_out_the_statements_that_are_split() {
    compare(Dialect::Sqlite, scripts::SCRIPTS, scripts::DIFFERENCES, |scripts| {
        scripts.iter().map(|script| carried_out(script)).collect()
    });
}

/// What sqlite3 makes of a script. A statement that fails is not in its trace.
fn carried_out(script: &str) -> Vec<String> {
    let input = format!(".trace stderr --plain --profile\n{script}");
    let output = run(Command::new("sqlite3").args(["-batch", "-init", "/dev/null", ":memory:"]), &input);
    let trace = String::from_utf8(output.stderr).unwrap();
    let mut statements = Vec::new();
    let mut statement = String::new();
    for line in trace.split_inclusive('\n') {
        match line.trim_end().strip_suffix(" ns").and_then(|line| line.rsplit_once("; -- ")) {
            Some((text, time)) if time.bytes().all(|byte| byte.is_ascii_digit()) => {
                statements.push(std::mem::take(&mut statement) + text);
            }
            _ => statement.push_str(line),
        }
    }
    // What has no time is no statement but a complaint.
    assert_eq!(statement, "", "{script}");
    statements
}
