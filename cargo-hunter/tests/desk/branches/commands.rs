//! `merge` and `rebase`: what is written, what is asked, what is refused.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use super::{Project, add, merged};

const JANUARY: &str = "2026-01-01T00:00:00Z";
const FEBRUARY: &str = "2026-02-01T00:00:00Z";

/// Two lines of two on `0001`, nothing of them proved.
fn forked() -> Project {
    let project = Project::with_users(&["sqlite"]);
    for (id, on, created) in [
        ("00b1", "0001", JANUARY),
        ("00b2", "00b1", JANUARY),
        ("00c1", "0001", FEBRUARY),
        ("00c2", "00c1", FEBRUARY),
    ] {
        add(&project, id, on, created);
    }
    project
}

fn metadata(project: &Project, id: &str) -> String {
    project.read(&format!("migrations/{id}_{id}/metadata.toml"))
}

/// Every file of the folder's revisions, and the lockfile.
fn everything(project: &Project) -> Vec<String> {
    let folders = project.revisions();
    let names = folders.iter().map(|folder| project.names(&format!("migrations/{folder}")).join(" "));
    let ids = ["00b1", "00b2", "00c1", "00c2"].iter().map(|id| metadata(project, id));
    names.chain(ids).chain([project.read("migrations/hunter.lock")]).collect()
}

#[test]
fn a_merge_is_a_directory_with_its_parents_and_no_script() {
    let project = forked();
    let run = project.run("merge --rev-id 00d1").done().prints("migrations/00d1_merge_00b2_and_00c2\n");
    run.says(&["`00d1` stands on 00b2, 00c2"]);
    assert_eq!(project.names("migrations/00d1_merge_00b2_and_00c2"), ["metadata.toml"]);
    let text = project.read("migrations/00d1_merge_00b2_and_00c2/metadata.toml");
    assert!(
        text.starts_with(
            "down_revision = [\"00b2\", \"00c2\"]\nmessage = \"merge 00b2 and 00c2\"\ncreated = "
        ),
        "{text}"
    );
    project.run("heads").done().prints("00d1 (head) (mergepoint)\n");
    project.run("merge").exits(2).says(&["error: there is one head, `00d1`: nothing is to be joined"]);
}

#[test]
fn heads_are_named_or_all_of_them() {
    for words in ["merge heads -m both", "merge 00b2 00c2 -m both", "merge 00c2 00b2 00b2 -m both"] {
        let project = forked();
        project.run(words).done();
        project.run("lint").done();
    }
    let project = forked();
    project.run("merge 00b1 00c2").exits(2).prints("").says(&["error: `00b1` is no head"]);
    project
        .run("merge 00b2")
        .exits(2)
        .says(&["error: one head alone cannot be joined", "help: name two heads"]);
}

#[test]
fn heads_with_labels_of_their_own_stay_apart() {
    let project = forked();
    for (id, label) in [("00b1", "left"), ("00c1", "right")] {
        let text = metadata(&project, id) + &format!("branch_labels = [\"{label}\"]\n");
        project.write(&format!("migrations/{id}_{id}/metadata.toml"), &text);
    }
    project.run("lint").done();
    project.run("merge").exits(2).says(&["error: the heads 00b2, 00c2 are not joined by themselves"]);
    project.run("rebase").exits(2).says(&["error: which line moves is not clear"]);
    project.run("merge 00b2 00c2 --rev-id 00d1").done();
    project.run("heads").done().prints("00d1 (left, right) (head) (mergepoint)\n");
}

#[test]
fn three_heads_are_joined_at_once_or_one_after_the_other() {
    let project = forked();
    add(&project, "00e1", "0001", JANUARY);
    project.run("merge 00b2 00c2 --rev-id 00d1").done().says(&["2 heads are left"]);
    project.run("merge --rev-id 00d2").done();
    project.run("lint").done();
    let other = forked();
    add(&other, "00e1", "0001", JANUARY);
    other.run("merge --rev-id 00d1").done();
    other.run("heads").done().prints("00d1 (head) (mergepoint)\n");
}

#[test]
fn the_whole_line_of_any_of_its_revisions_moves_and_one_line_is_written() {
    for named in ["00c1", "00c2", "00c1:00c2"] {
        let project = forked();
        let run =
            project.run(&format!("rebase {named}")).done().prints("migrations/00c1_00c1/metadata.toml\n");
        run.says(&["`00c1` to `00c2` goes onto `00b2`"]);
        let text = "# whose\ndown_revision = \"00b2\"\ncreated = \"2026-02-01T00:00:00Z\"\n";
        assert_eq!(metadata(&project, "00c1"), text);
        project.run("heads").done().prints("00c2 (head)\n");
        project.run("prove --check").done();
    }
}

#[test]
fn without_a_word_the_line_that_came_later_moves_and_the_other_way_is_said() {
    let project = forked();
    project.run("rebase").done().says(&[
        "the line of `00c2` came later; the other way round it is `cargo hunter rebase 00b2`",
        "`00c1` to `00c2` goes onto `00b2`",
    ]);
    let project = forked();
    for id in ["00b1", "00b2"] {
        project.write(
            &format!("migrations/{id}_{id}/metadata.toml"),
            &metadata(&project, id).replace("2026-01", "2026-03"),
        );
    }
    project.run("rebase").done().says(&["`00b1` to `00b2` goes onto `00c2`"]);
}

