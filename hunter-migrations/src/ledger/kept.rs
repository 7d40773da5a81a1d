//! What the ledger keeps of an author's declarations.
//!
//! Responsible for both ways, writing a revision's and reading another program's, so that who does not know a revision
//! undoes it as its own program would. What is as usual is left out.

use std::borrow::Cow;

use hunter_chain::{Revision, RevisionId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::LedgerRow;

/// The declarations that matter to who reverts a revision, or stands in front of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Kept {
    message: String,
    pub(crate) compatible_with_previous_binary: bool,
    #[serde(skip_serializing_if = "as_usual")]
    run_in_transaction: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    irreversible: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) depends_on: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lossy: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recreates: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lock_timeout_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statement_timeout_ms: Option<u64>,
}

fn as_usual(run_in_transaction: &bool) -> bool {
    *run_in_transaction
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            message: String::new(),
            compatible_with_previous_binary: false,
            run_in_transaction: true,
            irreversible: None,
            depends_on: Vec::new(),
            lossy: Vec::new(),
            recreates: Vec::new(),
            lock_timeout_ms: None,
            statement_timeout_ms: None,
        }
    }
}

impl Kept {
    pub(crate) fn of(revision: &Revision) -> Self {
        let declared = &revision.declared;
        Self {
            message: revision.message.to_string(),
            compatible_with_previous_binary: declared.compatible_with_previous_binary,
            run_in_transaction: declared.run_in_transaction,
            irreversible: declared.irreversible.as_deref().map(str::to_owned),
            depends_on: revision.depends_on.iter().map(ToString::to_string).collect(),
            lossy: declared.lossy.iter().map(ToString::to_string).collect(),
            recreates: declared.recreates.iter().map(ToString::to_string).collect(),
            lock_timeout_ms: declared.lock_timeout_ms,
            statement_timeout_ms: declared.statement_timeout_ms,
        }
    }

    /// What a row says; nothing where nobody can read it.
    pub(crate) fn of_row(row: &LedgerRow) -> Option<Self> {
        serde_json::from_str(row.metadata.as_deref()?).ok()
    }

    /// As a row holds it.
    pub(crate) fn into_json(self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Lets a revision declare it.
    pub(crate) fn declare(self, revision: &mut Revision) {
        revision.message = Cow::Owned(self.message);
        revision.depends_on = self.depends_on.into_iter().map(RevisionId::trusted).collect();
        let declared = &mut revision.declared;
        declared.compatible_with_previous_binary = self.compatible_with_previous_binary;
        declared.run_in_transaction = self.run_in_transaction;
        declared.irreversible = self.irreversible.map(Cow::Owned);
        declared.lossy = self.lossy.into_iter().map(Cow::Owned).collect();
        declared.recreates = self.recreates.into_iter().map(Cow::Owned).collect();
        declared.lock_timeout_ms = self.lock_timeout_ms;
        declared.statement_timeout_ms = self.statement_timeout_ms;
    }
}

#[cfg(test)]
mod tests {
    use hunter_chain::{Dialect, Digest};

    use super::*;

    #[test]
    fn what_is_kept_of_a_revision_comes_back() {
        let recorded =
            || Revision::recorded(RevisionId::trusted("a"), Dialect::Sqlite, Digest::trusted("s1:0"), None);
        let mut one = recorded();
        one.message = "what it does".into();
        one.depends_on = vec![RevisionId::trusted("b")];
        one.declared.run_in_transaction = false;
        one.declared.irreversible = Some("why".into());
        one.declared.lossy = vec!["a.b".into()];
        one.declared.recreates = vec!["c".into()];
        (one.declared.lock_timeout_ms, one.declared.statement_timeout_ms) = (Some(1), Some(2));
        one.declared.compatible_with_previous_binary = true;
        let text = Kept::of(&one).into_json().to_string();
        let mut back = recorded();
        serde_json::from_str::<Kept>(&text).unwrap().declare(&mut back);
        assert_eq!(back, one);
    }

    #[test]
    fn what_is_as_usual_takes_no_room_and_an_older_row_reads_as_that() {
        let old = r#"{"compatible_with_previous_binary":false,"message":"m"}"#;
        let kept: Kept = serde_json::from_str(old).unwrap();
        assert!(kept.run_in_transaction);
        assert_eq!(kept.into_json().to_string(), old);
    }
}
