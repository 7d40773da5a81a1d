//! The throwaway servers of the tests: started on free ports, gone without a trace when dropped.
//!
//! Responsible for having all of them, and for telling the tests where they are. The parts: `postgres`, `mariadb` and `pgbouncer` know
//! one server each, `process` starts, watches and stops one, `directory` is where its files are, `install` gets programs
//! onto a fresh machine, `clients` are the servers' own clients, `interactive` is the command that only keeps servers.
//!
//! Everybody on this machine can connect while they run, since they trust 127.0.0.1. That suits a developer's
//! machine and a container, not a host shared with people one doesn't trust.

mod clients;
mod directory;
mod install;
pub(crate) mod interactive;
mod mariadb;
mod pgbouncer;
mod postgres;
mod process;

use mariadb::Mariadb;
use pgbouncer::Pgbouncer;
use postgres::Postgres;
use process::Process;

/// A server as far as one can tell the tests about it.
trait Server {
    /// Where to connect.
    fn url(&self) -> String;

    /// The variables that tell the tests about it.
    fn variables(&self) -> Vec<(&'static str, String)>;

    /// If it has ended by itself: that it has, and its last words.
    fn obituary(&mut self) -> Option<String>;
}

/// All servers, running.
pub(crate) struct Servers(Vec<Box<dyn Server>>);

impl Servers {
    /// Finds the servers and their clients, or installs them, and starts fresh servers.
    pub(crate) fn start() -> Result<Self, String> {
        clients::find_or_install()?;
        let postgres = Process::start(Postgres::prepare()?)?;
        let pooler = Process::start(Pgbouncer::prepare(postgres.port())?)?;
        // In the order in which they are stopped: who uses another one goes first.
        Ok(Self(vec![
            Box::new(pooler),
            Box::new(postgres),
            Box::new(Process::start(Postgres::prepare_newer()?)?),
            Box::new(Process::start(Mariadb::prepare()?)?),
        ]))
    }

    /// Where to connect.
    pub(crate) fn urls(&self) -> Vec<String> {
        self.0.iter().map(|server| server.url()).collect()
    }

    /// The variables that tell the tests about all of them.
    pub(crate) fn variables(&self) -> Vec<(&'static str, String)> {
        self.0.iter().flat_map(|server| server.variables()).collect()
    }

    /// What those who have ended by themselves said last.
    pub(crate) fn obituaries(&mut self) -> Vec<String> {
        self.0.iter_mut().filter_map(|server| server.obituary()).collect()
    }
}
