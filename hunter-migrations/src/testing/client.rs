//! The servers' own clients, for scripts that somebody runs later.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::Scratch;

/// Where `cargo xtask test` says that the server's programs are.
const BIN_VARIABLE: &str = "HUNTER_TEST_POSTGRES_BIN";

impl Scratch {
    /// Runs a script by `psql` or `sqlite3` as an administrator would, with nobody's settings files.
    ///
    /// # Errors
    /// What the client said, if it did not succeed.
    ///
    /// # Panics
    /// When there is no such client; a test cannot go on without, and must not pass.
    #[doc(hidden)]
    #[expect(clippy::panic, reason = "a test without the client has failed")]
    pub fn run_by_client(&self, script: &str) -> Result<(), String> {
        let mut command = match self.url().strip_prefix("sqlite:") {
            Some(file) => {
                let mut sqlite = Command::new("sqlite3");
                sqlite.args(["-init", "/dev/null", "-batch", file]);
                sqlite
            }
            None => {
                let own = std::env::var_os(BIN_VARIABLE).map(|bin| PathBuf::from(bin).join("psql"));
                let own = own.filter(|program| program.is_file());
                let mut psql = Command::new(own.unwrap_or_else(|| PathBuf::from("psql")));
                psql.args(["--no-psqlrc", "--quiet", "--file=-", self.url()]);
                psql
            }
        };
        let program = command.get_program().to_string_lossy().into_owned();
        let streams = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = match streams.spawn() {
            Ok(child) => child,
            Err(error) => panic!("{program}: {error}; `cargo xtask test` installs it"),
        };
        if let Some(mut input) = child.stdin.take() {
            // The client may stop before it has read everything.
            let _ = input.write_all(script.as_bytes());
        }
        match child.wait_with_output() {
            Ok(output) if output.status.success() => Ok(()),
            Ok(output) => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
            Err(error) => Err(error.to_string()),
        }
    }
}
