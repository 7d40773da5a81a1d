//! Definitions run over a schema: their views, routines, triggers, policies and rules as their texts say, all else as it was.
//!
//! Responsible for the order, which nobody has to write down: a definition that fails is tried again after the others, as
//! long as one more succeeds each time. For scratch databases; a user's database gets revisions.

use hunter_chain::Script;
use hunter_sql::{Made, Name, Removed, lex, makes};

use super::Migrator;
use super::recreate::{Away, gone_of};
use super::step::place;
use crate::error::{Error, ErrorKind};
use crate::session::{DbError, Session};

impl Migrator<'_> {
    /// Lets the schema have these definitions, in one transaction.
    ///
    /// # Errors
    /// When one cannot be made, by its file; the schema is as it was then.
    #[doc(hidden)]
    pub fn redefine(self, definitions: &[&Script]) -> Result<(), Error> {
        let session = &mut *self.session;
        let doing = |error| Error::database("running the definitions", error);
        session.execute(session.words().begin).map_err(doing)?;
        let done = inside(session, definitions);
        let ended = done.and_then(|()| session.execute("COMMIT").map_err(doing));
        if ended.is_err() {
            let _ = session.execute("ROLLBACK");
        }
        ended
    }
}

fn inside(session: &mut dyn Session, definitions: &[&Script]) -> Result<(), Error> {
    let words = session.words();
    let dialect = words.dialect;
    let made: Vec<Removed> = definitions.iter().flat_map(|script| makes(dialect, &script.text)).collect();
    let names: Vec<String> = made.iter().map(|one| written(session, &one.name)).collect();
    let ours = |error: DbError| {
        let help = "correct the definition, or write the revision by hand";
        Error::new(ErrorKind::Script, format!("the definitions cannot be run: {}", error.message), help)
            .because(error)
    };
    let away = match &words.recreate {
        Some(recreate) => {
            // All routines of a name are the affair of who defines one: an old signature would stay beside the new one else.
            session.execute(&(recreate.take_away)(&names, &made, true)).map_err(ours)?;
            // What belongs to a table stands on nothing that was taken away.
            let own: Vec<String> = made.iter().filter_map(|one| without(session, one)).collect();
            own.iter().try_for_each(|drop| session.execute(drop)).map_err(ours)?;
            None
        }
        None => {
            let gone = gone_of(made.into_iter().map(|one| (one.made, one.name.name)));
            Some(Away::from(session, &names, gone).map_err(ours)?)
        }
    };
    in_some_order(session, definitions)?;
    if away.is_some() {
        are_read(session, definitions)?;
    }
    match (away, &words.recreate) {
        (Some(away), _) => away.bring_back(session).map_err(ours),
        (None, Some(recreate)) => session.execute(&(recreate.bring_back)()).map_err(ours),
        (None, None) => Ok(()),
    }
}

/// The statement that takes away a part of a relation.
fn without(session: &dyn Session, one: &Removed) -> Option<String> {
    let word = match one.made {
        Made::Trigger => "TRIGGER",
        Made::Policy => "POLICY",
        Made::Rule => "RULE",
        Made::View | Made::Routine => return None,
    };
    let (name, on) = (written(session, &one.name), written(session, one.on.as_ref()?));
    Some(format!("DROP {word} IF EXISTS {name} ON {on}"))
}

/// Each once, in an order in which all of them succeed.
fn in_some_order(session: &mut dyn Session, definitions: &[&Script]) -> Result<(), Error> {
    let mut left = definitions.to_vec();
    while !left.is_empty() {
        let (mut failed, mut errors) = (Vec::new(), Vec::new());
        for script in &left {
            let saved = session.execute("SAVEPOINT hunter_definition");
            match saved.and_then(|()| session.execute(&script.text)) {
                Ok(()) => {
                    let _ = session.execute("RELEASE SAVEPOINT hunter_definition");
                }
                Err(error) => {
                    let _ = session.execute("ROLLBACK TO SAVEPOINT hunter_definition");
                    failed.push(*script);
                    errors.push(error);
                }
            }
        }
        if failed.len() == left.len() {
            let at = to_blame(session, &failed);
            return Err(twice(session, failed[at], definitions, errors.swap_remove(at)));
        }
        left = failed;
    }
    Ok(())
}

/// What a view's text means is only looked at by some engines when somebody reads it.
fn are_read(session: &mut dyn Session, definitions: &[&Script]) -> Result<(), Error> {
    let (mut failed, mut errors) = (Vec::new(), Vec::new());
    for script in definitions {
        let made = makes(session.words().dialect, &script.text);
        let views = made.iter().filter(|one| one.made == Made::View);
        let read = |one: &Removed| format!("explain select * from {}", written(session, &one.name));
        let reads: Vec<String> = views.map(read).collect();
        if let Some(error) = reads.iter().find_map(|read| session.execute(read).err()) {
            failed.push(*script);
            errors.push(error);
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    let at = to_blame(session, &failed);
    Err(refused(session, failed[at], errors.swap_remove(at)))
}

/// Of definitions that fail the one that waits for none of the others.
fn to_blame(session: &dyn Session, failed: &[&Script]) -> usize {
    let dialect = session.words().dialect;
    let waits = |script: &Script| {
        let others = failed.iter().filter(|other| other.path != script.path);
        let made = others.flat_map(|other| makes(dialect, &other.text));
        let names: Vec<String> = made.map(|one| one.name.name).collect();
        lex(dialect, &script.text).any(|token| names.iter().any(|name| token.text(&script.text) == name))
    };
    failed.iter().position(|script| !waits(script)).unwrap_or(0)
}

/// What two definitions make fails at the second one, and is the affair of both.
fn twice(session: &dyn Session, script: &Script, all: &[&Script], error: DbError) -> Error {
    let dialect = session.words().dialect;
    let own: Vec<Name> = makes(dialect, &script.text).into_iter().map(|one| one.name).collect();
    let others = all.iter().filter(|other| other.path != script.path);
    let same =
        others.clone().find(|other| makes(dialect, &other.text).iter().any(|one| own.contains(&one.name)));
    let failed = refused(session, script, error);
    match same {
        Some(other) => {
            let help = format!(
                "{} makes something of the same name: leave it to one of the two; else {}",
                other.path,
                failed.help()
            );
            failed.with_help(help)
        }
        None => failed,
    }
}

fn refused(session: &dyn Session, script: &Script, error: DbError) -> Error {
    let dialect = session.words().dialect;
    let offset = error.position.and_then(|at| script.text.char_indices().nth(at)).map(|(byte, _)| byte);
    let message = format!("{} does not run it: {error}", dialect.product());
    let help = "correct the definition; what it needs has to be made by a revision or by another definition";
    Error::new(ErrorKind::Script, message, help).at(place(dialect, script, offset)).because(error)
}

/// A name as `recreates` has it.
fn written(session: &dyn Session, name: &Name) -> String {
    let quote = |name: &str| session.words().dialect.quote_identifier(name);
    let schema = name.schema.as_deref().map(|schema| quote(schema) + ".").unwrap_or_default();
    schema + &quote(&name.name)
}
