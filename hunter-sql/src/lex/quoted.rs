//! Everything between quotes: strings, quoted names and PostgreSQL's dollar quoting.
//!
//! Responsible for finding the closing quote. What the escapes inside mean is not decoded here.

use super::{Scanned, TokenKind, Unclosed, blank, closed, plain};
use crate::Dialect;

/// How a quoted token begins, and how it is closed.
struct Opening {
    /// The length of what comes before its content: the prefix and the quote.
    length: usize,
    /// The closing quote, which stands for itself when doubled.
    quote: u8,
    /// Whether a backslash takes away the next character's meaning.
    backslashes: bool,
    identifier: bool,
}

/// A string, a quoted name or a dollar-quoted string at the start of the text.
pub(super) fn scan(dialect: Dialect, rest: &str) -> Option<Scanned> {
    if dialect == Dialect::Postgres
        && let Some(tag) = dollar_tag(rest)
    {
        let end = rest[tag.len()..].find(tag).map(|at| at + 2 * tag.len());
        return Some(closed(TokenKind::DollarString, Unclosed::DollarString, end, rest));
    }
    if dialect == Dialect::Sqlite && rest.starts_with('[') {
        let end = rest.find(']').map(|at| at + 1);
        return Some(closed(TokenKind::QuotedIdentifier, Unclosed::QuotedIdentifier, end, rest));
    }
    let opening = opening(dialect, rest)?;
    let end = end_of(&opening, dialect, rest);
    Some(if opening.identifier {
        closed(TokenKind::QuotedIdentifier, Unclosed::QuotedIdentifier, end, rest)
    } else {
        closed(TokenKind::String, Unclosed::String, end, rest)
    })
}

/// How the quoted token at the start of the text begins, if one is there.
fn opening(dialect: Dialect, rest: &str) -> Option<Opening> {
    let longest_prefix = "U&".len();
    let is_quote = |byte| matches!(byte, b'\'' | b'"' | b'`');
    let length = rest.bytes().take(longest_prefix + 1).position(is_quote)? + 1;
    let quote = rest.as_bytes()[length - 1];
    let prefix = rest[..length - 1].to_ascii_uppercase();
    let (backslashes, identifier) = match (dialect, prefix.as_str(), quote) {
        (Dialect::Postgres, "" | "B" | "N" | "X" | "U&", b'\'') => (false, false),
        (Dialect::Postgres, "E", b'\'') => (true, false),
        (Dialect::Postgres, "" | "U&", b'"') => (false, true),
        (Dialect::Sqlite, "" | "X", b'\'') => (false, false),
        (Dialect::Sqlite, "", b'"' | b'`') => (false, true),
        (Dialect::Mysql, "" | "B" | "N" | "X", b'\'') | (Dialect::Mysql, "", b'"') => (true, false),
        (Dialect::Mysql, "", b'`') => (false, true),
        _ => return None,
    };
    Some(Opening { length, quote, backslashes, identifier })
}

/// Where the quoted token at the start of the text ends.
fn end_of(opening: &Opening, dialect: Dialect, rest: &str) -> Option<usize> {
    let mut end = closing(rest, opening.length, opening)?;
    // A continued literal keeps the escapes of its beginning, so its parts must be read as one.
    while dialect == Dialect::Postgres
        && !opening.identifier
        && let Some(skipped) = continuation(&rest[end..])
    {
        end = closing(rest, end + skipped, opening)?;
    }
    Some(end)
}

/// The offset after the closing quote, looking from `at` on. All that is searched for is ASCII, so looking at
/// bytes never stops inside a character.
fn closing(rest: &str, mut at: usize, opening: &Opening) -> Option<usize> {
    let bytes = rest.as_bytes();
    loop {
        let byte = *bytes.get(at)?;
        if byte == opening.quote {
            if bytes.get(at + 1) != Some(&opening.quote) {
                return Some(at + 1);
            }
            at += 1;
        } else if byte == b'\\' && opening.backslashes {
            at += 1;
        }
        at += 1;
    }
}

/// PostgreSQL goes on with a literal when only whitespace with a line end, and line comments, are before the
/// next quote. Returns the length up to and with that quote.
fn continuation(rest: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let inner = &rest[at..];
        match blank::line_comment(Dialect::Postgres, inner).unwrap_or(0)
            + blank::whitespace(Dialect::Postgres, inner)
        {
            0 => break,
            length => at += length,
        }
    }
    (rest[at..].starts_with('\'') && rest[..at].contains(['\n', '\r'])).then_some(at + 1)
}

/// The opening `$tag$` at the start of the text. A tag is a name without dollars, or nothing.
fn dollar_tag(rest: &str) -> Option<&str> {
    let tag = rest.strip_prefix('$')?;
    let length = tag.find('$')?;
    let valid = tag[..length].chars().enumerate().all(|(index, character)| {
        if index == 0 { plain::starts_word(character) } else { plain::continues_word(character) }
    });
    valid.then(|| &rest[..length + 2])
}
