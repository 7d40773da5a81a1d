//! Tables of scripts and the statements they consist of.

use super::{Piece, is_blank, pieces, split};
use crate::Dialect::{self, Mysql, Postgres, Sqlite};

/// Checks the statements, and that each one's offsets are those of its text.
fn check(dialect: Dialect, script: &str, expected: &[&str]) {
    let statements = split(dialect, script);
    let texts: Vec<&str> = statements.iter().map(|statement| statement.text).collect();
    assert_eq!(texts, expected, "{dialect:?} {script:?}");
    for statement in statements {
        assert_eq!(&script[statement.range()], statement.text, "{dialect:?} {script:?}");
    }
    assert_eq!(is_blank(dialect, script), expected.is_empty(), "{dialect:?} {script:?}");
}

#[test]
fn semicolons_end_statements_in_every_dialect() {
    for dialect in Dialect::ALL {
        check(dialect, "", &[]);
        check(dialect, " \n-- a;\n/* b; */;;", &[]);
        check(dialect, "a", &["a"]);
        check(dialect, "a;b", &["a", "b"]);
        check(dialect, ";; a ;; b ; ", &["a", "b"]);
        check(dialect, "-- x\na /* y */ b -- z\n; /* w */", &["a /* y */ b"]);
        check(dialect, "é;ü", &["é", "ü"]);
    }
}

