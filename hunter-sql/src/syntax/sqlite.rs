//! SQLite's grammar, as sqlite3-parser knows it: generated from SQLite's own.
//!
//! Responsible for leaving out what that parser refuses and SQLite takes, and for places. One statement at a time, since
//! the parser stops at its first error.

use sqlite3_parser::lexer::sql::{Error, Parser, ParserError};
use sqlite3_parser::{Bump, FallibleIterator as _};

use super::SyntaxError;
use crate::{Dialect, Statement, split};

pub(super) fn errors(script: &str) -> Vec<SyntaxError> {
    split(Dialect::Sqlite, script).iter().filter_map(error).collect()
}

fn error(statement: &Statement<'_>) -> Option<SyntaxError> {
    let sql = statement.text;
    // To SQLite a mark is a blank wherever it stands, and a NUL ends the text.
    if sql.contains(['\u{feff}', '\0']) {
        return None;
    }
    let bump = Bump::new();
    let mut parser = Parser::new(&bump, sql.as_bytes());
    let found = loop {
        match parser.next() {
            Ok(Some(_)) => {}
            Ok(None) => return None,
            Err(error) => break error,
        }
    };
    let (message, at, token) = match found {
        Error::ParserError(ParserError::SyntaxError(token), at) => {
            (format!("`{token}` is not expected here"), at, token)
        }
        Error::ParserError(ParserError::UnexpectedEof, at) => {
            ("the statement is not complete".to_owned(), at, String::new())
        }
        Error::UnrecognizedToken(at) => ("this is no token of SQL".to_owned(), at, String::new()),
        Error::BadNumber(at) | Error::MalformedHexInteger(at) => {
            ("this is no number".to_owned(), at, String::new())
        }
        Error::ExpectedEqualsSign(at) => ("expected `=` after `!`".to_owned(), at, String::new()),
        Error::MalformedBlobLiteral(at) => {
            ("this blob literal has no even count of hexadecimal digits".to_owned(), at, String::new())
        }
        // SQLite takes Tcl's `$a::b(c)`, which this parser does not.
        Error::BadVariableName(at) if !sql.contains('$') => {
            ("this is no name of a parameter".to_owned(), at, String::new())
        }
        // `) ENGINE=InnoDB`, or a bracket too early.
        Error::ParserError(ParserError::Custom(message), at)
            if message.starts_with("unknown table option") =>
        {
            (message, at, String::new())
        }
        // Open comments, which SQLite takes and others report; what is wrong with the meaning, which the engine judges.
        _ => return None,
    };
    let start = at.map(|at| offset(sql, at.line, at.column))?;
    let length = if token.is_empty() || !sql[start..].starts_with(&token) {
        sql[start..].chars().next().map_or(0, char::len_utf8)
    } else {
        token.len()
    };
    let start = statement.start + start;
    Some(SyntaxError { message, at: start..start + length })
}

/// From line and column, both from 1, the column in bytes.
fn offset(sql: &str, line: usize, column: usize) -> usize {
    let start: usize = sql.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    sql.floor_char_boundary(start + column.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::errors;

    fn found(script: &str) -> Vec<String> {
        errors(script)
            .into_iter()
            .map(|error| format!("{} `{}`", error.at.start, &script[error.at.clone()]))
            .collect()
    }

    #[test]
    fn every_statement_tells_its_first_error_at_the_token() {
        assert_eq!(found("create table t(a);\n\ncreate tabel u(b);\nselect 1 1"), ["27 `tabel`", "48 `1`"]);
        assert_eq!(found("create table té(ñ text); select ñ, from t"), ["38 `from`"]);
        assert_eq!(found("create table t(a,)"), ["17 `)`"]);
        assert_eq!(found("select a::text from t; create table t(a) engine=InnoDB"), ["8 `:`", "47 `=`"]);
    }

    #[test]
    fn what_ends_too_early_is_found_at_its_end() {
        assert_eq!(found("select 1 from"), ["13 ``"]);
    }

    #[test]
    fn what_sqlite_takes_is_taken() {
        for script in [
            "",
            " ;\n-- x",
            "select 1;; /* open",
            "select $a::b(c)",
            "create table t(a, a)",
            "create trigger if not exists t after insert on x begin select case when 1 then 2 end; end;",
            "create table t(a varchar[10], b int generated always as (a) stored, check (a > 0)) strict, without rowid",
            "pragma cache_size=-2000; pragma foreign_keys=on; reindex; detach x; vacuum into 'y'",
            "insert into t values (1) on conflict (a) do nothing on conflict do update set a = 1 returning *",
            "create virtual table v using fts5(a, content='', tokenize = 'porter ascii')",
            "alter table t alter column a set not null",
        ] {
            assert_eq!(found(script), [""; 0], "{script}");
        }
    }
}
