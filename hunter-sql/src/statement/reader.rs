//! A script read as its server's client reads it.
//!
//! Responsible for the `DELIMITER` command of MySQL's client, which no server knows, for the delimiter that it sets (that
//! may be anything, and ends even a word), and for the lines of dashes that it drops. For the other dialects this is the lexer and nothing else.

use std::ops::Range;

use crate::lex::token_at;
use crate::{Dialect, Token, TokenKind};

/// What comes next in a script.
pub(super) enum Read {
    /// A token, as the server would read it.
    Token(Token),
    /// The delimiter which a command set.
    Delimiter(Range<usize>),
    /// The command which sets one, without the line's end.
    Command(Range<usize>),
}

impl Read {
    /// Its bytes.
    pub(super) fn range(&self) -> Range<usize> {
        match self {
            Read::Token(token) => token.start..token.end,
            Read::Delimiter(range) | Read::Command(range) => range.clone(),
        }
    }
}

/// A place in a script.
pub(super) struct Reader<'a> {
    dialect: Dialect,
    script: &'a str,
    at: usize,
    /// Nothing while a semicolon is the delimiter.
    delimiter: Option<&'a str>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(dialect: Dialect, script: &'a str) -> Self {
        Reader { dialect, script, at: 0, delimiter: None }
    }

    /// Whether something else than a semicolon is the delimiter.
    pub(super) fn has_delimiter(&self) -> bool {
        self.delimiter.is_some()
    }

    /// What comes next. A command is looked for where a statement could begin; elsewhere the word is a name.
    pub(super) fn next(&mut self, between_statements: bool) -> Option<Read> {
        let read = self.read(between_statements)?;
        self.at = read.range().end;
        Some(read)
    }

    fn read(&mut self, between_statements: bool) -> Option<Read> {
        let token = token_at(self.dialect, self.script, self.at)?;
        if self.dialect != Dialect::Mysql {
            return Some(Read::Token(token));
        }
        // To the server two dashes are a comment before a blank only; the client drops every line that begins so, and
        // scripts are full of rulers made of dashes. No statement begins with a dash.
        if between_statements && self.script[self.at..].starts_with("--") {
            let line = self.script[self.at..].find('\n').map_or(self.script.len(), |length| self.at + length);
            return Some(Read::Token(Token { kind: TokenKind::LineComment, start: self.at, end: line }));
        }
        if between_statements && let Some((command, delimiter)) = command(&self.script[self.at..]) {
            self.delimiter = (delimiter != ";").then_some(delimiter);
            return Some(Read::Command(self.at..self.at + command.len()));
        }
        let Some(delimiter) = self.delimiter else { return Some(Read::Token(token)) };
        Some(match self.delimiter_in(token, delimiter) {
            Some(start) if start == token.start => Read::Delimiter(start..start + delimiter.len()),
            Some(start) => Read::Token(Token { end: start, ..token }),
            None => Read::Token(token),
        })
    }

    /// Where the delimiter begins in a token. In what is quoted or a comment it can only stand at the very beginning.
    fn delimiter_in(&self, token: Token, delimiter: &str) -> Option<usize> {
        use TokenKind::{Number, Parameter, Punctuation, Semicolon, Word};
        let is_plain = matches!(token.kind, Word | Number | Parameter | Punctuation | Semicolon);
        let places = if is_plain { token.end } else { token.start + 1 };
        (token.start..places)
            .find(|&at| self.script.get(at..).is_some_and(|rest| rest.starts_with(delimiter)))
    }
}

/// The command at the start of a text, and the delimiter it sets: the first word after it, or what is in quotes.
fn command(text: &str) -> Option<(&str, &str)> {
    const WORD: &str = "DELIMITER";
    let is_command = text.get(..WORD.len()).is_some_and(|word| word.eq_ignore_ascii_case(WORD));
    if !is_command || !text[WORD.len()..].starts_with([' ', '\t']) {
        return None;
    }
    let line = text.lines().next()?;
    let argument = line[WORD.len()..].trim_ascii();
    let quoted =
        ['\'', '"', '`'].into_iter().find_map(|quote| argument.strip_prefix(quote)?.split(quote).next());
    let delimiter = quoted.or_else(|| argument.split_ascii_whitespace().next())?;
    // The client refuses a backslash too; then the line is a statement that the server refuses.
    (!delimiter.is_empty() && !delimiter.contains('\\')).then_some((line, delimiter))
}
