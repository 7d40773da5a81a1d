//! What a database says about itself, in as few trips as can be.

use hunter_chain::{Applied, Dialect};
use serde::Deserialize;

use crate::error::{Error, ErrorKind};
use crate::ledger::{self, Ledger, LedgerName, LedgerRow};
use crate::session::{DbError, DbErrorKind, Session};

/// The first look: one trip on PostgreSQL.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Look {
    pub(crate) database: Option<String>,
    pub(crate) schema: String,
    #[serde(rename = "ledger")]
    pub(crate) has_ledger: bool,
    /// Schemas with a ledger of the same name.
    #[serde(default)]
    pub(crate) elsewhere: Option<String>,
    #[serde(default)]
    pub(crate) last: Option<Last>,
    /// The server's number of the session that looked.
    #[serde(default)]
    pub(crate) session: Option<i64>,
}

/// The ledger's last row, as far as a start needs it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Last {
    pub(crate) digest: String,
}

/// Looks, and completes the ledger's name with the schema found.
pub(crate) fn look(session: &mut dyn Session, name: &mut LedgerName) -> Result<Look, Error> {
    let words = session.words();
    let row = one(session, &(words.look)(name)).map_err(|error| not_readable(error, name, words.dialect))?;
    let mut look: Look = parse(row.as_deref())?;
    name.schema = Some(look.schema.clone());
    if look.has_ledger && look.last.is_none() {
        let last = session.rows(&ledger::last(words, name));
        let last = last.map_err(|error| not_readable(error, name, words.dialect))?.pop().flatten();
        look.last = last.map(|text| parse(Some(&text))).transpose()?;
    }
    Ok(look)
}

/// Reads the whole ledger, one trip.
pub(crate) fn read(session: &mut dyn Session, name: &LedgerName) -> Result<Ledger, Error> {
    let words = session.words();
    let rows =
        session.rows(&ledger::rows(words, name)).map_err(|error| not_readable(error, name, words.dialect))?;
    let rows: Vec<LedgerRow> = rows.iter().map(|text| parse(text.as_deref())).collect::<Result<_, _>>()?;
    if rows.last().is_some_and(|row| row.seq >= i64::MAX / 2) {
        let message = "the ledger's last number leaves no room for another row: somebody changed it by hand";
        return Err(Error::new(
            ErrorKind::State,
            message,
            "set `seq` of that row back to its place in the order",
        ));
    }
    Ok(Ledger { rows })
}

/// Tables and views that are there without a ledger.
pub(crate) fn relations(session: &mut dyn Session, name: &LedgerName) -> Result<Vec<String>, Error> {
    let sql = (session.words().relations)(name);
    let rows = session.rows(&sql).map_err(|error| Error::database("listing the tables", error))?;
    Ok(rows.into_iter().flatten().collect())
}

/// The applied set of a database, where there is a ledger.
pub(crate) fn applied(session: &mut dyn Session, name: &mut LedgerName) -> Result<Applied, Error> {
    let look = look(session, name)?;
    if look.has_ledger { Ok(read(session, name)?.applied()) } else { Ok(Applied::none()) }
}

pub(crate) fn one(session: &mut dyn Session, sql: &str) -> Result<Option<String>, DbError> {
    Ok(session.rows(sql)?.into_iter().next().flatten())
}

pub(crate) fn parse<T: for<'d> Deserialize<'d>>(text: Option<&str>) -> Result<T, Error> {
    serde_json::from_str(text.unwrap_or("null")).map_err(|error| {
        let message = format!("the ledger holds a row this version cannot read: {error}");
        Error::new(ErrorKind::State, message, "use a newer version of the program that wrote it")
    })
}

fn not_readable(error: DbError, name: &LedgerName, dialect: Dialect) -> Error {
    if error.kind != DbErrorKind::PermissionDenied {
        return Error::database("reading the ledger", error);
    }
    let table = name.qualified(dialect);
    let message = format!("this role may not read the ledger: {error}");
    Error::new(ErrorKind::MissingRight, message, format!("grant select on {table} to this role"))
        .because(error)
}
