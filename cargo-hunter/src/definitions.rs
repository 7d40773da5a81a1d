//! What the files of `definitions/` ask for, found out on a scratch database.
//!
//! Responsible for the schema with the definitions run over head, and for whether that is what the revisions make. Which
//! statements lead there is `revision`'s, how the definitions are run `hunter-migrations`'.

use std::collections::BTreeSet;

use hunter_chain::{Dialect, Lockfile, RevisionId, Script, Target};
use hunter_migrations::cli::Output;
use hunter_migrations::{Error, Migrations};
use hunter_schema::{Effects, Snapshot, diff};

use crate::prove::scratch;

/// A definition that asks for something else than the revisions make: what differs.
#[derive(Debug)]
pub(crate) struct Unmade {
    dialect: Dialect,
    differing: Vec<String>,
}

impl std::fmt::Display for Unmade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (product, differing) = (self.dialect.product(), self.differing.join(", "));
        write!(f, "the definitions ask for something else than the revisions make on {product}: {differing}")
    }
}

/// What the definitions of a dialect change in the schema at head, or in what a draft makes of that where they need it;
/// `None` where there are none.
pub(crate) fn effects(
    migrations: &Migrations,
    dialect: Dialect,
    draft: &str,
) -> Result<Option<Effects>, Error> {
    let found = schemas(migrations, dialect, "").or_else(|error| match draft {
        "" => Err(error),
        draft => schemas(migrations, dialect, draft),
    })?;
    Ok(found.map(|(before, after)| Effects::between(&before, &after)))
}

/// The schema at head with a script run over it, and with the definitions run over that.
fn schemas(
    migrations: &Migrations,
    dialect: Dialect,
    script: &str,
) -> Result<Option<(Snapshot, Snapshot)>, Error> {
    let chain = migrations.chain();
    let definitions: Vec<&Script> = chain.definitions().of(dialect).map(|(_, script, _)| script).collect();
    if definitions.is_empty() {
        return Ok(None);
    }
    let scratch = scratch(dialect)?;
    let mut session = hunter_migrations::connect(scratch.url())?;
    if !chain.heads().is_empty() {
        migrations.on(&mut session).without_hooks().allow_unproved().upgrade(Target::Heads)?;
    }
    if !script.is_empty() {
        session.execute(script).map_err(|error| {
            let message =
                format!("{} does not run what leads to the wanted tables: {error}", dialect.product());
            let help = "write one revision for the tables, prove it, and then one for the definitions";
            Error::refusal(message, help)
        })?;
    }
    let schemas = chain.settings().schemas.clone();
    let before = migrations.on(&mut session).schema(&schemas)?;
    migrations.on(&mut session).redefine(&definitions)?;
    Ok(Some((before, migrations.on(&mut session).schema(&schemas)?)))
}

/// Records of which definitions it is known that the revisions make what they say. What was known of the same texts at the
/// same head is still so; the rest is found out, where there is a server to ask.
pub(crate) fn settle(
    migrations: &Migrations,
    dialects: &[Dialect],
    without_server: &[Dialect],
    old: &Lockfile,
    lock: &mut Lockfile,
    out: &mut Output,
) -> Result<Vec<Unmade>, Error> {
    let mut unmade = Vec::new();
    for dialect in dialects.iter().copied() {
        let now: Vec<_> = migrations
            .chain()
            .definitions()
            .of(dialect)
            .map(|(name, _, digest)| ((name.to_owned(), dialect), digest.clone()))
            .collect();
        if now.is_empty() {
            continue;
        }
        let is_known = now.iter().all(|(key, digest)| old.definitions.get(key) == Some(digest));
        if !(is_known && head(migrations, dialect, old) == head(migrations, dialect, lock)) {
            if without_server.contains(&dialect) {
                continue;
            }
            out.note(&format!("{}: running the definitions over the schema at head", dialect.product()));
            let Some((before, after)) = schemas(migrations, dialect, "")? else { continue };
            let draft = diff(dialect, &before, &after, &[]);
            let about = draft.statements.iter().map(|statement| statement.about.to_string());
            let differing: Vec<String> = about.collect::<BTreeSet<_>>().into_iter().collect();
            if !differing.is_empty() {
                unmade.push(Unmade { dialect, differing });
                continue;
            }
        }
        lock.definitions.extend(now);
    }
    Ok(unmade)
}

/// What a lockfile says of the schema at each head.
fn head(migrations: &Migrations, dialect: Dialect, lock: &Lockfile) -> Vec<(RevisionId, Option<String>)> {
    let schema = |id: &RevisionId| {
        let proofs = lock.get(id).map(|entry| entry.proofs.as_slice()).unwrap_or_default();
        proofs.iter().find(|proof| proof.dialect == dialect).map(|proof| proof.schema.clone())
    };
    migrations.chain().heads().iter().map(|head| (head.id.clone(), schema(&head.id))).collect()
}
