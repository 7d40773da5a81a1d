//! Files that are no SQLite database, or are not there.

use crate::refusal::Refusal;
use crate::support::binary::Hunter;

#[test]
fn a_file_that_is_no_database_is_named_and_left_as_it_is() {
    let text = "These are notes, and not a database. ".repeat(100);
    for words in ["current", "upgrade", "plan", "ensure"] {
        let hunter = Hunter::v1_1().on("sqlite:notes.txt");
        let file = hunter.folder().join("notes.txt");
        std::fs::write(&file, &text).unwrap();
        let outcome = hunter.run(words).exits(2);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "{outcome:#?}");
        let (error, help) = (["`notes.txt`", "not an SQLite database"], ["path"]);
        Refusal { words, code: 2, error: &error, help: &help }.meets(hunter);
    }
}

#[test]
fn a_missing_folder_is_named_with_the_command_that_makes_it() {
    let (error, help) = (["no folder `no/such`"], ["mkdir -p no/such"]);
    let refusal = Refusal { words: "upgrade", code: 2, error: &error, help: &help };
    refusal.meets(Hunter::v1_1().on("sqlite:no/such/hunter.db"));
}

#[test]
fn a_missing_file_is_not_created_by_what_only_reads_or_reverts() {
    for words in ["current", "plan", "history -i", "downgrade -1", "stamp head", "upgrade --dry-run"] {
        let hunter = Hunter::v1_1().on("sqlite:absent.db");
        hunter.run(words).exits(2);
        assert!(!hunter.folder().join("absent.db").exists(), "{words}");
        let refusal = Refusal { words, code: 2, error: &["`absent.db`"], help: &["hunter-v1-1 upgrade"] };
        refusal.meets(hunter);
    }
}

#[test]
fn a_folder_is_not_a_database() {
    let hunter = Hunter::v1_1().on("sqlite:data");
    std::fs::create_dir(hunter.folder().join("data")).unwrap();
    Refusal { words: "upgrade", code: 2, error: &["`data`"], help: &[] }.meets(hunter);
}

#[test]
fn a_path_with_odd_characters_is_that_path() {
    for name in ["a b.db", "50%.db", "what?.db", "a#b.db", "ä.db"] {
        let hunter = Hunter::v1_1().on(&format!("sqlite:{name}"));
        hunter.run("upgrade").done();
        hunter.run("current").done().prints("f786f93501ea (head)\n");
        let files = std::fs::read_dir(hunter.folder()).unwrap().map(|entry| entry.unwrap().file_name());
        assert_eq!(files.collect::<Vec<_>>(), [name]);
    }
}
