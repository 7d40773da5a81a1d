//! A right that is missing is named before the first step, with the statement that gives it; nobody who may is refused.

mod postgres {
    use hunter_chain::Dialect;
    use hunter_migrations::testing::Scratch;
    use hunter_migrations::{Error, ErrorKind, Migrations, Target};

    use crate::support::{Ask, Conn, Database, Role, Watch, proved, target};

    /// Three revisions, of which the last alters what the first made.
    const THREE: [(&str, &str); 6] = [
        (
            "0001_a/up.sql",
            "create table a (id int); create function f() returns int language sql as 'select 1';",
        ),
        ("0001_a/down.sql", "drop function f(); drop table a;"),
        ("0002_b/up.sql", "create table b (id int); alter table b add column more int;"),
        ("0002_b/down.sql", "drop table b;"),
        ("0003_c/up.sql", "alter table a add column late int; alter table b add column late int;"),
        ("0003_c/down.sql", "alter table a drop column late; alter table b drop column late;"),
    ];

    /// What a deployer has who may do everything but what a test is about.
    const LEDGER: &str = "grant select, insert, update on __hunter_ledger to $;";
    const PLACE: &str = "grant create on schema public to $;";

    /// The first revision is there, applied by the server's administrator; the role has these rights.
    fn begun(db: &Scratch, files: &[(&str, &str)], role: &Role<'_>, rights: &str) -> Migrations {
        let chain = proved(db, files);
        chain.on(&mut db.connect()).upgrade(target("0001")).unwrap();
        db.connect().run(&rights.replace('$', &role.name));
        chain
    }

