//! `prove`: what each revision does, written to the lockfile.
//!
//! Responsible for where the scratch databases are, for what has to be proved again, and for the file. The proof itself is
//! `hunter-migrations`'.

use clap::Args;
use hunter_chain::{Chain, Dialect, LOCKFILE, Lockfile, SourceTree, disk};
use hunter_migrations::cli::{Answer, Output};
use hunter_migrations::testing::{SCRATCH_VARIABLE, Scratch};
use hunter_migrations::{Asymmetry, Clash, Error, Migrations, Proofs, Proved, Unequal};

use crate::definitions::{self, Unmade};
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
    let written = take_lockfile(&mut tree);
    let digest = tree.digest();
    let chain = crate::sound(&tree, folder, out)?;
    let shown = format!("{}/{LOCKFILE}", folder.shown);
    let old = Old::read(written.as_deref(), &shown, out)?;
    if verb.check && !verb.all {
        let dialects = provable(&chain, out);
        return Ok(check(&chain, &dialects, &old.lock, &shown, out));
    }
    let old = if verb.all { Old::default() } else { old };
    let found = everything(&crate::from_chain(chain, digest), &old, out)?;
    found.tell(out);
    let same = written.as_deref() == Some(&found.lock.render());
    if verb.check {
        if !same {
            out.result(&format!("{shown} is not what a proof of everything writes"));
        }
        return Ok(if same && found.is_right() { Answer::Done } else { Answer::No });
    }
    if same {
        out.note(&format!("{shown} says everything already"));
    } else {
        write(&found.lock, folder, out)?;
    }
    Ok(found.answer(out))
}

/// Its text, with the line ends that it was written with.
pub(crate) fn take_lockfile(tree: &mut SourceTree) -> Option<String> {
    tree.remove(LOCKFILE).map(|bytes| String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
}

/// What the lockfile says, as far as it can be read.
#[derive(Debug, Default)]
pub(crate) struct Old {
    pub(crate) lock: Lockfile,
    /// Where git left a conflict: what each side says. What stands on one alone was never seen together with the other.
    sides: Option<[Lockfile; 2]>,
}

impl Old {
    /// Nothing where it cannot be read; one of a later version is left alone.
    pub(crate) fn read(written: Option<&str>, shown: &str, out: &mut Output) -> Result<Self, Error> {
        let Some(text) = written else { return Ok(Self::default()) };
        match Lockfile::parse(text) {
            Ok(lock) => Ok(Self { lock, sides: None }),
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
                Ok(Self { lock: both, sides: Lockfile::sides(text) })
            }
        }
    }

    /// What need not be proved again.
    fn kept(&self, chain: &Chain, dialect: Dialect) -> Proofs {
        let mut kept = self.lock.kept(chain, dialect);
        let heads = chain.heads();
        let is_on_both = |id| self.sides.iter().flatten().all(|side| side.get(id).is_some());
        for head in heads.iter().filter(|head| heads.len() > 1 && !is_on_both(&head.id)) {
            kept.remove(&head.id);
        }
        kept
    }
}

/// What a proof of a folder found out.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) lock: Lockfile,
    asymmetries: Vec<Asymmetry>,
    unequal: Vec<Unequal>,
    pub(crate) clashes: Vec<Clash>,
    unmade: Vec<Unmade>,
    /// The dialects of which nothing could be proved.
    pub(crate) without_server: Vec<(Dialect, Error)>,
}

/// Proves what is not proved, on every dialect that it can be run on; without a server it is an error.
fn everything(migrations: &Migrations, old: &Old, out: &mut Output) -> Result<Found, Error> {
    let mut found = whatever_can_be(migrations, old, out)?;
    match found.without_server.pop() {
        Some((_, error)) => Err(error),
        None => Ok(found),
    }
}

