//! `cargo hunter prove`: the file that it writes, keeps and refuses.

#![cfg(test)]

use std::path::Path;
use std::process::Command;

/// What one command answered: exit code, stdout, stderr.
type Outcome = (i32, String, String);

fn prove(folder: &Path, words: &[&str]) -> Outcome {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-hunter"));
    command.args(["hunter", "prove"]).args(words).arg("--dir").arg(folder).env_remove("HUNTER_SCRATCH_URL");
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn lock(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("hunter.lock")).unwrap_or_default()
}

/// A chain of two for SQLite.
fn chain() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            ("hunter.toml", "dialects = [\"sqlite\"]\n"),
            ("0001_a/up.sql", "create table a (id integer primary key);\n"),
            ("0001_a/down.sql", "drop table a;\n"),
            ("0002_b/up.sql", "create view b as select id from a;\n"),
            ("0002_b/down.sql", "drop view b;\n"),
        ],
    );
    folder
}

#[test]
fn what_each_revision_does_is_written_and_then_said_already() {
    let folder = chain();
    let (code, out, err) = prove(folder.path(), &[]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(
        err.contains("1/2 SQLite: 0001, a") && err.contains("hunter.lock is written: commit it"),
        "{err}"
    );
    let written = lock(folder.path());
    for line in ["\nrevision 0001 on base\n", "\n+ table a\n", "\nrevision 0002 on 0001\n", "\n+ view b | "] {
        assert!(written.contains(line), "{line} is not in\n{written}");
    }
    let (code, _, err) = prove(folder.path(), &[]);
    assert!(code == 0 && err.contains("says everything already") && !err.contains("1/2"), "{err}");
    let (code, _, err) = prove(folder.path(), &["--all"]);
    assert!(code == 0 && err.contains("2/2 SQLite"), "{err}");
    assert_eq!(lock(folder.path()), written);
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "{left:?}");
}

#[test]
fn a_check_says_no_until_the_file_is_of_the_folder_as_it_is() {
    let folder = chain();
    let check = || prove(folder.path(), &["--check"]);
    assert_eq!(check().0, 1);
    assert_eq!(lock(folder.path()), "");
    prove(folder.path(), &[]);
    assert_eq!(check(), (0, String::new(), String::new()));
    // What means the same was proved already.
    write(folder.path(), &[("0002_b/up.sql", "-- the same\nCREATE VIEW b AS\n  SELECT id FROM a;\n")]);
    let layout = check().0;
    for (path, text) in [
        ("0002_b/up.sql", "create view b as select id as other from a;\n"),
        ("0002_b/down.sql", "drop view if exists b;\n"),
        ("0003_c/up.sql", "create table c (id integer);\n"),
    ] {
        write(folder.path(), &[("0003_c/down.sql", "drop table c;\n"), (path, text)]);
        if path != "0003_c/up.sql" {
            std::fs::remove_dir_all(folder.path().join("0003_c")).unwrap();
        }
        let (code, out, err) = check();
        assert_eq!(code, 1, "{path}: {out}{err}");
        assert!(out.contains("does not say what the revisions do as they are now on SQLite"), "{out}");
        prove(folder.path(), &[]);
        assert_eq!(check().0, 0, "{path}");
    }
    // Keywords in capitals are other tokens; the view's text is otherwise too.
    assert_eq!(layout, 1);
}

#[test]
fn a_file_of_a_merge_conflict_is_proved_anew_and_one_of_a_later_version_is_left_alone() {
    let folder = chain();
    prove(folder.path(), &[]);
    let written = lock(folder.path());
    let conflict = written.replace("\nrevision 0002", "\n<<<<<<< ours\nrevision 0002");
    write(folder.path(), &[("hunter.lock", &conflict)]);
    let (code, _, err) = prove(folder.path(), &[]);
    assert!(
        code == 0 && err.contains("merge conflict") && err.contains("what is not as it was is proved again"),
        "{err}"
    );
    // Both revisions are as they were, so neither ran.
    assert!(!err.contains("SQLite: 000"), "{err}");
    assert_eq!(lock(folder.path()), written);
    let by_hand = written.replace("+ table a\n", "+ table z\n");
    write(folder.path(), &[("hunter.lock", &by_hand)]);
    let (_, _, err) = prove(folder.path(), &[]);
    assert!(
        err.contains("changed it by hand: everything is proved again") && err.contains("SQLite: 0001"),
        "{err}"
    );
    assert_eq!(lock(folder.path()), written);
    let later = written.replace("hunter-lock 1 ", "hunter-lock 2 ");
    write(folder.path(), &[("hunter.lock", &later)]);
    let (code, _, err) = prove(folder.path(), &[]);
    assert!(code == 2 && err.contains("format 2") && err.contains("help: use a version of hunter"), "{err}");
    assert_eq!(lock(folder.path()), later);
}

