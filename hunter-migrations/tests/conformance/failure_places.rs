//! Where a script failed: its path, line and column, as an editor counts them.

use hunter_chain::SourceTree;
use hunter_migrations::testing::Scratch;
use hunter_migrations::{FailedAt, Target};

use crate::support::chain::from;
use crate::support::{Database, line};

/// Where the second of two revisions fails.
fn place(db: &Scratch, script: &str) -> FailedAt {
    place_of_bytes(db, script.as_bytes())
}

fn place_of_bytes(db: &Scratch, script: &[u8]) -> FailedAt {
    let mut tree = SourceTree::of(
        "migrations",
        &[
            ("0001_first/up.sql", "create table first (id int primary key, name text);"),
            ("0001_first/down.sql", "drop table first;"),
            ("0002_second/down.sql", "select 1;"),
        ],
    );
    tree.insert("0002_second/up.sql", script.to_vec());
    let error = from(tree).on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
    error.place().cloned().unwrap_or_else(|| panic!("{error} has no place"))
}

fn position(db: &Scratch, script: &str) -> Option<(usize, usize)> {
    place(db, script).position
}

conformance! {
    fn a_failure_names_the_file(db: &Scratch) {
        assert_eq!(place(db, "select * from nowhere;").path, "migrations/0002_second/up.sql");
    }

    fn a_failure_on_the_way_down_names_the_file_of_the_way_down(db: &Scratch) {
        let chain = line(&[("0001", "select 1;", "select 1;\nselect * from nowhere;")]);
        chain.on(&mut db.connect()).upgrade(Target::Head).unwrap();
        let error = chain.on(&mut db.connect()).downgrade(&Target::Base).unwrap_err();
        let place = error.place().unwrap();
        assert_eq!((&*place.path, place.position.unwrap().0), ("migrations/0001_step/down.sql", 2));
    }

    fn the_file_of_the_dialect_is_named_where_it_has_its_own(db: &Scratch) {
        let script = "select * from nowhere;";
        let chain = crate::support::tree(&[
            ("0001_own/up.postgres.sql", script),
            ("0001_own/down.postgres.sql", "select 1;"),
            ("0001_own/up.sqlite.sql", script),
            ("0001_own/down.sqlite.sql", "select 1;"),
        ]);
        let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        let expected = format!("migrations/0001_own/up.{}.sql", db.dialect().name());
        assert_eq!(error.place().unwrap().path, expected);
    }

    fn a_syntax_error_is_found_at_its_word(db: &Scratch) {
        assert_eq!(
            position(db, "create table a (id int);\ncreate tabel b (id int);\nselect 1;"),
            Some((2, 8))
        );
    }

    fn a_syntax_error_is_found_where_it_is_and_not_where_its_word_was_before(db: &Scratch) {
        assert_eq!(
            position(db, "create table a (id int, -- no , here\n  b int,\n  c int,, d int, e int);"),
            Some((3, 9))
        );
    }

    fn a_syntax_error_is_found_behind_the_same_word_in_a_string(db: &Scratch) {
        assert_eq!(position(db, "insert into first\nvalues (1, 'from') from;"), Some((2, 20)));
    }

    fn a_statement_that_ends_too_early_is_found(db: &Scratch) {
        assert_eq!(position(db, "select 1;\ncreate table b (id int").map(|at| at.0), Some(2));
    }

    fn an_unknown_table_is_found(db: &Scratch) {
        let column = db.pick("13", "1").parse().unwrap();
        assert_eq!(position(db, "select 1;\n\ninsert into nowhere values (1);"), Some((3, column)));
    }

    fn a_failure_while_running_is_found_at_its_statement(db: &Scratch) {
        let fails = db.pick("select 1 / (select 0)", "select abs(-9223372036854775808)");
        let script =
            format!("create table a (id int);\nselect 1; -- two\n  {fails};\ncreate table b (id int);");
        assert_eq!(position(db, &script), Some((3, 3)));
    }

    fn a_duplicate_key_is_found_at_its_statement(db: &Scratch) {
        let script =
            "select 1;\ninsert into first (id) values (1);\ninsert into first (id)\nvalues (1);\nselect 4;";
        assert_eq!(position(db, script), Some((3, 1)));
    }

    fn a_table_that_exists_is_found_at_its_statement(db: &Scratch) {
        let line =
            position(db, "select 1;\ncreate table a (id int);\ncreate table first (id int);\nselect 4;");
        assert_eq!(line.map(|at| at.0), Some(3));
    }

    fn columns_are_counted_in_characters(db: &Scratch) {
        let script = "insert into first values (1, 'äöü€😀'); create tabel b (id int);";
        assert_eq!(position(db, script), Some((1, 47)));
    }

    fn a_failure_while_running_behind_wide_characters_is_found(db: &Scratch) {
        let script = "insert into first values (1, 'äöü€😀'); insert into first (id) values (1);";
        assert_eq!(position(db, script), Some((1, 40)));
    }

    fn lines_are_counted_with_the_line_ends_of_windows(db: &Scratch) {
        let place = place_of_bytes(db, b"create table a (id int);\r\n\r\ncreate tabel b (id int);\r\n");
        assert_eq!(place.position, Some((3, 8)));
    }

    fn columns_are_counted_behind_a_byte_order_mark(db: &Scratch) {
        assert_eq!(place_of_bytes(db, "\u{feff}create tabel b (id int);".as_bytes()).position, Some((1, 8)));
    }

    fn a_failure_tells_which_statement_it_is_and_of_how_many(db: &Scratch) {
        let script = "select 1; select 2;;\n-- three;\nselect * from nowhere;\nselect 4";
        assert_eq!(place(db, script).statement, Some((3, 4)));
        let chain = line(&[("0001", script, "select 1;")]);
        let error = chain.on(&mut Scratch::new(db.dialect()).connect()).upgrade(Target::Head).unwrap_err();
        assert!(error.to_string().contains("`0001` failed at statement 3 of 4: "), "{error}");
    }

    fn an_only_statement_is_not_counted_in_words(db: &Scratch) {
        let chain = line(&[("0001", "select * from nowhere;", "select 1;")]);
        let error = chain.on(&mut db.connect()).upgrade(Target::Head).unwrap_err();
        assert!(error.to_string().contains("`0001` failed: "), "{error}");
    }

    fn what_is_checked_at_the_commit_is_no_statement(db: &Scratch) {
        let script = "create table a (b int references first (id) deferrable initially deferred);\n\
                      insert into a values (7);";
        let place = place(db, script);
        assert_eq!((place.position, place.line, place.statement), (None, None, None));
    }

    fn the_line_is_shown(db: &Scratch) {
        let place = place_of_bytes(db, b"select 1;\r\n  create tabel b (id int);\r\nselect 3;");
        assert_eq!(place.line.as_deref(), Some("  create tabel b (id int);"));
    }

    fn an_error_at_the_very_end_is_in_the_script(db: &Scratch) {
        assert_eq!(position(db, "select 1;\ninsert into first").map(|at| at.0), Some(2));
    }
}
