//! A throwaway PostgreSQL server: started on a free port, gone without a trace when dropped.
//!
//! Responsible for the server's process: starting it as our child, waiting until it accepts connections,
//! telling the tests where it is, stopping it. The parts: `binaries` finds the programs, `install` gets them
//! on a fresh machine, `account` picks the user to run as, `data` makes the directory, `config` has the
//! settings, `interactive` is the command that only keeps a server.
//!
//! Everybody on this machine can connect while it runs, since it trusts 127.0.0.1. That suits a developer's
//! machine and a container, not a host shared with people one doesn't trust.

mod account;
mod binaries;
mod config;
mod data;
mod install;
pub(crate) mod interactive;

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::environment;
use account::Account;
use data::Data;

/// How long it may take until connections are accepted; well under a second on an idle machine.
const START_DEADLINE: Duration = Duration::from_secs(60);
/// How long it may take to end; the clean-up has gone through all its signals before that.
const STOP_DEADLINE: Duration = Duration::from_secs(20);
/// How often to look.
const POLL: Duration = Duration::from_millis(50);
/// Another process can take a port between our finding it free and the server's using it.
const PORT_ATTEMPTS: u32 = 5;

/// A running server.
pub(crate) struct Server {
    bin: PathBuf,
    port: u16,
    postgres: Child,
    data: Data,
}

impl Server {
    /// Finds PostgreSQL, or installs it, and starts a fresh server.
    pub(crate) fn start() -> Result<Self, String> {
        let bin = install::find_or_install()?;
        let account = Account::choose()?;
        let data = Data::create(&bin, &account)?;
        let port = free_port()?;
        let postgres = spawn(&bin, &account, &data, port)?;
        // From here on the Drop guard below stops it, whichever way we leave.
        let mut server = Self { bin, port, postgres, data };
        let mut attempt = 1;
        while let Err(message) = server.wait_until_ready() {
            if attempt == PORT_ATTEMPTS || !server.data.log_tail().contains("could not bind") {
                return Err(message);
            }
            attempt += 1;
            server.port = free_port()?;
            server.postgres = spawn(&server.bin, &account, &server.data, server.port)?;
        }
        println!(
            "throwaway PostgreSQL server from {} is ready on port {}",
            server.bin.display(),
            server.port
        );
        Ok(server)
    }

    /// Where to connect.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The variables that tell the tests about the server.
    pub(crate) fn variables(&self) -> [(&'static str, String); 3] {
        [
            (environment::URL, self.url()),
            (environment::LOG, self.data.log().to_string_lossy().into_owned()),
            (environment::BIN, self.bin.to_string_lossy().into_owned()),
        ]
    }

    /// If the server has ended by itself: that it has, and its last words.
    pub(crate) fn obituary(&mut self) -> Option<String> {
        let status = self.postgres.try_wait().ok()??;
        let tail = self.data.log_tail();
        Some(format!(
            "the throwaway PostgreSQL server has ended by itself ({status}); its log ends with:\n{tail}"
        ))
    }

    fn wait_until_ready(&mut self) -> Result<(), String> {
        let deadline = Instant::now() + START_DEADLINE;
        loop {
            if let Some(obituary) = self.obituary() {
                return Err(obituary);
            }
            if self.data.says_ready() && TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
                return Ok(());
            }
            if Instant::now() > deadline {
                let (limit, tail) = (START_DEADLINE.as_secs(), self.data.log_tail());
                return Err(format!(
                    "the throwaway PostgreSQL server isn't ready after {limit} s; its log ends with:\n{tail}"
                ));
            }
            sleep(POLL);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.data.release();
        // The clean-up has begun; our part is to collect our child, so that its process id is given up, and to
        // stop it ourselves in case the shell that should do so is gone. The directory goes with `data`.
        let deadline = Instant::now() + STOP_DEADLINE;
        while matches!(self.postgres.try_wait(), Ok(None)) {
            if Instant::now() > deadline {
                eprintln!("xtask: warning: the throwaway PostgreSQL server doesn't stop, it is killed");
                if let Err(error) = self.postgres.kill().and_then(|()| self.postgres.wait()) {
                    eprintln!("xtask: warning: it couldn't be killed either: {error}");
                }
                break;
            }
            sleep(POLL);
        }
    }
}

/// Starts the server in the foreground, as our child, with its output in the log.
fn spawn(bin: &Path, account: &Account, data: &Data, port: u16) -> Result<Child, String> {
    let log = data.open_log()?;
    let copy =
        log.try_clone().map_err(|error| format!("{} can't be shared: {error}", data.log().display()))?;
    let directory = data.data();
    let arguments = ["-D", &directory.to_string_lossy(), "-p", &port.to_string()];
    let mut command = account.command(&bin.join("postgres"), &arguments);
    environment::scrub(&mut command).env("LC_ALL", "C").current_dir(&directory);
    command.stdin(Stdio::null()).stdout(log).stderr(copy);
    command.spawn().map_err(|error| format!("{command:?} didn't start: {error}"))
}

/// A port nobody listens on at this moment.
fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    listener
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| format!("no free port on 127.0.0.1 for the throwaway server: {error}"))
}
