//! `Words`: what one dialect says differently, as data.
//!
//! Responsible for facts and spellings, so that the runner is written once and asks the fact, never the name. The words
//! of every dialect are always compiled; a backend that speaks them is a feature.

mod postgres;
mod postgres_held;
mod postgres_index;
mod postgres_loss;
mod postgres_others;
mod postgres_recreate;
mod postgres_rights;
mod sqlite;

use hunter_chain::Dialect;
use hunter_schema::BadRow;
use hunter_sql::{Name, Removed};

pub(crate) use postgres::POSTGRES;
pub(crate) use sqlite::SQLITE;

use crate::ledger::LedgerName;
use crate::runner::Written;

/// The facts and spellings of one dialect.
#[doc(hidden)]
#[derive(Debug)]
pub struct Words {
    pub(crate) dialect: Dialect,
    pub(crate) facts: Facts,
    /// The type of a moment.
    pub(crate) timestamp: &'static str,
    /// The moment of the statement, comparable within the ledger.
    pub(crate) now: &'static str,
    /// Milliseconds since a column of that type.
    pub(crate) elapsed_ms: fn(&str) -> String,
    /// The function that makes a JSON object, and what makes it text.
    pub(crate) json_object: (&'static str, &'static str),
    /// Who is connected.
    pub(crate) who: &'static str,
    /// One row: where we are, whether there is a ledger, its last row if one trip can tell.
    pub(crate) look: fn(&LedgerName) -> String,
    /// User tables and views that are not the ledger, one row each, sorted; for "empty or not".
    pub(crate) relations: fn(&LedgerName) -> String,
    /// For each table or column that exists, a row `{"table", "column"}` with the table as it is to be written.
    pub(crate) resolve: fn(&[Written]) -> String,
    /// Checks of a downgrade inside the step's message.
    pub(crate) loss: Option<LossWords>,
    /// What is recreated around a step inside of its message, where the server can find and make it again alone.
    pub(crate) recreate: Option<RecreateWords>,
    /// The lock of a whole run, where the server has one that dies with the session.
    pub(crate) guard: Option<GuardWords>,
    /// What other sessions do, where there are some that can be asked for.
    pub(crate) others: Option<OthersWords>,
    /// What this session holds, where tables have locks.
    pub(crate) held: Option<HeldWords>,
    /// How long statements wait for other connections.
    pub(crate) patience: PatienceWords,
    /// What a script for later begins with, in the language of the server's own client: stop at the first error, and the
    /// settings that a connection of ours has.
    pub(crate) for_later: &'static [&'static str],
    /// Statements that fail with the text unless the condition holds.
    pub(crate) assert: fn(condition: &str, text: &str) -> String,
    /// What holds for statements outside of a transaction: how long one may run (milliseconds, 0 for no limit), and
    /// what the session calls itself.
    pub(crate) alone: Option<fn(u64, &str) -> String>,
    /// Lets the server look now and then whether we are still there, while it works: for the transaction, or the session. What a
    /// client that was killed had sent would go on to its end else.
    pub(crate) notices_loss: Option<fn(of_transaction: bool) -> String>,
    /// Questions about indexes that were built outside of a transaction.
    pub(crate) index: Option<IndexWords>,
    /// A query for at most one row, in words, where a query finds any.
    pub(crate) a_row_of: fn(&str) -> String,
    /// A query for the address at which the server took this connection: null for a socket. Without it there is no server.
    pub(crate) server_address: Option<&'static str>,
    /// One row: what the database tells of itself before a deployment, as [`Server`](crate::preflight::Server) reads it.
    pub(crate) itself: &'static str,
    /// A query for the needs that the current role lacks, where roles have rights.
    pub(crate) missing_rights: Option<fn(&[Need]) -> String>,
    /// How a step's transaction begins.
    pub(crate) begin: &'static str,
    /// What the catalog says about a schema, where it can be asked.
    pub(crate) catalog: Option<CatalogWords>,
}

impl Words {
    /// Those of a dialect, where there are some.
    pub(crate) fn of(dialect: Dialect) -> Option<&'static Words> {
        match dialect {
            Dialect::Postgres => Some(&POSTGRES),
            Dialect::Sqlite => Some(&SQLITE),
            Dialect::Mysql => None,
        }
    }
}

/// Something that a role must be allowed to do. Names are written as the catalog writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Need {
    /// To make this schema.
    MakeSchema(String),
    /// To make something in this schema.
    MakeIn(String),
    /// To make the ledger in this schema.
    MakeLedgerIn(String),
    /// To do with an object what its owner may.
    Own(String),
    /// To drop an object.
    Drop(String),
    /// To write rows of the ledger.
    Write {
        /// The ledger.
        table: String,
        /// `insert` or `update`.
        right: &'static str,
    },
}

/// What is so or not so.
#[derive(Debug)]
pub(crate) struct Facts {
    /// A whole transactional step is one message, checks included. Else it goes statement by statement.
    pub(crate) one_message: bool,
    /// Foreign keys are switched per connection, outside of transactions, and a rebuilt table needs them off.
    pub(crate) foreign_keys_are_a_switch: bool,
}

