//! `upgrade`.

use super::super::args;
use super::super::database::Database;
use super::super::{Answer, Output};
use super::{plan, report, target, tell, waiting};
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
    let target = target(&verb.target)?;
    if verb.dry_run {
        plan::print(plan::Way::Up, &verb.target, migrations, database, out)?;
        return Ok(Answer::Done);
    }
    let mut session = database.open(Open::Create, out)?;
    let mut observer = |notice: &Notice<'_>| tell(out, notice);
    let done = waiting(migrations.on(&mut session), &verb.wait).observe(&mut observer).upgrade(target)?;
    report(out, "upgrade", &done);
    Ok(Answer::Done)
}
