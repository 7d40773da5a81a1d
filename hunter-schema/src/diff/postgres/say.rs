//! Small words that many statements are made of.

use std::collections::BTreeSet;

use hunter_sql::{Dialect, TokenKind, lex};

use crate::diff::draft::Statement;
use crate::diff::names;
use crate::diff::unit::Unit;
use crate::object::{Kind, Object, ObjectId};

pub(super) const DEPTH: usize = 2;

/// The table or view that a part lies in, and the part's own name.
pub(super) fn part(id: &ObjectId) -> (&str, &str) {
    part_of(&id.name)
}

/// The same of a name.
pub(super) fn part_of(name: &str) -> (&str, &str) {
    (names::owner(DEPTH, name).unwrap_or(name), names::own(DEPTH, name))
}

/// A part that has a name within the schema: the index `public.users_email` of `public.users.users_email`.
pub(super) fn in_schema(id: &ObjectId) -> String {
    let (table, own) = part(id);
    match names::owner(1, table) {
        Some(schema) => format!("{schema}.{own}"),
        None => own.to_owned(),
    }
}

pub(super) fn literal(text: &str) -> String {
    Dialect::Postgres.quote_literal(text)
}

/// `COMMENT ON what IS …`, if there is or was one.
pub(super) fn comment(
    about: &ObjectId,
    what: &str,
    before: Option<&str>,
    after: Option<&str>,
) -> Option<Statement> {
    let text = after.map_or_else(|| "NULL".to_owned(), literal);
    (before != after).then(|| Statement::new(about, format!("COMMENT ON {what} IS {text}")))
}

/// The comment of something new.
pub(super) fn first_comment(unit: &Unit<'_>, what: &str) -> Option<Statement> {
    comment(unit.id, what, None, unit.fact("comment"))
}

/// The names of facts and bodies that differ.
pub(super) fn changed<'s>(before: &'s Object, after: &'s Object) -> BTreeSet<&'s str> {
    let of = |object: &'s Object| object.facts.iter().chain(object.bodies.iter()).map(|(name, _)| name);
    let differs = |name: &&str| {
        before.facts.get(name) != after.facts.get(name) || before.bodies.get(name) != after.bodies.get(name)
    };
    of(before).chain(of(after)).filter(differs).collect()
}

/// Parts between commas that stand in no bracket and in no quotes.
pub(super) fn list(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut open) = (Vec::new(), 0, 0_usize);
    for token in lex(Dialect::Postgres, text) {
        match token.text(text) {
            "(" | "[" => open += 1,
            ")" | "]" => open = open.saturating_sub(1),
            "," if open == 0 && token.kind == TokenKind::Punctuation => {
                parts.push(text[start..token.start].trim());
                start = token.end;
            }
            _ => {}
        }
    }
    let last = text[start..].trim();
    if !last.is_empty() {
        parts.push(last);
    }
    parts
}

/// `key=value` pairs of options.
pub(super) fn options(text: Option<&str>) -> Vec<(&str, &str)> {
    let pairs = text.into_iter().flat_map(|text| text.split(", "));
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect()
}

/// `(key=value, …)` with a prefix before each key.
pub(super) fn option_list(text: &str, prefix: &str) -> String {
    let pairs: Vec<String> =
        options(Some(text)).iter().map(|(key, value)| format!("{prefix}{key}={}", value_of(value))).collect();
    pairs.join(", ")
}

/// A plain word or number as it is, anything else as a string.
fn value_of(value: &str) -> String {
    let is_plain =
        !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
    if is_plain { value.to_owned() } else { literal(value) }
}

/// `SET (…)` and `RESET (…)` that lead from some options to others.
pub(super) fn option_changes(before: Option<&str>, after: Option<&str>, prefix: &str) -> Vec<String> {
    let (old, new) = (options(before), options(after));
    let set: Vec<String> = new
        .iter()
        .filter(|pair| !old.contains(pair))
        .map(|(key, value)| format!("{prefix}{key}={}", value_of(value)))
        .collect();
    let reset: Vec<String> = old
        .iter()
        .filter(|(key, _)| !new.iter().any(|(other, _)| other == key))
        .map(|(key, _)| format!("{prefix}{key}"))
        .collect();
    let said =
        |word: &str, list: Vec<String>| (!list.is_empty()).then(|| format!("{word} ({})", list.join(", ")));
    said("SET", set).into_iter().chain(said("RESET", reset)).collect()
}

/// `(ADD a 'x', SET b 'y', DROP c)` for options of foreign tables.
pub(super) fn server_option_changes(before: Option<&str>, after: Option<&str>) -> Option<String> {
    let (old, new) = (options(before), options(after));
    let known = |key: &str, among: &[(&str, &str)]| among.iter().any(|(other, _)| *other == key);
    let set = new.iter().filter(|pair| !old.contains(pair)).map(|(key, value)| {
        format!("{} {key} {}", if known(key, &old) { "SET" } else { "ADD" }, literal(value))
    });
    let gone = old.iter().filter(|(key, _)| !known(key, &new)).map(|(key, _)| format!("DROP {key}"));
    let all: Vec<String> = set.chain(gone).collect();
    (!all.is_empty()).then(|| format!("OPTIONS ({})", all.join(", ")))
}

/// In parentheses, once.
pub(super) fn in_parentheses(text: &str) -> String {
    let mut open = 0_i32;
    let mut closed_early = !text.starts_with('(');
    for token in lex(Dialect::Postgres, text) {
        match token.text(text) {
            "(" => open += 1,
            ")" => open -= 1,
            _ => {}
        }
        closed_early |= open == 0 && token.end < text.len();
    }
    if closed_early { format!("({text})") } else { text.to_owned() }
}

/// The word by which statements call a relation.
pub(super) fn relation_word(kind: Kind) -> &'static str {
    match kind {
        Kind::View => "VIEW",
        Kind::MaterializedView => "MATERIALIZED VIEW",
        Kind::Sequence => "SEQUENCE",
        _ => "TABLE",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_cut_at_its_own_commas() {
        assert_eq!(
            list("a numeric(10,2), b text[], \"c,d\" text, 'e,f'"),
            ["a numeric(10,2)", "b text[]", "\"c,d\" text", "'e,f'"]
        );
        assert_eq!(list(""), [""; 0]);
    }

    #[test]
    fn parentheses_are_put_once() {
        for (text, put) in
            [("(a > 0)", "(a > 0)"), ("a > 0", "(a > 0)"), ("(a) + (b)", "((a) + (b))"), ("f(a)", "(f(a))")]
        {
            assert_eq!(in_parentheses(text), put);
        }
    }

    #[test]
    fn options_are_set_and_reset() {
        assert_eq!(
            option_changes(Some("fillfactor=70, a=1"), Some("fillfactor=80"), ""),
            ["SET (fillfactor=80)", "RESET (a)"]
        );
        assert_eq!(
            server_option_changes(Some("a=1, b=2"), Some("b=3, c=4")).unwrap(),
            "OPTIONS (SET b '3', ADD c '4', DROP a)"
        );
    }
}
