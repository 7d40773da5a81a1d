//! Statements as lists of tokens, since clients differ in which comments and blanks they pass on.
//!
//! Also how clients are run. Nothing in here knows a server.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use hunter_sql::{Dialect, TokenKind, lex, split};

/// The tokens of one statement.
pub(crate) type Tokens = Vec<String>;

/// A script for which the client and `split` are meant to differ.
pub(crate) struct Difference {
    pub(crate) script: &'static str,
    /// What the client makes of it.
    pub(crate) client: &'static [&'static str],
    /// Why `split` does not.
    pub(crate) reason: &'static str,
}

/// A text's tokens: no comments, no blanks, and none of the semicolons at its end.
pub(crate) fn tokens(dialect: Dialect, text: &str) -> Tokens {
    let all = lex(dialect, text).filter(|token| !token.kind.is_trivia());
    let all: Vec<_> = all.collect();
    let ended = all.iter().rposition(|token| token.kind != TokenKind::Semicolon).map_or(0, |last| last + 1);
    all[..ended].iter().map(|token| token.text(text).to_owned()).collect()
}

/// Holds what a client sent for each script against `split`.
#[track_caller]
pub(crate) fn compare(
    dialect: Dialect,
    scripts: &[&str],
    differences: &[Difference],
    send: impl FnOnce(&[&str]) -> Vec<Vec<String>>,
) {
    let all: Vec<&str> = scripts.iter().copied().chain(differences.iter().map(|it| it.script)).collect();
    let sent = send(&all);
    assert_eq!(sent.len(), all.len());
    let mut complaints = Vec::new();
    for (index, (script, sent)) in all.iter().zip(&sent).enumerate() {
        let sent = statements(dialect, sent.iter().map(String::as_str));
        let ours = statements(dialect, split(dialect, script).iter().map(|statement| statement.text));
        let meant = index.checked_sub(scripts.len()).map(|at| &differences[at]);
        let expected = meant.map_or(ours.clone(), |it| statements(dialect, it.client.iter().copied()));
        if sent != expected {
            complaints.push(format!("{script}\n  client: {sent:?}\n  expect: {expected:?}"));
        }
        if let Some(Difference { reason, .. }) = meant
            && sent == ours
        {
            complaints.push(format!("{script}\n  there is no difference any more: {reason}"));
        }
    }
    assert!(complaints.is_empty(), "{} of {}:\n{}", complaints.len(), all.len(), complaints.join("\n\n"));
}

fn statements<'a>(dialect: Dialect, texts: impl Iterator<Item = &'a str>) -> Vec<Tokens> {
    texts.map(|text| tokens(dialect, text)).filter(|tokens| !tokens.is_empty()).collect()
}

/// Runs a client to its end, with a text as its input.
pub(crate) fn run(command: &mut Command, input: &str) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| {
        panic!("{} did not start: {error}; `cargo xtask test` installs it", command.get_program().display())
    });
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_owned();
    // A client may answer before it has read everything; one that stops reading says why in its output.
    let writing = std::thread::spawn(move || drop(pipe.write_all(input.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap();
    output
}

/// What `cargo xtask test` says about a server.
pub(crate) fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask test`"))
}
