//! Tables of compound statements, and what is no compound statement though it looks like one.

use crate::Dialect::Mysql;
use crate::split;

fn check(script: &str, expected: &[&str]) {
    let texts: Vec<&str> = split(Mysql, script).iter().map(|statement| statement.text).collect();
    assert_eq!(texts, expected, "{script}");
}

/// Checks that a text is one statement, with and without a delimiter of its own.
fn check_one(text: &str) {
    check(&format!("SELECT 1;\n{text};\nSELECT 2"), &["SELECT 1", text, "SELECT 2"]);
    check(
        &format!("SELECT 1;\nDELIMITER $$\n{text}$$\nDELIMITER ;\nSELECT 2"),
        &["SELECT 1", text, "SELECT 2"],
    );
}

#[test]
fn what_is_created_is_kept_whole() {
    for header in [
        "CREATE PROCEDURE p()",
        "create or replace definer=`root`@`localhost` procedure p (in a int, out b set('x', 'y'))",
        "CREATE DEFINER = CURRENT_USER() PROCEDURE IF NOT EXISTS a.p() COMMENT 'BEGIN ;' SQL SECURITY INVOKER",
        "CREATE DEFINER=trigger@event FUNCTION f(a INT) RETURNS VARCHAR(9) CHARACTER SET utf8 DETERMINISTIC",
        "CREATE FUNCTION f() RETURNS SET('a') READS SQL DATA",
        "CREATE AGGREGATE FUNCTION IF NOT EXISTS f(x INT) RETURNS INT",
        "CREATE PROCEDURE begin()",
        "CREATE TRIGGER t BEFORE INSERT ON `row` FOR EACH ROW",
        "CREATE /*!50017 DEFINER = a@b */ TRIGGER IF NOT EXISTS t AFTER UPDATE ON a FOR EACH ROW FOLLOWS u",
        "CREATE EVENT IF NOT EXISTS e ON SCHEDULE EVERY IF(1, 2, 3) HOUR STARTS NOW() + INTERVAL 1 DAY DO",
        "CREATE EVENT do ON SCHEDULE AT NOW() ON COMPLETION PRESERVE DISABLE COMMENT ';' DO",
        "ALTER DEFINER = a@b EVENT e ON SCHEDULE EVERY 1 DAY RENAME TO do DO",
    ] {
        for body in [
            "BEGIN a; END",
            "l: BEGIN a; END l",
            "IF a THEN b; END IF",
            "SELECT CASE WHEN a THEN b END",
            "BEGIN END",
        ] {
            check_one(&format!("{header} {body}"));
        }
    }
}

#[test]
fn blocks_nest() {
    for body in [
        "BEGIN BEGIN a; END; END",
        "BEGIN IF a THEN b; ELSEIF c THEN BEGIN d; END; ELSE IF e THEN f; END IF; END IF; END",
        "BEGIN l: LOOP a; LEAVE l; END LOOP l; WHILE b DO c; END WHILE; REPEAT d; UNTIL e END REPEAT; f; END",
        "BEGIN REPEAT a; UNTIL REPEAT('x', t.end) = CASE WHEN b THEN end END END REPEAT; c; END",
        "BEGIN CASE a WHEN 1 THEN b; WHEN 2 THEN CASE WHEN c THEN d; ELSE e; END CASE; ELSE BEGIN END; END CASE; END",
        "BEGIN CASE CASE a WHEN 1 THEN 2 END WHEN 2 THEN b; END CASE; c; END",
        "BEGIN FOR i IN 1..9 DO a; END FOR; FOR r IN (SELECT 1) DO b; END FOR; END",
        "IF a THEN b; END IF",
        "outer_: BEGIN inner_: BEGIN a; END inner_; b; END outer_",
    ] {
        check_one(&format!("CREATE PROCEDURE p() {body}"));
    }
}

#[test]
fn handlers_have_bodies_too() {
    for body in [
        "BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; END; a; END",
        "BEGIN DECLARE CONTINUE HANDLER FOR NOT FOUND, SQLSTATE '01000' SET done = CASE WHEN a THEN 1 END; b; END",
        "BEGIN DECLARE c CURSOR FOR SELECT IF(a, b, c) FROM d FOR UPDATE; OPEN c; END",
        "BEGIN DECLARE handler INT DEFAULT CASE WHEN 1 THEN IF(1, 2, 3) END; a; END",
    ] {
        check_one(&format!("CREATE PROCEDURE p() {body}"));
    }
}

