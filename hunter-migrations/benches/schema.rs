//! What it costs to read a schema, beside `pg_dump --schema-only` of the same database in the same run.
//!
//! `cargo bench -p hunter-migrations --bench schema` with the variables of `cargo xtask server`. `max alloc` is the most
//! memory at one moment, to be compared with the size of the text, which is printed first. The client library's own
//! buffer, which holds the text once more while rows are fetched, is not counted.

#![expect(clippy::print_stdout, reason = "a benchmark tells its sizes")]

use std::fmt::Write as _;
use std::process::Command;
use std::sync::OnceLock;

use divan::{AllocProfiler, Bencher};
use hunter_chain::{SourceTree, read_graph};
use hunter_migrations::testing::Scratch;
use hunter_migrations::{Binary, Migrations, Session as _, Snapshot};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const TABLES: [usize; 2] = [1_000, 10_000];

/// Databases of so many tables, built before anything is timed.
static DATABASES: OnceLock<[(usize, Scratch); 2]> = OnceLock::new();

fn main() {
    let server = variable("HUNTER_TEST_POSTGRES_URL");
    let databases = DATABASES.get_or_init(|| {
        TABLES.map(|tables| {
            let db = Scratch::on_server(&server).unwrap_or_else(|error| unreachable!("{error}"));
            build(&db, tables);
            (tables, db)
        })
    });
    for (tables, db) in databases {
        let query = hunter_schema::catalog::postgres::query(&[], "public", "none");
        let rows = db.connect().rows(&query).unwrap_or_else(|error| unreachable!("{error}"));
        let text: usize = rows.iter().flatten().map(String::len).sum();
        println!("{tables} tables: {} objects, {:.1} MB of text", rows.len(), text as f64 / 1e6);
    }
    divan::main();
    // Statics are not dropped; the databases are on a server that is thrown away.
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| unreachable!("{name} is not set: `cargo xtask server` tells it"))
}

fn database(tables: usize) -> &'static Scratch {
    let databases = DATABASES.get().into_iter().flatten();
    databases
        .into_iter()
        .find(|(count, _)| *count == tables)
        .map_or_else(|| unreachable!("it was built"), |(_, db)| db)
}

/// A connection of its own each time, as `pg_dump` has one: the server's caches begin empty.
#[divan::bench(args = TABLES, sample_count = 5, sample_size = 1)]
fn snapshot(bencher: Bencher<'_, '_>, tables: usize) {
    let (migrations, db) = (migrations(), database(tables));
    let read = || -> Snapshot {
        let mut conn = db.connect();
        migrations.on(&mut conn).schema(&[]).unwrap_or_else(|error| unreachable!("{error}"))
    };
    bencher.bench_local(read);
}

#[divan::bench(args = TABLES, sample_count = 5, sample_size = 1)]
fn pg_dump(bencher: Bencher<'_, '_>, tables: usize) {
    let program = variable("HUNTER_TEST_POSTGRES_BIN") + "/pg_dump";
    let url = database(tables).url();
    bencher.bench_local(|| {
        let dump = Command::new(&program).args(["--schema-only", "--file=/dev/null", url]).status();
        assert!(dump.is_ok_and(|status| status.success()), "pg_dump failed");
    });
}

fn migrations() -> Migrations {
    let files = [
        ("hunter.toml", "dialects = [\"postgres\"]\n"),
        ("0001_any/up.sql", "select 1;"),
        ("0001_any/down.sql", "select 1;"),
    ];
    let tree = SourceTree::of("migrations", &files);
    let chain = read_graph(&tree).unwrap_or_else(|found| unreachable!("{found:?}"));
    let binary = Binary { name: "bench", version: "1.0.0", commit: None };
    Migrations::from_chain(chain, tree.digest(), binary)
}

/// Tables of ten columns with keys, a check and indexes; every fifth has a view and comments, every tenth a trigger, a
/// policy, a grant and a sequence, every hundredth a materialized view and a partition.
fn build(db: &Scratch, tables: usize) {
    let mut conn = db.connect();
    let mut sql =
        "create function touch() returns trigger language plpgsql as 'begin return new; end';".to_owned();
    for n in 0..tables {
        let below = n.saturating_sub(1);
        let reference = if n == 0 { String::new() } else { format!("references t{below} (id)") };
        let _ = write!(
            sql,
            "create table t{n} (id bigint generated always as identity primary key, parent bigint {reference},
            name varchar(100) not null default 'x', email text unique, age int check (age > 0), data jsonb, note text,
            created timestamptz not null default now(), score numeric(10,2), active boolean not null default true);
            create index t{n}_name on t{n} (name); create index t{n}_created on t{n} (created desc, active);"
        );
        if n % 5 == 0 {
            let _ = write!(
                sql,
                "create view v{n} as select t.id, t.name, u.email from t{n} t join t{below} u on u.id = t.parent
                where t.active; comment on table t{n} is 'table {n}'; comment on column t{n}.name is 'name {n}';"
            );
        }
        if n % 10 == 0 {
            let _ = write!(
                sql,
                "create trigger g{n} before update on t{n} for each row execute function touch();
                alter table t{n} enable row level security; create policy p{n} on t{n} using (active);
                grant select on t{n} to pg_monitor; create sequence s{n};"
            );
        }
        if n % 100 == 0 {
            let _ = write!(
                sql,
                "create materialized view m{n} as select name, count(*) as n from t{n} group by name;
                create table d{n} (id int, at date) partition by range (at);
                create table d{n}_1 partition of d{n} for values from ('2024-01-01') to ('2025-01-01');"
            );
        }
        if n % 100 == 99 || n + 1 == tables {
            conn.execute(&std::mem::take(&mut sql)).unwrap_or_else(|error| unreachable!("{error}"));
        }
    }
    conn.execute("analyze").unwrap_or_else(|error| unreachable!("{error}"));
}
