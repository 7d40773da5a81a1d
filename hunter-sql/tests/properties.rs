//! What holds for every text, in every dialect.

use hunter_sql::{
    Dialect, TokenKind, client_copy, drops, is_blank, lex, position, split, transaction_control,
};
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::sample::select;

/// What SQL is made of, so that texts get into the interesting states far more often than by chance.
const FRAGMENTS: &[&str] = &[
    "'",
    "\"",
    "`",
    "[",
    "]",
    "(",
    ")",
    ";",
    "\\",
    "--",
    "#",
    "/*",
    "*/",
    "/*!",
    "$",
    "$$",
    "$a$",
    "$1",
    "?",
    ":",
    ".",
    ",",
    " ",
    "\n",
    "\r\n",
    "\0",
    "\u{FEFF}",
    "é",
    "E'",
    "U&\"",
    "1",
    "0x",
    "1e",
    "CREATE ",
    "TRIGGER ",
    "FUNCTION ",
    "BEGIN ",
    "ATOMIC ",
    "CASE ",
    "END ",
    "DROP ",
    "TABLE ",
    "ALTER ",
    "COLUMN ",
    "COPY ",
    "FROM ",
    "STDIN ",
    "COMMIT ",
    "a ",
    "only ",
];

fn script() -> impl Strategy<Value = String> {
    let fragments = proptest::collection::vec(select(FRAGMENTS), 0..40).prop_map(|parts| parts.concat());
    prop_oneof![any::<String>(), fragments, Just(String::new())]
}

fn dialect() -> impl Strategy<Value = Dialect> {
    select(&Dialect::ALL[..])
}

proptest! {
    #[test]
    fn tokens_give_the_text_back_and_are_never_empty(dialect in dialect(), sql in script()) {
        let mut joined = String::new();
        for token in lex(dialect, &sql) {
            assert_eq!(token.start, joined.len());
            assert!(token.start < token.end);
            joined.push_str(token.text(&sql));
        }
        assert_eq!(joined, sql);
    }

    #[test]
    fn only_the_last_token_is_unterminated(dialect in dialect(), sql in script()) {
        for token in lex(dialect, &sql) {
            let unterminated = matches!(token.kind, TokenKind::Unterminated { .. });
            assert!(!unterminated || token.end == sql.len());
        }
    }

    #[test]
    fn between_statements_is_nothing_that_a_server_reads(dialect in dialect(), sql in script()) {
        let statements = split(dialect, &sql);
        let mut end = 0;
        for statement in &statements {
            assert!(end <= statement.start && statement.start < statement.end);
            assert!(is_blank(dialect, &sql[end..statement.start]));
            assert_eq!(statement.text, &sql[statement.start..statement.end]);
            // To MySQL two dashes are operators before most characters but a comment at a text's end, so only
            // there can cutting a (hopeless) statement out of its script change how it reads.
            let ends_in_dashes = dialect == Dialect::Mysql && statement.text.ends_with("--");
            assert!(ends_in_dashes || !is_blank(dialect, statement.text));
            end = statement.end;
        }
        assert!(is_blank(dialect, &sql[end..]));
        assert_eq!(statements.is_empty(), is_blank(dialect, &sql));
    }

    #[test]
    fn effects_are_found_in_whole_statements(dialect in dialect(), sql in script()) {
        let ranges: Vec<_> = split(dialect, &sql).iter().map(|statement| statement.range()).collect();
        assert!(transaction_control(dialect, &sql).iter().all(|range| ranges.contains(range)));
        assert!(client_copy(dialect, &sql).is_none_or(|range| ranges.contains(&range)));
        assert!(drops(dialect, &sql).is_empty() || sql.to_ascii_uppercase().contains("DROP"));
    }

    #[test]
    fn a_quoted_value_or_name_is_one_token(dialect in dialect(), text in script()) {
        for (quoted, kind) in [
            (dialect.quote_literal(&text), TokenKind::String),
            (dialect.quote_identifier(&text), TokenKind::QuotedIdentifier),
        ] {
            let tokens: Vec<TokenKind> = lex(dialect, &quoted).map(|token| token.kind).collect();
            assert_eq!(tokens, [kind], "{quoted}");
        }
    }

    #[test]
    fn a_position_leads_back_to_its_character(text in script(), offset in 0_usize..300) {
        let place = position(&text, offset);
        let line = text.split('\n').nth(place.line - 1).unwrap();
        let before: usize = text.split('\n').take(place.line - 1).map(|line| line.len() + 1).sum();
        let characters: usize = line.chars().take(place.column - 1).map(char::len_utf8).sum();
        assert_eq!(before + characters, text.floor_char_boundary(offset));
    }
}
