//! What a catalog answers, what a lockfile says of it, and Diesel's `schema.rs`.

use hunter_schema::catalog::sqlite;
use hunter_schema::desired::DieselSchema;
use hunter_schema::{Effects, Snapshot};
use hunter_sql::Dialect;

use crate::text;

/// Bytes as lines of effects.
pub(crate) fn effects(bytes: &[u8]) {
    let text = text(bytes);
    let Ok(effects) = Effects::from_lines(text.lines()) else { return };
    let lines = effects.lines();
    let again = Effects::from_lines(lines.iter().map(String::as_str)).map_err(|bad| bad.to_string());
    assert_eq!(again.as_ref(), Ok(&effects), "{lines:#?}");
    assert_eq!(effects.reversed().reversed(), effects);
    let mut schema = Snapshot::default();
    schema.lay(&effects);
    compared(&schema);
}

/// Bytes as the rows of a catalog's query, a line each.
pub(crate) fn catalog(bytes: &[u8]) {
    let text = text(bytes);
    if let Ok(schema) = Snapshot::from_rows(text.lines()) {
        compared(&schema);
    }
    if let Ok(rows) = sqlite::complete(text.lines().map(str::to_owned).collect())
        && let Ok(schema) = Snapshot::from_rows(rows)
    {
        compared(&schema);
    }
}

/// A schema is itself, and can be made and unmade.
fn compared(schema: &Snapshot) {
    assert!(hunter_schema::compare(schema, schema, true).is_empty());
    let _ = schema.fingerprint();
    let nothing = Snapshot::default();
    for dialect in [Dialect::Postgres, Dialect::Sqlite] {
        let _ = hunter_schema::diff(dialect, &nothing, schema, &[]).to_string();
        let _ = hunter_schema::diff(dialect, schema, &nothing, &[]).to_string();
        assert!(hunter_schema::diff(dialect, schema, schema, &[]).is_empty());
    }
}

/// Bytes as `schema.rs`.
pub(crate) fn schema_rs(bytes: &[u8]) {
    match DieselSchema::parse(&text(bytes)) {
        Ok(schema) => {
            for dialect in [Dialect::Postgres, Dialect::Sqlite] {
                let _ = hunter_schema::desired::desired(dialect, &schema, &Snapshot::default());
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
