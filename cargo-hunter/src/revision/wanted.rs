//! The wanted schema: of Diesel's schema.rs, of an SQL file, or of another database; and with the definitions over it.

use std::path::{Path, PathBuf};

use hunter_chain::{Dialect, Script, SourceTree, disk, read_graph};
use hunter_migrations::{Error, Migrations, Session, cli};
use hunter_schema::desired::{DieselSchema, desired};
use hunter_schema::{Snapshot, diff};

use crate::definitions;
use crate::project::Folder;

/// What a schema may be read from where nobody names it, beside Cargo.toml.
const USUAL: [&str; 2] = ["src/schema.rs", "schema.sql"];

/// The wanted schema on a dialect; `None` where the source does not speak of that dialect.
pub(super) fn schema(
    verb: &cli::Revision,
    dialect: Dialect,
    head: &Snapshot,
    folder: &Folder,
    migrations: &Migrations,
) -> Result<Option<Snapshot>, Error> {
    let schemas = migrations.chain().settings().schemas.as_slice();
    let definitions: Vec<&Script> =
        migrations.chain().definitions().of(dialect).map(|(_, script, _)| script).collect();
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
        None => match usual(folder, dialect) {
            // Of a dialect without definitions nothing else is wanted then.
            Err(_) if !migrations.chain().definitions().is_empty() => {
                return redefined(migrations, dialect, head, head.clone(), &folder.shown).map(Some);
            }
            file => file?,
        },
    };
    let text = disk::read_text(&file)
        .map_err(|error| refusal(&file, &error.to_string(), "give the file: --from-schema FILE"))?;
    if file.extension().is_some_and(|extension| extension == "rs") {
        let schema = DieselSchema::parse(&text).map_err(|bad| {
            refusal(&file, &bad.to_string(), "correct the place shown, and run the command again")
        })?;
        let wanted = desired(dialect, &schema, head);
        return redefined(migrations, dialect, head, wanted, &file.display().to_string()).map(Some);
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
    if !definitions.is_empty() {
        migrations.on(&mut session).redefine(&definitions)?;
    }
    of_session(&mut session, schemas).map(Some)
}

/// A wanted schema with what the definitions change in that of head.
fn redefined(
    migrations: &Migrations,
    dialect: Dialect,
    head: &Snapshot,
    mut wanted: Snapshot,
    source: &str,
) -> Result<Snapshot, Error> {
    // A definition may need a column that is to come with it.
    let draft = diff(dialect, head, &wanted, &[]).to_string();
    if let Some(effects) = definitions::effects(migrations, dialect, &draft)? {
        wanted.apply(&effects).map_err(|why| {
            let message = format!("{source} and the definitions want two things at once: {why}");
            Error::refusal(
                message,
                "write one revision for the tables, prove it, and then one for the definitions",
            )
        })?;
    }
    Ok(wanted)
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
