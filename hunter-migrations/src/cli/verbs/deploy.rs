//! `deploy`: preflight, backup, upgrade, verify; stops at the first no.
//!
//! Responsible for the order of the four, and for what is told about them whatever became of them. The backup is taken by the
//! upgrade itself, under its guard and before its first step, so that nobody writes to the record between the two.

use hunter_chain::Target;

use super::super::args;
use super::super::database::Database;
use super::super::deployment::Deployment;
use super::super::{Answer, Output, ticks};
use super::{preflight, target, tell};
use crate::backup::Backup;
use crate::connect::Open;
use crate::embedded::Migrations;
use crate::error::Error;
use crate::notice::Notice;
use crate::report::Report;
use crate::session::Session;

pub(in crate::cli) fn run(
    verb: &args::Deploy,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let target = target(&verb.aim.target)?;
    let address = database.address_named(out)?;
    let mut told = Deployment::new(migrations, &address, database.arguments.database_url.is_some());
    told.preflight = preflight::look(&verb.aim, &target, migrations, (database, &address))?;
    // It takes one itself.
    told.preflight.findings.retain(|finding| finding.name != "backup");
    told.preflight.findings.iter().flat_map(ticks::lines).for_each(|line| out.note(&line));
    if !told.preflight.is_clear() {
        told.print(out);
        return Ok(Answer::No);
    }
    let mut session = address.open(Open::Create)?;
    let before = migrations.on(&mut session).record()?;
    told.begin(&before);
    let (done, backup) = upgrade(verb, target.clone(), migrations, &mut session, out);
    told.backup = backup;
    // A connection that was lost tells nothing more.
    let after = migrations.on(&mut session).record();
    told.end(migrations, after.or_else(|_| migrations.on(&mut address.open(Open::Read)?).record()).ok());
    if let Err(error) = done {
        told.failed(&error);
        told.print(out);
        return Err(error);
    }
    let found = migrations.on(&mut session).verify();
    told.verified(&found, migrations, target == Target::Head);
    told.verification_lines().iter().flatten().for_each(|line| out.note(line));
    told.print(out);
    found?;
    Ok(if told.is_done() { Answer::Done } else { Answer::No })
}

/// The upgrade with its backup, which is there even where a step failed.
fn upgrade(
    verb: &args::Deploy,
    target: Target,
    migrations: &Migrations,
    session: &mut Box<dyn Session>,
    out: &mut Output,
) -> (Result<Report, Error>, Option<Backup>) {
    let mut taken = None;
    let mut observer = |notice: &Notice<'_>| {
        if let Notice::BackedUp { backup } = notice {
            taken = Some((*backup).clone());
        }
        tell(out, notice);
    };
    let migrator = verb.wait.on(migrations.on(session)).observe(&mut observer).backup_first(&verb.aim.to);
    let migrator = if verb.aim.unproved { migrator.allow_unproved() } else { migrator };
    let done = migrator.upgrade(target);
    (done, taken)
}
