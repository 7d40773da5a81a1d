//! The whole command line, for any binary that embeds a chain.
//!
//! Responsible for words on a terminal: it parses, calls the library, prints, and says which exit code. Results go to
//! stdout, everything else to stderr. Only `main` of the binary exits.
//!
//! ```no_run
//! use std::process::ExitCode;
//! use hunter_migrations::{Migrations, cli};
//!
//! /// All that `main` of a service has to do, with the chain that `embed_migrations!` made.
//! fn answer(migrations: &'static Migrations) -> ExitCode {
//!     cli::main(migrations)
//! }
//! ```
//!
//! | exit code | means |
//! | --- | --- |
//! | 0 | done, or nothing to do |
//! | 1 | a check said no |
//! | 2 | the operation failed or was refused |
//! | 3 | usage |
//! | 4 | busy: another process holds the guard |
//! | 130, 143 | stopped by Ctrl-C, by SIGTERM |

mod args;
mod database;
mod deployment;
mod follow;
mod output;
mod running;
mod screen;
mod signals;
mod ticks;
mod verbs;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::Arguments;
#[doc(hidden)]
pub use args::{
    Adopt, Aim, Backup, BackupFirst, Check, Completions, Current, Deploy, Downgrade, Explain, Global,
    GraphVerb, History, How, LockWait, Plan, Preflight, Repair, Resolve, Restore, Revision, Show, Stamp,
    Upgrade, Verb, WaitFor,
};
pub use output::Output;
#[doc(hidden)]
pub use running::{Checks, StepChecks, Wait};

use crate::embedded::Migrations;
use crate::error::{Error, ErrorKind};
use crate::measured::Measured;

/// What a verb answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Done, or nothing to do: exit code 0.
    Done,
    /// A check said no: exit code 1.
    No,
}

/// Runs the command line of this process. A database must be named by URL.
pub fn main(migrations: &'static Migrations) -> ExitCode {
    Cli::new(migrations).main()
}

/// A command line over a chain, with its settings.
#[derive(Debug, Clone, Copy)]
pub struct Cli {
    migrations: &'static Migrations,
    default_url: Option<&'static str>,
    desk: Option<Desk>,
    measure: Option<Measure>,
}

/// Who measures on a scratch database what the steps of a plan lock; `None` where there is none: `cargo_hunter::measure`.
pub type Measure = fn(
    &Migrations,
    hunter_chain::Dialect,
    &hunter_chain::Applied,
    &hunter_chain::Plan<'_>,
    &mut Output,
) -> Result<Option<Measured>, Error>;

/// Who writes revisions into the folder of a project: `cargo_hunter::desk`.
pub type Desk = fn(&Revision, &Global, &mut Output) -> Result<Answer, Error>;

impl Cli {
    /// Over this chain.
    #[must_use]
    pub fn new(migrations: &'static Migrations) -> Self {
        Self { migrations, default_url: None, desk: None, measure: None }
    }

    /// The database that `upgrade`, `downgrade` and the reading commands use where none is named; they say so on
    /// stderr. Commands that change the record alone never use it.
    #[must_use]
    pub fn default_url(mut self, url: &'static str) -> Self {
        self.default_url = Some(url);
        self
    }

    /// Lets `revision` write into the project's folder, for a program that is run where its sources are.
    #[must_use]
    pub fn desk(mut self, desk: Desk) -> Self {
        self.desk = Some(desk);
        self
    }

    /// Lets `plan` tell what was measured instead of what a text tells.
    #[must_use]
    pub fn measure(mut self, measure: Measure) -> Self {
        self.measure = Some(measure);
        self
    }

    /// Runs the command line of this process.
    pub fn main(self) -> ExitCode {
        self.run(std::env::args_os())
    }

