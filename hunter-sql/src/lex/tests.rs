//! Tables of texts and the tokens they consist of.

use super::TokenKind::{
    BlockComment, DollarString, ExecutableComment, LineComment, Number, Parameter, Punctuation,
    QuotedIdentifier, Semicolon, String as Str, Unterminated, Whitespace, Word,
};
use super::{TokenKind, Unclosed, lex};
use crate::Dialect::{self, Mysql, Postgres, Sqlite};

/// Checks the tokens of a text, leaving out the whitespace between them.
fn check(dialect: Dialect, sql: &str, expected: &[(TokenKind, &str)]) {
    let all = lex(dialect, sql).filter(|token| token.kind != Whitespace);
    let tokens: Vec<(TokenKind, &str)> = all.map(|token| (token.kind, token.text(sql))).collect();
    assert_eq!(tokens, expected, "{dialect:?} {sql:?}");
}

/// Checks that a text is one token.
fn check_one(dialect: Dialect, kind: TokenKind, sql: &str) {
    check(dialect, sql, &[(kind, sql)]);
}

/// Checks that a text is left open from its start to its end.
fn check_open(dialect: Dialect, what: Unclosed, sql: &str) {
    check_one(dialect, Unterminated { what }, sql);
}

#[test]
fn an_empty_text_has_no_tokens() {
    for dialect in Dialect::ALL {
        assert_eq!(lex(dialect, "").next(), None);
    }
}

#[test]
fn words_and_punctuation_are_told_apart() {
    for dialect in Dialect::ALL {
        check_one(dialect, Word, "a1_$é日");
        check(
            dialect,
            "a.b<=(c);",
            &[
                (Word, "a"),
                (Punctuation, "."),
                (Word, "b"),
                (Punctuation, "<"),
                (Punctuation, "="),
                (Punctuation, "("),
                (Word, "c"),
                (Punctuation, ")"),
                (Semicolon, ";"),
            ],
        );
        check(dialect, "a\0b", &[(Word, "a"), (Punctuation, "\0"), (Word, "b")]);
    }
    check_one(Mysql, Word, "1a");
    check_one(Mysql, Word, "$a");
}

#[test]
fn blanks_outside_ascii_are_letters() {
    for dialect in Dialect::ALL {
        check_one(dialect, Word, "a\u{a0}b");
        assert_eq!(lex(dialect, " \t\r\n\x0C").next().unwrap().kind, Whitespace);
    }
    check_one(Sqlite, Punctuation, "\x0B");
    check(Sqlite, "\u{FEFF}a", &[(Word, "a")]);
    check_one(Postgres, Word, "\u{FEFF}a");
}

#[test]
fn a_line_comment_ends_before_the_line_does() {
    for dialect in Dialect::ALL {
        check(dialect, "a -- b;'\nc", &[(Word, "a"), (LineComment, "-- b;'"), (Word, "c")]);
        check_one(dialect, LineComment, "--");
    }
    check(Postgres, "--a\rb", &[(LineComment, "--a"), (Word, "b")]);
    check_one(Sqlite, LineComment, "--a\rb");
    check(Mysql, "1--1", &[(Number, "1"), (Punctuation, "-"), (Punctuation, "-"), (Number, "1")]);
    check(Mysql, "#a\nb", &[(LineComment, "#a"), (Word, "b")]);
    check(Postgres, "#a", &[(Punctuation, "#"), (Word, "a")]);
}

#[test]
fn a_block_comment_nests_in_postgres_only() {
    check_one(Postgres, BlockComment, "/* /* ' */ ; */");
    for dialect in [Sqlite, Mysql] {
        check(dialect, "/* /* ' */ a", &[(BlockComment, "/* /* ' */"), (Word, "a")]);
    }
    for dialect in Dialect::ALL {
        check_one(dialect, BlockComment, "/**/");
        check_one(dialect, BlockComment, "/*+ a */");
        check_open(dialect, Unclosed::BlockComment, "/*/");
        check_open(dialect, Unclosed::BlockComment, "/* é");
    }
    check_open(Postgres, Unclosed::BlockComment, "/* /* */");
}

#[test]
fn an_executable_comment_ends_outside_its_strings_and_comments() {
    for sql in ["/*!*/", "/*!50100 a; */", "/*M!100 a */", "/*! /* a */ b */"] {
        check_one(Mysql, ExecutableComment, sql);
        check_one(Postgres, BlockComment, sql);
    }
    for sql in ["/*! '*/' */", "/*! -- */\n */"] {
        check_one(Mysql, ExecutableComment, sql);
    }
    for sql in ["/*!", "/*! '*/", "/*! /* */", "/*! é"] {
        check_open(Mysql, Unclosed::ExecutableComment, sql);
    }
}

