//! Schemas from text: a scratch database, its script, and what the catalog says then.

use hunter_chain::{Dialect, SourceTree, read_graph};
use hunter_migrations::testing::Scratch;
use hunter_migrations::{Binary, Migrations, Session};
use hunter_schema::{Snapshot, compare};

/// The program that the tests say they are.
pub(crate) const BINARY: Binary = Binary { name: "schema", version: "1.2.3", commit: None };

/// What a connection's database looks like.
pub(crate) fn read(conn: &mut Box<dyn Session>) -> Snapshot {
    let files = [
        ("hunter.toml", "dialects = [\"postgres\", \"sqlite\"]\n"),
        ("0001_any/up.sql", "select 1;"),
        ("0001_any/down.sql", "select 1;"),
    ];
    let tree = SourceTree::of("migrations", &files);
    let chain = read_graph(&tree).unwrap_or_else(|found| panic!("{found:?}"));
    let migrations = Migrations::from_chain(chain, tree.digest(), BINARY);
    migrations.on(conn).schema(&[]).unwrap_or_else(|error| panic!("{error}"))
}

/// The snapshot of an SQLite database after scripts.
pub(crate) fn sqlite(scripts: &[&str]) -> Snapshot {
    let db = Scratch::new(Dialect::Sqlite);
    let mut conn = db.connect();
    for script in scripts {
        conn.execute(script).unwrap_or_else(|error| panic!("{error}: {script}"));
    }
    read(&mut conn)
}

/// How the second differs from the first, in words.
pub(crate) fn words(expected: &Snapshot, found: &Snapshot) -> Vec<String> {
    compare(expected, found, true).iter().map(ToString::to_string).collect()
}

/// Everything about a snapshot, a line for each object.
pub(crate) fn lines(snapshot: &Snapshot) -> Vec<String> {
    let line = |(id, object): (&hunter_schema::ObjectId, &hunter_schema::Object)| {
        let facts: Vec<String> =
            object.facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        format!("{id} [{}]", facts.join("; "))
    };
    snapshot.objects().map(line).collect()
}
