//! A statement in a few words, for logs.
//!
//! Responsible for leaving out everything that could be somebody's data: only keywords and names are shown.

use crate::{Dialect, Statement, TokenKind, lex};

/// How many words a summary has at most.
const LONGEST: usize = 7;

/// The words a statement begins with, up to the first bracket, literal or operator.
///
/// ```
/// use hunter_sql::{Dialect, split, summary};
///
/// let script = "create index concurrently by_mail on person (mail); INSERT INTO person VALUES ('secret')";
/// let words: Vec<String> = split(Dialect::Postgres, script).iter().map(|one| summary(Dialect::Postgres, one)).collect();
/// assert_eq!(words, ["create index concurrently by_mail on person", "INSERT INTO person VALUES"]);
/// ```
pub fn summary(dialect: Dialect, statement: &Statement<'_>) -> String {
    let mut summary = String::new();
    let mut joins = true;
    let tokens = lex(dialect, statement.text).filter(|token| !token.kind.is_trivia());
    for token in tokens.take(LONGEST * 2) {
        let text = token.text(statement.text);
        let is_dot = text == ".";
        if !is_dot && !matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier) {
            break;
        }
        if !is_dot && !joins {
            if summary.split(' ').count() == LONGEST {
                break;
            }
            summary.push(' ');
        }
        summary.push_str(text);
        joins = is_dot;
    }
    summary
}
