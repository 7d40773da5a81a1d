//! With whose rights a script acts: those of who runs it, or perhaps others.
//!
//! Responsible for a cautious answer: a script acts with known rights only where each of its statements is one that can
//! neither become somebody else nor change what anybody may do, be it through a function that it calls.

use super::cursor::Cursor;
use crate::{Dialect, Statement, TokenKind, lex, split};

/// Whose rights a script uses, as far as its text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acting {
    /// Everything is done with the rights of who runs it, and nobody's rights change.
    pub as_runner: bool,
    /// A statement takes along what stands on what it drops, whoever owns that.
    pub cascades: bool,
    /// A statement gives something another name, and texts that name it change with it, whoever owns them.
    pub renames: bool,
}

/// The first words of statements that call nobody's functions on purpose.
const PLAIN: [&str; 9] =
    ["CREATE", "ALTER", "DROP", "COMMENT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "LOCK"];

/// What a text that is not read closely must not speak of.
const DOUBTFUL: [&str; 10] =
    ["role", "authorization", "grant", "owner", "owned", "reassign", "execute", "perform", "call", "definer"];

/// Whose rights a script uses. A hint which reads text, not meaning: see [`crate::effects`]; but one that errs to "who
/// knows".
///
/// ```
/// use hunter_sql::{Dialect, acting};
///
/// assert!(acting(Dialect::Postgres, "CREATE TABLE note (id int); DROP TABLE old;").as_runner);
/// assert!(!acting(Dialect::Postgres, "SET ROLE owner; DROP TABLE old;").as_runner);
/// assert!(!acting(Dialect::Postgres, "SELECT make_partitions();").as_runner);
/// ```
pub fn acting(dialect: Dialect, script: &str) -> Acting {
    let statements = split(dialect, script);
    let holds = |word: &str| statements.iter().any(|one| Cursor::new(dialect, one).holds(word));
    Acting {
        as_runner: statements.iter().all(|statement| is_as_runner(dialect, statement)),
        cascades: holds("CASCADE") || holds("OWNED"),
        renames: holds("RENAME") || holds("SCHEMA"),
    }
}

fn is_as_runner(dialect: Dialect, statement: &Statement<'_>) -> bool {
    let mut cursor = Cursor::new(dialect, statement);
    if cursor.keywords(&["DO"]) {
        return !speaks_of_rights(dialect, statement);
    }
    if cursor.one_of(&["SET", "RESET"]) {
        return !["ROLE", "AUTHORIZATION", "ALL"].iter().any(|word| cursor.holds(word));
    }
    if cursor.keywords(&["SELECT"]) {
        return is_search_path(&mut cursor);
    }
    if cursor.one_of(&["GRANT", "REVOKE"]) {
        // Without ON it is about membership; with it, tables alone say nothing about what may be created or altered.
        return cursor.holds("ON") && !["SCHEMA", "DATABASE"].iter().any(|word| cursor.holds(word));
    }
    let defines = cursor.one_of(&["CREATE", "ALTER", "DROP"]);
    if defines && cursor.one_of(&["ROLE", "USER", "GROUP", "EXTENSION", "DATABASE"]) {
        return false;
    }
    // A query in a definition or between rows may call anything.
    let is_plain = defines || cursor.one_of(&PLAIN);
    is_plain && !["OWNER", "OWNED", "AUTHORIZATION", "SELECT"].iter().any(|word| cursor.holds(word))
        || defines && is_view(dialect, statement)
}

/// What dumps begin with: `SELECT pg_catalog.set_config('search_path', '', false)`.
fn is_search_path(cursor: &mut Cursor<'_>) -> bool {
    cursor.keywords(&["PG_CATALOG"]);
    cursor.punctuation(".");
    cursor.keywords(&["SET_CONFIG"]) && cursor.punctuation("(") && cursor.text() == Some("'search_path'")
}

/// A view's query is not run when it is made.
fn is_view(dialect: Dialect, statement: &Statement<'_>) -> bool {
    let mut cursor = Cursor::new(dialect, statement);
    cursor.keywords(&["CREATE"]);
    cursor.keywords(&["OR", "REPLACE"]);
    cursor.keywords(&["VIEW"])
}

/// Whether a body says any of the words, be it in a literal of its own.
fn speaks_of_rights(dialect: Dialect, statement: &Statement<'_>) -> bool {
    let texts = lex(dialect, statement.text).filter(|token| token.kind != TokenKind::Word);
    texts.map(|token| token.text(statement.text).to_ascii_lowercase()).any(|text| {
        let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
        text.split(|letter| !is_letter(letter)).any(|word| DOUBTFUL.contains(&word))
    })
}

#[cfg(test)]
mod tests {
    use super::acting;
    use crate::Dialect::Postgres;

    #[test]
    fn plain_definitions_and_rows_are_the_runners() {
        for script in [
            "",
            "-- set role x",
            "set search_path = app; set local lock_timeout = '1s'",
            "select pg_catalog.set_config('search_path', '', false)",
            "create table members (role text, owner_id int); create index on members (role)",
            "alter table a add column b int default 3; comment on table a is 'the owner'",
            "insert into a values ('grant'); update a set b = 1; delete from a",
            "grant select on a to reader; revoke all on a from public",
            "create or replace view v as select f(b) from a",
            "do $$ begin if not exists (select from pg_type) then create type t as enum (); end if; end $$",
        ] {
            assert!(acting(Postgres, script).as_runner, "{script}");
        }
    }

    #[test]
    fn whoever_may_act_as_another_or_change_rights_is_not_known() {
        for script in [
            "set role x",
            "set local role x",
            "SET SESSION AUTHORIZATION x",
            "reset role",
            "reset all",
            "select f()",
            "select set_config('role', 'x', false)",
            "call f()",
            "execute f",
            "with a as (select f()) select 1",
            "create table a as select f()",
            "insert into a select f()",
            "do $$ begin set role x; end $$",
            "do $$ begin execute 'x'; end $$",
            "do 'begin perform f(); end'",
            "grant a to b",
            "grant create on schema app to b",
            "alter table a owner to b",
            "reassign owned by a to b",
            "create role a",
            "create schema a authorization b",
            "create extension x",
        ] {
            assert!(!acting(Postgres, script).as_runner, "{script}");
        }
    }

    #[test]
    fn what_a_statement_takes_along_is_told() {
        assert!(acting(Postgres, "drop table a cascade").cascades);
        assert!(!acting(Postgres, "drop table a -- cascade").cascades);
        assert!(acting(Postgres, "alter table a rename column b to c").renames);
        assert!(acting(Postgres, "alter table a set schema b").renames);
        assert!(!acting(Postgres, "alter table a alter b set not null").renames);
    }
}
