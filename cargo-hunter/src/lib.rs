//! `cargo hunter`: the developer's desk. Looks at a migrations folder without compiling, proves what its revisions do, and
//! writes new ones.
//!
//! It knows every command of a binary that embeds a chain; here the chain is read from the folder, and its mistakes are
//! printed as the compiler would print them. Everything that is done to a database is `hunter-migrations`'.
//!
//! ```text
//! folder ─project─► SourceTree ─┬─ lint, prove ─► diagnostics, hunter.lock
//!                               ├─ revision: wanted schema, schema at head ─diff─► up.sql, down.sql, metadata.toml
//!                               ├─ dev: prove, then upgrade a local database
//!                               ├─ merge, rebase: branches ─► metadata.toml, hunter.lock
//!                               ├─ squash: A..B ─► one revision, legacy/, hunter.lock
//!                               ├─ down: what a revision does ─diff─► down.sql
//!                               └─ everything else ─► hunter_migrations::cli
//! ```

mod branches;
mod definitions;
mod dev;
mod down;
mod measure;
mod project;
mod prove;
mod revision;
mod squash;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use hunter_chain::{
    Chain, Diagnostic, Digest, Level, SourceTree, Stale, disk, read_chain, read_chain_with_notes,
};
use hunter_migrations::cli::{self, Answer, Cli, Global, GraphVerb, Output};
use hunter_migrations::{Binary, Error, Migrations};

pub use measure::measure;

const BINARY: Binary = Binary { name: "cargo-hunter", version: env!("CARGO_PKG_VERSION"), commit: None };

/// Looks at a migrations folder, proves what its revisions do, and writes new ones.
#[derive(Debug, Parser)]
#[command(name = "cargo-hunter", bin_name = "cargo hunter", version, arg_required_else_help = true)]
#[command(disable_help_subcommand = true)]
struct Arguments {
    /// The migrations folder. Else `migrations` beside the nearest Cargo.toml
    #[arg(long, global = true, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    #[command(flatten)]
    Service(cli::Verb),
    /// Every mistake of the folder, and notes: what is not proved, and what is older than `strict_from`
    Lint,
    /// Runs every revision on a scratch database and writes what each did to hunter.lock
    Prove(prove::Prove),
    /// Proves what is not proved, and upgrades the local database to head
    Dev(dev::Dev),
    /// Writes the missing way down of a revision
    Down(down::Down),
    /// Joins heads in a revision on all of them
    Merge(branches::Merge),
    /// Lets a line that no database has yet stand on another head
    Rebase(branches::Rebase),
    /// Lets one revision take the place of several
    Squash(squash::Squash),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let words: Vec<OsString> = own_words().collect();
    let arguments = match Arguments::try_parse_from(&words) {
        Ok(arguments) => arguments,
        Err(error) => return cli::usage(&error, &words),
    };
    let mut out = Output::new("cargo hunter", &arguments.global.how);
    if let Verb::Service(cli::Verb::Graph(GraphVerb::Explain(verb))) = &arguments.verb {
        let answer = cli::explain(verb, &mut out);
        return cli::exit(answer, &mut out);
    }
    let answer = project::folder(arguments.dir.clone())
        .map_err(no_folder)
        .and_then(|folder| Ok((finish(&folder, &mut out)?, folder)))
        .and_then(|(finished, folder)| match &arguments.verb {
            Verb::Squash(verb) if finished.as_deref() == Some(&*verb.words()) => Ok(Answer::Done),
            _ => run(&arguments, &folder, load(&folder)?, &mut out),
        });
    cli::exit(answer, &mut out)
}

