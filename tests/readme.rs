//! The README is run, not read: its quick start line by line, its compile error against a real one.

use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../README.md");

/// The fenced block after a mark.
fn block(mark: &str) -> &'static str {
    let after = README.split_once(mark).expect("the mark is in the README").1;
    let body = after.split_once("```").expect("a block begins").1;
    let body = body.split_once('\n').expect("its first line names the language").1;
    body.split_once("```").expect("it ends").0
}

#[test]
fn the_quick_start_ends_at_head_on_a_fresh_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(root, folder.path().join("hunter")).unwrap();
    // Dependencies are here already, built for other tests; a test needs no network and no second build of them.
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", block("<!-- quick start")])
        .current_dir(folder.path())
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_TARGET_DIR", root.join("target/fixtures"))
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{stderr}");
    assert_eq!(stdout, "0a1b2c3d4e5f (head)\n", "{stderr}");
    assert!(stderr.contains("applied 1 revision"), "{stderr}");
}

#[test]
fn the_compile_error_shown_is_the_one_users_get() {
    let shown = block("## What a mistake looks like");
    let real =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("hunter-macros/tests/ui/HC012_two_heads/main.stderr");
    let real = std::fs::read_to_string(real).unwrap();
    assert!(real.starts_with(shown.trim_end()), "the README shows\n{shown}\nand the compiler says\n{real}");
}

#[test]
fn every_command_is_in_the_table_of_commands() {
    let help = Command::new(env!("CARGO_BIN_EXE_hunter")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let listed = help.split_once("Commands:").unwrap().1.split_once("Options:").unwrap().0;
    let commands: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() >= 12, "{commands:?}");
    let table = README.split_once("## Commands").unwrap().1;
    for command in commands {
        assert!(table.contains(&format!("`{command}")), "{command} is not in the README");
    }
}
