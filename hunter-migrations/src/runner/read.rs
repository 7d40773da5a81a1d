//! The reading half: what a database is and what would happen. No lock, no write, no table is created.

use hunter_chain::{Applied, Chain, Dialect, Direction, Plan, ResolveError, RevisionId, Target};
use hunter_schema::{Ignore, Snapshot};

use super::Migrator;
use super::loss::{Announced, Loss};
use super::state;
use super::stranger::Stranger;
use crate::error::Error;
use crate::ledger::{Ledger, LedgerRow};
use crate::schema::drift::Drift;
use crate::schema::expected::Expected;
use crate::schema::introspect;
use crate::status::Status;

/// So often a schema is read that changes while it is.
const LOOKS: u8 = 3;

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Current {
    /// The applied revisions nothing applied stands on, known ones first, in chain order.
    pub revisions: Vec<RevisionId>,
    /// How that stands to the chain.
    pub status: Status,
    /// The row that made each of `revisions` applied.
    pub rows: Vec<LedgerRow>,
    /// The rows that made revisions applied which the chain does not know, oldest first.
    pub unknown: Vec<LedgerRow>,
    /// Everything applied, oldest first.
    pub applied: Applied,
}

impl Current {
    /// What the database has and the chain does not, oldest first, without the ways down.
    pub(crate) fn strangers(&self, dialect: Dialect) -> Vec<Stranger> {
        self.unknown.iter().filter_map(|row| Stranger::told(row, dialect)).collect()
    }
}

/// Where the record of a database stands.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    /// Every row, oldest first.
    pub(crate) rows: Vec<LedgerRow>,
    /// The applied revisions on which no applied one stands.
    pub(crate) current: Vec<RevisionId>,
    /// Whether a step began and did not end.
    pub(crate) is_open: bool,
}

/// A database and what it should be.
pub(super) struct Compared {
    pub(super) drift: Drift,
    pub(super) expected: Expected,
    pub(super) found: Snapshot,
    pub(super) server: String,
}

