//! A schema with what dumps trip over, and rows of it: random ones, the same in every run.

use hunter_chain::Dialect;
use hunter_migrations::Migrations;
use hunter_migrations::testing::Scratch;

use crate::support::{Ask, Database, proved};

const POSTGRES: &str = "\
create schema \"other place\";
create type mood as enum ('glad', 'sad');
create table thing (id int primary key, n numeric, f double precision, t text, b bytea, j jsonb, at timestamptz, m mood, l text[]);
create table \"other place\".\"We \"\"ird\" (\"Né\" text, id serial unique, big text generated always as (upper(\"Né\")) stored);
create table empty_one (id int);
create function f(text) returns text language sql as $x$ select '\\! rm' || $1 -- \\i
$x$;
create view v as select id, E'a\\\\\\nb' as odd from thing;
comment on table thing is 'two
lines; \\. and $$';";
const SQLITE: &str = "\
create table thing (id int primary key, n numeric, f real, t text, b blob, j text, at text, m text, l text);
create table \"We \"\"ird\" (\"Né\" text, id integer primary key autoincrement);
create table empty_one (id int);
create view v as select id, 'a
b' as odd from thing;
create trigger tr after delete on thing begin insert into empty_one values (old.id); end;";

/// Text that a careless format would trip over.
const NASTY: [&str; 12] = [
    "",
    "\\",
    "\\.",
    "\n\\.\n",
    "'",
    "\"",
    "\t\r\n",
    "$$",
    "é漢😀",
    "-- x",
    "\\! ls",
    "COPY a.b FROM stdin;",
];

/// One row after another, the same ones in every run.
struct Random(u64);

impl Random {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }

    fn text(&mut self) -> String {
        (0..self.next(4)).map(|_| NASTY[usize::try_from(self.next(12)).unwrap()]).collect()
    }
}

/// The schema, and a revision above it.
pub(super) fn chain(db: &Scratch) -> Migrations {
    let dialects = format!("dialects = [\"{}\"]\n", db.dialect().name());
    proved(
        db,
        &[
            ("hunter.toml", &dialects),
            ("0001_a/up.postgres.sql", POSTGRES),
            ("0001_a/up.sqlite.sql", SQLITE),
            ("0001_a/metadata.toml", "irreversible = \"a test\"\n"),
            ("0002_b/up.sql", "create table later (id int);"),
            ("0002_b/down.sql", "drop table later;"),
        ],
    )
}

/// Rows in it.
pub(super) fn fill(db: &Scratch, seed: u64) {
    let (mut random, dialect) = (Random(seed), db.dialect());
    let quote = |text: &str| dialect.quote_literal(text);
    let mut rows = Vec::new();
    for id in 0..200 {
        let bytes: String = (0..random.next(9)).map(|_| format!("{:02x}", random.next(256))).collect();
        let blob = if dialect == Dialect::Postgres { format!("'\\x{bytes}'") } else { format!("x'{bytes}'") };
        let list = if dialect == Dialect::Postgres {
            format!("array[{}, {}]", quote(&random.text()), quote(&random.text()))
        } else {
            quote(&random.text())
        };
        let json = serde_json::json!({ "x": random.text() }).to_string();
        let (n, f) = (random.next(1 << 60), random.next(1 << 50));
        let optional =
            |text: String, random: &mut Random| if random.next(4) == 0 { "null".to_owned() } else { text };
        let values = [
            id.to_string(),
            optional(format!("{n}.{}", n % 1000), &mut random),
            optional(format!("{f} / 7.0"), &mut random),
            optional(quote(&random.text()), &mut Random(id + 1)),
            optional(blob, &mut random),
            optional(quote(&json), &mut random),
            optional(format!("'2026-01-{:02} 10:00:0{}.25+00'", 1 + random.next(28), id % 10), &mut random),
            optional("'sad'".to_owned(), &mut random),
            optional(list, &mut random),
        ];
        rows.push(format!("({})", values.join(", ")));
    }
    let mut conn = db.connect();
    conn.run(&format!("insert into thing values {}", rows.join(", ")));
    let weird = db.pick("\"other place\".\"We \"\"ird\"", "\"We \"\"ird\"");
    for _ in 0..20 {
        conn.run(&format!("insert into {weird} (\"Né\") values ({})", quote(&random.text())));
    }
}

/// Every row of every table, and what the next row's number would be.
pub(super) fn rows(db: &Scratch) -> Vec<String> {
    let queries: &[&str] = match db.dialect() {
        Dialect::Postgres => &[
            "select t::text as j from thing t order by id",
            "select t::text as j from \"other place\".\"We \"\"ird\" t order by id",
            "select last_value::text as j from \"other place\".\"We \"\"ird_id_seq\"",
            "select odd as j from v order by id",
            "select f('x') as j",
        ],
        _ => &[
            "select json_array(id, quote(n), quote(f), quote(t), quote(b), quote(j), quote(at), quote(m), quote(l)) as j from thing order by id",
            "select id || quote(\"Né\") as j from \"We \"\"ird\" order by id",
            "select name || seq as j from sqlite_sequence order by 1",
            "select odd as j from v order by id",
        ],
    };
    let mut conn = db.connect();
    queries.iter().flat_map(|query| conn.column(query)).collect()
}
