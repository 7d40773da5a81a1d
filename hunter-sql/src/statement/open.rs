//! A statement that has begun and not ended yet.
//!
//! Responsible for its extent, and for asking whoever knows the dialect's bodies whether a semicolon ends it.

use super::compound::Compound;
use super::definition::Definition;
use crate::{Dialect, Token, TokenKind};

/// A statement which has begun and not ended yet.
pub(super) struct Open<'a> {
    pub(super) start: usize,
    /// After the last token; a semicolon does not move it: when nothing follows, it is as much outside as any last one.
    pub(super) end: usize,
    body: Body<'a>,
}

enum Body<'a> {
    Definition(Definition<'a>),
    Compound(Compound<'a>),
}

impl<'a> Open<'a> {
    pub(super) fn new(dialect: Dialect, start: usize) -> Self {
        let body = match dialect {
            Dialect::Postgres | Dialect::Sqlite => Body::Definition(Definition::new(dialect)),
            Dialect::Mysql => Body::Compound(Compound::new()),
        };
        Open { start, end: start, body }
    }

    /// Takes the next token that is neither trivia nor a semicolon.
    pub(super) fn take(&mut self, token: Token, text: &'a str) {
        self.end = token.end;
        match &mut self.body {
            Body::Definition(body) => body.take(text),
            // What the comment holds is a matter between the server and its version.
            Body::Compound(_) if token.kind == TokenKind::ExecutableComment => {}
            Body::Compound(body) => body.take(text),
        }
    }

    /// Takes a semicolon, and says whether the statement goes on after it. With a delimiter of its own a script says
    /// itself where a routine ends, and is believed.
    pub(super) fn semicolon(&mut self, has_delimiter: bool) -> bool {
        match &mut self.body {
            Body::Definition(body) => body.semicolon(),
            Body::Compound(body) => body.semicolon() || (has_delimiter && body.is_routine()),
        }
    }
}
