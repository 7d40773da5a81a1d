//! What only the text of a table tells.
//!
//! Responsible for the grammar of `CREATE TABLE`, as far as it is about constraints. SQLite has taken the text already, so
//! what is not known here is passed over.

use std::collections::BTreeMap;

use super::words::{Word, group, parts};

/// The constraints of a table, in the order of its text.
#[derive(Default)]
pub(super) struct Text<'w, 't> {
    pub(super) columns: BTreeMap<String, ColumnText<'w, 't>>,
    pub(super) constraints: Vec<Constraint<'w, 't>>,
    pub(super) autoincrement: bool,
}

/// What a column says about itself alone.
#[derive(Default)]
pub(super) struct ColumnText<'w, 't> {
    pub(super) collation: Option<String>,
    pub(super) generated: Option<&'w [Word<'t>]>,
    /// What happens instead of an error when there is no value.
    pub(super) not_null_conflict: Option<String>,
}

/// A constraint, of a column or of the table.
pub(super) struct Constraint<'w, 't> {
    pub(super) name: Option<String>,
    pub(super) what: What,
    /// Those of the key.
    pub(super) columns: Vec<KeyColumn>,
    /// What a check holds against.
    pub(super) expression: &'w [Word<'t>],
    pub(super) conflict: Option<String>,
    pub(super) deferred: bool,
    /// SQLite reads `MATCH` and ignores it.
    pub(super) matching: Option<String>,
}

/// A column of a key.
pub(super) struct KeyColumn {
    pub(super) name: String,
    pub(super) collation: Option<String>,
    pub(super) descending: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    PrimaryKey,
    Unique,
    ForeignKey,
    Check,
}

/// Reads the words of a `CREATE TABLE`.
pub(super) fn read<'w, 't>(words: &'w [Word<'t>]) -> Text<'w, 't> {
    let mut text = Text::default();
    let Some(start) = words.iter().position(|word| word.is("(")) else { return text };
    let body = group(&words[start..]);
    for part in parts(&body[1..body.len().saturating_sub(1).max(1)]) {
        let is_of_table =
            ["constraint", "primary", "unique", "foreign", "check"].iter().any(|k| part[0].is(k));
        let (column, rest) = if is_of_table { (None, part) } else { (Some(part[0].name()), &part[1..]) };
        Reader { text: &mut text, rest, column, name: None, of_column: ColumnText::default() }.read();
    }
    text
}

/// At a place among the constraints of a column or of the table.
struct Reader<'r, 'w, 't> {
    text: &'r mut Text<'w, 't>,
    rest: &'w [Word<'t>],
    column: Option<String>,
    /// The name for the next constraint.
    name: Option<String>,
    of_column: ColumnText<'w, 't>,
}

