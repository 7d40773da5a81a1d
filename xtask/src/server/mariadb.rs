//! MariaDB as a throwaway server.
//!
//! Responsible for finding its programs, for making its data with `mariadb-install-db`, and for how it is started and found.
//! It runs as whoever we are, root included. Whoever is on this machine may log in as `root`, without a password.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::directory::{Directory, Stop};
use super::install::{self, Wanted};
use super::process::Engine;
use crate::environment;
use crate::tool;

const WANTED: Wanted = Wanted {
    package: "mariadb-server",
    missing: "no MariaDB server programs (mariadbd, mariadb-install-db) were found",
    advice: "  Debian, Ubuntu:  sudo apt-get install mariadb-server
  Fedora, RHEL:    sudo dnf install mariadb-server
  macOS:           brew install mariadb
If they're in an unusual place, set HUNTER_TEST_MARIADB_BIN to the directory of mariadbd.",
};

/// The settings of both programs. Neither writes for longer than it must: the data live as long as the tests.
const SETTINGS: &[&str] = &[
    "--skip-name-resolve",
    "--skip-log-bin",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-log-file-size=8M",
    "--innodb-doublewrite=0",
];

/// Where mariadbd may be besides `PATH`, which has no `sbin` for ordinary users.
const DIRECTORIES: &[&str] =
    &["/usr/sbin", "/usr/local/sbin", "/usr/libexec", "/opt/homebrew/bin", "/usr/local/bin"];

/// The pid file, in the data's directory.
const PID_FILE: &str = "mariadb.pid";

/// Where the programs are.
#[derive(Debug, PartialEq, Eq)]
struct Programs {
    server: PathBuf,
    install: PathBuf,
}

/// The server, ready to be started.
pub(super) struct Mariadb {
    programs: Programs,
    directory: Directory,
}

impl Mariadb {
    /// Finds MariaDB, or installs it, and makes fresh data.
    pub(super) fn prepare() -> Result<Self, String> {
        let programs = install::find_or_install(&WANTED, locate)?;
        let directory = Directory::create("mariadb", &Stop { pid_file: PID_FILE, signals: "TERM KILL" })?;
        let this = Self { programs, directory };
        let mut install = this.program(&this.programs.install);
        install.args(["--auth-root-authentication-method=normal", "--skip-test-db"]);
        environment::scrub(&mut install).env("LC_ALL", "C").current_dir(this.directory.path());
        tool::run_quietly(&mut install)?;
        Ok(this)
    }

    /// A call of one of the programs with what both need. Settings of the machine's own server stay out.
    fn program(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.arg("--no-defaults");
        if tool::is_root() {
            command.arg("--user=root");
        }
        command.arg(format!("--datadir={}", self.directory.data().display())).args(SETTINGS);
        command
    }
}

impl Engine for Mariadb {
    const NAME: &'static str = "MariaDB";
    const PORT_TAKEN: &'static str = "Address already in use";

    fn directory(&mut self) -> &mut Directory {
        &mut self.directory
    }

    fn command(&self, port: u16) -> Command {
        let mut command = self.program(&self.programs.server);
        let socket = self.directory.path().join("socket");
        command.args([format!("--socket={}", socket.display()), format!("--port={port}")]).args([
            &format!("--pid-file={PID_FILE}"),
            "--bind-address=127.0.0.1",
            "--max-connections=200",
        ]);
        command
    }

    fn says_ready(&self) -> bool {
        let log = std::fs::read(self.directory.log()).unwrap_or_default();
        String::from_utf8_lossy(&log).contains("ready for connections")
    }

    fn url(&self, port: u16) -> String {
        format!("mysql://root@127.0.0.1:{port}/mysql")
    }

    fn variables(&self, port: u16) -> Vec<(&'static str, String)> {
        let bin = self.programs.server.parent().unwrap_or(Path::new("/"));
        vec![
            (environment::MARIADB_URL, self.url(port)),
            (environment::MARIADB_LOG, self.directory.log().to_string_lossy().into_owned()),
            (environment::MARIADB_BIN, bin.to_string_lossy().into_owned()),
        ]
    }
}

/// The programs to use, if there are any; an error only if the developer named a directory that won't do.
fn locate() -> Result<Option<Programs>, String> {
    if let Some(named) = std::env::var_os(environment::MARIADB_BIN).filter(|value| !value.is_empty()) {
        let named = PathBuf::from(named);
        return match programs_at(&named) {
            Some(programs) => Ok(Some(programs)),
            None => Err(format!(
                "{} names {}, which has no `mariadbd`, or no `mariadb-install-db` is near it; name the directory of \
                 mariadbd, or unset the variable to let xtask search",
                environment::MARIADB_BIN,
                named.display(),
            )),
        };
    }
    let on_path = tool::on_path("mariadbd").and_then(|server| Some(server.parent()?.to_path_buf()));
    let directories = on_path.into_iter().chain(DIRECTORIES.iter().map(PathBuf::from));
    Ok(directories.into_iter().find_map(|directory| programs_at(&directory)))
}

/// The programs of a directory with mariadbd. The other one is in it, or in one beside it: packages part them, and so does
/// the archive from MariaDB.
fn programs_at(directory: &Path) -> Option<Programs> {
    let server = directory.join("mariadbd");
    let prefix = directory.parent().unwrap_or(directory);
    let near = [directory.to_path_buf(), prefix.join("bin"), prefix.join("scripts")];
    let install =
        near.iter().map(|near| near.join("mariadb-install-db")).find(|program| program.is_file())?;
    server.is_file().then_some(Programs { server, install })
}

#[cfg(test)]
mod tests {
    use super::{Programs, programs_at};

    #[test]
    fn the_two_programs_may_be_in_neighbouring_directories() {
        let prefix = std::env::temp_dir().join(format!("hunter-mariadb-programs-{}", std::process::id()));
        let (server, install) = (prefix.join("sbin/mariadbd"), prefix.join("bin/mariadb-install-db"));
        for directory in ["sbin", "bin", "other"] {
            std::fs::create_dir_all(prefix.join(directory)).unwrap();
        }
        std::fs::write(&server, "").unwrap();
        assert_eq!(programs_at(&prefix.join("sbin")), None);
        std::fs::write(&install, "").unwrap();
        assert_eq!(programs_at(&prefix.join("sbin")), Some(Programs { server, install }));
        assert_eq!(programs_at(&prefix.join("other")), None);
        std::fs::remove_dir_all(&prefix).unwrap();
    }
}
