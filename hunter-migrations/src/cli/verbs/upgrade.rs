//! `upgrade`, and what `dev` of `cargo hunter` does to a database.

use hunter_chain::{Direction, Target};

use super::super::args;
use super::super::database::Database;
use super::super::follow::Following;
use super::super::running::Wait;
use super::super::{Answer, Output};
use super::offline::{self, Wanted};
use super::{plan, report, target, tell};
use crate::connect::Open;
use crate::embedded::Migrations;
use crate::error::Error;
use crate::notice::Notice;
use crate::runner::Migrator;
use crate::session::Session;

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
        plan::print(plan::Way::Up, &verb.target, migrations, database, None, out)?;
        return Ok(Answer::Done);
    }
    let mut session = database.open(Open::Create, out)?;
    let following = Following::begin(out);
    let mut observer = |notice: &Notice<'_>| tell(out, notice);
    let migrator = following.on(verb.wait.on(migrations.on(&mut session)));
    let migrator = verb.checks.on(migrator).observe(&mut observer);
    let mut migrator = verb.first.on(migrator);
    if verb.unproved {
        migrator = migrator.allow_unproved();
    }
    if verb.adopt {
        migrator = migrator.adopting();
    }
    let done = migrator.upgrade(target)?;
    drop(following);
    report(out, "upgrade", &done);
    Ok(Answer::Done)
}

/// To head, on a database that [`open_local`] opened.
pub(in crate::cli) fn to_head(
    migrations: &Migrations,
    session: &mut dyn Session,
    wait: &Wait,
    out: &mut Output,
) -> Result<Answer, Error> {
    let following = Following::begin(out);
    let mut observer = |notice: &Notice<'_>| tell(out, notice);
    let migrator = following.on(wait.on(Migrator::new(migrations, session)));
    let done = migrator.observe(&mut observer).upgrade(Target::Head)?;
    drop(following);
    report(out, "upgrade", &done);
    Ok(Answer::Done)
}

/// The database that is named, made where it is a file that is not there yet; refused where it is on another machine.
pub(in crate::cli) fn open_local(
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Box<dyn Session>, Error> {
    let mut session = database.open_named(Open::Create, out)?;
    Migrator::new(migrations, &mut *session).refuse_elsewhere()?;
    Ok(session)
}
