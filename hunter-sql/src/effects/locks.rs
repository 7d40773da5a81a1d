//! What a statement keeps others from doing on PostgreSQL, and how long it will want to.
//!
//! Responsible for a table of statements and lock modes: chapter "Explicit Locking" of PostgreSQL's documentation and the page
//! of each statement, as of version 15; a test of the runner asks a server. Of a statement that locks several tables the
//! strongest mode is told, and the table that it names first. Other dialects have no lock of a table.

use super::cursor::Cursor;
use super::name::Name;
use crate::{Dialect, Statement};

/// What a statement locks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Locks {
    /// Nothing that was there before it, but the catalog's own rows.
    Nothing,
    /// Its text does not tell: it calls something.
    Unknown,
    /// A table, or what is locked like one.
    Table {
        /// How strongly.
        mode: LockMode,
        /// Which one, where the statement names it.
        table: Option<Name>,
        /// What is done under the lock.
        work: LockWork,
    },
}

/// A mode of PostgreSQL's table locks, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "they are PostgreSQL's own words")]
pub enum LockMode {
    AccessShare,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
}

/// How the work under a lock grows with the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LockWork {
    /// Not at all: catalog rows.
    Short,
    /// All rows are read, or the rows that it is about are written.
    Rows,
    /// The table is written anew, with its indexes.
    Rewrite,
}

impl LockMode {
    const WORDS: [(LockMode, &'static str); 8] = [
        (LockMode::AccessShare, "ACCESS SHARE"),
        (LockMode::RowShare, "ROW SHARE"),
        (LockMode::RowExclusive, "ROW EXCLUSIVE"),
        (LockMode::ShareUpdateExclusive, "SHARE UPDATE EXCLUSIVE"),
        (LockMode::Share, "SHARE"),
        (LockMode::ShareRowExclusive, "SHARE ROW EXCLUSIVE"),
        (LockMode::Exclusive, "EXCLUSIVE"),
        (LockMode::AccessExclusive, "ACCESS EXCLUSIVE"),
    ];

    /// As the view `pg_locks` has it, `AccessExclusiveLock`.
    pub fn of_catalog(name: &str) -> Option<Self> {
        let name = name.strip_suffix("Lock")?;
        let is = |words: &str| words.replace(' ', "").eq_ignore_ascii_case(name);
        Self::WORDS.iter().find(|(_, words)| is(words)).map(|(mode, _)| *mode)
    }

    /// As PostgreSQL writes it.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(mode, _)| *mode == self).map_or("", |(_, words)| words)
    }

    /// Whom it keeps waiting: `reads and writes`, `writes`, or nobody who uses rows.
    pub fn blocks(self) -> Option<&'static str> {
        match self {
            LockMode::AccessExclusive => Some("reads and writes"),
            mode if mode >= LockMode::Share => Some("writes"),
            _ => None,
        }
    }
}

/// What a statement locks. A hint which reads text, not meaning: see [`crate::effects`].
///
/// ```
/// use hunter_sql::{Dialect, LockMode, LockWork, Locks, locks, split};
///
/// let script = "ALTER TABLE person ALTER COLUMN id TYPE bigint;";
/// let Locks::Table { mode, work, .. } = locks(Dialect::Postgres, &split(Dialect::Postgres, script)[0]) else { panic!() };
/// assert_eq!((mode, work), (LockMode::AccessExclusive, LockWork::Rewrite));
/// ```
pub fn locks(dialect: Dialect, statement: &Statement<'_>) -> Locks {
    if dialect != Dialect::Postgres {
        return Locks::Nothing;
    }
    let cursor = &mut Cursor::new(dialect, statement);
    if cursor.keywords(&["CREATE"]) {
        create(cursor)
    } else if cursor.keywords(&["ALTER"]) {
        alter(cursor)
    } else if cursor.keywords(&["DROP"]) {
        drop(cursor)
    } else {
        rows(cursor)
    }
}

fn on(mode: LockMode, work: LockWork, table: Option<Name>) -> Locks {
    Locks::Table { mode, table, work }
}

/// The name behind `ON`.
fn behind_on(cursor: &mut Cursor<'_>) -> Option<Name> {
    while !cursor.is_at_end() && !cursor.keywords(&["ON"]) {
        cursor.skip();
    }
    cursor.keywords(&["ONLY"]);
    cursor.name()
}

