//! What is read from outside, for who throws anything at it.
//!
//! Responsible for nothing of its own: doors to functions that the crate keeps to itself.

use hunter_chain::{Chain, Dialect};

use crate::connect::Address;
use crate::error::Error;
use crate::ledger::{Ledger, LedgerRow};
use crate::runner::parse_row;
use crate::status::Status;

/// What libpq may say; its words hold the URL.
const WORDS: [&str; 8] = [
    "password authentication failed",
    "database \"x\" does not exist",
    "role \"x\" does not exist",
    "pg_hba.conf",
    "invalid port",
    "could not translate host name",
    "permission denied for database",
    "timeout expired",
];

/// Every word that is ever said of a URL, be it understood or not.
#[must_use]
pub fn said_of_url(url: &str) -> String {
    let error = |error: &Error| format!("{error} {error:?} {} ", error.help());
    let address = match Address::parse(url) {
        Ok(address) => address,
        Err(bad) => return error(&bad),
    };
    let mut said = format!("{} {address:?} {} ", address.shown(), address.has_password());
    if let Address::Postgres(url) = &address {
        let words =
            WORDS.iter().map(|words| Error::no_connection(url, &format!("{words} {}", url.for_client())));
        said.extend(words.map(|failed| error(&failed)));
    }
    said
}

/// A row of the ledger as the database answers it.
///
/// # Errors
/// When it is none.
pub fn ledger_row(text: &str) -> Result<String, Error> {
    parse_row::<LedgerRow>(Some(text)).map(|_| text.to_owned())
}

/// The state of a database whose ledger has these rows.
#[must_use]
pub fn status(chain: &Chain, rows: &[String]) -> &'static str {
    let rows = rows.iter().filter_map(|text| parse_row(Some(text)).ok()).collect();
    let ledger = Ledger { rows };
    let _ = (ledger.applied(), ledger.below_strangers(chain), ledger.last_seq());
    let status = Status::of(chain, Dialect::Postgres, &ledger);
    let _ = format!("{status:?}");
    status.as_str()
}
