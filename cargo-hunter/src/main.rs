//! `cargo hunter`: the developer's desk. Looks at a migrations folder without compiling, and proves what its revisions do.
//!
//! Commands over the graph are those of every binary that embeds a chain; here the chain is read from the folder, and its
//! mistakes are printed as the compiler would print them.

mod project;
mod prove;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use hunter_chain::{Diagnostic, disk, read_chain, read_chain_with_notes};
use hunter_migrations::cli::{self, GraphVerb, How, Output};

/// Looks at a migrations folder, and proves what its revisions do.
#[derive(Debug, Parser)]
#[command(name = "cargo-hunter", bin_name = "cargo hunter", version, arg_required_else_help = true)]
#[command(disable_help_subcommand = true)]
struct Arguments {
    /// The migrations folder. Else `migrations` beside the nearest Cargo.toml
    #[arg(long, global = true, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[command(flatten)]
    how: How,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    #[command(flatten)]
    Graph(GraphVerb),
    /// Every mistake of the folder, and the notes about revisions older than `strict_from`
    Lint,
    /// Runs every revision on a scratch database and writes what each did to hunter.lock
    Prove(prove::Prove),
}

fn main() -> ExitCode {
    let words: Vec<OsString> = own_words().collect();
    let arguments = match Arguments::try_parse_from(&words) {
        Ok(arguments) => arguments,
        Err(error) => return cli::usage(&error, &words),
    };
    let mut out = Output::new("cargo hunter", &arguments.how);
    if let Verb::Graph(GraphVerb::Explain(verb)) = &arguments.verb {
        let answer = cli::explain(verb, &mut out);
        return cli::exit(answer, &mut out);
    }
    let folder = match project::folder(arguments.dir) {
        Ok(folder) => folder,
        Err(message) => return refuse(&mut out, &message),
    };
    let tree = match disk::load(&folder.path, &folder.shown) {
        Ok(tree) => tree,
        Err(error) => return refuse(&mut out, &format!("{} cannot be read: {error}", folder.shown)),
    };
    match &arguments.verb {
        Verb::Graph(verb) => match read_chain(&tree) {
            Ok(chain) => {
                let answer = cli::graph(verb, &chain, &mut out);
                cli::exit(answer, &mut out)
            }
            Err(mistakes) => {
                print(&mistakes, "mistake", &folder.shown, &mut out);
                ExitCode::from(2)
            }
        },
        Verb::Prove(verb) => prove::run(verb, &folder, tree, &mut out),
        Verb::Lint => {
            let (chain, notes) = read_chain_with_notes(&tree);
            let mistakes = chain.err().unwrap_or_default();
            print(&notes, "note", &folder.shown, &mut out);
            print(&mistakes, "mistake", &folder.shown, &mut out);
            ExitCode::from(u8::from(!mistakes.is_empty()))
        }
    }
}

/// Each as the compiler would print it, then how many.
pub(crate) fn print(found: &[Diagnostic], what: &str, shown: &str, out: &mut Output) {
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

fn refuse(out: &mut Output, message: &str) -> ExitCode {
    out.problem(&format!("error: {message}\nhelp: give the folder: cargo hunter --dir DIR …"));
    ExitCode::from(2)
}
