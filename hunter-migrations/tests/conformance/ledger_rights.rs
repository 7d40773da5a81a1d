//! Who may do what: reading needs the right to read, and whoever lacks a right is told which.

mod postgres {
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{ErrorKind, Migrations, Status, Target};

    use crate::support::{Ask, Role, line};

    fn one() -> Migrations {
        line(&[("0001", "create table a (id int);", "drop table a;")])
    }

    #[test]
    fn a_role_that_may_only_select_reads_the_status() {
        let db = &Scratch::new(Dialect::Postgres);
        one().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let role = Role::new(db, "reader", "");
        db.connect().run(&format!("grant select on __hunter_ledger to {}", role.name));
        assert_eq!(one().on(&mut role.connect()).status().unwrap(), Status::AtHead);
    }

    #[test]
    fn a_role_that_may_only_select_starts_at_head() {
        let db = &Scratch::new(Dialect::Postgres);
        one().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let role = Role::new(db, "reader", "");
        db.connect().run(&format!("grant select on __hunter_ledger to {}", role.name));
        assert!(one().on(&mut role.connect()).upgrade(Target::Head).unwrap().steps.is_empty());
    }

    #[test]
    fn a_role_without_rights_reads_an_empty_database() {
        let db = &Scratch::new(Dialect::Postgres);
        let role = Role::new(db, "stranger", "");
        assert_eq!(one().on(&mut role.connect()).status().unwrap(), Status::Empty);
    }

    #[test]
    fn a_role_that_may_not_read_the_ledger_is_told_the_grant() {
        let db = &Scratch::new(Dialect::Postgres);
        one().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let role = Role::new(db, "stranger", "");
        let error = one().on(&mut role.connect()).status().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingRight);
        assert_eq!(error.help(), "grant select on \"__hunter_ledger\" to this role");
    }

    #[test]
    fn a_role_that_may_not_create_the_ledger_is_told_the_grant() {
        let db = &Scratch::new(Dialect::Postgres);
        let role = Role::new(db, "stranger", "");
        let error = one().on(&mut role.connect()).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingRight);
        assert_eq!(error.help(), format!("grant create on schema public to {}", role.name));
    }

    #[test]
    fn a_role_that_may_not_write_the_ledger_lacks_a_right() {
        let db = &Scratch::new(Dialect::Postgres);
        one().on(&mut db.connect()).ensure().unwrap();
        let role = Role::new(db, "reader", "");
        db.connect().run(&format!("grant select on __hunter_ledger to {}", role.name));
        let error = one().on(&mut role.connect()).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingRight);
    }
}

mod sqlite {
    use diesel::{Connection, SqliteConnection};
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{ErrorKind, Migrations, Status, Target};

    use crate::support::{Ask, line};

    fn one() -> Migrations {
        line(&[("0001", "create table a (id int);", "drop table a;")])
    }

    fn read_only(db: &Scratch) -> SqliteConnection {
        SqliteConnection::establish(&format!("file:{}?mode=ro", db.name())).unwrap()
    }

    #[test]
    fn the_status_is_read_over_a_read_only_connection() {
        let db = &Scratch::new(Dialect::Sqlite);
        one().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert_eq!(one().on(&mut read_only(db)).status().unwrap(), Status::AtHead);
    }

    #[test]
    fn an_empty_file_is_read_over_a_read_only_connection() {
        let db = &Scratch::new(Dialect::Sqlite);
        db.connect().run("pragma user_version = 1");
        assert_eq!(one().on(&mut read_only(db)).status().unwrap(), Status::Empty);
    }

    #[test]
    fn a_start_at_head_needs_no_right_to_write() {
        let db = &Scratch::new(Dialect::Sqlite);
        one().on(&mut db.connect()).upgrade(Target::Head).unwrap();
        assert!(one().on(&mut read_only(db)).upgrade(Target::Head).unwrap().steps.is_empty());
    }

    #[test]
    fn an_upgrade_over_a_read_only_connection_lacks_a_right() {
        let db = &Scratch::new(Dialect::Sqlite);
        one().on(&mut db.connect()).ensure().unwrap();
        let error = one().on(&mut read_only(db)).upgrade(Target::Head).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingRight);
    }
}
