//! PgBouncer as a throwaway pooler in front of the throwaway PostgreSQL server.
//!
//! Responsible for finding it, for its settings (a server session for each transaction, two of them), and for how it is
//! started and found. Whoever is on this machine gets through.

use std::path::PathBuf;
use std::process::Command;

use super::directory::{Directory, Stop};
use super::install::{self, Wanted};
use super::postgres::Account;
use super::process::Engine;
use crate::environment;
use crate::tool;

const WANTED: Wanted = Wanted {
    package: "pgbouncer",
    missing: "`pgbouncer` was not found",
    advice: "  Debian, Ubuntu:  sudo apt-get install pgbouncer
  Fedora, RHEL:    sudo dnf install pgbouncer
  macOS:           brew install pgbouncer",
};

/// Where it may be besides `PATH`, which has no `sbin` for ordinary users.
const PLACES: &[&str] = &["/usr/sbin/pgbouncer", "/opt/homebrew/bin/pgbouncer", "/usr/local/bin/pgbouncer"];

/// The pid file, in the data's directory.
const PID_FILE: &str = "pgbouncer.pid";

/// The pooler, ready to be started.
pub(super) struct Pgbouncer {
    program: PathBuf,
    /// It refuses to run as root too.
    account: Account,
    directory: Directory,
    /// Where the server listens.
    server: u16,
}

impl Pgbouncer {
    /// Finds it, or installs it. The server behind it is there already.
    pub(super) fn prepare(server: u16) -> Result<Self, String> {
        let program = install::find_or_install(&WANTED, || Ok(locate()))?;
        let account = Account::choose()?;
        let directory =
            Directory::create("pgbouncer", &Stop { pid_file: PID_FILE, signals: "INT TERM KILL" })?;
        std::fs::create_dir_all(directory.data())
            .map_err(|error| format!("no folder for the pooler: {error}"))?;
        account.give(directory.path())?;
        account.give(&directory.data())?;
        Ok(Self { program, account, directory, server })
    }

    fn settings(&self, port: u16) -> String {
        format!(
            "[databases]\n* = host=127.0.0.1 port={} user=postgres\n\
             [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n\
             pool_mode = transaction\ndefault_pool_size = 2\nmax_client_conn = 200\npidfile = {}\n",
            self.server,
            self.directory.data().join(PID_FILE).display()
        )
    }
}

impl Engine for Pgbouncer {
    const NAME: &'static str = "PgBouncer";
    const PORT_TAKEN: &'static str = "in use";

    fn directory(&mut self) -> &mut Directory {
        &mut self.directory
    }

    fn command(&self, port: u16) -> Command {
        let settings = self.directory.data().join("pgbouncer.ini");
        // If it cannot be written, the program's own words say that it is not there.
        let _ = std::fs::write(&settings, self.settings(port));
        self.account.command(&self.program, &[&settings.to_string_lossy()])
    }

    fn says_ready(&self) -> bool {
        let log = std::fs::read(self.directory.log()).unwrap_or_default();
        String::from_utf8_lossy(&log).contains("process up")
    }

    fn url(&self, port: u16) -> String {
        format!("postgres://postgres@127.0.0.1:{port}/postgres")
    }

    fn variables(&self, port: u16) -> Vec<(&'static str, String)> {
        vec![(environment::POOLER_URL, self.url(port))]
    }
}

fn locate() -> Option<PathBuf> {
    let places = || PLACES.iter().map(PathBuf::from).find(|place| place.is_file());
    tool::on_path("pgbouncer").or_else(places)
}
