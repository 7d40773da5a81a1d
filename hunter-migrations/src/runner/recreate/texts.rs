//! Views and triggers as texts, for an engine that runs a step's statements one by one and keeps no record of what stands
//! on what.
//!
//! Responsible for which of them mention a name, for dropping those and for running their texts again.

use std::collections::BTreeSet;

use hunter_chain::Dialect;
use hunter_sql::{Dropped, Made, TokenKind, drops, lex, removes};
use serde::Deserialize;

use crate::session::{DbError, DbErrorKind, Session};

/// What was taken away, to be made again.
#[derive(Debug, Default)]
pub(crate) struct Away {
    texts: Vec<Text>,
    gone: Gone,
}

/// What does not come back, with the word for it: `table`, `view` or `trigger`.
pub(crate) type Gone = BTreeSet<(&'static str, String)>;

/// What a script does away with.
pub(crate) fn gone(dialect: Dialect, script: &str) -> Gone {
    let made = removes(dialect, script).into_iter().map(|one| (one.made, one.name.name));
    let tables = drops(dialect, script).into_iter().filter_map(|dropped| match dropped {
        Dropped::Table(name) => Some(("table", bare(&name.name))),
        Dropped::Column { .. } => None,
    });
    gone_of(made).into_iter().chain(tables).collect()
}

pub(crate) fn gone_of(made: impl IntoIterator<Item = (Made, String)>) -> Gone {
    let word = |made| match made {
        Made::View => Some("view"),
        Made::Trigger => Some("trigger"),
        Made::Routine | Made::Policy | Made::Rule => None,
    };
    made.into_iter().filter_map(|(made, name)| Some((word(made)?, bare(&name)))).collect()
}

/// A view or a trigger as the catalog keeps it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Text {
    /// `view` or `trigger`.
    kind: String,
    name: String,
    /// The table or the view that a trigger belongs to.
    inside: String,
    sql: String,
    /// Whether it made sense before the script, which is not to blame for what others broke.
    #[serde(skip)]
    was_sound: bool,
}

impl Text {
    pub(super) fn shown(&self) -> String {
        format!("{} {}", self.kind, self.name)
    }

    fn cannot(&self, error: DbError) -> DbError {
        let message = format!("{} cannot be created again: {}", self.shown(), error.message);
        DbError { message, ..error }
    }

    /// The names in it, as the engine compares them. It takes a string for a name where only a name makes sense.
    fn mentions(&self, dialect: Dialect) -> BTreeSet<String> {
        identifiers(dialect, &self.sql, |kind| is_identifier(kind) || kind == TokenKind::String)
            .into_iter()
            .collect()
    }

    fn is_in(&self, gone: &Gone) -> bool {
        gone.iter().any(|(kind, name)| *kind == self.kind && *name == bare(&self.name))
    }

    /// Whether it means something: the engine only looks when somebody reads the view, or does what the trigger is for.
    fn check(&self, session: &mut dyn Session) -> Result<(), DbError> {
        let dialect = session.words().dialect;
        let inside = dialect.quote_identifier(&self.inside);
        let words = identifiers(dialect, &self.sql, |kind| kind == TokenKind::Word);
        let event = words.iter().find(|word| matches!(word.as_str(), "insert" | "update" | "delete"));
        let statement = match event.filter(|_| self.kind == "trigger").map(String::as_str) {
            Some("insert") => format!("insert into {inside} default values"),
            Some("delete") => format!("delete from {inside}"),
            Some(_) => {
                let table = dialect.quote_literal(&self.inside);
                let list = format!("select name as j from pragma_table_xinfo({table}) where hidden = 0");
                let columns: Vec<String> = session.rows(&list)?.into_iter().flatten().collect();
                let set = columns.iter().map(|name| dialect.quote_identifier(name));
                let set: Vec<String> = set.map(|name| format!("{name} = {name}")).collect();
                format!("update {inside} set {}", set.join(", "))
            }
            None => format!("select * from {}", dialect.quote_identifier(&self.name)),
        };
        session.execute(&format!("explain {statement}"))
    }
}

/// A name without its quotes, in lower case: of other letters than these the engine tells the small from the large ones.
fn bare(name: &str) -> String {
    let inner = ['"', '`', '\''].into_iter().find_map(|quote| {
        let inner = name.strip_prefix(quote)?.strip_suffix(quote)?;
        Some(inner.replace(&format!("{quote}{quote}"), &quote.to_string()))
    });
    let inner =
        inner.or_else(|| name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).map(str::to_owned));
    inner.unwrap_or_else(|| name.to_owned()).to_ascii_lowercase()
}

