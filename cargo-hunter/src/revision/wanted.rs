//! The wanted schema: of Diesel's schema.rs, of an SQL file, or of another database.

use std::path::{Path, PathBuf};

use hunter_chain::{Dialect, SourceTree, disk, read_graph};
use hunter_migrations::{Error, Session, cli};
use hunter_schema::Snapshot;
use hunter_schema::desired::{DieselSchema, desired};

use crate::project::Folder;

/// What a schema may be read from where nobody names it, beside Cargo.toml.
const USUAL: [&str; 2] = ["src/schema.rs", "schema.sql"];

/// The wanted schema on a dialect; `None` where the source does not speak of that dialect.
pub(super) fn schema(
    verb: &cli::Revision,
    dialect: Dialect,
    head: &Snapshot,
    folder: &Folder,
    schemas: &[String],
) -> Result<Option<Snapshot>, Error> {
    if let Some(url) = &verb.from_database {
        let mut session = hunter_migrations::connect(url)?;
        return if session.dialect() == dialect {
            of_session(&mut session, schemas).map(Some)
        } else {
            Ok(None)
        };
    }
    let file = match &verb.from_schema {
        Some(file) => file.clone(),
        None => usual(folder, dialect)?,
    };
    let text = disk::read_text(&file)
        .map_err(|error| refusal(&file, &error.to_string(), "give the file: --from-schema FILE"))?;
    if file.extension().is_some_and(|extension| extension == "rs") {
        let schema = DieselSchema::parse(&text).map_err(|bad| {
            refusal(&file, &bad.to_string(), "correct the place shown, and run the command again")
        })?;
        return Ok(Some(desired(dialect, &schema, head)));
    }
    let scratch = crate::prove::scratch(dialect)?;
    let mut session = hunter_migrations::connect(scratch.url())?;
    session.execute(&text).map_err(|error| {
        let what = format!("{} does not run it: {error}", dialect.product());
        refusal(
            &file,
            &what,
            "correct the file; one for each dialect is schema.postgres.sql, schema.sqlite.sql",
        )
    })?;
    of_session(&mut session, schemas).map(Some)
}

/// `schema.sqlite.sql` wins over the plain one.
fn usual(folder: &Folder, dialect: Dialect) -> Result<PathBuf, Error> {
    let package = folder.path.parent().unwrap_or(Path::new("."));
    let own = format!("schema.{}.sql", dialect.name());
    let mut files = [USUAL[0], &own, USUAL[1]].into_iter().map(|name| package.join(name));
    files.find(|file| file.is_file()).ok_or_else(|| {
        let message = format!(
            "nothing says which schema is wanted: there is no {} beside {}",
            USUAL.join(" and no "),
            folder.shown
        );
        Error::refusal(message, "give --from-schema FILE or --from-database URL")
    })
}

fn of_session(session: &mut Box<dyn Session>, schemas: &[String]) -> Result<Snapshot, Error> {
    // A chain is needed to ask at all.
    let settings = format!("dialects = [\"{}\"]\n", session.dialect().name());
    let tree = SourceTree::of(
        "migrations",
        &[("hunter.toml", &settings), ("any/up.sql", "select 1;"), ("any/down.sql", "select 1;")],
    );
    let chain = read_graph(&tree).map_err(|_| Error::refusal("the schema cannot be read", "report this"))?;
    crate::from_chain(chain, tree.digest()).on(session).schema(schemas)
}

fn refusal(file: &Path, what: &str, help: &str) -> Error {
    Error::refusal(format!("{}: {what}", file.display()), help)
}
