//! SQLite: a copy that the database writes of itself, and a file that takes the place of another.
//!
//! Responsible for the copy being of one moment although others write (`VACUUM INTO` reads in one transaction), and for nobody
//! writing to a file that is no longer the database. The copy is a database, not a script, and is called so.

use std::path::Path;

use hunter_chain::Dialect;

use super::files::{self, Part, Seen};
use super::manifest::{Manifest, Recorded};
use super::{Engine, name};
use crate::connect::{Address, Open};
use crate::error::{Error, ErrorKind};
use crate::session::{DbErrorKind, Session};

pub(super) static ENGINE: Engine = Engine {
    extension: "db",
    about: "select json_object('database', '', 'server', sqlite_version(), 'major', 3, \
         'size', (select page_count from pragma_page_count) * (select page_size from pragma_page_size), \
         'stamp', strftime('%Y%m%d_%H%M%S', 'now'), 'taken', strftime('%Y-%m-%dT%H:%M:%SZ', 'now')) as j",
    tables: "select json_array('main', name) as j from sqlite_master where type = 'table' order by 1",
    things: "select name as j from sqlite_master where name not like 'sqlite\\_%' escape '\\' order by 1",
};

/// What SQLite says where a disk takes no more, by the system's words or by any other fault of writing.
const NO_ROOM: [&str; 2] = ["disk is full", "disk I/O error"];

/// Writes a copy into an empty file.
pub(super) fn write(session: &mut dyn Session, part: &Part) -> Result<(), Error> {
    let path = part.path();
    let Some(shown) = path.to_str() else {
        let message = format!("SQLite cannot write to {}: its name is no text", path.display());
        return Err(Error::new(ErrorKind::State, message, "name another folder: `hunter backup --to DIR`"));
    };
    let sql = format!("VACUUM INTO {}", Dialect::Sqlite.quote_literal(shown));
    session.execute(&sql).map_err(|error| {
        if !NO_ROOM.iter().any(|words| error.message.contains(words)) {
            return Error::database("writing the backup", error);
        }
        let message = format!("writing {}: {error}", path.display());
        Error::new(ErrorKind::State, message, files::NO_ROOM).because(error)
    })
}

/// A session that reads a copy.
pub(super) fn open(path: &Path) -> Result<Box<dyn Session>, Error> {
    crate::backend::open(&Address::Sqlite(path.to_owned()), Open::Read)
}

/// Reads a copy to its end.
pub(super) fn read_through(path: &Path) -> Result<Seen, Error> {
    files::read_through(path, |_| Ok(())).map_err(|error| files::failed("reading", path, &error))
}

/// Asks a copy whether it is whole: how many tables it has, or what is wrong with it. Whatever it says no to, a whole database
/// does not.
pub(super) fn judge(session: &mut dyn Session, ledger: Option<&Recorded>) -> Result<usize, String> {
    let mut ask = |sql: &str| {
        let answer = session.rows(sql).map_err(|error| error.to_string());
        answer.map(|rows| rows.into_iter().flatten().collect::<Vec<String>>())
    };
    let found = ask("select integrity_check as j from pragma_integrity_check")?;
    if found != ["ok"] {
        return Err(found.join("; "));
    }
    if let Some(ledger) = ledger {
        let table = Dialect::Sqlite.quote_identifier(&ledger.table);
        let rows = ask(&format!("select cast(count(*) as text) as j from {table}"))?;
        if rows != [ledger.rows.to_string()] {
            return Err(format!("its ledger does not have {} rows", ledger.rows));
        }
    }
    Ok(ask(ENGINE.tables)?.len())
}

/// Lets a backup take the place of the database of this session, when nobody else has it open for writing. What is recorded of it
/// is in it before.
pub(super) fn restore(
    session: &mut dyn Session,
    target: &Path,
    (path, manifest): (&Path, &Manifest),
    record: impl FnOnce(&mut dyn Session) -> Result<(), Error>,
) -> Result<(), Error> {
    let copy = name::with_end(target, ".restoring");
    let put = || {
        if files::copy_beside(path, target, &copy)?.digest != manifest.digest {
            return Err(super::changed(path));
        }
        let was_ahead = mode(session)? == "wal";
        prepare(&copy, was_ahead, record)?;
        replace(session, target, &copy, was_ahead)
    };
    let done = put();
    if done.is_err() {
        files::remove_all(&copy);
    }
    done
}

/// The copy as it will be found.
fn prepare(
    copy: &Path,
    writes_ahead: bool,
    record: impl FnOnce(&mut dyn Session) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut session = crate::backend::open(&Address::Sqlite(copy.to_owned()), Open::Write)?;
    record(&mut *session)?;
    if writes_ahead { set_mode(&mut *session, "WAL") } else { Ok(()) }
}

fn replace(session: &mut dyn Session, target: &Path, copy: &Path, was_ahead: bool) -> Result<(), Error> {
    if was_ahead {
        // Takes up what is in the log and removes it, which only the last connection can.
        set_mode(session, "DELETE").map_err(|_| in_use(target))?;
    }
    let replaced = session.execute("BEGIN EXCLUSIVE").map_err(|error| match error.kind {
        DbErrorKind::Busy => in_use(target),
        _ => Error::database("locking the database", error),
    });
    let replaced = replaced.and_then(|()| {
        let put = files::put_in_place(copy, target);
        let _ = session.execute("ROLLBACK");
        put
    });
    if replaced.is_err() && was_ahead {
        let _ = set_mode(session, "WAL");
    }
    replaced
}

fn mode(session: &mut dyn Session) -> Result<String, Error> {
    let rows = session.rows("select journal_mode as j from pragma_journal_mode");
    let rows = rows.map_err(|error| Error::database("asking for the journal's mode", error))?;
    Ok(rows.into_iter().flatten().next().unwrap_or_default())
}

fn set_mode(session: &mut dyn Session, wanted: &str) -> Result<(), Error> {
    let doing = "setting the journal's mode";
    let set = session.execute(&format!("PRAGMA journal_mode = {wanted}"));
    set.map_err(|error| Error::database(doing, error))?;
    if mode(session)?.eq_ignore_ascii_case(wanted) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Busy, format!("{doing}: it stays as it is"), "stop whoever else has it open"))
}

fn in_use(target: &Path) -> Error {
    let message = format!("another connection has `{}` open", target.display());
    let help = "stop the programs that use it, and run the same command again; nothing was changed";
    Error::new(ErrorKind::Busy, message, help)
}

/// The name that messages and the manifest give to a database.
pub(super) fn database(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
