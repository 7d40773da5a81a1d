//! What a way down would lose: nothing is dropped that holds something, unless that was said before.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Error, ErrorKind, Loss, Migrations, Notice, Report, Target};

use crate::support::{Ask, Database, Watch, ids, line, target};

/// A base that stays, and one revision with that way down, on a database with these rows.
pub(crate) fn database(db: &Scratch, up: &str, down: &str, rows: &str) -> Migrations {
    let chain = line(&[("0001", "create table stays (id int);", "drop table stays;"), ("0002", up, down)]);
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    db.connect().run(rows);
    chain
}

pub(crate) fn down(db: &Scratch, chain: &Migrations) -> Result<Report, Error> {
    chain.on(&mut db.connect()).downgrade(&target("0001"))
}

/// The refusal of a way down, from which nothing may have come.
pub(crate) fn refused(db: &Scratch, up: &str, down_script: &str, rows: &str) -> String {
    let chain = database(db, up, down_script, rows);
    let before = db.picture();
    let error = down(db, &chain).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DataLoss, "{error}");
    assert_eq!(db.picture(), before);
    error.to_string()
}

pub(crate) fn passes(db: &Scratch, up: &str, down_script: &str, rows: &str) {
    let chain = database(db, up, down_script, rows);
    down(db, &chain).unwrap();
}

/// A table as a loss names it.
pub(crate) fn named(db: &Scratch, table: &str) -> String {
    db.pick(&format!("public.{table}"), &format!("\"{table}\"")).to_owned()
}

pub(crate) fn shown(losses: &[Loss]) -> Vec<String> {
    losses.iter().map(ToString::to_string).collect()
}

pub(crate) const TABLE: &str = "create table a (id int, x text, y text);";

/// Two tables and a column, in three revisions.
fn several(db: &Scratch) -> Migrations {
    let chain = line(&[
        ("0001", TABLE, "drop table a;"),
        ("0002", "alter table a add column z int;", "alter table a drop column z;"),
        ("0003", "create table b (id int);", "drop table b;"),
    ]);
    chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    chain
}

const FULL: &str =
    "insert into a (id, z) values (1, 7); insert into a (id) values (2); insert into b values (1)";

fn all_of_several(db: &Scratch) -> [String; 3] {
    let (a, b) = (named(db, "a"), named(db, "b"));
    [format!("table {b} with 1 row"), format!("column {a}.z with 1 value"), format!("table {a} with 2 rows")]
}

