//! The container example names only what the binary can do, and its README speaks of every line of the plan.
//!
//! Responsible for the words: images are built where there are containers.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::process::Command;

const README: &str = include_str!("../examples/container/README.md");
const COMPOSE: &str = include_str!("../examples/container/compose.yaml");
const DOCKERFILE: &str = include_str!("../examples/container/Dockerfile");
const IGNORED: &str = include_str!("../examples/container/Dockerfile.dockerignore");

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

/// The number that follows a mark.
fn number_after(text: &str, mark: &str) -> u32 {
    let digits = text.split_once(mark).unwrap().1;
    digits.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
}

/// An option that exists may still want another value: the binary itself reads the words, against a file that is not there.
#[test]
fn the_words_of_the_compose_file_are_read_by_the_binary() {
    let folder = tempfile::tempdir().unwrap();
    for words in composed() {
        let words = words.iter().map(|word| if *word == "/backups" { "." } else { *word });
        // Nothing is waited for here.
        let words = words.map(|word| if word == "120" { "0" } else { word });
        let output = Command::new(env!("CARGO_BIN_EXE_hunter"))
            .args(words.clone())
            .env("HUNTER_DATABASE_URL", "postgres://hunter@127.0.0.1:1/hunter")
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            !matches!(output.status.code(), None | Some(0 | 2)),
            "{:?}: {said}",
            words.collect::<Vec<_>>()
        );
    }
}

#[test]
fn the_client_tools_are_as_new_as_the_server() {
    let (server, tools) =
        (number_after(COMPOSE, "image: postgres:"), number_after(DOCKERFILE, "postgresql-client-"));
    assert!(tools >= server, "pg_dump {tools} refuses a server of version {server}");
    let (build, run) = DOCKERFILE.split_once("\nFROM debian:").unwrap();
    let release = |text: &str| ["bookworm", "trixie"].into_iter().find(|name| text.contains(name));
    // The binary asks for the C library of where it was built.
    assert_eq!(release(build), release(run.lines().next().unwrap()));
}

#[test]
fn signals_reach_the_binary_and_it_is_not_root() {
    let (_, run) = DOCKERFILE.split_once("\nFROM debian:").unwrap();
    for key in ["\nENTRYPOINT ", "\nCMD "] {
        assert!(run.split_once(key).unwrap().1.starts_with("[\""), "{key}: a shell would be between");
    }
    let user = number_after(run, "\nUSER ");
    assert!(user > 0 && run.contains(&format!("--uid={user} ")));
    // What changes with every build comes last.
    assert!(run.find("apt-get").unwrap() < run.find("COPY --from=build").unwrap());
    for line in COMPOSE.lines().map(str::trim) {
        let listed = line.split_once(": ").filter(|(key, _)| ["command", "entrypoint", "test"].contains(key));
        assert!(listed.is_none_or(|(_, value)| value.starts_with("[\"") && value.ends_with("\"]")), "{line}");
    }
}

#[test]
fn the_builder_is_sent_the_sources_and_nothing_else() {
    let lines: BTreeSet<_> = IGNORED.lines().collect();
    for left_out in [".git", "**/target", "**/*.db", "**/.env"] {
        assert!(lines.contains(left_out), "{left_out} is sent");
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for member in ["Cargo.toml", "Cargo.lock", "build.rs", "src", "migrations", "tests"] {
        assert!(root.join(member).exists() && !lines.contains(member), "{member} is not sent");
    }
    assert!(DOCKERFILE.contains("\nCOPY . .\n"));
    // Cargo would take a file for built that is older than the cache.
    let build = DOCKERFILE.find("cargo build").unwrap();
    assert!(DOCKERFILE[..build].contains("-exec touch {} +") && DOCKERFILE.contains("sharing=locked"));
}

#[test]
fn an_image_that_is_built_here_is_never_pulled() {
    for service in COMPOSE.split("\n\n") {
        if service.contains("image: hunter") {
            assert!(service.contains("build:") || service.contains("pull_policy: never"), "{service}");
        }
    }
    // The server that prepares the volume does not listen there.
    assert!(COMPOSE.contains("\"pg_isready\", \"--host\", \"127.0.0.1\""));
}
