//! `cargo hunter`: the developer's desk. Looks at a migrations folder, without a database and without compiling.
//!
//! The commands are those of every binary that embeds a chain; here the chain is read from the folder, and its mistakes
//! are printed as the compiler would print them.

mod project;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use hunter_chain::{disk, read_chain};
use hunter_migrations::cli::{self, GraphVerb, How, Output};

/// Looks at a migrations folder, without a database.
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
    verb: GraphVerb,
}

fn main() -> ExitCode {
    let words: Vec<OsString> = own_words().collect();
    let arguments = match Arguments::try_parse_from(&words) {
        Ok(arguments) => arguments,
        Err(error) => return cli::usage(&error, &words),
    };
    let mut out = Output::new("cargo hunter", &arguments.how);
    if let GraphVerb::Explain(verb) = &arguments.verb {
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
    match read_chain(&tree) {
        Ok(chain) => {
            let answer = cli::graph(&arguments.verb, &chain, &mut out);
            cli::exit(answer, &mut out)
        }
        Err(found) => {
            for diagnostic in &found {
                out.problem(&diagnostic.render());
            }
            let plural = if found.len() == 1 { "mistake" } else { "mistakes" };
            out.problem(&format!("{} {plural} in {}", found.len(), folder.shown));
            ExitCode::from(2)
        }
    }
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
