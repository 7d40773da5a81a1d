//! What a step does to those who use the database meanwhile, read from its script.
//!
//! Responsible for the words, statement by statement and step by step. Pure: what is read is text, so it is a hint.

use std::collections::{BTreeMap, BTreeSet};

use hunter_chain::{Dialect, Direction, Down, Plan, Revision, Script};
use hunter_sql::{LockMode, LockWork, Locks, Lost, Statement, destroys, locks, position, split, summary};

use crate::measured::Held;
use crate::runner::restore::named;

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
    /// What it was seen to lock besides, each with its mode. `None` where nobody measured it.
    pub(crate) besides: Option<Vec<Held>>,
}

impl Shown {
    /// With what a server was seen to do. What the step held before is no news there, and the text tells it still.
    pub(crate) fn measured(mut self, held: &[Held]) -> Self {
        let mut held = held.to_vec();
        held.sort_by(|one, other| other.mode.cmp(&one.mode).then_with(|| one.table.cmp(&other.table)));
        if held.is_empty() {
            self.lock = self.lock.filter(|lock| *lock != "unknown");
        } else {
            let first = held.remove(0);
            let is_rewrite = first.is_rewritten || held.iter().any(|other| other.is_rewritten);
            self.work = self.work.filter(|work| *work != "rewrite");
            self.work = if is_rewrite { Some("rewrite") } else { self.work };
            (self.lock, self.blocks) = (Some(first.mode.as_str()), first.mode.blocks());
            self.table = Some(first.table);
        }
        self.besides = Some(held);
        self
    }
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
    let nothing = Shown { line, summary, lock: None, table: None, work: None, blocks: None, besides: None };
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
        for other in self.besides.iter().flatten() {
            write!(f, "; {} on {}", other.mode.as_str(), other.table)?;
        }
        match self.work {
            Some("rewrite") if self.besides.is_some() => f.write_str("; rewrites the table"),
            Some("rewrite") => f.write_str("; rewrites the table, where its rows change"),
            Some(_) => f.write_str("; as long as there are rows"),
            None => Ok(()),
        }
    }
}

/// What is worth a look before the steps of a plan are taken. Asked for each in turn, because nobody waits for a table that a
/// step before has just made.
#[derive(Debug, Default)]
pub(crate) struct Hazards {
    made: BTreeSet<String>,
}

impl Hazards {
    /// Of the next step, in a few words each.
    pub(crate) fn of(&mut self, plan: &Plan<'_>, revision: &Revision, dialect: Dialect) -> Vec<String> {
        let (id, mut found) = (&revision.id, Vec::new());
        if plan.is_recorded(revision) {
            return found;
        }
        if plan.direction == Direction::Up {
            found.extend(revision.declared.breaking.as_ref().map(|who| format!("{id} is breaking: {who}")));
            if let Down::Irreversible(why) = revision.down(dialect) {
                found.push(format!("{id} has no way down: {why}"));
            }
        }
        if !revision.declared.run_in_transaction {
            found.push(format!("{id} runs statement by statement"));
        }
        if !revision.declared.recreates.is_empty() {
            let names = revision.declared.recreates.join(", ");
            found
                .push(format!("{id} drops what stands on {names}, and makes it again: who reads that waits"));
        }
        let Some(script) = script(revision, plan.direction, dialect) else { return found };
        for lost in destroys(dialect, &script.text) {
            let what = match lost.what {
                Lost::Table(table) => format!("table {table}"),
                Lost::Column { table, column } => format!("column {table}.{column}"),
                Lost::Rows(table) => format!("all rows of {table}"),
                Lost::Schema(schema) => format!("schema {schema}"),
            };
            found.push(format!("{id} destroys {what}"));
        }
        let mut waits: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
        for statement in split(dialect, &script.text) {
            self.made.extend(made(dialect, &statement));
            let Locks::Table { mode, table, work } = locks(dialect, &statement) else { continue };
            let table = table.map_or_else(|| "a table".to_owned(), |table| table.to_string());
            if mode < LockMode::Share || work <= LockWork::Short || self.made.contains(&table) {
                continue;
            }
            let does = if work == LockWork::Rewrite { "may rewrite" } else { "goes over" };
            let tables = waits.entry((does, mode.blocks().unwrap_or("nobody"))).or_default();
            if !tables.contains(&table) {
                tables.push(table);
            }
        }
        found.extend(
            waits
                .iter()
                .map(|((does, who), tables)| format!("{id} {does} {} while {who} wait", named(tables))),
        );
        found
    }
}

/// The table that a statement makes, as other statements name it.
fn made(dialect: Dialect, statement: &Statement<'_>) -> Option<String> {
    let text = summary(dialect, statement);
    let mut words = text.split([' ', '(']).filter(|word| !word.is_empty());
    let mut is = |wanted: &str| words.next().is_some_and(|word| word.eq_ignore_ascii_case(wanted));
    if !is("create") || !is("table") {
        return None;
    }
    words
        .find(|word| !["if", "not", "exists"].iter().any(|other| word.eq_ignore_ascii_case(other)))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use hunter_chain::{Applied, SourceTree, read_chain};

    use super::*;

    #[test]
    fn a_table_that_a_step_before_made_keeps_nobody_waiting_and_others_are_told_once() {
        let ups = [
            "create table a (id int); create index on a (id);",
            "create index i on a (id); create index j on old (id); create index k on old (x);",
        ];
        let mut files = vec![("hunter.toml".to_owned(), "dialects = [\"postgres\"]".to_owned())];
        for (at, up) in ups.iter().enumerate() {
            files.push((format!("{:04}_s/up.sql", at + 1), (*up).to_owned()));
            files.push((format!("{:04}_s/down.sql", at + 1), "select 1;".to_owned()));
        }
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let chain = read_chain(&SourceTree::of("migrations", &files)).unwrap();
        let plan = chain.plan_upgrade(&hunter_chain::Target::Head, &Applied::none()).unwrap();
        let mut hazards = Hazards::default();
        let told: Vec<Vec<String>> =
            plan.steps.iter().map(|step| hazards.of(&plan, step, Dialect::Postgres)).collect();
        assert_eq!(told, [vec![], vec!["0002 goes over old while writes wait".to_owned()]]);
    }
}
