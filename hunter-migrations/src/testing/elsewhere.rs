//! A session whose server says that it is at another address than it is.

use crate::session::{DbError, Session};
use crate::words::Words;

/// A connection that answers one question otherwise, and counts how often it was asked: where its server is.
pub struct Elsewhere<S> {
    session: S,
    address: String,
    asked: usize,
}

impl<S: Session> Elsewhere<S> {
    /// The server of this session, as if it were at that address.
    pub fn new(session: S, address: &str) -> Self {
        Self { session, address: address.to_owned(), asked: 0 }
    }

    /// How often somebody wanted to know.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.asked
    }
}

impl<S: Session> Session for Elsewhere<S> {
    fn words(&self) -> &'static Words {
        self.session.words()
    }

    fn in_transaction(&mut self) -> bool {
        self.session.in_transaction()
    }

    fn execute(&mut self, sql: &str) -> Result<(), DbError> {
        self.session.execute(sql)
    }

    fn rows(&mut self, sql: &str) -> Result<Vec<Option<String>>, DbError> {
        let rows = self.session.rows(sql)?;
        if self.words().server_address != Some(sql) {
            return Ok(rows);
        }
        self.asked += 1;
        Ok(vec![Some(self.address.clone())])
    }
}