/// The same, and what was proved before where there is no server to prove on.
pub(crate) fn whatever_can_be(migrations: &Migrations, old: &Old, out: &mut Output) -> Result<Found, Error> {
    let (mut found, mut proofs) = (Found::default(), Vec::new());
    let dialects = provable(migrations.chain(), out);
    for dialect in dialects.iter().copied() {
        let kept = old.kept(migrations.chain(), dialect);
        let is_needed = kept.len() < migrations.chain().with_replaced().len();
        if let Some(error) = is_needed.then(|| scratch(dialect).err()).flatten() {
            found.without_server.push((dialect, error));
            proofs.push(kept);
            continue;
        }
        let proved = proved(migrations, dialect, &kept, out)?;
        found.asymmetries.extend(proved.asymmetries);
        found.unequal.extend(proved.unequal);
        found.clashes.extend(proved.clashes);
        proofs.push(proved.proofs);
    }
    found.lock = migrations.lockfile(&proofs);
    let without: Vec<Dialect> = found.without_server.iter().map(|(dialect, _)| *dialect).collect();
    if found.revisions_are_right() {
        found.unmade = definitions::settle(migrations, &dialects, &without, &old.lock, &mut found.lock, out)?;
    }
    Ok(found)
}

impl Found {
    pub(crate) fn is_right(&self) -> bool {
        self.revisions_are_right() && self.unmade.is_empty()
    }

    /// Whether all that is left to mend are definitions.
    pub(crate) fn revisions_are_right(&self) -> bool {
        self.asymmetries.is_empty() && self.clashes.is_empty() && self.unequal.is_empty()
    }

    /// What is wrong, one after the other.
    pub(crate) fn tell(&self, out: &mut Output) {
        self.asymmetries.iter().for_each(|one| out.problem(&one.to_string()));
        self.unequal.iter().for_each(|one| out.problem(&one.to_string()));
        self.clashes.iter().for_each(|one| out.problem(&format!("{one}\nhelp: {}", one.help())));
        self.unmade.iter().for_each(|one| out.problem(&one.to_string()));
    }

    /// How many things are wrong, as an answer.
    pub(crate) fn answer(&self, out: &mut Output) -> Answer {
        let (wrong, clashes) = (self.asymmetries.len(), self.clashes.len());
        if wrong > 0 {
            let plural = if wrong == 1 { "script does" } else { "scripts do" };
            out.problem(&format!("{wrong} {plural} not lead back: mend what is shown, and prove again"));
        }
        if clashes > 0 {
            let plural = if clashes == 1 { "pair of revisions does" } else { "pairs of revisions do" };
            out.problem(&format!("{clashes} {plural} not commute: what joins them is not proved"));
        }
        if !self.unequal.is_empty() {
            out.problem(
                "a database that took the old line would be another one: mend what is shown, and prove again",
            );
        }
        if !self.unmade.is_empty() {
            out.problem(
                "the revisions are proved, the definitions are not: `cargo hunter revision --autogenerate -m TEXT` writes the \
                 revision that leads there; then prove again",
            );
        }
        if self.is_right() { Answer::Done } else { Answer::No }
    }
}

/// Writes the lockfile, and says so.
pub(crate) fn write(lock: &Lockfile, folder: &Folder, out: &mut Output) -> Result<(), Error> {
    disk::write_lockfile(&folder.path, lock).map_err(|error| folder.not_written("the proof", &error))?;
    tell(folder, out);
    Ok(())
}

/// Says that the lockfile is written.
pub(crate) fn tell(folder: &Folder, out: &mut Output) {
    out.note(&format!("{}/{LOCKFILE} is written: commit it", folder.shown));
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
    for stale in chain.stale_definitions_by(lock) {
        out.result(&stale.to_string());
        if answer == Answer::Done {
            out.note("`cargo hunter revision --autogenerate -m TEXT` writes what is missing; `cargo hunter prove` finds out");
        }
        answer = Answer::No;
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
    let of = migrations.chain().with_replaced().len();
    let mut at = 0;
    migrations.prove_with_replaced(fresh, dialect, kept, |revision, is_kept| {
        at += 1;
        let line = format!("{at}/{of} {}: {}, {}", dialect.product(), revision.id, revision.message);
        if is_kept { out.detail(&line) } else { out.note(&line) }
    })
}

/// An empty database of a dialect, gone when it is dropped.
pub(crate) fn scratch(dialect: Dialect) -> Result<Scratch, Error> {
    Scratch::to_prove_on(dialect, &[SCRATCH_VARIABLE])
}
