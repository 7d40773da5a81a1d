//! `repair`: the schema is brought to what is recorded.
//!
//! Responsible for running what `check --sql` prints as one step: under the guard, in one transaction with its row in the
//! ledger, with losses asked for, and compared again afterwards.

use std::time::Instant;

use hunter_chain::{Direction, Plan, Revision, RevisionId, SourceTree, read_graph};
use hunter_schema::{Draft, Snapshot, diff};
use serde_json::json;

use super::act::StepActs;
use super::attempt::lock_timeout_ms;
use super::carry::overtaken;
use super::read::Compared;
use super::record::Record;
use super::step::{self, Part, REPAIR, Work};
use super::{Migrator, state};
use crate::error::{Error, ErrorKind};
use crate::ledger::{Entry, Event, Ledger};
use crate::notice::Notice;
use crate::report::{Action, Report, StepReport};
use crate::schema::drift::{self, Drift};
use crate::status::Status;

impl Migrator<'_> {
    /// What would bring the schema to what its recorded revisions leave behind; nothing where nothing differs. Reads as
    /// [`drift`](Self::drift) does and writes nothing.
    ///
    /// # Errors
    /// As [`drift`](Self::drift); and where nothing is recorded although something is there.
    pub fn repair_draft(mut self) -> Result<(Drift, Draft), Error> {
        self.read_repair()
    }

    /// Brings the schema to what its recorded revisions leave behind, in one transaction, and records it.
    ///
    /// # Errors
    /// As [`repair_draft`](Self::repair_draft); where rows would be lost without
    /// [`allow_data_loss`](Self::allow_data_loss); where a person has to write something; and when a statement fails or the
    /// schema still differs afterwards.
    pub fn repair(mut self) -> Result<Report, Error> {
        self.refuse_inside_a_transaction()?;
        self.configure()?;
        if !self.has_ledger()? {
            let (drift, _) = self.read_repair()?;
            return Ok(Report::nothing(Action::Repair, drift.revisions));
        }
        self.guarded(Action::Repair, |this| {
            // Before the schema: who repairs between the two is found out by the row that is not the next one any more.
            let ledger = this.read_settled()?;
            let (drift, draft) = this.read_repair()?;
            let revisions = drift.revisions.clone();
            if draft.is_empty() {
                return Ok(Report::nothing(Action::Repair, revisions));
            }
            if let Some(statement) = draft.unfinished().next() {
                let what = statement.remark.as_deref().unwrap_or_default();
                let message = format!("a person has to write a part of this repair: {what}");
                let help = "`hunter check --sql` prints the rest: finish it, run it, and `hunter check` says whether it is right";
                return Err(Error::new(ErrorKind::State, message, help));
            }
            let report = this
                .run_repair(&ledger, &drift, &draft)
                .map_err(|error| this.or_overtaken(error, &ledger))?;
            let left = this.read_drift()?;
            if left.is_none() { Ok(report) } else { Err(left.into_error()) }
        })
    }

    /// What somebody else repaired meanwhile is not there any more, and the database says so in its own way.
    fn or_overtaken(&mut self, error: Error, ledger: &Ledger) -> Error {
        let has_moved = |now: Ledger| now.last_seq() != ledger.last_seq();
        let is_theirs =
            error.kind() == ErrorKind::Database && state::read(self.session, &self.name).is_ok_and(has_moved);
        if is_theirs { overtaken() } else { error }
    }

    /// What a revision would have to do that says what differs here: the drift, the schema with it, and without it.
    ///
    /// # Errors
    /// As [`drift`](Self::drift).
    pub fn codifiable(mut self) -> Result<(Drift, Snapshot, Snapshot), Error> {
        let Compared { drift, expected, found, server } = self.read_compared()?;
        let with = drift::codified(&expected, &found, &server, &self.ignore());
        Ok((drift, with, expected.snapshot))
    }

    fn read_repair(&mut self) -> Result<(Drift, Draft), Error> {
        let Compared { drift, expected, found, server } = self.read_compared()?;
        let wanted = drift::wanted(&expected, &found, &server, &self.ignore());
        if let Status::Unversioned { .. } = drift.status {
            let message =
                "nothing is recorded in this database, so there is nothing that its schema should be";
            let help =
                "`hunter adopt` tells which revision it is at, or which is the nearest, and records it";
            return Err(Error::new(ErrorKind::State, message, help));
        }
        let draft = diff(self.session.words().dialect, &found, &wanted, &[]);
        Ok((drift, draft))
    }

    fn run_repair(&mut self, ledger: &Ledger, drift: &Drift, draft: &Draft) -> Result<Report, Error> {
        let dialect = self.session.words().dialect;
        let mut record = Record::of(ledger);
        // What differs may be below several recorded revisions; the row names the last one.
        let Some(recorded) = drift.revisions.last().or(ledger.applied().ids().last()).cloned() else {
            let message = "nothing is recorded in this database, so there is nothing to repair";
            return Err(Error::new(ErrorKind::State, message, "`hunter upgrade` builds the schema"));
        };
        let revision = as_revision(&recorded, dialect.name(), &draft.to_string())?;
        let plan = Plan::of(Direction::Down, vec![&revision]);
        let mut announced = self.announced_by(&plan)?;
        announced.verb = REPAIR;
        self.allow(&announced, 0)?;
        self.options.say(&Notice::Repair { revision: &revision });
        let settings = self.settings()?;
        let start = Instant::now();
        let known = self.migrations.chain().get_any(&recorded);
        self.persist(&revision, &mut record, &mut announced, |this, record, announced, left| {
            let work = Work {
                dialect,
                revision: &revision,
                number: None,
                hooks: [None; 2],
                direction: Direction::Down,
                verb: REPAIR,
                part: revision.down.get(dialect).map(Part::whole),
                entry: Entry {
                    seq: record.next_seq(),
                    revision: recorded.as_str(),
                    parents: known
                        .into_iter()
                        .flat_map(|known| &known.parents)
                        .map(RevisionId::as_str)
                        .collect(),
                    event: Event::Started,
                    up_digest: known.map(|known| known.up_digest(dialect).to_string()),
                    down: None,
                    metadata: json!({
                        "differences": drift.differences.iter().map(ToString::to_string).collect::<Vec<_>>(),
                        "script": draft.to_string(),
                    }),
                    applied_digest: record.digest(Some(&recorded)),
                    took: None,
                    binary: this.migrations.binary(),
                },
                becomes: Some((Event::Repair, record.digest(None))),
                name: &this.name,
                guard_key: this.guard.key(),
                lock_timeout_ms: lock_timeout_ms(&revision, this.options.lock_timeout, left),
                settings: &settings,
                settles: true,
                announced: Some(announced),
                may_lose_rows: this.options.may_lose_rows,
                check: None,
            };
            step::run(this.session, &work, &mut StepActs::default())?;
            Ok(Some(false))
        })?;
        let took = start.elapsed();
        self.options.say(&Notice::Done { revision: &revision, took });
        let mut report = Report::nothing(Action::Repair, record.current(self.migrations.chain()));
        report.losses = announced.losses;
        report.steps.push(StepReport { revision: recorded, took, by_other: false });
        Ok(report)
    }
}

/// The repair as the way down of a revision of the same name, since a step runs revisions.
fn as_revision(id: &RevisionId, dialect: &str, script: &str) -> Result<Revision, Error> {
    let settings = format!("dialects = [\"{dialect}\"]\n");
    let (up, down) = (format!("{id}/up.sql"), format!("{id}/down.sql"));
    let tree = SourceTree::of("repair", &[("hunter.toml", &settings), (&up, "select 1;"), (&down, script)]);
    let chain = read_graph(&tree).map_err(|found| {
        let why = found.first().map(|one| one.message.clone()).unwrap_or_default();
        Error::new(
            ErrorKind::Script,
            format!("the repair cannot be run: {why}"),
            "run what `hunter check --sql` prints by hand",
        )
    })?;
    chain.get_any(id).cloned().ok_or_else(|| {
        Error::new(
            ErrorKind::State,
            format!("revision `{id}` cannot be repaired"),
            "run what `hunter check --sql` prints by hand",
        )
    })
}
