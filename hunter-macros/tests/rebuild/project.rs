//! A project as users have it, built by Cargo.
//!
//! Generated outside of this workspace, with a lockfile copied from it, so that nothing is resolved anew. Its dependencies
//! are built once, into `target/fixtures`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use tempfile::TempDir;

/// Prints everything of the chain that the tests change.
const MAIN: &str = r#"
use hunter_migrations::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations");

fn main() {
    let chain = MIGRATIONS.chain();
    println!("ledger {:?}", chain.settings().ledger_table);
    for revision in chain.revisions() {
        println!("{} is {}", revision.id, revision.message);
        for (kind, scripts) in [("up", &revision.up), ("down", &revision.down), ("verify", &revision.verify)] {
            scripts.iter().for_each(|(_, script, _)| println!("{} {kind}: {}", revision.id, script.text.trim()));
        }
    }
}
"#;
/// Watches the directory.
pub(crate) const BUILD: &str = "fn main() { hunter_chain::watch(\"migrations\") }\n";
const SETTINGS: &str = "dialects = [\"sqlite\"]\n";
const FRESHNESS: &str = "hunter_migrations::freshness_test!(\"migrations\");\n";

/// A workspace with one package in a directory of its own, deleted at the end.
pub(crate) struct Project {
    name: &'static str,
    root: TempDir,
}

/// What Cargo did and the program printed.
pub(crate) struct Run {
    pub(crate) went_well: bool,
    pub(crate) printed: String,
    pub(crate) log: String,
}

impl Project {
    /// A binary and a freshness test, without a build script and without revisions.
    pub(crate) fn new(name: &'static str) -> Self {
        let here = workspace();
        let project = Self { name, root: tempfile::tempdir().expect("a temporary directory") };
        let workspace = "[workspace]\nmembers = [\"service\"]\nresolver = \"3\"\n";
        fs::write(project.root.path().join("Cargo.toml"), workspace).expect("Cargo.toml");
        fs::copy(here.join("Cargo.lock"), project.root.path().join("Cargo.lock")).expect("Cargo.lock");
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nhunter-migrations = {{ path = {:?}, default-features = false, features = [\"testing\"] }}\n\n\
             [build-dependencies]\nhunter-chain = {{ path = {:?} }}\n",
            here.join("hunter-migrations"),
            here.join("hunter-chain"),
        );
        project.write("Cargo.toml", &manifest);
        project.write("src/main.rs", MAIN);
        project.write(&format!("tests/{name}-freshness.rs"), FRESHNESS);
        project.settings();
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.path().join("service").join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        let folder = path.parent().expect("a file in the package");
        fs::create_dir_all(folder).expect("a directory");
        fs::write(&path, text).expect("a file");
        now(&path);
    }

    /// A migrations directory without revisions.
    pub(crate) fn settings(&self) {
        self.write("migrations/hunter.toml", SETTINGS);
    }

    pub(crate) fn revision(&self, directory: &str, table: &str) {
        self.write(
            &format!("migrations/{directory}/up.sql"),
            &format!("create table {table} (id integer);\n"),
        );
        self.write(&format!("migrations/{directory}/down.sql"), &format!("drop table {table};\n"));
        now(&self.path("migrations"));
    }

    /// New content, and the modification time that the file had.
    pub(crate) fn write_keeping_the_time(&self, path: &str, text: &str) {
        let path = self.path(path);
        let before = fs::metadata(&path).and_then(|file| file.modified()).expect("a time");
        fs::write(&path, text).expect("a file");
        File::options()
            .append(true)
            .open(&path)
            .and_then(|file| file.set_modified(before))
            .expect("the old time");
    }

    /// A new modification time, and the content that the file had.
    pub(crate) fn touch(&self, path: &str) {
        now(&self.path(path));
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).expect("a rename");
        now(&self.path("migrations"));
    }

    /// Deletes a directory.
    pub(crate) fn delete(&self, directory: &str) {
        let path = self.path(directory);
        fs::remove_dir_all(&path).expect("a deletion");
        now(path.parent().expect("a directory in the package"));
    }

    pub(crate) fn delete_file(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("a deletion");
    }

    fn cargo(&self) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("fixtures");
        cargo.current_dir(self.root.path()).env("CARGO_TARGET_DIR", target);
        cargo.env_remove(hunter_chain::watch_key("migrations")).env_remove("CI");
        cargo
    }

    pub(crate) fn run(&self) -> Run {
        self.done(&["run", "--offline", "--verbose"])
    }

    /// Runs the freshness test.
    pub(crate) fn test(&self) -> Run {
        // A name of its own: `cargo clean` of one project deletes what other projects call the same.
        let test = format!("{}-freshness", self.name);
        self.done(&["test", "--offline", "--test", &test])
    }

    /// Nothing of the project is built; its dependencies are.
    pub(crate) fn clean(&self) {
        let run = self.done(&["clean", "--offline", "--package", self.name]);
        assert!(run.went_well, "{}", run.log);
    }

    /// With the variable CI of that value.
    pub(crate) fn build(&self, arguments: &[&str], ci: &str) -> Run {
        Self::said(self.cargo().args(arguments).env("CI", ci))
    }

    fn done(&self, arguments: &[&str]) -> Run {
        Self::said(self.cargo().args(arguments))
    }

    fn said(cargo: &mut Command) -> Run {
        let output = cargo.output().expect("cargo");
        Run {
            went_well: output.status.success(),
            printed: String::from_utf8_lossy(&output.stdout).into_owned(),
            log: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    pub(crate) fn expect(&self, change: &str, there: &[&str], gone: &[&str]) {
        let run = self.run();
        assert!(run.went_well, "after {change} it does not build:\n{}", run.log);
        for text in there {
            assert!(run.printed.contains(text), "after {change} `{text}` is missing in\n{}", run.printed);
        }
        for text in gone {
            assert!(!run.printed.contains(text), "after {change} `{text}` is still in\n{}", run.printed);
        }
    }

    pub(crate) fn expect_fresh(&self, change: &str) {
        let run = self.run();
        let fresh = format!("Fresh {} ", self.name);
        assert!(run.went_well && run.log.contains(&fresh), "{change} made Cargo compile:\n{}", run.log);
    }
}

impl Drop for Project {
    /// The dependencies stay; what was built of a directory that is gone would only pile up.
    fn drop(&mut self) {
        let cleaned = self.cargo().args(["clean", "--offline", "--package", self.name]).output();
        drop(cleaned);
    }
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a package in a workspace")
}

/// Cargo compares times, and the file system's clock may stand still between a build and an edit.
fn now(path: &Path) {
    let opened = File::open(path).expect("a file or directory");
    opened.set_modified(SystemTime::now()).expect("a new time");
}
