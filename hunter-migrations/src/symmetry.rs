//! The tests that every revision goes up, down and up again, one for each revision and dialect.
//!
//! Responsible for running a chain once for all of its tests, on a fresh database that is gone afterwards, and for what each
//! test says. The tests are written by `symmetry_tests!`; the proof is `prove`'s. A server is taken from
//! `HUNTER_TEST_POSTGRES_URL`, else `HUNTER_SCRATCH_URL`; the application's own variables are never read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::{env, fmt::Write as _};

use hunter_chain::{Dialect, Lockfile, RevisionId, disk, read_chain};

use crate::embedded::{Binary, Migrations};
use crate::schema::prove::{Proofs, Proved};
use crate::testing::{POSTGRES_VARIABLE, SCRATCH_VARIABLE, Scratch};

/// What is said of each revision; nothing of one that goes up, down and up again.
type Verdicts = BTreeMap<RevisionId, String>;

/// What each chain's run came to, by folder and dialect: tests run in parallel, and the chain runs once.
type Runs = Mutex<BTreeMap<(PathBuf, Dialect), Arc<OnceLock<Result<Verdicts, String>>>>>;

/// What a test of [`symmetry_tests!`](crate::symmetry_tests) does: a folder and a dialect, a revision, where it was compiled.
///
/// # Panics
/// When the revision does not go up, down and up again.
#[doc(hidden)]
#[track_caller]
#[expect(clippy::panic, reason = "this is a test")]
pub fn assert_symmetric((directory, dialect): (&str, &str), revision: &str, compiled_in: &str) {
    static RUNS: Runs = Mutex::new(BTreeMap::new());
    let (folder, dialect) = place(directory, dialect, compiled_in);
    let run = {
        let mut runs = RUNS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        runs.entry((folder.clone(), dialect)).or_default().clone()
    };
    let verdicts = run.get_or_init(|| verdicts(&folder, directory, dialect));
    match verdicts {
        Err(message) => panic!("{message}"),
        Ok(verdicts) => {
            if let Some(said) = verdicts.get(&RevisionId::trusted(revision.to_owned())) {
                panic!("{said}");
            }
        }
    }
}

/// What the last test of a dialect does.
///
/// # Panics
/// When the lockfile does not say what every revision of the folder does.
#[doc(hidden)]
#[track_caller]
#[expect(clippy::panic, reason = "this is a test")]
pub fn assert_proved((directory, dialect): (&str, &str), compiled_in: &str) {
    let (folder, dialect) = place(directory, dialect, compiled_in);
    if let Err(message) = unproved(&folder, directory, dialect) {
        panic!("{message}");
    }
}

/// What the test of the folder as a whole does: it is as sound as when the test was compiled.
///
/// # Panics
/// When it holds a mistake: several heads that nobody named, a cycle, a script that does not parse.
#[doc(hidden)]
#[track_caller]
#[expect(clippy::panic, reason = "this is a test")]
pub fn assert_sound(directory: &str, compiled_in: &str) {
    let (folder, _) = place(directory, "", compiled_in);
    if let Err(message) = read(&folder, directory) {
        panic!("{message}");
    }
}

fn place(directory: &str, dialect: &str, compiled_in: &str) -> (PathBuf, Dialect) {
    // Test runners set it too, and know better where the project is now.
    let root = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(compiled_in), PathBuf::from);
    (root.join(directory), Dialect::from_name(dialect).unwrap_or(Dialect::Sqlite))
}

/// The chain of a folder as it is now, or its mistakes as the compiler would print them.
pub(crate) fn read(folder: &Path, shown: &str) -> Result<Migrations, String> {
    let tree = disk::load(folder, shown).map_err(|error| format!("cannot read {error}"))?;
    let chain = read_chain(&tree).map_err(|mistakes| {
        let all: Vec<String> = mistakes.iter().map(hunter_chain::Diagnostic::render).collect();
        all.join("\n")
    })?;
    let binary = Binary { name: "tests of a folder", version: env!("CARGO_PKG_VERSION"), commit: None };
    Ok(Migrations::from_chain(chain, tree.digest(), binary))
}

fn verdicts(folder: &Path, shown: &str, dialect: Dialect) -> Result<Verdicts, String> {
    let migrations = read(folder, shown)?;
    let fresh = || {
        let scratch = Scratch::to_prove_on(dialect, &[POSTGRES_VARIABLE, SCRATCH_VARIABLE])?;
        Ok((scratch.connect(), scratch))
    };
    let Proved { asymmetries, clashes, unequal, .. } = migrations
        .prove_with_replaced(fresh, dialect, &Proofs::new(), |_, _| {})
        .map_err(|error| format!("{error}\nhelp: {}", error.help()))?;
    let clashes = clashes.iter().map(|clash| {
        let told = format!("{clash}\nhelp: {}", clash.help());
        (clash.joined_by.as_ref().unwrap_or(&clash.other).clone(), told)
    });
    let unequal = unequal.iter().map(|one| (one.revision.clone(), one.to_string()));
    let asymmetries = asymmetries.iter().map(|one| (one.revision.clone(), one.to_string()));
    Ok(asymmetries.chain(unequal).chain(clashes).collect())
}

fn unproved(folder: &Path, shown: &str, dialect: Dialect) -> Result<(), String> {
    let migrations = read(folder, shown)?;
    let lock: Lockfile = migrations.chain().lockfile();
    let kept = lock.kept(migrations.chain(), dialect);
    let all = migrations.chain().with_replaced();
    let missing = all.iter().filter(|revision| !kept.contains_key(&revision.id));
    let mut message = String::new();
    for revision in missing {
        let _ = writeln!(
            message,
            "{shown}/hunter.lock does not say what {} does on {}",
            revision.id,
            dialect.product()
        );
    }
    if message.is_empty() {
        Ok(())
    } else {
        Err(message + "help: run `cargo hunter prove`, and commit the file")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_the_revision_that_does_not_lead_back_is_told() {
        let folder = env::temp_dir().join(format!("hunter_symmetry_{}", std::process::id()));
        let write = |path: &str, text: &str| {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("hunter.toml", "dialects = [\"sqlite\"]\n");
        for (revision, up, down) in [
            ("0001_a", "create table a (id integer);", "drop table a;"),
            ("0002_b", "create table b (id integer); create index b_id on b (id);", "drop index b_id;"),
            ("0003_c", "create table c (id integer);", "drop table c;"),
        ] {
            write(&format!("{revision}/up.sql"), up);
            write(&format!("{revision}/down.sql"), down);
        }
        let verdicts = verdicts(&folder, "migrations", Dialect::Sqlite);
        let unproved = unproved(&folder, "migrations", Dialect::Sqlite);
        fs::remove_dir_all(&folder).unwrap();

        let verdicts = verdicts.unwrap();
        assert_eq!(verdicts.keys().map(RevisionId::as_str).collect::<Vec<_>>(), ["0002"]);
        let said = verdicts.values().next().unwrap();
        assert!(said.contains("migrations/0002_b/down.sql does not lead back on SQLite"), "{said}");
        assert!(said.contains("table b is not expected") && said.contains("DROP TABLE b;"), "{said}");
        assert!(unproved.unwrap_err().contains("does not say what 0003 does on SQLite"));
    }
}
