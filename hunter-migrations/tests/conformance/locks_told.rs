//! What a plan says that a statement locks and rewrites, asked of a server.

mod postgres {
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_sql::{LockWork, Locks, locks, split};

    use crate::support::{Ask, Conn};

    const SETUP: &str = "create table b (id int primary key); insert into b values (1);
        create table a (id int primary key, b int, c text); insert into a values (1, 1, 'c');
        create index i on a (c);
        alter table a add constraint late check (b > 0) not valid;
        create function f() returns trigger language plpgsql as 'begin return new; end';
        create trigger t before insert on a for each row execute function f();
        create policy p on a using (true);
        create view v as select id from a;
        create materialized view m as select id from a;
        create unlogged table u (id int);
        create table part (id int) partition by range (id);
        create table p1 (id int);
        create sequence s;";

    /// With the relation that each is about.
    const STATEMENTS: [(&str, &str); 41] = [
        ("a", "alter table a add column d int"),
        ("a", "alter table a add column d int default 3"),
        ("a", "alter table a add column d timestamptz default now()"),
        ("a", "alter table a add column d uuid default gen_random_uuid()"),
        ("a", "alter table a add column d bigserial"),
        ("a", "alter table a add column d int generated always as (id * 2) stored"),
        ("a", "alter table a drop column c"),
        ("a", "alter table a rename column c to d"),
        ("a", "alter table a alter column b type bigint"),
        ("a", "alter table a alter column c set not null"),
        ("a", "alter table a alter column c set default 'x'"),
        ("a", "alter table a alter column c set statistics 100"),
        ("a", "alter table a validate constraint late"),
        ("a", "alter table a validate constraint late, drop column c"),
        ("a", "alter table a add constraint k foreign key (b) references b (id)"),
        ("a", "alter table a add foreign key (b) references b not valid"),
        ("a", "alter table a add constraint k check (id > 0)"),
        ("a", "alter table a add unique (c)"),
        ("a", "alter table a disable trigger t"),
        ("a", "alter table a set (fillfactor = 70)"),
        ("a", "alter table a cluster on i"),
        ("a", "alter table a enable row level security"),
        ("a", "alter table a drop constraint late"),
        ("u", "alter table u set logged"),
        ("part", "alter table part attach partition p1 for values from (1) to (9)"),
        ("a", "create index on a (b)"),
        ("a", "create unique index k on a (c)"),
        ("a", "create trigger t2 before insert on a for each row execute function f()"),
        ("a", "create policy p2 on a using (true)"),
        ("a", "create statistics k on b, c from a"),
        ("v", "create or replace view v as select id from a"),
        ("b", "create table d (b int references b (id))"),
        ("a", "drop trigger t on a"),
        ("a", "drop policy p on a"),
        ("u", "drop table u"),
        ("v", "drop view v"),
        ("m", "refresh materialized view m"),
        ("a", "comment on table a is 'x'"),
        ("a", "insert into a values (2, 1, 'c')"),
        ("a", "update a set c = 'd'"),
        ("a", "lock table a in share row exclusive mode"),
    ];

    /// The strongest lock that this session has on a relation, as the documentation writes it.
    fn strongest(conn: &mut Conn, oid: &str) -> String {
        let modes = [
            "AccessExclusive",
            "Exclusive",
            "ShareRowExclusive",
            "Share",
            "ShareUpdateExclusive",
            "RowExclusive",
            "RowShare",
            "AccessShare",
        ];
        let held = conn.column(&format!(
            "select mode as j from pg_locks where pid = pg_backend_pid() and granted and relation = {oid}"
        ));
        let mode = modes.into_iter().find(|mode| held.contains(&format!("{mode}Lock"))).unwrap_or_default();
        let spaced =
            mode.chars().flat_map(|c| [c.is_uppercase().then_some(' '), Some(c.to_ascii_uppercase())]);
        spaced.flatten().collect::<String>().trim_start().to_owned()
    }

    #[test]
    fn each_statement_locks_and_rewrites_what_a_plan_says() {
        let db = &Scratch::new(Dialect::Postgres);
        let conn = &mut db.connect();
        conn.run(SETUP);
        let mut wrong = Vec::new();
        for (relation, sql) in STATEMENTS {
            let oid = conn.value(&format!("select '{relation}'::regclass::oid"));
            let node = format!("select relfilenode from pg_class where oid = {oid}");
            let before = conn.value(&node);
            conn.run("begin");
            conn.run(sql);
            let mode = strongest(conn, &oid);
            let is_rewritten = conn.column(&format!("select ({node})::text as j")) != [before.as_str()];
            conn.run("rollback");
            let told = match locks(Dialect::Postgres, &split(Dialect::Postgres, sql)[0]) {
                Locks::Table { mode, work, table } => {
                    (mode.as_str().to_owned(), work == LockWork::Rewrite, table.map(|name| name.name))
                }
                other => (format!("{other:?}"), false, None),
            };
            let is_gone = sql.starts_with("drop");
            let found = (mode, is_rewritten && !is_gone, Some(relation.to_owned()));
            if told != found {
                wrong.push(format!("{sql}: told {told:?}, found {found:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