    /// Three revisions with another last one.
    fn ending<'f>(up: &'f str, down: &'f str) -> Vec<(&'f str, &'f str)> {
        [&THREE[..4], &[("0003_c/up.sql", up), ("0003_c/down.sql", down)]].concat()
    }

    /// The error of a run that changed nothing, not even the caller's connection.
    #[track_caller]
    fn refused(db: &Scratch, conn: &mut Conn, run: impl FnOnce(&mut Conn) -> Result<(), Error>) -> Error {
        let (before, watched) = (db.picture(), Watch::on(conn, db));
        let error = run(conn).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingRight, "{error}");
        assert_eq!((db.picture(), Watch::on(conn, db)), (before, watched));
        error
    }

    #[track_caller]
    fn refuses(db: &Scratch, chain: &Migrations, role: &Role<'_>) -> Error {
        refused(db, &mut role.connect(), |conn| chain.on(conn).upgrade(Target::Head).map(drop))
    }

    fn passes(db: &Scratch, files: &[(&str, &str)], role: &Role<'_>, rights: &str) {
        let chain = begun(db, files, role, rights);
        chain.on(&mut role.connect()).upgrade(Target::Head).unwrap_or_else(|error| panic!("{error}"));
    }

    #[test]
    fn an_upgrade_that_would_stop_in_its_second_step_is_refused_before_its_first() {
        let db = &Scratch::new(Dialect::Postgres);
        let role = &Role::new(db, "deployer", "");
        let chain = begun(db, &THREE, role, &[LEDGER, PLACE].concat());
        let error = refuses(db, &chain, role);
        let (name, owner) = (&role.name, db.connect().value("current_user"));
        let expected = format!(
            "role {name} may not alter table public.a, which belongs to {owner} (revision `0003`); nothing was changed"
        );
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.help(), format!("alter table public.a owner to {name}"));
    }

    #[test]
    fn what_the_help_says_lets_the_upgrade_through() {
        for rights in ["grant select on __hunter_ledger to $;", LEDGER, PLACE] {
            let db = &Scratch::new(Dialect::Postgres);
            let role = &Role::new(db, "deployer", "");
            let rights = format!("grant select on __hunter_ledger to $; {rights}");
            let chain = begun(db, &THREE, role, &rights);
            let error = refuses(db, &chain, role);
            db.connect().run(error.help());
            chain.on(&mut role.connect()).upgrade(Target::Head).unwrap();
        }
    }

    #[test]
    fn every_right_that_is_missing_is_named_at_once() {
        let db = &Scratch::new(Dialect::Postgres);
        let role = &Role::new(db, "deployer", "");
        let chain = begun(db, &THREE, role, "grant select on __hunter_ledger to $");
        let error = refuses(db, &chain, role);
        let (name, ledger) = (&role.name, "\"public\".\"__hunter_ledger\"");
        let expected = format!(
            "grant insert on {ledger} to {name}; grant update on {ledger} to {name}; \
             grant create on schema public to {name}; alter table public.a owner to {name}"
        );
        assert_eq!(error.help(), expected);
    }

    #[test]
    fn a_first_upgrade_without_rights_does_not_even_make_the_ledger() {
        let db = &Scratch::new(Dialect::Postgres);
        let role = &Role::new(db, "deployer", "");
        db.connect().run(&PLACE.replace('$', &role.name));
        let files = [("0001_a/up.sql", "create table app.a ();"), ("0001_a/down.sql", "drop table app.a;")];
        let with_schema = [("0000_s/up.sql", "create schema app;"), ("0000_s/down.sql", "drop schema app;")];
        let chain = proved(db, &[&with_schema[..], &files].concat());
        let error = refuses(db, &chain, role);
        assert_eq!(error.help(), format!("grant create on database {} to {}", db.name(), role.name));
    }

    #[test]
    fn a_downgrade_that_drops_what_is_anothers_is_refused() {
        let db = &Scratch::new(Dialect::Postgres);
        let role = &Role::new(db, "deployer", "");
        let chain = begun(db, &THREE, role, LEDGER);
        let error =
            refused(db, &mut role.connect(), |conn| chain.on(conn).downgrade(&Target::Base).map(drop));
        let expected =
            format!("alter table public.a owner to {0}; alter routine public.f() owner to {0}", role.name);
        assert_eq!(error.help(), expected);
        db.connect().run(&format!("alter schema public owner to {0}; grant all on a to {0}", role.name));
        chain.on(&mut role.connect()).downgrade(&Target::Base).unwrap();
    }

    #[test]
    fn a_stamp_without_the_right_to_write_the_record_is_refused() {
        let db = &Scratch::new(Dialect::Postgres);
        let role = &Role::new(db, "deployer", "");
        let chain = begun(db, &THREE, role, "grant select on __hunter_ledger to $");
        let error = refused(db, &mut role.connect(), |conn| {
            chain.on(conn).unverified("the test says so").stamp(&[Target::Head]).map(drop)
        });
        assert_eq!(error.help(), format!("grant insert on \"public\".\"__hunter_ledger\" to {}", role.name));
    }

    #[test]
    fn a_chain_without_a_lockfile_is_asked_about_the_ledger_alone() {
        let db = &Scratch::new(Dialect::Postgres);
        let role = &Role::new(db, "deployer", "");
        begun(db, &THREE, role, "grant select on __hunter_ledger to $");
        let error = refuses(db, &crate::support::tree(&THREE), role);
        assert!(!error.help().contains("schema") && !error.help().contains("owner"), "{}", error.help());
    }

    #[test]
    fn a_member_of_the_owner_passes() {
        let db = &Scratch::new(Dialect::Postgres);
        let owner = Role::new(db, "owner", "");
        let role = &Role::new(db, "deployer", &format!("in role {}", owner.name));
        let rights = format!("alter table a owner to {}; {LEDGER}{PLACE}", owner.name);
        passes(db, &THREE, role, &rights);
    }

    #[test]
    fn a_script_that_becomes_the_owner_passes() {
        let db = &Scratch::new(Dialect::Postgres);
        let owner = Role::new(db, "owner", "");
        let role = &Role::new(db, "deployer", &format!("noinherit in role {}", owner.name));
        let first = format!("grant create on schema public to {};", owner.name);
        let back = format!("revoke create on schema public from {};", owner.name);
        let second = format!("set role {}; create table b (id int);", owner.name);
        let files = [
            ("0001_a/up.sql", &*first),
            ("0001_a/down.sql", &*back),
            ("0002_b/up.sql", &*second),
            ("0002_b/down.sql", "drop table b;"),
        ];
        let rights = LEDGER;
        passes(db, &files, role, rights);
    }

    #[test]
    fn a_function_with_its_owners_rights_passes() {
        let db = &Scratch::new(Dialect::Postgres);
        let role = &Role::new(db, "deployer", "");
        let files = [
            (
                "0001_a/up.sql",
                "create table a (id int); create function grow() returns void security definer language sql \
              as 'alter table public.a add column late int';",
            ),
            ("0001_a/down.sql", "drop function grow(); drop table a;"),
            ("0002_b/up.sql", "select grow();"),
            ("0002_b/down.sql", "alter table a drop column late;"),
        ];
        passes(db, &files, role, LEDGER);
    }

    #[test]
    fn what_a_cascade_and_a_rename_take_along_needs_no_owner() {
        let again = "create table b (id int primary key); alter table a add constraint a_id_fkey foreign key (id) references b; \
                     create view v as select id from b;";
        for (up, down) in [
            ("drop table b cascade;", again),
            ("alter table b rename column id to key;", "alter table b rename column key to id;"),
        ] {
            let db = &Scratch::new(Dialect::Postgres);
            let role = &Role::new(db, "deployer", "");
            let files = [
                (
                    "0001_a/up.sql",
                    "create table b (id int primary key); create table a (id int references b); \
                     create view v as select id from b;",
                ),
                ("0001_a/down.sql", "drop view v; drop table a; drop table b;"),
                ("0002_b/up.sql", up),
                ("0002_b/down.sql", down),
            ];
            passes(db, &files, role, &format!("alter table b owner to $; {PLACE}{LEDGER}"));
        }
    }

    #[test]
    fn what_is_not_there_is_nobodys() {
        let db = &Scratch::new(Dialect::Postgres);
        let role = &Role::new(db, "deployer", "");
        let files = ending("drop table if exists a;", "create table a (id int);");
        passes(db, &files, role, &format!("drop table a; {PLACE}{LEDGER}"));
    }
}