#[test]
fn a_doubled_quote_does_not_end_a_string_or_a_name() {
    for dialect in Dialect::ALL {
        check_one(dialect, Str, "''");
        check_one(dialect, Str, "'a''b;--'");
        check(dialect, "'a' 'b'", &[(Str, "'a'"), (Str, "'b'")]);
        check_open(dialect, Unclosed::String, "'a''");
        check_one(dialect, if dialect == Mysql { Str } else { QuotedIdentifier }, r#""a""b;""#);
    }
    check_open(Postgres, Unclosed::QuotedIdentifier, r#""a"#);
    check_open(Mysql, Unclosed::String, r#""a"#);
    for dialect in [Sqlite, Mysql] {
        check_one(dialect, QuotedIdentifier, "`a``b;`");
        check_open(dialect, Unclosed::QuotedIdentifier, "`a``");
    }
    check(Postgres, "`a`", &[(Punctuation, "`"), (Word, "a"), (Punctuation, "`")]);
    check_one(Sqlite, QuotedIdentifier, "[a;'[]");
    check_open(Sqlite, Unclosed::QuotedIdentifier, "[a");
    check(Postgres, "[a]", &[(Punctuation, "["), (Word, "a"), (Punctuation, "]")]);
}

#[test]
fn a_prefix_belongs_to_its_string_where_the_dialect_knows_it() {
    for sql in ["E'a'", "e'a'", "N'a'", "B'01'", "x'ff'", "U&'a'", "u&'a'"] {
        check_one(Postgres, Str, sql);
    }
    check_one(Postgres, QuotedIdentifier, r#"U&"a""#);
    check_one(Sqlite, Str, "X'00'");
    check_one(Mysql, Str, "n'a'");
    check(Sqlite, "E'a'", &[(Word, "E"), (Str, "'a'")]);
    check(Mysql, "_utf8'a'", &[(Word, "_utf8"), (Str, "'a'")]);
    check(Postgres, "typE'a'", &[(Word, "typE"), (Str, "'a'")]);
    check(Postgres, "E 'a'", &[(Word, "E"), (Str, "'a'")]);
}

#[test]
fn a_backslash_escapes_only_where_the_dialect_says_so() {
    check_one(Postgres, Str, r"E'a\'b\\'");
    check_one(Mysql, Str, r"'a\'b\\'");
    check_one(Mysql, Str, r#""a\"b""#);
    check_open(Mysql, Unclosed::String, r"'\é\'");
    for dialect in [Postgres, Sqlite] {
        check_one(dialect, Str, r"'a\'");
    }
    check_one(Mysql, QuotedIdentifier, r"`a\`");
}

#[test]
fn a_string_in_postgres_goes_on_after_a_line_end() {
    check_one(Postgres, Str, "E'a'\n'b\\'c'");
    check_one(Postgres, Str, "'a' -- b\n  -- c\r\n\t'd'");
    check(Postgres, "'a' -- 'b'", &[(Str, "'a'"), (LineComment, "-- 'b'")]);
    check(Postgres, "'a'\n/**/'b'", &[(Str, "'a'"), (BlockComment, "/**/"), (Str, "'b'")]);
    check(Postgres, "\"a\"\n'b'", &[(QuotedIdentifier, "\"a\""), (Str, "'b'")]);
    check(Sqlite, "'a'\n'b'", &[(Str, "'a'"), (Str, "'b'")]);
}

#[test]
fn a_dollar_string_ends_at_its_own_tag() {
    for sql in ["$$$$", "$$a;'$$", "$a$ $$ $b$ $a $a$", "$é_1$ a $é_1$"] {
        check_one(Postgres, DollarString, sql);
    }
    check_open(Postgres, Unclosed::DollarString, "$a$ $A$");
    check(Postgres, "a$b$c", &[(Word, "a$b$c")]);
    check(Postgres, "1$$;$$", &[(Number, "1"), (DollarString, "$$;$$")]);
    check(Postgres, "$a b$", &[(Punctuation, "$"), (Word, "a"), (Word, "b$")]);
    check_one(Mysql, Word, "$$");
}

#[test]
fn each_dialect_has_its_own_parameters() {
    check(Postgres, "$1$2", &[(Parameter, "$1"), (Parameter, "$2")]);
    check(Postgres, "a?b", &[(Word, "a"), (Punctuation, "?"), (Word, "b")]);
    check(Postgres, "a::b", &[(Word, "a"), (Punctuation, ":"), (Punctuation, ":"), (Word, "b")]);
    check(Mysql, "?1", &[(Parameter, "?"), (Number, "1")]);
    for sql in ["?", "?12", ":a", "@a", "$a", "$1"] {
        check_one(Sqlite, Parameter, sql);
    }
    check(Sqlite, ": a", &[(Punctuation, ":"), (Word, "a")]);
}

#[test]
fn numbers_end_where_no_digit_can_follow() {
    for dialect in Dialect::ALL {
        for sql in ["1", "1.5", ".5", "1.", "1e5", "1.5E-10", "0x1F", "1_000"] {
            check_one(dialect, Number, sql);
        }
        check(dialect, "-1", &[(Punctuation, "-"), (Number, "1")]);
        check(
            dialect,
            "1.a",
            if dialect == Sqlite { &[(Number, "1.a")] } else { &[(Number, "1."), (Word, "a")] },
        );
    }
    check(Postgres, "1..5", &[(Number, "1"), (Punctuation, "."), (Number, ".5")]);
    check(Postgres, "1FROM", &[(Number, "1"), (Word, "FROM")]);
    check(Postgres, "1e", &[(Number, "1"), (Word, "e")]);
    check_one(Sqlite, Number, "1FROM");
    check_one(Mysql, Word, "1FROM");
}
