//! States in which nothing is run, and what to do about each.
//!
//! Responsible for the words of a refusal. Every refusal happens before the first step.

use hunter_chain::{Chain, Dialect, Direction, Down, Plan, Revision, RevisionId, Target};

use super::Migrator;
use super::record::Record;
use super::stranger::Stranger;
use super::write::is_relative;
use crate::error::{Error, ErrorKind};
use crate::ledger::{Ledger, OpenStep, Pieces};
use crate::notice::Notice;
use crate::status::{Status, UnknownRevision, lacking};

impl Migrator<'_> {
    pub(super) fn refuse_upgrade(&mut self, ledger: &Ledger) -> Result<(), Error> {
        let refuse = |message: String, help: &str| Err(Error::new(ErrorKind::State, message, help));
        match Status::of(self.migrations.chain(), self.session.words().dialect, ledger) {
            Status::InProgress { .. } => self.refuse_open_step(ledger, Direction::Up, &[]),
            Status::Diverged { unknown, .. } | Status::AheadIncompatible { unknown } => Err(ahead(&unknown)),
            Status::AheadCompatible { unknown } => {
                let text = format!("{}; its author says that this binary still works", described(&unknown));
                self.options.say(&Notice::Warning { text: &text });
                Ok(())
            }
            Status::Modified { revisions } => refuse(
                format!("the script of an applied revision was changed after it ran: {}", listed(&revisions)),
                "bring the old script back, and write a new revision for what should change",
            ),
            Status::Gap { holes } => self.refuse_gap(ledger, &holes),
            _ => Ok(()),
        }
    }

    /// What a database should look like is known only where every step ended and every revision is this program's.
    pub(super) fn refuse_unknown_schema(&self, status: &Status) -> Result<(), Error> {
        match status {
            Status::InProgress { revision, since, .. } => {
                let message = format!(
                    "a step of revision `{revision}` began at {since} and did not end: what the schema should be is not known"
                );
                let help = "wait for it; if its process is gone, `hunter current` says how it is finished";
                Err(Error::new(ErrorKind::State, message, help))
            }
            Status::Diverged { unknown, .. }
            | Status::AheadIncompatible { unknown }
            | Status::AheadCompatible { unknown } => Err(ahead(unknown)),
            _ => Ok(()),
        }
    }

    /// What stands below a revision that this program does not know cannot go before it; nor is `base`, or what counts from
    /// where the database is, reached with one left.
    pub(super) fn refuse_below_strangers(
        &self,
        ledger: &Ledger,
        target: &Target,
        plan: Option<&Plan<'_>>,
    ) -> Result<(), Error> {
        let chain = self.migrations.chain();
        let unknown: Vec<_> = ledger.strangers(chain).into_iter().map(UnknownRevision::of).collect();
        let reaches_all = *target == Target::Base || is_relative(target);
        let is_below = |step: &&Revision| {
            ledger.standing_on(&step.id).is_some_and(|above| chain.get_any(&above).is_none())
        };
        let reaches = reaches_all || plan.is_none_or(|plan| plan.steps.iter().any(is_below));
        if unknown.is_empty() || !reaches { Ok(()) } else { Err(ahead(&unknown)) }
    }

    /// A step that began and did not end: one that goes statement by statement can go on in its direction, where its
    /// revision is known, or one of these that the ledger told.
    pub(super) fn refuse_open_step(
        &self,
        ledger: &Ledger,
        direction: Direction,
        told: &[Stranger],
    ) -> Result<(), Error> {
        let Some(open) = ledger.open_step() else { return Ok(()) };
        let id = &open.revision;
        let of_chain = self.migrations.chain().get_any(id);
        let known = of_chain.or_else(|| told.iter().map(|one| &one.revision).find(|one| one.id == *id));
        let goes_on = known.is_some_and(|revision| !revision.declared.run_in_transaction);
        match &open.pieces {
            Some(pieces) if goes_on && pieces.direction == direction => Ok(()),
            Some(pieces) if goes_on => Err(half_way(&open, pieces)),
            _ if of_chain.is_none() => Err(begun_by_another(&open)),
            _ => Err(in_progress(id, &open.since)),
        }
    }
}

