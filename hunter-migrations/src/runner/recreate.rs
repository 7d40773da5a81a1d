//! What stands on the names of `recreates` is away while a step's script runs, and made again after it.
//!
//! Responsible for when that happens, for telling what stands in the way of a script that says nothing of it, and for the
//! words. A server that takes a whole step in one message does it there ([`RecreateWords`](crate::words::RecreateWords));
//! where statements go one by one it is done from here: views and triggers are texts, so those that mention a name are
//! dropped and their texts run again.

use std::collections::BTreeSet;

use hunter_sql::{Name, TokenKind, lex, removes, unsettles};
use serde::Deserialize;

use super::step::{Stopped, Work};
use crate::error::{Error, ErrorKind};
use crate::session::{DbError, Session};
use crate::words::Words;

impl Work<'_> {
    /// The names on which nothing stands while its script runs.
    pub(super) fn recreates(&self) -> Vec<String> {
        let declared = &self.revision.declared;
        let is_whole = declared.run_in_transaction && self.part.is_some();
        declared.recreates.iter().filter(|_| is_whole).map(|name| name.to_string()).collect()
    }
}

/// The statements before and after a script, where the server does all of it.
pub(super) fn around(words: &Words, work: &Work<'_>) -> Option<(String, String)> {
    let names = work.recreates();
    let recreate = words.recreate.as_ref().filter(|_| !names.is_empty())?;
    Some(((recreate.take_away)(&names, &removes(words.dialect, work.text())), (recreate.bring_back)()))
}

/// Something could not be taken away or made again.
pub(super) fn refused(work: &Work<'_>, error: DbError) -> Stopped {
    let names = work.recreates().join(", ");
    let message = format!("{} of revision `{}` failed: {}", work.verb, work.revision.id, error.message);
    let help = format!(
        "the step was rolled back. What stands on {names} is dropped before the script and made again after it, as \
         `recreates` says: let the script leave what that needs, make it there with another text, or `drop … if exists` it \
         there, and it stays away"
    );
    Stopped::Failed(Error::new(ErrorKind::Script, message, help).at_some(work.place(None)).because(error))
}

/// What stands on the things that a statement of the script needs to itself, if that is why it failed: named with the line
/// that lets it be recreated.
pub(super) fn blamed(
    session: &mut dyn Session,
    work: &Work<'_>,
    error: &DbError,
    at: usize,
) -> Option<String> {
    let dialect = session.words().dialect;
    let statements = hunter_sql::split(dialect, work.text());
    let statement = statements.iter().find(|statement| statement.range().contains(&at))?;
    let names = unsettles(dialect, statement);
    let found = standing(session, &names).ok()?;
    let said = format!("{} {}", error.message, error.detail.as_deref().unwrap_or_default());
    let is_replaced = said.contains("from view") || said.contains("of view column");
    let away = standing(session, &work.recreates()).unwrap_or_default();
    let is_covered = found.iter().all(|what| away.contains(what));
    if !work.revision.declared.run_in_transaction
        || is_covered
        || !(is_replaced || found.iter().any(|what| said.contains(own_name(what))))
    {
        return None;
    }
    let own = removes(dialect, statement.text)
        .pop()
        .map(|_| ", and a `drop` of the script's own needs `if exists` then");
    let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    Some(format!(
        "the step was rolled back. On {} stands: {}. If all of it should be as it is afterwards, with its grants, write \
         recreates = [{}] in metadata.toml, prove, and rebuild: it is dropped before the script and made again after it{}",
        names.join(", "),
        found.join(", "),
        quoted.join(", "),
        own.unwrap_or_default()
    ))
}

/// The name in `materialized view s.v`, `function s.f(integer)`, `policy p on table t`.
pub(crate) fn own_name(what: &str) -> &str {
    let what = what.split_once(" on ").map_or(what, |(what, _)| what);
    let what = what.split_once('(').map_or(what, |(what, _)| what);
    what.rsplit(['.', ' ']).next().unwrap_or(what)
}

/// In words, what stands on names.
pub(crate) fn standing(session: &mut dyn Session, names: &[String]) -> Result<Vec<String>, DbError> {
    if names.is_empty() || !session.answers() {
        return Ok(Vec::new());
    }
    if let Some(recreate) = &session.words().recreate {
        let rows = session.rows(&(recreate.standing)(names))?;
        return Ok(rows.into_iter().flatten().collect());
    }
    Ok(mentioning(session, names)?.iter().map(Text::shown).collect())
}

/// What was taken away, to be made again: the texts of views and triggers.
#[derive(Debug, Default)]
pub(super) struct Away(Vec<Text>);

/// A view or a trigger as the catalog keeps it.
#[derive(Debug, Clone, Deserialize)]
struct Text {
    /// `view` or `trigger`.
    kind: String,
    name: String,
    /// The table or the view that a trigger belongs to.
    inside: String,
    sql: String,
}

impl Text {
    fn shown(&self) -> String {
        format!("{} {}", self.kind, self.name)
    }