impl<'w, 't> Reader<'_, 'w, 't> {
    fn read(mut self) {
        while let Some(word) = self.next() {
            if word.is("constraint") {
                self.name = self.next().map(|word| word.name());
            } else if word.is("primary") && self.take("key") {
                self.key(What::PrimaryKey);
            } else if word.is("unique") {
                self.key(What::Unique);
            } else if word.is("check") {
                let expression = self.brackets();
                self.put(What::Check, Vec::new(), expression);
                self.conflict();
            } else if word.is("foreign") && self.take("key") {
                let columns = self.key_columns();
                self.put(What::ForeignKey, columns, &[]);
            } else if word.is("references") {
                self.references();
            } else if word.is("not") && self.take("null") {
                self.of_column.not_null_conflict = self.conflict();
                self.name = None;
            } else if word.is("not") && self.take("deferrable") {
                self.deferrable(false);
            } else if word.is("deferrable") {
                self.deferrable(true);
            } else if word.is("match") {
                self.matching();
            } else if word.is("collate") {
                self.of_column.collation = self.next().map(|word| word.name());
                self.name = None;
            } else if word.is("default") {
                self.default();
            } else if word.is("as") {
                self.of_column.generated = Some(self.brackets());
                self.name = None;
            } else if word.is("(") {
                // Brackets of a type.
                self.pass_group();
            }
        }
        if let Some(column) = self.column {
            self.text.columns.insert(column, self.of_column);
        }
    }

    fn next(&mut self) -> Option<Word<'t>> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn take(&mut self, keyword: &str) -> bool {
        let is_next = self.rest.first().is_some_and(|word| word.is(keyword));
        if is_next {
            self.rest = &self.rest[1..];
        }
        is_next
    }

    /// What is in the brackets that come next.
    fn brackets(&mut self) -> &'w [Word<'t>] {
        if !self.rest.first().is_some_and(|word| word.is("(")) {
            return &[];
        }
        let group = group(self.rest);
        self.rest = &self.rest[group.len()..];
        group.get(1..group.len() - 1).unwrap_or_default()
    }

    /// Goes behind the bracket that closes the one before.
    fn pass_group(&mut self) {
        let mut depth = 1_usize;
        while depth > 0
            && let Some(word) = self.next()
        {
            depth = if word.is("(") { depth + 1 } else { depth - usize::from(word.is(")")) };
        }
    }

    /// `ON CONFLICT` and what then; to abort is the usual case.
    fn conflict(&mut self) -> Option<String> {
        let [on, conflict, action, ..] = self.rest else { return None };
        if !(on.is("on") && conflict.is("conflict")) {
            return None;
        }
        self.rest = &self.rest[3..];
        Some(action.text.to_ascii_lowercase()).filter(|action| action != "abort")
    }

    fn put(&mut self, what: What, columns: Vec<KeyColumn>, expression: &'w [Word<'t>]) {
        let name = self.name.take();
        let (conflict, deferred, matching) = (None, false, None);
        let constraint = Constraint { name, what, columns, expression, conflict, deferred, matching };
        self.text.constraints.push(constraint);
    }

    /// A primary key or unique constraint.
    fn key(&mut self, what: What) {
        let columns = self.key_columns();
        self.put(what, columns, &[]);
        let descending = !self.take("asc") && self.take("desc");
        let conflict = self.conflict();
        self.text.autoincrement |= self.take("autoincrement");
        if let Some(constraint) = self.text.constraints.last_mut() {
            constraint.conflict = conflict;
            constraint.columns.iter_mut().for_each(|column| column.descending |= descending);
        }
    }

    /// Those in brackets, or else the column itself.
    fn key_columns(&mut self) -> Vec<KeyColumn> {
        if let Some(name) = self.column.clone() {
            return vec![KeyColumn { name, collation: None, descending: false }];
        }
        let list = self.brackets();
        self.text.autoincrement |= list.last().is_some_and(|word| word.is("autoincrement"));
        parts(list).into_iter().map(key_column).collect()
    }

    /// After `REFERENCES`, up to the columns; the actions are the pragma's to tell.
    fn references(&mut self) {
        if self.column.is_some() {
            let columns = self.key_columns();
            self.put(What::ForeignKey, columns, &[]);
        }
        self.next();
        self.brackets();
        while self.take("on") {
            // The event; then `cascade` and `restrict` are one word, the other actions two.
            self.next();
            let _ = self.take("set") || self.take("no");
            self.next();
        }
    }

    fn matching(&mut self) {
        let word = self.next().map(|word| word.name());
        if let Some(key) = self.last_foreign_key() {
            key.matching = word;
        }
    }

    /// Only what is deferrable and deferred from the start is checked later.
    fn deferrable(&mut self, is: bool) {
        let deferred = self.take("initially") && self.next().is_some_and(|word| word.is("deferred"));
        if let Some(key) = self.last_foreign_key() {
            key.deferred = is && deferred;
        }
    }

    fn last_foreign_key(&mut self) -> Option<&mut Constraint<'w, 't>> {
        self.text.constraints.iter_mut().rfind(|constraint| constraint.what == What::ForeignKey)
    }

    /// The pragma tells it; here it must only not be taken for something else.
    fn default(&mut self) {
        self.name = None;
        if self.rest.first().is_some_and(|word| word.is("(")) {
            self.brackets();
            return;
        }
        if !self.take("-") {
            self.take("+");
        }
        self.next();
    }
}

fn key_column(words: &[Word<'_>]) -> KeyColumn {
    let after =
        |keyword: &str| words.iter().position(|word| word.is(keyword)).and_then(|at| words.get(at + 1));
    KeyColumn {
        name: words[0].name(),
        collation: after("collate").map(Word::name),
        descending: words.iter().any(|word| word.is("desc")),
    }
}
