//! The words of a definition, and one spelling for those that mean the same.
//!
//! Responsible for blanks, comments, the case of letters and the quotes of names. It knows no grammar, except for what
//! tells a name in double quotes from a string in double quotes, which SQLite takes too.

use std::collections::BTreeSet;

use hunter_sql::{Dialect, TokenKind, lex};

/// One token that counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'t> {
    pub(super) kind: TokenKind,
    pub(super) text: &'t str,
    /// Whether nothing is between it and the one before.
    joined: bool,
}

/// The tokens of a text, without blanks and comments.
pub(super) fn words(sql: &str) -> Vec<Word<'_>> {
    let (mut words, mut end) = (Vec::new(), 0);
    for token in lex(Dialect::Sqlite, sql).filter(|token| !token.kind.is_trivia()) {
        words.push(Word { kind: token.kind, text: token.text(sql), joined: token.start == end });
        end = token.end;
    }
    words
}

impl Word<'_> {
    /// Whether it is this keyword or mark.
    pub(super) fn is(&self, text: &str) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Punctuation | TokenKind::Semicolon)
            && self.text.eq_ignore_ascii_case(text)
    }

    /// The name that it is, however it is quoted.
    pub(super) fn name(&self) -> String {
        name(&self.content())
    }

    /// What is between the quotes.
    pub(super) fn content(&self) -> String {
        let inner = || self.text.get(1..self.text.len() - 1).unwrap_or_default();
        match (self.kind, self.text.chars().next()) {
            (TokenKind::QuotedIdentifier, Some('[')) => inner().to_owned(),
            (TokenKind::QuotedIdentifier | TokenKind::String, Some(quote @ ('"' | '`' | '\''))) => {
                inner().replace(&format!("{quote}{quote}"), &quote.to_string())
            }
            _ => self.text.to_owned(),
        }
    }
}

/// A name as SQL writes it: in lower case, and in quotes where it needs some.
pub(crate) fn name(plain: &str) -> String {
    let name = plain.to_ascii_lowercase();
    let is_plain = |at: usize, c: char| {
        c.is_ascii_alphabetic() || c == '_' || !c.is_ascii() || at > 0 && c.is_ascii_digit()
    };
    let needs_none = !name.is_empty() && name.chars().enumerate().all(|(at, c)| is_plain(at, c));
    if needs_none && !RESERVED.split(' ').any(|word| word == name) {
        name
    } else {
        Dialect::Sqlite.quote_identifier(&name)
    }
}

/// Words that are something else without quotes.
const RESERVED: &str = "\
    add alter and as autoincrement between case check collate commit constraint create cross \
    current_date current_time current_timestamp default deferrable delete distinct drop else escape \
    except exists false foreign from full group having in index inner insert intersect into is isnull \
    join left limit natural not nothing notnull null on or order outer primary references returning \
    right select set table then to transaction true union unique update using values when where";

/// The names that are known where a text stands.
pub(super) struct Names(BTreeSet<String>);

impl Names {
    pub(super) fn new(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().collect())
    }

    /// The text of words in one spelling: texts of the same meaning to SQLite's tokenizer are equal, others are not.
    pub(super) fn spell(&self, words: &[Word<'_>]) -> String {
        let mut text = String::new();
        for (at, word) in words.iter().enumerate() {
            if at > 0 && has_blank(words, at) {
                text.push(' ');
            }
            text.push_str(&self.one(words, at, *word));
        }
        text
    }

    /// The same for an expression: without brackets around the whole.
    pub(super) fn spell_expression(&self, words: &[Word<'_>]) -> String {
        self.spell(unwrapped(words))
    }

    fn one(&self, words: &[Word<'_>], at: usize, word: Word<'_>) -> String {
        match word.kind {
            TokenKind::QuotedIdentifier if !word.text.starts_with('"') || self.is_name(words, at) => {
                word.name()
            }
            TokenKind::QuotedIdentifier => Dialect::Sqlite.quote_literal(&word.content()),
            TokenKind::String if word.text.starts_with('\'') => word.text.to_owned(),
            TokenKind::Word | TokenKind::Number | TokenKind::String => word.text.to_ascii_lowercase(),
            _ => word.text.to_owned(),
        }
    }

    /// Whether double quotes are around a name and not around a string: where only a name can stand, or where the text or
    /// its surroundings know it.
    fn is_name(&self, words: &[Word<'_>], at: usize) -> bool {
        let content = words[at].content();
        let is =
            |at: Option<usize>, text: &str| at.and_then(|at| words.get(at)).is_some_and(|word| word.is(text));
        let names_something = |at: usize| {
            let before = ["as", ".", "from", "join", "into", "update"].iter();
            let (one, two) = (Some(at + 1), Some(at + 2));
            before.clone().any(|word| is(at.checked_sub(1), word))
                || is(one, ".")
                || is(one, "(")
                || is(one, "as") && is(two, "(")
        };
        let is_named = |(other, word): (usize, &Word<'_>)| match word.kind {
            TokenKind::Word => word.text.eq_ignore_ascii_case(&content),
            TokenKind::QuotedIdentifier => {
                word.content().eq_ignore_ascii_case(&content) && names_something(other)
            }
            _ => false,
        };
        self.0.contains(&words[at].name()) || words.iter().enumerate().any(is_named)
    }
}

/// Without the brackets that are around all of it.
pub(super) fn unwrapped<'w, 't>(mut words: &'w [Word<'t>]) -> &'w [Word<'t>] {
    while let [first, inner @ .., _] = words
        && first.is("(")
        && group(words).len() == words.len()
    {
        words = inner;
    }
    words
}

/// From an opening bracket up to the one that closes it.
pub(super) fn group<'w, 't>(words: &'w [Word<'t>]) -> &'w [Word<'t>] {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate() {
        if word.is("(") {
            depth += 1;
        } else if word.is(")") {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            return &words[..=at];
        }
    }
    words
}

