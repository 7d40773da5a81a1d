//! What differs between the wanted schema and the one at head: into which files it goes, and when there are none.

use crate::project::Project;

const BOTH: [&str; 2] = ["postgres", "sqlite"];

#[test]
fn where_nothing_changed_nothing_is_written() {
    let project = Project::with_users(&["sqlite"]);
    let before = project.names("migrations");
    let refused = project.run("revision --autogenerate -m nothing").exits(2).prints("");
    refused.says(&["error: nothing changed", "no revision was written", "help: "]);
    assert_eq!(project.names("migrations"), before);
}

#[test]
fn a_head_that_was_not_proved_is_compared_with_nothing() {
    let project = Project::with_users(&["sqlite"]);
    project.write("schema.sql", "create table other (id integer primary key);");
    project.remove("migrations/hunter.lock");
    let refused = project.run("revision --autogenerate -m other").exits(2).prints("");
    refused.says(&["help: run `cargo hunter prove`"]);
    assert_eq!(project.revisions(), ["0001_users"]);
}

#[test]
fn a_table_that_goes_is_declared_and_comes_back_without_its_rows() {
    let project = Project::with_users(&["sqlite"]);
    project.write("schema.sql", "create table pets (age real);");
    project.run("revision --autogenerate -m pets --rev-id 0002").done();
    let metadata = project.read("migrations/0002_pets/metadata.toml");
    assert!(metadata.contains("lossy = [\"users\"]\n"), "{metadata}");
    assert!(project.read("migrations/0002_pets/down.sql").contains("CREATE TABLE users"));
    project.run("prove").done();
    // The declaration is what lets it through.
    project.write("migrations/0002_pets/metadata.toml", "down_revision = \"0001\"\n");
    project.run("lint").exits(1).says(&["lossy = [\"users\"]"]);
}

#[test]
fn what_no_statement_can_say_is_left_to_a_person_and_found_by_lint() {
    let project = Project::new(&["sqlite"]);
    project.write("schema.sql", "create virtual table docs using fts5(body);");
    project.run("revision --autogenerate -m docs --rev-id 0001").done();
    project.run("prove").done();
    project.write(
        "schema.sql",
        "create virtual table docs using fts5(title, body); create table t (id integer);",
    );
    let written = project.run("revision --autogenerate -m title --rev-id 0002").done();
    written.says(&["warning: up on SQLite: a person has to write this: docs is a virtual table"]);
    let up = project.read("migrations/0002_title/up.sql");
    assert!(
        up.contains("-- TODO(hunter): docs is a virtual table") && up.contains("CREATE TABLE t "),
        "{up}"
    );
    project.run("lint").exits(1).says(&["error[HC046]", "migrations/0002_title/up.sql"]);
    project.run("prove").exits(2).says(&["HC046"]);
    for way in ["up", "down"] {
        let file = format!("migrations/0002_title/{way}.sql");
        let lines = project.read(&file);
        let finished: Vec<&str> = lines.lines().filter(|line| !line.contains("TODO(hunter)")).collect();
        project.write(&file, &finished.join("\n"));
    }
    project.run("lint").done();
}

#[test]
fn two_sources_of_one_schema_are_not_asked_at_once() {
    let project = Project::with_users(&["sqlite"]);
    let both = "revision --autogenerate --from-schema schema.sql --from-database sqlite:x.db";
    for words in [both, "revision --rename a=b", "revision --no-rename", "revision --sql"] {
        project.run(words).exits(3).prints("");
    }
    assert_eq!(project.revisions(), ["0001_users"]);
}

mod postgres {
    use super::*;

    #[test]
    fn different_statements_are_in_files_of_their_own_dialect() {
        let project = Project::with_users(&BOTH);
        let files =
            ["down.postgres.sql", "down.sqlite.sql", "metadata.toml", "up.postgres.sql", "up.sqlite.sql"];
        assert_eq!(project.names("migrations/0001_users"), files);
        assert!(project.read("migrations/0001_users/up.postgres.sql").contains("CREATE TABLE public.users"));
        assert!(project.read("migrations/0001_users/up.sqlite.sql").contains("CREATE TABLE users"));
        let metadata = project.read("migrations/0001_users/metadata.toml");
        assert!(!metadata.contains("dialects"), "{metadata}");
    }

    #[test]
    fn a_change_of_one_dialect_is_a_revision_for_that_one() {
        let project = Project::with_users(&BOTH);
        let users = "create table users (id integer primary key, name text not null);";
        project.write("schema.postgres.sql", &format!("{users} create index by_name on users (name);"));
        project.run("revision --autogenerate -m index --rev-id 0002").done();
        assert_eq!(project.names("migrations/0002_index"), ["down.sql", "metadata.toml", "up.sql"]);
        let metadata = project.read("migrations/0002_index/metadata.toml");
        assert!(metadata.contains("dialects = [\"postgres\"]\n"), "{metadata}");
        project.run("prove").done();
        project.run("revision --autogenerate -m again").exits(2).says(&["error: nothing changed"]);
    }
}
