//! Text into tokens, by the rules of one server.
//!
//! Responsible for knowing where each token ends, so that a quote, a comment or a semicolon is never mistaken
//! for another: every byte of a text is in exactly one token, whatever the text. It does not know a keyword
//! from a name, does not join the characters of an operator, does not decode what a literal means, and never
//! fails: text which the server would refuse still becomes tokens, and the server has the last word.
//!
//! Nothing here looks back: a token depends only on the text from its own start on.

use std::iter::FusedIterator;

use crate::Dialect;

mod blank;
mod plain;
mod quoted;
#[cfg(test)]
mod tests;

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Blanks and line ends.
    Whitespace,
    /// From `--` (in MySQL also `#`) up to the line's end, which is not part of it.
    LineComment,
    /// `/* … */`, nested in PostgreSQL.
    BlockComment,
    /// `/*! … */`: a comment to every other server, but code to MySQL.
    ExecutableComment,
    /// A keyword or an unquoted name.
    Word,
    /// A name in double quotes (not in MySQL), backticks (not in PostgreSQL) or square brackets (SQLite).
    QuotedIdentifier,
    /// A string with its prefix, as `'…'`, `E'…'`, `X'…'`, or MySQL's `"…"`. PostgreSQL's literals which go
    /// on after a line end are one token.
    String,
    /// PostgreSQL's `$tag$ … $tag$`.
    DollarString,
    /// A place for a value: `$1` in PostgreSQL, `?` in MySQL, `?`, `?1`, `:name`, `@name`, `$name` in SQLite.
    Parameter,
    /// A number, without its sign.
    Number,
    /// One character of an operator, a bracket, a comma, or anything else.
    Punctuation,
    /// `;`
    Semicolon,
    /// Something which was opened and reaches to the end of the text without being closed.
    Unterminated {
        /// What was opened.
        what: Unclosed,
    },
}

impl TokenKind {
    /// Whether the server skips it: whitespace and comments, except [`TokenKind::ExecutableComment`] and an
    /// unterminated comment, which servers judge differently.
    pub fn is_trivia(self) -> bool {
        matches!(self, TokenKind::Whitespace | TokenKind::LineComment | TokenKind::BlockComment)
    }
}

/// What a text leaves open at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unclosed {
    /// See [`TokenKind::BlockComment`].
    BlockComment,
    /// See [`TokenKind::ExecutableComment`].
    ExecutableComment,
    /// See [`TokenKind::QuotedIdentifier`].
    QuotedIdentifier,
    /// See [`TokenKind::String`].
    String,
    /// See [`TokenKind::DollarString`].
    DollarString,
}

/// One token: its kind and its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// The offset of its first byte.
    pub start: usize,
    /// The offset after its last byte; always after `start`.
    pub end: usize,
}

impl Token {
    /// The token's own text, out of the text it was read from.
    pub fn text(self, sql: &str) -> &str {
        &sql[self.start..self.end]
    }
}

/// Reads a text token by token.
///
/// ```
/// use hunter_sql::{Dialect, TokenKind, lex};
///
/// let sql = "SELECT 'a;b' -- c;d";
/// let strings: Vec<&str> = lex(Dialect::Sqlite, sql)
///     .filter(|token| token.kind == TokenKind::String)
///     .map(|token| token.text(sql))
///     .collect();
/// assert_eq!(strings, ["'a;b'"]);
/// ```
pub fn lex(dialect: Dialect, sql: &str) -> Tokens<'_> {
    Tokens { dialect, sql, at: 0 }
}

/// The tokens of a text, from [`lex`].
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    dialect: Dialect,
    sql: &'a str,
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let token = token_at(self.dialect, self.sql, self.at)?;
        self.at = token.end;
        Some(token)
    }
}

impl FusedIterator for Tokens<'_> {}

/// The token which starts at an offset, where another one has ended.
pub(crate) fn token_at(dialect: Dialect, sql: &str, start: usize) -> Option<Token> {
    let (kind, length) = scan(dialect, &sql[start..])?;
    Some(Token { kind, start, end: start + length })
}

/// What a scanner recognised at the start of the text: the kind and its length in bytes, never zero.
type Scanned = (TokenKind, usize);

/// The first token of a text. The order matters where one beginning is another's: a comment before its first
/// character as an operator, `E'` before the word `E`.
fn scan(dialect: Dialect, rest: &str) -> Option<Scanned> {
    blank::scan(dialect, rest)
        .or_else(|| quoted::scan(dialect, rest))
        .or_else(|| plain::scan(dialect, rest))
        .or_else(|| {
            let kind = if rest.starts_with(';') { TokenKind::Semicolon } else { TokenKind::Punctuation };
            rest.chars().next().map(|character| (kind, character.len_utf8()))
        })
}

/// A token which ends where its closing mark was found, or else is unterminated and takes all the rest.
fn closed(kind: TokenKind, what: Unclosed, end: Option<usize>, rest: &str) -> Scanned {
    end.map_or((TokenKind::Unterminated { what }, rest.len()), |end| (kind, end))
}
