//! Names as the catalogs write them.
//!
//! Responsible for quotes: whether a name needs them, and what is between them. Names are compared without them, as which
//! words need some depends on the server's version.

use hunter_sql::{Dialect, Token, TokenKind, lex};

use crate::catalog::sqlite;

/// A plain name as the catalog of the dialect writes it.
pub(super) fn quoted(dialect: Dialect, plain: &str) -> String {
    if dialect == Dialect::Sqlite {
        return sqlite::name(plain);
    }
    let is_plain = |at: usize, c: char| c.is_ascii_lowercase() || c == '_' || at > 0 && c.is_ascii_digit();
    let needs_none = !plain.is_empty() && plain.chars().enumerate().all(|(at, c)| is_plain(at, c));
    if needs_none && !KEYWORDS.split(' ').any(|word| word == plain) {
        plain.to_owned()
    } else {
        dialect.quote_identifier(plain)
    }
}

/// Names of the same place, with a dot between.
pub(super) fn joined(dialect: Dialect, parts: &[&str]) -> String {
    parts.iter().map(|part| quoted(dialect, part)).collect::<Vec<_>>().join(".")
}

/// The plain parts of a written name: `app`, `my table` of `app."my table"`.
pub(super) fn parts(name: &str) -> Vec<String> {
    let (mut parts, mut part, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                part.push('"');
            }
            '"' => is_quoted = !is_quoted,
            '.' if !is_quoted => parts.push(std::mem::take(&mut part)),
            _ => part.push(letter),
        }
    }
    parts.push(part);
    parts
}

/// The tokens that count.
fn tokens(dialect: Dialect, text: &str) -> Vec<(Token, &str)> {
    lex(dialect, text)
        .filter(|token| !token.kind.is_trivia())
        .map(|token| (token, token.text(text)))
        .collect()
}

/// Keywords are in capital letters, as no name without quotes is.
fn is_name((token, text): &(Token, &str)) -> bool {
    let is_keyword = || text.bytes().any(|byte| byte.is_ascii_uppercase());
    token.kind == TokenKind::QuotedIdentifier || token.kind == TokenKind::Word && !is_keyword()
}

/// The plain first names between the commas of a list: `a`, `b` of `a, "b" desc`.
pub(super) fn listed(dialect: Dialect, list: &str) -> Vec<String> {
    let tokens = tokens(dialect, list);
    let begins = |at: usize| at == 0 || tokens[at - 1].1 == ",";
    let firsts = tokens.iter().enumerate().filter(|(at, token)| begins(*at) && is_name(token));
    firsts.map(|(_, (_, text))| parts(text).concat()).collect()
}

/// What is in front of the first brackets of a text, in them, and behind them.
pub(super) fn bracketed(dialect: Dialect, text: &str) -> Option<(&str, &str, &str)> {
    let (mut start, mut depth) = (None, 0_usize);
    for token in lex(dialect, text) {
        match token.text(text) {
            "(" => {
                start = start.or(Some(token));
                depth += 1;
            }
            ")" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let (before, inner) = (text.get(..start?.start)?, text.get(start?.end..token.start)?);
                    return Some((before, inner, text.get(token.end..)?));
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a text of the catalog names a column. The name of a type behind `::` and that of a function are something else.
pub(super) fn mentions(dialect: Dialect, text: &str, column: &str) -> bool {
    let tokens = tokens(dialect, text);
    let is = |at: Option<usize>, mark: &str| {
        at.and_then(|at| tokens.get(at)).is_some_and(|(_, text)| *text == mark)
    };
    tokens.iter().enumerate().any(|(at, token)| {
        let is_type = is(at.checked_sub(1), "::") || is(at.checked_sub(1), ":") && is(at.checked_sub(2), ":");
        is_name(token) && parts(token.1).concat() == column && !is_type && !is(Some(at + 1), "(")
    })
}

/// PostgreSQL's words that are no names without quotes, in every version that is supported.
const KEYWORDS: &str = "\
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean \
    both case cast char character check coalesce collate collation column concurrently constraint create \
    cross current_catalog current_date current_role current_schema current_time current_timestamp \
    current_user dec decimal default deferrable desc distinct do else end except exists extract false \
    fetch float for foreign freeze from full grant greatest group grouping having ilike in initially \
    inner inout int integer intersect interval into is isnull join lateral leading least left like limit \
    localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric \
    offset on only or order out outer overlaps overlay placing position precision primary real \
    references returning right row select session_user setof similar smallint some substring symmetric \
    table tablesample then time timestamp to trailing treat trim true union unique user using values \
    varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists \
    xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable";

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::*;

    #[test]
    fn a_name_is_quoted_where_the_catalog_quotes_it() {
        for (plain, postgres, sqlite) in [
            ("users", "users", "users"),
            ("Users", "\"Users\"", "users"),
            ("order", "\"order\"", "\"order\""),
            ("char", "\"char\"", "char"),
            ("1st", "\"1st\"", "\"1st\""),
            ("é", "\"é\"", "é"),
            ("a\"b", "\"a\"\"b\"", "\"a\"\"b\""),
        ] {
            assert_eq!(quoted(Dialect::Postgres, plain), postgres);
            assert_eq!(quoted(Dialect::Sqlite, plain), sqlite);
        }
    }

    #[test]
    fn a_column_is_mentioned_where_its_name_stands_for_a_column() {
        let says = |text: &str, column: &str| mentions(Dialect::Postgres, text, column);
        assert!(says("CHECK ((born > '1900-01-01'::date))", "born"));
        assert!(says("btree (lower((email)::text))", "email"));
        assert!(says("UNIQUE (\"Total\")", "Total"));
        for column in ["date", "CHECK", "1900"] {
            assert!(!says("CHECK ((born > '1900-01-01'::date))", column), "{column}");
        }
        assert!(!says("btree (lower((email)::text))", "lower"));
    }

    #[test]
    fn the_names_of_a_list_are_the_first_of_each_item() {
        assert_eq!(listed(Dialect::Sqlite, "a collate nocase desc, \"b, c\""), ["a", "b, c"]);
        assert_eq!(
            bracketed(Dialect::Postgres, "KEY (a, f(b)) REFERENCES t(c)"),
            Some(("KEY ", "a, f(b)", " REFERENCES t(c)"))
        );
        assert_eq!(bracketed(Dialect::Postgres, "KEY"), None);
    }

    proptest! {
        #[test]
        fn the_parts_of_joined_names_are_the_names(one in any::<String>(), other in any::<String>()) {
            let (one, other) = (one.replace('\0', ""), other.replace('\0', ""));
            let whole = joined(Dialect::Postgres, &[&one, &other]);
            assert_eq!(parts(&whole), [one, other]);
        }
    }
}