    /// Runs the words given, the program's name first.
    pub fn run(self, words: impl IntoIterator<Item = OsString>) -> ExitCode {
        let words: Vec<OsString> = words.into_iter().collect();
        let binary = self.migrations.binary();
        let program = called(&words).unwrap_or_else(|| binary.name.to_owned());
        let command = Arguments::command().name(binary.name).version(binary.version);
        let parsed =
            command.try_get_matches_from(&words).and_then(|matches| Arguments::from_arg_matches(&matches));
        let arguments = match parsed {
            Ok(arguments) => arguments,
            Err(error) => return usage(&error, &words),
        };
        let mut output = Output::new(&program, &arguments.global.how);
        let answer = self.dispatch(&program, &arguments.verb, &arguments.global, &mut output);
        exit(answer, &mut output)
    }

    /// Carries a command out that was parsed already, for tools that know more of them.
    ///
    /// # Errors
    /// What the command says; [`exit`] turns it into words and a code.
    #[doc(hidden)]
    pub fn dispatch(
        self,
        program: &str,
        verb: &Verb,
        global: &Global,
        out: &mut Output,
    ) -> Result<Answer, Error> {
        let database = database::Database { arguments: global, default_url: self.default_url };
        match verb {
            Verb::Graph(verb) => {
                let current = |out: &mut Output| {
                    let mut session = database.read(out)?;
                    let found = self.migrations.on(&mut session).current()?;
                    Ok(verbs::graph::On { unknown: found.strangers(session.words().dialect), current: found })
                };
                verbs::graph::run(verb, self.migrations.chain(), current, out)
            }
            Verb::Current(verb) => verbs::current::run(verb, self.migrations, &database, out),
            Verb::Plan(verb) => verbs::plan::run(verb, self.migrations, &database, self.measure, out),
            Verb::Upgrade(verb) => verbs::upgrade::run(verb, self.migrations, &database, out),
            Verb::Downgrade(verb) => verbs::downgrade::run(verb, self.migrations, &database, out),
            Verb::Check(verb) => verbs::check::run(verb, self.migrations, &database, out),
            Verb::Repair(verb) => verbs::repair::run(verb, self.migrations, &database, out),
            Verb::Revision(verb) if verb.sql => verbs::check::repair_sql(self.migrations, &database, out),
            Verb::Revision(verb) => match self.desk {
                Some(desk) => desk(verb, global, out),
                None => Err(Error::new(
                    ErrorKind::Usage,
                    "this program carries its revisions and does not know the folder they are written in",
                    "`cargo hunter revision` in the project writes one; --autogenerate --sql prints the repair of a database",
                )),
            },
            Verb::Preflight(verb) => verbs::preflight::run(verb, self.migrations, &database, out),
            Verb::Deploy(verb) => verbs::deploy::run(verb, self.migrations, &database, out),
            Verb::Verify => verbs::verify::run(self.migrations, &database, out),
            Verb::Adopt(verb) => verbs::adopt::run(verb, self.migrations, &database, out),
            Verb::Backup(verb) => verbs::backup::run(verb, self.migrations, &database, out),
            Verb::Restore(verb) => verbs::restore::run(verb, self.migrations, &database, out),
            Verb::Stamp(verb) => verbs::stamp::run(verb, self.migrations, &database, out),
            Verb::Resolve(verb) => verbs::resolve::run(verb, self.migrations, &database, out),
            Verb::Wait(verb) => verbs::wait::run(verb, self.migrations, &database, out),
            Verb::Ensure => verbs::ensure::run(self.migrations, &database, out),
            Verb::Completions(verb) => {
                let mut command = Arguments::command();
                let mut script = Vec::new();
                clap_complete::generate(verb.shell, &mut command, program, &mut script);
                out.result(String::from_utf8_lossy(&script).trim_end());
                Ok(Answer::Done)
            }
        }
    }
}

/// The name the program was called by: what a user has to type again.
fn called(words: &[OsString]) -> Option<String> {
    let stem = Path::new(words.first()?).file_stem()?;
    Some(stem.to_string_lossy().into_owned())
}

