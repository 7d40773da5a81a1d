//! A script's statements.
//!
//! Responsible for deciding which semicolons end a statement. One inside a string, a comment or brackets does
//! not, nor does one inside a body made of statements: PostgreSQL's `BEGIN ATOMIC … END` of a function or a
//! procedure, and SQLite's `BEGIN … END` of a trigger.
//!
//! Deliberately left out for now: MySQL's compound bodies (a procedure's or a trigger's `BEGIN … END` is cut
//! at its inner semicolons) and the `DELIMITER` command of MySQL's client, which no server knows; likewise
//! `psql`'s backslash commands and the data lines after `COPY … FROM STDIN`. Whether a statement is valid is
//! for the server to say: whatever is left open at the end of a script belongs to its last statement.

use std::ops::Range;

use crate::{Dialect, Token, TokenKind, lex};

/// One statement of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Statement<'a> {
    /// From its first token up to its last one, without the comments around it and without the semicolon.
    pub text: &'a str,
    /// The offset of the text's first byte in the script.
    pub start: usize,
    /// The offset after the text's last byte in the script.
    pub end: usize,
}

impl Statement<'_> {
    /// The bytes of the script which the statement takes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The statements of a script, in order. Empty ones, as between two semicolons, are left out.
///
/// ```
/// use hunter_sql::{Dialect, split};
///
/// let script = "/* a */ SELECT (1); ; SELECT $$;$$ -- b";
/// let texts: Vec<&str> = split(Dialect::Postgres, script).iter().map(|statement| statement.text).collect();
/// assert_eq!(texts, ["SELECT (1)", "SELECT $$;$$"]);
/// ```
pub fn split(dialect: Dialect, script: &str) -> Vec<Statement<'_>> {
    let mut statements = Vec::new();
    let mut open: Option<Open<'_>> = None;
    for token in lex(dialect, script).filter(|token| !token.kind.is_trivia()) {
        if token.kind == TokenKind::Semicolon && open.as_ref().is_none_or(|open| !open.holds_semicolons()) {
            statements.extend(open.take().map(|open| open.close(script)));
        } else {
            open.get_or_insert_with(|| Open::new(token)).take(dialect, token, token.text(script));
        }
    }
    statements.extend(open.map(|open| open.close(script)));
    statements
}

/// Whether a script has no statement at all: nothing but whitespace, comments and semicolons. MySQL's
/// executable comments are statements.
///
/// ```
/// use hunter_sql::{Dialect, is_blank};
///
/// assert!(is_blank(Dialect::Sqlite, "-- nothing to undo;\n;"));
/// assert!(!is_blank(Dialect::Sqlite, "-- everything to undo\nDROP TABLE note"));
/// ```
pub fn is_blank(dialect: Dialect, script: &str) -> bool {
    lex(dialect, script).all(|token| token.kind.is_trivia() || token.kind == TokenKind::Semicolon)
}

/// The beginnings of the statements which may have a body of statements in PostgreSQL.
const ROUTINES: [&[&str]; 4] = [
    &["CREATE", "FUNCTION"],
    &["CREATE", "PROCEDURE"],
    &["CREATE", "OR", "REPLACE", "FUNCTION"],
    &["CREATE", "OR", "REPLACE", "PROCEDURE"],
];

/// The beginnings of the statements which have a body of statements in SQLite.
const TRIGGERS: [&[&str]; 3] =
    [&["CREATE", "TRIGGER"], &["CREATE", "TEMP", "TRIGGER"], &["CREATE", "TEMPORARY", "TRIGGER"]];

/// The most words which any of the beginnings above has.
const LONGEST_BEGINNING: usize = 4;

/// Where in its body of statements a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    Outside,
    /// Where one of the inner statements begins, or the body ends.
    BetweenStatements,
    InStatement,
}

/// A statement which has begun and not ended yet.
struct Open<'a> {
    start: usize,
    end: usize,
    /// The texts of the first tokens, as many as are needed to tell what it creates.
    beginning: Vec<&'a str>,
    previous: &'a str,
    brackets: usize,
    body: Body,
}

impl<'a> Open<'a> {
    fn new(first: Token) -> Open<'a> {
        let (start, end) = (first.start, first.end);
        Open { start, end, beginning: Vec::new(), previous: "", brackets: 0, body: Body::Outside }
    }

    fn holds_semicolons(&self) -> bool {
        self.brackets > 0 || self.body != Body::Outside
    }

    fn take(&mut self, dialect: Dialect, token: Token, text: &'a str) {
        if token.kind == TokenKind::Semicolon {
            // It does not move the end: when nothing follows, it is as much outside as any last semicolon.
            if self.brackets == 0 {
                self.body = Body::BetweenStatements;
            }
            return;
        }
        self.end = token.end;
        if self.beginning.len() < LONGEST_BEGINNING {
            self.beginning.push(text);
        }
        match text {
            "(" => self.brackets += 1,
            ")" => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
        if self.brackets == 0 {
            self.body = self.body_after(dialect, text);
        }
        self.previous = text;
    }

    /// Both servers want a semicolon after each inner statement, so an `END` closes the body exactly where a
    /// statement could begin; every other one belongs to a `CASE`, or is a name.
    fn body_after(&self, dialect: Dialect, text: &str) -> Body {
        match self.body {
            Body::Outside if self.opens_body(dialect, text) => Body::BetweenStatements,
            Body::Outside => Body::Outside,
            Body::BetweenStatements if text.eq_ignore_ascii_case("END") => Body::Outside,
            Body::BetweenStatements | Body::InStatement => Body::InStatement,
        }
    }

    fn opens_body(&self, dialect: Dialect, text: &str) -> bool {
        match dialect {
            Dialect::Postgres => {
                text.eq_ignore_ascii_case("ATOMIC")
                    && self.previous.eq_ignore_ascii_case("BEGIN")
                    && self.begins_as(&ROUTINES)
            }
            Dialect::Sqlite => text.eq_ignore_ascii_case("BEGIN") && self.begins_as(&TRIGGERS),
            Dialect::Mysql => false,
        }
    }

    fn begins_as(&self, beginnings: &[&[&str]]) -> bool {
        beginnings.iter().any(|words| {
            self.beginning.len() >= words.len()
                && words.iter().zip(&self.beginning).all(|(word, text)| text.eq_ignore_ascii_case(word))
        })
    }

    fn close(self, script: &'a str) -> Statement<'a> {
        Statement { text: &script[self.start..self.end], start: self.start, end: self.end }
    }
}

#[cfg(test)]
mod tests;
