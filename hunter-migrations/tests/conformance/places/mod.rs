//! Broken scripts as people write them, one test each: where the failure is, and that it left nothing behind.
//!
//! Responsible for what is demanded of every one of them. The scripts stand in `postgres` and `sqlite`, since what is
//! wrong, where a server notices it and what it says is each engine's own. The compiler reads them first, as in any
//! project: what it would refuse is allowed by its author.

mod postgres;
mod sqlite;

use hunter_chain::{Dialect, SourceTree, read_chain};
use hunter_migrations::testing::Scratch;
use hunter_migrations::{Error, ErrorKind, Left, Migrations, Target};

use crate::support::chain::BINARY;
use crate::support::{Ask, Conn, Database, Watch, ids, target};

/// The tables that the scripts meet.
const SCHEMA: &str = "\
create table author (id int primary key, name text not null, born int);
create table book (id int primary key, author_id int references author (id), title text, price int);
insert into author values (1, 'Ada', 1815), (2, 'Émile', null);
insert into book values (1, 1, 'Notes', 10), (2, 1, 'Notes', null);";

/// Lets a script with a syntax error past the compiler.
const SYNTAX: &str = "allow = [{ rule = \"HC035\", because = \"what the server says of it is tested\" }]";

/// A broken script and its failure.
struct Broken {
    /// `up` or `down`.
    way: &'static str,
    script: &'static str,
    /// The revision's `metadata.toml`.
    declares: &'static str,
    /// `line:column`, or nothing where no statement of the script is to blame.
    at: &'static str,
    /// How the script goes on at that place.
    caret: &'static str,
    /// A part of the engine's message.
    says: &'static str,
}

/// A way up.
const fn up(script: &'static str) -> Broken {
    Broken { way: "up", script, declares: "", at: "", caret: "", says: "" }
}

/// A way down.
const fn down(script: &'static str) -> Broken {
    Broken { way: "down", ..up(script) }
}

impl Broken {
    const fn declaring(self, declares: &'static str) -> Self {
        Self { declares, ..self }
    }

    const fn fails(self, at: &'static str, caret: &'static str, says: &'static str) -> Self {
        Self { at, caret, says, ..self }
    }

    /// The schema, a quiet revision, the broken one, and a quiet one.
    fn chain(&self, dialect: Dialect) -> Migrations {
        let quiet = "select 1;";
        let (up, down) = if self.way == "up" { (self.script, quiet) } else { (quiet, self.script) };
        let dialects = format!("dialects = [\"{}\"]", dialect.name());
        let mut tree = SourceTree::of(
            "migrations",
            &[
                ("hunter.toml", &*dialects),
                ("0001_schema/up.sql", SCHEMA),
                ("0001_schema/down.sql", "drop table book; drop table author;"),
                ("0002_before/up.sql", quiet),
                ("0002_before/down.sql", quiet),
                ("0003_broken/up.sql", up),
                ("0003_broken/down.sql", down),
                ("0004_after/up.sql", quiet),
                ("0004_after/down.sql", quiet),
            ],
        );
        if !self.declares.is_empty() {
            tree.insert("0003_broken/metadata.toml", self.declares.as_bytes().to_vec());
        }
        let chain = read_chain(&tree).unwrap_or_else(|found| panic!("{found:#?}"));
        Migrations::from_chain(chain, tree.digest(), BINARY)
    }

    /// Runs into it: the place must be right, and nothing of the revision may be left.
    #[track_caller]
    fn is_found_on(&self, dialect: Dialect) {
        let db = Scratch::new(dialect);
        let chain = self.chain(dialect);
        let conn = &mut db.connect();
        let (start, done) = if self.way == "up" { (target("0001"), "0002") } else { (Target::Head, "0004") };
        chain.on(conn).upgrade(start).unwrap();
        let (before, watch) = (seen(&db), Watch::on(conn, &db));
        let error = self.run(&chain, conn);
        self.check(&error);
        assert_eq!(ids(&error.progress().done), [done], "what was done before it");
        assert_eq!(ids(error.progress().failed.as_ref()), ["0003"]);
        assert_eq!(Watch::on(conn, &db), watch, "the connection");
        let mut events = before.0;
        events.push(format!("{} {done}", self.way));
        assert_eq!(seen(&db), (events, before.1), "the record, and what is left");
    }

    fn run(&self, chain: &Migrations, conn: &mut Conn) -> Error {
        let runner = chain.on(conn);
        let outcome =
            if self.way == "up" { runner.upgrade(Target::Head) } else { runner.downgrade(&target("0001")) };
        outcome.unwrap_err()
    }

    #[track_caller]
    fn check(&self, error: &Error) {
        assert_eq!(error.kind(), ErrorKind::Script, "{error}");
        let text = error.to_string();
        assert!(text.contains("`0003`") && text.contains(self.says) && !text.contains('\n'), "{text}");
        assert!(!error.help().is_empty());
        assert_eq!(error.progress().left, Left::Nothing);
        let place = error.place().unwrap_or_else(|| panic!("no place: {error}"));
        assert_eq!(place.path, format!("migrations/0003_broken/{}.sql", self.way));
        let at = place.position.map_or(String::new(), |(line, column)| format!("{line}:{column}"));
        let rest = place
            .position
            .zip(place.line.as_deref())
            .map_or(String::new(), |((_, column), line)| line.chars().skip(column - 1).collect());
        assert_eq!(at, self.at, "at `{rest}`: {error}");
        assert!(rest.starts_with(self.caret), "at `{rest}`, not `{}`", self.caret);
        assert!(!self.caret.is_empty() || rest.is_empty(), "at `{rest}`, not at an end");
    }
}

/// The record; every row and every object of the user's.
fn seen(db: &Scratch) -> (Vec<String>, Vec<String>) {
    let mut conn = db.connect();
    let objects = db.pick(
        "select c.relname::text as j from pg_class c where relnamespace = 'public'::regnamespace \
         union all select proname::text from pg_proc where pronamespace = 'public'::regnamespace \
         union all select typname::text from pg_type where typnamespace = 'public'::regnamespace \
         union all select tgname::text from pg_trigger union all select conname::text from pg_constraint \
         union all select attrelid::regclass::text || attname || atttypid || attnotnull from pg_attribute \
         where attrelid in ('author'::regclass, 'book'::regclass) order by 1",
        "select type || name || coalesce(sql, '') as j from sqlite_schema order by 1",
    );
    let mut left = conn.column(objects);
    left.extend(conn.column(
        "select cast(id as text) || name || coalesce(cast(born as text), '-') as j from author order by id",
    ));
    left.extend(conn.column(
        "select cast(id as text) || title || coalesce(cast(price as text), '-') as j from book order by id",
    ));
    (db.events(), left)
}

/// A test for each broken script.
macro_rules! broken {
    ($dialect:ident; $($name:ident => $case:expr;)+) => {
        $(#[test] fn $name() { $case.is_found_on(hunter_chain::Dialect::$dialect); })+
    };
}
use broken;
