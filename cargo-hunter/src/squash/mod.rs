//! `squash`: one revision in the place of several, and back to nothing but that one when no database needs the others.
//!
//! Responsible for the folder: which revisions, who stands on whom then, where the old ones are kept. What the new one does is
//! `scripts`', taking the old ones away is `retire`'s. The chain that comes out is read and proved before anything is written.
//!
//! ```text
//! A:B ─► range ─► scripts ─► tree with A..B in legacy/ ─sound, equal?─► files, hunter.lock
//! ```

mod retire;
mod scripts;

use std::collections::BTreeSet;

use clap::Args;
use hunter_chain::{
    Applied, Chain, Dialect, LOCKFILE, Revision, RevisionId, SourceTree, TargetRange, disk, read_chain,
    with_parents,
};
use hunter_migrations::cli::{Answer, Output};
use hunter_migrations::{Error, Migrations};
use serde_json::json;

use crate::branches;
use crate::project::Folder;
use crate::prove::{self, Old};
use crate::revision;

#[derive(Debug, Args)]
pub(crate) struct Squash {
    /// The revisions, oldest and newest: A:B. With --retire, the one that replaced others
    #[arg(value_name = "A:B")]
    range: String,
    /// What it says
    #[arg(short, long, value_name = "TEXT", conflicts_with = "retire")]
    message: Option<String>,
    /// Its id. Else twelve random hexadecimal digits
    #[arg(long, value_name = "ID", conflicts_with = "retire")]
    rev_id: Option<String>,
    /// Take away what a revision replaced, when no database is inside of it any more
    #[arg(long)]
    retire: bool,
    /// With --retire: a database that must not be inside of it. May be given again
    #[arg(long, value_name = "URL", requires = "retire")]
    checked: Vec<String>,
}

impl Squash {
    /// As it was typed, without what does not matter to the folder.
    pub(crate) fn words(&self) -> String {
        format!("squash {}{}", if self.retire { "--retire " } else { "" }, self.range)
    }
}

/// Writes it, or takes away what it replaced.
pub(crate) fn run(
    verb: &Squash,
    is_sure: bool,
    folder: &Folder,
    mut tree: SourceTree,
    out: &mut Output,
) -> Result<Answer, Error> {
    let lock = prove::take_lockfile(&mut tree);
    if verb.retire {
        return retire::run(verb, is_sure, folder, tree, lock, out);
    }
    let written = lock.clone().map(String::into_bytes);
    let mut with_lock = tree.clone();
    written.into_iter().for_each(|bytes| with_lock.insert(LOCKFILE, bytes));
    let chain = crate::sound(&with_lock, folder, out)?;
    let range = range(&verb.range, &chain)?;
    let migrations = crate::from_chain(chain.clone(), with_lock.digest());
    let new = new(verb, &range, &migrations)?;
    let (directory, files) = (new.1.clone(), new.2.clone());
    let changes = changes(&chain, &range, &new, &tree);
    let after = moved(&tree, &range, &changes);
    let found = proved(&after, lock.as_deref(), folder, out)?;
    let written = write(verb, &range, (&changes, &found), folder);
    written.map_err(|error| folder.not_written("the squash", &error))?;
    prove::tell(folder, out);
    let ids: Vec<&str> = range.iter().map(|revision| revision.id.as_str()).collect();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    if !out.json("squash", json!({ "revision": new.0.as_str(), "replaces": ids, "files": names })) {
        out.result(&format!("{}/{directory}", folder.shown));
        let (first, last, count) = (ids[0], ids[ids.len() - 1], ids.len());
        out.note(&format!(
            "`{}` takes the place of {count} revisions, {first} to {last}, which are kept in {}/legacy",
            new.0, folder.shown
        ));
        out.note("a database inside of them finishes them; `cargo hunter squash --retire` takes them away when none is left");
    }
    Ok(found.answer(out))
}

/// One line of revisions, oldest first.
fn range<'c>(words: &str, chain: &'c Chain) -> Result<Vec<&'c Revision>, Error> {
    let refuse = |message: String, help: &str| Err(Error::refusal(message, help));
    let range: TargetRange = words
        .replace("..", ":")
        .parse()
        .map_err(|bad: hunter_chain::BadTarget| Error::refusal(bad.to_string(), "write A:B, oldest first"))?;
    let range = chain.range(&range, &Applied::none())?;
    let Some(last) = range.last() else {
        return refuse(format!("no revision is in {words}"), "`cargo hunter history` shows all of them");
    };
    for (at, revision) in range.iter().enumerate() {
        let id = &revision.id;
        let below = at.checked_sub(1).map(|at| &range[at].id);
        if revision.is_merge() || below.is_some_and(|below| !revision.parents.contains(below)) {
            let message = format!("`{id}` does not stand on the one before it alone");
            return refuse(message, "squash one line, from a branch or merge up to the next one");
        }
        if revision.id != last.id && chain.children(id).len() > 1 {
            let message = format!("a branch begins at `{id}`");
            return refuse(message, "squash up to it, or what stands on it");
        }
        if !revision.labels.is_empty() {
            let message = format!("`{id}` carries the label `{}`", revision.labels[0].as_str());
            return refuse(message, "squash what stands on it: a label belongs to where its branch begins");
        }
    }
    Ok(range)
}