/// The commands over a graph alone: for tools that read a folder instead of a binary.
///
/// # Errors
/// What the verb says; [`exit`] turns it into words and a code.
#[doc(hidden)]
pub fn graph(verb: &GraphVerb, chain: &hunter_chain::Chain, out: &mut Output) -> Result<Answer, Error> {
    let no_database = |_: &mut Output| {
        let message = "`current` and -i need a database, and a folder has none";
        Err(Error::new(ErrorKind::Usage, message, "ask the service's own binary: it knows the same commands"))
    };
    verbs::graph::run(verb, chain, no_database, out)
}

/// `explain`, which needs not even a chain.
///
/// # Errors
/// When the code is not known.
#[doc(hidden)]
pub fn explain(verb: &Explain, out: &mut Output) -> Result<Answer, Error> {
    verbs::graph::explain(verb, out)
}

/// The database that was named, to be written to.
///
/// # Errors
/// When none is named, or it does not answer.
#[doc(hidden)]
pub fn open_named(global: &Global, out: &mut Output) -> Result<Box<dyn crate::Session>, Error> {
    database::Database { arguments: global, default_url: None }.open_named(crate::connect::Open::Write, out)
}

/// The database that was named, if it is on this machine; a file is made.
///
/// # Errors
/// When none is named, it does not answer, or it is on another machine.
#[doc(hidden)]
pub fn open_local(
    migrations: &Migrations,
    global: &Global,
    out: &mut Output,
) -> Result<Box<dyn crate::Session>, Error> {
    let database = database::Database { arguments: global, default_url: None };
    verbs::upgrade::open_local(migrations, &database, out)
}

/// `upgrade head` on an open database.
///
/// # Errors
/// As `Migrator::upgrade`.
#[doc(hidden)]
pub fn upgrade_to_head(
    migrations: &Migrations,
    session: &mut dyn crate::Session,
    wait: &Wait,
    out: &mut Output,
) -> Result<Answer, Error> {
    verbs::upgrade::to_head(migrations, session, wait, out)
}

/// Prints an error and chooses the exit code.
#[doc(hidden)]
pub fn exit(answer: Result<Answer, Error>, out: &mut Output) -> ExitCode {
    let answer = answer.and_then(|answer| out.lost().map_or(Ok(answer), Err));
    let error = match answer {
        Ok(Answer::Done) => return ExitCode::SUCCESS,
        Ok(Answer::No) => return ExitCode::from(1),
        Err(error) => error,
    };
    out.error(&error);
    ExitCode::from(match error.kind() {
        ErrorKind::Drift => 1,
        ErrorKind::Usage => 3,
        ErrorKind::Busy => 4,
        ErrorKind::Interrupted => signals::exit_code(),
        _ => 2,
    })
}

/// Clap's words in ours: what is wrong in one line, what to type in another. Its usual exit code 2 means something else
/// here.
#[doc(hidden)]
pub fn usage(error: &clap::Error, words: &[OsString]) -> ExitCode {
    let asked = error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if asked || !error.use_stderr() {
        let _ = error.print();
        return if asked { ExitCode::from(3) } else { ExitCode::SUCCESS };
    }
    let text = error.to_string();
    let mut paragraphs = text.split("\n\n").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    let message = paragraphs.next().unwrap_or_default();
    let message = message.trim_start_matches("error: ");
    let more = |part: String| (part.starts_with("tip: ") || part.starts_with("Usage: ")).then_some(part);
    let help: String = paragraphs.filter_map(more).map(|part| part + "; ").collect();
    let help = format!("{help}--help tells more").replacen("tip: ", "", 1).replacen("Usage: ", "usage: ", 1);
    let how = How {
        json: words.iter().any(|word| word == "--json"),
        quiet: false,
        verbose: 0,
        color: args::Color::Auto,
    };
    exit(Err(Error::new(ErrorKind::Usage, message, help)), &mut Output::new("", &how))
}
