//! A database in which schemas are built, one after the other.
//!
//! Responsible for coming back to nothing as cheaply as can be: a schema that is only looked at is rolled back, everything
//! else is dropped in one PostgreSQL database; an SQLite file is a new one. Statements run as the runner runs them.

use hunter_chain::{Dialect, SourceTree, read_graph};
use hunter_migrations::testing::Scratch;
use hunter_migrations::{Binary, Migrations, Session};
use hunter_schema::{Draft, Snapshot};

use crate::story::Engine;

/// A database, and what reads its schema.
pub(crate) struct Place {
    engine: Engine,
    db: Scratch,
    conn: Box<dyn Session>,
    migrations: Migrations,
}

/// Leaves a PostgreSQL database as it was made.
const CLEAR: &str = "DO $clear$
DECLARE statement text;
BEGIN
    SET LOCAL client_min_messages = error;
    FOR statement IN
        SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
        UNION ALL SELECT format('DROP FOREIGN DATA WRAPPER %I CASCADE', fdwname) FROM pg_foreign_data_wrapper
    LOOP
        EXECUTE statement;
    END LOOP;
    CREATE SCHEMA public;
    GRANT USAGE ON SCHEMA public TO public;
END
$clear$";

/// The server of the newer version, as `cargo xtask test` starts it.
const NEWER: &str = "HUNTER_TEST_POSTGRES18_URL";

fn scratch(engine: Engine) -> Scratch {
    match engine {
        Engine::Postgres18 => {
            let server = std::env::var(NEWER).expect("run `cargo xtask test`, which starts the server");
            Scratch::on_server(&server).unwrap()
        }
        _ => Scratch::new(engine.dialect()),
    }
}

fn connect(db: &Scratch, engine: Engine) -> Box<dyn Session> {
    let mut conn = db.connect();
    conn.execute(match engine {
        Engine::Sqlite => "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = ON",
        _ => "SET client_min_messages = warning; SET check_function_bodies = on",
    })
    .unwrap();
    conn
}

impl Place {
    pub(crate) fn new(engine: Engine) -> Self {
        let files = [
            ("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]\n"),
            ("0001_any/up.sql", "select 1;"),
            ("0001_any/down.sql", "select 1;"),
        ];
        let tree = SourceTree::of("migrations", &files);
        let chain = read_graph(&tree).unwrap_or_else(|found| panic!("{found:?}"));
        let binary = Binary { name: "oath", version: "1.2.3", commit: None };
        let migrations = Migrations::from_chain(chain, tree.digest(), binary);
        let db = scratch(engine);
        let conn = connect(&db, engine);
        let mut place = Self { engine, db, conn, migrations };
        place.clear();
        place
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.engine.dialect()
    }

    /// Nothing is left of what was there.
    pub(crate) fn clear(&mut self) {
        if self.engine == Engine::Sqlite {
            self.db = scratch(self.engine);
            self.conn = connect(&self.db, self.engine);
        } else {
            self.conn.execute(CLEAR).unwrap_or_else(|error| panic!("clearing the database: {error}"));
        }
    }

    /// What a script makes, which is gone again.
    pub(crate) fn look(&mut self, script: &str) -> Result<Snapshot, String> {
        let found = self.execute(&format!("BEGIN;\n{script}")).map(|()| self.read());
        // After an error there may be no transaction any more.
        let _ = self.conn.execute("ROLLBACK");
        found
    }

    /// Runs a script as one transaction.
    pub(crate) fn build(&mut self, script: &str) -> Result<(), String> {
        let built = self.execute(&format!("BEGIN;\n{script}\n;COMMIT"));
        if built.is_err() {
            let _ = self.conn.execute("ROLLBACK");
        }
        built
    }

    pub(crate) fn execute(&mut self, sql: &str) -> Result<(), String> {
        self.conn.execute(sql).map_err(|error| error.to_string())
    }

    pub(crate) fn read(&mut self) -> Snapshot {
        let migrations = &self.migrations;
        migrations.on(&mut self.conn).schema(&[]).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The answer to a query with one column `j`.
    pub(crate) fn ask(&mut self, query: &str) -> Result<Vec<Option<String>>, String> {
        let query = query.trim().trim_end_matches(';');
        if query.is_empty() {
            return Ok(Vec::new());
        }
        self.conn.rows(query).map_err(|error| error.to_string())
    }

    /// Carries a draft out as the runner does: in a transaction, and where a table of SQLite is dropped with foreign keys
    /// looked at in its end.
    pub(crate) fn run(&mut self, draft: &Draft) -> Result<(), String> {
        let drops = |sql: &str| sql.trim_start().to_ascii_uppercase().starts_with("DROP TABLE");
        let rebuilds = self.engine == Engine::Sqlite && draft.statements.iter().any(|one| drops(&one.sql));
        if rebuilds {
            self.execute("PRAGMA foreign_keys = OFF")?;
        }
        let ran = self.transaction(draft, rebuilds);
        if ran.is_err() {
            let _ = self.conn.execute("ROLLBACK");
        }
        if rebuilds {
            self.execute("PRAGMA foreign_keys = ON")?;
        }
        ran
    }

    fn transaction(&mut self, draft: &Draft, rebuilds: bool) -> Result<(), String> {
        self.execute("BEGIN")?;
        for statement in &draft.statements {
            self.execute(&statement.sql).map_err(|error| format!("{error}\nin {}", statement.sql))?;
        }
        if rebuilds {
            let violations =
                "SELECT \"table\" || ' row ' || coalesce(rowid, '?') AS j FROM pragma_foreign_key_check";
            let found = self.ask(violations)?;
            if !found.is_empty() {
                return Err(format!("rows refer to nothing: {found:?}"));
            }
        }
        self.execute("COMMIT")
    }
}
