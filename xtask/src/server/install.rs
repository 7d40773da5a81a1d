//! Getting servers and clients onto a fresh machine.
//!
//! Responsible for `cargo xtask test` being one command: where we may install packages (root, apt-get) it
//! does so, keeping the distribution from starting a server of its own; elsewhere it says what to type.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};

use crate::tool;
use crate::watchdog::Watchdog;

/// Debian's packages ask this script before they start a service; 101 means no.
const POLICY: &str = "/usr/sbin/policy-rc.d";

/// Programs that the tests need, and how to get them.
pub(super) struct Wanted {
    /// The package of Debian that has them.
    pub(super) package: &'static str,
    /// What to say when they aren't there.
    pub(super) missing: &'static str,
    /// What to type, a line for each kind of machine.
    pub(super) advice: &'static str,
}

impl Wanted {
    fn complaint(&self) -> String {
        format!(
            "{}, and the tests need that. Install what is missing, then run the command again:\n{}\n\
             To test without servers for now: cargo xtask test --sqlite-only",
            self.missing, self.advice
        )
    }
}

/// What `locate` finds, installed now if need be.
pub(super) fn find_or_install<T>(
    wanted: &Wanted,
    locate: impl Fn() -> Result<Option<T>, String>,
) -> Result<T, String> {
    if let Some(found) = locate()? {
        return Ok(found);
    }
    if tool::on_path("apt-get").is_none() || !tool::is_root() {
        return Err(wanted.complaint());
    }
    let Wanted { package, missing, .. } = wanted;
    println!("{missing}; we're root and there's apt-get, so `{package}` is installed now");
    let _policy = forbid_service_starts()?;
    let installed = apt_get(&["update"])
        .and_then(|()| apt_get(&["install", "--yes", "--no-install-recommends", package]));
    installed.map_err(|error| format!("{error}\n{}", wanted.complaint()))?;
    locate()?.ok_or_else(|| format!("apt-get installed `{package}`, but {}", wanted.complaint()))
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
        "`{line}` failed ({status}); its output is above. Once that is solved, run the command again."
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

#[cfg(test)]
mod tests {
    use super::{Wanted, find_or_install};

    const WANTED: Wanted =
        Wanted { package: "hunter-no-such-package", missing: "no `x` is here", advice: "  type y" };

    #[test]
    fn what_is_there_is_not_installed() {
        assert_eq!(find_or_install(&WANTED, || Ok(Some(7))), Ok(7));
        let refused = find_or_install::<u8>(&WANTED, || Err("named badly".to_owned()));
        assert_eq!(refused, Err("named badly".to_owned()));
    }

    #[test]
    fn the_complaint_says_what_to_type() {
        let complaint = WANTED.complaint();
        assert!(complaint.starts_with("no `x` is here, and the tests need that."), "{complaint}");
        assert!(complaint.contains("\n  type y\n"), "{complaint}");
    }
}
