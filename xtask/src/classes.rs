//! The test classes: what exists, how cargo runs each, and how long each may take.
//!
//! Responsible for the one table that `cargo xtask test` and `cargo xtask ci` go through, and for turning a
//! row of it into arguments for cargo. To add a class, add a row; nothing else knows the names.

use std::time::Duration;

use crate::args::TestOptions;

/// One row of the table.
pub(crate) struct Class {
    /// What the reports call it.
    pub(crate) name: &'static str,
    /// Cargo's arguments that select its tests.
    cargo: &'static [&'static str],
    /// The longest it may take, compiling included, before it counts as failed.
    budget_minutes: u64,
}

/// Every test class, in the order they run: the quick ones first.
pub(crate) const CLASSES: &[Class] = &[
    Class { name: "unit", cargo: &["test", "--workspace", "--lib", "--bins"], budget_minutes: 5 },
    Class { name: "doc", cargo: &["test", "--workspace", "--doc"], budget_minutes: 5 },
    Class { name: "integration", cargo: &["test", "--workspace", "--test", "*"], budget_minutes: 30 },
];

impl Class {
    /// The time after which the class counts as failed.
    pub(crate) const fn budget(&self) -> Duration {
        Duration::from_secs(self.budget_minutes * 60)
    }

    /// Cargo's whole command line for this class.
    pub(crate) fn arguments(&self, options: &TestOptions) -> Vec<String> {
        let mut forwarded = options.forwarded.splitn(2, |argument| argument == "--");
        let for_cargo = forwarded.next().unwrap_or_default();
        let for_libtest = forwarded.next().unwrap_or_default();

        // Cargo silently ignores `-p` next to `--workspace`, and a developer who named a package meant it.
        let narrowed = for_cargo.iter().any(|argument| selects_a_package(argument));
        let mut line: Vec<String> = self
            .cargo
            .iter()
            .filter(|&&argument| !(narrowed && argument == "--workspace"))
            .map(ToString::to_string)
            .collect();
        // A run that takes minutes should report every failure, not the first one; cargo refuses the flag twice.
        if !for_cargo.iter().any(|argument| argument == "--no-fail-fast") {
            line.push("--no-fail-fast".to_owned());
        }
        line.extend_from_slice(for_cargo);

        let mut libtest = for_libtest.to_vec();
        if options.sqlite_only {
            libtest.extend(["--skip", "postgres::", "--skip", "mariadb::"].map(String::from));
        }
        if !libtest.is_empty() {
            line.push("--".to_owned());
            line.append(&mut libtest);
        }
        line
    }
}

fn selects_a_package(argument: &str) -> bool {
    argument == "--package"
        || argument.starts_with("--package=")
        || (argument.starts_with("-p") && !argument.starts_with("--"))
}

/// The budgets of all classes together.
pub(crate) fn total_budget() -> Duration {
    CLASSES.iter().map(Class::budget).sum()
}

#[cfg(test)]
mod tests {
    use super::{CLASSES, total_budget};
    use crate::args::TestOptions;

    fn line(name: &str, sqlite_only: bool, forwarded: &str) -> String {
        let class = CLASSES.iter().find(|class| class.name == name).unwrap();
        let forwarded = forwarded.split_whitespace().map(String::from).collect();
        class.arguments(&TestOptions { sqlite_only, forwarded }).join(" ")
    }

    #[test]
    fn the_whole_suite_stays_under_an_hour() {
        assert!(total_budget().as_secs() < 60 * 60, "{:?}", total_budget());
        assert!(CLASSES.iter().all(|class| class.budget_minutes > 0));
    }

    #[test]
    fn names_are_unique() {
        for (index, class) in CLASSES.iter().enumerate() {
            assert!(CLASSES[..index].iter().all(|earlier| earlier.name != class.name), "{}", class.name);
        }
    }

    #[test]
    fn forwarded_arguments_go_to_cargo_and_to_libtest() {
        assert_eq!(line("doc", false, ""), "test --workspace --doc --no-fail-fast");
        assert_eq!(
            line("unit", false, "rollback -- --nocapture"),
            "test --workspace --lib --bins --no-fail-fast rollback -- --nocapture"
        );
        assert_eq!(line("doc", false, "-p hunter-sql"), "test --doc --no-fail-fast -p hunter-sql");
        assert_eq!(line("doc", false, "--no-fail-fast"), "test --workspace --doc --no-fail-fast");
    }

    #[test]
    fn sqlite_only_skips_the_modules_named_after_servers() {
        assert_eq!(
            line("doc", true, ""),
            "test --workspace --doc --no-fail-fast -- --skip postgres:: --skip mariadb::"
        );
        assert_eq!(
            line("integration", true, "x -- --nocapture"),
            "test --workspace --test * --no-fail-fast x -- --nocapture --skip postgres:: --skip mariadb::"
        );
    }
}