#[test]
fn a_semicolon_inside_a_token_ends_nothing() {
    for dialect in Dialect::ALL {
        check(dialect, "a ';' \";\" b; c", &["a ';' \";\" b", "c"]);
        check(dialect, "a); b", &["a)", "b"]);
    }
    check(Postgres, "DO $a$ x; $$ y; $$ $a$; b", &["DO $a$ x; $$ y; $$ $a$", "b"]);
    check(Postgres, r"SELECT E'\';', 'x\'; b", &[r"SELECT E'\';', 'x\'", "b"]);
    check(Postgres, "/* /* ; */ ; */ a; b", &["a", "b"]);
    check(Postgres, "SELECT a$b$ FROM c$b$; d", &["SELECT a$b$ FROM c$b$", "d"]);
    check(
        Postgres,
        r#"SELECT U&'\003B;' UESCAPE '!', U&"\003B;"; b"#,
        &[r#"SELECT U&'\003B;' UESCAPE '!', U&"\003B;""#, "b"],
    );
    check(Sqlite, "a [;] `;`; b", &["a [;] `;`", "b"]);
    check(Mysql, r"SELECT '\';', `;` # ;", &[r"SELECT '\';', `;`"]);
    check(Mysql, "/*!40101 SET a; */; b", &["/*!40101 SET a; */", "b"]);
}

#[test]
fn brackets_hold_statements_together_in_postgres_only() {
    check(Postgres, "a (b; (c;) d;) e; f", &["a (b; (c;) d;) e", "f"]);
    let rule = "CREATE RULE r AS ON INSERT TO a DO ALSO (DELETE FROM b; NOTIFY c;)";
    check(Postgres, &format!("{rule}; f"), &[rule, "f"]);
    for dialect in [Sqlite, Mysql] {
        check(dialect, "a (b; c) d; e", &["a (b", "c) d", "e"]);
    }
}

#[test]
fn what_is_left_open_belongs_to_the_last_statement() {
    check(Postgres, "a; b 'c; d", &["a", "b 'c; d"]);
    check(Postgres, "a; /* b; c", &["a", "/* b; c"]);
    check(Postgres, "a; b (c; d;", &["a", "b (c; d"]);
    check(Sqlite, "CREATE TRIGGER t BEGIN a; ;", &["CREATE TRIGGER t BEGIN a"]);
}

#[test]
fn a_body_of_begin_atomic_is_one_statement() {
    for body in [
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
        "create or replace procedure p(a int) begin atomic insert into t values (a); end",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 ELSE 2 END; END",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE CASE a WHEN 1 THEN 2 END WHEN 2 THEN 3 END; END",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT 2 AS case; END",
        "CREATE FUNCTION f() RETURNS int BEGIN /* ; */ ATOMIC -- ;\n SELECT t.end FROM t; END",
        "CREATE PROCEDURE p() BEGIN ATOMIC END",
        "CREATE FUNCTION f(begin atomic) RETURNS int BEGIN ATOMIC SELECT (1); END",
    ] {
        check(Postgres, &format!("{body}; SELECT 3"), &[body, "SELECT 3"]);
    }
}

#[test]
fn begin_without_a_routine_around_it_opens_no_body_in_postgres() {
    check(Postgres, "BEGIN; SELECT 1; END;", &["BEGIN", "SELECT 1", "END"]);
    check(Postgres, "BEGIN ATOMIC; SELECT 1", &["BEGIN ATOMIC", "SELECT 1"]);
    check(
        Postgres,
        "CREATE FUNCTION f() RETURN 1; BEGIN; a",
        &["CREATE FUNCTION f() RETURN 1", "BEGIN", "a"],
    );
    check(Postgres, "CREATE TRIGGER t BEGIN; a", &["CREATE TRIGGER t BEGIN", "a"]);
}

#[test]
fn a_trigger_is_one_statement_in_sqlite() {
    for trigger in [
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; UPDATE c SET d = 1; END",
        "create temp trigger t after insert on a begin select 1; end",
        "CREATE TEMPORARY TRIGGER IF NOT EXISTS t DELETE ON a BEGIN SELECT 1; END",
        "CREATE TRIGGER t UPDATE ON a BEGIN SELECT CASE WHEN b THEN RAISE(ABORT, ';') END; SELECT 2; END",
        "CREATE TRIGGER t UPDATE ON a WHEN CASE b WHEN 1 THEN 2 END BEGIN SELECT CASE b WHEN 1 THEN 2 END; END",
        "CREATE TRIGGER t UPDATE ON a BEGIN SELECT end FROM b; /* c; */ END",
        "CREATE TRIGGER begin UPDATE ON a BEGIN SELECT 1; END",
        "EXPLAIN CREATE TRIGGER t DELETE ON a BEGIN SELECT 1; END",
        "EXPLAIN QUERY PLAN CREATE TRIGGER t DELETE ON a BEGIN SELECT 1; END",
        "CREATE TRIGGER t INSERT ON [x;y] BEGIN SELECT (1; END",
    ] {
        check(Sqlite, &format!("{trigger}; SELECT 3"), &[trigger, "SELECT 3"]);
        check(Sqlite, &format!("{trigger} -- ;"), &[trigger]);
    }
}

#[test]
fn only_a_trigger_has_a_body_in_sqlite() {
    check(Sqlite, "BEGIN; SELECT 1; END;", &["BEGIN", "SELECT 1", "END"]);
    check(Sqlite, "CREATE TABLE trigger (begin); b", &["CREATE TABLE trigger (begin)", "b"]);
    check(Sqlite, "CREATE \"trigger\" BEGIN; b", &["CREATE \"trigger\" BEGIN", "b"]);
}

#[test]
fn the_elements_of_a_schema_are_one_statement_in_postgres() {
    let schema = "CREATE SCHEMA s CREATE TABLE a (b int) CREATE VIEW c AS SELECT b FROM a";
    check(Postgres, &format!("{schema}; d"), &[schema, "d"]);
}

#[test]
fn a_comment_that_the_server_reads_is_a_statement() {
    check(Mysql, "/*!40101 SET a = 1 */; /*M! b */ ; /* c */", &["/*!40101 SET a = 1 */", "/*M! b */"]);
    check(Sqlite, "a; /* b", &["a", "/* b"]);
}

#[test]
fn pieces_name_what_is_between_statements() {
    let script = "-- a\nDELIMITER //\nb ;; c // -- d\r\ndelimiter ;\r\n e;";
    let named: Vec<String> = pieces(Mysql, script)
        .into_iter()
        .map(|piece| match piece {
            Piece::Statement(statement) => format!("statement {}", statement.text),
            Piece::Trivia(text) => format!("trivia {text:?}"),
            Piece::Terminator(text) => format!("terminator {text}"),
            Piece::Delimiter(text) => format!("delimiter {text}"),
        })
        .filter(|name| !name.starts_with("trivia \" "))
        .collect();
    let expected = [
        "trivia \"-- a\"",
        "trivia \"\\n\"",
        "delimiter DELIMITER //",
        "trivia \"\\n\"",
        "statement b",
        "terminator ;",
        "terminator ;",
        "statement c",
        "terminator //",
        "trivia \"-- d\\r\"",
        "trivia \"\\n\"",
        "delimiter delimiter ;",
        "trivia \"\\r\\n \"",
        "statement e",
        "terminator ;",
    ];
    assert_eq!(named, expected);
}
