//! The command line of the task runner.
//!
//! Responsible for turning the arguments into a [`Task`], and for the usage text. It decides nothing that
//! depends on the machine: whether `--sqlite-only` is acceptable here, for instance, is the suite's concern.

use std::ffi::OsString;

use crate::torture::SCENARIOS;

/// What `cargo xtask help` prints, and what follows the complaint about an unknown command line.
pub(crate) const USAGE: &str = "\
usage: cargo xtask COMMAND

commands:
  test [--sqlite-only] [-- ARGS]   run every test class against throwaway servers (PostgreSQL, MariaDB);
                                   ARGS go to each `cargo test` (a filter, `-p PACKAGE`, `-- --nocapture`)
  torture [SCENARIO]               the scenarios of tests/torture as often as was promised, which takes minutes;
                                   `test` does each a few times
  ci                               formatting, lints, documentation, then `test`
  fuzz [TARGET] [--seconds N]      throw inputs at everything that is read from outside, 60 s at each target or at one;
                                   needs a C++ compiler
  server                           start the throwaway servers and keep them until Enter or Ctrl-C
  help                             this text

options of `test`:
  --sqlite-only   start and install no server, and leave out the tests in modules named `postgres` or `mariadb`;
                  refused when CI is set

options of `fuzz`:
  --seconds N     how long to go on at each target
  --replay FILE   run TARGET on this input alone

environment:
  HUNTER_TEST_POSTGRES_BIN   directory of the PostgreSQL server programs to use, instead of the newest found
  HUNTER_TEST_POSTGRES18_BIN directory of the programs of a newer PostgreSQL, instead of downloading them once
  HUNTER_TEST_MARIADB_BIN    directory of mariadbd, instead of the one found
  HUNTER_TORTURE_SEED        the seed that a failed scenario printed, to draw the same moments again";

/// One thing the task runner can do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Print the usage.
    Help,
    /// Run the test classes.
    Test(TestOptions),
    /// Run a scenario of the torture tests with full counts, or all of them.
    Torture(Option<&'static str>),
    /// Run all checks, then the test classes.
    Ci,
    /// Throw inputs at what reads them.
    Fuzz(FuzzOptions),
    /// Keep the throwaway servers for a developer.
    Server,
}

/// What to fuzz, and for how long.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FuzzOptions {
    /// One target; all of them if there's none.
    pub(crate) target: Option<String>,
    /// How long to go on at each.
    pub(crate) seconds: u32,
    /// The one input to run instead.
    pub(crate) replay: Option<String>,
}

/// How to run the test classes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct TestOptions {
    /// Start no server, install none, and skip what needs one.
    pub(crate) sqlite_only: bool,
    /// What to hand to every `cargo test`.
    pub(crate) forwarded: Vec<String>,
}

/// Reads the arguments after the program's name; the error is one line, without the usage.
pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Task, String> {
    let mut arguments = arguments
        .map(|argument| argument.into_string().map_err(|raw| format!("argument {raw:?} isn't UTF-8 text")))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter();
    let Some(command) = arguments.next() else { return Ok(Task::Help) };
    let task = match command.as_str() {
        "help" | "--help" | "-h" => return Ok(Task::Help),
        "test" => return parse_test(arguments),
        "torture" => return parse_torture(arguments),
        "fuzz" => return parse_fuzz(arguments),
        "ci" => Task::Ci,
        "server" => Task::Server,
        unknown => return Err(format!("unknown command `{unknown}`")),
    };
    match arguments.next().as_deref() {
        None => Ok(task),
        Some("--help" | "-h") => Ok(Task::Help),
        Some(extra) => Err(format!("`{command}` takes no arguments, but got `{extra}`")),
    }
}

fn parse_test(mut arguments: impl Iterator<Item = String>) -> Result<Task, String> {
    let mut options = TestOptions::default();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--sqlite-only" => options.sqlite_only = true,
            "--help" | "-h" => return Ok(Task::Help),
            "--" => {
                options.forwarded = arguments.collect();
                break;
            }
            unknown => {
                return Err(format!(
                    "unknown argument `{unknown}` of `test`; write `cargo xtask test -- {unknown}` \
                     to hand it to cargo test"
                ));
            }
        }
    }
    Ok(Task::Test(options))
}

