//! The binaries under test, run as a user runs them: words, environment, folder; then exit code and both streams.
//!
//! Responsible for a child that knows nothing of the developer's databases.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A binary in a folder of its own, with the environment it will run in.
#[derive(Debug)]
pub(crate) struct Hunter {
    program: PathBuf,
    folder: TempDir,
    environment: Vec<(String, String)>,
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) words: String,
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Hunter {
    /// Hunter v1.0's own binary: one revision, and a database in its folder where none is named.
    pub(crate) fn root() -> Self {
        Self::at(env!("CARGO_BIN_EXE_hunter"))
    }

    /// The v1.1 chain of four. It has no database of its own.
    pub(crate) fn v1_1() -> Self {
        Self::at(env!("CARGO_BIN_EXE_hunter-v1-1"))
    }

    /// A chain whose second revision runs statement by statement.
    pub(crate) fn pieces() -> Self {
        Self::at(env!("CARGO_BIN_EXE_hunter-pieces"))
    }

    /// A chain of fifty whose every revision says that it ran.
    pub(crate) fn fifty() -> Self {
        Self::at(env!("CARGO_BIN_EXE_hunter-fifty"))
    }

    /// A chain of twenty that mixes tables, rows and steps outside of a transaction.
    pub(crate) fn twenty() -> Self {
        Self::at(env!("CARGO_BIN_EXE_hunter-twenty"))
    }

    fn at(program: &str) -> Self {
        Self {
            program: PathBuf::from(program),
            folder: tempfile::tempdir().unwrap(),
            environment: Vec::new(),
        }
    }

    /// With a database named by the environment.
    pub(crate) fn on(self, url: &str) -> Self {
        self.with("HUNTER_DATABASE_URL", url)
    }

    /// With a variable in its environment.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The folder it runs in.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs words that are separated by spaces.
    pub(crate) fn run(&self, words: &str) -> Outcome {
        self.run_words(&words.split_whitespace().collect::<Vec<_>>())
    }

    /// Runs words.
    pub(crate) fn run_words(&self, words: &[&str]) -> Outcome {
        self.finish(&mut self.command(words))
    }

    /// Runs a command to its end.
    pub(crate) fn finish(&self, command: &mut Command) -> Outcome {
        let output = command.output().unwrap();
        let words: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
        Outcome {
            words: words.join(" "),
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Starts it and looks away.
    pub(crate) fn start(&self, words: &str) -> Child {
        let mut command = self.command(&words.split_whitespace().collect::<Vec<_>>());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// A run that is not started yet.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        self.command_of(&self.program, words)
    }

    /// Another program in the same folder and environment.
    pub(crate) fn command_of(&self, program: impl AsRef<OsStr>, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os() {
            if let Some(name) = name.to_str().filter(|name| is_about_databases(name)) {
                command.env_remove(name);
            }
        }
        // A home of its own, because a `.pgpass` in the developer's would answer for a password that is wrong.
        command.env("HOME", self.folder()).env_remove("RUST_BACKTRACE").env_remove("NO_COLOR");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.args(words).current_dir(self.folder()).stdin(Stdio::null());
        command
    }

    /// The answer to words, as JSON.
    #[track_caller]
    pub(crate) fn json(&self, words: &str) -> Value {
        self.run(&format!("{words} --json")).done().json()
    }
}

fn is_about_databases(name: &str) -> bool {
    name == "DATABASE_URL" || ["HUNTER_", "PG"].iter().any(|prefix| name.starts_with(prefix))
}

impl Outcome {
    /// It must have ended with this exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// It must have ended well.
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        self.exits(0)
    }

    /// The results must be exactly this.
    #[track_caller]
    pub(crate) fn prints(self, out: &str) -> Self {
        assert_eq!(self.out, out, "stdout of `{}`; stderr: {}", self.words, self.err);
        self
    }

    /// The messages beside the results must hold all of these.
    #[track_caller]
    pub(crate) fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.err.contains(part), "stderr of `{}` lacks `{part}`: {}", self.words, self.err);
        }
        self
    }

    /// There must be no message beside the results.
    #[track_caller]
    pub(crate) fn says_nothing(self) -> Self {
        assert_eq!(self.err, "", "stderr of `{}`", self.words);
        self
    }

    /// The results, which must be one line of JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.out.lines().count(), 1, "{self:#?}");
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}
