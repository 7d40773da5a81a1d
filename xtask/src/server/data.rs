//! The throwaway server's directory: its data, its socket, its log.
//!
//! Responsible for making it under `/tmp`, filling it with `initdb` and our settings, and for its removal by a
//! [`Watchdog`], which first stops whatever server still runs on it.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::account::Account;
use super::config;
use crate::environment;
use crate::tool;
use crate::watchdog::Watchdog;

/// Where the directory goes. Not `TMPDIR`: on macOS that is so long that the path of the socket in it comes
/// near the operating system's limit of about 100 bytes.
const PARENT: &str = "/tmp";

/// Stops the server, with growing insistence, and removes the directory. The server is known by its own pid
/// file, since not every way of switching users makes it our direct child; a pid is negative there while
/// initdb is at work. The short sleep is for a server that was started an instant before we died, the repeated
/// removal for an initdb that still writes while it goes.
const CLEAN_UP: &str = r#"
lock="$1/data/postmaster.pid"
[ -s "$lock" ] || [ ! -e "$1/server.log" ] || sleep 1
pid=$(head -n 1 "$lock" 2>/dev/null)
pid=${pid#-}
alive() { [ -e "$lock" ] && kill -0 "$pid" 2>/dev/null; }
if [ -n "$pid" ]; then
    for signal in INT QUIT KILL; do
        alive || break
        kill -s "$signal" "$pid" 2>/dev/null
        tries=0
        while alive && [ "$tries" -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
    done
fi
tries=0
until rm -rf -- "$1" 2>/dev/null || [ "$tries" -ge 50 ]; do sleep 0.1; tries=$((tries + 1)); done
"#;

/// The directory; dropping it stops the server on it and removes it.
pub(crate) struct Data {
    directory: PathBuf,
    watchdog: Watchdog,
}

impl Data {
    /// Makes the directory, ready for a server.
    pub(crate) fn create(bin: &Path, account: &Account) -> Result<Self, String> {
        let directory = fresh_directory()?;
        let watchdog = Watchdog::start(CLEAN_UP, &directory.to_string_lossy())?;
        let this = Self { directory, watchdog };
        account.give(&this.directory)?;
        let data = this.data();
        let arguments = ["-D", &data.to_string_lossy(), "-A", "trust", "-U", "postgres", "--locale=C"];
        let arguments = [&arguments[..], &["--encoding=UTF8", "--no-sync"]].concat();
        let mut initdb = account.command(&bin.join("initdb"), &arguments);
        // A locale that the developer's shell names but this machine lacks would make initdb give up.
        environment::scrub(&mut initdb).env("LC_ALL", "C").current_dir(&this.directory);
        tool::run_quietly(&mut initdb)?;
        this.configure()
            .map_err(|error| format!("the settings in {} weren't written: {error}", data.display()))?;
        Ok(this)
    }

    fn configure(&self) -> Result<(), std::io::Error> {
        // Written into the files that initdb made, which keeps their owner.
        std::fs::write(self.data().join("pg_hba.conf"), config::HBA)?;
        let mut settings = OpenOptions::new().append(true).open(self.data().join("postgresql.conf"))?;
        settings.write_all(config::settings(&self.directory).as_bytes())
    }

    /// What `initdb` made.
    pub(crate) fn data(&self) -> PathBuf {
        self.directory.join("data")
    }

    /// The server's log.
    pub(crate) fn log(&self) -> PathBuf {
        self.directory.join("server.log")
    }

    /// The log as an output for the server, emptied.
    pub(crate) fn open_log(&self) -> Result<File, String> {
        File::create(self.log()).map_err(|error| format!("{} wasn't created: {error}", self.log().display()))
    }

    /// The last lines of the log.
    pub(crate) fn log_tail(&self) -> String {
        let log = std::fs::read(self.log()).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    /// Whether the server says in its pid file that it accepts connections; that's where `pg_ctl` looks too.
    pub(crate) fn says_ready(&self) -> bool {
        let lock = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        lock.lines().nth(7).is_some_and(|status| status.trim() == "ready")
    }

    /// Lets the server be stopped and the directory be removed, without waiting for it.
    pub(crate) fn release(&mut self) {
        self.watchdog.release();
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        self.watchdog.finish();
        // The watchdog has done this, unless somebody killed it.
        if let Err(error) = std::fs::remove_dir_all(&self.directory)
            && error.kind() != ErrorKind::NotFound
        {
            let directory = self.directory.display();
            eprintln!("xtask: warning: {directory} couldn't be removed: {error}; remove it by hand");
        }
    }
}

/// A directory that didn't exist before, so that nobody can have prepared it for us.
fn fresh_directory() -> Result<PathBuf, String> {
    let mut attempt = 0;
    loop {
        let directory = Path::new(PARENT).join(format!("hunter-pg-{}-{attempt}", std::process::id()));
        match std::fs::create_dir(&directory) {
            Ok(()) => return Ok(directory),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && attempt < 100 => attempt += 1,
            Err(error) => {
                let directory = directory.display();
                return Err(format!("{directory} for the throwaway server couldn't be created: {error}"));
            }
        }
    }
}
