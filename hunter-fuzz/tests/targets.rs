//! Every target on everything at hand: the repository's own files, the seeds, what a fuzzer once found, and a bounded
//! number of changes of these. `cargo xtask fuzz` goes on where this stops.

#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use hunter_fuzz::TARGETS;

/// Changed inputs for each target, as far as the time suffices.
const CHANGES: usize = 300;
const TIME: Duration = Duration::from_secs(2);

/// Longer ones say nothing that shorter ones do not, and take long in a build without optimisation.
const LONGEST: usize = 20_000;

/// What makes inputs interesting.
const WORDS: [&str; 24] = [
    "'",
    "\"",
    "$$",
    "$a$",
    "--",
    "/*",
    "*/",
    ";",
    "\n",
    "\0",
    "\u{FEFF}",
    "é",
    "@",
    ":",
    "://",
    "?",
    "%",
    "{\"",
    "[",
    "=",
    "<<<<<<< ",
    "-9223372036854775808",
    "99999999999999999999",
    "head",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
}

/// The seeds of a target: its own, what was found, and the repository's files.
fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for folder in ["hunter-fuzz/seeds", "hunter-fuzz/findings"] {
        files(&root().join(folder).join(target), &mut found);
    }
    for folder in ["migrations", "tests/chains"] {
        files(&root().join(folder), &mut found);
    }
    found.retain(|(_, bytes)| bytes.len() <= LONGEST);
    found
}

/// Numbers that are the same on every machine and in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % limit.max(1)
    }

    /// An input with a few changes: bytes gone, doubled, turned, and words in between.
    fn change(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        for _ in 0..=self.below(4) {
            let (at, long) = (self.below(bytes.len() + 1), self.below(40));
            let end = (at + long).min(bytes.len());
            match self.below(5) {
                0 => drop(bytes.drain(at..end)),
                1 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
                2 => drop(bytes.splice(at..at, WORDS[self.below(WORDS.len())].bytes())),
                3 => {
                    let from = self.below(other.len() + 1);
                    drop(bytes.splice(at..end, other[from..].iter().take(long).copied()));
                }
                _ if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                _ => {}
            }
        }
    }
}

#[test]
fn every_target_takes_every_seed() {
    for (name, target) in TARGETS {
        let seeds = seeds(name);
        assert!(seeds.len() > 10, "no seeds for {name}");
        for (path, bytes) in seeds {
            assert!(std::panic::catch_unwind(|| target(&bytes)).is_ok(), "{name} on {}", path.display());
        }
    }
}

#[test]
fn every_target_takes_changed_seeds() {
    for (name, target) in TARGETS {
        let (seeds, start) = (seeds(name), Instant::now());
        let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
        // The first seeds are the target's own, and weigh as much as all others.
        let own = seeds.iter().filter(|(path, _)| path.iter().any(|part| part == *name)).count();
        for at in 0..CHANGES {
            if start.elapsed() > TIME {
                break;
            }
            let among = if at % 2 == 0 && own > 0 { own } else { seeds.len() };
            let (mut bytes, other) = (seeds[numbers.below(among)].1.clone(), numbers.below(seeds.len()));
            numbers.change(&mut bytes, &seeds[other].1);
            let held = std::panic::catch_unwind(|| target(&bytes)).is_ok();
            assert!(held, "{name} on {:?}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn a_target_is_found_by_its_name_alone() {
    assert!(TARGETS.iter().all(|(name, _)| hunter_fuzz::target(name).is_some()));
    assert!(hunter_fuzz::target("").is_none() && hunter_fuzz::target("sql").is_none());
}
