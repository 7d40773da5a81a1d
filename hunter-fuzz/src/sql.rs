//! SQL text: cut into tokens and statements, asked what it does, digested.

use hunter_chain::Digest;
use hunter_sql::{Dialect, is_blank, lex, pieces, position, split};

use crate::text;

/// Bytes as a script.
pub(crate) fn script(dialect: Dialect, bytes: &[u8]) {
    let script = &*text(bytes);
    let mut end = 0;
    for token in lex(dialect, script) {
        assert_eq!(token.start, end, "tokens cover every byte");
        assert!(token.end > token.start && script.is_char_boundary(token.end));
        end = token.end;
    }
    assert_eq!(end, script.len(), "tokens cover every byte");
    let statements = split(dialect, script);
    let mut end = 0;
    for statement in &statements {
        let range = statement.range();
        assert!(range.start >= end && script.get(range.clone()) == Some(statement.text));
        end = range.end;
        let _ = (
            hunter_sql::summary(dialect, statement),
            hunter_sql::control(dialect, statement),
            hunter_sql::reaches_beyond(dialect, statement),
            hunter_sql::outside_transaction(dialect, statement),
            hunter_sql::locks(dialect, statement),
            hunter_sql::unsettles(dialect, statement),
        );
    }
    let whole: usize = pieces(dialect, script).into_iter().map(|piece| piece.text().len()).sum();
    assert!(whole <= script.len());
    assert!(statements.is_empty() || !is_blank(dialect, script) || !split(dialect, script).is_empty());
    for range in ranges(dialect, script) {
        assert!(script.get(range.clone()).is_some(), "{range:?}");
        let at = position(script, range.start);
        assert!(at.line > 0 && at.column > 0);
    }
    let _ = (
        hunter_sql::drops(dialect, script),
        hunter_sql::destroys(dialect, script),
        hunter_sql::renames(dialect, script),
        hunter_sql::removes(dialect, script),
        hunter_sql::makes(dialect, script),
        hunter_sql::is_name(script),
        hunter_sql::acting(dialect, script),
        hunter_sql::may_change_settings(dialect, script),
    );
    assert_eq!(Digest::of_script(dialect, script), Digest::of_script(dialect, script));
}

/// Every place that a question about a script answers with.
fn ranges(dialect: Dialect, script: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges = hunter_sql::transaction_control(dialect, script);
    ranges.extend(hunter_sql::client_command(dialect, script));
    ranges.extend(hunter_sql::client_copy(dialect, script));
    ranges.extend(hunter_sql::foreign_key_switches(dialect, script));
    ranges.extend(hunter_sql::outside_statements(dialect, script).into_iter().map(|(_, range)| range));
    let _ = (hunter_sql::enum_values_used(dialect, script), hunter_sql::syntax_errors(dialect, script));
    ranges
}