/// Statements around a script that may drop things. `announced` is JSON: pairs of table and column (or null).
#[derive(Debug)]
pub(crate) struct LossWords {
    /// Locks what is announced and raises `hunter:rows` if it holds rows after all.
    pub(crate) hold: fn(announced: &str) -> String,
    /// Remembers what there is.
    pub(crate) before: fn(&LedgerName) -> String,
    /// Raises `hunter:loss` with what is gone and was not announced.
    pub(crate) after: fn(announced: &str) -> String,
}

/// What stands on names that `recreates` lists: asked for, and statements around a script.
#[derive(Debug)]
pub(crate) struct RecreateWords {
    /// A query for all of it in words, one a row, what stands on nothing else of it first.
    pub(crate) standing: fn(names: &[String]) -> String,
    /// Drops it and remembers it. What the script drops is not brought back; whether it says anything of rights decides
    /// whose word the rights are of what it makes. Raises `hunter:recreate`.
    pub(crate) take_away: fn(names: &[String], dropped: &[Removed], grants: bool) -> String,
    /// Makes again what is not there, and says again what was said of it: owner, grants, comments. Raises `hunter:recreate`.
    pub(crate) bring_back: fn() -> String,
}

/// What the statements of a transaction lock, asked by the transaction itself.
#[derive(Debug)]
pub(crate) struct HeldWords {
    /// Remembers what there is, for the transaction.
    pub(crate) remember: &'static str,
    /// A query for the locks on what was there: `{"table", "mode", "rewritten"}`.
    pub(crate) ask: &'static str,
}

/// Questions about an index.
#[derive(Debug)]
pub(crate) struct IndexWords {
    /// One row `{"name", "valid"}` if it is there; without a table it is found as the session finds it.
    pub(crate) look: fn(&Name, Option<&Name>) -> String,
    /// A condition: it is there, and valid or not.
    pub(crate) is_there: fn(&Name, &Name, bool) -> String,
}

/// Spellings of a connection's patience, in milliseconds.
#[derive(Debug)]
pub(crate) struct PatienceWords {
    /// Whether even a first look may meet the lock of another connection.
    pub(crate) for_a_look: bool,
    /// One row.
    pub(crate) now: &'static str,
    pub(crate) set: fn(&str) -> String,
    /// What also lets every row be seen while patient, and what ends that; follows `set`.
    pub(crate) see: (&'static str, &'static str),
}

/// Spellings of the run's guard; the number is its key.
#[derive(Debug)]
pub(crate) struct GuardWords {
    /// One row: the number of this session, or null where another one has it.
    pub(crate) take: fn(i64) -> String,
    /// One row, `true` or `false`.
    pub(crate) release: fn(i64) -> String,
    /// Who holds it, as JSON, and for how many seconds its statement has been `busy`; no row if nobody.
    pub(crate) holder: fn(i64) -> String,
    /// A condition that is true while this session holds it.
    pub(crate) is_ours: fn(i64) -> String,
    /// One row: statements that bring the session's settings back to what they are now.
    pub(crate) settings: &'static str,
    /// Statements that bring them back to what they were when the session began, for who cannot ask.
    pub(crate) settings_of_start: &'static str,
}

/// Questions about other sessions, which are answered with one [`Holder`](crate::Holder) a row, and what ends their work. Sessions
/// have the numbers of their server.
#[derive(Debug)]
pub(crate) struct OthersWords {
    /// Ends the statement of a session.
    pub(crate) cancel: fn(pid: i64) -> String,
    /// What a session works on, as [`AtWork`](crate::AtWork): one row. Asks the catalog alone: what opens a table waits for
    /// who has locked it.
    pub(crate) at_work: fn(pid: i64, ledger: &LedgerName) -> String,
    /// Whom a session waits for at this moment.
    pub(crate) in_the_way_of: fn(pid: i64) -> String,
    /// Who has locked a table of one of these names, or one that is tied to it.
    pub(crate) using: fn(names: &[String]) -> String,
    /// Whom a concurrent build on a table would wait for.
    pub(crate) before_a_build: fn(table: &Name) -> String,
    /// One row: the number of this session.
    pub(crate) me: &'static str,
    /// Ends another session that holds the guard of this key, if it does nothing. One row, whether it did; none if there is none.
    pub(crate) end_idle_holder: fn(key: i64, pid: i64) -> String,
}

/// Questions about everything that is in a database.
#[derive(Debug)]
pub(crate) struct CatalogWords {
    /// A query for the server's major version.
    pub(crate) version: &'static str,
    /// The schemas that are there before anybody makes one.
    pub(crate) schemas_of_every_database: &'static [&'static str],
    /// Asks for the schema that names without one mean, where there are several.
    pub(crate) current_schema: Option<&'static str>,
    /// What keeps the session's settings out of the way.
    pub(crate) calm: Option<CalmWords>,
    /// Queries for the objects of schemas but the ledger, one object a row.
    pub(crate) queries: fn(schemas: &[String], ledger: &LedgerName) -> Vec<String>,
    /// Makes rows of the one shape from theirs; without it they are.
    pub(crate) complete: Option<Complete>,
}

/// How settings that would make a catalog slow or otherwise to read are set aside.
#[derive(Debug)]
pub(crate) struct CalmWords {
    /// A query that sets them, and tells what they were.
    pub(crate) set: &'static str,
    /// A query that sets them to what they were.
    pub(crate) back: fn(was: &str) -> String,
}

/// From the rows of a catalog's queries to rows of the one shape.
pub(crate) type Complete = fn(Vec<String>) -> Result<Vec<String>, BadRow>;
