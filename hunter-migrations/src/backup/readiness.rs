//! Whether a backup could be taken and brought back, asked before anybody relies on it.

use std::path::Path;

use super::{Backup, Backups, about, bytes, files, process};
use crate::connect::Address;
use crate::error::Error;
use crate::session::Session;

/// What a deployment needs to be taken back.
#[derive(Debug)]
pub(crate) struct Readiness {
    /// The programs that write a backup and bring it back, or why there are none.
    pub(crate) tools: Result<String, Error>,
    /// How much the database takes where there is room for it, or that there is none.
    pub(crate) disk: Result<String, Error>,
    /// The newest backup of this database in the folder.
    pub(crate) last: Option<Backup>,
}

/// Looks; writes nothing.
///
/// # Errors
/// When the database does not tell what it is, or the folder cannot be read.
pub(crate) fn readiness(
    session: &mut dyn Session,
    address: &Address,
    folder: &Path,
) -> Result<Readiness, Error> {
    let about = about(session, address)?;
    let tools = match address {
        Address::Sqlite(_) => Ok("SQLite copies itself".to_owned()),
        Address::Postgres(_) => process::find("pg_dump", about.major)
            .and_then(|dump| Ok((dump, process::find("psql", about.major)?)))
            .map(|(dump, psql)| format!("pg_dump {}, psql {}", dump.version, psql.version)),
    };
    let disk = files::refuse_full(folder, about.size);
    let disk =
        disk.map(|()| format!("room in {} for the {} of the database", folder.display(), bytes(about.size)));
    let is_of_this = |backup: &Backup| {
        (&*backup.manifest.dialect, &backup.manifest.database) == (address.dialect().name(), &about.database)
    };
    let last = Backups::of_folder(folder)?.all.into_iter().rfind(is_of_this);
    Ok(Readiness { tools, disk, last })
}