fn create(cursor: &mut Cursor<'_>) -> Locks {
    let replaces = cursor.keywords(&["OR", "REPLACE"]);
    cursor.keywords(&["UNIQUE"]);
    if cursor.keywords(&["INDEX"]) {
        let weak = cursor.keywords(&["CONCURRENTLY"]);
        let mode = if weak { LockMode::ShareUpdateExclusive } else { LockMode::Share };
        return on(mode, LockWork::Rows, behind_on(cursor));
    }
    cursor.one_of(&["CONSTRAINT"]);
    if cursor.keywords(&["TRIGGER"]) {
        return on(LockMode::ShareRowExclusive, LockWork::Short, behind_on(cursor));
    }
    if cursor.keywords(&["POLICY"]) {
        return on(LockMode::AccessExclusive, LockWork::Short, behind_on(cursor));
    }
    if cursor.keywords(&["STATISTICS"]) {
        while !cursor.is_at_end() && !cursor.keywords(&["FROM"]) {
            cursor.skip();
        }
        return on(LockMode::ShareUpdateExclusive, LockWork::Short, cursor.name());
    }
    if replaces && cursor.keywords(&["VIEW"]) {
        return on(LockMode::AccessExclusive, LockWork::Short, cursor.name());
    }
    if cursor.keywords(&["TABLE"]) {
        // What is new is nobody's; a foreign key puts triggers on what it points to.
        while !cursor.is_at_end() {
            if cursor.keywords(&["REFERENCES"]) {
                return on(LockMode::ShareRowExclusive, LockWork::Short, cursor.name());
            }
            if cursor.keywords(&["AS"]) {
                return Locks::Unknown;
            }
            cursor.skip();
        }
    }
    Locks::Nothing
}

fn drop(cursor: &mut Cursor<'_>) -> Locks {
    if cursor.keywords(&["INDEX"]) {
        let weak = cursor.keywords(&["CONCURRENTLY"]);
        let mode = if weak { LockMode::ShareUpdateExclusive } else { LockMode::AccessExclusive };
        return on(mode, LockWork::Short, None);
    }
    if cursor.one_of(&["TRIGGER", "POLICY", "RULE"]) {
        return on(LockMode::AccessExclusive, LockWork::Short, behind_on(cursor));
    }
    cursor.one_of(&["MATERIALIZED", "FOREIGN"]);
    if cursor.one_of(&["TABLE", "VIEW", "SEQUENCE"]) {
        cursor.keywords(&["IF", "EXISTS"]);
        return on(LockMode::AccessExclusive, LockWork::Short, cursor.name());
    }
    // With CASCADE it may take a table along.
    let is_wide = cursor.one_of(&["SCHEMA", "OWNED"]) || cursor.holds("CASCADE");
    if is_wide { on(LockMode::AccessExclusive, LockWork::Short, None) } else { Locks::Nothing }
}

fn alter(cursor: &mut Cursor<'_>) -> Locks {
    if cursor.one_of(&["TRIGGER", "POLICY", "RULE"]) {
        return on(LockMode::AccessExclusive, LockWork::Short, behind_on(cursor));
    }
    if cursor.keywords(&["SEQUENCE"]) {
        cursor.keywords(&["IF", "EXISTS"]);
        return on(LockMode::ShareRowExclusive, LockWork::Short, cursor.name());
    }
    cursor.one_of(&["MATERIALIZED", "FOREIGN"]);
    let of_table = cursor.keywords(&["TABLE"]);
    let of_index = cursor.keywords(&["INDEX"]);
    if !of_table && !of_index && !cursor.keywords(&["VIEW"]) {
        return Locks::Nothing;
    }
    cursor.keywords(&["IF", "EXISTS"]);
    cursor.keywords(&["ONLY"]);
    let table = cursor.name();
    cursor.punctuation("*");
    if of_index {
        return on(LockMode::ShareUpdateExclusive, LockWork::Short, table);
    }
    let mut strongest = (LockMode::AccessShare, LockWork::Short);
    while !cursor.is_at_end() {
        let (mode, work) = action(&words_to_comma(cursor));
        strongest = (strongest.0.max(mode), strongest.1.max(work));
        cursor.skip();
    }
    on(strongest.0, strongest.1, table)
}

/// One action of `ALTER TABLE`, in capitals.
fn words_to_comma(cursor: &mut Cursor<'_>) -> Vec<String> {
    let (mut words, mut depth) = (Vec::new(), 0_usize);
    while let Some(text) = cursor.text() {
        match text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "," if depth == 0 => break,
            _ => {}
        }
        words.push(text.to_ascii_uppercase());
        cursor.skip();
    }
    words
}

