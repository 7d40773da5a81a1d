//! What each revision does, found out by running it.
//!
//! Responsible for the order: an empty database, each way up, a look at the catalog after each. Where the database comes
//! from, and where the proof is written, is for who calls.

use std::collections::BTreeMap;

use hunter_chain::{Applied, Dialect, LockEntry, Lockfile, Proof, Revision, RevisionId, Target};
use hunter_schema::{Effects, Fingerprint, Snapshot, compare};
use hunter_sql::{position, reaches_beyond, split};

use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind, FailedAt};
use crate::schema::introspect;
use crate::session::Session;

/// What one dialect's run found out, by revision.
pub type Proofs = BTreeMap<RevisionId, Proof>;

impl Migrations {
    /// Applies every revision to an empty database and notes what each did to the schema. `tell` hears of each before it
    /// runs.
    ///
    /// # Errors
    /// When the database is not empty, and when a revision fails.
    pub fn prove<S: Session>(
        &self,
        scratch: &mut S,
        mut tell: impl FnMut(&Revision),
    ) -> Result<Proofs, Error> {
        let chain = self.chain();
        let dialect = scratch.words().dialect;
        chain.revisions().iter().try_for_each(|revision| refuse_beyond(revision, dialect))?;
        let schemas = &chain.settings().schemas;
        let server = introspect::server(scratch)?;
        let mut before = introspect::empty(scratch.words(), schemas)?;
        let nothing = before.fingerprint();
        refuse_used(&before, &self.on(scratch).schema(schemas)?, &self.on(scratch).applied()?)?;
        let mut deltas: BTreeMap<&RevisionId, Effects> = BTreeMap::new();
        let mut proofs = Proofs::new();
        for revision in chain.revisions() {
            tell(revision);
            let target = Target::Revision(revision.id.as_str().to_owned());
            self.on(scratch).allow_unproved().upgrade(target)?;
            let after = self.on(scratch).schema(schemas)?;
            let effects = Effects::between(&before, &after);
            let lines = effects.lines();
            deltas.insert(&revision.id, effects);
            // With branches, what was run before is not all below.
            let below = chain.with_ancestors(&revision.id);
            let below = below.iter().filter_map(|one| deltas.get(&one.id));
            let schema = below.fold(nothing, Fingerprint::after);
            let proof = Proof {
                dialect,
                up: revision.up_digest(dialect),
                down: revision.down.digest(dialect).cloned(),
                schema: schema.to_string(),
                server: server.clone(),
                effects: lines,
            };
            proofs.insert(revision.id.clone(), proof);
            before = after;
        }
        Ok(proofs)
    }

    /// The lockfile of this chain from the proofs of each dialect.
    #[must_use]
    pub fn lockfile(&self, proofs: &[Proofs]) -> Lockfile {
        let entry = |revision: &Revision| LockEntry {
            revision: revision.id.clone(),
            parents: revision.parents.clone(),
            proofs: proofs.iter().filter_map(|of| of.get(&revision.id).cloned()).collect(),
        };
        Lockfile { entries: self.chain().revisions().iter().map(entry).collect() }
    }
}

/// A scratch database is nobody's; the server around it is somebody's.
fn refuse_beyond(revision: &Revision, dialect: Dialect) -> Result<(), Error> {
    let Some(script) = revision.up.get(dialect) else { return Ok(()) };
    let statements = split(dialect, &script.text);
    let Some(statement) = statements.iter().find(|statement| reaches_beyond(dialect, statement)) else {
        return Ok(());
    };
    let (at, id) = (position(&script.text, statement.start), &revision.id);
    let message =
        format!("revision `{id}` reaches beyond its database, and nothing is proved on somebody's server so");
    let help = "leave roles, databases and settings of the server to whoever sets the server up; what a revision needs of \
                them it can look for and say that it is missing";
    let line = script.text.lines().nth(at.line - 1).map(str::to_owned);
    let place = FailedAt {
        path: script.path.to_string(),
        position: Some((at.line, at.column)),
        line,
        statement: None,
    };
    Err(Error::new(ErrorKind::State, message, help).at(place))
}

/// A database in which anything was done proves nothing about a revision.
fn refuse_used(empty: &Snapshot, found: &Snapshot, recorded: &Applied) -> Result<(), Error> {
    let refuse = |what: String| {
        let message = format!("the database to prove on is not empty: {what}");
        Err(Error::new(ErrorKind::State, message, "prove on a database that was made for it"))
    };
    if let Some(revision) = recorded.ids().first() {
        return refuse(format!("revision `{revision}` is recorded in it"));
    }
    match compare(empty, found, true).first() {
        Some(difference) => refuse(difference.to_string()),
        None => Ok(()),
    }
}
