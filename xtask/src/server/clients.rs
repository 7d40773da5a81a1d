//! The servers' own clients, which tests compare Hunter with.
//!
//! Responsible for `psql`, `sqlite3` and `mariadb` being on `PATH`.

use std::path::PathBuf;

use super::install::{self, Wanted};
use crate::tool;

/// The clients, and how to get them.
const CLIENTS: &[(&str, Wanted)] = &[
    (
        "psql",
        Wanted {
            package: "postgresql-client",
            missing: "`psql` is not on PATH",
            advice: "  Debian, Ubuntu:  sudo apt-get install postgresql-client
  Fedora, RHEL:    sudo dnf install postgresql
  macOS:           brew install postgresql",
        },
    ),
    (
        "sqlite3",
        Wanted {
            package: "sqlite3",
            missing: "`sqlite3` is not on PATH",
            advice: "  Debian, Ubuntu:  sudo apt-get install sqlite3
  Fedora, RHEL:    sudo dnf install sqlite
  macOS:           brew install sqlite",
        },
    ),
    (
        "mariadb",
        Wanted {
            package: "mariadb-client",
            missing: "`mariadb` is not on PATH",
            advice: "  Debian, Ubuntu:  sudo apt-get install mariadb-client
  Fedora, RHEL:    sudo dnf install mariadb
  macOS:           brew install mariadb",
        },
    ),
];

/// Has all of them, installed now if need be.
pub(super) fn find_or_install() -> Result<(), String> {
    let find = |(name, wanted): &(&str, Wanted)| -> Result<PathBuf, String> {
        install::find_or_install(wanted, || Ok(tool::on_path(name)))
    };
    CLIENTS.iter().try_for_each(|client| find(client).map(drop))
}
