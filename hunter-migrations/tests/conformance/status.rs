//! What a database is to a chain: each state is told apart, and what it forbids is refused.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{ErrorKind, Migrations, Status, Target};

use crate::support::{Ask, Database, changed, ids, line, target};

const THREE: [(&str, &str, &str); 3] = [
    ("0001", "create table a (id int);", "drop table a;"),
    ("0003", "create table b (id int);", "drop table b;"),
    ("0005", "create table c (id int);", "drop table c;"),
];

fn status(db: &Scratch, chain: &Migrations) -> Status {
    chain.on(&mut db.connect()).status().unwrap()
}

/// A database with the first revisions of the chain.
fn at(db: &Scratch, to: &str) -> Migrations {
    let chain = line(&THREE);
    chain.on(&mut db.connect()).upgrade(target(to)).unwrap();
    chain
}

/// The chain after a colleague's late revision came in below one that is applied.
fn with_a_late_one() -> Migrations {
    let late = ("0002", "create table late (id int);", "drop table late;");
    line(&[THREE[0], late, THREE[1], THREE[2]])
}

conformance! {
    fn a_database_with_nothing_is_empty(db: &Scratch) {
        assert_eq!(status(db, &line(&THREE)), Status::Empty);
    }

    fn tables_without_a_ledger_are_unversioned_and_named(db: &Scratch) {
        db.connect().run("create table t (id int); create view v as select id from t");
        let relations = ["t", "v"].map(str::to_owned).to_vec();
        assert_eq!(status(db, &line(&THREE)), Status::Unversioned { relations });
    }

    fn a_temporary_table_makes_a_database_nobodys(db: &Scratch) {
        let conn = &mut db.connect();
        conn.run("create temporary table t (id int)");
        assert_eq!(line(&THREE).on(conn).status().unwrap(), Status::Empty);
    }

    fn a_ledger_alone_is_behind(db: &Scratch) {
        line(&THREE).on(&mut db.connect()).ensure().unwrap();
        assert_eq!(status(db, &line(&THREE)).as_str(), "behind");
    }

    fn what_is_pending_is_named_in_the_order_of_the_chain(db: &Scratch) {
        let chain = at(db, "0001");
        let Status::Behind { pending } = status(db, &chain) else { panic!("not behind") };
        assert_eq!(ids(&pending), ["0003", "0005"]);
    }

    fn everything_applied_is_head(db: &Scratch) {
        let chain = at(db, "head");
        assert_eq!(status(db, &chain), Status::AtHead);
    }

    fn everything_stamped_is_head(db: &Scratch) {
        db.connect().run("create table a (id int)");
        line(&THREE).on(&mut db.connect()).unverified("the test says so").stamp(&[Target::Head]).unwrap();
        assert_eq!(status(db, &line(&THREE)), Status::AtHead);
    }

    fn what_was_reverted_is_pending(db: &Scratch) {
        let chain = at(db, "head");
        chain.on(&mut db.connect()).downgrade(&target("-1")).unwrap();
        let Status::Behind { pending } = status(db, &chain) else { panic!("not behind") };
        assert_eq!(ids(&pending), ["0005"]);
    }

    fn the_current_revision_is_told_with_the_row_that_made_it_so(db: &Scratch) {
        let chain = at(db, "0003");
        let current = chain.on(&mut db.connect()).current().unwrap();
        assert_eq!(ids(&current.revisions), ["0003"]);
        assert_eq!((&*current.rows[0].revision, current.rows[0].seq), ("0003", 2));
    }

    fn an_applied_revision_with_another_script_is_modified(db: &Scratch) {
        at(db, "0003");
        let edited = changed(&THREE, "0001", "create table a (id bigint);", "drop table a;");
        let Status::Modified { revisions } = status(db, &edited) else { panic!("not modified") };
        assert_eq!(ids(&revisions), ["0001"]);
    }

    fn an_applied_last_revision_with_another_script_is_modified(db: &Scratch) {
        at(db, "head");
        let edited = changed(&THREE, "0005", "create table c (id bigint);", "drop table c;");
        assert_eq!(status(db, &edited).as_str(), "modified");
    }

    fn an_upgrade_over_a_modified_revision_is_refused_by_name(db: &Scratch) {
        at(db, "0003");
        let edited = changed(&THREE, "0001", "create table a (id bigint);", "drop table a;");
        let error = edited.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::State);
        assert!(error.to_string().contains("`0001`"), "{error}");
        assert_eq!(db.events(), ["up 0001", "up 0003"]);
    }

    fn a_modified_revision_can_be_reverted(db: &Scratch) {
        at(db, "0001");
        let edited = changed(&THREE, "0001", "create table a (id bigint);", "drop table a;");
        edited.on(&mut db.connect()).downgrade(&Target::Base).unwrap();
        assert_eq!(db.tables(), ["__hunter_ledger"]);
    }

    fn a_revision_that_is_not_applied_may_be_changed(db: &Scratch) {
        at(db, "0001");
        let edited = changed(&THREE, "0003", "create table b (id bigint);", "drop table b;");
        edited.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(status(db, &edited), Status::AtHead);
    }

    fn comments_and_blanks_are_no_change(db: &Scratch) {
        at(db, "head");
        let edited = changed(&THREE, "0001", "-- first of all\ncreate  table a(id int) ;", "drop table a;");
        assert_eq!(status(db, &edited), Status::AtHead);
    }

    fn another_way_down_is_no_change(db: &Scratch) {
        at(db, "head");
        let edited = changed(&THREE, "0001", THREE[0].1, "drop table if exists a;");
        assert_eq!(status(db, &edited), Status::AtHead);
    }

    fn a_revision_that_comes_in_below_an_applied_one_is_a_gap(db: &Scratch) {
        at(db, "0003");
        let Status::Gap { holes } = status(db, &with_a_late_one()) else { panic!("not a gap") };
        assert_eq!(
            holes.iter().map(|(hole, above)| [hole.as_str(), above.as_str()]).collect::<Vec<_>>(),
            [["0002", "0003"]]
        );
    }

    fn an_upgrade_over_a_gap_is_refused_by_name(db: &Scratch) {
        at(db, "0003");
        let error = with_a_late_one().on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::State);
        assert!(error.to_string().contains("`0002` below `0003`"), "{error}");
        assert_eq!(db.events(), ["up 0001", "up 0003"]);
    }

    fn a_revision_that_comes_in_above_is_no_gap(db: &Scratch) {
        at(db, "0001");
        with_a_late_one().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(db.events(), ["up 0001", "up 0002", "up 0003", "up 0005"]);
    }

    fn a_chain_for_another_database_is_refused_by_name(db: &Scratch) {
        let other = db.pick("sqlite", "postgres");
        let chain = crate::support::tree(&[
            ("hunter.toml", &format!("dialects = [\"{other}\"]\n")),
            ("0001_a/up.sql", "create table a (id int);"),
            ("0001_a/down.sql", "drop table a;"),
        ]);
        let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert!(
            error.to_string().contains(db.dialect().name()) && error.to_string().contains(other),
            "{error}"
        );
        assert_eq!(db.tables(), [""; 0]);
    }
}

