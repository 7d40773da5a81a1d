//! `stamp`: the record is changed, the schema is not.
//!
//! Responsible for writing what is asked in one transaction, one row per revision, and for refusing what is not true: the
//! schema is compared with what the revisions leave behind. It is also how an open step is settled.

use std::time::Duration;

use hunter_chain::{Applied, Revision, RevisionId, Target};
use hunter_schema::{Difference, Ignore, ObjectId};
use serde_json::{Value, json};

use super::Migrator;
use super::record::Record;
use super::state;
use crate::error::{Error, ErrorKind};
use crate::ledger::{self, Entry, Event, Kept, Ledger};
use crate::report::{Action, Report, StepReport};
use crate::schema::drift::{self, Drift};
use crate::schema::expected::Expected;
use crate::status::Status;

/// What a stamp takes on trust.
#[derive(Debug, Default)]
pub(crate) struct Trust {
    /// Why nothing is compared.
    unverified: Option<String>,
    /// Objects that may differ.
    accepted: Vec<String>,
    /// What the database already was becomes a revision of it, instead of the other way round.
    pub(super) adopts: bool,
}

impl Trust {
    pub(super) fn accepted(&self) -> &[String] {
        &self.accepted
    }
}

/// The schema must be what is to be recorded, but for what somebody takes as it is: an object that does not differ is a
/// mistake of theirs. What was trusted goes on record.
pub(super) fn trusted(drift: &Drift, accepted: &[String], help: &str) -> Result<Value, Error> {
    let accept = Ignore::of(accepted.iter().map(String::as_str));
    let differing: Vec<&ObjectId> = drift.differences.iter().map(Difference::id).collect();
    if let Some(idle) = accept.without_effect(&differing).next() {
        let message = format!("`{idle}` does not differ, so there is nothing to accept");
        let help = "name an object as `hunter check` does, or leave it out";
        return Err(Error::new(ErrorKind::State, message, help));
    }
    let left: Vec<Difference> =
        drift.differences.iter().filter(|one| !accept.covers(one.id())).cloned().collect();
    if left.is_empty() {
        let mut trusted = json!({ "verified": true });
        if !accepted.is_empty() {
            trusted["accepted"] = json!(accepted);
        }
        return Ok(trusted);
    }
    let message = format!("the schema is not {}: {}", drift::of(&drift.revisions), drift::summary(&left));
    Err(Error::new(ErrorKind::State, message, help).telling(left))
}