#[test]
fn a_word_opens_or_closes_a_block_only_where_a_statement_begins() {
    for body in [
        "BEGIN SELECT IF(a, 1, 2), REPEAT('x', 3); END",
        "BEGIN SELECT CASE WHEN a THEN IF(b, 1, 2) ELSE REPEAT('x', 2) END; END",
        "BEGIN SELECT CASE a WHEN 1 THEN CASE b WHEN 2 THEN '%' END ELSE 3 END; c; END",
        "BEGIN SELECT a.end, a.begin, a.case, end FROM a; END",
        "BEGIN SELECT 1 AS end; SELECT begin; END",
        "BEGIN SELECT CASE WHEN end > 1 THEN t.end ELSE end END; a; END",
        "BEGIN DROP TABLE IF EXISTS a; SELECT 1 FOR UPDATE; DO 1; SET @a := 1; END",
        "BEGIN INSERT INTO a VALUES (1) ON DUPLICATE KEY UPDATE b = IF(1, 2, 3); END",
        "BEGIN IF EXISTS (SELECT 1) THEN a; END IF; END",
        "BEGIN `end`; END",
        "BEGIN /* ; END; */ a; -- END;\n # ;\n END",
        "SELECT IF(a, 1, 2)",
        "SET @a = CASE WHEN 1 THEN 2 END",
    ] {
        check_one(&format!("CREATE PROCEDURE p() {body}"));
    }
}

#[test]
fn a_block_of_mariadb_needs_no_routine() {
    for block in [
        "BEGIN NOT ATOMIC a; IF b THEN c; END IF; END",
        "l: BEGIN NOT ATOMIC a; END l",
        "IF @a THEN b; END IF",
        "WHILE @a DO b; END WHILE",
        "l: LOOP LEAVE l; END LOOP l",
        "REPEAT a; UNTIL 1 END REPEAT",
        "FOR i IN 1..2 DO a; END FOR",
        "CASE @a WHEN 1 THEN b; END CASE",
    ] {
        check_one(block);
    }
}

#[test]
fn what_has_no_body_ends_at_its_semicolon() {
    for text in [
        "BEGIN",
        "BEGIN WORK",
        "CREATE TABLE `procedure` (begin int)",
        "CREATE FUNCTION f RETURNS STRING SONAME 'f.so'",
        "CREATE OR REPLACE VIEW begin AS SELECT IF(1, 2, 3)",
        "CREATE USER begin",
        "ALTER PROCEDURE p COMMENT 'BEGIN'",
        "ALTER EVENT e DISABLE",
        "CREATE EVENT e ON SCHEDULE AT NOW() DO UPDATE a SET b = 1",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.a = IF(1, 2, 3)",
        "DROP PROCEDURE IF EXISTS p",
        "SELECT CASE WHEN a THEN b END",
        "REPLACE INTO a VALUES (1)",
    ] {
        check_one(text);
    }
}

#[test]
fn a_delimiter_is_whatever_the_command_says() {
    for (command, delimiter) in [
        ("DELIMITER //", "//"),
        ("delimiter $$", "$$"),
        ("DELIMITER ;;", ";;"),
        ("DELIMITER  go and more", "go"),
        ("DELIMITER '||'", "||"),
        ("  DELIMITER #", "#"),
        ("DELIMITER é\r", "é"),
    ] {
        let script = format!("{command}\nCREATE PROCEDURE p() a;{delimiter}b c{delimiter}\nDELIMITER ;\nd;e");
        check(&script, &["CREATE PROCEDURE p() a", "b c", "d", "e"]);
    }
}

#[test]
fn a_delimiter_ends_a_word_but_no_string_and_no_comment() {
    check(
        "DELIMITER $$\nEND$$a '$$' \"$$\" `$$` /* $$ */ -- $$\nb$$",
        &["END", "a '$$' \"$$\" `$$` /* $$ */ -- $$\nb"],
    );
    check("DELIMITER //\na /* b // c */ d//e", &["a /* b // c */ d", "e"]);
    check("DELIMITER //\nDELIMITER ;\n", &[]);
    check("DELIMITER //\n// ; //", &[]);
}

#[test]
fn with_a_delimiter_only_a_routine_holds_its_semicolons() {
    check("DELIMITER //\na; b//c;//", &["a", "b", "c"]);
    check(
        "DELIMITER //\nCREATE PROCEDURE p AS BEGIN a; END; //b//",
        &["CREATE PROCEDURE p AS BEGIN a; END", "b"],
    );
    check("DELIMITER //\nCREATE PACKAGE p AS a; END;//b//", &["CREATE PACKAGE p AS a; END", "b"]);
}

#[test]
fn the_command_is_one_at_the_beginning_of_a_statement_only() {
    check("a; DELIMITER //\nb//", &["a", "b"]);
    check("SELECT a AS\ndelimiter FROM b; c", &["SELECT a AS\ndelimiter FROM b", "c"]);
    check("SELECT a AS delimiter FROM b; c", &["SELECT a AS delimiter FROM b", "c"]);
    check("DELIMITER; a", &["DELIMITER", "a"]);
    check("DELIMITER\n//", &["DELIMITER\n//"]);
    check("DELIMITER \\\na; b", &["DELIMITER \\\na", "b"]);
}

#[test]
fn a_ruler_of_dashes_is_a_comment_where_a_statement_could_begin() {
    check("---------\n--a;\nb;--c;\n d --1; e", &["b", "d --1", "e"]);
    check("DELIMITER //\n--//\na//", &["a"]);
}
