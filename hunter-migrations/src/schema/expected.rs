//! What a database should look like: the fold of what its revisions were proved to do.
//!
//! Responsible for taking effects from the lockfile, and for saying which revision it does not speak of. Pure.

use hunter_chain::{Applied, Chain, Dialect, Lockfile, Proof, Revision, RevisionId};
use hunter_schema::{Effects, Snapshot};

use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind};
use crate::schema::introspect;
use crate::words::Words;

/// A schema, and the server versions that wrote its bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expected {
    pub(crate) snapshot: Snapshot,
    /// The names of what is there before anybody makes anything.
    pub(crate) given: Vec<String>,
    servers: Vec<String>,
}

impl Expected {
    /// What revisions leave together that are applied in the chain's order.
    pub(crate) fn of(chain: &Chain, words: &'static Words, applied: &Applied) -> Result<Self, Error> {
        Self::by(chain, &chain.lockfile(), words, applied)
    }

    /// The same by another lockfile than the chain's own.
    pub(crate) fn by(
        chain: &Chain,
        lock: &Lockfile,
        words: &'static Words,
        applied: &Applied,
    ) -> Result<Self, Error> {
        let mut expected = Self::of_nothing(chain, words)?;
        for revision in chain.with_replaced().into_iter().filter(|revision| applied.contains(&revision.id)) {
            expected.step(lock, revision, words.dialect)?;
        }
        Ok(expected)
    }

    /// What there is before the first revision.
    pub(crate) fn of_nothing(chain: &Chain, words: &'static Words) -> Result<Self, Error> {
        let snapshot = introspect::empty(words, &chain.settings().schemas)?;
        let given = snapshot.objects().map(|(id, _)| id.name.clone()).collect();
        Ok(Self { snapshot, given, servers: Vec::new() })
    }

    /// One revision more, with what it was proved to do.
    pub(crate) fn step(
        &mut self,
        lock: &Lockfile,
        revision: &Revision,
        dialect: Dialect,
    ) -> Result<Effects, Error> {
        let proof = proof(lock, revision, dialect)?;
        let effects = Effects::from_lines(proof.effects.iter().map(String::as_str))
            .map_err(|bad| not_understood(&bad.to_string()))?;
        self.snapshot.apply(&effects).map_err(|not| {
            let message =
                format!("what revision `{}` leaves without those below it is not known: {not}", revision.id);
            Error::new(ErrorKind::State, message, "apply what is missing below it: `hunter plan` tells")
        })?;
        if !self.servers.contains(&proof.server) {
            self.servers.push(proof.server.clone());
        }
        Ok(effects)
    }

    /// Whether the texts that a server writes can be compared with those of this one.
    pub(crate) fn is_of(&self, server: &str) -> bool {
        self.servers.iter().all(|version| version == server)
    }
}

impl Migrations {
    /// The schema that revisions leave behind together with all below them, as it was proved.
    ///
    /// # Errors
    /// When the lockfile does not speak of one of them as it is now.
    pub fn expected(&self, dialect: Dialect, revisions: &[RevisionId]) -> Result<Snapshot, Error> {
        let chain = self.chain();
        let below = revisions.iter().flat_map(|id| chain.with_ancestors(id));
        let applied = Applied::in_order(below.map(|revision| revision.id.clone()));
        let words = Words::of(dialect).ok_or_else(|| {
            let message = format!("what a {} database looks like is not known", dialect.product());
            Error::new(ErrorKind::State, message, "leave the dialect out of `dialects` in hunter.toml")
        })?;
        Ok(Expected::of(chain, words, &applied)?.snapshot)
    }
}

/// What was proved of a revision as it is now.
pub(crate) fn proof<'l>(
    lock: &'l Lockfile,
    revision: &Revision,
    dialect: Dialect,
) -> Result<&'l Proof, Error> {
    let id = &revision.id;
    if lock.entries.is_empty() {
        let message = "this program carries no lockfile: it does not know what its revisions leave behind";
        return Err(not_proved(message.to_owned()));
    }
    let entry = lock.get(id).filter(|entry| entry.parents == revision.parents);
    let proof = entry.and_then(|entry| entry.proofs.iter().find(|proof| proof.dialect == dialect));
    let Some(proof) = proof else {
        return Err(not_proved(format!("revision `{id}` was not proved on {}", dialect.product())));
    };
    if proof.up != revision.proved_up(dialect) {
        return Err(not_proved(format!("revision `{id}` was changed after it was proved")));
    }
    Ok(proof)
}

fn not_proved(message: String) -> Error {
    Error::new(
        ErrorKind::State,
        message,
        "run `cargo hunter prove` in the project, commit migrations/hunter.lock, and build again",
    )
}

fn not_understood(why: &str) -> Error {
    let message = format!("the lockfile says something that this program cannot read: {why}");
    Error::new(
        ErrorKind::State,
        message,
        "run `cargo hunter prove` with the same version of hunter, and build again",
    )
}