#[test]
fn a_line_that_was_proved_stays_whatever_its_date() {
    let project = Project::with_users(&["sqlite"]);
    add(&project, "00b1", "0001", FEBRUARY);
    project.run("prove").done();
    add(&project, "00c1", "0001", JANUARY);
    project.run("rebase").done().says(&["`00c1` goes onto `00b1`"]);
}

#[test]
fn which_line_came_later_is_asked_where_nothing_tells() {
    let project = Project::with_users(&["sqlite"]);
    add(&project, "00b1", "0001", JANUARY);
    add(&project, "00c1", "0001", JANUARY);
    project.run("rebase").exits(2).prints("").says(&[
        "error: which line came later is not clear",
        "`cargo hunter rebase 00b1` or `cargo hunter rebase 00c1`",
    ]);
}

#[test]
fn a_late_revision_goes_from_below_onto_the_head() {
    let project = Project::with_users(&["sqlite"]);
    for (id, on) in [("00b1", "0001"), ("00b2", "00b1"), ("00c1", "00b2")] {
        add(&project, id, on, JANUARY);
    }
    project.run("rebase 00b1:00b2 --onto 00c1").done().says(&["`00b1` to `00b2` goes onto `00c1`"]);
    project
        .run("history")
        .done()
        .prints("00b1 -> 00b2 (head), 00b2\n00c1 -> 00b1, 00b1\n0001 -> 00c1, 00c1\n<base> -> 0001, users\n");
}

#[test]
fn in_a_folder_in_version_order_the_late_one_alone_says_where_it_stands() {
    let project = Project::new(&["sqlite"]);
    for id in ["0001", "0002", "0003"] {
        project.write(&format!("migrations/{id}_x/up.sql"), &format!("create table t{id} (id integer);\n"));
        project.write(&format!("migrations/{id}_x/down.sql"), &format!("drop table t{id};\n"));
    }
    project.run("rebase 0002").done().prints("migrations/0002_x/metadata.toml\n");
    project.run("history").done().prints("0003 -> 0002 (head), x\n0001 -> 0003, x\n<base> -> 0001, x\n");
    assert_eq!(project.names("migrations/0003_x"), ["down.sql", "up.sql"]);
}

#[test]
fn what_would_be_a_circle_or_two_lines_of_one_label_is_refused_and_nothing_is_written() {
    let project = forked();
    let text = metadata(&project, "00b2") + "depends_on = [\"00c1\"]\n";
    project.write("migrations/00b2_00b2/metadata.toml", &text);
    let before = everything(&project);
    project.run("rebase 00c2").exits(2).prints("").says(&[
        "HC007]",
        "`00b2`",
        "error: the chain would have 2 mistakes",
        "help: nothing was written",
    ]);
    assert_eq!(everything(&project), before);
    let project = forked();
    for id in ["00b1", "00c1"] {
        let text = metadata(&project, id) + "branch_labels = [\"one\"]\n";
        project.write(&format!("migrations/{id}_{id}/metadata.toml"), &text);
    }
    let before = everything(&project);
    for words in ["rebase 00c2", "merge"] {
        project.run(words).exits(2).prints("").says(&["HC008]"]);
    }
    project.run("rebase 0001 --onto 00b2").exits(2);
    assert_eq!(everything(&project), before);
}

/// Both lines make a view of the same name.
fn clashing() -> Project {
    let project = forked();
    for (id, column) in [("00b2", "id"), ("00c1", "name")] {
        let up = format!("drop view if exists v; create view v as select {column} as x from users;\n");
        project.write(&format!("migrations/{id}_{id}/up.sql"), &up);
        project.write(
            &format!("migrations/{id}_{id}/metadata.toml"),
            &(metadata(&project, id) + "lossy = [\"v\"]\n"),
        );
        project.write(&format!("migrations/{id}_{id}/down.sql"), "drop view if exists v;\n");
    }
    project
}

#[test]
fn branches_that_do_not_commute_are_not_joined_and_the_other_way_is_said() {
    let project = clashing();
    let before = everything(&project);
    project.run("merge --rev-id 00d1").exits(2).prints("").says(&[
        "error: revisions `00b2` and `00c1` of two branches do not commute on SQLite: they meet in view v",
        "help: nothing was written; let one line stand on the other",
        "`cargo hunter rebase 00c1`, or `cargo hunter rebase 00b2`",
    ]);
    assert_eq!(everything(&project), before);
    // Somebody joined them by hand.
    project.write("migrations/00d1_x/metadata.toml", "down_revision = [\"00b2\", \"00c2\"]\n");
    project.run("prove").exits(1).says(&[
        "help: delete the revision `00d1`, which joins them",
        "1 pair of revisions does not commute: what joins them is not proved",
    ]);
    let lock = project.read("migrations/hunter.lock");
    assert!(
        lock.contains("\nrevision 00c2 on 00c1\nsqlite up")
            && lock.ends_with("\nrevision 00d1 on 00b2 00c2\n"),
        "{lock}"
    );
    project.run("prove").exits(1);
}

