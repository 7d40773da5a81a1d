//! Tables that are built anew, SQLite's way to change most things: children keep their parents, rows are counted.

mod sqlite {
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{Error, ErrorKind, Migrations, Target};

    use crate::support::{Ask, Conn, Database, Watch, line, target};

    const FAMILY: &str = "create table parent (id integer primary key, name text);
        create table child (id integer primary key, parent int references parent (id) on delete cascade);
        insert into parent values (1, 'p'), (2, 'q');
        insert into child with recursive r(i) as
        (select 1 union all select i + 1 from r where i < 1000) select i, 1 from r;";
    const REBUILD: &str = "create table parent_new (id integer primary key, name text not null);
        insert into parent_new select id, name from parent;
        drop table parent; alter table parent_new rename to parent;";

    /// An id that was given and taken back, which only the mark of AUTOINCREMENT remembers.
    const MARKED: &str = "create table parent (id integer primary key autoincrement, name text);
        create table child (id integer primary key, parent int references parent (id) on delete cascade);
        insert into parent values (1, 'p'), (2, 'q'), (70, 'gone'); delete from parent where id = 70;
        insert into child with recursive r(i) as
        (select 1 union all select i + 1 from r where i < 1000) select i, 1 from r;";
    /// As `revision --autogenerate` writes it.
    const MARKED_REBUILD: &str =
        "create table parent_new (id integer primary key autoincrement, name text not null);
        insert into sqlite_sequence (name, seq)
        select 'parent_new', seq from sqlite_sequence where name = 'parent' collate nocase;
        insert into parent_new (id, name) select id, name from parent;
        drop table parent; alter table parent_new rename to parent;";

    fn with_keys(db: &Scratch) -> Conn {
        let mut conn = db.connect();
        conn.run("pragma foreign_keys = on");
        conn
    }

    /// What a second revision comes to, over the family.
    fn up(db: &Scratch, conn: &mut Conn, script: &str) -> Result<(), Error> {
        up_over(FAMILY, db, conn, script)
    }

    fn up_over(family: &str, db: &Scratch, conn: &mut Conn, script: &str) -> Result<(), Error> {
        let chain =
            line(&[("0001", family, "drop table child; drop table parent;"), ("0002", script, "select 1;")]);
        chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
        chain.on(conn).upgrade(Target::Head).map(drop)
    }

    #[test]
    fn a_rebuilt_parent_keeps_its_children() {
        for switch in ["on", "off"] {
            let db = &Scratch::new(Dialect::Sqlite);
            let conn = &mut db.connect();
            conn.run(&format!("pragma foreign_keys = {switch}"));
            up(db, conn, REBUILD).unwrap();
            assert_eq!(conn.count("child"), "1000", "{switch}");
        }
    }

    #[test]
    fn a_rebuilt_parent_keeps_its_mark_and_a_database_without_a_fault() {
        let db = &Scratch::new(Dialect::Sqlite);
        let conn = &mut with_keys(db);
        up_over(MARKED, db, conn, MARKED_REBUILD).unwrap();
        assert_eq!(conn.count("child"), "1000");
        assert_eq!(conn.count("pragma_foreign_key_check"), "0");
        assert_eq!(conn.value("select integrity_check from pragma_integrity_check"), "ok");
        conn.run("insert into parent (name) values ('next')");
        assert_eq!(conn.value("select max(id) from parent"), "71");
    }

    #[test]
    fn a_parent_rebuilt_on_the_way_down_keeps_its_children() {
        let db = &Scratch::new(Dialect::Sqlite);
        let conn = &mut with_keys(db);
        let chain = line(&[("0001", FAMILY, REBUILD)]);
        chain.on(conn).upgrade(Target::Head).unwrap();
        chain.on(conn).downgrade(&Target::Base).unwrap();
        assert_eq!(conn.count("child"), "1000");
    }

    #[test]
    fn the_switch_of_foreign_keys_is_as_before_a_rebuild() {
        for script in [REBUILD, "drop table parent; select * from nowhere;"] {
            let db = &Scratch::new(Dialect::Sqlite);
            let conn = &mut with_keys(db);
            let before = Watch::on(conn, db);
            let _ = up(db, conn, script);
            assert_eq!(Watch::on(conn, db), before, "{script}");
        }
    }

