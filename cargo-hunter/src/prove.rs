//! `prove`: what each revision does, written to the lockfile.
//!
//! Responsible for where the scratch databases are, for what has to be proved again, and for the file. The proof itself is
//! `hunter-migrations`'.

use clap::Args;
use hunter_chain::{Chain, Dialect, LOCKFILE, Lockfile, SourceTree, disk};
use hunter_migrations::cli::{Answer, Output};
use hunter_migrations::testing::{SCRATCH_VARIABLE, Scratch};
use hunter_migrations::{Error, Migrations, Proofs, Proved};

use crate::project::Folder;

#[derive(Debug, Default, Args)]
pub(crate) struct Prove {
    /// Prove nothing: exit with 1 unless the lockfile says everything about the folder as it is now
    #[arg(long)]
    check: bool,
    /// Prove everything again, whatever the lockfile says already; with --check, demand the same bytes
    #[arg(long)]
    all: bool,
}

/// Reads the folder, proves what the lockfile does not say, writes it.
pub(crate) fn run(
    verb: &Prove,
    folder: &Folder,
    mut tree: SourceTree,
    out: &mut Output,
) -> Result<Answer, Error> {
    // A lockfile that cannot be read is not a mistake here: it is written anew.
    let written = tree.remove(LOCKFILE).map(|bytes| String::from_utf8_lossy(&bytes).replace("\r\n", "\n"));
    let digest = tree.digest();
    let chain = crate::sound(&tree, folder, out)?;
    let shown = format!("{}/{LOCKFILE}", folder.shown);
    let old = old(written.as_deref(), &shown, out)?;
    let dialects = provable(&chain, out);
    if verb.check && !verb.all {
        return Ok(check(&chain, &dialects, &old, &shown, out));
    }
    let migrations = crate::from_chain(chain, digest);
    let (mut proofs, mut wrong) = (Vec::new(), 0);
    for dialect in &dialects {
        let kept = if verb.all { Proofs::new() } else { old.kept(migrations.chain(), *dialect) };
        let proved = proved(&migrations, *dialect, &kept, out)?;
        wrong += proved.asymmetries.len();
        proved.asymmetries.iter().for_each(|one| out.problem(&one.to_string()));
        proofs.push(proved.proofs);
    }
    let lock = migrations.lockfile(&proofs);
    let same = written.as_deref() == Some(&lock.render());
    if verb.check {
        if !same {
            out.result(&format!("{shown} is not what a proof of everything writes"));
        }
        return Ok(if same && wrong == 0 { Answer::Done } else { Answer::No });
    }
    if same {
        out.note(&format!("{shown} says everything already"));
    } else {
        disk::write_lockfile(&folder.path, &lock).map_err(|error| not_written(folder, &error))?;
        out.note(&format!("{shown} is written: commit it"));
    }
    if wrong == 0 {
        return Ok(Answer::Done);
    }
    let plural = if wrong == 1 { "script does" } else { "scripts do" };
    out.problem(&format!("{wrong} {plural} not lead back: mend what is shown, and prove again"));
    Ok(Answer::No)
}

/// What the lockfile says, or nothing where it cannot be read; one of a later version is left alone.
fn old(written: Option<&str>, shown: &str, out: &mut Output) -> Result<Lockfile, Error> {
    let Some(text) = written else { return Ok(Lockfile::default()) };
    match Lockfile::parse(text) {
        Ok(lock) => Ok(lock),
        Err(error) if error.is_of_later_version => {
            Err(Error::refusal(format!("{shown} cannot be read: {}", error.why), error.help()))
        }
        Err(error) => {
            let both = Lockfile::of_both_sides(text);
            let rest = if both.entries.is_empty() {
                "everything is proved again"
            } else {
                "what is not as it was is proved again"
            };
            out.note(&format!("{shown}:{}: {}: {rest}", error.line, error.why));
            Ok(both)
        }
    }
}

/// The chain's dialects that a proof can be run on here.
fn provable(chain: &Chain, out: &mut Output) -> Vec<Dialect> {
    let (can, cannot): (Vec<Dialect>, Vec<Dialect>) =
        chain.settings().dialects.iter().partition(|dialect| **dialect != Dialect::Mysql);
    for dialect in cannot {
        out.note(&format!("nothing can be proved on {} yet", dialect.product()));
    }
    can
}

fn check(chain: &Chain, dialects: &[Dialect], lock: &Lockfile, shown: &str, out: &mut Output) -> Answer {
    let mut answer = Answer::Done;
    for dialect in dialects.iter().filter(|dialect| lock.proofs(chain, **dialect).is_none()) {
        let product = dialect.product();
        out.result(&format!("{shown} does not say what the revisions do as they are now on {product}"));
        answer = Answer::No;
    }
    if answer == Answer::No {
        out.note("run `cargo hunter prove`, and commit the file");
    }
    answer
}

pub(crate) fn proved(
    migrations: &Migrations,
    dialect: Dialect,
    kept: &Proofs,
    out: &mut Output,
) -> Result<Proved, Error> {
    let fresh = || {
        let scratch = scratch(dialect)?;
        Ok((hunter_migrations::connect(scratch.url())?, scratch))
    };
    if kept.len() == migrations.chain().revisions().len() {
        return Ok(Proved::of(kept.clone()));
    }
    let (mut at, of) = (0, migrations.chain().revisions().len());
    migrations.prove_all(fresh, kept, |revision, is_kept| {
        at += 1;
        let line = format!("{at}/{of} {}: {}, {}", dialect.product(), revision.id, revision.message);
        if is_kept { out.detail(&line) } else { out.note(&line) }
    })
}

/// An empty database of a dialect, gone when it is dropped.
pub(crate) fn scratch(dialect: Dialect) -> Result<Scratch, Error> {
    Scratch::to_prove_on(dialect, &[SCRATCH_VARIABLE])
}

fn not_written(folder: &Folder, error: &std::io::Error) -> Error {
    Error::refusal(
        format!("the proof could not be written to {}: {error}", folder.shown),
        "make the folder writable, and run the command again",
    )
}