fn parse_torture(mut arguments: impl Iterator<Item = String>) -> Result<Task, String> {
    let scenario = match arguments.next().as_deref() {
        None => None,
        Some("--help" | "-h") => return Ok(Task::Help),
        Some(word) => match SCENARIOS.iter().find(|(name, _)| *name == word) {
            Some((name, _)) => Some(*name),
            None => {
                let known: Vec<_> =
                    SCENARIOS.iter().map(|(name, what)| format!("\n  {name:12}{what}")).collect();
                return Err(format!("`{word}` is no scenario of `torture`; there are:{}", known.concat()));
            }
        },
    };
    match arguments.next() {
        None => Ok(Task::Torture(scenario)),
        Some(extra) => Err(format!("`torture` takes one scenario or none, but got `{extra}` too")),
    }
}

fn parse_fuzz(mut arguments: impl Iterator<Item = String>) -> Result<Task, String> {
    let mut options = FuzzOptions { target: None, seconds: 60, replay: None };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(Task::Help),
            "--seconds" => {
                let number = arguments.next().and_then(|text| text.parse().ok());
                options.seconds =
                    number.filter(|seconds| *seconds > 0).ok_or("`--seconds` needs a number")?;
            }
            "--replay" => options.replay = Some(arguments.next().ok_or("`--replay` needs a file")?),
            option if option.starts_with('-') => return Err(format!("unknown option `{option}` of `fuzz`")),
            _ if options.target.is_some() => {
                return Err(format!("`fuzz` takes one target, but got `{argument}` too"));
            }
            _ => options.target = Some(argument),
        }
    }
    if options.replay.is_some() && options.target.is_none() {
        return Err("`--replay` needs a target: `cargo xtask fuzz TARGET --replay FILE`".to_owned());
    }
    Ok(Task::Fuzz(options))
}

#[cfg(test)]
mod tests {
    use super::{FuzzOptions, Task, TestOptions, parse};

    fn parse_words(line: &str) -> Result<Task, String> {
        parse(line.split_whitespace().map(Into::into))
    }

    #[test]
    fn commands_are_recognised() {
        assert_eq!(parse_words(""), Ok(Task::Help));
        assert_eq!(parse_words("help"), Ok(Task::Help));
        assert_eq!(parse_words("ci"), Ok(Task::Ci));
        assert_eq!(parse_words("server"), Ok(Task::Server));
        assert_eq!(parse_words("server --help"), Ok(Task::Help));
        assert_eq!(parse_words("test"), Ok(Task::Test(TestOptions::default())));
    }

    #[test]
    fn everything_after_the_first_separator_is_forwarded() {
        let expected = TestOptions {
            sqlite_only: true,
            forwarded: ["-p", "x", "--", "--nocapture"].map(String::from).into(),
        };
        assert_eq!(parse_words("test --sqlite-only -- -p x -- --nocapture"), Ok(Task::Test(expected)));
        let only_forwarded = TestOptions { sqlite_only: false, forwarded: vec!["--sqlite-only".to_owned()] };
        assert_eq!(parse_words("test -- --sqlite-only"), Ok(Task::Test(only_forwarded)));
    }

    #[test]
    fn a_scenario_is_known_by_its_name() {
        assert_eq!(parse_words("torture"), Ok(Task::Torture(None)));
        assert_eq!(parse_words("torture killed"), Ok(Task::Torture(Some("killed"))));
        let message = parse_words("torture kiled").unwrap_err();
        assert!(message.contains("`kiled`") && message.contains("\n  killed "), "{message}");
        assert!(parse_words("torture killed start").unwrap_err().contains("`start` too"));
    }

    #[test]
    fn fuzzing_takes_a_target_a_time_and_an_input() {
        let fuzz = |target: Option<&str>, seconds, replay: Option<&str>| {
            let (target, replay) = (target.map(str::to_owned), replay.map(str::to_owned));
            Ok(Task::Fuzz(FuzzOptions { target, seconds, replay }))
        };
        assert_eq!(parse_words("fuzz"), fuzz(None, 60, None));
        assert_eq!(parse_words("fuzz --seconds 5 url"), fuzz(Some("url"), 5, None));
        assert_eq!(parse_words("fuzz url --replay f"), fuzz(Some("url"), 60, Some("f")));
        assert_eq!(parse_words("fuzz --help"), Ok(Task::Help));
        for wrong in [
            "fuzz --seconds",
            "fuzz --seconds 0",
            "fuzz --seconds x",
            "fuzz a b",
            "fuzz -x",
            "fuzz --replay f",
        ] {
            assert!(parse_words(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert_eq!(parse_words("tset"), Err("unknown command `tset`".to_owned()));
        assert_eq!(parse_words("ci now"), Err("`ci` takes no arguments, but got `now`".to_owned()));
        let message = parse_words("test --nocapture").unwrap_err();
        assert!(message.contains("cargo xtask test -- --nocapture"), "{message}");
    }
}
