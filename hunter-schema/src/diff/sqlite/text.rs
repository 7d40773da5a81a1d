//! Names and expressions as a statement writes them.
//!
//! Responsible for the way back from a fact to SQL: facts are in lower case and have no brackets around the whole, and a
//! name's own spelling is in a note.

use hunter_sql::{Dialect, TokenKind, lex};

use super::super::names;
use super::DEPTH;
use crate::object::{Kind, Object, ObjectId};
use crate::snapshot::Snapshot;

/// The last part of a name, as it is compared.
pub(super) fn own(id: &ObjectId) -> &str {
    names::own(DEPTH, &id.name)
}

/// The last part of a name, as its author writes it.
pub(super) fn spelled(id: &ObjectId, object: &Object) -> String {
    let own = own(id);
    match object.notes.get("spelling") {
        Some(spelling) if own.starts_with('"') => Dialect::Sqlite.quote_identifier(spelling),
        Some(spelling) => spelling.to_owned(),
        None => own.to_owned(),
    }
}

/// A table's or view's name, as its author writes it.
pub(super) fn relation(snapshot: &Snapshot, name: &str) -> String {
    let find = |kind: Kind| {
        let id = ObjectId { kind, name: name.to_owned() };
        snapshot.get(&id).map(|object| spelled(&id, object))
    };
    find(Kind::Table).or_else(|| find(Kind::View)).unwrap_or_else(|| name.to_owned())
}

/// A name without its quotes, as a catalog keeps it.
pub(super) fn plain(name: &str) -> String {
    let inner = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
    inner.map_or_else(|| name.to_owned(), |inner| inner.replace("\"\"", "\""))
}

/// An expression. A snapshot spells the moment of the transaction as PostgreSQL does.
pub(super) fn expression(text: &str) -> &str {
    if text == "now()" { "CURRENT_TIMESTAMP" } else { text }
}

/// Whether a default is one value whatever the moment, as `ADD COLUMN` wants it.
pub(super) fn is_constant(default: &str) -> bool {
    is_literal(default) && !expression(default).to_ascii_lowercase().starts_with("current_")
}

/// What stands behind `DEFAULT`: everything but a literal needs brackets.
pub(super) fn default(text: &str) -> String {
    let value = expression(text);
    match value {
        "true" | "false" | "current_date" | "current_time" => value.to_ascii_uppercase(),
        _ if is_literal(value) => value.to_owned(),
        _ => format!("({value})"),
    }
}

fn is_literal(text: &str) -> bool {
    let text = expression(text);
    let words: Vec<(TokenKind, &str)> = tokens(text).filter(|(kind, _)| !kind.is_trivia()).collect();
    match words.as_slice() {
        [(TokenKind::String | TokenKind::Number, _)] | [(_, "-" | "+"), (TokenKind::Number, _)] => true,
        [(TokenKind::Word, word)] => {
            let word = word.to_ascii_lowercase();
            ["true", "false"].contains(&&*word) || word.starts_with("current_")
        }
        _ => false,
    }
}

/// The columns of a key or an index, with the keywords behind them as keywords are written.
pub(super) fn key_columns(text: &str) -> String {
    rewritten(text, |tokens, at| {
        let follows = at > 1 && tokens[at - 1].0.is_trivia() && tokens[at - 2].1 != ",";
        let is_keyword = tokens[at].0 == TokenKind::Word && ["collate", "desc"].contains(&tokens[at].1);
        (follows && is_keyword).then(|| tokens[at].1.to_ascii_uppercase())
    })
}

/// A text in which columns that name their table name it otherwise.
pub(super) fn qualified(text: &str, from: &str, to: &str) -> String {
    rewritten(text, |tokens, at| {
        let names_table = tokens[at].1 == from && tokens.get(at + 1).is_some_and(|(_, text)| *text == ".");
        names_table.then(|| to.to_owned())
    })
}

/// A trigger's body, a statement a line.
pub(super) fn body(text: &str) -> String {
    let inner = text.strip_prefix("begin").and_then(|text| text.trim_end().strip_suffix("end"));
    let Some(inner) = inner else { return text.to_owned() };
    let lines = rewritten(inner.trim(), |tokens, at| match tokens[at] {
        (TokenKind::Semicolon, _) => Some(";\n    ".to_owned()),
        (TokenKind::Whitespace, _) if at > 0 && tokens[at - 1].0 == TokenKind::Semicolon => {
            Some(String::new())
        }
        _ => None,
    });
    format!("BEGIN\n    {}\nEND", lines.trim())
}

fn rewritten(text: &str, replace: impl Fn(&[(TokenKind, &str)], usize) -> Option<String>) -> String {
    let tokens: Vec<(TokenKind, &str)> = tokens(text).collect();
    (0..tokens.len()).map(|at| replace(&tokens, at).unwrap_or_else(|| tokens[at].1.to_owned())).collect()
}

fn tokens(text: &str) -> impl Iterator<Item = (TokenKind, &str)> {
    lex(Dialect::Sqlite, text).map(move |token| (token.kind, token.text(text)))
}

#[cfg(test)]
mod tests {
    use super::{body, default, is_constant, key_columns, plain, qualified};

    #[test]
    fn a_default_has_brackets_unless_it_is_a_literal() {
        for (fact, written) in [
            ("'x''y'", "'x''y'"),
            ("-1", "-1"),
            ("true", "TRUE"),
            ("x'ab'", "x'ab'"),
            ("now()", "CURRENT_TIMESTAMP"),
            ("current_date", "CURRENT_DATE"),
            ("1 + 2", "(1 + 2)"),
            ("datetime('now')", "(datetime('now'))"),
        ] {
            assert_eq!(default(fact), written);
        }
    }

    #[test]
    fn a_moment_is_no_constant() {
        assert!(["1", "- 1", "'now()'", "false", "x'ab'"].iter().all(|text| is_constant(text)));
        assert!(!["now()", "current_date", "1 + 1", "random()"].iter().any(|text| is_constant(text)));
    }

    #[test]
    fn only_words_behind_a_column_are_keywords() {
        assert_eq!(key_columns("desc desc, a collate nocase, f(b)"), "desc DESC, a COLLATE nocase, f(b)");
        assert_eq!(key_columns("\"a desc\", desc"), "\"a desc\", desc");
    }

    #[test]
    fn a_column_named_like_the_table_does_not_name_it() {
        assert_eq!(qualified("t.a > t and 't.a' <> t.t", "t", "n"), "n.a > t and 't.a' <> n.t");
    }

    #[test]
    fn a_body_is_a_statement_a_line() {
        assert_eq!(
            body("begin select ';'; delete from t; end"),
            "BEGIN\n    select ';';\n    delete from t;\nEND"
        );
    }

    #[test]
    fn a_plain_name_has_no_quotes() {
        assert_eq!([plain("a"), plain("\"a \"\"b\"\"\"")], ["a", "a \"b\""]);
    }
}
