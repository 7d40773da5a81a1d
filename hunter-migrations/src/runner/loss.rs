//! What a downgrade would lose: tables with rows, columns with values.
//!
//! Responsible for counting what a script is about to drop. What it drops is first read from its text, which is only a
//! hint; the step itself compares what was there before and after, and what the text did not tell comes back here.

use std::fmt;

use serde::Deserialize;
use serde_json::{Value, json};

use super::state::parse;
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

/// Things that exist now and may go: the name to write, the column, whether they hold anything.
#[derive(Debug, Clone, Default)]
pub(crate) struct Announced {
    pub(crate) known: Vec<Candidate>,
    pub(crate) losses: Vec<Loss>,
}

#[derive(Deserialize)]
struct Resolved {
    i: usize,
    table: String,
}

#[derive(Deserialize)]
struct Counted {
    i: usize,
    rows: i64,
}

impl Announced {
    /// Adds what a script says it drops.
    pub(crate) fn add_from_script(&mut self, session: &mut dyn Session, script: &str) -> Result<(), Error> {
        let dialect = session.words().dialect;
        let name = |name: &hunter_sql::Name| {
            let schema =
                name.schema.as_ref().map(|schema| dialect.quote_identifier(schema) + ".").unwrap_or_default();
            // `resolve` of SQLite looks names up, PostgreSQL's parses them.
            if dialect == hunter_sql::Dialect::Sqlite {
                name.name.clone()
            } else {
                schema + &dialect.quote_identifier(&name.name)
            }
        };
        let candidates: Vec<Candidate> = hunter_sql::drops(dialect, script)
            .iter()
            .filter(|dropped| !comes_back(dialect, script, dropped))
            .map(|dropped| match dropped {
                hunter_sql::Dropped::Table(table) => (name(table), None),
                hunter_sql::Dropped::Column { table, column } => (name(table), Some(column.clone())),
            })
            .collect();
        if candidates.is_empty() {
            return Ok(());
        }
        let rows = session.rows(&(session.words().resolve)(&candidates)).map_err(counting)?;
        let resolved: Vec<Resolved> =
            rows.iter().map(|text| parse(text.as_deref())).collect::<Result<_, _>>()?;
        let found = resolved.into_iter().map(|r| (r.table, candidates[r.i].1.clone()));
        self.add(session, found.collect())
    }

    /// Adds things by the names the database gave.
    pub(crate) fn add(&mut self, session: &mut dyn Session, found: Vec<Candidate>) -> Result<(), Error> {
        let new: Vec<Candidate> = found.into_iter().filter(|c| !self.known.contains(c)).collect();
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
                if counted.rows > 0 {
                    self.losses.push(Loss { table, column, rows: counted.rows });
                }
            }
        }
        self.known.extend(new);
        Ok(())
    }

    /// As the checks inside a message read it.
    pub(crate) fn as_json(&self) -> String {
        json!(self.known).to_string()
    }

    /// The refusal, naming everything.
    pub(crate) fn refusal(&self) -> Error {
        let list: Vec<String> = self.losses.iter().map(ToString::to_string).collect();
        let message = format!("this downgrade would lose {}", list.join(", "));
        let help = "back the data up, then say so: --allow-data-loss; nothing was changed";
        Error::new(ErrorKind::DataLoss, message, help)
    }
}

/// A table that is rebuilt is dropped and comes back under its name; whether its rows do is seen only afterwards.
fn comes_back(dialect: hunter_sql::Dialect, script: &str, dropped: &hunter_sql::Dropped) -> bool {
    let hunter_sql::Dropped::Table(table) = dropped else { return false };
    let quotes = ['"', '`', '[', ']'];
    let is_it = |word: &str| word.trim_matches(quotes).eq_ignore_ascii_case(&table.name);
    hunter_sql::split(dialect, script).iter().any(|statement| {
        let words: Vec<&str> = statement.text.split_whitespace().collect();
        matches!(words.as_slice(), [.., rename, to, name]
            if rename.eq_ignore_ascii_case("rename") && to.eq_ignore_ascii_case("to") && is_it(name))
    })
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
