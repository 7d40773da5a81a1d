//! A proof, revision by revision: up, down, up again, with a look at the catalog after each.
//!
//! Responsible for the order, and for going on after a revision that does not lead back: in another database, brought to
//! where the revision was to leave it.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};

use hunter_chain::{Direction, Down, Proof, Revision, RevisionId, Target};
use hunter_schema::{Draft, Effects, Fingerprint, Snapshot, compare, diff};

use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind};
use crate::runner::{self, Migrator};
use crate::schema::introspect;
use crate::schema::prove::{Asymmetry, Proofs, Proved, refuse_beyond, refuse_used};
use crate::session::Session;

/// A database to prove on, and what keeps it.
pub(super) type Scratch = (Box<dyn Session>, Box<dyn Any>);

/// Where a proof is.
pub(super) struct Proving<'a, F> {
    migrations: &'a Migrations,
    first: &'a mut dyn Session,
    /// The database in use instead of the first, since a revision did not lead back there.
    other: Option<Scratch>,
    fresh: F,
    server: String,
    nothing: Fingerprint,
    /// The schema as it is, where somebody looked.
    now: Option<Snapshot>,
    deltas: BTreeMap<RevisionId, Effects>,
    /// The fingerprint of what each leaves behind with all below it.
    prints: BTreeMap<RevisionId, Fingerprint>,
    done: Vec<RevisionId>,
    pub(super) proved: Proved,
}

impl<'a, F: FnMut() -> Result<Scratch, Error>> Proving<'a, F> {
    pub(super) fn begin(
        migrations: &'a Migrations,
        first: &'a mut dyn Session,
        fresh: F,
    ) -> Result<Self, Error> {
        let chain = migrations.chain();
        let dialect = first.words().dialect;
        chain.revisions().iter().try_for_each(|revision| refuse_beyond(revision, dialect))?;
        let schemas = &chain.settings().schemas;
        let server = introspect::server(first)?;
        let empty = introspect::empty(first.words(), schemas)?;
        let found = Migrator::new(migrations, first).schema(schemas)?;
        refuse_used(&empty, &found, &Migrator::new(migrations, first).applied()?)?;
        Ok(Self {
            migrations,
            first,
            other: None,
            fresh,
            server,
            nothing: empty.fingerprint(),
            now: Some(empty),
            deltas: BTreeMap::new(),
            prints: BTreeMap::new(),
            done: Vec::new(),
            proved: Proved::default(),
        })
    }

    /// What was found out, what each revision does, and which were run.
    pub(super) fn into_parts(self) -> (Proved, BTreeMap<RevisionId, Effects>, Vec<RevisionId>) {
        (self.proved, self.deltas, self.done)
    }

    /// Applies what was proved before, all of it in as few runs as there are lines.
    pub(super) fn take_over(&mut self, kept: &Proofs) -> Result<(), Error> {
        for revision in self.migrations.chain().revisions() {
            let Some(proof) = kept.get(&revision.id) else { continue };
            let effects = Effects::from_lines(proof.effects.iter().map(String::as_str)).unwrap_or_default();
            self.keep(revision, effects, proof.clone());
            self.now = None;
        }
        self.up_to(&kept.keys().cloned().collect())
    }

    /// Proves a revision. That it does not lead back is the answer, not an error.
    pub(super) fn step(&mut self, revision: &Revision) -> Result<Option<Asymmetry>, Error> {
        let before = match self.now.take() {
            Some(schema) => schema,
            None => self.look()?,
        };
        self.up(revision)?;
        let after = self.look()?;
        self.refuse_names_of_nothing(revision, [&before, &after])?;
        let (wrong, now) = match self.back_and_up(revision, &before, &after)? {
            Ok(again) => (None, again),
            Err(wrong) => (Some(wrong), None),
        };
        let effects = Effects::between(&before, &after);
        let dialect = self.session().words().dialect;
        let lines = effects.lines();
        // A column that came back stands elsewhere, and the next revision is not to blame for that.
        self.now = Some(now.unwrap_or(after));
        if wrong.is_some() {
            self.note(revision, effects);
            return Ok(wrong);
        }
        let proof = Proof {
            dialect,
            up: revision.proved_up(dialect),
            down: revision.proved_down(dialect),
            schema: String::new(),
            server: self.server.clone(),
            effects: lines,
        };
        self.keep(revision, effects, proof);
        Ok(None)
    }

    /// A name that means nothing on either way recreates nothing, and stays unnoticed as long as nothing stands in the way.
    fn refuse_names_of_nothing(&self, revision: &Revision, schemas: [&Snapshot; 2]) -> Result<(), Error> {
        // What lies outside of the chain's schemas is in no snapshot.
        if !self.migrations.chain().settings().schemas.is_empty() {
            return Ok(());
        }
        let means = |name: &str| schemas.iter().any(|schema| schema.names(name));
        let Some(name) = revision.declared.recreates.iter().find(|name| !means(name)) else { return Ok(()) };
        let message = format!(
            "revision `{}` recreates what stands on `{name}`, and nothing of that name is there before its way up or after it",
            revision.id
        );
        let help = format!(
            "correct `recreates` in {}/metadata.toml: a table, a column, a view, or a routine with its arguments",
            revision.directory
        );
        Err(Error::new(ErrorKind::State, message, help))
    }

