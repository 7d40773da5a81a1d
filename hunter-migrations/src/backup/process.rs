//! Other programs: found, started, fed, listened to, ended.
//!
//! Responsible for a child that never outlives the wish for it, and for which program of several is taken.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::error::{Error, ErrorKind};
use crate::runner::Interrupt;

/// How often it is looked whether a program has ended, or should.
const POLL: Duration = Duration::from_millis(10);

/// Where PostgreSQL's packages put programs that are on nobody's path, with a folder for each version between.
const PACKAGES: [(&str, &str); 3] =
    [("/usr/lib/postgresql", "bin"), ("/usr/pgsql", "bin"), ("/opt/homebrew/opt", "bin")];

/// A program of some version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Program {
    pub(super) path: PathBuf,
    /// As it tells it.
    pub(super) version: String,
    pub(super) major: u32,
}

/// How a program ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) succeeded: bool,
    /// What it wrote beside its results.
    pub(super) said: String,
    /// What is left to tell where it wrote nothing.
    pub(super) how: String,
}

/// The program of that name for a server of this version: of the same one if there is, else of the next later one. What a much
/// later one writes the server may not know, and an earlier one does not know the server.
pub(super) fn find(name: &str, server: u32) -> Result<Program, Error> {
    find_in(&places(), name, server)
}

fn find_in(places: &[PathBuf], name: &str, server: u32) -> Result<Program, Error> {
    let found: Vec<Program> = places.iter().filter_map(|folder| version(&folder.join(name))).collect();
    choose(&found, server).cloned().ok_or_else(|| {
        let message = match found.iter().max_by_key(|program| program.major) {
            Some(best) => format!("{name} {} is older than the server, which is {server}", best.version),
            None => format!("{name} is not installed here"),
        };
        let help = format!(
            "install the client programs of PostgreSQL {server} (Debian: apt install postgresql-client-{server}), or put \
             theirs on PATH; nothing was changed"
        );
        Error::new(ErrorKind::State, message, help)
    })
}

fn choose(found: &[Program], server: u32) -> Option<&Program> {
    found.iter().filter(|program| program.major >= server).min_by_key(|program| program.major)
}

/// The path's folders, then those of packages.
fn places() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    for (root, within) in PACKAGES {
        let versions = super::files::list(Path::new(root)).unwrap_or_default();
        places.extend(versions.into_iter().rev().map(|version| version.join(within)));
    }
    places
}

/// Of a program that is there and tells its version.
fn version(path: &Path) -> Option<Program> {
    if !path.is_file() {
        return None;
    }
    let output = Command::new(path).arg("--version").stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    // `pg_dump (PostgreSQL) 15.18 (Debian …)`, `18beta1`.
    let version = text.split(')').nth(1)?.split_whitespace().next()?.to_owned();
    let digits = version.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(version.len());
    let major = version[..digits].parse().ok()?;
    Some(Program { path: path.to_owned(), version, major })
}

/// Runs a program until it ends, or until somebody wishes that everything stops. Its results go to the file; `feed` writes what
/// it reads, and what that answers is told too.
pub(super) fn run<T: Send>(
    mut command: Command,
    output: Option<Stdio>,
    feed: impl FnOnce(ChildStdin) -> io::Result<T> + Send,
    interrupt: &Interrupt,
) -> Result<(Ended, io::Result<T>), Error> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |error: io::Error| {
        Error::new(
            ErrorKind::State,
            format!("{program} cannot be run: {error}"),
            "check that it can be started by this user; nothing was changed",
        )
    };
    let streams =
        command.stdin(Stdio::piped()).stdout(output.unwrap_or_else(Stdio::null)).stderr(Stdio::piped());
    let mut child = streams.spawn().map_err(failed)?;
    // The file is held by the command too.
    drop(command);
    let (Some(input), Some(errors)) = (child.stdin.take(), child.stderr.take()) else {
        return Err(failed(io::Error::other("no pipes")));
    };
    thread::scope(|scope| {
        let fed = scope.spawn(|| feed(input));
        let said = scope.spawn(|| io::read_to_string(errors));
        let status = loop {
            if let Some(status) = child.try_wait().map_err(failed)? {
                break status;
            }
            if interrupt.is_stopped() {
                let _ = child.kill();
            }
            thread::sleep(POLL);
        };
        let lost = || io::Error::other("the thread that spoke to it ended");
        let fed = fed.join().unwrap_or_else(|_| Err(lost()));
        let said = said.join().unwrap_or_else(|_| Err(lost())).unwrap_or_else(|error| error.to_string());
        // `exit status: 1`, `signal: 9 (SIGKILL)`
        let how = format!("it said nothing and ended with {status}");
        Ok((Ended { succeeded: status.success(), said, how }, fed))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(majors: &[u32], server: u32) -> Option<u32> {
        let program = |major: &u32| Program { path: PathBuf::new(), version: String::new(), major: *major };
        let found: Vec<Program> = majors.iter().map(program).collect();
        choose(&found, server).map(|program| program.major)
    }

    #[test]
    fn a_program_of_the_servers_version_is_better_than_a_later_one_and_an_earlier_one_is_none() {
        assert_eq!(chosen(&[18, 15, 16], 15), Some(15));
        assert_eq!(chosen(&[18, 14, 16], 15), Some(16));
        assert_eq!(chosen(&[14, 13], 15), None);
        assert_eq!(chosen(&[], 15), None);
    }

    #[test]
    fn a_program_that_is_nowhere_is_named_with_the_version_that_is_needed() {
        let error = find_in(&[PathBuf::from("/nowhere")], "psql", 17).unwrap_err();
        assert_eq!(error.to_string(), "psql is not installed here");
        assert!(error.help().contains("apt install postgresql-client-17"), "{}", error.help());
    }
}
