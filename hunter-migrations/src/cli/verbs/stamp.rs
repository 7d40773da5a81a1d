//! `stamp`.

use super::super::database::Database;
use super::super::{Answer, Output};
use super::super::{args, signals};
use super::{report, target, tell};
use crate::connect::Open;
use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind};
use crate::notice::Notice;

pub(in crate::cli) fn run(
    verb: &args::Stamp,
    migrations: &Migrations,
    database: &Database<'_>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let targets = verb.revisions.iter().map(|word| target(word)).collect::<Result<Vec<_>, _>>()?;
    let mut session = database.open_named(Open::Write, out)?;
    let mut observer = |notice: &Notice<'_>| tell(out, notice);
    let mut migrator = migrations
        .on(&mut session)
        .interruptible(&signals::interrupt())
        .observe(&mut observer)
        .accept_drift(verb.accept_drift.clone());
    if let Some(because) = &verb.because {
        if because.trim().is_empty() {
            return Err(Error::new(
                ErrorKind::Usage,
                "--because says nothing",
                "say why it is right, for those who read the record",
            ));
        }
        migrator = migrator.unverified(because);
    }
    let done = if verb.purge { migrator.stamp_purged(&targets)? } else { migrator.stamp(&targets)? };
    if verb.unverified && !done.steps.is_empty() {
        out.warn("recorded without comparing the schema: make sure that it is what the revision says");
    }
    report(out, "stamp", &done);
    Ok(Answer::Done)
}
