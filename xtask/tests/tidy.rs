//! What holds for the whole repository and no compiler checks. Each failure prints the place and the reason.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// Every file that git knows or would take.
fn files() -> Vec<PathBuf> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .unwrap();
    let list = String::from_utf8(output.stdout).unwrap();
    let files: Vec<PathBuf> =
        list.lines().map(PathBuf::from).filter(|file| root().join(file).is_file()).collect();
    assert!(files.len() > 50, "git lists no files");
    files
}

fn rust_files() -> Vec<(PathBuf, String)> {
    let files = files().into_iter().filter(|file| file.extension().is_some_and(|e| e == "rs"));
    files.map(|file| (file.clone(), fs::read_to_string(root().join(&file)).unwrap())).collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

#[track_caller]
fn none(found: Vec<String>, rule: &str) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

#[test]
fn no_rust_file_is_longer_than_500_lines() {
    let long = rust_files().into_iter().filter(|(_, text)| text.lines().count() > 500);
    none(long.map(|(file, _)| file.display().to_string()).collect(), "split these: one file, one purpose");
}

#[test]
fn every_module_of_the_crates_says_what_it_is_for() {
    let silent = rust_files().into_iter().filter(|(file, text)| {
        let is_source = file.components().any(|part| part.as_os_str() == "src");
        is_source && !text.starts_with("//!")
    });
    none(
        silent.map(|(file, _)| file.display().to_string()).collect(),
        "begin these with a paragraph `//! …`",
    );
}

#[test]
fn every_rust_file_of_a_crate_is_named_by_a_mod() {
    let all = rust_files();
    let mut lost = Vec::new();
    for (file, _) in &all {
        let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
        let path = file.display().to_string();
        if !path.contains("src/") || ["lib", "main"].contains(&&*stem) {
            continue;
        }
        let (name, folder) = match stem.as_str() {
            "mod" => (
                file.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned(),
                file.parent().unwrap().parent().unwrap(),
            ),
            _ => (stem, file.parent().unwrap()),
        };
        let owner = folder.with_extension("rs");
        let owners = [folder.join("mod.rs"), folder.join("lib.rs"), folder.join("main.rs"), owner];
        let named = all
            .iter()
            .filter(|(other, _)| owners.contains(other))
            .any(|(_, text)| text.contains(&format!("mod {name};")));
        if !named {
            lost.push(path);
        }
    }
    none(lost, "no `mod` names these files, so they are not compiled");
}

#[test]
fn features_are_asked_for_in_two_files_only() {
    let allowed = ["hunter-migrations/src/lib.rs", "hunter-migrations/src/backend/mod.rs"];
    let found = rust_files().into_iter().filter(|(file, text)| {
        // An attribute, not a word in a sentence or in a text that is read.
        let asks = |line: &str| line.trim_start().starts_with("#[cfg(feature = \"");
        text.lines().any(asks) && !allowed.contains(&&*file.display().to_string())
    });
    none(
        found.map(|(file, _)| file.display().to_string()).collect(),
        "move the conditional compilation to a backend",
    );
}

#[test]
fn the_file_system_is_touched_behind_its_doors_only() {
    let doors = [
        "hunter-chain/src/source/disk.rs",
        "hunter-chain/src/source/disk/",
        "hunter-migrations/src/ledger/sql.rs",
        "hunter-migrations/src/backup/files.rs",
        "hunter-migrations/src/testing/",
        "hunter-migrations/src/cli/",
        "cargo-hunter/src/",
        "xtask/",
    ];
    let found = rust_files().into_iter().filter(|(file, text)| {
        let path = file.display().to_string();
        let is_source = path.contains("src/") && !doors.iter().any(|door| path.starts_with(door));
        let code = text.split("mod tests").next().unwrap_or_default();
        is_source && (code.contains("std::fs") || code.contains("use std::io::Read"))
    });
    none(
        found.map(|(file, _)| file.display().to_string()).collect(),
        "the core knows no files: use source::disk",
    );
}

#[test]
fn arrows_between_the_crates_point_to_the_core() {
    let forbidden: [(&str, &[&str]); 4] = [
        ("hunter-sql", &["diesel", "clap", "hunter-chain", "hunter-migrations", "syn", "toml"]),
        ("hunter-chain", &["diesel", "clap", "hunter-migrations", "hunter-macros", "syn", "serde"]),
        ("hunter-macros", &["diesel", "clap"]),
        ("cargo-hunter", &["diesel"]),
    ];
    let mut found = Vec::new();
    for (name, words) in forbidden {
        let manifest = read(&format!("{name}/Cargo.toml"));
        let after = manifest.split_once("[dependencies]").map_or("", |(_, after)| after);
        let section = after.split("\n[").next().unwrap_or_default();
        for word in words {
            if section.lines().any(|line| line.split([' ', '=', '.']).next() == Some(word)) {
                found.push(format!("{name} depends on {word}"));
            }
        }
    }
    none(found, "these arrows point the wrong way");
}

#[test]
fn every_dependency_has_its_line_in_the_design() {
    let manifest = read("Cargo.toml");
    let section = manifest.split_once("[workspace.dependencies]").unwrap().1.split("\n[").next().unwrap();
    let design = read("DESIGN.md");
    let table = design.split_once("## Dependencies").unwrap().1;
    let named: BTreeSet<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" |"))
        .flat_map(|(names, _)| names.split(", "))
        .collect();
    let wanted = section.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.trim());
    let wanted: BTreeSet<&str> =
        wanted.filter(|name| !name.starts_with("hunter-") && *name != "cargo-hunter").collect();
    assert!(wanted.len() > 10, "{wanted:?}");
    none(wanted.difference(&named).map(ToString::to_string).collect(), "these have no line in DESIGN.md");
    let idle = named.difference(&wanted).filter(|name| !["crate", "---"].contains(name));
    none(idle.map(ToString::to_string).collect(), "DESIGN.md speaks of these, and Cargo.toml does not");
}

#[test]
fn every_room_is_on_the_map() {
    let manifest = read("Cargo.toml");
    let members = manifest.split_once("members = [").unwrap().1.split_once(']').unwrap().0;
    let map = read("ARCHITECTURE.md");
    let missing = members
        .split(',')
        .map(|name| name.trim().trim_matches('"'))
        .filter(|name| !map.contains(&format!("`{name}/`")));
    none(missing.map(str::to_owned).collect(), "ARCHITECTURE.md does not show these");
}

#[test]
fn the_changelog_has_room_for_what_comes_next() {
    assert!(read("CHANGELOG.md").contains("## Unreleased\n"), "CHANGELOG.md needs a section `## Unreleased`");
}

#[test]
fn no_file_is_larger_than_200_kilobytes() {
    let large = files().into_iter().filter(|file| file != Path::new("Cargo.lock"));
    let large = large.filter(|file| fs::metadata(root().join(file)).is_ok_and(|m| m.len() > 200 * 1024));
    none(large.map(|file| file.display().to_string()).collect(), "something was committed by accident");
}

#[test]
fn no_test_is_switched_off() {
    let words = [["#[", "ignore"].concat(), ["should", "_panic"].concat()];
    let found = rust_files().into_iter().filter(|(_, text)| words.iter().any(|word| text.contains(word)));
    none(
        found.map(|(file, _)| file.display().to_string()).collect(),
        "a test that does not run proves nothing",
    );
}
