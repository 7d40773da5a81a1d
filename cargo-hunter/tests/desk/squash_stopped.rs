//! A `squash` that is stopped while it writes: the folder is as before, or the same command finishes it; nothing is lost.

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use crate::project::Project;
use crate::squash::line;

const SQUASH: &str = "squash 0002..0003 --rev-id 00aa -m notes";

/// Every file of the migrations but those that are hidden, without the moment in it.
fn files(project: &Project) -> BTreeMap<String, String> {
    let (mut found, mut waiting) = (BTreeMap::new(), vec![String::new()]);
    while let Some(folder) = waiting.pop() {
        for name in project.names(&format!("migrations{folder}")) {
            let path = format!("{folder}/{name}");
            if name.starts_with('.') {
                continue;
            }
            if project.path().join(format!("migrations{path}")).is_dir() {
                waiting.push(path);
            } else {
                let text = project.read(&format!("migrations{path}"));
                let lines = text.lines().filter(|line| !line.starts_with("created = "));
                found.insert(path, lines.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    found
}

fn hidden(project: &Project) -> Vec<String> {
    project.names("migrations").into_iter().filter(|name| name.starts_with('.')).collect()
}

/// Something that no command sees, where an old revision should go.
fn in_the_way(project: &Project) -> impl Fn() {
    project.write("migrations/legacy/0003_step/.kept", "");
    let folder = project.path().join("migrations/legacy/0003_step");
    move || fs::remove_dir_all(&folder).unwrap()
}

#[test]
fn a_squash_that_cannot_go_on_half_way_is_finished_by_the_same_command() {
    let whole = line(&["sqlite"], "");
    whole.run(SQUASH).done();
    let project = line(&["sqlite"], "");
    let make_way = in_the_way(&project);
    let stopped = project.run(SQUASH).exits(2);
    let stopped = stopped.says(&["error: the squash could not be written to migrations: 0003_step: "]);
    stopped.says(&["make the folder writable", "run the command again"]);
    assert_ne!(files(&project), files(&whole));
    // Nobody goes on with half of it.
    let refused = project.run("lint").exits(2);
    refused.says(&["error: what was begun could not be written to migrations: 0003_step: "]);
    make_way();
    let finished = project.run(SQUASH).done();
    finished.says(&[
        "`cargo hunter squash 0002..0003` was stopped while it wrote to migrations: it is finished now",
    ]);
    assert_eq!((files(&project), hidden(&project)), (files(&whole), Vec::new()));
    project.run("prove --check").done();
}

#[test]
fn any_other_command_finishes_a_squash_first_and_then_does_its_own() {
    let db = Scratch::new(Dialect::Sqlite);
    let project = line(&["sqlite"], "").on(&db);
    project.run("upgrade 0002").done();
    let make_way = in_the_way(&project);
    project.run(SQUASH).exits(2);
    make_way();
    project.run("upgrade").done().says(&["it is finished now", "Recording 00aa"]);
    project.run("current").done().prints("0004 (head)\n");
    project.run("check").done();
}

/// Kills a command so long after it began to put together what it will write, or to write it, by turns. Whether it was still
/// there to be killed.
fn kill_when_begun(project: &Project, words: &str, turn: usize, after: Duration) -> bool {
    let begun = project.path().join("migrations").join([".unfinished", ".unfinished.part"][turn % 2]);
    let mut child = project.command(words).stderr(Stdio::null()).spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        if begun.exists() {
            if !after.is_zero() {
                sleep(after);
            }
            child.kill().unwrap();
            break;
        }
    }
    child.wait().unwrap().code().is_none()
}

#[test]
fn whenever_a_squash_is_killed_the_folder_is_as_before_or_the_same_command_finishes_it() {
    let (project, whole) = (line(&["sqlite"], ""), line(&["sqlite"], ""));
    whole.run(SQUASH).done();
    let (before, whole) = (files(&project), files(&whole));
    let mut killed = 0;
    for turn in 0..8 {
        let project = line(&["sqlite"], "");
        let after = Duration::from_micros(60 * (turn as u64 / 2));
        killed += usize::from(kill_when_begun(&project, SQUASH, turn, after));
        let is_begun = project.path().join("migrations/.unfinished/steps").exists();
        let left = files(&project);
        assert!(is_begun || left == before || left == whole, "turn {turn}: {left:#?}");
        if is_begun || left == before {
            project.run(SQUASH).done();
        }
        project.run("lint").done();
        assert_eq!((files(&project), hidden(&project)), (whole.clone(), Vec::new()), "turn {turn}");
    }
    assert_ne!(killed, 0, "no kill came in time");
}

#[test]
fn whenever_taking_the_old_line_away_is_killed_it_is_finished() {
    let retire = "squash --retire 00aa --yes";
    for turn in 0..4 {
        let project = line(&["sqlite"], "");
        project.run(SQUASH).done();
        kill_when_begun(&project, retire, turn, Duration::ZERO);
        // Where it had come to its end there is nothing left to do.
        if !project.names("migrations/legacy").is_empty() || !hidden(&project).is_empty() {
            project.run(retire).done();
        }
        assert_eq!(project.names("migrations/legacy"), Vec::<String>::new());
        assert!(!project.read("migrations/00aa_notes/metadata.toml").contains("replaces"));
        project.run("prove --check").done();
    }
}
