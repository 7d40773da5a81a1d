//! The servers' own clients, for scripts that somebody runs later.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use super::database::Database;

/// Runs a script as an administrator would: from a file or a pipe, without looking. What the client said if it failed.
pub(crate) fn client(db: &Scratch, script: &str) -> Result<(), String> {
    let mut command = match db.dialect() {
        Dialect::Postgres => {
            let bin = std::env::var_os("HUNTER_TEST_POSTGRES_BIN").unwrap_or_default();
            let own = Path::new(&bin).join("psql");
            let mut psql = Command::new(if own.is_file() { own } else { "psql".into() });
            psql.args(["--no-psqlrc", "--quiet", "--file=-", db.url()]);
            psql
        }
        _ => {
            let mut sqlite = Command::new("sqlite3");
            sqlite.args(["-init", "/dev/null", "-batch"]).arg(db.url().trim_start_matches("sqlite:"));
            sqlite
        }
    };
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}; `cargo xtask test` installs it"));
    // The client may stop before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(script.as_bytes());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(()) } else { Err(said) }
}
