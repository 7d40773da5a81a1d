//! A project in a folder of its own, and the command run in it.

use std::process::{Command, Stdio};

use hunter_migrations::testing::{POSTGRES_VARIABLE, Scratch};
use tempfile::TempDir;

/// A folder with a Cargo.toml and migrations.
#[derive(Debug)]
pub(crate) struct Project {
    folder: TempDir,
    /// The database that commands speak of.
    url: Option<String>,
}

/// What came of a command.
#[derive(Debug)]
pub(crate) struct Outcome {
    words: String,
    code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Project {
    /// Without a revision.
    pub(crate) fn new(dialects: &[&str]) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap(), url: None };
        project.write("Cargo.toml", "");
        project.write("migrations/hunter.toml", &format!("dialects = {dialects:?}\n"));
        project
    }

    /// With one revision `0001` that makes a table, proved.
    pub(crate) fn with_users(dialects: &[&str]) -> Self {
        let project = Self::new(dialects);
        project.write("schema.sql", "create table users (id integer primary key, name text not null);");
        project.run("revision --autogenerate -m users --rev-id 0001").done();
        project.run("prove").done();
        project
    }

    /// With a database for the commands.
    pub(crate) fn on(mut self, db: &Scratch) -> Self {
        self.url = Some(db.url().to_owned());
        self
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(path))
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn remove(&self, path: &str) {
        std::fs::remove_file(self.folder.path().join(path)).unwrap();
    }

    /// The names in a folder, sorted.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path().join(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The directories of revisions.
    pub(crate) fn revisions(&self) -> Vec<String> {
        self.names("migrations").into_iter().filter(|name| !name.starts_with("hunter.")).collect()
    }

    /// A run that is not started yet.
    pub(crate) fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-hunter"));
        command.arg("hunter").args(words.split_whitespace()).current_dir(self.folder.path());
        command.stdin(Stdio::null()).env_remove("DATABASE_URL").env_remove("HUNTER_DATABASE_URL");
        command.env_remove("HUNTER_SCRATCH_URL");
        if let Ok(server) = std::env::var(POSTGRES_VARIABLE) {
            command.env("HUNTER_SCRATCH_URL", server);
        }
        if let Some(url) = &self.url {
            command.env("HUNTER_DATABASE_URL", url);
        }
        command
    }

    /// Runs words that are separated by spaces.
    pub(crate) fn run(&self, words: &str) -> Outcome {
        let output = self.command(words).output().unwrap();
        Outcome {
            words: words.to_owned(),
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Outcome {
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn done(self) -> Self {
        self.exits(0)
    }

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
}
