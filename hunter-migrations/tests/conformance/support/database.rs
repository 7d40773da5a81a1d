//! A scratch database, asked past the runner.

use std::time::{Duration, Instant};

use hunter_chain::Dialect;
use hunter_migrations::Session;
use hunter_migrations::testing::Scratch;

/// Longer than anything here takes on a slow machine.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

pub(crate) type Conn = Box<dyn Session>;

/// Plain questions to a connection.
pub(crate) trait Ask {
    /// Runs statements.
    fn run(&mut self, sql: &str);

    /// The rows of a query whose column is `j`; a null is `-`.
    fn column(&mut self, sql: &str) -> Vec<String>;

    /// The value of an expression, as text; a null is `-`.
    fn value(&mut self, expression: &str) -> String {
        self.column(&format!("select cast(({expression}) as text) as j")).remove(0)
    }

    /// How many rows a table has.
    fn count(&mut self, table: &str) -> String {
        self.value(&format!("select count(*) from {table}"))
    }
}

impl<S: Session + ?Sized> Ask for S {
    fn run(&mut self, sql: &str) {
        self.execute(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
    }

    fn column(&mut self, sql: &str) -> Vec<String> {
        let rows = self.rows(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
        rows.into_iter().map(|row| row.unwrap_or_else(|| "-".to_owned())).collect()
    }
}

/// What a scratch database is asked.
pub(crate) trait Database {
    fn dialect(&self) -> Dialect;

    /// User tables, sorted, the ledger among them.
    fn tables(&self) -> Vec<String>;

    /// `event revision` of every row of the ledger, oldest first.
    fn events(&self) -> Vec<String>;

    /// Every object, every row of the ledger: equal means that nothing happened.
    fn picture(&self) -> Vec<String>;

    /// One of two texts.
    fn pick<'t>(&self, postgres: &'t str, sqlite: &'t str) -> &'t str;
}

impl Database for Scratch {
    fn dialect(&self) -> Dialect {
        if self.url().starts_with("sqlite:") { Dialect::Sqlite } else { Dialect::Postgres }
    }

    fn tables(&self) -> Vec<String> {
        self.connect().column(self.pick(
            "select c.relname as j from pg_class c join pg_namespace n on n.oid = c.relnamespace \
             where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema)' order by relname collate \"C\"",
            "select name as j from sqlite_master where type = 'table' order by name",
        ))
    }

    fn events(&self) -> Vec<String> {
        self.connect().column("select event || ' ' || revision as j from __hunter_ledger order by seq")
    }

    fn picture(&self) -> Vec<String> {
        let mut conn = self.connect();
        let mut picture = conn.column(self.pick(
            "select format('%s %s %s', c.oid::regclass, c.relkind, (select string_agg(a.attname, ' ' order by a.attnum) \
             from pg_attribute a where a.attrelid = c.oid and not a.attisdropped)) as j from pg_class c \
             join pg_namespace n on n.oid = c.relnamespace where n.nspname !~ '^(pg_|information_schema)' order by 1",
            "select type || ' ' || name || ' ' || coalesce(sql, '') as j from sqlite_master order by 1",
        ));
        if self.tables().iter().any(|table| table == "__hunter_ledger") {
            let row = "seq || event || revision || applied_digest || coalesce(duration_ms, -1)";
            picture.extend(conn.column(&format!("select {row} as j from __hunter_ledger order by seq")));
        }
        picture
    }

    fn pick<'t>(&self, postgres: &'t str, sqlite: &'t str) -> &'t str {
        match self.dialect() {
            Dialect::Postgres => postgres,
            _ => sqlite,
        }
    }
}

/// A database on the newest server of the tests, which was built without XML.
pub(crate) fn newer() -> Scratch {
    let server =
        std::env::var("HUNTER_TEST_POSTGRES18_URL").expect("run `cargo xtask test`, which starts the server");
    Scratch::on_server(&server).unwrap()
}

/// Waits until a condition holds; a test whose condition never does has failed.
pub(crate) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < DEADLINE, "{what}: not within {DEADLINE:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A PostgreSQL role of one test's own, that may log in.
pub(crate) struct Role<'a> {
    pub(crate) name: String,
    db: &'a Scratch,
}

impl<'a> Role<'a> {
    /// `what` tells roles of one test apart; `options` are those of `create role`.
    pub(crate) fn new(db: &'a Scratch, what: &str, options: &str) -> Self {
        let name = format!("{}_{what}", db.name());
        db.connect().run(&format!("create role {name} login {options}"));
        Self { name, db }
    }

    /// A connection as this role.
    pub(crate) fn connect(&self) -> Conn {
        let (scheme, rest) = self.db.url().split_once("://").unwrap_or_default();
        let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        hunter_migrations::connect(&format!("{scheme}://{}@{host}", self.name)).unwrap()
    }
}

impl Drop for Role<'_> {
    fn drop(&mut self) {
        let name = &self.name;
        // Roles belong to the whole server; a leftover of a failed test would only be untidy.
        let _ = self.db.connect().execute(&format!("drop owned by {name} cascade; drop role {name}"));
    }
}