mod postgres {
    use hunter_chain::Dialect;
    use hunter_migrations::Status;
    use hunter_migrations::testing::Scratch;

    use super::{THREE, status};
    use crate::support::{Ask, Database, line};

    /// Brings a view; comes with the server's own packages.
    const EXTENSION: &str = "pg_stat_statements";

    #[test]
    fn tables_of_an_extension_make_a_database_nobodys() {
        let db = Scratch::new(Dialect::Postgres);
        let available = format!("exists (select from pg_available_extensions where name = '{EXTENSION}')");
        if db.connect().value(&available) == "true" {
            db.connect().run(&format!("create extension {EXTENSION}"));
        }
        assert_eq!(status(&db, &line(&THREE)), Status::Empty);
    }

    #[test]
    fn tables_of_another_schema_are_another_tenants() {
        let db = Scratch::new(Dialect::Postgres);
        db.connect().run("create schema app; create table app.t (id int)");
        assert_eq!(status(&db, &line(&THREE)), Status::Empty);
        db.connect().run("create table t (id int)");
        let relations = vec!["t".to_owned()];
        assert_eq!(status(&db, &line(&THREE)), Status::Unversioned { relations });
    }

    #[test]
    fn a_materialized_view_and_a_partitioned_table_are_relations() {
        let db = Scratch::new(Dialect::Postgres);
        db.connect().run(
            "create table p (id int) partition by list (id); create materialized view m as select 1 as x",
        );
        assert_eq!(status(&db, &line(&THREE)).as_str(), "unversioned");
        assert_eq!(db.tables(), ["p"]);
    }
}
