//! `downgrade`.

use hunter_chain::Direction;

use super::super::args;
use super::super::database::Database;
use super::super::{Answer, Output};
use super::offline::{self, Wanted};
use super::{plan, report, target, tell};
use crate::connect::Open;
use crate::embedded::Migrations;
use crate::error::Error;
use crate::notice::Notice;

pub(in crate::cli) fn run(
    verb: &args::Downgrade,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    if verb.sql {
        let wanted =
            Wanted { direction: Direction::Down, word: &verb.target, may_lose_rows: verb.allow_data_loss };
        return offline::print(&wanted, migrations, database, out);
    }
    let target = target(&verb.target)?;
    if verb.dry_run {
        plan::print(plan::Way::Down, &verb.target, migrations, database, out)?;
        return Ok(Answer::Done);
    }
    let mut session = database.open(Open::Write, out)?;
    let mut observer = |notice: &Notice<'_>| tell(out, notice);
    let mut migrator = verb.checks.on(verb.wait.on(migrations.on(&mut session))).observe(&mut observer);
    if verb.allow_data_loss {
        migrator = migrator.allow_data_loss();
    }
    let done = migrator.downgrade(&target)?;
    report(out, "downgrade", &done);
    Ok(Answer::Done)
}
