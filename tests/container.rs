//! The container example names only what the binary can do, and its README speaks of every line of the plan.
//!
//! Responsible for the words: images are built where there are containers.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::process::Command;

const README: &str = include_str!("../examples/container/README.md");
const COMPOSE: &str = include_str!("../examples/container/compose.yaml");
const DOCKERFILE: &str = include_str!("../examples/container/Dockerfile");

/// Lines of the plan.
const PLAN: usize = 25;

fn help(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_hunter")).args(words).arg("--help").output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The words behind each `hunter` that is called in the README, as they are typed.
fn typed() -> Vec<Vec<&'static str>> {
    let calls = README.split(" app hunter ").skip(1);
    let ends = ['`', '\n', '>', '|', '…'];
    calls
        .map(|rest| rest.split(ends).next().unwrap_or_default().split_whitespace().collect())
        .filter(|words: &Vec<&str>| !words.is_empty())
        .collect()
}

/// The same of the compose file: a job's words follow the image's entry point.
fn composed() -> Vec<Vec<&'static str>> {
    let list = |line: &'static str| line.split('"').skip(1).step_by(2).collect::<Vec<_>>();
    let of =
        |key: &str| COMPOSE.lines().filter(|line| line.trim().starts_with(key)).map(list).collect::<Vec<_>>();
    let jobs = of("command:");
    let checks =
        of("test:").into_iter().filter(|words| words[1] == "hunter").map(|words| words[2..].to_vec());
    let shells = of("entrypoint:").into_iter().map(|words| {
        let (_, call) = words[2].split_once("hunter ").unwrap();
        call.split_whitespace().take_while(|word| *word != "&&").collect()
    });
    jobs.into_iter().chain(checks).chain(shells).collect()
}

#[test]
fn every_command_and_option_that_is_typed_exists() {
    let (typed, composed) = (typed(), composed());
    assert!(typed.len() >= 16 && composed.len() == 3, "{typed:?} {composed:?}");
    for words in typed.iter().chain(&composed) {
        let shown = help(&words[..1]);
        for option in words.iter().filter(|word| word.starts_with("--")) {
            assert!(
                shown.contains(&format!("{option} ")) || shown.contains(&format!("{option}\n")),
                "{words:?}: no {option}"
            );
        }
    }
}

#[test]
fn every_line_of_the_plan_is_in_the_readme() {
    let rows = README.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(". "));
    let numbers: BTreeSet<usize> =
        rows.flat_map(|(numbers, _)| numbers.split(", ")).map(|n| n.parse().unwrap()).collect();
    assert_eq!(numbers, (1..=PLAN).collect());
}

#[test]
fn the_image_is_built_with_the_compiler_that_the_workspace_asks_for() {
    let manifest = include_str!("../Cargo.toml");
    let wanted = manifest.split_once("rust-version = \"").unwrap().1.split('"').next().unwrap();
    assert!(DOCKERFILE.contains(&format!("FROM rust:{wanted}-")), "not Rust {wanted}");
    assert!(DOCKERFILE.contains("--bin hunter"));
}