conformance! {
    fn a_table_with_rows_is_refused_by_name(db: &Scratch) {
        let said = refused(
            db,
            TABLE,
            "drop table a;",
            "insert into a (id) values (1); insert into a (id) values (2)",
        );
        assert_eq!(said, format!("this downgrade would lose table {} with 2 rows", named(db, "a")));
    }

    fn an_empty_table_passes(db: &Scratch) {
        passes(db, TABLE, "drop table a;", "delete from a");
    }

    fn a_column_with_values_is_refused_by_name(db: &Scratch) {
        let said = refused(db, TABLE, "alter table a drop column x;", "insert into a (x) values ('v')");
        assert_eq!(said, format!("this downgrade would lose column {}.x with 1 value", named(db, "a")));
    }

    fn a_column_of_nulls_passes(db: &Scratch) {
        passes(db, TABLE, "alter table a drop column x;", "insert into a (y) values ('v')");
    }

    fn more_than_a_thousand_rows_are_not_counted_on(db: &Scratch) {
        let rows = "insert into a (id) with recursive r(i) as \
                    (select 1 union all select i + 1 from r where i < 1500) select i from r";
        let said = refused(db, TABLE, "drop table a;", rows);
        assert!(said.ends_with("with more than 1000 rows"), "{said}");
    }

    fn a_refusal_says_how_to_go_on(db: &Scratch) {
        let chain = database(db, TABLE, "drop table a;", "insert into a (id) values (1)");
        let error = down(db, &chain).unwrap_err();
        assert!(error.help().contains("--allow-data-loss"), "{}", error.help());
    }

    fn a_refusal_leaves_the_connection_as_before(db: &Scratch) {
        let chain = database(db, TABLE, "drop table a;", "insert into a (id) values (1)");
        let conn = &mut db.connect();
        let before = Watch::on(conn, db);
        chain.on(conn).downgrade(&target("0001")).unwrap_err();
        assert_eq!(Watch::on(conn, db), before);
    }

    fn all_losses_of_a_plan_are_named_at_once(db: &Scratch) {
        let chain = several(db);
        db.connect().run(FULL);
        let error = chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap_err();
        assert_eq!(error.to_string(), format!("this downgrade would lose {}", all_of_several(db).join(", ")));
    }

    fn a_loss_in_the_last_step_stops_the_first(db: &Scratch) {
        let chain = several(db);
        db.connect().run("insert into a (id) values (1)");
        let before = db.picture();
        chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap_err();
        assert_eq!(db.picture(), before);
    }

    fn a_plan_says_what_would_be_lost(db: &Scratch) {
        let chain = several(db);
        db.connect().run(FULL);
        let (_, losses) = chain.on(&mut db.connect()).plan(&Target::Base).unwrap();
        assert_eq!(shown(&losses), all_of_several(db));
    }

    fn several_empty_things_pass(db: &Scratch) {
        let report = several(db).on(&mut db.connect()).downgrade(&Target::Base).unwrap();
        assert_eq!(ids(report.steps.iter().map(|step| &step.revision)), ["0003", "0002", "0001"]);
    }

    fn empty_columns_of_one_table_in_several_revisions_pass(db: &Scratch) {
        let chain = line(&[
            ("0001", TABLE, "drop table a;"),
            ("0002", "alter table a add column v int;", "alter table a drop column v;"),
            ("0003", "alter table a add column w int;", "alter table a drop column w;"),
        ]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap();
    }

    fn what_was_allowed_is_dropped(db: &Scratch) {
        let chain = several(db);
        db.connect().run(FULL);
        chain.on(&mut db.connect()).allow_data_loss().downgrade(&Target::Base).unwrap();
        assert_eq!(db.tables(), ["__hunter_ledger"]);
    }

    fn what_was_allowed_is_in_the_report(db: &Scratch) {
        let chain = several(db);
        db.connect().run(FULL);
        let report = chain.on(&mut db.connect()).allow_data_loss().downgrade(&Target::Base).unwrap();
        assert_eq!(shown(&report.losses), all_of_several(db));
    }

    fn what_was_allowed_is_named_before_the_first_step(db: &Scratch) {
        let (chain, mut said) = (several(db), Vec::new());
        db.connect().run(FULL);
        let mut observer = |notice: &Notice<'_>| match notice {
            Notice::Losing { losses } => said.extend(shown(losses)),
            Notice::Step { number, .. } => said.push(number.to_string()),
            _ => {}
        };
        chain
            .on(&mut db.connect())
            .allow_data_loss()
            .observe(&mut observer)
            .downgrade(&Target::Base)
            .unwrap();
        assert_eq!(said, [all_of_several(db).as_slice(), &["1", "2", "3"].map(String::from)].concat());
    }

    fn where_nothing_is_lost_nothing_is_said(db: &Scratch) {
        let (chain, mut said) = (several(db), false);
        let mut observer = |notice: &Notice<'_>| said |= matches!(notice, Notice::Losing { .. });
        let report = chain
            .on(&mut db.connect())
            .allow_data_loss()
            .observe(&mut observer)
            .downgrade(&Target::Base)
            .unwrap();
        assert!(!said && report.losses.is_empty());
    }

    fn rows_that_come_between_counting_and_dropping_are_not_lost(db: &Scratch) {
        let chain = database(db, TABLE, "drop table a;", "delete from a");
        assert_eq!(meanwhile(db, &chain, "insert into a (id) values (1)"), Err(ErrorKind::DataLoss));
        assert_eq!(db.connect().count("a"), "1");
    }

    fn values_that_come_between_counting_and_dropping_are_not_lost(db: &Scratch) {
        let chain = database(db, TABLE, "alter table a drop column x;", "insert into a (id) values (1)");
        assert_eq!(meanwhile(db, &chain, "update a set x = 'v'"), Err(ErrorKind::DataLoss));
        assert_eq!(db.connect().value("(select x from a)"), "v");
    }

    fn rows_that_an_earlier_step_writes_are_not_lost(db: &Scratch) {
        let chain = line(&[
            ("0001", TABLE, "drop table a;"),
            ("0002", "select 1;", "insert into a (id) values (1);"),
        ]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let error = chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap_err();
        assert_eq!((error.kind(), &*db.connect().count("a")), (ErrorKind::DataLoss, "1"));
    }

    fn a_way_up_may_drop_what_it_likes(db: &Scratch) {
        database(db, TABLE, "drop table a;", "insert into a (id) values (1)");
        let next = line(&[("0003", "drop table a;", "select 1;")]);
        db.connect().run("delete from __hunter_ledger");
        next.on(&mut db.connect()).upgrade(Target::Head).unwrap();
    }
}

/// A way down, with another connection at work between counting and the step.
fn meanwhile(db: &Scratch, chain: &Migrations, sql: &str) -> Result<(), ErrorKind> {
    let other = &mut db.connect();
    let mut observer = |notice: &Notice<'_>| {
        if matches!(notice, Notice::Step { .. }) {
            other.run(sql);
        }
    };
    let outcome = chain.on(&mut db.connect()).observe(&mut observer).downgrade(&target("0001"));
    outcome.map(drop).map_err(|error| error.kind())
}