fn run(
    arguments: &Arguments,
    folder: &project::Folder,
    tree: SourceTree,
    out: &mut Output,
) -> Result<Answer, Error> {
    match &arguments.verb {
        Verb::Service(cli::Verb::Revision(verb)) if !verb.sql => {
            revision::run(verb, &arguments.global, folder, &tree, out)
        }
        Verb::Service(verb) => {
            let migrations = from_chain(sound(&tree, folder, out)?, tree.digest());
            // A command line lives as long as its process, and so does its chain.
            Cli::new(Box::leak(Box::new(migrations))).measure(measure).dispatch(
                "cargo hunter",
                verb,
                &arguments.global,
                out,
            )
        }
        Verb::Prove(verb) => prove::run(verb, folder, tree, out),
        Verb::Dev(verb) => dev::run(verb, &arguments.global, folder, tree, out),
        Verb::Down(verb) => down::run(verb, folder, &tree, out),
        Verb::Merge(verb) => branches::merge(verb, folder, tree, out),
        Verb::Rebase(verb) => branches::rebase(verb, folder, tree, out),
        Verb::Squash(verb) => squash::run(verb, arguments.global.yes, folder, tree, out),
        Verb::Lint => {
            let (chain, mut notes) = read_chain_with_notes(&tree);
            // A debug build lets them pass, a release build does not. Where nothing was ever proved, all of it is unproved.
            if let Ok(chain) = &chain
                && !chain.lockfile().entries.is_empty()
            {
                let unproved = chain.unproved().into_iter().map(|unproved| unproved.diagnostic(&tree));
                let stale = chain.stale_definitions();
                let passed = unproved.chain(stale.iter().map(Stale::diagnostic));
                notes.extend(passed.map(|found| Diagnostic { level: Level::Note, ..found }));
            }
            let mistakes = chain.err().unwrap_or_default();
            print(&notes, "note", &folder.shown, out);
            print(&mistakes, "mistake", &folder.shown, out);
            Ok(if mistakes.is_empty() { Answer::Done } else { Answer::No })
        }
    }
}

/// `revision` of a binary that is run where its sources are: pass it to [`Cli::desk`].
///
/// # Errors
/// When there is no migrations folder above the current one, and as `cargo hunter revision`.
pub fn desk(verb: &cli::Revision, global: &Global, out: &mut Output) -> Result<Answer, Error> {
    let folder = project::folder(None).map_err(no_folder)?;
    finish(&folder, out)?;
    let tree = load(&folder)?;
    revision::run(verb, global, &folder, &tree, out)
}

fn no_folder(message: String) -> Error {
    Error::refusal(message, "go to the project, or give the folder: cargo hunter --dir DIR …")
}

/// Finishes what a command had begun to write when it was stopped: which one that was.
fn finish(folder: &project::Folder, out: &mut Output) -> Result<Option<String>, Error> {
    let finished = disk::finish(&folder.path);
    let finished = finished.map_err(|error| folder.not_written("what was begun", &error))?;
    if let Some(command) = &finished {
        out.note(&format!(
            "`cargo hunter {command}` was stopped while it wrote to {}: it is finished now",
            folder.shown
        ));
    }
    Ok(finished)
}

fn load(folder: &project::Folder) -> Result<SourceTree, Error> {
    disk::load(&folder.path, &folder.shown).map_err(|error| {
        Error::refusal(
            format!("{} cannot be read: {error}", folder.shown),
            "give the folder: cargo hunter --dir DIR …",
        )
    })
}

fn from_chain(chain: Chain, digest: Digest) -> Migrations {
    Migrations::from_chain(chain, digest, BINARY)
}

/// The chain, or its mistakes on the terminal.
fn sound(tree: &SourceTree, folder: &project::Folder, out: &mut Output) -> Result<Chain, Error> {
    read_chain(tree).map_err(|mistakes| broken(&mistakes, folder, out))
}

fn broken(mistakes: &[Diagnostic], folder: &project::Folder, out: &mut Output) -> Error {
    mistakes.iter().for_each(|diagnostic| out.problem(&diagnostic.render()));
    let plural = if mistakes.len() == 1 { "" } else { "s" };
    let message = format!("{} mistake{plural} in {}", mistakes.len(), folder.shown);
    Error::refusal(message, "correct what is shown; `cargo hunter explain CODE` tells why it matters")
}

/// Each as the compiler would print it, then how many.
fn print(found: &[Diagnostic], what: &str, shown: &str, out: &mut Output) {
    found.iter().for_each(|diagnostic| out.problem(&diagnostic.render()));
    let plural = if found.len() == 1 { "" } else { "s" };
    out.problem(&format!("{} {what}{plural} in {shown}", found.len()));
}

/// Cargo calls `cargo-hunter hunter …`.
fn own_words() -> impl Iterator<Item = OsString> {
    let mut words = std::env::args_os();
    let program = words.next();
    let mut words = words.peekable();
    if words.peek().is_some_and(|word| word == "hunter") {
        words.next();
    }
    program.into_iter().chain(words)
}