#[test]
fn a_line_that_does_not_run_on_the_other_stays_where_it_is() {
    let project = forked();
    project.write("migrations/00b2_00b2/up.sql", "alter table users rename column name to full_name;\n");
    project.write("migrations/00b2_00b2/down.sql", "alter table users rename column full_name to name;\n");
    project.write("migrations/00c2_00c2/up.sql", "create index i on users (name);\n");
    project.write("migrations/00c2_00c2/down.sql", "drop index i;\n");
    let before = everything(&project);
    project.run("rebase 00c2").exits(2).prints("").says(&["00c2_00c2/up.sql", "help: nothing was written; "]);
    assert_eq!(everything(&project), before);
}

#[test]
fn answers_for_scripts_name_revisions_and_files() {
    let json = |project: &Project, words: &str| -> serde_json::Value {
        serde_json::from_str(&project.run(words).done().out).unwrap()
    };
    let merge = json(&forked(), "merge --rev-id 00d1 --json");
    assert_eq!(
        (&merge["revision"], &merge["parents"]),
        (&"00d1".into(), &serde_json::json!(["00b2", "00c2"]))
    );
    let rebase = json(&forked(), "rebase --json");
    assert_eq!((&rebase["moved"], &rebase["onto"]), (&serde_json::json!(["00c1", "00c2"]), &"00b2".into()));
    assert_eq!(rebase["files"], serde_json::json!(["00c1_00c1/metadata.toml"]));
}

#[test]
fn a_database_that_has_what_moved_says_so_and_names_the_way_back() {
    let project = merged(&["sqlite"]);
    for (id, up, down) in [
        (
            "000b",
            "alter table users rename column name to title;",
            "alter table users rename column title to name;",
        ),
        ("000c", "create view v as select name as x from users;", "drop view v;"),
    ] {
        project.write(&format!("migrations/{id}_{id}/up.sql"), up);
        project.write(&format!("migrations/{id}_{id}/down.sql"), down);
    }
    project.run("rebase 000b").done().says(&["a database that has the moved revisions already will say so"]);
    // The release before was built without the line that it moved onto.
    let release = Project::with_users(&["sqlite"]);
    add(&release, "000b", "0001", JANUARY);
    release.write("migrations/000b_000b/up.sql", &project.read("migrations/000b_000b/up.sql"));
    let db = Scratch::new(Dialect::Sqlite);
    let upgrade = format!("--database-url {} upgrade", db.url());
    release.run(&upgrade).done();
    project.run(&upgrade).exits(2).says(&[
        "error: revisions are missing below applied ones: `000c` below `000b`, and `000c` and `000b` meet in view v",
        "help: let what is late stand on the head: `cargo hunter rebase 000c --onto 000b`",
    ]);
}

#[test]
fn the_graph_of_two_lines_is_drawn_and_its_branch_point_named() {
    let project = forked();
    project.run("merge --rev-id 00d1 -m both").done();
    project.run("history --graph").done().prints(
        "* 00b2, 00c2 -> 00d1 (head) (mergepoint), both\n|\\\n| * 00c1 -> 00c2, 00c2\n| * 0001 -> 00c1, 00c1\n\
         * | 00b1 -> 00b2, 00b2\n* | 0001 -> 00b1, 00b1\n|/\n* <base> -> 0001 (branchpoint), users\n",
    );
    project.run("branches").done().prints("0001 (branchpoint)\n         -> 00b1\n         -> 00c1\n\n");
    let db = Scratch::new(Dialect::Sqlite);
    let on = format!("--database-url {}", db.url());
    project.run(&format!("{on} upgrade")).done();
    project.run(&format!("{on} downgrade 00d1-2")).exits(2).prints("").says(&[
        "error: `00d1-2` leads past `00d1`, which stands on `00b2`, `00c2`: which one is meant?",
        "help: say which: `cargo hunter downgrade 00b2-1` or `cargo hunter downgrade 00c2-1`",
    ]);
    project.run(&format!("{on} downgrade 00b2-1")).done();
    project.run(&format!("{on} current")).done().prints("00b1\n00c2\n");
}

#[test]
fn what_is_stopped_while_it_writes_is_finished_by_the_next_command() {
    for (words, head) in
        [("merge --rev-id 00d1", "00d1 (head) (mergepoint)\n"), ("rebase 00c1", "00c2 (head)\n")]
    {
        let project = forked();
        // No file can take the place of a folder.
        project.remove("migrations/hunter.lock");
        project.write("migrations/hunter.lock/.kept", "");
        let stopped = project.run(words).exits(2);
        stopped.says(&["error: what changes could not be written to migrations: hunter.lock: "]);
        std::fs::remove_dir_all(project.path().join("migrations/hunter.lock")).unwrap();
        let command = words.split(" --").next().unwrap();
        let finished = project.run("heads").done().prints(head);
        finished.says(&[&format!("`cargo hunter {command}` was stopped while it wrote to migrations")]);
        project.run("prove --check").done();
    }
}
