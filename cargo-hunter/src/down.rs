//! `down`: the missing way down of a revision, from what its way up does.

use clap::Args;
use hunter_chain::{Dialect, Revision, RevisionId, SourceTree, Target, disk, read_graph};
use hunter_migrations::Error;
use hunter_migrations::cli::{Answer, Output};
use hunter_schema::diff;
use serde_json::json;

use crate::project::Folder;

/// A way down that is not there.
const STAND_IN: &str = "select 'not written yet';";

#[derive(Debug, Args)]
pub(crate) struct Down {
    /// The revision
    #[arg(value_name = "REV")]
    revision: String,
}

/// Runs the revision on a scratch database, and writes what leads back.
pub(crate) fn run(
    verb: &Down,
    folder: &Folder,
    tree: &SourceTree,
    out: &mut Output,
) -> Result<Answer, Error> {
    let tree = &stood_in(tree);
    let chain = read_graph(tree).map_err(|mistakes| crate::broken(&mistakes, folder, out))?;
    let target: Target = verb
        .revision
        .parse()
        .map_err(|bad: hunter_chain::BadTarget| Error::refusal(bad.to_string(), "name a revision"))?;
    let found = chain.locate(&target, &hunter_chain::Applied::none())?;
    let [revision] = found.as_slice() else {
        return Err(Error::refusal(
            format!("`{}` is not one revision", verb.revision),
            "`cargo hunter history` shows all of them",
        ));
    };
    let revision = (*revision).clone();
    let without: Vec<Dialect> = revision
        .up
        .iter()
        .map(|(dialect, ..)| dialect)
        .filter(|dialect| is_missing(&revision, *dialect))
        .collect();
    if without.is_empty() {
        let message = format!("revision `{}` has its way down already", revision.id);
        return Err(Error::refusal(message, "delete down.sql first, if another one is wanted"));
    }
    let migrations = crate::from_chain(chain, tree.digest());
    let mut written: Vec<(Dialect, String)> = Vec::new();
    for dialect in without {
        out.note(&format!(
            "{}: running what is below {} and the revision itself",
            dialect.product(),
            revision.id
        ));
        let (before, after) = run_up(&migrations, &revision.id, dialect)?;
        let draft = diff(dialect, &after, &before, &[]);
        draft.unfinished().for_each(|statement| {
            out.warn(&format!(
                "a person has to write this: {}",
                statement.remark.as_deref().unwrap_or_default()
            ));
        });
        let text = if draft.is_empty() {
            "-- The schema is as it was: bring back the rows.\n".to_owned()
        } else {
            draft.to_string()
        };
        written.push((dialect, text));
    }
    let one_for_all = revision.up.iter().all(|(_, script, _)| script.path.ends_with("/up.sql"))
        && written.iter().all(|(_, text)| *text == written[0].1);
    let files: Vec<(String, String)> = if one_for_all {
        vec![("down.sql".to_owned(), written[0].1.clone())]
    } else {
        written.iter().map(|(dialect, text)| (format!("down.{}.sql", dialect.name()), text.clone())).collect()
    };
    disk::rewrite_revision(&folder.path, &revision.directory, &files)
        .map_err(|error| folder.not_written("the way down", &error))?;
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    if !out.json("down", json!({ "revision": revision.id.as_str(), "files": names })) {
        names.iter().for_each(|name| out.result(&format!("{}/{}/{name}", folder.shown, revision.directory)));
        out.note("read it, then `cargo hunter prove`; rows that the way up destroyed are not in it");
    }
    Ok(Answer::Done)
}

fn is_missing(revision: &Revision, dialect: Dialect) -> bool {
    revision.down.get(dialect).is_none_or(|script| *script.text == *STAND_IN)
}

/// The folder with something in each place where a way down is missing or empty: that is a mistake of the chain, and what this
/// command is for.
fn stood_in(tree: &SourceTree) -> SourceTree {
    let mut whole = tree.clone();
    for (path, _) in tree.files() {
        let Some((directory, file)) = path.rsplit_once('/') else { continue };
        let Some(dialect) = file.strip_prefix("up").and_then(|rest| rest.strip_suffix("sql")) else {
            continue;
        };
        let down = format!("{directory}/down{dialect}sql");
        let is_written = tree.files().any(|(other, bytes)| other == down && !is_blank(bytes));
        if !is_written {
            whole.insert(down, STAND_IN.as_bytes().to_vec());
        }
    }
    whole
}

/// Whether it holds comments alone, in whichever dialect.
fn is_blank(script: &[u8]) -> bool {
    let text = String::from_utf8_lossy(script);
    Dialect::ALL.iter().all(|dialect| hunter_sql::is_blank(*dialect, &text))
}

type Pair = (hunter_schema::Snapshot, hunter_schema::Snapshot);

/// The schema before and after a revision, on a scratch database.
fn run_up(
    migrations: &hunter_migrations::Migrations,
    id: &RevisionId,
    dialect: Dialect,
) -> Result<Pair, Error> {
    let scratch = crate::prove::scratch(dialect)?;
    let mut session = hunter_migrations::connect(scratch.url())?;
    let schemas = migrations.chain().settings().schemas.clone();
    let mut before = None;
    for revision in migrations.chain().with_ancestors(id) {
        if revision.id == *id {
            before = Some(migrations.on(&mut session).schema(&schemas)?);
        }
        let target = Target::Revision(revision.id.as_str().to_owned());
        migrations.on(&mut session).allow_unproved().upgrade(target)?;
    }
    let after = migrations.on(&mut session).schema(&schemas)?;
    Ok((before.unwrap_or_default(), after))
}
