//! What the files of `definitions/` ask for, found out on a scratch database.
//!
//! Responsible for the schema with the definitions run over head, and for whether that is what the revisions make. Which
//! statements lead there is `revision`'s, how the definitions are run `hunter-migrations`'.

use std::collections::BTreeSet;

use hunter_chain::{Dialect, Lockfile, RevisionId, Script, Target};
use hunter_migrations::cli::Output;
use hunter_migrations::{Error, Migrations};
use hunter_schema::{Effects, ObjectId, Snapshot, diff};

use crate::prove::scratch;

/// Definitions that ask for something else than the revisions make: what differs, or why they cannot be run.
#[derive(Debug)]
pub(crate) struct Unmade {
    dialect: Dialect,
    differing: Result<Vec<String>, Error>,
}

impl std::fmt::Display for Unmade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let product = self.dialect.product();
        match &self.differing {
            Ok(differing) => {
                let differing = differing.join(", ");
                write!(
                    f,
                    "the definitions ask for something else than the revisions make on {product}: {differing}"
                )
            }
            Err(error) => {
                let at = error.place().map(|place| match place.position {
                    Some((line, column)) => format!("{}:{line}:{column}: ", place.path),
                    None => format!("{}: ", place.path),
                });
                write!(f, "{}{error}\nhelp: {}", at.unwrap_or_default(), error.help())
            }
        }
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
        let now: Vec<_> = migrations.chain().definitions().of(dialect).collect();
        let key = |name: &str| (name.to_owned(), dialect);
        tell_gone(dialect, &now.iter().map(|(name, ..)| key(name)).collect(), old, out);
        if now.is_empty() {
            continue;
        }
        let is_known = now.iter().all(|(name, _, digest)| old.definitions.get(&key(name)) == Some(digest));
        let mut differing = BTreeSet::new();
        if !(is_known && head(migrations, dialect, old) == head(migrations, dialect, lock)) {
            if without_server.contains(&dialect) {
                continue;
            }
            out.note(&format!("{}: running the definitions over the schema at head", dialect.product()));
            match schemas(migrations, dialect, "") {
                Ok(None) => continue,
                Ok(Some((before, after))) => {
                    let draft = diff(dialect, &before, &after, &[]);
                    differing = draft.statements.into_iter().map(|statement| statement.about).collect();
                }
                Err(error) => {
                    unmade.push(Unmade { dialect, differing: Err(error) });
                    continue;
                }
            }
        }
        // What one of them makes may be as it should be while another one waits for its revision.
        let is_made = |script: &Script| {
            let made = hunter_sql::makes(dialect, &script.text);
            differing.is_empty()
                || !made.is_empty()
                    && !made.iter().any(|one| differing.iter().any(|id| is_called(id, &one.name.name)))
        };
        let made = now.iter().filter(|(_, script, _)| is_made(script));
        lock.definitions.extend(made.map(|(name, _, digest)| (key(name), (*digest).clone())));
        if !differing.is_empty() {
            let differing = differing.iter().map(ToString::to_string).collect();
            unmade.push(Unmade { dialect, differing: Ok(differing) });
        }
    }
    Ok(unmade)
}

/// Whether a thing, or what it belongs to, has this name, whatever its schema and its arguments.
fn is_called(id: &ObjectId, name: &str) -> bool {
    let plain = id.name.replace('"', "");
    plain.split(['.', '(', ' ', ',']).any(|part| part == name)
}

/// Deleting a file drops nothing.
fn tell_gone(dialect: Dialect, now: &BTreeSet<(String, Dialect)>, old: &Lockfile, out: &mut Output) {
    for (name, _) in old.definitions.keys().filter(|key| key.1 == dialect && !now.contains(key)) {
        out.warn(&format!(
            "definition `{name}` is gone: what it made stays in every {} database until a revision drops it",
            dialect.product()
        ));
    }
}

/// What a lockfile says of the schema at each head.
fn head(migrations: &Migrations, dialect: Dialect, lock: &Lockfile) -> Vec<(RevisionId, Option<String>)> {
    let schema = |id: &RevisionId| {
        let proofs = lock.get(id).map(|entry| entry.proofs.as_slice()).unwrap_or_default();
        proofs.iter().find(|proof| proof.dialect == dialect).map(|proof| proof.schema.clone())
    };
    migrations.chain().heads().iter().map(|head| (head.id.clone(), schema(&head.id))).collect()
}
