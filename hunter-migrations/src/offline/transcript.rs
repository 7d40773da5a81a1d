//! A session that writes down what it is told instead of doing it.
//!
//! Responsible for text that the server's own client can run later. It has no answers: who asks it has made a mistake,
//! and asks [`Session::answers`] first.

use std::cell::RefCell;
use std::rc::Rc;

use crate::session::{DbError, DbErrorKind, Session};
use crate::words::Words;

/// The text, shared with who writes remarks into it.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet(Rc<RefCell<String>>);

impl Sheet {
    /// A line that is there for its reader.
    pub(super) fn remark(&self, text: &str) {
        let mut sheet = self.0.borrow_mut();
        sheet.push_str("\n-- ");
        // A line break would end the remark.
        sheet.push_str(&text.replace(['\n', '\r'], " "));
        sheet.push('\n');
    }

    /// A line as it is.
    pub(super) fn line(&self, text: &str) {
        let mut sheet = self.0.borrow_mut();
        sheet.push_str(text);
        sheet.push('\n');
    }

    pub(super) fn into_text(self) -> String {
        self.0.take()
    }
}

/// The session.
#[derive(Debug)]
pub(super) struct Transcript {
    pub(super) words: &'static Words,
    pub(super) sheet: Sheet,
}

impl Session for Transcript {
    fn words(&self) -> &'static Words {
        self.words
    }

    fn answers(&self) -> bool {
        false
    }

    fn in_transaction(&mut self) -> bool {
        false
    }

    fn execute(&mut self, sql: &str) -> Result<(), DbError> {
        if !sql.is_empty() {
            // Right behind it: SQLite keeps the text of what it creates, up to here. No text ends in a comment.
            self.sheet.line(&format!("{sql};"));
        }
        Ok(())
    }

    fn rows(&mut self, sql: &str) -> Result<Vec<Option<String>>, DbError> {
        Err(DbError::new(DbErrorKind::Other, format!("a script for later was asked a question: {sql}")))
    }
}
