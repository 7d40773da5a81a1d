//! `restore`: shows what a backup would replace, asks, and brings it back.

use super::super::args;
use super::super::database::Database;
use super::super::{Answer, Output};
use super::backup::described;
use super::{report, tell};
use crate::backup::Backup;
use crate::connect::Open;
use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind};
use crate::notice::Notice;
use crate::runner::Restoration;
use crate::runner::restore::named;

pub(in crate::cli) fn run(
    verb: &args::Restore,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let address = database.address_named(out)?;
    // Before a file is made for it.
    Backup::open(&verb.file)?;
    let mut session = address.open(Open::Create)?;
    let restoration = migrations.on(&mut session).restoration(&verb.file)?;
    if verb.replace {
        confirm(&restoration, database.arguments.yes, out)?;
    }
    let mut observer = |notice: &Notice<'_>| tell(out, notice);
    let mut migrator = verb.wait.on(migrations.on(&mut session)).observe(&mut observer);
    if verb.replace {
        migrator = migrator.replacing();
    }
    let done = migrator.restore(&restoration)?;
    report(out, "restore", &done);
    if address.file().is_some() && !restoration.replaces.is_empty() {
        out.warn("programs that had the file open still have the one before: start them again");
    }
    Ok(Answer::Done)
}

/// Where something goes, never without a word of somebody who could read what.
fn confirm(restoration: &Restoration, yes: bool, out: &mut Output) -> Result<(), Error> {
    if restoration.replaces.is_empty() {
        return Ok(());
    }
    let (database, goes) = (&restoration.database, named(&restoration.replaces));
    let what = format!(
        "everything in database `{database}` ({goes}) by the backup of {}",
        described(&restoration.backup)
    );
    if yes {
        out.note(&format!("replacing {what}"));
        return Ok(());
    }
    if !Output::can_ask() {
        let message = format!("this replaces {what}, and nobody is at a terminal to agree");
        return Err(Error::new(ErrorKind::State, message, "give `--yes` too; nothing was changed"));
    }
    if out.ask(&format!("this replaces {what}; type the database's name to do it: ")) == *database {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::State,
        "that is not the database's name, and nothing was changed",
        format!("type {database}, or give `--yes`"),
    ))
}
