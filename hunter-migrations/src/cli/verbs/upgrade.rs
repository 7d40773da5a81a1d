//! `upgrade`.

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
    verb: &args::Upgrade,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    if verb.sql {
        let wanted = Wanted { direction: Direction::Up, word: &verb.target, may_lose_rows: false };
        return offline::print(&wanted, migrations, database, out);
    }
    let target = target(&verb.target)?;
    if verb.dry_run {
        plan::print(plan::Way::Up, &verb.target, migrations, database, out)?;
        return Ok(Answer::Done);
    }
    let mut session = database.open(Open::Create, out)?;
    let mut observer = |notice: &Notice<'_>| tell(out, notice);
    let done =
        verb.checks.on(verb.wait.on(migrations.on(&mut session))).observe(&mut observer).upgrade(target)?;
    report(out, "upgrade", &done);
    Ok(Answer::Done)
}