/// Of a revision that this program does not know.
fn begun_by_another(open: &OpenStep) -> Error {
    let (id, since) = (&open.revision, &open.since);
    let message =
        format!("a step of revision `{id}`, which this binary lacks, began at {since} and did not end");
    let help = match &open.pieces {
        Some(pieces) if pieces.direction == Direction::Down => {
            "`hunter downgrade --from-ledger` goes on with it, and so does `downgrade` of the binary that applied it"
        }
        _ => "finish it with the binary that began it",
    };
    Error::new(ErrorKind::State, message, help)
}

/// It has to be finished before anything else is done.
pub(super) fn half_way(open: &OpenStep, pieces: &Pieces) -> Error {
    let id = &open.revision;
    let (way, command) = match pieces.direction {
        Direction::Up => ("applied", format!("`hunter upgrade {id}`")),
        Direction::Down => ("reverted", "`hunter downgrade` to the revision below".to_owned()),
    };
    let message =
        format!("revision `{id}` is {way} in part: {} of {} statements", pieces.done.len(), pieces.of);
    Error::new(ErrorKind::State, message, format!("finish it first: {command}"))
}

/// What cannot be run is refused before anything is.
pub(super) fn refuse_step(revision: &Revision, direction: Direction, dialect: Dialect) -> Result<(), Error> {
    let id = &revision.id;
    match (direction, revision.down(dialect)) {
        (Direction::Down, Down::Irreversible(why)) => {
            let message = format!("revision `{id}` has no way down: {why}");
            Err(Error::new(
                ErrorKind::State,
                message,
                "restore a backup, or write a new revision that goes forward",
            ))
        }
        _ => Ok(()),
    }
}

/// Another process went the other way meanwhile: what the plan stood on is no longer so.
pub(super) fn refuse_overtaken(
    chain: &Chain,
    revision: &Revision,
    direction: Direction,
    (ledger, record): (&Ledger, &Record),
) -> Result<(), Error> {
    let is_applied = |id: &RevisionId| record.applied.contains_key(id);
    let needs =
        |other: &Revision| other.parents.contains(&revision.id) || other.depends_on.contains(&revision.id);
    let (in_the_way, is) = match direction {
        Direction::Up => {
            let needed = revision.parents.iter().chain(&revision.depends_on);
            (needed.into_iter().find(|id| !is_applied(id)).cloned(), "no longer")
        }
        Direction::Down => {
            let others = chain.revisions().iter().filter(|other| needs(other)).map(|other| &other.id);
            // A newer program may have put something on it that this one does not know.
            let told = ledger.standing_on(&revision.id);
            (others.chain(&told).find(|id| is_applied(id)).cloned(), "now")
        }
    };
    let Some(id) = in_the_way else { return Ok(()) };
    let message = format!("another process went the other way meanwhile: revision `{id}` is {is} applied");
    Err(Error::new(ErrorKind::State, message, "look who works on this database, then run the command again"))
}

pub(super) fn in_progress(revision: &RevisionId, since: &str) -> Error {
    let message = format!("a step of revision `{revision}` began at {since} and did not end");
    let help = format!(
        "look what it left behind, then record the truth: `hunter stamp {revision}` if all of it is there, \
         `hunter stamp` of the revision before if none is"
    );
    Error::new(ErrorKind::State, message, help)
}

fn ahead(unknown: &[UnknownRevision]) -> Error {
    let help = "use the binary that applied them, or a newer one; if this binary should be newer, rebuild it; to go back, \
                `hunter downgrade --from-ledger` reverts them by the scripts that are stored, down to this binary's head";
    Error::new(ErrorKind::State, described(unknown), help)
}

fn described(unknown: &[UnknownRevision]) -> String {
    lacking(unknown, |id| format!("`{id}`"))
}

fn listed(ids: &[RevisionId]) -> String {
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}
