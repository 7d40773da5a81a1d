//! What is an edit of a proved revision, and what is none.

use super::*;
use crate::{Lockfile, read_chain};

const UP: &str = "create table a (b text default 'it''s');\n";
const BOTH: &str = "dialects = [\"postgres\", \"sqlite\"]";
type Files<'t> = Vec<(&'t str, &'t str)>;

fn files() -> Files<'static> {
    vec![
        ("hunter.toml", BOTH),
        ("0001_a/up.sql", UP),
        ("0001_a/down.sql", "drop table a;\n"),
        ("0002_b/up.sql", "create table c (d int);\n"),
        ("0002_b/down.sql", "drop table c;\n"),
    ]
}

fn tree(files: &Files<'_>, lock: &str) -> SourceTree {
    let lock: Files<'_> = if lock.is_empty() { Vec::new() } else { vec![(LOCKFILE, lock)] };
    SourceTree::of("migrations", &[&files[..], &lock[..]].concat())
}

/// A lockfile that says of every revision that it was proved on these dialects as it is.
fn proved(files: &Files<'_>, on: &[Dialect]) -> String {
    let chain = read_chain(&tree(files, "")).unwrap();
    let proof = |revision: &Revision, dialect| Proof {
        dialect,
        up: revision.up_digest(dialect),
        down: revision.down.digest(dialect).cloned(),
        schema: "f1:00".to_owned(),
        server: "15".to_owned(),
        effects: Vec::new(),
    };
    let entries = chain.revisions().iter().map(|revision| LockEntry {
        revision: revision.id.clone(),
        parents: revision.parents.clone(),
        proofs: on.iter().map(|dialect| proof(revision, *dialect)).collect(),
    });
    Lockfile { entries: entries.collect(), ..Lockfile::default() }.render()
}

/// What is said of a folder beside the lockfile of [`files`].
fn after(change: impl FnOnce(&mut Files<'static>)) -> Vec<String> {
    let lock = proved(&files(), &[Dialect::Postgres, Dialect::Sqlite]);
    let mut files = files();
    change(&mut files);
    messages(&tree(&files, &lock))
}

fn messages(tree: &SourceTree) -> Vec<String> {
    let chain = read_chain(tree).unwrap_or_else(|found| panic!("{found:?}"));
    chain.unproved().iter().map(|unproved| unproved.diagnostic(tree).message).collect()
}

fn with_up(text: &'static str) -> Vec<String> {
    after(|files| files[1].1 = text)
}

#[test]
fn comments_indentation_and_line_endings_are_no_edits() {
    for same in [
        UP,
        "-- why\ncreate table a (b text default 'it''s');",
        "create table a\n(\n\t b text default 'it''s'\n) ;\n\n",
        "create table a (b text default 'it''s');\r\n",
        "\u{feff}create table a (/* of each */ b text default 'it''s');\n",
    ] {
        assert_eq!(with_up(same), Vec::<String>::new(), "{same:?}");
    }
}

#[test]
fn one_character_of_a_literal_is_an_edit() {
    for edit in ["create table a (b text default 'it''z');\n", "create table a (b text default 'it''s ');\n"]
    {
        assert_eq!(
            with_up(edit),
            [
                "revision `0001` is not proved on PostgreSQL and SQLite as it is now: its way up was changed after the proof"
            ]
        );
    }
}

#[test]
fn an_edited_way_down_is_as_unproved_as_an_edited_way_up() {
    let found = after(|files| files[2].1 = "drop table if exists a;\n");
    assert_eq!(found.len(), 1);
    assert!(found[0].ends_with("its way down was changed after the proof"), "{found:?}");
}

#[test]
fn a_dialect_with_a_script_of_its_own_is_judged_alone() {
    let found = after(|files| {
        files.push(("0001_a/up.sqlite.sql", "create table a (b text);\n"));
        files.push(("0001_a/down.sqlite.sql", "drop table a;\n"));
    });
    assert_eq!(
        found,
        ["revision `0001` is not proved on SQLite as it is now: its way up was changed after the proof"]
    );
}

#[test]
fn a_revision_on_other_parents_is_not_the_one_that_was_proved() {
    let found = after(|files| {
        files.push(("0001b_between/up.sql", "create table e (f int);\n"));
        files.push(("0001b_between/down.sql", "drop table e;\n"));
    });
    assert_eq!(
        found,
        [
            "revision `0001b` is not proved on PostgreSQL and SQLite as it is now: hunter.lock does not know it",
            "revision `0002` is not proved on PostgreSQL and SQLite as it is now: it was proved on other parents",
        ]
    );
}

#[test]
fn without_a_lockfile_every_revision_is_unproved_at_the_first_line_of_its_way_up() {
    let tree = tree(&files(), "");
    let chain = read_chain(&tree).unwrap();
    let unproved = chain.unproved();
    let found: Vec<_> = unproved.iter().map(|unproved| unproved.diagnostic(&tree)).collect();
    let places: Vec<_> = found.iter().map(|diagnostic| diagnostic.at.describe()).collect();
    assert_eq!(places, ["migrations/0001_a/up.sql:1:1", "migrations/0002_b/up.sql:1:1"]);
    assert!(found[0].message.ends_with("there is no hunter.lock"), "{}", found[0].message);
    assert!(found[0].help.contains("`cargo hunter prove`"), "{}", found[0].help);
    assert_eq!(
        summary(&unproved),
        "2 revisions are not proved as they are now (there is no hunter.lock): `0001` on PostgreSQL and SQLite, \
         `0002` on PostgreSQL and SQLite"
    );
}

#[test]
fn a_dialect_that_was_added_later_is_unproved_and_mysql_never_is() {
    let with = |dialects, on: &[Dialect]| {
        let mut files = files();
        let lock = proved(&files, on);
        files[0].1 = dialects;
        messages(&tree(&files, &lock))
    };
    let found = with(BOTH, &[Dialect::Sqlite]);
    assert_eq!(found.len(), 2);
    assert!(found[0].contains("not proved on PostgreSQL as it is now"), "{found:?}");
    assert_eq!(with("dialects = [\"mysql\"]", &[]), Vec::<String>::new());
    assert_eq!(with("dialects = [\"mysql\", \"sqlite\"]", &[Dialect::Sqlite]), Vec::<String>::new());
}

#[test]
fn revisions_older_than_strict_from_count_like_all_others() {
    let found = after(|files| {
        files[0].1 = "dialects = [\"postgres\", \"sqlite\"]\nstrict_from = \"0002\"";
        files[1].1 = "create table a (b int);\n";
    });
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("revision `0001` is not proved"), "{found:?}");
}

#[test]
fn a_long_list_is_named_by_its_first_and_counted() {
    let names: Vec<(String, String)> =
        (1..=7).map(|n| (format!("000{n}_t/up.sql"), format!("create table t{n} (a int);"))).collect();
    let downs: Vec<(String, String)> =
        (1..=7).map(|n| (format!("000{n}_t/down.sql"), format!("drop table t{n};"))).collect();
    let mut files = vec![("hunter.toml", "dialects = [\"sqlite\"]")];
    files.extend(names.iter().chain(&downs).map(|(path, text)| (path.as_str(), text.as_str())));
    let chain = read_chain(&SourceTree::of("migrations", &files)).unwrap();
    let text = summary(&chain.unproved());
    assert!(text.starts_with("7 revisions are not proved"), "{text}");
    assert!(text.ends_with("`0005` on SQLite, and 2 more"), "{text}");
}
