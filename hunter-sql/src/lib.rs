//! What a migration tool must know about SQL text: where a script's tokens and statements are, and which of
//! them drop data, copy it from the client, or take the transaction out of the tool's hands.
//!
//! This crate is responsible for text and for nothing else. It opens no connection, reads no file, knows no
//! catalog, and is small enough to run inside a procedural macro. It is not a parser: it knows how each server
//! cuts text into tokens, and just enough grammar for the questions below; whole grammars are other crates'.
//!
//! A page from the bottom up:
//!
//! * [`Dialect`] says which server's rules apply, and quotes names and values for it;
//! * [`mod@lex`] cuts a text into [`Token`]s which cover every byte of it;
//! * [`statement`] puts the tokens together into [`Statement`]s, and loses nothing between them;
//! * [`effects`] looks for the few statements which the runner has to know about before it sends them;
//! * [`syntax_errors`] asks a parser of the dialect, where there is one without false alarms;
//! * [`mod@position`] turns a byte offset into the line and column a person looks for.
//!
//! ```
//! use hunter_sql::{Dialect, Position, drops, position, split, transaction_control};
//!
//! let script = "\
//! CREATE TABLE note (body text DEFAULT ';');  -- one statement, whatever its default holds
//! ALTER TABLE person DROP COLUMN nickname;
//! COMMIT;
//! ";
//! let statements = split(Dialect::Postgres, script);
//! assert_eq!(statements.len(), 3);
//! assert_eq!(statements[0].text, "CREATE TABLE note (body text DEFAULT ';')");
//!
//! // The second statement loses data: worth a question before it runs.
//! assert_eq!(drops(Dialect::Postgres, script).len(), 1);
//!
//! // The third one would end the transaction the runner opened: worth a refusal which says where.
//! let control = transaction_control(Dialect::Postgres, script);
//! assert_eq!(position(script, control[0].start), Position { line: 3, column: 1 });
//! ```
//!
//! MySQL's `DELIMITER`, though a command of its client, is understood, since scripts with routines cannot do without.
//! The other commands of clients are found by [`client_command`], so that they can be refused.
//!
//! Each server can be configured to read text differently. The defaults are assumed throughout:
//! `standard_conforming_strings = on` for PostgreSQL, and for MySQL an `sql_mode` without `ANSI_QUOTES` and
//! `NO_BACKSLASH_ESCAPES`. What the quoting functions of [`Dialect`] write is safe under either setting.

mod dialect;
pub mod effects;
pub mod lex;
pub mod position;
pub mod statement;
mod syntax;

pub use dialect::Dialect;

/// What marks a place in a generated script that a person has to finish, in a comment.
pub const UNFINISHED: &str = "TODO(hunter)";

pub use effects::{
    Acting, Control, Destroyed, Dropped, EnumValue, LockMode, LockWork, Locks, Lost, Made, Name, Outside,
    Removed, Renamed, Settles, acting, client_command, client_copy, control, defines, destroys, drops,
    enum_values_used, foreign_key_switches, is_name, locks, makes, may_change_settings, outside_statements,
    outside_transaction, reaches_beyond, removes, renames, summary, transaction_control, unsettles,
};
pub use lex::{Token, TokenKind, Tokens, Unclosed, lex};
pub use position::{Position, position};
pub use statement::{Piece, Statement, is_blank, pieces, split};
pub use syntax::{SyntaxError, syntax_errors};