#[test]
fn a_revision_that_fails_writes_nothing_and_is_shown_at_its_place() {
    let folder = chain();
    write(folder.path(), &[("0002_b/up.sql", "create view b as select id from a;\ndrop table missing;\n")]);
    write(folder.path(), &[("0002_b/metadata.toml", "lossy = [\"missing\"]\n")]);
    let (code, _, err) = prove(folder.path(), &[]);
    assert!(code == 2 && err.contains("0002_b/up.sql:2:") && err.contains("no such table: missing"), "{err}");
    assert_eq!(lock(folder.path()), "");
}

#[test]
fn a_server_to_prove_on_is_asked_for_by_name() {
    let folder = chain();
    write(folder.path(), &[("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]\n")]);
    let (code, _, err) = prove(folder.path(), &[]);
    assert!(code == 2 && err.contains("HUNTER_SCRATCH_URL") && err.contains("help: export "), "{err}");
    assert_eq!(lock(folder.path()), "");
}

#[test]
fn a_way_down_that_forgets_something_is_told_with_the_missing_statement_and_is_not_proved() {
    let folder = chain();
    write(
        folder.path(),
        &[
            (
                "0003_c/up.sql",
                "create table c (id integer primary key, a integer);\ncreate index c_a on c (a);\n",
            ),
            ("0003_c/down.sql", "drop index c_a;\n"),
        ],
    );
    let (code, out, err) = prove(folder.path(), &[]);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    for part in [
        "0003_c/down.sql does not lead back on SQLite",
        "table c is not expected",
        "DROP TABLE c;",
        "1 script does not lead back",
    ] {
        assert!(err.contains(part), "{part} is not in\n{err}");
    }
    let written = lock(folder.path());
    assert!(
        written.contains("revision 0002 on 0001\nsqlite up")
            && !written.contains("revision 0003 on 0002\nsqlite"),
        "{written}"
    );
    // Mended, only this one runs again.
    write(folder.path(), &[("0003_c/down.sql", "drop index c_a;\ndrop table c;\n")]);
    let (code, _, err) = prove(folder.path(), &[]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("3/3 SQLite: 0003, c") && !err.contains("2/3 SQLite"), "{err}");
}

#[test]
fn a_way_down_that_leaves_a_row_is_told_where_the_way_up_fails_the_second_time() {
    let folder = chain();
    let script = |way: &str, text: &str| write(folder.path(), &[(&format!("0003_c/{way}.sql"), text)]);
    script("up", "insert into a (id) values (1);\n");
    script("down", "delete from a where id = 2;\n");
    let (code, _, err) = prove(folder.path(), &[]);
    assert!(code == 1 && err.contains("0003_c/up.sql does not run on SQLite"), "{err}");
    assert!(err.contains("UNIQUE constraint failed: a.id"), "{err}");
    script("down", "delete from a where id = 1;\n");
    assert_eq!(prove(folder.path(), &[]).0, 0);
}

#[test]
fn a_way_down_that_does_not_run_is_told_and_the_revisions_after_it_are_proved() {
    let folder = chain();
    write(
        folder.path(),
        &[
            ("0003_c/up.sql", "create table c (id integer);\n"),
            ("0003_c/down.sql", "drop table d;\n"),
            ("0004_e/up.sql", "create table e (id integer);\n"),
            ("0004_e/down.sql", "drop table e;\n"),
        ],
    );
    let (code, _, err) = prove(folder.path(), &[]);
    assert!(code == 1 && err.contains("0003_c/down.sql does not run on SQLite"), "{err}");
    assert!(err.contains("no such table: d") && err.contains("1 script does not lead back"), "{err}");
    assert!(lock(folder.path()).contains("revision 0004 on 0003\nsqlite up"), "{}", lock(folder.path()));
}

#[test]
fn everything_proved_again_is_the_same_bytes() {
    let folder = chain();
    prove(folder.path(), &[]);
    let written = lock(folder.path());
    let (code, out, err) = prove(folder.path(), &["--all", "--check"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.contains("SQLite: 0001"), "{err}");
    let other = written.replace("hunter-lock 1 ", "hunter-lock  1 ");
    write(folder.path(), &[("hunter.lock", &other)]);
    let (code, out, _) = prove(folder.path(), &["--all", "--check"]);
    assert!(code == 1 && out.contains("is not what a proof of everything writes"), "{out}");
    assert_eq!(lock(folder.path()), other);
}