impl<'c> Migrator<'c> {
    /// Where the database is, and how it stands to this chain. Two trips on PostgreSQL, three where nothing is recorded.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn current(mut self) -> Result<Current, Error> {
        self.read_current()
    }

    /// The judgement alone; at head one trip and nothing unpacked.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn status(mut self) -> Result<Status, Error> {
        if self.is_at_head()? {
            return Ok(Status::AtHead);
        }
        Ok(self.read_current()?.status)
    }

    /// Everything recorded, and where that leads.
    pub(crate) fn record(mut self) -> Result<Standing, Error> {
        self.configure()?;
        let look = state::look(self.session, &mut self.name)?;
        let ledger = if look.has_ledger { state::read(self.session, &self.name)? } else { Ledger::default() };
        let is_open = ledger.open_step().is_some();
        let current = self.current_of(&ledger).revisions;
        Ok(Standing { rows: ledger.rows, current, is_open })
    }

    /// The revisions this database has.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn applied(mut self) -> Result<Applied, Error> {
        self.configure()?;
        state::applied(self.session, &mut self.name)
    }

    /// How the database differs from what its recorded revisions leave behind, pending ones or not. Reads the ledger and
    /// the catalog, takes no lock, writes nothing, and needs no right but to read the ledger.
    ///
    /// # Errors
    /// When the ledger or the catalog cannot be read, when the program's lockfile does not speak of a recorded revision,
    /// and when a step began and did not end.
    pub fn drift(mut self) -> Result<Drift, Error> {
        self.read_drift()
    }

    /// Refuses a database that is not what its recorded revisions leave behind: `MIGRATIONS.on(&mut conn).check()?`.
    ///
    /// # Errors
    /// As [`drift`](Self::drift); and when anything differs, with the first differences named.
    pub fn check(self) -> Result<(), Error> {
        let drift = self.drift()?;
        if drift.is_none() { Ok(()) } else { Err(drift.into_error()) }
    }

    pub(super) fn read_drift(&mut self) -> Result<Drift, Error> {
        Ok(self.read_compared()?.drift)
    }

    /// The drift, and both schemas.
    pub(super) fn read_compared(&mut self) -> Result<Compared, Error> {
        let mut rest = LOOKS;
        loop {
            let current = self.read_current()?;
            self.refuse_unknown_schema(&current.status)?;
            let (found, server) = self.look_at_schema()?;
            // A step that ended meanwhile changed the schema under the record that was read.
            rest -= 1;
            if rest > 0 && self.read_current()?.applied != current.applied {
                continue;
            }
            let expected = Expected::of(self.migrations.chain(), self.session.words(), &current.applied)?;
            let ignore = self.ignore();
            let recorded = (current.revisions, current.status);
            let drift = Drift::between(&expected, &found, &server, &ignore, recorded);
            return Ok(Compared { drift, expected, found, server });
        }
    }

    pub(super) fn look_at_schema(&mut self) -> Result<(Snapshot, String), Error> {
        let found = self.read_schema()?;
        Ok((found, introspect::server(self.session)?))
    }

    /// Everything but the ledger, of the chain's schemas.
    pub(super) fn read_schema(&mut self) -> Result<Snapshot, Error> {
        introspect::snapshot(self.session, &self.migrations.chain().settings().schemas, &self.name)
    }

    pub(super) fn ignore(&self) -> Ignore {
        Ignore::of(self.migrations.chain().settings().ignore.iter().map(String::as_str))
    }

    /// What the database looks like: everything but the ledger, of these schemas where it has several; without any, of
    /// every schema that is the user's.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn schema(mut self, schemas: &[String]) -> Result<Snapshot, Error> {
        self.configure()?;
        state::look(self.session, &mut self.name)?;
        introspect::snapshot(self.session, schemas, &self.name)
    }

    /// What `upgrade` or `downgrade` to a target would do, whichever way the target lies; for a way down also what
    /// would be lost, as far as the scripts tell.
    ///
    /// # Errors
    /// When the target leads nowhere or the ledger cannot be read.
    pub fn plan(self, target: &Target) -> Result<(Plan<'c>, Vec<Loss>), Error> {
        self.plan_by(|chain, applied| {
            match (chain.plan_upgrade(target, applied), chain.plan_downgrade(target, applied)) {
                (Ok(up), _) if !up.is_empty() => Ok(up),
                (_, Ok(down)) => Ok(down),
                (up, Err(_)) => up,
            }
        })
    }

    /// What [`upgrade`](Self::upgrade) to a target would do.
    ///
    /// # Errors
    /// As [`plan`](Self::plan).
    pub fn plan_upgrade(self, target: &Target) -> Result<(Plan<'c>, Vec<Loss>), Error> {
        self.plan_by(|chain, applied| chain.plan_upgrade(target, applied))
    }

    /// What [`downgrade`](Self::downgrade) to a target would do.
    ///
    /// # Errors
    /// As [`plan`](Self::plan).
    pub fn plan_downgrade(self, target: &Target) -> Result<(Plan<'c>, Vec<Loss>), Error> {
        self.plan_by(|chain, applied| chain.plan_downgrade(target, applied))
    }

    fn plan_by(
        mut self,
        plan: impl FnOnce(&'c Chain, &Applied) -> Result<Plan<'c>, ResolveError>,
    ) -> Result<(Plan<'c>, Vec<Loss>), Error> {
        self.configure()?;
        let applied = state::applied(self.session, &mut self.name)?;
        let plan = plan(self.migrations.chain(), &applied)?;
        let announced = self.announced_by(&plan)?;
        Ok((plan, announced.losses))
    }

    /// What the scripts of a way down say they drop, with the rows counted.
    pub(super) fn announced_by(&mut self, plan: &Plan<'_>) -> Result<Announced, Error> {
        if plan.direction == Direction::Up || !self.session.answers() {
            return Ok(Announced::default());
        }
        self.be_patient()?;
        Announced::by(self.session, plan)
    }

    pub(super) fn read_current(&mut self) -> Result<Current, Error> {
        self.configure()?;
        let look = state::look(self.session, &mut self.name)?;
        let ledger = if look.has_ledger { state::read(self.session, &self.name)? } else { Ledger::default() };
        if ledger.rows.is_empty() {
            let relations = state::relations(self.session, &self.name)?;
            // A ledger in which nothing was ever recorded says nothing about the tables beside it.
            if !look.has_ledger || !relations.is_empty() {
                let status =
                    if relations.is_empty() { Status::Empty } else { Status::Unversioned { relations } };
                return Ok(Current {
                    revisions: Vec::new(),
                    status,
                    rows: Vec::new(),
                    unknown: Vec::new(),
                    applied: Applied::none(),
                });
            }
        }
        Ok(self.current_of(&ledger))
    }

    fn current_of(&self, ledger: &Ledger) -> Current {
        let chain = self.migrations.chain();
        let applied = ledger.applied();
        let mut revisions: Vec<RevisionId> =
            chain.current(&applied).into_iter().map(|r| r.id.clone()).collect();
        revisions.extend(chain.unknown(&applied).into_iter().cloned());
        // What a newer binary applied stands on something, and that is no longer where the database is.
        let below = ledger.below_strangers(chain);
        revisions.retain(|id| !below.contains(id));
        let rows = ledger.applied_rows();
        let row =
            |id: &RevisionId| rows.iter().find(|row| row.revision == id.as_str()).map(|row| (*row).clone());
        let rows = revisions.iter().filter_map(row).collect();
        let status = Status::of(chain, self.session.words().dialect, ledger);
        let unknown = ledger.strangers(chain).into_iter().cloned().collect();
        Current { revisions, status, rows, unknown, applied }
    }
}
