//! `Preflight`: everything that would stop a deployment, found before it begins.
//!
//! Responsible for what a finding is and for every judgement over what a database tells of itself. Pure; who asks is the
//! runner.

use serde::Deserialize;

/// Servers before this one were never measured.
const MEASURED_FROM: u32 = 15;

/// What a finding comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// Worth a look, and in the way of nothing.
    Warning,
    /// A deployment would fail, hang, or could not be taken back.
    No,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What was looked at, in one word that stays the same.
    pub name: &'static str,
    /// What it comes to.
    pub verdict: Verdict,
    /// What was found.
    pub what: String,
    /// What to type or do, where it is not as it should be.
    pub remedy: Option<String>,
}

/// What was found before a deployment, in the order in which it was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Preflight {
    /// One for each thing that was looked at. What stands on something that is not so was not looked at.
    pub findings: Vec<Finding>,
}

/// What a database tells of itself and of this connection.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Server {
    pub(crate) version: String,
    pub(crate) major: u32,
    pub(crate) encoding: String,
    /// Why it takes no writes, if it takes none.
    pub(crate) read_only: Option<String>,
    /// A moment a day ago, as manifests of backups write it.
    pub(crate) day_ago: String,
}

impl Verdict {
    /// One word, for scripts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Warning => "warning",
            Verdict::No => "no",
        }
    }
}

impl Finding {
    pub(crate) fn ok(name: &'static str, what: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Ok, what: what.into(), remedy: None }
    }

    pub(crate) fn warning(name: &'static str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Warning, what: what.into(), remedy: Some(remedy.into()) }
    }

    pub(crate) fn no(name: &'static str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::No, what: what.into(), remedy: Some(remedy.into()) }
    }

    /// What an operation would refuse, in the words of its refusal.
    pub(crate) fn refusal(name: &'static str, error: &crate::Error) -> Self {
        Self::no(name, error.to_string(), error.help())
    }
}

impl Preflight {
    /// Whether nothing stands in the way.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.findings.iter().all(|finding| finding.verdict != Verdict::No)
    }

    /// What was found under a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.name == name)
    }
}

/// Whether it answers and takes writes.
pub(crate) fn reachable(product: &str, place: &str, server: &Server) -> Finding {
    let here = format!("{product} {} at {place}", server.version);
    match &server.read_only {
        None => Finding::ok("reachable", here),
        Some(why) => Finding::no(
            "reachable",
            format!("{here} takes no writes: {why}"),
            "name the database that takes writes: --database-url or HUNTER_DATABASE_URL",
        ),
    }
}

/// Whether anybody tried Hunter on this version.
pub(crate) fn version(is_server: bool, server: &Server) -> Finding {
    if !is_server || server.major >= MEASURED_FROM {
        return Finding::ok("version", &server.version);
    }
    let what =
        format!("{} is older than {MEASURED_FROM}, the oldest that Hunter was tried on", server.version);
    Finding::warning("version", what, "try the upgrade on a copy of this database first")
}

/// Whether every character of a script has a place in the database.
pub(crate) fn encoding(server: &Server) -> Finding {
    if server.encoding.to_ascii_uppercase().starts_with("UTF") {
        return Finding::ok("encoding", &server.encoding);
    }
    let what = format!(
        "{}, and scripts are UTF-8: a character without a place in it fails its step",
        server.encoding
    );
    let remedy = "make a database `with encoding 'UTF8' template template0`, and bring a dump into it";
    Finding::warning("encoding", what, remedy)
}

/// The last backup of this database, as its manifest tells it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LastBackup<'a> {
    pub(crate) file: &'a str,
    pub(crate) taken: &'a str,
    /// The number of the last row of its ledger.
    pub(crate) last: i64,
}

/// Whether the last backup is of this day and of these revisions. `last` is the number of the last row of the ledger, and nothing
/// where there is nothing that could be lost.
pub(crate) fn backup(found: Option<LastBackup<'_>>, last: Option<i64>, server: &Server) -> Finding {
    let Some(last) = last else {
        return Finding::ok("backup", "the database is empty: there is nothing to lose");
    };
    let take = "`hunter backup` takes one; `hunter deploy` does so itself";
    match found {
        None => Finding::warning("backup", "there is none of this database here", take),
        Some(backup) if backup.last != last => {
            let what = format!("{} was taken before the record changed", backup.file);
            Finding::warning("backup", what, take)
        }
        Some(backup) if *backup.taken < *server.day_ago => {
            let what = format!("{} was taken {}, more than a day ago", backup.file, backup.taken);
            Finding::warning("backup", what, take)
        }
        Some(backup) => Finding::ok("backup", format!("{}, taken {}", backup.file, backup.taken)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server() -> Server {
        let text =
            r#"{ "version": "15.18", "major": 15, "encoding": "UTF8", "day_ago": "2026-01-29T10:00:00Z" }"#;
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn only_a_database_that_takes_writes_is_reachable() {
        let standby = Server { read_only: Some("it is a standby".into()), ..server() };
        assert_eq!(reachable("PostgreSQL", "h/d", &server()).what, "PostgreSQL 15.18 at h/d");
        let found = reachable("PostgreSQL", "h/d", &standby);
        assert_eq!(
            (found.verdict, &*found.what),
            (Verdict::No, "PostgreSQL 15.18 at h/d takes no writes: it is a standby")
        );
    }

    #[test]
    fn a_server_older_than_any_that_was_measured_and_an_encoding_with_holes_are_warned_of() {
        let old = Server { version: "12.3".into(), major: 12, encoding: "LATIN1".into(), ..server() };
        assert_eq!(version(true, &server()).verdict, Verdict::Ok);
        assert_eq!(version(true, &old).verdict, Verdict::Warning);
        assert_eq!(version(false, &old).verdict, Verdict::Ok);
        assert_eq!(encoding(&server()).verdict, Verdict::Ok);
        assert_eq!(encoding(&old).verdict, Verdict::Warning);
    }

    #[test]
    fn a_backup_is_fresh_when_it_is_of_this_day_and_of_this_record() {
        let of = |taken, last| Some(LastBackup { file: "f", taken, last });
        let verdict = |found, last| backup(found, last, &server()).verdict;
        assert_eq!(verdict(of("2026-01-29T10:00:01Z", 7), Some(7)), Verdict::Ok);
        assert_eq!(verdict(of("2026-01-29T09:59:59Z", 7), Some(7)), Verdict::Warning);
        assert_eq!(verdict(of("2026-01-29T10:00:01Z", 6), Some(7)), Verdict::Warning);
        assert_eq!(verdict(None, Some(7)), Verdict::Warning);
        assert_eq!(verdict(None, None), Verdict::Ok);
    }

    #[test]
    fn one_no_stands_in_the_way_and_no_warning_does() {
        let list = |findings: Vec<Finding>| Preflight { findings }.is_clear();
        assert!(list(vec![Finding::ok("a", "b"), Finding::warning("a", "b", "c")]));
        assert!(!list(vec![Finding::ok("a", "b"), Finding::no("a", "b", "c")]));
    }
}