    fn cannot(&self, error: DbError) -> DbError {
        let message = format!("{} cannot be created again: {}", self.shown(), error.message);
        DbError { message, ..error }
    }

    /// The names in it, as the engine compares them.
    fn mentions(&self, session: &dyn Session) -> BTreeSet<String> {
        let dialect = session.words().dialect;
        let is_name = |kind| matches!(kind, TokenKind::Word | TokenKind::QuotedIdentifier);
        let tokens = lex(dialect, &self.sql).filter(|token| is_name(token.kind));
        tokens.map(|token| bare(token.text(&self.sql))).collect()
    }
}

/// A name without its quotes, in lower case.
fn bare(name: &str) -> String {
    name.trim_matches(['"', '`', '[', ']']).replace("\"\"", "\"").to_ascii_lowercase()
}

const TEXTS: &str = "select json_object('kind', type, 'name', name, 'inside', tbl_name, 'sql', sql) as j from sqlite_schema \
     where type in ('view', 'trigger') and sql is not null order by rowid";

/// The views and triggers that mention a relation of these names, or one of those views.
fn mentioning(session: &mut dyn Session, names: &[String]) -> Result<Vec<Text>, DbError> {
    let rows = session.rows(TEXTS)?;
    let mut texts: Vec<Text> =
        rows.iter().flatten().filter_map(|row| serde_json::from_str(row).ok()).collect();
    // Of `table.column` and of `schema.table` each part may be the relation; one too many is only made again for nothing.
    let mut named: BTreeSet<String> = names.iter().flat_map(|name| name.split('.')).map(bare).collect();
    named.remove("main");
    let mut found: Vec<Text> = Vec::new();
    loop {
        let (hit, rest): (Vec<Text>, Vec<Text>) = texts.into_iter().partition(|text| {
            named.contains(&bare(&text.name))
                || named.contains(&bare(&text.inside))
                || text.mentions(session).iter().any(|name| named.contains(name))
        });
        if hit.is_empty() {
            return Ok(found);
        }
        named.extend(hit.iter().filter(|text| text.kind == "view").map(|view| bare(&view.name)));
        found.extend(hit);
        texts = rest;
    }
}

/// Drops what stands on the names of a step, in the transaction that is open.
pub(super) fn take_away(session: &mut dyn Session, work: &Work<'_>) -> Result<Away, Stopped> {
    let names = work.recreates();
    if names.is_empty() {
        return Ok(Away::default());
    }
    if !session.answers() {
        let message = format!(
            "revision `{}` recreates what stands on {}, which a script for {} cannot do",
            work.revision.id,
            names.join(", "),
            work.dialect.product()
        );
        let help = "run it with this program, without --sql";
        return Err(Stopped::Failed(Error::new(ErrorKind::Usage, message, help)));
    }
    let dropped: Vec<Name> = removes(work.dialect, work.text()).into_iter().map(|one| one.name).collect();
    Away::from(session, &names, &dropped).map_err(super::statements::ours(work))
}

impl Away {
    /// Drops the views and triggers that mention one of these names. Of the `gone` ones nothing is kept.
    pub(super) fn from(session: &mut dyn Session, names: &[String], gone: &[Name]) -> Result<Self, DbError> {
        let dialect = session.words().dialect;
        let mut texts = mentioning(session, names)?;
        // A view takes its triggers along.
        texts.sort_by_key(|text| text.kind == "view");
        for text in &texts {
            session.execute(&format!("DROP {} {}", text.kind, dialect.quote_identifier(&text.name)))?;
        }
        let is_gone = |text: &Text| gone.iter().any(|name| bare(&name.name) == bare(&text.name));
        texts.retain(|text| !is_gone(text));
        Ok(Self(texts))
    }

    /// Makes again what nobody else did meanwhile.
    ///
    /// # Errors
    /// What the database said, with the name of the view or trigger in front.
    pub(super) fn bring_back(self, session: &mut dyn Session) -> Result<(), DbError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let dialect = session.words().dialect;
        let relations =
            "select lower(name) as j from sqlite_schema where type in ('table', 'view', 'trigger')";
        let mut there: BTreeSet<String> = session.rows(relations)?.into_iter().flatten().collect();
        let mut texts = self.0;
        // A trigger may belong to a view that is made again.
        texts.sort_by_key(|text| text.kind == "trigger");
        let mut made = Vec::new();
        for text in &texts {
            let is_orphan = text.kind == "trigger" && !there.contains(&text.inside.to_lowercase());
            if is_orphan || !there.insert(text.name.to_lowercase()) {
                continue;
            }
            session.execute(&text.sql).map_err(|error| text.cannot(error))?;
            made.extend((text.kind == "view").then_some(text));
        }
        for view in made {
            // What a view's text means is only looked at when somebody reads it.
            let read = format!("explain select * from {}", dialect.quote_identifier(&view.name));
            session.execute(&read).map_err(|error| view.cannot(error))?;
        }
        Ok(())
    }
}
