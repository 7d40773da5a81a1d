//! The result: statements with what a reader has to know of each.

use std::fmt;

use hunter_sql::UNFINISHED;

use crate::object::ObjectId;

/// Statements in order. `Display` is the script.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// In the order in which they have to run.
    pub statements: Vec<Statement>,
}

/// What becomes of what was there before, when a statement is undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reverse {
    /// Undoing it leaves everything as it was.
    Exact,
    /// Undoing it brings the structure back, and no rows or values.
    StructureOnly,
    /// Nobody knows: values were converted, or a person has to write it.
    Unknown,
}

/// One statement of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its text, without a semicolon behind it. Empty where a person has to write it; then the remark says what.
    pub sql: String,
    /// What it is for.
    pub about: ObjectId,
    /// Whether its way back is one.
    pub reverse: Reverse,
    /// What a reader has to know: on which rows it fails, what it loses, what has to be written.
    pub remark: Option<String>,
}

impl Statement {
    pub(super) fn new(about: &ObjectId, sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), about: about.clone(), reverse: Reverse::Exact, remark: None }
    }

    pub(super) fn reverse(mut self, reverse: Reverse) -> Self {
        self.reverse = reverse;
        self
    }

    pub(super) fn remark(mut self, remark: impl Into<String>) -> Self {
        self.remark = Some(remark.into());
        self
    }

    /// A place that a person has to fill in: what the dialect has no statement for.
    pub(super) fn unfinished(about: &ObjectId, what: impl Into<String>) -> Self {
        Self::new(about, "").reverse(Reverse::Unknown).remark(what)
    }

    /// Whether it drops something.
    #[must_use]
    pub fn drops(&self) -> bool {
        self.begins_with("DROP ")
    }

    /// Whether it makes something.
    #[must_use]
    pub fn creates(&self) -> bool {
        self.begins_with("CREATE ")
    }

    fn begins_with(&self, word: &str) -> bool {
        self.sql.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
    }

    /// Whether a person has to write it.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.sql.is_empty()
    }
}

impl Draft {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// What a person has to write.
    pub fn unfinished(&self) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(|statement| statement.is_unfinished())
    }
}

impl fmt::Display for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.statements.iter().try_for_each(|statement| writeln!(f, "{statement}"))
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.is_unfinished() { format!("{UNFINISHED}: ") } else { String::new() };
        let mut lines = self.remark.iter().flat_map(|remark| remark.lines());
        if let Some(line) = lines.next() {
            write!(f, "-- {mark}{line}")?;
            lines.try_for_each(|line| write!(f, "\n-- {line}"))?;
            f.write_str(if self.is_unfinished() { "" } else { "\n" })?;
        }
        if self.is_unfinished() { Ok(()) } else { write!(f, "{};", self.sql) }
    }
}
