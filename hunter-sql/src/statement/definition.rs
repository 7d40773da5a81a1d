//! The bodies of statements in PostgreSQL's and SQLite's definitions.
//!
//! Responsible for `BEGIN ATOMIC … END` of a function or a procedure and for the actions in brackets of a rule
//! (PostgreSQL), and for `BEGIN … END` of a trigger (SQLite). In both, one rule is enough: see [`Definition::after`].

use crate::Dialect;

/// The beginnings of the statements which may have a body of statements in PostgreSQL.
const ROUTINES: [&[&str]; 4] = [
    &["CREATE", "FUNCTION"],
    &["CREATE", "PROCEDURE"],
    &["CREATE", "OR", "REPLACE", "FUNCTION"],
    &["CREATE", "OR", "REPLACE", "PROCEDURE"],
];

/// The beginnings of the statements which have a body of statements in SQLite.
const TRIGGERS: [&[&str]; 3] =
    [&["CREATE", "TRIGGER"], &["CREATE", "TEMP", "TRIGGER"], &["CREATE", "TEMPORARY", "TRIGGER"]];

/// The most words which any of the beginnings above has.
const LONGEST_BEGINNING: usize = 4;

/// What may come before them in SQLite.
const EXPLAIN: [&str; 3] = ["EXPLAIN", "QUERY", "PLAN"];

/// Where in its body of statements a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    /// Where one of the inner statements begins, or the body ends.
    BetweenStatements,
    InStatement,
}

/// A statement as far as it was read.
pub(super) struct Definition<'a> {
    dialect: Dialect,
    /// The texts of the first tokens, as many as are needed to tell what it creates.
    beginning: Vec<&'a str>,
    previous: &'a str,
    brackets: usize,
    place: Place,
}

impl<'a> Definition<'a> {
    pub(super) fn new(dialect: Dialect) -> Self {
        Definition { dialect, beginning: Vec::new(), previous: "", brackets: 0, place: Place::Outside }
    }

    /// Takes a semicolon; `false` when it ends the statement.
    pub(super) fn semicolon(&mut self) -> bool {
        if self.brackets > 0 && self.dialect == Dialect::Postgres {
            return true;
        }
        // SQLite knows no semicolon in brackets: whoever forgot to close one has an error in this statement only.
        self.brackets = 0;
        let goes_on = self.place != Place::Outside;
        if goes_on {
            self.place = Place::BetweenStatements;
        }
        goes_on
    }

    /// Takes any other token.
    pub(super) fn take(&mut self, text: &'a str) {
        let explains =
            self.dialect == Dialect::Sqlite && self.beginning.is_empty() && is_one_of(&EXPLAIN, text);
        if self.beginning.len() < LONGEST_BEGINNING && !explains {
            self.beginning.push(text);
        }
        match text {
            "(" => self.brackets += 1,
            ")" => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
        if self.brackets == 0 {
            self.place = self.after(text);
        }
        self.previous = text;
    }

    /// Both servers want a semicolon after each inner statement, so an `END` closes the body exactly where a
    /// statement could begin; every other one belongs to a `CASE`, or is a name.
    fn after(&self, text: &str) -> Place {
        match self.place {
            Place::Outside if self.opens_body(text) => Place::BetweenStatements,
            Place::Outside => Place::Outside,
            Place::BetweenStatements if text.eq_ignore_ascii_case("END") => Place::Outside,
            Place::BetweenStatements | Place::InStatement => Place::InStatement,
        }
    }

    fn opens_body(&self, text: &str) -> bool {
        if self.dialect == Dialect::Sqlite {
            return text.eq_ignore_ascii_case("BEGIN") && self.begins_as(&TRIGGERS);
        }
        text.eq_ignore_ascii_case("ATOMIC")
            && self.previous.eq_ignore_ascii_case("BEGIN")
            && self.begins_as(&ROUTINES)
    }

    fn begins_as(&self, beginnings: &[&[&str]]) -> bool {
        beginnings.iter().any(|words| {
            self.beginning.len() >= words.len()
                && words.iter().zip(&self.beginning).all(|(word, text)| text.eq_ignore_ascii_case(word))
        })
    }
}

/// Whether a text is one of some keywords.
pub(super) fn is_one_of(keywords: &[&str], text: &str) -> bool {
    keywords.iter().any(|keyword| keyword.eq_ignore_ascii_case(text))
}
