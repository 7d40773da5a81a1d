//! The quick start: without any URL Hunter's own binary uses `hunter.db` in the current folder, and says so.

mod sqlite {
    use crate::support::binary::Hunter;

    #[test]
    fn upgrade_without_a_url_creates_the_embedded_database_and_says_so() {
        let hunter = Hunter::root();
        let said = "no database URL given: creating the embedded SQLite database hunter.db";
        hunter.run("upgrade head").done().prints("").says(&[said]);
        assert!(hunter.folder().join("hunter.db").is_file());
        let said = "no database URL given: using the embedded SQLite database hunter.db";
        hunter.run("current").done().prints("08f51db8dce0 (head)\n").says(&[said]);
    }

    #[test]
    fn reading_without_a_url_creates_no_file() {
        let hunter = Hunter::root();
        for words in ["current", "history -i", "plan", "upgrade --dry-run"] {
            hunter.run(words).done().says(&["hunter.db is not there yet", "upgrade head"]);
        }
        let files: Vec<_> = std::fs::read_dir(hunter.folder()).unwrap().collect();
        assert!(files.is_empty(), "{files:?}");
    }

    #[test]
    fn a_named_database_wins_over_the_embedded_one() {
        let hunter = Hunter::root().with("DATABASE_URL", "sqlite:other.db");
        hunter.run("upgrade").done();
        hunter.run("--database-url third.db upgrade").done();
        let files = std::fs::read_dir(hunter.folder()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut files: Vec<_> = files.collect();
        files.sort();
        assert_eq!(files, ["other.db", "third.db"]);
    }

    #[test]
    fn the_own_variable_wins_over_the_common_one() {
        let hunter = Hunter::root().on("sqlite:own.db").with("DATABASE_URL", "sqlite:common.db");
        hunter.run("upgrade").done();
        assert!(hunter.folder().join("own.db").is_file());
        assert!(!hunter.folder().join("common.db").exists());
    }

    #[test]
    fn stamp_never_uses_the_embedded_database() {
        let hunter = Hunter::root();
        hunter.run("upgrade").done();
        hunter.run("stamp base").exits(3).prints("").says(&["error: no database is named", "help: "]);
    }
}
