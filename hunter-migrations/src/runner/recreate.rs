//! What stands on the names of `recreates` is away while a step's script runs, and made again after it.
//!
//! Responsible for when that happens, for telling what stands in the way of a script that says nothing of it, and for the
//! words. A server that takes a whole step in one message does it there ([`RecreateWords`](crate::words::RecreateWords));
//! where statements go one by one it is done from here, with `texts`.

mod texts;

use hunter_chain::Dialect;
use hunter_sql::{removes, unsettles};

pub(super) use self::texts::{Away, gone_of};
use super::step::{Stopped, Work};
use crate::error::{Error, ErrorKind};
use crate::session::{DbError, Session};
use crate::words::{RecreateWords, Words};

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
    Some((before(recreate, words.dialect, &names, work.text()), (recreate.bring_back)()))
}

/// What takes away what stands on names while a script runs.
pub(crate) fn before(recreate: &RecreateWords, dialect: Dialect, names: &[String], script: &str) -> String {
    let of_rights = ["GRANT", "REVOKE", "ALTER DEFAULT"];
    let grants = hunter_sql::split(dialect, script).iter().any(|statement| {
        let start = hunter_sql::summary(dialect, statement).to_ascii_uppercase();
        of_rights.iter().any(|words| start.starts_with(words))
    });
    (recreate.take_away)(names, &removes(dialect, script), grants)
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
    // JSON's strings are TOML's, too.
    let quoted: Vec<String> =
        names.iter().map(|name| serde_json::Value::from(name.as_str()).to_string()).collect();
    let grants = session.words().recreate.as_ref().map_or("", |_| ", with its grants");
    Some(format!(
        "the step was rolled back. On {} stands: {}. If all of it should be as it is afterwards{grants}, write \
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
    Ok(texts::mentioning(session, names)?.iter().map(texts::Text::shown).collect())
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
    Away::from(session, &names, texts::gone(work.dialect, work.text())).map_err(super::statements::ours(work))
}
