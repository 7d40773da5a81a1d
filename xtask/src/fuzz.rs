//! `cargo xtask fuzz`: libFuzzer on everything that hunter reads from outside.
//!
//! Responsible for building the targets of `hunter-fuzz` with coverage counters, which a stable compiler can do when told
//! by hand, for the seeds, and for saying where an input is that broke something.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::args::FuzzOptions;
use crate::environment;
use crate::report;
use crate::step::{self, Outcome};
use crate::tool;

/// What tells libFuzzer which code an input reached, and checks that a release build leaves out.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 -Cdebug-assertions=on \
                     -Coverflow-checks=on";

/// Folders of the repository whose files are inputs like any other.
const SEEDS: [&str; 3] = ["migrations", "tests/chains", "hunter-macros/tests/ui"];

/// Tells the fuzzer which target it is about.
const TARGET: &str = "HUNTER_FUZZ_TARGET";

/// Builds, then runs one target or all of them; `Ok(false)` when an input broke something.
pub(crate) fn command(options: &FuzzOptions) -> Result<bool, String> {
    if tool::on_path("c++").or_else(|| tool::on_path("g++")).is_none() {
        return Err("libFuzzer is C++, and there's no `c++` on PATH: install g++ or clang".to_owned());
    }
    let program = build()?;
    let known = targets(&program)?;
    let wanted: Vec<&String> = match &options.target {
        Some(name) => known.iter().filter(|known| *known == name).collect(),
        None => known.iter().collect(),
    };
    if wanted.is_empty() {
        return Err(format!("there's no such target; the targets are {}", known.join(", ")));
    }
    let mut outcomes: Vec<Outcome> = Vec::new();
    for target in wanted {
        let mut fuzzer = fuzzer(&program, target, options)?;
        outcomes.push(step::run(&format!("fuzz {target}"), &mut fuzzer, None));
        if report::interrupted(&outcomes) {
            break;
        }
    }
    report::print_summary(&outcomes);
    let passed = report::all_passed(&outcomes);
    if !passed && options.replay.is_none() {
        eprintln!(
            "the input is in {}; `cargo xtask fuzz TARGET --replay FILE` runs it alone; when it's understood, put it into \
             hunter-fuzz/findings/TARGET, where `cargo test -p hunter-fuzz` finds it",
            findings().display()
        );
    }
    Ok(passed)
}

/// A target directory of its own: these flags would have everything else built again.
fn folder() -> PathBuf {
    environment::kept().with_file_name("fuzz")
}

fn findings() -> PathBuf {
    folder().join("findings")
}

fn build() -> Result<PathBuf, String> {
    let about = tool::answer("rustc", &["-vV"]).unwrap_or_default();
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or("`rustc -vV` doesn't say what it compiles for")?.to_owned();
    // With a target named, the flags reach neither build scripts nor procedural macros.
    let words = ["build", "--release", "--package", "hunter-fuzz", "--features", "engine", "--target", &host];
    let mut cargo = environment::cargo(&words);
    cargo.arg("--target-dir").arg(folder()).env("RUSTFLAGS", FLAGS);
    let outcome = step::run("build", &mut cargo, None);
    if report::all_passed(std::slice::from_ref(&outcome)) {
        return Ok(folder().join(host).join("release/hunter-fuzz"));
    }
    Err("the targets couldn't be built".to_owned())
}

/// The names of all targets: what the program prints when it's told none.
fn targets(program: &Path) -> Result<Vec<String>, String> {
    // An engine that is ended leaves a file where it stood.
    let place = program.parent().unwrap_or(Path::new("."));
    let output = Command::new(program).arg("-runs=0").env_remove(TARGET).current_dir(place).output();
    let output = output.map_err(|error| format!("{} didn't start: {error}", program.display()))?;
    let names = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect::<Vec<_>>();
    if names.is_empty() { Err("the program lists no targets".to_owned()) } else { Ok(names) }
}

fn fuzzer(program: &Path, target: &str, options: &FuzzOptions) -> Result<Command, String> {
    let mut command = Command::new(program);
    environment::scrub(&mut command).current_dir(environment::root()).env(TARGET, target);
    if let Some(file) = &options.replay {
        let file = fs::canonicalize(file).map_err(|error| format!("{file}: {error}"))?;
        command.arg(file);
        return Ok(command);
    }
    // What is new goes into the first folder, and is there for the next run.
    let corpus = folder().join("corpus").join(target);
    for needed in [&corpus, &findings()] {
        fs::create_dir_all(needed).map_err(|error| format!("{}: {error}", needed.display()))?;
    }
    command.arg(format!("-max_total_time={}", options.seconds));
    command.args(["-timeout=10", "-rss_limit_mb=4096", "-print_final_stats=1", "-verbosity=0"]);
    command.arg(format!("-artifact_prefix={}/{target}-", findings().display())).arg(&corpus);
    let own = ["hunter-fuzz/seeds", "hunter-fuzz/findings"].map(|folder| Path::new(folder).join(target));
    let all = own.into_iter().chain(SEEDS.map(PathBuf::from));
    command.args(all.filter(|seeds| environment::root().join(seeds).is_dir()));
    Ok(command)
}
