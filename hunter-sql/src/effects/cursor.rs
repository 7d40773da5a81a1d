//! Reading the tokens of one statement from left to right.
//!
//! Responsible for skipping comments and for comparing keywords. What a statement consists of is known by the
//! modules which read it.

use super::name::{self, Name};
use crate::{Dialect, Statement, Token, TokenKind, lex};

/// A place between two tokens of a statement.
pub(super) struct Cursor<'a> {
    dialect: Dialect,
    sql: &'a str,
    tokens: Vec<Token>,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// Before the first token. MySQL's executable comments are passed over like other comments.
    pub(super) fn new(dialect: Dialect, statement: &Statement<'a>) -> Cursor<'a> {
        let sql = statement.text;
        let read = |token: &Token| !token.kind.is_trivia() && token.kind != TokenKind::ExecutableComment;
        Cursor { dialect, sql, tokens: lex(dialect, sql).filter(read).collect(), at: 0 }
    }

    /// The keyword or unquoted name which comes next.
    pub(super) fn word(&self) -> Option<&'a str> {
        let token = self.tokens.get(self.at).filter(|token| token.kind == TokenKind::Word)?;
        Some(token.text(self.sql))
    }

    /// The text of the token which comes next.
    pub(super) fn text(&self) -> Option<&'a str> {
        self.tokens.get(self.at).map(|token| token.text(self.sql))
    }

    /// Whether there are no more tokens.
    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.tokens.len()
    }

    /// Whether this keyword comes next.
    pub(super) fn is_next(&self, keyword: &str) -> bool {
        self.word().is_some_and(|word| word.eq_ignore_ascii_case(keyword))
    }

    /// Whether this keyword is anywhere further on.
    pub(super) fn holds(&self, keyword: &str) -> bool {
        self.words().any(|word| word.eq_ignore_ascii_case(keyword))
    }

    /// Whether this keyword comes next, or next after what is in brackets.
    pub(super) fn follows_brackets(&self, keyword: &str) -> bool {
        let rest = &self.tokens[self.at..];
        let text = |token: &Token| token.text(self.sql);
        let opens = rest.first().is_some_and(|token| text(token) == "(");
        let closed = rest.iter().position(|token| text(token) == ")").map_or(0, |at| at + 1);
        let next = rest.get(if opens { closed } else { 0 });
        next.is_some_and(|token| text(token).eq_ignore_ascii_case(keyword))
    }

    /// The last keyword or unquoted name.
    pub(super) fn last_word(&self) -> Option<&'a str> {
        self.words().last()
    }

    fn words(&self) -> impl Iterator<Item = &'a str> {
        let rest = self.tokens[self.at..].iter().filter(|token| token.kind == TokenKind::Word);
        rest.map(|token| token.text(self.sql))
    }

    /// Passes the next token, whatever it is.
    pub(super) fn skip(&mut self) {
        self.at = self.tokens.len().min(self.at + 1);
    }

    /// Passes these keywords when they are next, all of them or none.
    pub(super) fn keywords(&mut self, keywords: &[&str]) -> bool {
        let before = self.at;
        for keyword in keywords {
            if !self.word().is_some_and(|word| word.eq_ignore_ascii_case(keyword)) {
                self.at = before;
                return false;
            }
            self.at += 1;
        }
        true
    }

    /// Passes one of these keywords when it is next.
    pub(super) fn one_of(&mut self, keywords: &[&str]) -> bool {
        keywords.iter().any(|keyword| self.keywords(&[keyword]))
    }

    /// Passes a character which is a token of its own, when it is next.
    pub(super) fn punctuation(&mut self, character: &str) -> bool {
        let is_next = self.text() == Some(character);
        self.at += usize::from(is_next);
        is_next
    }

    /// Passes one name without dots.
    pub(super) fn identifier(&mut self) -> Option<String> {
        let token = self.tokens.get(self.at)?;
        let identifier = name::identifier(self.dialect, token.kind, token.text(self.sql))?;
        self.at += 1;
        Some(identifier)
    }

    /// Passes a name with the schema it is in, if one is written. What comes before a schema is left out:
    /// PostgreSQL takes only the current database's name there.
    pub(super) fn name(&mut self) -> Option<Name> {
        let mut name = Name { schema: None, name: self.identifier()? };
        while self.punctuation(".") {
            name = Name { schema: Some(name.name), name: self.identifier()? };
        }
        Some(name)
    }

    /// Passes what is in brackets when they are next, and gives the text between them.
    pub(super) fn brackets(&mut self) -> Option<String> {
        let start = self.tokens.get(self.at).filter(|token| token.text(self.sql) == "(")?.end;
        let mut depth = 0_usize;
        for at in self.at..self.tokens.len() {
            match self.tokens[at].text(self.sql) {
                "(" => depth += 1,
                ")" if depth == 1 => {
                    self.at = at + 1;
                    return Some(self.sql[start..self.tokens[at].start].trim().to_owned());
                }
                ")" => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// Moves before the next comma which is not inside brackets, or to the end.
    pub(super) fn skip_to_comma(&mut self) {
        let mut brackets = 0_usize;
        while let Some(text) = self.text() {
            match text {
                "(" => brackets += 1,
                ")" => brackets = brackets.saturating_sub(1),
                "," if brackets == 0 => return,
                _ => {}
            }
            self.at += 1;
        }
    }
}