    #[test]
    fn a_rebuild_that_leaves_rows_without_their_parent_fails_and_names_one() {
        let db = &Scratch::new(Dialect::Sqlite);
        let script = "create table parent_new (id integer primary key, name text); drop table parent; \
                      alter table parent_new rename to parent;";
        let error = up(db, &mut with_keys(db), script).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Script);
        assert!(error.to_string().contains("child row 1 -> parent"), "{error}");
    }

    #[test]
    fn a_rebuild_that_leaves_rows_without_their_parent_is_rolled_back() {
        let db = &Scratch::new(Dialect::Sqlite);
        let script = "create table parent_new (id integer primary key, name text); drop table parent; \
                      alter table parent_new rename to parent;";
        up(db, &mut with_keys(db), script).unwrap_err();
        assert_eq!((db.connect().count("parent"), db.events()), ("2".to_owned(), vec!["up 0001".to_owned()]));
    }

    #[test]
    fn rows_that_had_no_parent_before_do_not_stop_a_rebuild() {
        let db = &Scratch::new(Dialect::Sqlite);
        let chain = line(&[("0001", FAMILY, "select 1;"), ("0002", REBUILD, "select 1;")]);
        chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
        db.connect().run("pragma foreign_keys = off; insert into child values (5000, 77)");
        chain.on(&mut with_keys(db)).upgrade(Target::Head).unwrap();
    }

    #[test]
    fn foreign_keys_hold_in_a_script_that_drops_no_table() {
        let db = &Scratch::new(Dialect::Sqlite);
        up(db, &mut with_keys(db), "delete from parent where id = 1;").unwrap();
        assert_eq!(db.connect().count("child"), "0");
    }

    /// A table of one row, and a way down over it.
    fn down(db: &Scratch, script: &str) -> Result<(), Error> {
        let chain = table_with(script);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        db.connect().run("insert into \"a b\" values (1, 'v', null)");
        chain.on(&mut db.connect()).downgrade(&Target::Base).map(drop)
    }

    fn table_with(script: &str) -> Migrations {
        line(&[("0001", "create table \"a b\" (id int, x text, y text);", script)])
    }

    #[test]
    fn a_rebuild_that_keeps_the_rows_is_no_loss() {
        let script = "create table n (id int, x text, y text); insert into n select * from \"a b\"; \
                      drop table \"a b\"; alter table n rename to \"a b\";";
        let db = &Scratch::new(Dialect::Sqlite);
        down(db, script).unwrap();
        assert_eq!(db.connect().count("\"a b\""), "1");
    }

    #[test]
    fn a_rebuild_by_way_of_the_old_name_is_no_loss() {
        let script = "alter table \"a b\" rename to \"old one\"; create table \"a b\" (id int, x text, y text); \
                      insert into \"a b\" select * from \"old one\"; drop table \"old one\";";
        down(&Scratch::new(Dialect::Sqlite), script).unwrap();
    }

    const FORGETFUL: [&str; 2] = [
        "create table n (id int, x text, y text); drop table \"a b\"; alter table n rename to \"a b\";",
        "alter table \"a b\" rename to o; create table \"a b\" (id int, x text, y text); drop table o;",
    ];

    #[test]
    fn a_rebuild_that_forgets_to_copy_is_refused() {
        for script in FORGETFUL {
            let db = &Scratch::new(Dialect::Sqlite);
            let error = down(db, script).unwrap_err();
            assert_eq!(error.to_string(), "this downgrade would lose table \"a b\" with 1 row", "{script}");
            assert_eq!(db.connect().count("\"a b\""), "1");
        }
    }

    #[test]
    fn a_rebuild_that_forgets_to_copy_is_refused_where_freed_pages_are_filled() {
        for script in FORGETFUL {
            let db = &Scratch::new(Dialect::Sqlite);
            db.connect().run("pragma auto_vacuum = full; vacuum");
            assert_eq!(down(db, script).unwrap_err().kind(), ErrorKind::DataLoss, "{script}");
        }
    }

    #[test]
    fn a_rebuild_of_an_empty_table_passes() {
        for script in FORGETFUL {
            let db = &Scratch::new(Dialect::Sqlite);
            table_with(script).on(&mut db.connect()).upgrade(Target::Head).unwrap();
            table_with(script).on(&mut db.connect()).downgrade(&Target::Base).unwrap();
        }
    }

    #[test]
    fn a_rebuild_that_leaves_out_a_column_with_values_is_refused() {
        let script = "create table n (id int, y text); insert into n select id, y from \"a b\"; drop table \"a b\"; \
                      alter table n rename to \"a b\";";
        let error = down(&Scratch::new(Dialect::Sqlite), script).unwrap_err();
        assert_eq!(error.to_string(), "this downgrade would lose column \"a b\".x with 1 value");
    }

    #[test]
    fn a_rebuild_that_leaves_out_a_column_of_nulls_passes() {
        let script = "create table n (id int, x text); insert into n select id, x from \"a b\"; drop table \"a b\"; \
                      alter table n rename to \"a b\";";
        down(&Scratch::new(Dialect::Sqlite), script).unwrap();
    }

    #[test]
    fn a_column_renamed_dropped_and_made_again_is_lost() {
        let script = "alter table \"a b\" rename x to z; alter table \"a b\" drop column z; \
                      alter table \"a b\" add column z text;";
        let error = down(&Scratch::new(Dialect::Sqlite), script).unwrap_err();
        assert_eq!(error.to_string(), "this downgrade would lose column \"a b\".x with 1 value");
    }
}
