//! Two branches of version control, each with a revision on the same parent, merged for real; and the ways to one head.

mod commands;
mod merged;

use std::process::Command;

use crate::project::Project;

/// One more table, written by `revision` so that it says when.
fn add(project: &Project, id: &str, on: &str, created: &str) {
    let folder = format!("migrations/{id}_{id}");
    project.write(&format!("{folder}/up.sql"), &format!("create table t{id} (id integer primary key);\n"));
    project.write(&format!("{folder}/down.sql"), &format!("drop table t{id};\n"));
    let metadata = format!("# whose\ndown_revision = \"{on}\"\ncreated = \"{created}\"\n");
    project.write(&format!("{folder}/metadata.toml"), &metadata);
}

/// Runs git; whatever it answers.
fn git(project: &Project, words: &[&str]) -> (bool, String) {
    let mut command = Command::new("git");
    command.args([
        "-c",
        "user.name=nobody",
        "-c",
        "user.email=nobody@localhost",
        "-c",
        "commit.gpgsign=false",
    ]);
    command.args(words).current_dir(project.path());
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = command.output().unwrap();
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text)
}

fn commit(project: &Project, message: &str) {
    for words in [&["add", "-A"][..], &["commit", "-q", "-m", message]] {
        let (done, text) = git(project, words);
        assert!(done, "git {words:?}: {text}");
    }
}

/// `0001`; on branch `ours` also 000b, on `theirs` 000c; both proved, `theirs` merged into `ours`: the lockfile conflicts.
fn merged(dialects: &[&str]) -> Project {
    let project = Project::with_users(dialects);
    assert!(git(&project, &["init", "-q", "-b", "ours"]).0);
    commit(&project, "the base");
    assert!(git(&project, &["branch", "theirs"]).0);
    for (branch, id, created) in
        [("ours", "000b", "2026-01-01T00:00:00Z"), ("theirs", "000c", "2026-01-02T00:00:00Z")]
    {
        assert!(git(&project, &["checkout", "-q", branch]).0);
        add(&project, id, "0001", created);
        project.run("prove").done();
        commit(&project, id);
    }
    assert!(git(&project, &["checkout", "-q", "ours"]).0);
    let (done, text) = git(&project, &["merge", "theirs"]);
    assert!(!done && text.contains("CONFLICT (content): Merge conflict in migrations/hunter.lock"), "{text}");
    project
}
