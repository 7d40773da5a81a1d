//! `downgrade`.

use hunter_chain::Direction;

use super::super::args;
use super::super::database::Database;
use super::super::follow::Following;
use super::super::{Answer, Output};
use super::offline::{self, Wanted};
use super::{from_ledger, plan, report, target, tell};
use crate::connect::Open;
use crate::embedded::Migrations;
use crate::error::Error;
use crate::notice::Notice;
use crate::runner::Migrator;

pub(in crate::cli) fn run(
    verb: &args::Downgrade,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let Some(word) = verb.target.as_deref().filter(|_| !verb.from_ledger) else {
        return from_ledger::run(verb, migrations, database, out);
    };
    if verb.sql {
        let wanted = Wanted { direction: Direction::Down, word, may_lose_rows: verb.allow_data_loss };
        return offline::print(&wanted, migrations, database, out);
    }
    let target = target(word)?;
    if verb.dry_run {
        plan::print(plan::Way::Down, word, migrations, database, None, out)?;
        return Ok(Answer::Done);
    }
    let mut session = database.open(Open::Write, out)?;
    let following = Following::begin(out);
    let mut observer = |notice: &Notice<'_>| tell(out, notice);
    let migrator = following.on(configured(verb, migrations.on(&mut session)));
    let done = migrator.observe(&mut observer).downgrade(&target)?;
    drop(following);
    report(out, "downgrade", &done);
    Ok(Answer::Done)
}

/// As the words say.
pub(super) fn configured<'a>(verb: &args::Downgrade, migrator: Migrator<'a>) -> Migrator<'a> {
    let migrator = verb.first.on(verb.checks.on(verb.wait.on(migrator)));
    if verb.allow_data_loss { migrator.allow_data_loss() } else { migrator }
}
