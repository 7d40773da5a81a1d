//! `revision --codify-drift`: what differs in a database becomes a revision, which that database has already.

use hunter_chain::{Chain, SourceTree, Target, disk};
use hunter_migrations::Error;
use hunter_migrations::cli::{self, Answer, Global, Output};

use super::files;
use super::place::NewRevision;
use super::scripts::Scripts;
use crate::project::Folder;

pub(super) fn run(
    new: NewRevision,
    global: &Global,
    folder: &Folder,
    tree: &SourceTree,
    chain: Chain,
    out: &mut Output,
) -> Result<Answer, Error> {
    let migrations = crate::from_chain(chain, tree.digest());
    let mut session = cli::open_named(global, out)?;
    let dialect = session.dialect();
    let (drift, is, recorded) = migrations.on(&mut session).codifiable()?;
    if drift.is_none() {
        return Err(Error::refusal(
            "nothing differs in this database, so no revision was written",
            "`hunter check` says the same",
        ));
    }
    if drift.revisions != new.parents {
        let message = format!("this database is not at {}, on which the revision would stand", names(&new));
        return Err(Error::refusal(message, "upgrade it first, or name where it is: --head REV"));
    }
    let mut scripts = Scripts::default();
    scripts.draft(dialect, &recorded, &is, &[]);
    let others = migrations.chain().settings().dialects.iter().filter(|other| **other != dialect);
    others.for_each(|other| scripts.leave_out(*other));
    let written = files::write(&new, &scripts, folder, tree)?;
    scripts.tell_unfinished(out);
    let tree = disk::load(&folder.path, &folder.shown).map_err(|error| {
        Error::refusal(format!("{} cannot be read: {error}", folder.shown), "run `hunter stamp` when it can")
    })?;
    let answer = files::tell(&new, &written, folder, out);
    let chain = crate::sound(&tree, folder, out).map_err(|error| {
        let help = format!(
            "finish the scripts, then record the revision: `hunter stamp {} --unverified --because drift`",
            new.id
        );
        Error::refusal(error.to_string(), help)
    })?;
    let migrations = crate::from_chain(chain, tree.digest());
    let target = Target::Revision(new.id.as_str().to_owned());
    let because = "its scripts were made of what differed in this database";
    migrations.on(&mut session).unverified(because).adopt_codified(&[target])?;
    out.note(&format!("{} is recorded in this database as adopted; `cargo hunter prove` proves it", new.id));
    Ok(answer)
}

fn names(new: &NewRevision) -> String {
    let names: Vec<&str> = new.parents.iter().map(hunter_chain::RevisionId::as_str).collect();
    if names.is_empty() { "base".to_owned() } else { names.join(", ") }
}
