//! `repair`.

use super::super::args;
use super::super::database::Database;
use super::super::{Answer, Output};
use super::{report, tell};
use crate::connect::Open;
use crate::embedded::Migrations;
use crate::error::Error;
use crate::notice::Notice;

pub(in crate::cli) fn run(
    verb: &args::Repair,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let mut session = database.open_named(Open::Write, out)?;
    let mut observer = |notice: &Notice<'_>| tell(out, notice);
    let mut migrator = verb.wait.on(migrations.on(&mut session)).observe(&mut observer);
    if verb.allow_data_loss {
        migrator = migrator.allow_data_loss();
    }
    let done = migrator.repair()?;
    report(out, "repair", &done);
    Ok(Answer::Done)
}