/// The parts between commas that are in no bracket.
pub(super) fn parts<'w, 't>(words: &'w [Word<'t>]) -> Vec<&'w [Word<'t>]> {
    let mut depth = 0_usize;
    let parts = words.split(|word| {
        if word.is("(") {
            depth += 1;
        } else if word.is(")") {
            depth = depth.saturating_sub(1);
        }
        depth == 0 && word.is(",")
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// Whether a blank is written before a word. Never one inside of an operator of two characters, and always one between two
/// operators, so that different words are different texts.
fn has_blank(words: &[Word<'_>], at: usize) -> bool {
    let (before, word) = (words[at - 1], words[at]);
    if before.is("(") || word.is(")") || word.is(",") || word.is(";") {
        return false;
    }
    if before.is(".") || word.is(".") {
        return [before, word].iter().any(|word| word.kind == TokenKind::Number);
    }
    if word.is("(") {
        let is_called = matches!(before.kind, TokenKind::Word | TokenKind::QuotedIdentifier);
        return !is_called || BEFORE_A_BRACKET.iter().any(|keyword| before.is(keyword));
    }
    let is_mark = |word: Word<'_>| word.kind == TokenKind::Punctuation;
    if is_mark(before) && is_mark(word) {
        return !(word.joined && OPERATORS.contains(&&*format!("{}{}", before.text, word.text)));
    }
    let is_sign = before.is("-") || before.is("+");
    let begins = at == 1 || words[at - 2].is("(") || words[at - 2].is(",");
    !(is_sign && begins && word.kind == TokenKind::Number)
}

const OPERATORS: [&str; 9] = ["<=", ">=", "<>", "!=", "==", "||", "<<", ">>", "->"];

const BEFORE_A_BRACKET: [&str; 20] = [
    "in", "and", "or", "not", "values", "as", "on", "select", "where", "over", "exists", "by", "when",
    "then", "else", "from", "join", "is", "like", "between",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, prop, proptest};
    use proptest::sample::select;

    use super::*;

    fn spell(sql: &str) -> String {
        Names::new(["known".to_owned()]).spell(&words(sql))
    }

    #[test]
    fn a_name_is_quoted_only_where_it_needs_it() {
        for (plain, written) in [
            ("Users", "users"),
            ("select", "\"select\""),
            ("a b", "\"a b\""),
            ("1a", "\"1a\""),
            ("", "\"\""),
            ("é", "é"),
        ] {
            assert_eq!(name(plain), written);
        }
    }

    #[test]
    fn double_quotes_are_around_a_name_where_it_is_known_and_around_a_string_elsewhere() {
        assert_eq!(spell("\"Known\" = \"Other\""), "known = 'Other'");
        assert_eq!(spell("x = \"X\""), "x = x");
        assert_eq!(spell("select 1 as \"Total\" order by \"Total\""), "select 1 as total order by total");
        assert_eq!(
            spell("with \"C\" as (select 1) select * from \"C\""),
            "with c as (select 1) select * from c"
        );
        assert_eq!(spell("select \"Bob\" as name"), "select 'Bob' as name");
    }

    #[test]
    fn operators_stay_what_they_are() {
        assert_eq!(spell("a<=b||c - -1->>'$.x'"), "a <= b || c - - 1 ->> '$.x'");
        assert_eq!(spell("( -1 )"), "(-1)");
    }

    proptest! {
        #[test]
        fn a_spelling_has_the_same_words_and_spells_itself(parts in prop::collection::vec(select(&PARTS[..]), 1..20)
            .prop_map(|parts| parts.join(" ")))
        {
            let spelled = spell(&parts);
            assert_eq!(words(&spelled).len(), words(&parts).len(), "{spelled}");
            assert_eq!(spell(&spelled), spelled);
        }
    }

    const PARTS: [&str; 27] = [
        "a",
        "B",
        "\"known\"",
        "\"C d\"",
        "[e]",
        "`F`",
        "'x'",
        "X'AB'",
        "1",
        "1.5",
        ".5",
        "(",
        ")",
        ",",
        ".",
        ";",
        "-",
        "+",
        "<",
        ">",
        "=",
        "|",
        "||",
        "in",
        "/* c */",
        "-- l\n",
        "?1",
    ];
}