fn is_identifier(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Word | TokenKind::QuotedIdentifier)
}

/// The tokens of some kinds in a text, without quotes.
fn identifiers(dialect: Dialect, text: &str, is_one: impl Fn(TokenKind) -> bool) -> Vec<String> {
    lex(dialect, text).filter(|token| is_one(token.kind)).map(|token| bare(token.text(text))).collect()
}

const TEXTS: &str = "select json_object('kind', type, 'name', name, 'inside', tbl_name, 'sql', sql) as j from sqlite_schema \
     where type in ('view', 'trigger') and sql is not null order by rowid";

/// The views and triggers that mention a relation of these names, or one of those views.
pub(super) fn mentioning(session: &mut dyn Session, names: &[String]) -> Result<Vec<Text>, DbError> {
    let dialect = session.words().dialect;
    let rows = session.rows(TEXTS)?;
    let mut texts: Vec<Text> =
        rows.iter().flatten().filter_map(|row| serde_json::from_str(row).ok()).collect();
    // Of `table.column` and of `schema.table` each part may be the relation; one too many is only made again for nothing.
    let mut named: BTreeSet<String> =
        names.iter().flat_map(|name| identifiers(dialect, name, is_identifier)).collect();
    named.remove("main");
    let mut found: Vec<Text> = Vec::new();
    loop {
        let (hit, rest): (Vec<Text>, Vec<Text>) = texts.into_iter().partition(|text| {
            named.contains(&bare(&text.name))
                || named.contains(&bare(&text.inside))
                || text.mentions(dialect).iter().any(|name| named.contains(name))
        });
        if hit.is_empty() {
            return Ok(found);
        }
        named.extend(hit.iter().filter(|text| text.kind == "view").map(|view| bare(&view.name)));
        found.extend(hit);
        texts = rest;
    }
}

impl Away {
    /// Drops the views and triggers that mention one of these names. Of the `gone` ones nothing is kept.
    pub(crate) fn from(session: &mut dyn Session, names: &[String], gone: Gone) -> Result<Self, DbError> {
        let dialect = session.words().dialect;
        let mut texts = mentioning(session, names)?;
        // A view takes its triggers along.
        texts.sort_by_key(|text| text.kind == "view");
        for text in &mut texts {
            text.was_sound = text.check(session).is_ok();
        }
        for text in &texts {
            session.execute(&format!("DROP {} {}", text.kind, dialect.quote_identifier(&text.name)))?;
        }
        texts.retain(|text| !text.is_in(&gone));
        Ok(Self { texts, gone })
    }

    /// Makes again what nobody else did meanwhile.
    ///
    /// # Errors
    /// What the database said, with the name of the view or trigger in front.
    pub(crate) fn bring_back(self, session: &mut dyn Session) -> Result<(), DbError> {
        let Self { mut texts, gone } = self;
        if texts.is_empty() {
            return Ok(());
        }
        // A trigger may have the name of a table.
        let of = "select case type when 'trigger' then type else 'relation' end || ' ' || name as j \
                  from sqlite_schema where type in ('table', 'view', 'trigger')";
        let there = session.rows(of)?.into_iter().flatten();
        let mut there: BTreeSet<String> = there.map(|name| name.to_ascii_lowercase()).collect();
        // A trigger may belong to a view that is made again.
        texts.sort_by_key(|text| text.kind == "trigger");
        let mut made = Vec::new();
        for text in &texts {
            let inside = text.inside.to_ascii_lowercase();
            let kind = if text.kind == "view" { "relation" } else { "trigger" };
            let is_orphan = kind == "trigger" && !there.contains(&format!("relation {inside}"));
            if is_orphan && !["table", "view"].iter().any(|kind| gone.contains(&(kind, inside.clone()))) {
                let message = format!("{} is not there any more, and no statement drops it", text.inside);
                return Err(text.cannot(DbError::new(DbErrorKind::Other, message)));
            }
            if is_orphan || !there.insert(format!("{kind} {}", text.name.to_ascii_lowercase())) {
                continue;
            }
            session.execute(&text.sql).map_err(|error| text.cannot(error))?;
            made.extend(text.was_sound.then_some(text));
        }
        made.iter().try_for_each(|text| text.check(session).map_err(|error| text.cannot(error)))
    }
}
