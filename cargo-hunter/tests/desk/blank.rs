//! A revision that a person writes: its directory, its metadata, its id.

use crate::project::Project;

#[test]
fn the_first_revision_of_an_empty_folder_stands_on_base() {
    let project = Project::new(&["sqlite"]);
    let written = project.run("revision -m first --rev-id 0001").done();
    written.prints("migrations/0001_first\n").says(&["written: up.sql, down.sql, metadata.toml"]);
    assert_eq!(project.names("migrations/0001_first"), ["down.sql", "metadata.toml", "up.sql"]);
    let metadata = project.read("migrations/0001_first/metadata.toml");
    assert!(
        metadata.starts_with("down_revision = \"base\"\nmessage = \"first\"\ncreated = 20"),
        "{metadata}"
    );
    assert_eq!(metadata.lines().count(), 3, "{metadata}");
}

#[test]
fn a_revision_stands_on_the_head_and_is_called_by_its_message() {
    let project = Project::with_users(&["sqlite"]);
    project.write("migrations/ignored.txt", "");
    let words = ["revision", "-m", "Größe:_add_\"e-mail\"!"].join(" ");
    let written = project.run(&words).done();
    let directory = written.out.trim().strip_prefix("migrations/").unwrap().to_owned();
    let (id, slug) = directory.split_once('_').unwrap();
    assert!(id.len() == 12 && id.chars().all(|letter| letter.is_ascii_hexdigit()), "{id}");
    assert_eq!(slug, "gr_e_add_e_mail");
    let metadata = project.read(&format!("migrations/{directory}/metadata.toml"));
    assert!(metadata.starts_with("down_revision = \"0001\"\n"), "{metadata}");
    assert!(metadata.contains("message = \"Größe:_add_\\\"e-mail\\\"!\"\n"), "{metadata}");
}

#[test]
fn ids_that_hunter_makes_are_never_the_same() {
    let project = Project::new(&["sqlite"]);
    let made = |_| {
        let words = format!("--dir {} revision", tempfile_folder(&project));
        project.run(&words).done().out
    };
    let (one, other) = (made(()), made(()));
    assert_ne!(id_of(&one), id_of(&other));
}

/// Another empty folder of migrations in the project, so that both revisions are first ones.
fn tempfile_folder(project: &Project) -> String {
    let number = project.names(".").len();
    project.write(&format!("others{number}/hunter.toml"), "dialects = [\"sqlite\"]\n");
    format!("others{number}")
}

fn id_of(printed: &str) -> String {
    printed.rsplit('/').next().unwrap().split('_').next().unwrap().to_owned()
}

#[test]
fn what_was_written_is_a_part_of_the_chain_once_its_scripts_are() {
    let project = Project::with_users(&["sqlite"]);
    project.run("revision -m more --rev-id 0002").done();
    project.run("lint").exits(1).says(&["HC015", "HC017", "migrations/0002_more/up.sql"]);
    project.write("migrations/0002_more/up.sql", "create view v as select id from users;");
    project.write("migrations/0002_more/down.sql", "drop view v;");
    project.run("lint").done();
    project.run("prove").done();
    project.run("heads").done().prints("0002 (head)\n");
}

#[test]
fn an_id_that_is_taken_or_no_id_is_refused_and_nothing_is_written() {
    let project = Project::with_users(&["sqlite"]);
    project
        .run("revision --rev-id 0001")
        .exits(2)
        .prints("")
        .says(&["error: `0001` is the revision 0001_users already", "help: an id is of a-z"]);
    for bad in ["head", "base", "Ab12", "a_b", "../up", "a/b", "ünicode", "current"] {
        let refused = project.run(&format!("revision --rev-id {bad}")).exits(2).prints("");
        refused.says(&["error: ", "help: an id is of a-z"]);
    }
    assert_eq!(project.revisions(), ["0001_users"]);
}

#[test]
fn a_folder_with_a_mistake_gets_no_revision() {
    let project = Project::with_users(&["sqlite"]);
    project.write("migrations/0001_users/metadata.toml", "down_revision = \"nowhere\"\n");
    project.run("revision -m more").exits(2).prints("").says(&["error[HC", "1 mistake in migrations"]);
    assert_eq!(project.revisions(), ["0001_users"]);
}

#[test]
fn an_answer_for_scripts_names_the_files() {
    let project = Project::new(&["sqlite"]);
    let written = project.run("revision -m first --rev-id 0001 --json").done();
    let answer: serde_json::Value = serde_json::from_str(&written.out).unwrap();
    assert_eq!((&answer["revision"], &answer["directory"]), (&"0001".into(), &"0001_first".into()));
    assert_eq!(answer["files"], serde_json::json!(["up.sql", "down.sql", "metadata.toml"]));
}