    fn keep(&mut self, revision: &Revision, effects: Effects, mut proof: Proof) {
        self.note(revision, effects);
        proof.schema = self.prints.get(&revision.id).map(ToString::to_string).unwrap_or_default();
        self.proved.proofs.insert(revision.id.clone(), proof);
    }

    /// Remembers what a revision does, and the schema that it leaves with all below it.
    fn note(&mut self, revision: &Revision, effects: Effects) {
        let id = &revision.id;
        let alone = revision.depends_on.is_empty();
        let below = match revision.parents.as_slice() {
            [] if alone => Some(self.nothing),
            [parent] if alone => self.prints.get(parent).copied(),
            _ => None,
        };
        let print = below.map(|below| below.after(&effects));
        self.deltas.insert(id.clone(), effects);
        // With branches, what was run before is not all below.
        let print = print.unwrap_or_else(|| {
            let below = self.migrations.chain().with_ancestors(id);
            below.iter().filter_map(|one| self.deltas.get(&one.id)).fold(self.nothing, Fingerprint::after)
        });
        self.prints.insert(id.clone(), print);
        self.done.push(id.clone());
    }

    /// Down and up again: the schema then, or what is wrong with either.
    fn back_and_up(
        &mut self,
        revision: &Revision,
        before: &Snapshot,
        after: &Snapshot,
    ) -> Result<Result<Option<Snapshot>, Asymmetry>, Error> {
        let dialect = self.session().words().dialect;
        if let Down::Irreversible(_) = revision.down(dialect) {
            return Ok(Ok(None));
        }
        if let Err(error) = self.down() {
            return Ok(Err(self.asymmetry(revision, Direction::Down, Some(error), None)));
        }
        let back = self.look()?;
        if !compare(before, &back, true).is_empty() {
            return Ok(Err(self.asymmetry(revision, Direction::Down, None, Some((before, &back)))));
        }
        if let Err(error) = self.up(revision) {
            return Ok(Err(self.asymmetry(revision, Direction::Up, Some(error), None)));
        }
        let again = self.look()?;
        if !compare(after, &again, true).is_empty() {
            return Ok(Err(self.asymmetry(revision, Direction::Up, None, Some((after, &again)))));
        }
        Ok(Ok(Some(again)))
    }

    fn asymmetry(
        &mut self,
        revision: &Revision,
        way: Direction,
        failed: Option<Error>,
        schemas: Option<(&Snapshot, &Snapshot)>,
    ) -> Asymmetry {
        let dialect = self.session().words().dialect;
        let script = match way {
            Direction::Up => revision.up.get(dialect),
            Direction::Down => revision.down.get(dialect),
        };
        let (differences, mut missing) = match schemas {
            Some((wanted, found)) => (compare(wanted, found, true), diff(dialect, found, wanted, &[])),
            None => (Vec::new(), Draft::default()),
        };
        if !revision.declared.recreates.is_empty() {
            // What it recreates is away when its script ends.
            missing.leave_recreated();
        }
        let path = script.map_or_else(|| revision.directory.to_string(), |script| script.path.to_string());
        Asymmetry { revision: revision.id.clone(), dialect, path, differences, missing, failed }
    }

    /// Another database, with everything that was done so far.
    pub(super) fn start_again(&mut self) -> Result<(), Error> {
        self.other = Some((self.fresh)()?);
        let done = self.done.iter().cloned().collect();
        self.up_to(&done)
    }

    /// Applies revisions of which everything below is among them.
    fn up_to(&mut self, ids: &BTreeSet<RevisionId>) -> Result<(), Error> {
        let chain = self.migrations.chain();
        let is_top = |id: &&RevisionId| !chain.children(id).iter().any(|child| ids.contains(&child.id));
        for id in ids.iter().filter(is_top) {
            let migrations = self.migrations;
            let target = Target::Revision(id.as_str().to_owned());
            let migrator =
                Migrator::new(migrations, self.session()).without_hooks().proof(runner::Proof::Off);
            migrator.allow_unproved().upgrade(target)?;
        }
        Ok(())
    }

    fn session(&mut self) -> &mut dyn Session {
        match &mut self.other {
            Some((session, _)) => &mut **session,
            None => &mut *self.first,
        }
    }

    fn look(&mut self) -> Result<Snapshot, Error> {
        let migrations = self.migrations;
        Migrator::new(migrations, self.session()).schema(&migrations.chain().settings().schemas)
    }

    /// What is found out is not compared with what was found out before.
    fn up(&mut self, revision: &Revision) -> Result<(), Error> {
        let migrations = self.migrations;
        let target = Target::Revision(revision.id.as_str().to_owned());
        Migrator::new(migrations, self.session())
            .without_hooks()
            .proof(runner::Proof::Off)
            .allow_unproved()
            .upgrade(target)
            .map(drop)
    }

    /// Undoes what was applied last. Whatever it drops was made for this.
    fn down(&mut self) -> Result<(), Error> {
        let migrations = self.migrations;
        Migrator::new(migrations, self.session())
            .without_hooks()
            .allow_data_loss()
            .proof(runner::Proof::Off)
            .downgrade(&Target::Relative(-1))
            .map(drop)
    }
}
