//! What both ways have in common: from changed files to a folder that compiles.
//!
//! Responsible for the order: the chain that comes out is read, then proved, and only then is anything written.

use hunter_chain::{Code, Diagnostic, LOCKFILE, Lockfile, SourceTree, disk, read_branches, read_chain};
use hunter_migrations::Error;
use hunter_migrations::cli::{Answer, Output};

use crate::project::Folder;
use crate::prove::{self, Found, Old};

/// Files of a revision as they will be.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) directory: String,
    pub(super) files: Vec<(String, String)>,
}

/// Writes changes to a folder without its lockfile, and the lockfile, if a sound chain comes out of them.
pub(super) fn settle(
    command: &str,
    changes: &[Change],
    heads: usize,
    lock: Option<String>,
    folder: &Folder,
    mut tree: SourceTree,
    out: &mut Output,
) -> Result<Answer, Error> {
    for change in changes {
        for (name, text) in &change.files {
            tree.insert(format!("{}/{name}", change.directory), text.as_bytes().to_vec());
        }
    }
    let chain = match read_chain(&tree) {
        Ok(chain) => chain,
        Err(mistakes) => {
            let left = read_branches(&tree).map_or(heads, |chain| chain.heads().len());
            if left >= heads || mistakes.iter().any(|mistake| mistake.code != Code::SeveralHeads) {
                return Err(unsound(&mistakes, out));
            }
            // One step of several: a chain with two heads cannot be proved yet.
            write(command, changes, None, folder)?;
            out.note(&format!("{left} heads are left: join them too, then everything is proved"));
            return Ok(Answer::Done);
        }
    };
    let shown = format!("{}/{LOCKFILE}", folder.shown);
    let old = Old::read(lock.as_deref(), &shown, out)?;
    let found =
        prove::whatever_can_be(&crate::from_chain(chain, tree.digest()), &old, out).map_err(untouched)?;
    refuse(&found)?;
    write(command, changes, Some(&found.lock), folder)?;
    found.tell(out);
    out.note(&format!("{shown} is written: commit it"));
    tell_unproved(&found, out);
    Ok(found.answer(out))
}

/// What would be wrong with the chain that comes out.
pub(crate) fn unsound(mistakes: &[Diagnostic], out: &mut Output) -> Error {
    mistakes.iter().for_each(|mistake| out.problem(&mistake.render()));
    let plural = if mistakes.len() == 1 { "" } else { "s" };
    let message = format!("the chain would have {} mistake{plural}", mistakes.len());
    Error::refusal(message, "nothing was written; correct what is shown, or choose other revisions")
}

/// A line that does not run where it would stand stays where it is.
fn untouched(error: Error) -> Error {
    let help = format!("nothing was written; {}", error.help());
    error.with_help(help)
}

fn refuse(found: &Found) -> Result<(), Error> {
    let Some(clash) = found.clashes.first() else { return Ok(()) };
    let (one, other) = (&clash.one, &clash.other);
    let help = format!(
        "nothing was written; let one line stand on the other, so that there is one order: `cargo hunter rebase {other}`, \
         or `cargo hunter rebase {one}`, whichever no database has yet"
    );
    Err(Error::refusal(clash.to_string(), help))
}

/// All of it; or what a kill leaves is finished by the next command.
fn write(command: &str, changes: &[Change], lock: Option<&Lockfile>, folder: &Folder) -> Result<(), Error> {
    let mut all = disk::Changes::by(command);
    for Change { directory, files } in changes {
        files.iter().for_each(|(name, text)| all.write(format!("{directory}/{name}"), text));
    }
    if let Some(lock) = lock {
        all.write(LOCKFILE, lock.render());
    }
    all.make(&folder.path).map_err(|error| folder.not_written("what changes", &error))
}

fn tell_unproved(found: &Found, out: &mut Output) {
    for (dialect, error) in &found.without_server {
        let product = dialect.product();
        out.warn(&format!("not proved on {product}: {error}; {}; then `cargo hunter prove`", error.help()));
    }
}
