//! The throwaway server's settings.
//!
//! Responsible for the text of `pg_hba.conf` and for what is appended to `postgresql.conf`. Durability is
//! switched off wholesale: the data live as long as the tests, and waiting for a disk is most of their time.

use std::path::Path;

/// Who may connect, and how. PostgreSQL takes the first line that matches, so the user whose password is
/// really checked (tests of a wrong password need one) comes before the lines that trust everybody.
pub(super) const HBA: &str = "\
# TYPE  DATABASE  USER             ADDRESS        METHOD
host    all       hunter_password  127.0.0.1/32   scram-sha-256
local   all       all                             trust
host    all       all              127.0.0.1/32   trust
";

/// The settings that differ from what initdb wrote. A later line in the file overrides an earlier one.
pub(super) fn settings(socket_directory: &Path) -> String {
    format!(
        "
# appended by cargo xtask
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
listen_addresses = '127.0.0.1'
unix_socket_directories = '{}'
logging_collector = off
log_min_messages = warning
# Whose line it is: the session, and the database, by which a test finds what its own processes were told.
log_line_prefix = '%m [%p] %d '
# The default only since PostgreSQL 14, and pg_hba.conf asks for it.
password_encryption = 'scram-sha-256'
",
        socket_directory.display()
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{HBA, settings};

    #[test]
    fn the_password_rule_comes_before_every_rule_that_trusts() {
        let rules: Vec<Vec<&str>> = HBA
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split_whitespace().collect())
            .collect();
        let expected = [
            vec!["host", "all", "hunter_password", "127.0.0.1/32", "scram-sha-256"],
            vec!["local", "all", "all", "trust"],
            vec!["host", "all", "all", "127.0.0.1/32", "trust"],
        ];
        assert_eq!(rules, expected);
    }

    #[test]
    fn the_server_listens_only_here() {
        let text = settings(Path::new("/tmp/hunter-pg-1"));
        assert!(text.contains("\nlisten_addresses = '127.0.0.1'\n"));
        assert!(text.contains("\nunix_socket_directories = '/tmp/hunter-pg-1'\n"));
        assert!(text.starts_with('\n'), "initdb's file may not end with a line break");
    }
}
