//! Real builds by Cargo: what is added, edited, renamed or deleted in a migrations directory is in the next binary.
//!
//! A generated project outside of this workspace, with a lockfile copied from it, so that nothing is resolved anew.
//! Its dependencies are built once, into `target/fixtures`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use tempfile::TempDir;

/// Prints everything of the chain that the steps below change.
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
const BUILD: &str = "fn main() { hunter_chain::watch(\"migrations\") }\n";

#[test]
fn every_change_of_the_directory_is_in_the_next_binary() {
    let project = Project::new("hunter-fixture-rebuilt");
    project.write("src/main.rs", MAIN);
    project.write("build.rs", BUILD);
    project.write("migrations/hunter.toml", "dialects = [\"sqlite\"]\n");
    project.revision("0001_users", "users");
    project.expect("the first build", &["ledger None", "0001 is users", "0001 up: create table users"], &[]);

    project.revision("0002_mail", "mail");
    project.expect("a new revision", &["0001 is users", "0002 is mail", "0002 down: drop table mail;"], &[]);

    project.write("migrations/0002_mail/verify.sql", "select 1 where 0;\n");
    project.expect("a new file in a revision", &["0002 verify: select 1 where 0;"], &[]);

    project.write("migrations/0001_users/up.sql", "create table people (id integer);\n");
    project.expect("an edited up.sql", &["0001 up: create table people"], &["create table users"]);

    project.write("migrations/0002_mail/metadata.toml", "message = \"letters\"\n");
    project.expect("new metadata", &["0002 is letters"], &["0002 is mail"]);

    project.write("migrations/0002_mail/metadata.toml", "message = \"parcels\"\n");
    project.expect("edited metadata", &["0002 is parcels"], &["0002 is letters"]);

    project.write("migrations/hunter.toml", "dialects = [\"sqlite\"]\nledger_table = \"book\"\n");
    project.expect("edited settings", &["ledger Some(\"book\")"], &["ledger None"]);

    project.rename("migrations/0002_mail", "migrations/0003_mail");
    project.expect("a renamed revision", &["0003 is parcels"], &["0002"]);

    project.delete("migrations/0003_mail");
    project.expect("a deleted revision", &["0001 is users"], &["0002", "0003"]);

    // Last, when everything above has been seen to work: nothing was recompiled without need either.
    project.expect_fresh("no change at all");
    project.write("notes.txt", "beside the migrations\n");
    project.expect_fresh("a change of something else");
}

#[test]
fn a_package_that_does_not_watch_is_told_to_and_then_builds() {
    let project = Project::new("hunter-fixture-unwatched");
    project.write("src/main.rs", MAIN);
    project.write("migrations/hunter.toml", "dialects = [\"sqlite\"]\n");
    project.revision("0001_users", "users");
    let run = project.run();
    assert!(!run.built, "it built without a build script:\n{}", run.log);
    for line in [
        "error: HC031: no build script watches `migrations`: Cargo would not notice a new file in it",
        // From where the compiler runs, which is the workspace's root: a terminal can open it.
        "--> service/migrations",
        "help: add build.rs with `fn main() { hunter_chain::watch(\"migrations\") }` and hunter-chain to [build-dependencies]",
    ] {
        assert!(run.log.contains(line), "missing: {line}\n{}", run.log);
    }
    project.write("build.rs", BUILD);
    project.expect("the help followed", &["0001 is users"], &[]);
}

/// A workspace with one package in a directory of its own, deleted at the end.
struct Project {
    name: &'static str,
    root: TempDir,
}

/// What `cargo run` did.
struct Run {
    built: bool,
    printed: String,
    log: String,
}

impl Project {
    fn new(name: &'static str) -> Self {
        let here = workspace();
        let project = Self { name, root: tempfile::tempdir().expect("a temporary directory") };
        let workspace = "[workspace]\nmembers = [\"service\"]\nresolver = \"3\"\n";
        fs::write(project.root.path().join("Cargo.toml"), workspace).expect("Cargo.toml");
        fs::copy(here.join("Cargo.lock"), project.root.path().join("Cargo.lock")).expect("Cargo.lock");
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nhunter-migrations = {{ path = {:?}, default-features = false }}\n\n\
             [build-dependencies]\nhunter-chain = {{ path = {:?} }}\n",
            here.join("hunter-migrations"),
            here.join("hunter-chain"),
        );
        project.write("Cargo.toml", &manifest);
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.path().join("service").join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        let folder = path.parent().expect("a file in the package");
        fs::create_dir_all(folder).expect("a directory");
        fs::write(&path, text).expect("a file");
        now(&path);
    }

    fn revision(&self, directory: &str, table: &str) {
        self.write(
            &format!("migrations/{directory}/up.sql"),
            &format!("create table {table} (id integer);\n"),
        );
        self.write(&format!("migrations/{directory}/down.sql"), &format!("drop table {table};\n"));
        now(&self.path("migrations"));
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).expect("a rename");
        now(&self.path("migrations"));
    }

    fn delete(&self, directory: &str) {
        fs::remove_dir_all(self.path(directory)).expect("a deletion");
        now(&self.path("migrations"));
    }

    fn cargo(&self) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("fixtures");
        cargo.current_dir(self.root.path()).env("CARGO_TARGET_DIR", target);
        cargo.env_remove(hunter_chain::watch_key("migrations"));
        cargo
    }

    fn run(&self) -> Run {
        let output = self.cargo().args(["run", "--offline", "--verbose"]).output().expect("cargo");
        Run {
            built: output.status.success(),
            printed: String::from_utf8_lossy(&output.stdout).into_owned(),
            log: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    fn expect(&self, change: &str, there: &[&str], gone: &[&str]) {
        let run = self.run();
        assert!(run.built, "after {change} it does not build:\n{}", run.log);
        for text in there {
            assert!(run.printed.contains(text), "after {change} `{text}` is missing in\n{}", run.printed);
        }
        for text in gone {
            assert!(!run.printed.contains(text), "after {change} `{text}` is still in\n{}", run.printed);
        }
    }

    fn expect_fresh(&self, change: &str) {
        let run = self.run();
        let fresh = format!("Fresh {} ", self.name);
        assert!(run.built && run.log.contains(&fresh), "{change} made Cargo compile:\n{}", run.log);
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
