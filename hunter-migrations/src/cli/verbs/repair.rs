//! `repair`.

use super::super::args;
use super::super::database::Database;
use super::super::follow::Following;
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
    let following = Following::begin(out);
    let mut observer = |notice: &Notice<'_>| tell(out, notice);
    let migrator = following.on(verb.wait.on(migrations.on(&mut session)));
    let mut migrator = migrator.observe(&mut observer);
    if verb.allow_data_loss {
        migrator = migrator.allow_data_loss();
    }
    let done = migrator.repair()?;
    drop(following);
    report(out, "repair", &done);
    Ok(Answer::Done)
}
