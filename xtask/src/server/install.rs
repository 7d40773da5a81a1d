//! Getting PostgreSQL onto a fresh machine.
//!
//! Responsible for `cargo xtask test` being one command: where we may install packages (root, apt-get) it
//! does so, keeping the distribution from starting a server of its own; elsewhere it says what to type.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::binaries;
use crate::tool;
use crate::watchdog::Watchdog;

/// Debian's packages ask this script before they start a service; 101 means no.
const POLICY: &str = "/usr/sbin/policy-rc.d";

const ADVICE: &str = "\
no PostgreSQL server programs (initdb, postgres, pg_ctl) were found, and the tests need them. Install them:
  Debian, Ubuntu:  sudo apt-get install postgresql
  Fedora, RHEL:    sudo dnf install postgresql-server
  macOS:           brew install postgresql
then run the command again. If they're in an unusual place, set HUNTER_TEST_POSTGRES_BIN to their directory.
To test without PostgreSQL for now: cargo xtask test --sqlite-only";

/// The directory of the server programs, installed now if need be.
pub(crate) fn find_or_install() -> Result<PathBuf, String> {
    if let Some(bin) = binaries::locate()? {
        return Ok(bin);
    }
    if tool::on_path("apt-get").is_none() || !tool::is_root() {
        return Err(ADVICE.to_owned());
    }
    println!(
        "no PostgreSQL server programs found; we're root and there's apt-get, so `postgresql` is installed now"
    );
    install()?;
    binaries::locate()?.ok_or_else(|| format!("apt-get installed `postgresql`, but {ADVICE}"))
}

fn install() -> Result<(), String> {
    let _policy = forbid_service_starts()?;
    apt_get(&["update"])?;
    apt_get(&["install", "--yes", "--no-install-recommends", "postgresql"])
}

fn apt_get(arguments: &[&str]) -> Result<(), String> {
    let line = format!("apt-get {}", arguments.join(" "));
    let status = Command::new("apt-get")
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("`{line}` didn't start: {error}"))?;
    if status.success() {
        return Ok(());
    }
    Err(format!(
        "`{line}` failed ({status}); its output is above. Once that is solved, run the command again.\n{ADVICE}"
    ))
}

/// Keeps packages from starting services until the result is dropped; a policy that's already there stays.
fn forbid_service_starts() -> Result<Option<Watchdog>, String> {
    let failed =
        |error| format!("{POLICY}, which keeps apt-get from starting a server, wasn't written: {error}");
    // `create_new` rather than a look beforehand: we must only ever remove a file that is ours.
    let mut file = match OpenOptions::new().write(true).create_new(true).open(POLICY) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    // The watchdog removes it even if Ctrl-C ends us: left behind, it would silently stop every later service.
    let watchdog = Watchdog::start(r#"rm -f -- "$1""#, POLICY)?;
    file.write_all(b"#!/bin/sh\nexit 101\n").map_err(failed)?;
    tool::run_quietly(Command::new("chmod").args(["755", POLICY]))?;
    Ok(Some(watchdog))
}