fn action(words: &[String]) -> (LockMode, LockWork) {
    use LockMode::{AccessExclusive, ShareRowExclusive, ShareUpdateExclusive};
    let has = |sought: &str| words.iter().any(|word| word == sought);
    let unless_not_valid = if has("VALID") { LockWork::Short } else { LockWork::Rows };
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    match (word(0), word(1)) {
        ("VALIDATE", _) => (ShareUpdateExclusive, LockWork::Rows),
        ("CLUSTER", _) | ("SET" | "RESET", "(") => (ShareUpdateExclusive, LockWork::Short),
        ("SET", "WITHOUT") if has("CLUSTER") => (ShareUpdateExclusive, LockWork::Short),
        ("ATTACH", _) => (ShareUpdateExclusive, LockWork::Rows),
        ("DETACH", _) if has("CONCURRENTLY") => (ShareUpdateExclusive, LockWork::Short),
        ("ENABLE" | "DISABLE", _) if has("TRIGGER") => (ShareRowExclusive, LockWork::Short),
        ("SET", "LOGGED" | "UNLOGGED" | "TABLESPACE" | "ACCESS") => (AccessExclusive, LockWork::Rewrite),
        ("ALTER", _) if has("STATISTICS") => (ShareUpdateExclusive, LockWork::Short),
        ("ALTER", _) if has("TYPE") => (AccessExclusive, LockWork::Rewrite),
        ("ALTER", _) if has("SET") && has("NULL") => (AccessExclusive, LockWork::Rows),
        ("ADD", "FOREIGN") => (ShareRowExclusive, unless_not_valid),
        ("ADD", "CONSTRAINT") if word(3) == "FOREIGN" => (ShareRowExclusive, unless_not_valid),
        ("ADD", "CONSTRAINT" | "CHECK" | "UNIQUE" | "PRIMARY" | "EXCLUDE") => {
            let by_index = words.windows(2).any(|pair| pair[0] == "USING" && pair[1] == "INDEX");
            (AccessExclusive, if by_index { LockWork::Short } else { unless_not_valid })
        }
        ("ADD", _) if fills_rows(words) => (AccessExclusive, LockWork::Rewrite),
        _ => (AccessExclusive, LockWork::Short),
    }
}

/// Whether a new column has another value in each row.
fn fills_rows(words: &[String]) -> bool {
    const SERIAL: [&str; 7] =
        ["SERIAL", "BIGSERIAL", "SMALLSERIAL", "SERIAL4", "SERIAL8", "GENERATED", "RANDOM"];
    // The same moment for all rows of a statement.
    const STABLE: [&str; 3] = ["NOW", "TRANSACTION_TIMESTAMP", "STATEMENT_TIMESTAMP"];
    let default = words.iter().position(|word| word == "DEFAULT").map_or(&[][..], |at| &words[at + 1..]);
    let calls = default.windows(2).any(|pair| {
        let is_name = pair[0].starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
        pair[1] == "(" && is_name && !STABLE.contains(&pair[0].as_str())
    });
    calls || words.iter().any(|word| SERIAL.contains(&word.as_str()))
}

