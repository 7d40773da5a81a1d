//! `revision`: a new one, blank or with what leads from the schema at head to the wanted one.
//!
//! ```text
//! place (id, parents) ─┐
//! wanted ─► Snapshot ──┼─diff─► scripts of each dialect ─► files
//! lockfile ─► Snapshot ┘
//! ```

mod codify;
mod files;
mod place;
mod renames;
mod scripts;
mod wanted;

use std::collections::BTreeSet;

use hunter_chain::{Chain, Code, Dialect, Revision, RevisionId, SourceTree, read_chain};
use hunter_migrations::Error;
use hunter_migrations::cli::{self, Answer, Global, Output};

use crate::project::Folder;
use place::NewRevision;
pub(crate) use place::one;
use scripts::Scripts;

/// Writes it, and says what is left to do.
pub(crate) fn run(
    verb: &cli::Revision,
    global: &Global,
    folder: &Folder,
    tree: &SourceTree,
    out: &mut Output,
) -> Result<Answer, Error> {
    let (chain, digest) = (chain(tree, folder, out)?, tree.digest());
    let new = NewRevision::of(verb, &chain)?;
    if verb.splice && new.labels.is_empty() {
        out.warn("there are two heads now, and none has a label of its own: give --branch-label, or join them in a revision on both");
    }
    if verb.codify_drift {
        return codify::run(new, global, folder, tree, chain, out);
    }
    if !verb.autogenerate {
        let written = files::write(&new, &Scripts::blank(), folder, tree)?;
        out.note("write up.sql and down.sql, then `cargo hunter prove`");
        return Ok(files::tell(&new, &written, folder, out));
    }
    let migrations = crate::from_chain(chain, digest);
    let mut scripts = Scripts::default();
    for dialect in dialects(migrations.chain())? {
        let before = migrations.expected(dialect, &new.parents)?;
        let Some(after) = wanted::schema(verb, dialect, &before, folder, &migrations)? else {
            scripts.leave_out(dialect);
            continue;
        };
        let renames = renames::settled(verb, dialect, &before, &after, out)?;
        scripts.draft(dialect, &before, &after, &renames);
    }
    if scripts.is_empty() {
        let message = "nothing changed: the schema at head is the wanted one, so no revision was written";
        let help = "change src/schema.rs, schema.sql or a definition first; a revision that moves rows alone is written without --autogenerate";
        return Err(Error::refusal(message, help));
    }
    let written = files::write(&new, &scripts, folder, tree)?;
    scripts.tell_unfinished(out);
    scripts.tell_dropped(out);
    out.note("read what was written, then `cargo hunter prove`");
    Ok(files::tell(&new, &written, folder, out))
}

/// A revision that is not written yet: its id, its directory, its files.
pub(crate) type Unwritten = (RevisionId, String, Vec<(String, String)>);

/// A revision on several that does nothing itself.
pub(crate) fn joining(
    parents: &[&Revision],
    message: Option<&str>,
    id: Option<&str>,
    chain: &Chain,
) -> Result<Unwritten, Error> {
    let parents: Vec<RevisionId> = parents.iter().map(|parent| parent.id.clone()).collect();
    let names: Vec<&str> = parents.iter().map(RevisionId::as_str).collect();
    let usual = || format!("merge {}", names.join(" and "));
    let message = message.map(str::trim).filter(|text| !text.is_empty()).map_or_else(usual, str::to_owned);
    let id = place::id(id, chain)?;
    let new = NewRevision { id: id.clone(), parents, message, labels: Vec::new(), depends_on: Vec::new() };
    let file = ("metadata.toml".to_owned(), files::metadata(&new, &Scripts::default()));
    Ok((id, new.directory(), vec![file]))
}

/// A revision in the place of others, with the scripts that it was given.
pub(crate) fn replacing(
    (message, id): (String, Option<&str>),
    (parents, depends_on): (Vec<RevisionId>, Vec<RevisionId>),
    replaced: &[&Revision],
    (mut files, recreates): (Vec<(String, String)>, BTreeSet<String>),
    chain: &Chain,
) -> Result<Unwritten, Error> {
    let id = place::id(id, chain)?;
    let new = NewRevision { id: id.clone(), parents, message, labels: Vec::new(), depends_on };
    let mut text = files::metadata(&new, &Scripts::default());
    let mut put = |key: &str, values: Vec<&str>| {
        let quoted: Vec<String> = values.into_iter().map(files::quoted).collect();
        if !quoted.is_empty() {
            text += &format!("{key} = [{}]\n", quoted.join(", "));
        }
    };
    put("replaces", replaced.iter().map(|old| old.id.as_str()).collect());
    put("recreates", recreates.iter().map(String::as_str).collect());
    // What the old scripts take away the new ones may take away too.
    put("lossy", replaced.iter().flat_map(|old| &old.declared.lossy).map(|what| &**what).collect());
    files.push(("metadata.toml".to_owned(), text));
    Ok((id, new.directory(), files))
}

/// The chain. A folder without a revision yet stands for one with nothing to stand on.
fn chain(tree: &SourceTree, folder: &Folder, out: &mut Output) -> Result<Chain, Error> {
    let chain = read_chain(tree).or_else(|mistakes| {
        let is_empty = mistakes.iter().all(|mistake| mistake.code == Code::EmptyChain);
        if is_empty { place::empty(tree) } else { Err(mistakes) }
    });
    chain.map_err(|mistakes| crate::broken(&mistakes, folder, out))
}

fn dialects(chain: &Chain) -> Result<Vec<Dialect>, Error> {
    let dialects = chain.settings().dialects.clone();
    match dialects.iter().find(|dialect| **dialect == Dialect::Mysql) {
        Some(dialect) => Err(Error::refusal(
            format!("what a {} database looks like cannot be read yet", dialect.product()),
            "write the revision without --autogenerate",
        )),
        None => Ok(dialects),
    }
}
