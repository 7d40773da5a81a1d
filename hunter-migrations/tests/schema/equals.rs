//! Texts that differ and say the same: no difference may be found.

use crate::support::{sqlite, words};

#[track_caller]
fn same(pairs: &[(&[&str], &[&str])]) {
    let mut wrong = Vec::new();
    for (one, other) in pairs {
        let (a, b) = (sqlite(one), sqlite(other));
        let found = words(&a, &b);
        if !found.is_empty() {
            wrong.push(format!("{one:?} and {other:?}: {found:#?}"));
            continue;
        }
        assert_eq!(a.fingerprint(), b.fingerprint(), "{one:?} and {other:?}");
        assert!(!a.is_empty());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn spelling_is_no_difference() {
    same(&[
        (&["create table t (a int)"], &["CREATE TABLE \"t\" (\n  [a] INT -- what it is\n)"]),
        (&["create table t (a int)"], &["create table T (A Int)"]),
        (&["create table t (a varchar(10))"], &["create table t (a VARCHAR ( 10 ))"]),
        (&["create table t (a double precision)"], &["create table t (a DOUBLE\n\tPRECISION)"]),
        (&["create table if not exists main.t (a int)"], &["create table `t` ('a' int)"]),
        (
            &["create table t (a int check (a > 0))"],
            &["create table t (a int check (( \"A\">0 /* positive */ )))"],
        ),
        (
            &["create table t (a text check (a in ('x', 'y')))"],
            &["create table t (a text check (a in (\"x\", \"y\")))"],
        ),
        (&["create table t (a text default 'x')"], &["create table t (a text default \"x\")"]),
        (&["create table t (a text default 'x')"], &["create table t (a text default ('x'))"]),
        (&["create table t (a int default -1)"], &["create table t (a int default ( - 1 ))"]),
        (
            &["create table t (a text default current_timestamp)"],
            &["create table t (a text default (CURRENT_TIMESTAMP))"],
        ),
        (
            &["create table t (a int); create index i on t (a) where a > 1"],
            &["create table t (a int); CREATE INDEX IF NOT EXISTS \"I\" ON \"t\"(\"a\" ASC)WHERE(a>1)"],
        ),
        (
            &["create table t (a int); create view v as select a from t where a <> 'A b'"],
            &["create table t (a int); create view V as SELECT\n\"a\" FROM [t] -- all\nWHERE a<>'A b'"],
        ),
        (
            &["create table t (a int); create trigger g before update of a on t begin select 1; end"],
            &[
                "create table t (a int); create trigger if not exists g update of \"a\" on \"t\" for each row begin\n  SELECT 1;\nend",
            ],
        ),
        (&["create virtual table v using fts5(a, b)"], &["create virtual table v using FTS5( a,\n b )"]),
        (
            &["create table t (a int); create view v as select count(*) as Total from t order by total"],
            &[
                "create table t (a int); create view v as select count(*) as \"Total\" from t order by \"Total\"",
            ],
        ),
        (&["create table t (a text, x int default 'x')"], &["create table t (a text, x int default \"x\")"]),
        (
            &["create table t (\"order\" int, check (\"order\" > 0))"],
            &["create table t ([order] int, check (`order` > 0))"],
        ),
    ]);
}

#[test]
fn what_is_the_usual_case_need_not_be_said() {
    same(&[
        (&["create table t (a int)"], &["create table t (a int null default null collate binary)"]),
        (
            &["create table t (a int not null)"],
            &["create table t (a int constraint a_is_known not null on conflict abort)"],
        ),
        (
            &["create table t (id integer primary key)"],
            &["create table t (id integer not null, primary key (id asc))"],
        ),
        (
            &["create table t (a int primary key) without rowid"],
            &["create table t (a int not null primary key) without rowid"],
        ),
        (
            &["create table p (id integer primary key); create table t (a int references p)"],
            &[
                "create table p (id integer primary key); create table t (a int references p (id) match full on delete no action not deferrable initially immediate)",
            ],
        ),
        (
            &["create table p (id integer primary key); create table t (a int references p)"],
            &[
                "create table p (id integer primary key); create table t (a int, foreign key (a) references \"P\")",
            ],
        ),
        (&["create table t (a int unique)"], &["create table t (a int, unique (a))"]),
        (
            &["create table t (a int unique)"],
            &["create table t (a int unique, unique (a), unique (a collate binary))"],
        ),
        (&["create table t (a int check (a > 0))"], &["create table t (a int, check (a > 0), check (a>0))"]),
        (
            &["create table t (a int, b int as (a))"],
            &["create table t (a int, b int generated always as (a) virtual)"],
        ),
        (
            &["create table t (a int, b int, constraint x unique (a), constraint y check (b > 0))"],
            &["create table t (a int, b int, constraint x unique (a) constraint y check (b > 0))"],
        ),
        (
            &["create table t (a text collate nocase); create index i on t (a)"],
            &["create table t (a text collate nocase); create index i on t (a collate nocase asc)"],
        ),
    ]);
}

#[test]
fn the_way_to_a_schema_is_no_difference() {
    same(&[
        (
            &["create table t (a int, b text not null default '' collate nocase)"],
            &["create table t (a int)", "alter table t add column b text not null default '' collate nocase"],
        ),
        (
            &["create table t (a int, b text, check (a > 0))"],
            &["create table t (a int, check (a > 0))", "alter table t add column b text"],
        ),
        (&["create table t (a int, b text)"], &["create table t (b text, a int)"]),
        (&["create table t (a int)"], &["create table t (a int, b text)", "alter table t drop column b"]),
        (
            &[
                "create table t (a int, b int check (b > 1)); create index i on t (b); create view v as select b from t",
            ],
            &[
                "create table t (a int, c int check (c > 1)); create index i on t (c); create view v as select c as b from t",
                "drop view v",
                "alter table t rename column c to b",
                "create view v as select b from t",
            ],
        ),
        (
            &[
                "create table t (a int check (a > 1)); create index i on t (a) where a > 2; create view v as select t.a from t; create trigger g after insert on t begin delete from t where a = new.a; end",
            ],
            &[
                "create table s (a int check (a > 1)); create index i on s (a) where a > 2; create view v as select s.a from s; create trigger g after insert on s begin delete from s where a = new.a; end",
                "alter table s rename to t",
            ],
        ),
        (
            &["create table p (id integer primary key, a int); create table t (a int references p (id))"],
            &[
                "create table q (id integer primary key, a int); create table t (a int references q (id))",
                "alter table q rename to \"p\"",
            ],
        ),
        (
            &["create table t (a int not null, b text)"],
            &[
                "create table t (a int)",
                "create table t_new (a int not null, b text); insert into t_new (a) select a from t; drop table t; alter table t_new rename to t",
            ],
        ),
        (
            &["create table t (a int, b text)"],
            &["create table s (a int, b text)", "create table t as select * from s", "drop table s"],
        ),
        (
            &["create table t (a int, b int references t (a))"],
            &["create table t (a int)", "alter table t add column b int references t (a)"],
        ),
        (
            &["create table t (a text, b text check (b <> 'x'))"],
            &["create table t (c text, b text check (b <> \"x\"))", "alter table t rename column c to a"],
        ),
        (
            &["create table t (a int not null, b int, constraint c check (a > b))"],
            &[
                "create table t (a int, b int)",
                "alter table t alter column a set not null",
                "alter table t add constraint c check (a > b)",
            ],
        ),
        (
            &["create table t (id integer primary key autoincrement)"],
            &["create table t (id integer primary key autoincrement); insert into t default values; analyze"],
        ),
        (
            &["create table t (a int)"],
            &[
                "create table t (a int); create temp table t (b int); create temp view v as select 1; create temp trigger g after insert on main.t begin select 1; end",
            ],
        ),
    ]);
}

#[test]
fn what_looks_alike_and_is_not_is_a_difference() {
    let pairs = [
        ("create table t (a text check (a <> 'x'))", "create table t (a text check (a <> 'X'))"),
        ("create table t (a int, b int, check (a <> b))", "create table t (a int, b int, check (a <> 'b'))"),
        (
            "create table t (a int, \"null\" int, check (a is \"null\"))",
            "create table t (a int, \"null\" int, check (a is null))",
        ),
        ("create table t (a int, b as (a - -1))", "create table t (a int, b as (a -(-1)))"),
        ("create table t (id integer primary key)", "create table t (id integer primary key desc)"),
        ("create table t (id integer primary key)", "create table t (id int primary key)"),
        (
            "create table t (a); create view v as select 'a b' from t",
            "create table t (a); create view v as select 'a  b' from t",
        ),
        (
            "create table t (a); create view v as select 'a' from t",
            "create table t (a); create view v as select a from t",
        ),
        ("create table t (a default (1))", "create table t (a default '1')"),
        ("create table t (a default x)", "create table t (a default X)"),
        (
            "create table t (a, foreign key (a) references t (a), foreign key (a) references t (a))",
            "create table t (a)",
        ),
    ];
    for (one, other) in pairs {
        assert_ne!(words(&sqlite(&[one]), &sqlite(&[other])), [""; 0], "{one} and {other}");
    }
}
