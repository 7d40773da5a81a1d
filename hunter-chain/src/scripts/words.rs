//! Statements that are sound SQL and yet a trap.

use hunter_sql::{Lost, Settles, UNFINISHED, destroys, lex, outside_statements};

use super::{Reading, Way};
use crate::diag::Code;

pub(super) fn check(reading: &mut Reading<'_>) {
    is_unfinished(reading);
    keeps_an_invalid_index(reading);
    if reading.way == Way::Up {
        destroys_silently(reading);
    }
}

/// What a generated script leaves to a person.
fn is_unfinished(reading: &mut Reading<'_>) {
    let text = &reading.script.text;
    let is_mark = |token: &hunter_sql::Token| token.kind.is_trivia() && token.text(text).contains(UNFINISHED);
    for token in lex(reading.dialect, text).filter(is_mark) {
        let what = token
            .text(text)
            .split_once(UNFINISHED)
            .map_or("", |(_, what)| what)
            .trim_start_matches([':', ' ']);
        let message = format!("a person has to write this: {}", what.trim_end());
        let code = Code::Unfinished;
        reading.report(code, token.start..token.end, message, code.help());
    }
}

/// An interrupted build leaves an index that does not work, and `IF NOT EXISTS` takes it for the real one.
fn keeps_an_invalid_index(reading: &mut Reading<'_>) {
    let (dialect, script) = (reading.dialect, reading.script);
    for (outside, statement) in outside_statements(dialect, &script.text) {
        let builds = matches!(outside.settles, Settles::Built { .. });
        let text = &script.text[statement.clone()];
        let word = |token: &hunter_sql::Token| token.text(text).eq_ignore_ascii_case("if");
        let Some(token) = lex(dialect, text).find(word).filter(|_| builds) else { continue };
        let at = statement.start + token.start..statement.end;
        let message = "IF NOT EXISTS takes the invalid index of an interrupted build for a finished one";
        let code = Code::ConcurrentlyIfNotExists;
        let rest = at.start..at.start + "IF NOT EXISTS".len().min(at.len());
        reading.report(code, rest, message.to_owned(), code.help());
    }
}

/// What was there before goes, and nobody said so. A statement is reported once, with all that it takes away.
fn destroys_silently(reading: &mut Reading<'_>) {
    let declared = &reading.revision.declared;
    if declared.breaking.is_some() {
        return;
    }
    let is_said = |what: &Lost| declared.lossy.iter().any(|declared| what.is_declared_by(declared));
    let mut silent = destroys(reading.dialect, &reading.script.text);
    silent.retain(|destroyed| !is_said(&destroyed.what));
    for together in silent.chunk_by(|one, other| one.at == other.at) {
        let does: Vec<String> = together.iter().map(|destroyed| deed(&destroyed.what)).collect();
        let lossy: Vec<String> = together.iter().map(|destroyed| format!("\"{}\"", destroyed.what)).collect();
        let message = format!("this {}, and nobody said so", does.join(", "));
        let help = format!(
            "if that is meant, write in metadata.toml: lossy = [{}], or breaking = \"who must know what\"",
            lossy.join(", ")
        );
        reading.report(Code::Destructive, together[0].at.clone(), message, help);
    }
}

fn deed(what: &Lost) -> String {
    match what {
        Lost::Table(_) => format!("drops the table `{what}` with its rows"),
        Lost::Column { .. } => format!("drops the column `{what}` with its values"),
        Lost::Rows(_) => format!("deletes all rows of `{what}`"),
        Lost::Schema(_) => format!("drops the schema `{what}` with everything in it"),
    }
}
