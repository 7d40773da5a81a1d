//! What child processes inherit from the developer's shell, and what they must not.
//!
//! Responsible for making runs repeatable: a database address or a libpq setting that happens to be exported
//! must neither reach a real database nor change what a test sees. Also knows whether this is an unattended
//! run, and how to call cargo.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Tells the tests where the throwaway PostgreSQL server is.
pub(crate) const POSTGRES_URL: &str = "HUNTER_TEST_POSTGRES_URL";
/// Tells the tests where that server writes its log.
pub(crate) const POSTGRES_LOG: &str = "HUNTER_TEST_POSTGRES_LOG";
/// Tells the tests, and us, where the PostgreSQL server programs are.
pub(crate) const POSTGRES_BIN: &str = "HUNTER_TEST_POSTGRES_BIN";
/// Tells the tests where the throwaway PostgreSQL server of a newer major version is.
pub(crate) const NEWER_POSTGRES_URL: &str = "HUNTER_TEST_POSTGRES18_URL";
/// Tells the tests, and us, where the programs of a newer PostgreSQL are.
pub(crate) const NEWER_POSTGRES_BIN: &str = "HUNTER_TEST_POSTGRES18_BIN";
/// Tells the tests where the pooler in front of the throwaway PostgreSQL server is.
pub(crate) const POOLER_URL: &str = "HUNTER_TEST_POOLER_URL";
/// Tells the tests where the throwaway MariaDB server is.
pub(crate) const MARIADB_URL: &str = "HUNTER_TEST_MARIADB_URL";
/// Tells the tests where that server writes its log.
pub(crate) const MARIADB_LOG: &str = "HUNTER_TEST_MARIADB_LOG";
/// Tells the tests, and us, where the MariaDB server program is.
pub(crate) const MARIADB_BIN: &str = "HUNTER_TEST_MARIADB_BIN";

/// Asks the tests in `tests/torture` for full counts.
pub(crate) const TORTURE: &str = "HUNTER_TORTURE";

/// Never inherited: addresses the tool itself would use, what an earlier run of ours left, and everything libpq
/// and MySQL's library take as a default (a `PGPASSWORD`, say, would let the test of a missing password pass).
const NOT_INHERITED: &[&str] = &[
    "DATABASE_URL",
    "HUNTER_DATABASE_URL",
    POSTGRES_URL,
    POSTGRES_LOG,
    POSTGRES_BIN,
    NEWER_POSTGRES_URL,
    NEWER_POSTGRES_BIN,
    POOLER_URL,
    MARIADB_URL,
    MARIADB_LOG,
    MARIADB_BIN,
    TORTURE,
    "MARIADB_HOME",
    "MYSQL_HOME",
    "MYSQL_HOST",
    "MYSQL_PWD",
    "MYSQL_TCP_PORT",
    "MYSQL_UNIX_PORT",
    "PGAPPNAME",
    "PGCLIENTENCODING",
    "PGCONNECT_TIMEOUT",
    "PGDATA",
    "PGDATABASE",
    "PGDATESTYLE",
    "PGHOST",
    "PGHOSTADDR",
    "PGOPTIONS",
    "PGPASSFILE",
    "PGPASSWORD",
    "PGPORT",
    "PGSERVICE",
    "PGSERVICEFILE",
    "PGSSLMODE",
    "PGTARGETSESSIONATTRS",
    "PGTZ",
    "PGUSER",
];

/// Removes from a child's environment what it mustn't inherit.
pub(crate) fn scrub(command: &mut Command) -> &mut Command {
    for name in NOT_INHERITED {
        command.env_remove(name);
    }
    command
}

/// Where programs are kept that one run got and the next one needs: with what cargo built, so that a clean is clean.
pub(crate) fn kept() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    root().join(target).join("servers")
}

/// The workspace's root, where every command of cargo runs.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// A call of cargo at the workspace's root. It has no input: an unattended run must never wait for an answer.
pub(crate) fn cargo<A: AsRef<str>>(arguments: &[A]) -> Command {
    // Cargo names itself to what it runs, which keeps a `cargo +toolchain xtask` on that toolchain.
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.args(arguments.iter().map(AsRef::as_ref)).current_dir(root()).stdin(Stdio::null());
    scrub(&mut command);
    command
}

/// Whether a continuous integration service runs us.
pub(crate) fn is_ci() -> bool {
    means_ci(std::env::var("CI").ok().as_deref())
}

fn means_ci(value: Option<&str>) -> bool {
    matches!(value, Some("true" | "1"))
}

#[cfg(test)]
mod tests {
    use super::{cargo, means_ci};

    #[test]
    fn only_true_and_1_mean_ci() {
        assert!(means_ci(Some("true")) && means_ci(Some("1")));
        assert!(!means_ci(None) && !means_ci(Some("")) && !means_ci(Some("false")));
    }

    #[test]
    fn cargo_does_not_see_a_real_database() {
        let command = cargo(&["test"]);
        for name in ["DATABASE_URL", "HUNTER_DATABASE_URL", "PGPASSWORD"] {
            assert!(command.get_envs().any(|(key, value)| key == name && value.is_none()), "{name}");
        }
    }
}
