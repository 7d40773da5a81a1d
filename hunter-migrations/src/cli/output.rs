//! Words on a terminal: results to stdout, everything else to stderr.
//!
//! Responsible for streams, quietness, JSON, colour, and for calling the program by the name it has.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write};

use serde_json::{Value, json};

use super::args::{Color, How};
use super::screen::Screen;
use crate::error::{Error, ErrorKind, FailedAt, Left};

/// The version of every JSON answer.
const FORMAT: u32 = 1;

/// More revisions than these are counted, not listed.
const MANY: usize = 5;

/// Where a command prints.
pub struct Output {
    program: String,
    how: How,
    colored: bool,
    results: Box<dyn Write>,
    messages: Screen,
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
            messages: Screen::new(std::io::stderr()),
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

    /// Whether answers are JSON.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.how.json
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

    /// Where a run may show how far it is, unless only the answer is wanted.
    pub(super) fn screen(&self) -> Option<Screen> {
        (!self.how.quiet && !self.how.json).then(|| self.messages.clone())
    }

    /// Whether messages go to a terminal that can draw a line again.
    pub(super) fn is_terminal() -> bool {
        std::io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|name| name != "dumb")
    }

    /// Whether somebody is there to be asked.
    pub(super) fn can_ask() -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// What somebody answers; nothing where the answer cannot be read.
    pub(super) fn ask(&mut self, question: &str) -> String {
        let _ = write!(self.messages, "{question}").and_then(|()| self.messages.flush());
        let mut answer = String::new();
        let _ = std::io::stdin().read_line(&mut answer);
        answer.trim().to_owned()
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
                    "statement": place.and_then(|place| place.statement).map(|at| at.0),
                    "statements": place.and_then(|place| place.statement).map(|at| at.1),
                    "left": progress.failed.as_ref().map(|_| match progress.left {
                        Left::Nothing => "nothing",
                        Left::Part { .. } => "part",
                        Left::Unknown => "unknown",
                    }),
                },
            });
            let _ = writeln!(self.messages, "{value}");
            return;
        }
        let word = self.colored("error", "1;31");
        let mut text = format!("{word}: {}\n", self.ours(&error.to_string()));
        if let Some(place) = error.place() {
            shown(&mut text, place);
        }
        let progress = error.progress();
        if let Some(failed) = &progress.failed {
            let done: Vec<_> = progress.done.iter().map(ToString::to_string).collect();
            let done = match done.as_slice() {
                [] => "none".to_owned(),
                [.., last] if done.len() > MANY => format!("{} revisions, the last one {last}", done.len()),
                few => few.join(", "),
            };
            let left = match progress.left {
                Left::Nothing => format!("`{failed}` was rolled back"),
                Left::Part { done, of } => {
                    format!("of `{failed}` {done} of {of} statements are done and recorded")
                }
                Left::Unknown => format!("what is left of `{failed}` is not known: `hunter current` looks"),
            };
            let _ = writeln!(text, "done before this: {done}; {}", self.ours(&left));
        }
        let _ = write!(text, "{}: {}", self.colored("help", "36"), self.ours(error.help()));
        let _ = writeln!(self.messages, "{text}");
    }

    /// The library speaks of `hunter`; a service's binary has its own name.
    pub(super) fn ours(&self, text: &str) -> String {
        without_passwords(text).replace("`hunter ", &format!("`{} ", self.program))
    }

    fn colored(&self, word: &str, code: &str) -> String {
        if self.colored { format!("\x1b[{code}m{word}\x1b[0m") } else { word.to_owned() }
    }
}

/// The place of a failure, with its line and a caret under its column.
fn shown(text: &mut String, place: &FailedAt) {
    let Some((line, column)) = place.position else {
        let _ = writeln!(text, "  --> {} (no line: the database names none)", place.path);
        return;
    };
    let _ = writeln!(text, "  --> {}:{line}:{column}", place.path);
    let Some(content) = &place.line else { return };
    let number = line.to_string();
    let pad = " ".repeat(number.len());
    let indent: String = content.chars().take(column - 1).map(blank).collect();
    let _ = writeln!(text, " {pad} |\n {number} | {content}\n {pad} | {indent}^");
}

/// What takes the place of a character before a caret: as wide as it is on a terminal. A tab stays a tab.
fn blank(character: char) -> &'static str {
    match character {
        '\t' => "\t",
        // Combining marks, joiners and selectors belong to the character before them.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => "",
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => "  ",
        _ => " ",
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

#[cfg(test)]
mod tests {
    use super::{FailedAt, shown};

    /// What is printed for a column of a line.
    fn caret(line: &str, column: usize) -> String {
        let mut text = String::new();
        let (path, line) = ("up.sql".to_owned(), Some(line.to_owned()));
        shown(&mut text, &FailedAt { path, position: Some((7, column)), line, statement: None });
        text.rsplit("| ").next().unwrap_or_default().trim_end().to_owned()
    }

    #[test]
    fn the_caret_stands_under_its_column() {
        assert_eq!(caret("select x", 8), "       ^");
        assert_eq!(caret("\tselect x", 9), "\t       ^");
        assert_eq!(caret("select", 7), "      ^");
    }

    #[test]
    fn wide_characters_before_the_caret_take_two_columns_and_joined_ones_none() {
        assert_eq!(caret("'😀漢é' x", 7), "        ^");
        assert_eq!(caret("'e\u{301}\u{200d}' x", 7), "    ^");
    }

    #[test]
    fn a_place_behind_the_last_line_is_still_a_place() {
        let mut text = String::new();
        let at = FailedAt { path: "up.sql".to_owned(), position: Some((3, 1)), line: None, statement: None };
        shown(&mut text, &at);
        assert_eq!(text, "  --> up.sql:3:1\n");
    }

    #[test]
    fn a_script_without_a_line_says_that_nobody_names_one() {
        let mut text = String::new();
        let at = FailedAt { path: "up.sql".to_owned(), position: None, line: None, statement: None };
        shown(&mut text, &at);
        assert_eq!(text, "  --> up.sql (no line: the database names none)\n");
    }
}