/// The revision that takes their place.
fn new(verb: &Squash, range: &[&Revision], migrations: &Migrations) -> Result<revision::Unwritten, Error> {
    let (first, last) = (range[0], range[range.len() - 1]);
    let usual = || format!("squash {} to {}", first.id, last.id);
    let message = verb.message.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let message = message.map_or_else(usual, str::to_owned);
    let inside: BTreeSet<&RevisionId> = range.iter().map(|revision| &revision.id).collect();
    let depends_on: BTreeSet<RevisionId> = range
        .iter()
        .flat_map(|revision| &revision.depends_on)
        .filter(|id| !inside.contains(id))
        .cloned()
        .collect();
    let (scripts, recreates) = scripts::of(range, migrations)?;
    revision::replacing(
        (message, verb.rev_id.as_deref()),
        (first.parents.clone(), depends_on.into_iter().collect()),
        range,
        (scripts, recreates),
        migrations.chain(),
    )
}

/// A directory and its files as they will be.
type Change = (String, Vec<(String, String)>);

/// The new revision, and everybody who has to say now on whom it stands.
fn changes(
    chain: &Chain,
    range: &[&Revision],
    (id, directory, files): &revision::Unwritten,
    tree: &SourceTree,
) -> Vec<Change> {
    const METADATA: &str = "metadata.toml";
    let text = |revision: &Revision| {
        let path = format!("{}/{METADATA}", revision.directory);
        let found = tree.files().find(|(other, _)| *other == path);
        found.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    };
    let last = &range[range.len() - 1].id;
    let mut changes = vec![(directory.clone(), files.clone())];
    for revision in chain.revisions() {
        let before = text(revision);
        let parents: Vec<RevisionId> = revision
            .parents
            .iter()
            .map(|parent| if parent == last { id.clone() } else { parent.clone() })
            .collect();
        // Who names no parent takes the directory before, which will be another one.
        let is_old = range.iter().any(|old| old.id == revision.id);
        let parents = if is_old { &revision.parents } else { &parents };
        let is_written = before.lines().any(|line| line.trim_start().starts_with("down_revision"));
        if !is_written || (!is_old && *parents != revision.parents) {
            let after = with_parents(&before, parents);
            changes.push((revision.directory.to_string(), vec![(METADATA.to_owned(), after)]));
        }
    }
    changes
}

/// The folder as it will be.
fn moved(tree: &SourceTree, range: &[&Revision], changes: &[Change]) -> SourceTree {
    let mut after = tree.clone();
    for (directory, files) in changes {
        for (name, text) in files {
            after.insert(format!("{directory}/{name}"), text.as_bytes().to_vec());
        }
    }
    let all: Vec<String> = after.files().map(|(path, _)| path.to_owned()).collect();
    for path in all {
        let is_old = |revision: &&&Revision| {
            path.strip_prefix(&*revision.directory).is_some_and(|rest| rest.starts_with('/'))
        };
        if range.iter().any(|revision| is_old(&revision))
            && let Some(bytes) = after.remove(&path)
        {
            after.insert(format!("legacy/{path}"), bytes);
        }
    }
    after
}

/// What the folder proves to be then; refused if the new revision is not the old ones.
fn proved(
    after: &SourceTree,
    lock: Option<&str>,
    folder: &Folder,
    out: &mut Output,
) -> Result<prove::Found, Error> {
    let chain = read_chain(after).map_err(|mistakes| branches::unsound(&mistakes, out))?;
    let shown = format!("{}/{LOCKFILE}", folder.shown);
    let old = Old::read(lock, &shown, out)?;
    let found = prove::whatever_can_be(&crate::from_chain(chain, after.digest()), &old, out)?;
    found.tell(out);
    if let Some((dialect, error)) = found.without_server.first() {
        let message =
            format!("whether both ways are equal cannot be proved on {}: {error}", dialect.product());
        return Err(Error::refusal(message, format!("nothing was written; {}", error.help())));
    }
    if !found.revisions_are_right() {
        let message = "the new revision does not do what the old ones do";
        return Err(Error::refusal(
            message,
            "nothing was written; mend what is shown, or squash other revisions",
        ));
    }
    Ok(found)
}

/// All of it; or what a kill leaves is finished by the next command.
fn write(
    verb: &Squash,
    range: &[&Revision],
    (changes, found): (&[Change], &prove::Found),
    folder: &Folder,
) -> std::io::Result<()> {
    let mut all = disk::Changes::by(verb.words());
    for (directory, files) in changes {
        files.iter().for_each(|(name, text)| all.write(format!("{directory}/{name}"), text));
    }
    range.iter().for_each(|revision| all.keep_as_legacy(&revision.directory));
    all.write(LOCKFILE, found.lock.render());
    all.make(&folder.path)
}

/// The dialects of a chain that can be proved.
fn dialects(chain: &Chain) -> impl Iterator<Item = Dialect> {
    chain.settings().dialects.iter().copied().filter(|dialect| *dialect != Dialect::Mysql)
}
