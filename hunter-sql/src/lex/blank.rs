//! Whitespace and comments.
//!
//! Responsible for where they end in each dialect, including the comments MySQL executes. What a comment says
//! is no concern of this module.

use super::{Scanned, TokenKind, Unclosed, closed, quoted};
use crate::Dialect;

/// Whitespace or a comment at the start of the text.
pub(super) fn scan(dialect: Dialect, rest: &str) -> Option<Scanned> {
    let blanks = whitespace(dialect, rest);
    if blanks > 0 {
        return Some((TokenKind::Whitespace, blanks));
    }
    if let Some(length) = line_comment(dialect, rest) {
        return Some((TokenKind::LineComment, length));
    }
    let body = rest.strip_prefix("/*")?;
    if dialect == Dialect::Mysql && (body.starts_with('!') || body.starts_with("M!")) {
        let end = executable_comment_end(rest);
        return Some(closed(TokenKind::ExecutableComment, Unclosed::ExecutableComment, end, rest));
    }
    let end = if dialect == Dialect::Postgres { nested_comment_end(rest) } else { comment_end(rest) };
    Some(closed(TokenKind::BlockComment, Unclosed::BlockComment, end, rest))
}

/// How many bytes of whitespace the text starts with.
pub(super) fn whitespace(dialect: Dialect, rest: &str) -> usize {
    let is_blank = |character: char| match character {
        ' ' | '\t' | '\n' | '\r' | '\x0C' => true,
        '\x0B' => dialect != Dialect::Sqlite,
        // SQLite skips a byte order mark anywhere; to the others it is a letter like every other character
        // outside ASCII.
        '\u{FEFF}' => dialect == Dialect::Sqlite,
        _ => false,
    };
    rest.len() - rest.trim_start_matches(is_blank).len()
}

/// The length of a line comment at the start of the text, without the line's end.
pub(super) fn line_comment(dialect: Dialect, rest: &str) -> Option<usize> {
    let opened = match dialect {
        Dialect::Postgres | Dialect::Sqlite => rest.starts_with("--"),
        // In MySQL `5--1` is arithmetic: two dashes open a comment only before a blank or the end.
        Dialect::Mysql => {
            rest.starts_with('#')
                || rest.strip_prefix("--").is_some_and(|after| {
                    after.bytes().next().is_none_or(|byte| byte == b' ' || byte.is_ascii_control())
                })
        }
    };
    let ends_line = |character| character == '\n' || (character == '\r' && dialect == Dialect::Postgres);
    opened.then(|| rest.find(ends_line).unwrap_or(rest.len()))
}

/// Where a comment which does not nest ends.
fn comment_end(rest: &str) -> Option<usize> {
    rest[2..].find("*/").map(|at| 2 + at + 2)
}

/// Where a comment with comments inside it ends.
fn nested_comment_end(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while at + 1 < bytes.len() {
        match (bytes[at], bytes[at + 1]) {
            (b'/', b'*') => depth += 1,
            (b'*', b'/') => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Where MySQL's executable comment ends. Its content is code, so a `*/` inside one of its strings or comments
/// does not end it. A comment inside is skipped as one that does not nest, so nothing here recurses.
fn executable_comment_end(rest: &str) -> Option<usize> {
    let mut at = "/*!".len();
    while let Some(character) = rest[at..].chars().next() {
        let inner = &rest[at..];
        at += if inner.starts_with("*/") {
            return Some(at + 2);
        } else if inner.starts_with("/*") {
            comment_end(inner)?
        } else if let Some(length) = line_comment(Dialect::Mysql, inner) {
            length
        } else {
            quoted::scan(Dialect::Mysql, inner).map_or(character.len_utf8(), |(_, length)| length)
        };
    }
    None
}
