//! The process of a throwaway server.
//!
//! Responsible for starting it as our child, waiting until it accepts connections, and stopping it. What is special about
//! one server is said by its [`Engine`].

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::Server;
use super::directory::Directory;
use crate::environment;

/// How long it may take until connections are accepted; well under a second on an idle machine.
const START_DEADLINE: Duration = Duration::from_secs(60);
/// How long it may take to end; the clean-up has gone through all its signals before that.
const STOP_DEADLINE: Duration = Duration::from_secs(20);
/// How often to look.
const POLL: Duration = Duration::from_millis(50);
/// Another process can take a port between our finding it free and the server's using it.
const PORT_ATTEMPTS: u32 = 5;

/// A server that is ready to be started: its programs are found, its data are made.
pub(super) trait Engine {
    /// What people call it.
    const NAME: &'static str;
    /// What its log says when somebody else was faster to take the port.
    const PORT_TAKEN: &'static str;

    /// Its files.
    fn directory(&mut self) -> &mut Directory;

    /// What starts it in the foreground.
    fn command(&self, port: u16) -> Command;

    /// Whether it says somewhere that it accepts connections.
    fn says_ready(&self) -> bool;

    /// Where to connect.
    fn url(&self, port: u16) -> String;

    /// The variables that tell the tests about it, besides the URL.
    fn variables(&self, port: u16) -> Vec<(&'static str, String)>;
}

/// A running server.
pub(super) struct Process<E: Engine> {
    port: u16,
    child: Child,
    engine: E,
}

impl<E: Engine> Process<E> {
    /// Starts it, and waits until it accepts connections.
    pub(super) fn start(mut engine: E) -> Result<Self, String> {
        let port = free_port()?;
        let child = spawn(&mut engine, port)?;
        // From here on the Drop guard below stops it, whichever way we leave.
        let mut this = Self { port, child, engine };
        let mut attempt = 1;
        while let Err(message) = this.wait_until_ready() {
            if attempt == PORT_ATTEMPTS || !this.engine.directory().log_tail().contains(E::PORT_TAKEN) {
                return Err(message);
            }
            attempt += 1;
            this.port = free_port()?;
            this.child = spawn(&mut this.engine, this.port)?;
        }
        println!("throwaway {} server is ready on port {}", E::NAME, this.port);
        Ok(this)
    }

    /// Where it listens.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    fn wait_until_ready(&mut self) -> Result<(), String> {
        let deadline = Instant::now() + START_DEADLINE;
        loop {
            if let Some(obituary) = self.obituary() {
                return Err(obituary);
            }
            if self.engine.says_ready() && TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
                return Ok(());
            }
            if Instant::now() > deadline {
                let (limit, tail) = (START_DEADLINE.as_secs(), self.engine.directory().log_tail());
                return Err(format!(
                    "the throwaway {} server isn't ready after {limit} s; its log ends with:\n{tail}",
                    E::NAME
                ));
            }
            sleep(POLL);
        }
    }
}

impl<E: Engine> Server for Process<E> {
    fn url(&self) -> String {
        self.engine.url(self.port)
    }

    fn variables(&self) -> Vec<(&'static str, String)> {
        self.engine.variables(self.port)
    }

    fn obituary(&mut self) -> Option<String> {
        let status = self.child.try_wait().ok()??;
        let tail = self.engine.directory().log_tail();
        Some(format!(
            "the throwaway {} server has ended by itself ({status}); its log ends with:\n{tail}",
            E::NAME
        ))
    }
}

impl<E: Engine> Drop for Process<E> {
    fn drop(&mut self) {
        self.engine.directory().release();
        // The clean-up has begun; our part is to collect our child, so that its process id is given up, and to
        // stop it ourselves in case the shell that should do so is gone. The directory goes with the engine.
        let deadline = Instant::now() + STOP_DEADLINE;
        while matches!(self.child.try_wait(), Ok(None)) {
            if Instant::now() > deadline {
                eprintln!("xtask: warning: the throwaway {} server doesn't stop, it is killed", E::NAME);
                if let Err(error) = self.child.kill().and_then(|()| self.child.wait()) {
                    eprintln!("xtask: warning: it couldn't be killed either: {error}");
                }
                break;
            }
            sleep(POLL);
        }
    }
}

/// Starts the server as our child, with its output in the log.
fn spawn<E: Engine>(engine: &mut E, port: u16) -> Result<Child, String> {
    let [output, errors] = engine.directory().open_log()?;
    let mut command = engine.command(port);
    environment::scrub(&mut command).env("LC_ALL", "C").current_dir(engine.directory().data());
    command.stdin(Stdio::null()).stdout(output).stderr(errors);
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
