//! `squash --retire`: taking away what a revision replaced.
//!
//! Responsible for asking the databases that are named, and for refusing without an answer: one that is inside of the old line
//! would be stranded.

use hunter_chain::{LOCKFILE, SourceTree, disk, without_replaces};
use hunter_migrations::Error;
use hunter_migrations::cli::{Answer, Output};
use serde_json::json;

use super::{Squash, proved};
use crate::project::Folder;
use crate::prove;
use crate::revision::one;

pub(super) fn run(
    verb: &Squash,
    is_sure: bool,
    folder: &Folder,
    mut tree: SourceTree,
    lock: Option<String>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let chain = crate::sound(&tree, folder, out)?;
    let revision = one(&verb.range, &chain)?.clone();
    if revision.declared.replaces.is_empty() {
        let message = format!("`{}` replaces no other revision", revision.id);
        return Err(Error::refusal(message, "`cargo hunter history --legacy` shows what is replaced"));
    }
    if verb.checked.is_empty() && !is_sure {
        let message =
            "no database was named, and one that is inside of the old line could not go on any more";
        return Err(Error::refusal(message, "name each: --checked URL; or say --yes, that there is none"));
    }
    let replaced: Vec<_> = chain.replaced().filter(|old| chain.covers(&revision, &old.id)).collect();
    let migrations = crate::from_chain(chain.clone(), tree.digest());
    for url in &verb.checked {
        let mut session = hunter_migrations::connect(url)?;
        let applied = migrations.on(&mut session).applied()?;
        if let Some(inside) = replaced.iter().rev().find(|old| applied.contains(&old.id)) {
            let at = verb.checked.iter().position(|other| other == url).map_or(1, |at| at + 1);
            let message = format!(
                "database {at} of those named is inside of what `{}` replaces, at `{}`",
                revision.id, inside.id
            );
            return Err(Error::refusal(message, "run `hunter upgrade` there first; nothing was taken away"));
        }
    }
    let directories: Vec<String> = replaced.iter().map(|old| old.directory.to_string()).collect();
    let path = format!("{}/metadata.toml", revision.directory);
    let text = tree.files().find(|(other, _)| *other == path).map(|(_, bytes)| bytes.to_vec());
    let text = without_replaces(&String::from_utf8_lossy(&text.unwrap_or_default()));
    tree.insert(path.clone(), text.as_bytes().to_vec());
    let all: Vec<String> = tree.files().map(|(path, _)| path.to_owned()).collect();
    let is_old = |path: &&String| directories.iter().any(|old| path.starts_with(&format!("{old}/")));
    all.iter().filter(is_old).for_each(|path| drop(tree.remove(path)));
    let found = proved(&tree, lock.as_deref(), folder, out)?;
    let mut changes = disk::Changes::by(verb.words());
    changes.write(path, text);
    directories.iter().for_each(|old| changes.remove_legacy(old));
    changes.write(LOCKFILE, found.lock.render());
    changes.make(&folder.path).map_err(|error| folder.not_written("what is left", &error))?;
    prove::tell(folder, out);
    if !out.json("squash", json!({ "revision": revision.id.as_str(), "retired": directories })) {
        directories.iter().for_each(|old| out.result(&format!("{}/{old}", folder.shown)));
        out.note("taken away; version control still has them");
    }
    Ok(found.answer(out))
}
