//! Real builds by Cargo: what is added, edited, renamed or deleted in a migrations directory is in the next binary.
//!
//! Here is what Cargo sees by itself, and that it does not work without need; in `matrix` every kind of change with what
//! becomes of it; in `stale` what Cargo does not see;
//! in `unproved` what becomes of revisions that nobody proved.

mod matrix;
mod project;
mod stale;
mod unproved;

use project::{BUILD, Project};

#[test]
fn every_change_of_the_directory_is_in_the_next_binary() {
    let project = Project::new("hunter-fixture-rebuilt");
    project.write("build.rs", BUILD);
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
    project.revision("0001_users", "users");
    let run = project.run();
    assert!(!run.went_well, "it built without a build script:\n{}", run.log);
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
