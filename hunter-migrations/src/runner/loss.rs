//! What a downgrade would lose: tables with rows, columns with values.
//!
//! Responsible for counting what a script is about to drop. What it drops is first read from its text, which is only a
//! hint; the step itself compares what was there before and after, and what the text did not tell comes back here.

use std::fmt;

use hunter_chain::{Plan, RevisionId};
use hunter_sql::{Renamed, renames};
use serde::Deserialize;
use serde_json::{Value, json};

use super::state::parse;
use super::step::REPAIR;
use crate::error::{Error, ErrorKind};
use crate::session::{DbError, Session};

/// Rows are counted up to here.
const MANY: i64 = 1000;

/// A table with rows or a column with values that goes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loss {
    /// The table, as SQL writes it.
    pub table: String,
    /// The column, where only that goes.
    pub column: Option<String>,
    /// How many rows hold something, counted up to a thousand.
    pub rows: i64,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let many = if self.rows > MANY {
            "more than ".to_owned() + &MANY.to_string()
        } else {
            self.rows.to_string()
        };
        let plural = if self.rows == 1 { "" } else { "s" };
        match &self.column {
            None => write!(f, "table {} with {many} row{plural}", self.table),
            Some(column) => write!(f, "column {}.{column} with {many} value{plural}", self.table),
        }
    }
}

/// A table, or a column of it, by the name that SQL text would use.
pub(crate) type Candidate = (String, Option<String>);

/// A table, or a column of it, by the name that a script gives it.
pub(crate) type Written = (hunter_sql::Name, Option<String>);

/// Things that exist now and may go, with the revision whose step drops them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Announced {
    known: Vec<(RevisionId, Candidate)>,
    /// What the command is called that would lose them.
    pub(crate) verb: &'static str,
    pub(crate) losses: Vec<Loss>,
}

#[derive(Deserialize)]
struct Resolved {
    table: String,
    column: Option<String>,
}

#[derive(Deserialize)]
struct Counted {
    i: usize,
    rows: i64,
}

impl Announced {
    /// What the scripts of a way down say they drop.
    pub(crate) fn by(session: &mut dyn Session, plan: &Plan<'_>) -> Result<Self, Error> {
        let mut announced = Self { verb: "downgrade", ..Self::default() };
        for revision in &plan.steps {
            if let Some(script) = revision.down.get(session.words().dialect) {
                announced.add_from_script(session, &revision.id, &script.text)?;
            }
        }
        Ok(announced)
    }

    fn add_from_script(
        &mut self,
        session: &mut dyn Session,
        revision: &RevisionId,
        script: &str,
    ) -> Result<(), Error> {
        let dialect = session.words().dialect;
        let written: Vec<Written> = hunter_sql::drops(dialect, script)
            .into_iter()
            .filter(|dropped| !comes_back(dialect, script, dropped))
            .map(|dropped| match dropped {
                hunter_sql::Dropped::Table(table) => (table, None),
                hunter_sql::Dropped::Column { table, column } => (table, Some(column)),
            })
            .collect();
        if written.is_empty() {
            return Ok(());
        }
        let rows = session.rows(&(session.words().resolve)(&written)).map_err(counting)?;
        let resolved: Vec<Resolved> =
            rows.iter().map(|text| parse(text.as_deref())).collect::<Result<_, _>>()?;
        self.add(session, revision, resolved.into_iter().map(|r| (r.table, r.column)).collect())
    }

    /// Adds things by the names the database gave.
    pub(crate) fn add(
        &mut self,
        session: &mut dyn Session,
        revision: &RevisionId,
        found: Vec<Candidate>,
    ) -> Result<(), Error> {
        let is_known = |candidate: &Candidate| self.of(revision).any(|known| known == candidate);
        let new: Vec<Candidate> = found.into_iter().filter(|candidate| !is_known(candidate)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let words = session.words();
        let (object, text) = words.json_object;
        let counts: Vec<String> = new
            .iter()
            .enumerate()
            .map(|(i, (table, column))| {
                let quote = |column: &String| format!(" where {} is not null", words.dialect.quote_identifier(column));
                let condition = column.as_ref().map(quote).unwrap_or_default();
                format!(
                    "select {object}('i', {i}, 'rows', (select count(*) from (select 1 from {table}{condition} \
                     limit {}) r)){text} as j",
                    MANY + 1
                )
            })
            .collect();
        // In portions: a server bounds how many parts a query may have.
        for portion in counts.chunks(100) {
            for row in session.rows(&portion.join(" union all ")).map_err(counting)? {
                let counted: Counted = parse(row.as_deref())?;
                let (table, column) = new.get(counted.i).cloned().unwrap_or_default();
                let loss = Loss { table, column, rows: counted.rows };
                if loss.rows > 0 && !self.losses.contains(&loss) {
                    self.losses.push(loss);
                }
            }
        }
        self.known.extend(new.into_iter().map(|candidate| (revision.clone(), candidate)));
        Ok(())
    }

    /// What the step of one revision may drop.
    pub(crate) fn of(&self, revision: &RevisionId) -> impl Iterator<Item = &Candidate> {
        self.known.iter().filter(move |(of, _)| of == revision).map(|(_, candidate)| candidate)
    }

    /// The same as the checks inside its message read it. A `$` could end the block they stand in.
    pub(crate) fn as_json(&self, revision: &RevisionId) -> String {
        json!(self.of(revision).collect::<Vec<_>>()).to_string().replace('$', "\\u0024")
    }

    /// Forgets what was counted, because it is no longer so.
    pub(crate) fn forget(&mut self, revision: &RevisionId, found: &[Candidate]) {
        self.known.retain(|(of, known)| of != revision || !found.contains(known));
    }

    /// The refusal, naming everything.
    pub(crate) fn refusal(&self) -> Error {
        refusal(self.verb, &self.losses)
    }
}

/// The refusal of a command that would lose these.
pub(super) fn refusal(verb: &str, losses: &[Loss]) -> Error {
    let list: Vec<String> = losses.iter().map(ToString::to_string).collect();
    let message = format!("this {verb} would lose {}", list.join(", "));
    let keeps = if verb == REPAIR { ", or keep what nobody recorded: `ignore` in hunter.toml" } else { "" };
    let help = format!("back the data up, then say so: --allow-data-loss{keeps}; nothing was changed");
    Error::new(ErrorKind::DataLoss, message, help)
}

/// A table that is rebuilt is dropped and comes back under its name; whether its rows do is seen only afterwards.
fn comes_back(dialect: hunter_sql::Dialect, script: &str, dropped: &hunter_sql::Dropped) -> bool {
    let hunter_sql::Dropped::Table(table) = dropped else { return false };
    let is_it = |renamed: &Renamed| renamed.column.is_none() && renamed.to.eq_ignore_ascii_case(&table.name);
    renames(dialect, script).iter().any(is_it)
}

/// Pairs of table and column out of an error's detail.
pub(crate) fn from_detail(detail: Option<&str>) -> Vec<Candidate> {
    let value: Value = detail.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let pairs = value.as_array().into_iter().flatten();
    pairs.filter_map(|pair| Some((text(&pair[0])?, text(&pair[1])))).collect()
}

fn counting(error: DbError) -> Error {
    Error::database("counting what would be lost", error)
}
