//! `verify`: is the database what the record says, and does what the authors asserted hold?
//!
//! Responsible for running `verify.sql` of the current revisions, statement by statement, each undone again. A query asserts
//! that it finds no row; any other statement, that it does not fail.

use hunter_chain::{Dialect, Revision, RevisionId, Script};
use hunter_sql::{Statement, control, position, split};

use super::Migrator;
use crate::error::{Error, FailedAt};
use crate::schema::drift::Drift;
use crate::session::Session;

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verification {
    /// How the schema differs from what is recorded.
    pub drift: Drift,
    /// What the current revisions assert, in order.
    pub assertions: Vec<Assertion>,
}

/// One statement of a `verify.sql`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assertion {
    /// Whose it is.
    pub revision: RevisionId,
    /// Where it stands.
    pub place: FailedAt,
    /// Why it does not hold, if it does not: the row it found, or what the database said.
    pub broken: Option<String>,
}

impl Verification {
    /// Whether the schema is as recorded and every assertion holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.drift.is_none() && self.assertions.iter().all(|assertion| assertion.broken.is_none())
    }
}

impl Migrator<'_> {
    /// Compares the schema, as [`drift`](Self::drift) does, and runs `verify.sql` of the current revisions in transactions
    /// that are rolled back.
    ///
    /// # Errors
    /// As [`drift`](Self::drift). That an assertion does not hold is an answer, not an error.
    pub fn verify(mut self) -> Result<Verification, Error> {
        self.refuse_inside_a_transaction()?;
        let drift = self.read_drift()?;
        let (chain, dialect) = (self.migrations.chain(), self.session.words().dialect);
        let mut assertions = Vec::new();
        for revision in drift.revisions.iter().filter_map(|id| chain.get_any(id)) {
            if let Some(script) = revision.verify.get(dialect) {
                assertions.extend(self.assert_all(revision, script)?);
            }
        }
        Ok(Verification { drift, assertions })
    }

    pub(super) fn assert_all(
        &mut self,
        revision: &Revision,
        script: &Script,
    ) -> Result<Vec<Assertion>, Error> {
        let dialect = self.session.words().dialect;
        let statements = split(dialect, &script.text);
        let of = statements.len();
        let mut assertions = Vec::new();
        // Not the words' own beginning: that of SQLite would wait for every writer.
        self.ours("BEGIN")?;
        for (at, statement) in statements.iter().enumerate() {
            self.ours("SAVEPOINT hunter_assertion")?;
            let broken = assert(self.session, dialect, statement);
            // Whatever it did, a statement after it sees the database as it is.
            if let Err(error) = self.ours("ROLLBACK TO SAVEPOINT hunter_assertion") {
                let _ = self.session.execute("ROLLBACK");
                return Err(error);
            }
            let place = place(script, statement, (at + 1, of));
            assertions.push(Assertion { revision: revision.id.clone(), place, broken });
        }
        self.ours("ROLLBACK")?;
        Ok(assertions)
    }

    fn ours(&mut self, sql: &str) -> Result<(), Error> {
        self.session.execute(sql).map_err(|error| Error::database("running verify.sql", error))
    }
}

/// Why a statement does not hold, if it does not.
fn assert(session: &mut dyn Session, dialect: Dialect, statement: &Statement<'_>) -> Option<String> {
    if control(dialect, statement).is_some() {
        return Some("it ends the transaction in which it is undone, so it was not run".to_owned());
    }
    let word = statement.text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_query = ["SELECT", "WITH", "VALUES", "TABLE"].iter().any(|query| word.eq_ignore_ascii_case(query));
    if !is_query {
        return session.execute(statement.text).err().map(|error| error.to_string());
    }
    match session.rows(&(session.words().a_row_of)(statement.text)) {
        Ok(rows) => rows.into_iter().next().map(|row| format!("it finds {}", row.unwrap_or_default())),
        Err(error) => Some(error.to_string()),
    }
}

fn place(script: &Script, statement: &Statement<'_>, number: (usize, usize)) -> FailedAt {
    let at = position(&script.text, statement.start);
    let line = script.text.lines().nth(at.line - 1).map(str::to_owned);
    FailedAt {
        path: script.path.to_string(),
        position: Some((at.line, at.column)),
        line,
        statement: Some(number),
    }
}
