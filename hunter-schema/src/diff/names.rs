//! Names as SQL writes them: taken apart, and found in texts.
//!
//! Responsible for what stands on what. A catalog keeps no list of it that every dialect has, but texts of a catalog write
//! names out, so what a text mentions is what it stands on. A name that only looks alike gives an order that nobody
//! needed, never a wrong one.

use std::collections::BTreeSet;

use hunter_sql::{Dialect, TokenKind, lex};

/// The name of what a part lies below, if its name has more parts than `depth`: `public.users` of `public.users.email`.
pub(super) fn owner(depth: usize, name: &str) -> Option<&str> {
    split_at(name, depth).map(|(owner, _)| owner)
}

/// The last part of a name that has `depth` parts in front of it.
pub(super) fn own(depth: usize, name: &str) -> &str {
    split_at(name, depth).map_or(name, |(_, own)| own)
}

fn split_at(name: &str, depth: usize) -> Option<(&str, &str)> {
    let (mut quoted, mut seen) = (false, 0);
    for (at, letter) in name.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            // What lies behind belongs to a signature or to a part without a name of its own.
            '(' if !quoted => return None,
            ' ' if !quoted && name[at..].starts_with(" to ") => return None,
            '.' if !quoted => {
                seen += 1;
                if seen == depth {
                    return Some((&name[..at], &name[at + 1..]));
                }
            }
            _ => {}
        }
    }
    None
}

/// What a grant is about: `public.users` of `public.users to someone`.
pub(super) fn granted(name: &str) -> Option<&str> {
    name.rsplit_once(" to ").map(|(target, _)| target)
}

/// What a text mentions: every name, whole and each of its parts.
pub(super) fn mentions(dialect: Dialect, text: &str, found: &mut BTreeSet<String>) {
    let mut chain: Vec<&str> = Vec::new();
    let mut dotted = false;
    for token in lex(dialect, text).filter(|token| !token.kind.is_trivia()) {
        let word = token.text(text);
        match token.kind {
            TokenKind::Word | TokenKind::QuotedIdentifier => {
                if !dotted {
                    chain.clear();
                }
                chain.push(word);
                found.insert(word.to_owned());
                if let [.., schema, name] = chain.as_slice() {
                    found.insert(format!("{schema}.{name}"));
                    found.insert(chain.join("."));
                }
                dotted = false;
                continue;
            }
            TokenKind::Punctuation if word == "." && !chain.is_empty() => {
                dotted = true;
                continue;
            }
            // `nextval('public.s'::regclass)` is the one literal that is a name.
            TokenKind::String if text[token.end..].starts_with("::regclass") => {
                mentions(dialect, word.trim_matches('\''), found);
            }
            TokenKind::DollarString => {
                let tag = word[1..].find('$').map_or(0, |end| end + 2);
                mentions(dialect, word.get(tag..word.len() - tag).unwrap_or_default(), found);
            }
            _ => {}
        }
        chain.clear();
        dotted = false;
    }
}

/// A text in which one name, whole as it is written, is another.
pub(super) fn replaced(dialect: Dialect, text: &str, old: &str, new: &str) -> String {
    let parts = old.matches('.').count() + 1;
    let tokens: Vec<_> = lex(dialect, text).collect();
    let (mut written, mut at) = (String::with_capacity(text.len()), 0);
    while let Some(token) = tokens.get(at) {
        let end = tokens.get(at + 2 * (parts - 1)).map_or(text.len(), |last| last.end);
        let is_word = matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier);
        if is_word && text.get(token.start..end) == Some(old) {
            written.push_str(new);
            at += 2 * parts - 1;
        } else if token.kind == TokenKind::String && text[token.end..].starts_with("::regclass") {
            let name = token.text(text).trim_matches('\'');
            written.push_str(&dialect.quote_literal(&replaced(dialect, name, old, new)));
            at += 1;
        } else {
            written.push_str(token.text(text));
            at += 1;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_where_its_table_ends() {
        assert_eq!(owner(2, "public.users.email"), Some("public.users"));
        assert_eq!(own(2, "public.users.email"), "email");
        assert_eq!(owner(2, r#""a.b"."c""d.e".f"#), Some(r#""a.b"."c""d.e""#));
        assert_eq!(owner(1, "users.check(a.b > 0)"), Some("users"));
        for whole in ["public.users", "public.f(integer)", "public.users to someone"] {
            assert_eq!(owner(2, whole), None, "{whole}");
        }
        assert_eq!(granted("public.users to someone"), Some("public.users"));
    }

    #[test]
    fn a_name_is_replaced_where_it_is_one() {
        let text = "FOREIGN KEY (users) REFERENCES public.users(id), 'public.users', nextval('public.users_id'::regclass)";
        let renamed = replaced(Dialect::Postgres, text, "public.users", "public.people");
        assert_eq!(renamed, text.replacen("public.users(", "public.people(", 1));
        assert_eq!(replaced(Dialect::Sqlite, "a > a.b and 'a'", "a", "c"), "c > c.b and 'a'");
    }

    #[test]
    fn names_are_mentioned_whole_and_in_parts() {
        let mut found = BTreeSet::new();
        mentions(Dialect::Postgres, "nextval('public.s'::regclass) + public.f(t.a, 'x y') -- c", &mut found);
        let expected = ["a", "f", "nextval", "public", "public.f", "public.s", "regclass", "s", "t", "t.a"];
        assert_eq!(found, expected.map(str::to_owned).into());
    }
}
