//! `resolve`: what became of a statement that nobody saw end.

use super::super::args;
use super::super::database::Database;
use super::super::{Answer, Output};
use super::{report, tell};
use crate::connect::Open;
use crate::embedded::Migrations;
use crate::error::Error;
use crate::notice::Notice;
use crate::runner::Resolution;

pub(in crate::cli) fn run(
    verb: &args::Resolve,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let resolution = if verb.done { Resolution::Done } else { Resolution::Redo };
    let mut session = database.open_named(Open::Write, out)?;
    let mut observer = |notice: &Notice<'_>| tell(out, notice);
    let done = migrations.on(&mut session).observe(&mut observer).resolve(resolution)?;
    report(out, "resolve", &done);
    Ok(Answer::Done)
}
