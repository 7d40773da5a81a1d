//! What can be typed. Nothing is decided here.

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

mod backup;
mod deploy;
mod revision;
pub use backup::{Backup, BackupFirst, LockWait, Restore};
pub use deploy::{Aim, Deploy, Preflight};
pub use revision::Revision;

use super::running::{Checks, StepChecks, Wait};

/// Migrates this program's database, and tells where it is.
#[derive(Debug, Parser)]
#[command(disable_help_subcommand = true, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) verb: Verb,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// The database: postgres://user@host/database, sqlite:PATH. Else HUNTER_DATABASE_URL, else DATABASE_URL
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// Answer yes where a person would be asked
    #[arg(long, global = true)]
    pub yes: bool,
    /// How to print.
    #[command(flatten)]
    pub how: How,
}

/// How to print.
#[derive(Debug, Clone, Args)]
pub struct How {
    /// Print the answer as JSON, with a format version
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Print only the answer and errors
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// Tell more
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(super) verbose: u8,
    /// Colour of messages on a terminal
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

/// Every command.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Where the database is
    Current(Current),
    /// Those that need no database.
    #[command(flatten)]
    Graph(GraphVerb),
    /// What an upgrade or downgrade would do
    Plan(Plan),
    /// Apply what the target needs and the database lacks
    Upgrade(Upgrade),
    /// Revert what stands on the target
    Downgrade(Downgrade),
    /// How the database differs from what its recorded revisions leave behind
    Check(Check),
    /// Bring the schema to what its recorded revisions leave behind
    Repair(Repair),
    /// Write a new revision; with --autogenerate --sql, print what check --sql does
    Revision(Revision),
    /// Everything that would stop a deployment, a tick and a remedy each
    Preflight(Preflight),
    /// Connection, revision, schema and assertions, a tick and a remedy each
    Verify,
    /// Find out which revision an unrecorded database is at, and record it
    Adopt(Adopt),
    /// Preflight, backup, upgrade, verify: a report, and the way back
    Deploy(Deploy),
    /// Back the database up into a folder, list the backups, remove old ones
    Backup(Backup),
    /// Make the database what a backup has
    Restore(Restore),
    /// Record revisions as applied without running them
    Stamp(Stamp),
    /// Say what became of a statement that nobody saw end
    Resolve(Resolve),
    /// Wait until the database can be reached, or is at head
    Wait(WaitFor),
    /// Create the ledger if it is absent
    Ensure,
    /// Print a completion script
    Completions(Completions),
}

/// Commands that need no database.
#[derive(Debug, Subcommand)]
pub enum GraphVerb {
    /// The revisions, newest first
    History(History),
    /// Revisions nothing stands on
    Heads,
    /// Revisions on which several stand
    Branches,
    /// Everything about a revision
    Show(Show),
    /// What a code of a compile error means
    Explain(Explain),
}

/// Arguments of `current`.
#[derive(Debug, Args)]
pub struct Current {
    /// Exit with 1 unless every head is applied
    #[arg(long)]
    pub(super) check_heads: bool,
}

/// Arguments of `history`.
#[derive(Debug, Args)]
pub struct History {
    /// Show only this revision
    #[arg(allow_negative_numbers = true, conflicts_with = "range", value_name = "REV")]
    pub(super) revision: Option<String>,
    /// Show a range: from:to, from:, :to
    #[arg(short, long = "rev-range", allow_hyphen_values = true, value_name = "A:B")]
    pub(super) range: Option<String>,
    /// Mark what is current on the database
    #[arg(short, long)]
    pub(super) indicate_current: bool,
    /// The revisions that others replaced, as the line that they were
    #[arg(long)]
    pub(super) legacy: bool,
    /// Draw how the revisions stand on each other
    #[arg(long)]
    pub(super) graph: bool,
}

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The revision
    #[arg(allow_negative_numbers = true, value_name = "REV")]
    pub(super) revision: String,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The code, such as HC004; without one, the list of all
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,
}

/// Arguments of `plan`.
#[derive(Debug, Args)]
pub struct Plan {
    /// Where to go
    #[arg(default_value = "head", allow_negative_numbers = true)]
    pub(super) target: String,
    /// Exit with 1 when something is pending
    #[arg(long)]
    pub(super) check: bool,
}

