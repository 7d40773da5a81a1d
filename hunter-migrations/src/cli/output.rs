//! Words on a terminal: results to stdout, everything else to stderr.
//!
//! Responsible for streams, quietness, JSON, colour, and for calling the program by the name it has.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write};

use serde_json::{Value, json};

use super::args::{Color, How};
use crate::error::{Error, ErrorKind};

/// The version of every JSON answer.
const FORMAT: u32 = 1;

/// Where a command prints.
pub struct Output {
    program: String,
    how: How,
    colored: bool,
    results: Box<dyn Write>,
    messages: Box<dyn Write>,
    lost: Option<String>,
}

impl Output {
    /// This process's streams.
    #[must_use]
    pub fn new(program: &str, how: &How) -> Self {
        let colored = match how.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        };
        Self {
            program: program.to_owned(),
            how: how.clone(),
            colored,
            results: Box::new(std::io::stdout()),
            messages: Box::new(std::io::stderr()),
            lost: None,
        }
    }

    /// A line of the answer. A reader that closed the pipe has seen enough; that is not an error.
    pub fn result(&mut self, line: &str) {
        let written = writeln!(self.results, "{line}").and_then(|()| self.results.flush());
        match written {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                self.lost = Some(error.to_string())
            }
            _ => {}
        }
    }

    /// Why the answer could not be written, if it could not.
    pub(super) fn lost(&mut self) -> Option<Error> {
        let why = self.lost.take()?;
        let message = format!("the answer could not be written to stdout: {why}");
        Some(Error::new(
            ErrorKind::Database,
            message,
            "make room where it is written to, and run the command again",
        ))
    }

    /// The answer as JSON, where that is asked for. True if so.
    pub fn json(&mut self, command: &str, mut answer: Value) -> bool {
        if self.how.json {
            answer["version"] = json!(FORMAT);
            answer["command"] = json!(command);
            self.result(&answer.to_string());
        }
        self.how.json
    }

    /// Whether more is wanted.
    #[must_use]
    pub fn is_verbose(&self) -> bool {
        self.how.verbose > 0
    }

    /// Something beside the answer.
    pub fn note(&mut self, text: &str) {
        if !self.how.quiet {
            let text = self.ours(text);
            let _ = writeln!(self.messages, "{text}");
        }
    }

    /// Something beside the answer for those who want more.
    pub fn detail(&mut self, text: &str) {
        if self.how.verbose > 0 {
            self.note(text);
        }
    }

    /// Something the operator should know even when all else is quiet.
    pub fn warn(&mut self, text: &str) {
        let (word, text) = (self.colored("warning", "33"), self.ours(text));
        let _ = writeln!(self.messages, "{word}: {text}");
    }

    /// Text that is shown as it is, whatever was asked for.
    pub fn problem(&mut self, text: &str) {
        let _ = writeln!(self.messages, "{text}");
    }

    /// Why it failed, where, how far it got, and what to type next.
    pub fn error(&mut self, error: &Error) {
        if self.how.json {
            let progress = error.progress();
            let place = error.place();
            let value = json!({
                "version": FORMAT,
                "error": {
                    "kind": format!("{:?}", error.kind()),
                    "message": self.ours(&error.to_string()),
                    "help": self.ours(error.help()),
                    "path": place.map(|place| &place.path),
                    "line": place.and_then(|place| place.position).map(|at| at.0),
                    "column": place.and_then(|place| place.position).map(|at| at.1),
                    "done": progress.done.iter().map(ToString::to_string).collect::<Vec<_>>(),
                    "failed": progress.failed.as_ref().map(ToString::to_string),
                },
            });
            let _ = writeln!(self.messages, "{value}");
            return;
        }
        let word = self.colored("error", "1;31");
        let mut text = format!("{word}: {}\n", self.ours(&error.to_string()));
        if let Some(place) = error.place() {
            match (place.position, &place.line) {
                (Some((line, column)), Some(content)) => {
                    let _ = writeln!(text, "  --> {}:{line}:{column}", place.path);
                    let number = line.to_string();
                    let pad = " ".repeat(number.len());
                    // A tab before the caret stays a tab, so that it stands under its column.
                    let before = content.chars().take(column - 1);
                    let indent: String = before.map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
                    let _ = writeln!(text, " {pad} |\n {number} | {content}\n {pad} | {indent}^");
                }
                _ => {
                    let _ = writeln!(text, "  --> {}", place.path);
                }
            }
        }
        let progress = error.progress();
        if let Some(failed) = &progress.failed {
            let done: Vec<_> = progress.done.iter().map(ToString::to_string).collect();
            let done = if done.is_empty() { "none".to_owned() } else { done.join(", ") };
            let _ = writeln!(text, "done before this: {done}; `{failed}` was rolled back");
        }
        let _ = write!(text, "{}: {}", self.colored("help", "36"), self.ours(error.help()));
        let _ = writeln!(self.messages, "{text}");
    }

    /// The library speaks of `hunter`; a service's binary has its own name.
    fn ours(&self, text: &str) -> String {
        without_passwords(text).replace("`hunter ", &format!("`{} ", self.program))
    }

    fn colored(&self, word: &str, code: &str) -> String {
        if self.colored { format!("\x1b[{code}m{word}\x1b[0m") } else { word.to_owned() }
    }
}

/// A URL typed where none belongs is repeated like any other word, but for its password.
fn without_passwords(text: &str) -> String {
    let mut parts = text.split("://");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shown, part| {
        let place =
            part.split_once("password=").map_or(part.to_owned(), |(place, _)| format!("{place}password=…"));
        let hidden = place.rsplit_once('@').and_then(|(login, host)| Some((login.split_once(':')?.0, host)));
        shown + "://" + &hidden.map_or(place.clone(), |(user, host)| format!("{user}:…@{host}"))
    })
}
