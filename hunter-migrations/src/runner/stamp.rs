//! `stamp`: the record is changed, the schema is not.
//!
//! Responsible for writing what is asked in one transaction, one row per revision, and for refusing where it cannot be
//! true. It is also how an open step is settled.

use std::time::Duration;

use hunter_chain::{Applied, Revision, RevisionId, Target};
use serde_json::json;

use super::Migrator;
use super::record::{Record, metadata};
use super::state;
use crate::error::{Error, ErrorKind};
use crate::ledger::{self, Entry, Event, Ledger};
use crate::report::{Action, Report, StepReport};

impl Migrator<'_> {
    /// Records revisions as applied, or no longer applied, without running anything.
    ///
    /// # Errors
    /// On an empty database, where nothing that could be recorded is true, and when a target leads nowhere.
    pub fn stamp(self, targets: &[Target]) -> Result<Report, Error> {
        self.stamp_over(targets, |applied| applied)
    }

    /// The same after forgetting everything recorded, unknown revisions included.
    ///
    /// # Errors
    /// As [`stamp`](Self::stamp).
    pub fn stamp_purged(self, targets: &[Target]) -> Result<Report, Error> {
        self.stamp_over(targets, |_| Applied::none())
    }

    fn stamp_over(mut self, targets: &[Target], seen: fn(Applied) -> Applied) -> Result<Report, Error> {
        self.refuse_inside_a_transaction()?;
        self.configure()?;
        let look = state::look(self.session, &mut self.name)?;
        let records_something = targets.iter().any(|target| *target != Target::Base);
        if records_something && state::relations(self.session, &self.name)?.is_empty() {
            let message = "the database is empty: no revision can be applied to it already";
            return Err(Error::new(ErrorKind::State, message, "`hunter upgrade` builds the schema"));
        }
        self.looked = Some(look);
        self.guarded(Action::Stamp, |this| {
            let ledger = state::read(this.session, &this.name)?;
            let applied = ledger.applied();
            let assumed = seen(applied.clone());
            let plan = this.migrations.chain().plan_stamp(targets, &assumed)?;
            let mut removed: Vec<RevisionId> = applied.ids().iter().rev().cloned().collect();
            removed.retain(|id| !assumed.contains(id) || plan.removed.contains(id));
            this.write_stamps(&ledger, &removed, &plan.added)
        })
    }

    /// All rows in one transaction.
    fn write_stamps(
        &mut self,
        ledger: &Ledger,
        removed: &[RevisionId],
        added: &[&Revision],
    ) -> Result<Report, Error> {
        let chain = self.migrations.chain();
        let mut record = Record::of(ledger);
        let mut rows = Vec::new();
        for id in removed {
            record.applied.remove(id);
            rows.push(self.stamp_row(&mut record, id, chain.get(id), Event::Purge));
        }
        for revision in added {
            let digest = revision.up_digest(self.session.words().dialect).to_string();
            record.applied.insert(revision.id.clone(), digest);
            rows.push(self.stamp_row(&mut record, &revision.id, Some(revision), Event::Stamp));
        }
        if let Some(open) = ledger.open_step().filter(|_| rows.is_empty()) {
            // The record is as asked, but something must close the open step.
            let id = open.revision.clone();
            let event = if record.applied.contains_key(&id) { Event::Stamp } else { Event::Purge };
            rows.push(self.stamp_row(&mut record, &id, chain.get(&id), event));
        }
        let step =
            |id: &RevisionId| StepReport { revision: id.clone(), took: Duration::ZERO, by_other: false };
        let mut report = Report::nothing(Action::Stamp, record.current(chain));
        report.steps = removed.iter().chain(added.iter().map(|r| &r.id)).map(step).collect();
        if rows.is_empty() {
            return Ok(report);
        }
        let sql = format!("{};\n{};\nCOMMIT", self.session.words().begin, rows.join(";\n"));
        self.session.execute(&sql).map_err(|error| {
            let _ = self.session.execute("ROLLBACK");
            Error::database("recording the stamp", error)
        })?;
        Ok(report)
    }

    fn stamp_row(
        &self,
        record: &mut Record,
        id: &RevisionId,
        revision: Option<&Revision>,
        event: Event,
    ) -> String {
        let words = self.session.words();
        let dialect = words.dialect;
        let mut metadata = revision.map_or_else(|| json!({}), metadata);
        if event == Event::Stamp {
            // Nothing compared the schema with this revision.
            metadata["verified"] = json!(false);
        }
        let down = revision.filter(|_| event == Event::Stamp).and_then(|revision| {
            Some((&*revision.down.get(dialect)?.text, revision.down.digest(dialect)?.to_string()))
        });
        let entry = Entry {
            seq: record.next_seq(),
            revision: id.as_str(),
            parents: revision.into_iter().flat_map(|r| &r.parents).map(RevisionId::as_str).collect(),
            event,
            up_digest: revision.map(|revision| revision.up_digest(dialect).to_string()),
            down,
            metadata,
            applied_digest: record.digest(None),
            took: None,
            binary: self.migrations.binary(),
        };
        record.last_seq += 1;
        ledger::insert(words, &self.name, &entry)
    }
}
