//! What a step does to those who use the database meanwhile, read from its script.
//!
//! Responsible for the words, statement by statement and step by step. Pure: what is read is text, so it is a hint.

use hunter_chain::{Dialect, Direction, Down, Revision, Script};
use hunter_sql::{LockMode, LockWork, Locks, Lost, Statement, destroys, locks, position, split, summary};

/// A statement of a step, as a plan shows it.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) line: usize,
    pub(crate) summary: String,
    /// `ACCESS EXCLUSIVE`; nothing where it locks nothing that was there.
    pub(crate) lock: Option<&'static str>,
    pub(crate) table: Option<String>,
    /// `rows`, `rewrite`; nothing where it takes no longer on a large table.
    pub(crate) work: Option<&'static str>,
    /// Whose reads and writes wait meanwhile.
    pub(crate) blocks: Option<&'static str>,
}

/// The script of a step.
pub(crate) fn script(revision: &Revision, direction: Direction, dialect: Dialect) -> Option<&Script> {
    match direction {
        Direction::Up => revision.up.get(dialect),
        Direction::Down => revision.down.get(dialect),
    }
}

/// Each statement with what it locks.
pub(crate) fn statements(revision: &Revision, direction: Direction, dialect: Dialect) -> Vec<Shown> {
    let Some(script) = script(revision, direction, dialect) else { return Vec::new() };
    split(dialect, &script.text).iter().map(|statement| shown(dialect, script, statement)).collect()
}

fn shown(dialect: Dialect, script: &Script, statement: &Statement<'_>) -> Shown {
    let line = position(&script.text, statement.start).line;
    let summary = summary(dialect, statement);
    let nothing = Shown { line, summary, lock: None, table: None, work: None, blocks: None };
    match locks(dialect, statement) {
        Locks::Nothing => nothing,
        Locks::Unknown => Shown { lock: Some("unknown"), ..nothing },
        Locks::Table { mode, table, work } => Shown {
            lock: Some(mode.as_str()),
            table: table.map(|name| name.to_string()),
            work: match work {
                LockWork::Short => None,
                LockWork::Rows => Some("rows"),
                LockWork::Rewrite => Some("rewrite"),
            },
            blocks: mode.blocks(),
            ..nothing
        },
    }
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.summary)?;
        match self.lock {
            None => {}
            Some("unknown") => f.write_str("; what it locks its text does not tell")?,
            Some(mode) => {
                let on = self.table.as_deref().map_or(String::new(), |table| format!(" on {table}"));
                write!(f, "; {mode}{on}")?;
                if let Some(who) = self.blocks {
                    write!(f, ", {who} wait")?;
                }
            }
        }
        match self.work {
            Some("rewrite") => f.write_str("; rewrites the table, where its rows change"),
            Some(_) => f.write_str("; as long as there are rows"),
            None => Ok(()),
        }
    }
}

/// What is worth a look before a step is taken, in a few words each.
pub(crate) fn of(revision: &Revision, direction: Direction, dialect: Dialect) -> Vec<String> {
    let (id, mut found) = (&revision.id, Vec::new());
    if direction == Direction::Up {
        found.extend(revision.declared.breaking.as_ref().map(|who| format!("{id} is breaking: {who}")));
        if let Down::Irreversible(why) = revision.down(dialect) {
            found.push(format!("{id} has no way down: {why}"));
        }
    }
    if !revision.declared.run_in_transaction {
        found.push(format!("{id} runs statement by statement"));
    }
    let Some(script) = script(revision, direction, dialect) else { return found };
    for lost in destroys(dialect, &script.text) {
        let what = match lost.what {
            Lost::Table(table) => format!("table {table}"),
            Lost::Column { table, column } => format!("column {table}.{column}"),
            Lost::Rows(table) => format!("all rows of {table}"),
            Lost::Schema(schema) => format!("schema {schema}"),
        };
        found.push(format!("{id} destroys {what}"));
    }
    for statement in split(dialect, &script.text) {
        let Locks::Table { mode, table, work } = locks(dialect, &statement) else { continue };
        if mode >= LockMode::Share && work > LockWork::Short {
            let table = table.map_or_else(|| "a table".to_owned(), |table| table.to_string());
            let line = position(&script.text, statement.start).line;
            let does = if work == LockWork::Rewrite { "may rewrite" } else { "goes over" };
            let who = mode.blocks().unwrap_or("nobody");
            found.push(format!("{id} {does} {table} while {who} wait (line {line})"));
        }
    }
    found
}
