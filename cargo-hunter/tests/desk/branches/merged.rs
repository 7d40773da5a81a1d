//! After a merge in version control: what is said, and that one command mends it, for every database that is deployed.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Dialect, Snapshot};

use super::{Project, merged};

#[test]
fn a_merge_is_told_with_both_heads_their_files_and_the_commands() {
    let project = merged(&["sqlite"]);
    project.run("lint").exits(1).says(&[
        "HC012]: the chain has 2 heads: `000b`, `000c`",
        "migrations/000b_000b/metadata.toml:2:17",
        "migrations/000c_000c/metadata.toml:2:17",
        "`cargo hunter rebase 000b` or `cargo hunter rebase 000c`",
        "`cargo hunter merge`",
        "HC045]: migrations/hunter.lock cannot be read: it holds the marks of a merge conflict",
        "`cargo hunter rebase` or `cargo hunter merge` mends it together with the two heads",
    ]);
    project.run("explain HC012").done();
}

/// The schema of a database.
fn schema(project: &Project, db: &Scratch) -> Snapshot {
    let tree = hunter_chain::disk::load(&project.path().join("migrations"), "migrations").unwrap();
    let chain = hunter_chain::read_chain(&tree).unwrap();
    let binary = hunter_migrations::Binary { name: "desk", version: "1", commit: None };
    let migrations = hunter_migrations::Migrations::from_chain(chain, tree.digest(), binary);
    let mut session = db.connect();
    let ours = migrations.on(&mut session);
    assert_eq!(ours.status().unwrap(), hunter_migrations::Status::AtHead);
    migrations.on(&mut session).check().unwrap();
    migrations.on(&mut session).schema(&[]).unwrap()
}

/// Databases where nothing, one line or the other was deployed all reach one schema after a command that mends.
#[track_caller]
fn mended(dialects: &[&str], dialect: Dialect, command: &str, proved: &[&str], kept: &[&str]) {
    let project = merged(dialects);
    let marks = project.read("migrations/hunter.lock");
    let databases = ["base", "000b", "000c"].map(|at| {
        let db = Scratch::new(dialect);
        if at != "base" {
            let before = Project::with_users(dialects);
            super::add(&before, at, "0001", "2026-01-01T00:00:00Z");
            before.run(&format!("--database-url {} upgrade", db.url())).done();
        }
        db
    });
    let run = project.run(command).done();
    for id in proved {
        assert!(run.err.contains(&format!(": {id}, ")), "{id} was not proved: {}", run.err);
    }
    for id in kept {
        assert!(!run.err.contains(&format!(": {id}, ")), "{id} was proved again: {}", run.err);
    }
    project.run("lint").done();
    project.run("prove --check").done();
    project.run("prove --all --check").done();
    assert!(marks.contains("<<<<<<<") && !project.read("migrations/hunter.lock").contains("<<<<<<<"));
    let mut schemas = Vec::new();
    for db in &databases {
        project.run(&format!("--database-url {} upgrade", db.url())).done();
        schemas.push(schema(&project, db));
    }
    for other in &schemas[1..] {
        assert_eq!(other.fingerprint(), schemas[0].fingerprint());
    }
}

fn merge_mends(dialects: &[&str], dialect: Dialect) {
    mended(dialects, dialect, "merge --rev-id 000d -m both", &["000d"], &["0001", "000b", "000c"]);
}

fn rebase_mends(dialects: &[&str], dialect: Dialect) {
    mended(dialects, dialect, "rebase", &["000c"], &["0001", "000b"]);
}

#[test]
fn merge_mends_folder_and_lockfile_in_one_step() {
    merge_mends(&["sqlite"], Dialect::Sqlite);
}

#[test]
fn rebase_mends_folder_and_lockfile_in_one_step() {
    rebase_mends(&["sqlite"], Dialect::Sqlite);
}

mod postgres {
    use super::*;

    #[test]
    fn merge_mends_folder_and_lockfile_in_one_step_for_two_dialects() {
        merge_mends(&["postgres", "sqlite"], Dialect::Postgres);
    }

    #[test]
    fn rebase_mends_folder_and_lockfile_in_one_step_for_two_dialects() {
        rebase_mends(&["postgres", "sqlite"], Dialect::Postgres);
    }
}