/// Statements over rows, and the rest.
fn rows(cursor: &mut Cursor<'_>) -> Locks {
    if cursor.keywords(&["TRUNCATE"]) {
        cursor.keywords(&["TABLE"]);
        cursor.keywords(&["ONLY"]);
        return on(LockMode::AccessExclusive, LockWork::Short, cursor.name());
    }
    if cursor.keywords(&["REFRESH", "MATERIALIZED", "VIEW"]) {
        let weak = cursor.keywords(&["CONCURRENTLY"]);
        let mode = if weak { LockMode::Exclusive } else { LockMode::AccessExclusive };
        return on(mode, LockWork::Rewrite, cursor.name());
    }
    if cursor.keywords(&["COMMENT", "ON", "TABLE"]) || cursor.keywords(&["COMMENT", "ON", "VIEW"]) {
        return on(LockMode::ShareUpdateExclusive, LockWork::Short, cursor.name());
    }
    if cursor.keywords(&["INSERT", "INTO"])
        || cursor.keywords(&["DELETE", "FROM"])
        || cursor.keywords(&["UPDATE"])
    {
        cursor.keywords(&["ONLY"]);
        return on(LockMode::RowExclusive, LockWork::Rows, cursor.name());
    }
    if cursor.keywords(&["LOCK"]) {
        cursor.keywords(&["TABLE"]);
        cursor.keywords(&["ONLY"]);
        let table = cursor.name();
        let words = words_to_comma(cursor).join(" ");
        // The longest that fits: SHARE is in three others.
        let said = LockMode::WORDS.iter().filter(|(_, mode)| words.contains(&format!("IN {mode} MODE")));
        let mode = said.map(|(mode, _)| *mode).next_back().unwrap_or(LockMode::AccessExclusive);
        return on(mode, LockWork::Short, table);
    }
    if cursor.one_of(&["COMMENT", "GRANT", "REVOKE", "SET", "RESET"]) {
        Locks::Nothing
    } else {
        Locks::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::{LockMode, LockWork, Locks, locks};
    use crate::Dialect::{Postgres, Sqlite};
    use crate::split;

    fn shown(sql: &str) -> String {
        match locks(Postgres, &split(Postgres, sql)[0]) {
            Locks::Nothing => "nothing".to_owned(),
            Locks::Unknown => "unknown".to_owned(),
            Locks::Table { mode, table, work } => {
                let table = table.map_or("?".to_owned(), |name| name.to_string());
                format!("{} {table} {work:?}", mode.as_str())
            }
        }
    }

    #[test]
    fn an_alter_table_locks_as_its_strongest_action_does() {
        for (sql, expected) in [
            ("alter table a add column b int", "ACCESS EXCLUSIVE a Short"),
            ("alter table if exists only s.a add b int default 3", "ACCESS EXCLUSIVE s.a Short"),
            ("alter table a add b timestamptz default now()", "ACCESS EXCLUSIVE a Short"),
            ("alter table a add b uuid default gen_random_uuid()", "ACCESS EXCLUSIVE a Rewrite"),
            ("alter table a add b bigserial", "ACCESS EXCLUSIVE a Rewrite"),
            ("alter table a alter b type bigint", "ACCESS EXCLUSIVE a Rewrite"),
            ("alter table a alter column b set not null", "ACCESS EXCLUSIVE a Rows"),
            ("alter table a validate constraint c", "SHARE UPDATE EXCLUSIVE a Rows"),
            ("alter table a validate constraint c, drop column d", "ACCESS EXCLUSIVE a Rows"),
            ("alter table a add constraint c foreign key (b) references d (e)", "SHARE ROW EXCLUSIVE a Rows"),
            ("alter table a add foreign key (b) references d not valid", "SHARE ROW EXCLUSIVE a Short"),
            ("alter table a add constraint c check (b > 0) not valid", "ACCESS EXCLUSIVE a Short"),
            ("alter table a add constraint c primary key using index i", "ACCESS EXCLUSIVE a Short"),
            ("alter table a disable trigger t", "SHARE ROW EXCLUSIVE a Short"),
            ("alter table a set (fillfactor = 70)", "SHARE UPDATE EXCLUSIVE a Short"),
            ("alter table a enable row level security", "ACCESS EXCLUSIVE a Short"),
        ] {
            assert_eq!(shown(sql), expected, "{sql}");
        }
    }

    #[test]
    fn a_statement_that_only_makes_something_locks_nothing_that_was_there() {
        for sql in [
            "create table a (b int)",
            "create schema s",
            "create view v as select 1",
            "grant select on a to b",
        ] {
            assert_eq!(shown(sql), "nothing", "{sql}");
        }
        assert_eq!(shown("create table a (b int references c)"), "SHARE ROW EXCLUSIVE c Short");
        assert_eq!(shown("create unique index i on a (b)"), "SHARE a Rows");
        assert_eq!(shown("create index concurrently i on only a (b)"), "SHARE UPDATE EXCLUSIVE a Rows");
    }

    #[test]
    fn what_calls_something_is_not_known() {
        for sql in ["do $$ begin end $$", "select f()", "call p()", "create table a as select f()"] {
            assert_eq!(shown(sql), "unknown", "{sql}");
        }
    }

    #[test]
    fn a_lock_that_is_asked_for_by_name_is_that_one() {
        assert_eq!(shown("lock table a in share row exclusive mode"), "SHARE ROW EXCLUSIVE a Short");
        assert_eq!(shown("lock a in share mode"), "SHARE a Short");
        assert_eq!(shown("lock a"), "ACCESS EXCLUSIVE a Short");
    }

    #[test]
    fn only_the_strong_modes_keep_users_waiting_and_other_dialects_have_none() {
        assert_eq!(LockMode::AccessExclusive.blocks(), Some("reads and writes"));
        assert_eq!(LockMode::Share.blocks(), Some("writes"));
        assert_eq!(LockMode::ShareUpdateExclusive.blocks(), None);
        assert!(LockWork::Rewrite > LockWork::Rows);
        assert_eq!(locks(Sqlite, &split(Sqlite, "drop table a")[0]), Locks::Nothing);
    }
}
