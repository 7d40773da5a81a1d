//! Words, numbers and parameters: what is neither blank nor quoted.
//!
//! Responsible for where they end. Which words are keywords, and what a number is worth, is not known here.

use super::{Scanned, TokenKind};
use crate::Dialect;

/// Whether an unquoted name can begin with the character, in every dialect.
pub(super) fn starts_word(character: char) -> bool {
    character.is_ascii_alphabetic() || character == '_' || !character.is_ascii()
}

/// Whether an unquoted name can go on with the character, in every dialect.
pub(super) fn continues_word(character: char) -> bool {
    starts_word(character) || character.is_ascii_digit() || character == '$'
}

/// A word, a number or a parameter at the start of the text.
pub(super) fn scan(dialect: Dialect, rest: &str) -> Option<Scanned> {
    if let Some(length) = parameter(dialect, rest) {
        return Some((TokenKind::Parameter, length));
    }
    if let Some(length) = number(rest) {
        let joined = length + word_length(&rest[length..]);
        return Some(match dialect {
            // `1a` is a name in MySQL, though `1` is none.
            Dialect::Mysql if joined > length && is_digits(&rest[..length]) => (TokenKind::Word, joined),
            // SQLite takes the letters along and then refuses the whole.
            Dialect::Sqlite => (TokenKind::Number, joined),
            Dialect::Postgres | Dialect::Mysql => (TokenKind::Number, length),
        });
    }
    let first = rest.chars().next()?;
    (starts_word(first) || (first == '$' && dialect == Dialect::Mysql))
        .then(|| (TokenKind::Word, word_length(rest)))
}

/// How many bytes at the start of the text can go on a word.
fn word_length(rest: &str) -> usize {
    prefix_length(rest, continues_word)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
}

/// The length of the longest beginning in which every character fits.
fn prefix_length(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|character| !fits(character)).unwrap_or(text.len())
}

/// The length of the parameter at the start of the text.
fn parameter(dialect: Dialect, rest: &str) -> Option<usize> {
    let sign = rest.chars().next()?;
    let after = rest.get(1..)?;
    let digits = prefix_length(after, |character| character.is_ascii_digit());
    match (dialect, sign) {
        (Dialect::Postgres, '$') if digits > 0 => Some(1 + digits),
        (Dialect::Mysql, '?') => Some(1),
        (Dialect::Sqlite, '?') => Some(1 + digits),
        (Dialect::Sqlite, '$' | '@' | ':' | '#') => match word_length(after) {
            0 => None,
            length => Some(1 + length),
        },
        _ => None,
    }
}

/// The length of the number at the start of the text.
fn number(rest: &str) -> Option<usize> {
    let digit = |character: char| character.is_ascii_digit() || character == '_';
    if !rest.strip_prefix('.').unwrap_or(rest).starts_with(|character: char| character.is_ascii_digit()) {
        return None;
    }
    if let Some(length) = radix_number(rest) {
        return Some(length);
    }
    let mut at = prefix_length(rest, digit);
    // Two dots are an operator: `1..10` is a range in PL/pgSQL.
    if rest[at..].starts_with('.') && !rest[at..].starts_with("..") {
        at += 1;
        at += prefix_length(&rest[at..], digit);
    }
    if let Some(exponent) = rest[at..].strip_prefix(['e', 'E']) {
        let sign = usize::from(exponent.starts_with(['+', '-']));
        let length = prefix_length(&exponent[sign..], |character| character.is_ascii_digit());
        if length > 0 {
            at += 1 + sign + length;
        }
    }
    Some(at)
}

/// The length of a number as `0x1F`, `0o17` or `0b11`.
fn radix_number(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('0')?;
    let radix = match after.chars().next()?.to_ascii_lowercase() {
        'x' => 16,
        'o' => 8,
        'b' => 2,
        _ => return None,
    };
    let length = prefix_length(&after[1..], |character| character.is_digit(radix) || character == '_');
    (length > 0).then_some(2 + length)
}
