//! What holds for every text, in every dialect.

use hunter_sql::{
    Dialect, Piece, TokenKind, client_command, client_copy, drops, is_blank, lex, pieces, position, split,
    transaction_control,
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
    "OR REPLACE ",
    "TEMP ",
    "TRIGGER ",
    "FUNCTION ",
    "PROCEDURE p() ",
    "EVENT e DO ",
    "FOR EACH ROW ",
    "DEFINER=a@b ",
    "BEGIN ",
    "NOT ",
    "ATOMIC ",
    "IF ",
    "THEN ",
    "ELSE ",
    "CASE ",
    "WHEN ",
    "LOOP ",
    "WHILE ",
    "DO ",
    "REPEAT ",
    "UNTIL ",
    "DECLARE EXIT HANDLER FOR ",
    "SET ",
    "END ",
    "END; ",
    "; END ",
    "DELIMITER ",
    "\nDELIMITER //\n",
    "\nDELIMITER ;\n",
    "//",
    "\\.",
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

/// An expression of MySQL, full of words that open and close blocks elsewhere.
fn expression() -> impl Strategy<Value = String> {
    let leaf =
        select(&["1", "'; END'", "t.end", "`begin`", "IF(a, 1, 2)", "REPEAT('x', 3)", "(SELECT 1)"][..]);
    leaf.prop_map(str::to_owned).prop_recursive(3, 8, 3, |inner| {
        (inner.clone(), inner.clone(), inner)
            .prop_map(|(a, b, c)| format!("CASE {a} WHEN {b} THEN {c} ELSE end END"))
    })
}

/// A block of MySQL.
fn block() -> impl Strategy<Value = String> {
    let statement = prop_oneof![
        expression().prop_map(|value| format!("SELECT {value}")),
        expression().prop_map(|value| format!("SET @a := {value}")),
        Just("DROP TABLE IF EXISTS b /* ; */".to_owned()),
        Just("DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1".to_owned()),
    ];
    let nested = statement.prop_recursive(4, 24, 3, |inner| {
        (expression(), inner.clone(), inner, 0..8_usize).prop_map(|(value, a, b, kind)| match kind {
            0 => format!("BEGIN {a}; {b}; END"),
            1 => format!("IF {value} THEN {a}; ELSEIF {value} THEN {b}; ELSE {a}; END IF"),
            2 => format!("CASE {value} WHEN 1 THEN {a}; ELSE {b}; END CASE"),
            3 => format!("l: LOOP {a}; {b}; END LOOP l"),
            4 => format!("WHILE {value} DO {a}; END WHILE"),
            5 => format!("REPEAT {a}; UNTIL {value} END REPEAT"),
            6 => format!("FOR i IN 1..3 DO {a}; -- ;\n END FOR"),
            _ => format!("DECLARE EXIT HANDLER FOR SQLSTATE '23000' BEGIN {a}; {b}; END"),
        })
    });
    nested.prop_map(|body| format!("BEGIN {body}; END"))
}

proptest! {
    #[test]
    fn tokens_give_the_text_back_and_are_never_empty(dialect in dialect(), sql in script()) {
        let mut joined = String::new();
        for token in lex(dialect, &sql) {
            assert_eq!(token.start, joined.len());
            assert!(token.start < token.end && sql.is_char_boundary(token.end));
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
    fn pieces_give_the_script_back_and_name_what_is_between_statements(dialect in dialect(), sql in script()) {
        let mut at = 0;
        for piece in pieces(dialect, &sql) {
            let text = piece.text();
            assert_eq!(&sql[at..at + text.len()], text);
            match piece {
                Piece::Statement(statement) => assert_eq!(statement.range(), at..at + text.len()),
                Piece::Trivia(_) => {
                    let is_trivia = lex(dialect, text).all(|token| token.kind.is_trivia());
                    let is_ruler = dialect == Dialect::Mysql && text.starts_with("--") && !text.contains('\n');
                    assert!(is_trivia || is_ruler, "{text:?}");
                }
                Piece::Terminator(_) => assert!(text == ";" || dialect == Dialect::Mysql, "{text:?}"),
                Piece::Delimiter(_) => assert_eq!(dialect, Dialect::Mysql),
            }
            assert!(!text.is_empty());
            at += text.len();
        }
        assert_eq!(at, sql.len());
        assert_eq!(split(dialect, &sql).is_empty(), is_blank(dialect, &sql));
    }

    #[test]
    fn statements_put_together_again_are_the_same_statements(dialect in dialect(), sql in script()) {
        let texts: Vec<&str> = split(dialect, &sql).iter().map(|statement| statement.text).collect();
        // A delimiter says what the text alone does not: that a routine which is not finished ends there.
        let has_delimiter = pieces(dialect, &sql).iter().any(|piece| matches!(piece, Piece::Delimiter(_)));
        // To MySQL two dashes are operators before most characters but a comment at a text's end, so only there can
        // cutting a (hopeless) statement out of its script change how it reads.
        let ends_in_dashes = dialect == Dialect::Mysql && texts.last().is_some_and(|text| text.ends_with("--"));
        if !has_delimiter && !ends_in_dashes {
            let joined = texts.join(";\n");
            let again: Vec<&str> = split(dialect, &joined).iter().map(|statement| statement.text).collect();
            assert_eq!(again, texts);
        }
    }

    #[test]
    fn a_compound_statement_is_kept_whole_with_and_without_a_delimiter(
        bodies in proptest::collection::vec(block(), 1..4),
    ) {
        let routines: Vec<String> =
            bodies.iter().map(|body| format!("CREATE PROCEDURE p(a INT) {body}")).collect();
        let plain = routines.join(";\n");
        let delimited = format!("DELIMITER //\n{}//\nDELIMITER ;\nSELECT 1", routines.join("//\n"));
        for (script, last) in [(plain, None), (delimited, Some("SELECT 1"))] {
            let expected: Vec<&str> = routines.iter().map(String::as_str).chain(last).collect();
            let found: Vec<&str> =
                split(Dialect::Mysql, &script).iter().map(|statement| statement.text).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn effects_are_found_in_whole_statements(dialect in dialect(), sql in script()) {
        let ranges: Vec<_> = split(dialect, &sql).iter().map(|statement| statement.range()).collect();
        assert!(transaction_control(dialect, &sql).iter().all(|range| ranges.contains(range)));
        assert!(client_copy(dialect, &sql).is_none_or(|range| ranges.contains(&range)));
        let command = client_command(dialect, &sql);
        assert!(command.is_none_or(|command| ranges.iter().any(|range| range.contains(&command.start))));
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
