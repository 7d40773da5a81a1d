//! A script's statements.
//!
//! Responsible for what a statement is and for cutting a script into statements and what is between them, without
//! losing a byte. One semicolon ends a statement and another does not: `open` knows, with `definition` for the bodies of
//! PostgreSQL and SQLite and `compound` for those of MySQL. `reader` knows the `DELIMITER` command of MySQL's client.
//!
//! Deliberately left out: the other commands of the servers' clients (see [`crate::client_command`]) and the data lines
//! after `COPY … FROM STDIN` (see [`crate::client_copy`]). Whether a statement is valid is for the server to say:
//! whatever is left open at the end of a script belongs to its last statement.

use std::ops::Range;

use crate::{Dialect, TokenKind};
use open::Open;
use reader::{Read, Reader};

mod compound;
mod definition;
mod open;
mod reader;
#[cfg(test)]
mod tests;

/// One statement of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Statement<'a> {
    /// From its first token up to its last one: without the comments around it, without the semicolon or whatever
    /// delimiter ends it.
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

/// A stretch of a script: a statement, or something between two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Piece<'a> {
    /// What the server receives.
    Statement(Statement<'a>),
    /// One comment, or blanks.
    Trivia(&'a str),
    /// A semicolon, or the delimiter which MySQL's client was told to take.
    Terminator(&'a str),
    /// The line `DELIMITER …` of MySQL's client, without its end.
    Delimiter(&'a str),
}

impl<'a> Piece<'a> {
    /// Its bytes.
    pub fn text(self) -> &'a str {
        match self {
            Piece::Statement(statement) => statement.text,
            Piece::Trivia(text) | Piece::Terminator(text) | Piece::Delimiter(text) => text,
        }
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
    let statement = |piece| match piece {
        Piece::Statement(statement) => Some(statement),
        _ => None,
    };
    pieces(dialect, script).into_iter().filter_map(statement).collect()
}

/// A script cut into pieces which give it back when they are put together.
///
/// ```
/// use hunter_sql::{Dialect, Piece, pieces};
///
/// let script = "DELIMITER //\nSELECT 1; -- one\n//\n";
/// let pieces = pieces(Dialect::Mysql, script);
/// assert_eq!(pieces[0], Piece::Delimiter("DELIMITER //"));
/// assert_eq!(pieces.iter().map(|piece| piece.text()).collect::<String>(), script);
/// ```
pub fn pieces(dialect: Dialect, script: &str) -> Vec<Piece<'_>> {
    let mut reader = Reader::new(dialect, script);
    let mut cut = Cut { script, pieces: Vec::new(), open: None, since: Vec::new() };
    while let Some(read) = reader.next(cut.open.is_none()) {
        let text = &script[read.range()];
        match read {
            Read::Token(token) if token.kind.is_trivia() => cut.since.push(Piece::Trivia(text)),
            Read::Token(token) if token.kind == TokenKind::Semicolon => {
                let goes_on = cut.open.as_mut().is_some_and(|open| open.semicolon(reader.has_delimiter()));
                if !goes_on {
                    cut.close();
                }
                cut.since.push(Piece::Terminator(text));
            }
            Read::Token(token) => {
                if cut.open.is_none() {
                    cut.pieces.append(&mut cut.since);
                }
                // What was between the statement's tokens turned out to be inside of it.
                cut.since.clear();
                cut.open.get_or_insert_with(|| Open::new(dialect, token.start)).take(token, text);
            }
            Read::Delimiter(_) => {
                cut.close();
                cut.since.push(Piece::Terminator(text));
            }
            Read::Command(_) => {
                cut.close();
                cut.since.push(Piece::Delimiter(text));
            }
        }
    }
    cut.close();
    cut.pieces.append(&mut cut.since);
    cut.pieces
}

/// Whether a script has no statement at all: nothing but whitespace, comments, semicolons and `DELIMITER` commands.
/// MySQL's executable comments are statements.
///
/// ```
/// use hunter_sql::{Dialect, is_blank};
///
/// assert!(is_blank(Dialect::Sqlite, "-- nothing to undo;\n;"));
/// assert!(!is_blank(Dialect::Sqlite, "-- everything to undo\nDROP TABLE note"));
/// ```
pub fn is_blank(dialect: Dialect, script: &str) -> bool {
    split(dialect, script).is_empty()
}

/// A script which is being cut.
struct Cut<'a> {
    script: &'a str,
    pieces: Vec<Piece<'a>>,
    open: Option<Open<'a>>,
    /// What came after the last token of a statement. If another token of that statement follows, it is inside.
    since: Vec<Piece<'a>>,
}

impl Cut<'_> {
    fn close(&mut self) {
        let script = self.script;
        self.pieces.extend(self.open.take().map(|open| {
            let (start, end) = (open.start, open.end);
            Piece::Statement(Statement { text: &script[start..end], start, end })
        }));
        self.pieces.append(&mut self.since);
    }
}