/// Arguments of `upgrade`.
#[derive(Debug, Args)]
pub struct Upgrade {
    /// Where to go: head, heads, an id or its first 4 characters, +N, ID+N, label@head
    #[arg(default_value = "head", allow_negative_numbers = true)]
    pub(super) target: String,
    /// Print the plan and change nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Print a script for psql or sqlite3 and connect to nothing; the target may be a range FROM:TO
    #[arg(long, conflicts_with = "dry_run")]
    pub(super) sql: bool,
    /// Apply revisions that hunter.lock does not prove to a server on another machine
    #[arg(long, conflicts_with = "sql")]
    pub(super) unproved: bool,
    /// Begin with what `adopt` does where nothing is recorded and something is there
    #[arg(long, conflicts_with_all = ["sql", "dry_run"])]
    pub(super) adopt: bool,
    #[command(flatten)]
    pub(super) first: BackupFirst,
    #[command(flatten)]
    pub(super) checks: Checks,
    #[command(flatten)]
    pub(super) wait: Wait,
}

/// Arguments of `downgrade`.
#[derive(Debug, Args)]
pub struct Downgrade {
    /// Where to go: base, -N, an id or its first 4 characters, ID-N, label@base
    #[arg(allow_negative_numbers = true, required_unless_present = "from_ledger")]
    pub(super) target: Option<String>,
    /// Let tables and columns that hold rows be dropped
    #[arg(long)]
    pub(super) allow_data_loss: bool,
    /// Revert revisions that this binary lacks by the scripts stored in the ledger; without a target down to this binary's
    /// head. Shows each script, and asks
    #[arg(long, conflicts_with = "sql")]
    pub(super) from_ledger: bool,
    /// Print the plan and change nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Print a script for psql or sqlite3 and connect to nothing; the target may be a range FROM:TO
    #[arg(long, conflicts_with = "dry_run")]
    pub(super) sql: bool,
    #[command(flatten)]
    pub(super) first: BackupFirst,
    #[command(flatten)]
    pub(super) checks: StepChecks,
    #[command(flatten)]
    pub(super) wait: Wait,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Print the statements that repair it, and nothing where nothing differs
    #[arg(long, conflicts_with = "json")]
    pub(super) sql: bool,
}

/// Arguments of `repair`.
#[derive(Debug, Args)]
pub struct Repair {
    /// Let tables and columns that hold rows be dropped
    #[arg(long)]
    pub(super) allow_data_loss: bool,
    #[command(flatten)]
    pub(super) wait: Wait,
}

/// Arguments of `adopt`.
#[derive(Debug, Args)]
pub struct Adopt {
    /// The revision it is at, where several leave the same schema behind or another tool says otherwise
    #[arg(long, value_name = "REV")]
    pub(super) at: Option<String>,
    /// Take an object as it is, with everything below it: "table public.users". May be given again
    #[arg(long, value_name = "OBJECT")]
    pub(super) accept_drift: Vec<String>,
    /// Print the statements that lead to that revision, else to the nearest, and change nothing
    #[arg(long, conflicts_with = "json")]
    pub(super) sql: bool,
    #[command(flatten)]
    pub(super) wait: Wait,
}

/// Arguments of `stamp`.
#[derive(Debug, Args)]
pub struct Stamp {
    /// The revisions the database really is at
    #[arg(required = true, value_name = "REV")]
    pub(super) revisions: Vec<String>,
    /// Forget everything recorded before, unknown revisions included
    #[arg(long)]
    pub(super) purge: bool,
    /// Record what nobody compared; --because says why
    #[arg(long, requires = "because", conflicts_with = "accept_drift")]
    pub(super) unverified: bool,
    /// Why it is right although nobody compared; goes on record
    #[arg(long, requires = "unverified", value_name = "TEXT")]
    pub(super) because: Option<String>,
    /// Take an object as it is, with everything below it: "table public.users". May be given again
    #[arg(long, value_name = "OBJECT")]
    pub(super) accept_drift: Vec<String>,
}

/// Arguments of `resolve`.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Resolve {
    /// It was carried out: the next run goes on after it
    #[arg(long)]
    pub(super) done: bool,
    /// It was not: the next run sends it again
    #[arg(long)]
    pub(super) redo: bool,
}

/// Arguments of `wait`.
#[derive(Debug, Args)]
pub struct WaitFor {
    /// What to wait for
    #[arg(long = "for", value_enum, default_value_t = Until::Head, value_name = "WHAT")]
    pub(super) until: Until,
    /// Seconds to wait, then exit with 4; 0 looks once
    #[arg(long, value_name = "S", default_value_t = 300)]
    pub(super) timeout: u64,
}

/// What `wait` waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Until {
    /// The database can be reached
    Up,
    /// It has every revision of this program, or is ahead of it and says that this is harmless
    Head,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// For which shell
    pub(super) shell: Shell,
}
