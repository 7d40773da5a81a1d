//! What Cargo does not see, because a file changed and kept its modification time; and what only looks like it.

use crate::project::{BUILD, Project};

const PEOPLE: &str = "create table people (id integer);\n";
const LETTERS: &str = "create table letters (id integer);\n";
const UP: &str = "migrations/0001_users/up.sql";

#[test]
fn what_cargo_does_not_see_is_told_and_the_help_helps() {
    let project = watched("hunter-fixture-stale");
    project.expect("the first build", &["create table users"], &[]);

    // The binary is built and the test is not: it would be compiled from a directory that the binary is not from.
    project.write_keeping_the_time(UP, PEOPLE);
    let test = project.test();
    assert!(!test.went_well, "two chains in one build:\n{}", test.log);
    for line in [
        "error: HC033: the build script has not seen `migrations` as it is now: a file changed and kept an old modification time",
        "--> service/migrations",
        "help: `touch service/build.rs` and build again",
    ] {
        assert!(test.log.contains(line), "missing: {line}\n{}", test.log);
    }
    project.touch("build.rs");
    project.expect("the help of HC033", &["create table people"], &["create table users"]);
    assert!(project.test().went_well, "the help of HC033 does not help the test");

    // Both are built: only the test can tell.
    project.write_keeping_the_time(UP, LETTERS);
    let test = project.test();
    assert!(!test.went_well, "an old binary and a test that passes:\n{}", test.log);
    for line in [
        "the embedded chain is not the one in the folder",
        "service/migrations",
        "help: `touch build.rs` beside the Cargo.toml of `hunter-fixture-stale`, or `cargo clean -p hunter-fixture-stale`",
    ] {
        assert!(test.printed.contains(line), "missing: {line}\n{}", test.printed);
    }
    project.touch("build.rs");
    project.expect("the help of the test", &["create table letters"], &["create table people"]);
    assert!(project.test().went_well, "the help of the test does not help it");
}

#[test]
fn an_edit_while_the_build_runs_is_embedded_and_seen_by_the_next_build() {
    let project = watched("hunter-fixture-edited-meanwhile");
    // The editor of this test: what waits in `late.sql` is saved when the build script has read the directory.
    let script = format!(
        "fn main() {{
            hunter_chain::watch(\"migrations\");
            if std::fs::rename(\"late.sql\", {UP:?}).is_ok() {{
                let file = std::fs::File::options().append(true).open({UP:?}).unwrap();
                file.set_modified(std::time::SystemTime::now()).unwrap();
            }}
        }}"
    );
    project.write("build.rs", &script);
    project.write("late.sql", PEOPLE);
    project.expect("an edit during the build", &["create table people"], &["create table users"]);
    let next = project.run();
    assert!(next.log.contains("Dirty hunter-fixture-edited-meanwhile "), "not seen:\n{}", next.log);
    project.expect_fresh("the build after that");
}

/// An editor keeps the variables of the build script's run it knows, while builds go on beside it.
#[test]
fn a_variable_of_an_earlier_build_is_outweighed_by_the_note_of_the_last() {
    let project = watched("hunter-fixture-earlier-variable");
    let key = hunter_chain::watch_key("migrations");
    let old = format!("println!(\"cargo::rustc-env={key}=t1:00\")");
    project.write("build.rs", &BUILD.replace(") }", &format!("); {old} }}")));
    project.expect("an old variable", &["create table users"], &[]);
}

fn watched(name: &'static str) -> Project {
    let project = Project::new(name);
    project.write("build.rs", BUILD);
    project.revision("0001_users", "users");
    project
}
