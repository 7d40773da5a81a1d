//! A pooler that gives each transaction whichever server session is free.
//!
//! Responsible for finding it before anything is locked or set: what belongs to a session (the guard, settings, a build
//! outside of a transaction) would be left with one that others get next. A pooler that is idle gives a second connection the
//! very session that the first one has just left; one that is not gives the first one another. Nothing is held while asking:
//! with as many processes as the pooler has sessions, each would wait for the others.

use super::state::{Look, one};
use crate::error::{Error, ErrorKind};
use crate::session::Session;

/// How often it is asked: where others keep the pooler busy, each answer says little. The session itself is asked once more when it takes the guard, and in each step.
const ROUNDS: usize = 6;

/// Whether one is between us and the server, as far as it can be asked for.
pub(super) fn is_between(session: &mut dyn Session, look: &Look) -> Result<bool, Error> {
    let (Some(seen), Some(beside)) = (look.session, session.beside()) else { return Ok(false) };
    let Some(others) = &session.words().others else { return Ok(false) };
    // Where there is no second connection to be had, the steps themselves still ask whether the guard is theirs.
    let Ok(mut second) = beside.open() else { return Ok(false) };
    let asking = |error| Error::database("asking for the number of the session", error);
    let seen = Some(seen.to_string());
    for _ in 0..ROUNDS {
        let theirs = one(&mut *second, others.me).map_err(asking)?;
        let ours = one(session, others.me).map_err(asking)?;
        if theirs == seen || ours != seen {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) fn refusal() -> Error {
    Error::new(
        ErrorKind::Connection,
        "this connection goes through a pooler that lends a server session for one transaction, and a run needs one of its own",
        "give the server's own URL, or one of the pooler in session mode: --database-url or HUNTER_DATABASE_URL; nothing was changed",
    )
}
