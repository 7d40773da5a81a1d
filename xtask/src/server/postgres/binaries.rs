//! Where this machine's PostgreSQL server programs are.
//!
//! Responsible for choosing one directory that has all of them, in this order: what the developer named, what
//! `pg_config` says, the newest version in the usual places of Debian, Fedora and Homebrew, `PATH`.

use std::path::{Path, PathBuf};

use crate::environment;
use crate::tool;

/// What a directory must have to be of use; the client programs alone are often installed without these.
const PROGRAMS: &[&str] = &["initdb", "postgres", "pg_ctl"];

/// Where distributions put one directory per version: the parent, and how the directories' names start.
const VERSIONED: &[(&str, &str)] = &[
    ("/usr/lib/postgresql", ""),
    ("/usr", "pgsql-"),
    ("/opt/homebrew/opt", "postgresql"),
    ("/usr/local/opt", "postgresql"),
];

/// The directory to use, if there's one; an error only if the developer named one that won't do.
pub(super) fn locate() -> Result<Option<PathBuf>, String> {
    if let Some(named) = std::env::var_os(environment::POSTGRES_BIN).filter(|value| !value.is_empty()) {
        let named = PathBuf::from(named);
        return match missing(&named) {
            None => Ok(Some(named)),
            Some(program) => Err(format!(
                "{} names {}, which has no `{program}`; name a directory with {}, or unset the variable to let \
                 xtask search",
                environment::POSTGRES_BIN,
                named.display(),
                PROGRAMS.join(", "),
            )),
        };
    }
    let configured = tool::answer("pg_config", &["--bindir"]).map(PathBuf::from);
    let searched =
        || newest(VERSIONED.iter().flat_map(|(parent, prefix)| versions_in(Path::new(parent), prefix)));
    let on_path = || tool::on_path("postgres")?.parent().map(Path::to_path_buf);
    Ok(configured
        .filter(|bin| complete(bin))
        .or_else(searched)
        .or_else(|| on_path().filter(|bin| complete(bin))))
}

/// The first program a directory lacks.
fn missing(bin: &Path) -> Option<&'static str> {
    PROGRAMS.iter().copied().find(|program| !bin.join(program).is_file())
}

fn complete(bin: &Path) -> bool {
    missing(bin).is_none()
}

/// The complete program directories of all versions under one parent, with each one's version.
fn versions_in(parent: &Path, prefix: &str) -> Vec<(Vec<u32>, PathBuf)> {
    let Ok(entries) = std::fs::read_dir(parent) else { return Vec::new() };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    names
        .filter_map(|name| {
            let bin = parent.join(&name).join("bin");
            let version = version(name.strip_prefix(prefix)?);
            complete(&bin).then_some((version, bin))
        })
        .collect()
}

/// The numbers of a version such as `15`, `@15` or `9.6`; no numbers, hence the oldest, if it has none.
fn version(text: &str) -> Vec<u32> {
    let digits = text.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let end = digits.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(digits.len());
    digits[..end].split('.').map_while(|part| part.parse().ok()).collect()
}

fn newest(candidates: impl Iterator<Item = (Vec<u32>, PathBuf)>) -> Option<PathBuf> {
    candidates.max_by(|(left, _), (right, _)| left.cmp(right)).map(|(_, bin)| bin)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{PROGRAMS, newest, version, versions_in};

    /// A parent directory with complete program directories of these names.
    struct Installed(PathBuf);

    impl Installed {
        fn new(test: &str, names: &[&str]) -> Self {
            let parent = std::env::temp_dir().join(format!("hunter-binaries-{test}-{}", std::process::id()));
            for name in names {
                let bin = parent.join(name).join("bin");
                std::fs::create_dir_all(&bin).unwrap();
                for program in PROGRAMS {
                    std::fs::write(bin.join(program), "").unwrap();
                }
            }
            Self(parent)
        }
    }

    impl Drop for Installed {
        fn drop(&mut self) {
            std::fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn versions_are_ordered_as_numbers() {
        let ordered = ["", "9.6", "10", "@15", "15.4", "18beta1"].map(version);
        assert!(ordered.is_sorted(), "{ordered:?}");
        assert_eq!(ordered[1], [9, 6]);
        assert_eq!(ordered[5], [18]);
    }

    #[test]
    fn the_newest_version_wins() {
        let installed = Installed::new("newest", &["9.6", "10", "18", "15"]);
        let chosen = newest(versions_in(&installed.0, "").into_iter());
        assert_eq!(chosen, Some(installed.0.join("18/bin")));
    }

    #[test]
    fn incomplete_and_unrelated_directories_do_not_count() {
        let installed = Installed::new("incomplete", &["pgsql-15", "pgsql-16", "other-17"]);
        std::fs::remove_file(installed.0.join("pgsql-16/bin/initdb")).unwrap();
        let chosen = newest(versions_in(&installed.0, "pgsql-").into_iter());
        assert_eq!(chosen, Some(installed.0.join("pgsql-15/bin")));
        assert_eq!(newest(versions_in(Path::new("/no/such/parent"), "").into_iter()), None);
    }
}
