//! `--sql`: a script for later instead of a run. Only SQL goes to stdout.

use hunter_chain::{Direction, Target, TargetRange};

use super::super::database::Database;
use super::super::{Answer, Output};
use super::target;
use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind};

/// What a script is asked for with.
pub(super) struct Wanted<'a> {
    pub(super) direction: Direction,
    /// A target, or a range.
    pub(super) word: &'a str,
    pub(super) may_lose_rows: bool,
}

pub(super) fn print(
    wanted: &Wanted<'_>,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let (from, to) = ends(wanted)?;
    let dialect = database.dialect(migrations, out)?;
    let mut script = migrations.script(dialect);
    if let Some(from) = &from {
        script = script.from(from.clone());
    }
    if wanted.may_lose_rows {
        script = script.allow_data_loss();
    }
    let begins = match (&from, wanted.direction) {
        (Some(from), _) => from.to_string(),
        (None, Direction::Up) => "base".to_owned(),
        (None, Direction::Down) => "heads".to_owned(),
    };
    let text = match wanted.direction {
        Direction::Up => script.upgrade(&to)?,
        Direction::Down => script.downgrade(&to)?,
    };
    out.note(&format!("a script for {}, for a database at {begins}; it stops on any other", dialect.name()));
    out.result(text.trim_end());
    Ok(Answer::Done)
}

/// From where, if that was said, and to where.
fn ends(wanted: &Wanted<'_>) -> Result<(Option<Target>, Target), Error> {
    if !wanted.word.contains(':') {
        return Ok((None, target(wanted.word)?));
    }
    let range: TargetRange = wanted.word.parse().map_err(|error: hunter_chain::BadTarget| {
        Error::new(ErrorKind::Usage, error.to_string(), "write FROM:TO, for example base:head")
    })?;
    let to = range.to.unwrap_or(match wanted.direction {
        Direction::Up => Target::Head,
        Direction::Down => Target::Base,
    });
    Ok((range.from, to))
}
