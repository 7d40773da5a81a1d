//! `cargo hunter lint` as a developer types it, on folders of their own.

#![cfg(test)]

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

const SETTINGS: &str = "dialects = [\"postgres\"]\nstrict_from = \"0003\"\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join("migrations").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn lint(folder: &TempDir) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-hunter"));
    command.args(["hunter", "--dir", "migrations", "lint"]).current_dir(folder.path()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_is_wrong_with_old_revisions_is_a_note_and_no_failure() {
    let folder = folder(&[
        ("hunter.toml", SETTINGS),
        ("0001_a/up.sql", "create table a (b int);"),
        ("0001_a/down.sql", ""),
        ("0002_b/up.sql", "drop table old; commit;"),
        ("0002_b/down.sql", "select 1;"),
        ("0003_c/up.sql", "create table c (d int);"),
        ("0003_c/down.sql", "drop table c;"),
    ]);
    let output = lint(&folder);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    for line in [
        "note[HC017]: migrations/0001_a/down.sql holds no statement",
        "note[HC041]: this drops the table `old` with its rows, and nobody said so",
        "note[HC036]: `commit` takes the transaction out of the runner's hands",
        "3 notes in migrations",
        "0 mistakes in migrations",
    ] {
        assert!(said.contains(line), "lacks `{line}`:\n{said}");
    }
}

#[test]
fn a_syntax_error_of_an_old_revision_is_a_mistake() {
    let folder = folder(&[
        ("hunter.toml", SETTINGS),
        ("0001_a/up.sql", "create table a (b int;"),
        ("0001_a/down.sql", "drop table a;"),
    ]);
    let output = lint(&folder);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("error[HC035]"), "{}", said(&output));
}

#[test]
fn what_is_wrong_from_strict_from_on_is_a_mistake() {
    let folder = folder(&[
        ("hunter.toml", SETTINGS),
        ("0003_c/up.sql", "create table c (d int);"),
        ("0003_c/down.sql", "-- later"),
    ]);
    let output = lint(&folder);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("error[HC017]"), "{}", said(&output));
}
