//! A chain in a folder, and the command over it as a process of its own.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hunter_chain::Dialect;
use hunter_migrations::Session;
use hunter_migrations::testing::Scratch;
use tempfile::TempDir;

/// Nothing here takes longer, unless it hangs.
const DEADLINE: Duration = Duration::from_secs(30);

/// Revisions in a folder, and the database they are for.
#[derive(Debug)]
pub(crate) struct Project {
    folder: TempDir,
    pub(crate) db: Scratch,
    url: String,
}

/// A command at work.
#[derive(Debug)]
pub(crate) struct Running(Child);

/// What came of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) took: Duration,
}

impl Project {
    /// With scripts `0001`, `0002` and so on. What begins with a `--!` line runs outside of a transaction.
    pub(crate) fn new(dialect: Dialect, ups: &[&str]) -> Self {
        let db = Scratch::new(dialect);
        let project = Self { folder: tempfile::tempdir().unwrap(), url: db.url().to_owned(), db };
        project.write("hunter.toml", &format!("dialects = [\"{}\"]\n", dialect.name()));
        for (at, up) in ups.iter().enumerate() {
            let step = format!("{:04}_step", at + 1);
            let transaction = !up.starts_with("--!");
            project.write(&format!("{step}/up.sql"), up);
            project.write(&format!("{step}/down.sql"), "select 1;");
            project.write(&format!("{step}/metadata.toml"), &format!("run_in_transaction = {transaction}\n"));
        }
        project
    }

    /// Reached through the pooler.
    pub(crate) fn pooled(mut self) -> Self {
        let pooler = std::env::var("HUNTER_TEST_POOLER_URL")
            .unwrap_or_else(|_| panic!("HUNTER_TEST_POOLER_URL is not set: run `cargo xtask test`"));
        self.url = format!("{}/{}", pooler.rsplit_once('/').unwrap().0, self.db.name());
        self
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn start(&self, words: &str) -> Running {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-hunter"));
        command.arg("hunter").args(words.split_whitespace()).arg("--dir").arg(self.folder.path());
        command.env_remove("DATABASE_URL").env("HUNTER_DATABASE_URL", &self.url);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Running(command.spawn().unwrap())
    }

    pub(crate) fn run(&self, words: &str) -> Outcome {
        self.start(words).ended()
    }

    /// A session beside the command's.
    pub(crate) fn session(&self) -> Box<dyn Session> {
        self.db.connect()
    }

    /// The rows of a query whose only column is `j`.
    pub(crate) fn rows(&self, sql: &str) -> Vec<String> {
        let rows = self.session().rows(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        rows.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// Waits until a query finds something.
    #[track_caller]
    pub(crate) fn wait_for(&self, sql: &str) {
        let (start, mut session) = (Instant::now(), self.session());
        while session.rows(sql).unwrap().is_empty() {
            assert!(start.elapsed() < DEADLINE, "nothing came of {sql}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// How many locks of the guard's kind are held in this database.
    pub(crate) fn guards(&self) -> usize {
        let here = "database = (select oid from pg_database where datname = current_database())";
        self.rows(&format!("select 'x' as j from pg_locks where locktype = 'advisory' and {here}")).len()
    }
}

impl Running {
    /// Sends it a signal by its name.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.0.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for its end.
    pub(crate) fn ended(mut self) -> Outcome {
        let start = Instant::now();
        let code = loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                break status.code();
            }
            if start.elapsed() > DEADLINE {
                self.0.kill().unwrap();
                break None;
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let took = start.elapsed();
        let read = |from: &mut dyn Read| {
            let mut text = String::new();
            from.read_to_string(&mut text).unwrap();
            text
        };
        let (out, err) = (read(&mut self.0.stdout.take().unwrap()), read(&mut self.0.stderr.take().unwrap()));
        Outcome { code, out, err, took }
    }
}

impl Outcome {
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.err.contains(part), "stderr lacks `{part}`: {}", self.err);
        }
        self
    }

    #[track_caller]
    pub(crate) fn within(self, seconds: u64) -> Self {
        assert!(self.took < Duration::from_secs(seconds), "{self:#?}");
        self
    }
}
