//! Whether a script is SQL of its dialect at all.
//!
//! Responsible for what is left open, for what only a client understands, and for syntax.

use std::ops::Range;

use hunter_sql::{Dialect, TokenKind, Unclosed, client_command, client_copy, lex, syntax_errors};

use super::Reading;
use crate::diag::Code;

/// True if the text can be read further: every quote is closed, and nothing is meant for a client.
pub(super) fn check(reading: &mut Reading<'_>) -> bool {
    !is_open(reading) && !is_for_a_client(reading) && {
        syntax(reading);
        true
    }
}

fn is_open(reading: &mut Reading<'_>) -> bool {
    let unterminated = lex(reading.dialect, reading.text()).find_map(|token| match token.kind {
        TokenKind::Unterminated { what } => Some((what, token)),
        _ => None,
    });
    let Some((what, token)) = unterminated else { return false };
    let (what, close) = match what {
        Unclosed::BlockComment | Unclosed::ExecutableComment => ("comment", "`*/`".to_owned()),
        Unclosed::QuotedIdentifier => ("quoted name", "its closing quote".to_owned()),
        Unclosed::String => ("string", "its closing quote".to_owned()),
        Unclosed::DollarString => {
            let text = token.text(reading.text());
            let tag = text[1..].split_inclusive('$').next().unwrap_or_default();
            ("dollar-quoted string", format!("`${tag}`"))
        }
    };
    let line_end = reading.text()[token.start..].find('\n').map_or(token.end, |at| token.start + at);
    let message = format!("the {what} that begins here is never closed, and takes the rest of the script");
    reading.report(
        Code::Unterminated,
        token.start..line_end,
        message,
        format!("write {close} where it ends"),
    );
    true
}

fn is_for_a_client(reading: &mut Reading<'_>) -> bool {
    if let Some(at) = client_copy(reading.dialect, reading.text()) {
        copies(reading, at);
        return true;
    }
    let Some(at) = client_command(reading.dialect, reading.text()) else { return false };
    let client = match reading.dialect {
        Dialect::Postgres => "psql",
        Dialect::Sqlite => "sqlite3",
        Dialect::Mysql => "mysql",
    };
    let command = reading.text()[at.clone()].split_whitespace().next().unwrap_or_default();
    let message = format!("`{command}` is a command of {client}, which no server understands");
    reading.report(Code::ClientCommand, at, message, Code::ClientCommand.help());
    true
}

fn copies(reading: &mut Reading<'_>, at: Range<usize>) {
    let message = "COPY from or to the client cannot be part of a revision: no client is there to feed it";
    let help = "write INSERT statements, or COPY from a file on the server";
    reading.report(Code::ClientCopy, at, message.to_owned(), help.to_owned());
}

fn syntax(reading: &mut Reading<'_>) {
    for error in syntax_errors(reading.dialect, reading.text()) {
        let (path, product) = (&reading.script.path, reading.dialect.product());
        let message = format!("{path} does not parse as {product}: {}", error.message);
        let way_out = format!("if the server does take it: {}", Reading::allowing(Code::Syntax));
        let help = reading.or("correct it", &way_out);
        reading.report(Code::Syntax, error.at, message, help);
    }
}
