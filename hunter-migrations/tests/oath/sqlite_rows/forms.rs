//! Every form of a table against every other: the oath on what the grammar writes, without rows.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use super::{draft, read, run, same, schema};

/// Forms of one table, with what stands on it.
const FORMS: [&str; 22] = [
    "create table t (id integer primary key, a text);",
    "create table t (id integer primary key desc, a text);",
    "create table T (Id integer, A text, constraint \"the key\" primary key (Id desc) on conflict replace);",
    "create table t (id integer constraint k primary key on conflict replace autoincrement, a text);",
    "create table t (id int primary key, a text) strict;",
    "create table t (id int, a text, primary key (a, id desc)) without rowid;",
    "create table t (id text not null on conflict replace default 'x', a text unique on conflict ignore);",
    "create table t (a text, id int, constraint x check (t.id > 0), constraint x check (t.a <> ''));",
    "create table t (id int, a text, \"key\" int, \"a b\" text, \"select\" int as (\"key\" + 1));",
    "create table t (id int, a text, moment text default current_timestamp, day text default current_date not null);",
    "create table t (id int, a text, n int default (1 + 2), constraint u unique (a collate nocase, id desc));",
    "create table t (id int unique, a text, up int references t (id) on update cascade match full);",
    "create table t (id int primary key, a text, o int references o, foreign key (a, o) references o (b, id) deferrable initially deferred);",
    "create table t (id int, a text, o int, foreign key (o) references o, foreign key (o) references o2 (id));",
    "create table t (id int, a text, \"desc\" text); create index i on t (\"desc\" desc, a); create unique index j on t (id) where id > 0;",
    "create table t (id int, a text, x blob default x'ab', y real default -1.5e3, z default null, w any);",
    "create table t (id int, a text, v int as (length(a)) stored unique, w as (a || 'x') virtual not null);",
    "create table t (id int, a text); create view v as select a, count(*) as n from t group by a; create view vv as select * from v;",
    "create table t (id int, a text); create trigger g before update of id, a on t begin select case when 1 then 2 end; select ';'; end;",
    "create table t (id int, a text); create table i (x int); create view j as select x from i;",
    "create view t as select b as a, id from o;",
    "create table o3 (x int);",
];

#[test]
fn every_form_of_a_table_leads_to_every_other() {
    let others =
        "create table o (id integer primary key, b text, unique (b, id)); create table o2 (id int unique);";
    let scripts = FORMS.map(|form| format!("{others} {form}"));
    let schemas = scripts.each_ref().map(|script| schema(script));
    for (before, old) in scripts.iter().zip(&schemas) {
        for new in &schemas {
            let db = Scratch::new(Dialect::Sqlite);
            let mut conn = db.connect();
            // As the runner does around a step that drops a table.
            run(
                &mut conn,
                "pragma foreign_keys = off; pragma synchronous = off; pragma journal_mode = memory",
            );
            run(&mut conn, before);
            for to in [new, old] {
                let draft = draft(&read(&mut conn), to);
                for statement in &draft.statements {
                    conn.execute(&statement.sql).unwrap_or_else(|error| panic!("{error}: {before}\n{draft}"));
                }
                same(to, &read(&mut conn), &draft);
            }
        }
    }
}
