//! The parts in which a script without a transaction of its own is carried out.
//!
//! Responsible for cutting it so that as much as can be is atomic with its entry in the ledger: a statement that may be
//! in a transaction gets one, a transaction that the script begins is one part, and only what no transaction takes
//! stands alone. Pure: what is done with each part is `piecemeal`'s.

use std::ops::Range;

use hunter_chain::{Dialect, Digest};
use hunter_sql::{Control, Outside, Settles, Statement, control, outside_transaction, split};

/// One part of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// What is sent, in the script.
    pub(super) sent: Range<usize>,
    pub(super) how: How,
    /// What a change of it is told by.
    pub(super) digest: String,
    /// Its first statement in a few words.
    pub(super) summary: String,
}

/// How a part is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum How {
    /// In a transaction with its row; begun in the script's own words where it has some.
    Wrapped(Option<Range<usize>>),
    /// Alone, since no transaction takes it.
    Alone(Outside),
    /// Alone, each time: it holds for the session and leaves nothing behind.
    Session,
}

/// The parts of a script, in order.
pub(super) fn units(dialect: Dialect, script: &str) -> Vec<Unit> {
    let statements = split(dialect, script);
    let mut units = Vec::new();
    let mut rest = statements.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let begins = control(dialect, first) == Some(Control::Begins);
        let end = after.iter().position(|statement| ends(dialect, statement)).filter(|_| begins);
        if end.is_none() && control(dialect, first).is_some() {
            // Without its partner it spoke to the transaction of another tool, which is not here.
            rest = after;
            continue;
        }
        let taken = end.map_or(1, |end| end + 2);
        let (of_unit, left) = rest.split_at(taken);
        units.push(unit(dialect, script, of_unit));
        rest = left;
    }
    units
}

fn ends(dialect: Dialect, statement: &Statement<'_>) -> bool {
    matches!(control(dialect, statement), Some(Control::Commits | Control::Abandons))
}

fn unit(dialect: Dialect, script: &str, statements: &[Statement<'_>]) -> Unit {
    let whole = statements[0].start..statements[statements.len() - 1].end;
    let (how, sent) = match statements {
        [only] => (how(dialect, only), whole.clone()),
        [begin, inner @ .., end] => match (control(dialect, end), inner) {
            (Some(Control::Commits), [first, ..]) => {
                (How::Wrapped(Some(begin.range())), first.start..inner[inner.len() - 1].end)
            }
            // It leaves nothing behind, and can be sent as it stands.
            _ => (alone("a transaction that is undone", Settles::Again), whole.clone()),
        },
        [] => (How::Session, whole.clone()),
    };
    let digest = Digest::of_script(dialect, &script[whole]).to_string();
    let named = if statements.len() > 2 { &statements[1] } else { &statements[0] };
    Unit { sent, how, digest, summary: hunter_sql::summary(dialect, named) }
}

fn alone(words: &'static str, settles: Settles) -> How {
    How::Alone(Outside { words, settles })
}

fn how(dialect: Dialect, statement: &Statement<'_>) -> How {
    let word = statement.text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let is = |words: &[&str]| words.iter().any(|other| word.eq_ignore_ascii_case(other));
    let of_session = match dialect {
        // Inside of a transaction most of them are refused, or ignored without a word.
        Dialect::Sqlite => is(&["PRAGMA", "ATTACH", "DETACH"]),
        Dialect::Postgres | Dialect::Mysql => is(&["SET", "RESET"]),
    };
    if of_session {
        return How::Session;
    }
    if dialect == Dialect::Postgres && commits_inside(statement, word) {
        return alone("code that may commit", Settles::Unknown);
    }
    match outside_transaction(dialect, statement) {
        Some(outside) => How::Alone(outside),
        None => How::Wrapped(None),
    }
}

/// Whether code that a statement runs may end transactions of its own, which the server allows only outside of one. What a
/// procedure does its call does not tell.
fn commits_inside(statement: &Statement<'_>, word: &str) -> bool {
    let body = || statement.text.to_ascii_lowercase();
    word.eq_ignore_ascii_case("CALL")
        || (word.eq_ignore_ascii_case("DO") && ["commit", "rollback"].iter().any(|end| body().contains(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(dialect: Dialect, script: &str) -> Vec<String> {
        let show = |unit: Unit| {
            let how = match unit.how {
                How::Wrapped(None) => "wrapped",
                How::Wrapped(Some(_)) => "own transaction",
                How::Alone(_) => "alone",
                How::Session => "session",
            };
            format!("{how}: {}", &script[unit.sent])
        };
        units(dialect, script).into_iter().map(show).collect()
    }

    #[test]
    fn only_what_no_transaction_takes_stands_alone() {
        assert_eq!(
            shown(
                Dialect::Postgres,
                "set lock_timeout = 0; create table a (b int); create index concurrently on a (b); vacuum a"
            ),
            [
                "session: set lock_timeout = 0",
                "wrapped: create table a (b int)",
                "alone: create index concurrently on a (b)",
                "alone: vacuum a"
            ]
        );
        assert_eq!(
            shown(Dialect::Sqlite, "pragma journal_mode = wal; delete from a where b; vacuum"),
            ["session: pragma journal_mode = wal", "wrapped: delete from a where b", "alone: vacuum"]
        );
    }

    #[test]
    fn a_transaction_of_the_script_is_one_part() {
        assert_eq!(
            shown(
                Dialect::Sqlite,
                "begin immediate; create table a (b); insert into a values (1); commit; vacuum"
            ),
            ["own transaction: create table a (b); insert into a values (1)", "alone: vacuum"]
        );
        assert_eq!(
            shown(Dialect::Postgres, "begin; select 1; rollback"),
            ["alone: begin; select 1; rollback"]
        );
    }

    #[test]
    fn what_spoke_to_the_transaction_of_another_tool_is_left_out() {
        assert_eq!(
            shown(Dialect::Postgres, "commit; create index concurrently i on a (b); begin;"),
            ["alone: create index concurrently i on a (b)"]
        );
    }

    #[test]
    fn an_edit_is_told_by_the_digest_and_a_comment_is_none() {
        let digests = |script: &str| {
            units(Dialect::Postgres, script).into_iter().map(|unit| unit.digest).collect::<Vec<_>>()
        };
        assert_eq!(digests("vacuum a"), digests("-- why\nvacuum  a;"));
        assert_ne!(digests("vacuum a"), digests("vacuum b"));
    }
}