impl Migrator<'_> {
    /// Lets [`stamp`](Self::stamp) record what nobody compared. The reason goes on record.
    #[must_use]
    pub fn unverified(mut self, because: impl Into<String>) -> Self {
        self.options.trust.unverified = Some(because.into());
        self
    }

    /// Lets [`stamp`](Self::stamp) record a revision although these objects are not what it leaves behind: each as `check`
    /// names it, `table public.users`, with everything below it. They go on record.
    #[must_use]
    pub fn accept_drift(mut self, objects: impl IntoIterator<Item = String>) -> Self {
        self.options.trust.accepted = objects.into_iter().collect();
        self
    }

    /// Records revisions as applied, or no longer applied, without running anything. The schema must be what they leave
    /// behind, unless [`unverified`](Self::unverified) or [`accept_drift`](Self::accept_drift) was said before.
    ///
    /// # Errors
    /// On an empty database, where nothing that could be recorded is true; where the schema differs, or the program's
    /// lockfile does not speak of the revisions; and when a target leads nowhere.
    pub fn stamp(self, targets: &[Target]) -> Result<Report, Error> {
        self.stamp_over(targets, |applied| applied)
    }

    /// Records revisions that were made of this database: it was there first, and is adopted as it is.
    ///
    /// # Errors
    /// As [`stamp`](Self::stamp).
    pub fn adopt_codified(mut self, targets: &[Target]) -> Result<Report, Error> {
        self.options.trust.adopts = true;
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
        self.refuse_without_record()?;
        self.guarded(Action::Stamp, |this| {
            let ledger = state::read(this.session, &this.name)?;
            let applied = ledger.applied();
            let assumed = seen(applied.clone());
            let plan = this.migrations.chain().plan_stamp(targets, &assumed)?;
            let mut removed: Vec<RevisionId> = applied.ids().iter().rev().cloned().collect();
            removed.retain(|id| !assumed.contains(id) || plan.removed.contains(id));
            let stamped: Vec<RevisionId> = Record::of(&ledger)
                .applied
                .into_keys()
                .filter(|id| !removed.contains(id))
                .chain(plan.added.iter().map(|revision| revision.id.clone()))
                .collect();
            let trusted = this.refuse_untrue(&Applied::in_order(stamped))?;
            this.write_stamps(&ledger, &removed, &plan.added, &trusted)
        })
    }

    /// The schema must be what the revisions leave behind. What was taken on trust is given back, for the record.
    fn refuse_untrue(&mut self, stamped: &Applied) -> Result<Value, Error> {
        if let Some(because) = &self.options.trust.unverified {
            return Ok(json!({ "verified": false, "because": because }));
        }
        let accepted = std::mem::take(&mut self.options.trust.accepted);
        // That nothing is applied claims nothing about the tables that are there.
        if stamped.is_empty() {
            return Ok(json!({}));
        }
        let chain = self.migrations.chain();
        let current: Vec<RevisionId> =
            chain.current(stamped).iter().map(|revision| revision.id.clone()).collect();
        let otherwise = "or give --unverified --because TEXT to record it all the same";
        if let Some(stranger) = chain.unknown(stamped).first() {
            let message =
                format!("`{stranger}` stays on record, and this binary does not know what it leaves behind");
            return Err(Error::new(
                ErrorKind::State,
                message,
                format!(
                    "`hunter downgrade --from-ledger` reverts it; give --purge to forget it, {otherwise}"
                ),
            ));
        }
        let expected = Expected::of(chain, self.session.words(), stamped).map_err(|error| {
            let help = format!("{}; {otherwise}", error.help());
            error.with_help(help)
        })?;
        let (found, server) = self.look_at_schema()?;
        let drift = Drift::between(&expected, &found, &server, &self.ignore(), (current, Status::Drifted));
        let help = format!(
            "record the revision it is really at, or bring it there; --accept-drift OBJECT takes an object as it is, {otherwise}"
        );
        trusted(&drift, &accepted, &help)
    }

    /// All rows in one transaction.
    pub(super) fn write_stamps(
        &mut self,
        ledger: &Ledger,
        removed: &[RevisionId],
        added: &[&Revision],
        trusted: &Value,
    ) -> Result<Report, Error> {
        let chain = self.migrations.chain();
        let mut record = Record::of(ledger);
        let mut rows = Vec::new();
        for id in removed {
            record.applied.remove(id);
            rows.push(self.stamp_row(&mut record, id, chain.get_any(id), Event::Purge, trusted));
        }
        for revision in added {
            let digest = revision.up_digest(self.session.words().dialect).to_string();
            record.applied.insert(revision.id.clone(), digest);
            let event = if self.options.trust.adopts { Event::Adopt } else { Event::Stamp };
            rows.push(self.stamp_row(&mut record, &revision.id, Some(revision), event, trusted));
        }
        if let Some(open) = ledger.open_step().filter(|_| rows.is_empty()) {
            // The record is as asked, but something must close the open step.
            let id = open.revision.clone();
            let event = if record.applied.contains_key(&id) { Event::Stamp } else { Event::Purge };
            rows.push(self.stamp_row(&mut record, &id, chain.get_any(&id), event, trusted));
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
        trusted: &Value,
    ) -> String {
        let words = self.session.words();
        let dialect = words.dialect;
        let mut metadata = revision.map_or_else(|| json!({}), |revision| Kept::of(revision).into_json());
        if let (Event::Stamp | Event::Adopt, Value::Object(trusted), Value::Object(known)) =
            (event, trusted, &mut metadata)
        {
            known.extend(trusted.clone());
        }
        let down = revision.filter(|_| event != Event::Purge).and_then(|revision| {
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
