//! What cannot be meant, and targets that lead nowhere: found out before any database is asked.

use crate::refusal::{Refusal, SECRET};
use crate::support::binary::Hunter;

/// The chain of four with a database URL that is wrong.
fn with_url(url: &str) -> Hunter {
    Hunter::v1_1().on(url)
}

#[test]
fn an_unknown_scheme_is_named_and_the_known_ones_are_told() {
    let (error, help) = (["`oracle`", "scheme"], ["postgres://", "sqlite:"]);
    let refusal = Refusal { words: "current", code: 3, error: &error, help: &help };
    refusal.meets(with_url(&format!("oracle://app:{SECRET}@db.example.com/app")));
}

#[test]
fn an_empty_variable_is_named_and_is_not_the_same_as_none() {
    for (variable, value) in [("HUNTER_DATABASE_URL", ""), ("DATABASE_URL", ""), ("DATABASE_URL", "  ")] {
        let (error, help) = ([variable, "empty"], ["unset", variable]);
        let refusal = Refusal { words: "upgrade", code: 3, error: &error, help: &help };
        refusal.meets(Hunter::v1_1().with(variable, value));
        // Nor does it mean the database that Hunter's own binary has in its folder.
        refusal.meets(Hunter::root().with(variable, value));
    }
}

#[test]
fn a_binary_without_a_database_of_its_own_asks_for_a_url() {
    for words in ["current", "upgrade", "downgrade -1", "plan", "stamp head", "ensure", "history -i"] {
        let (error, help) = (["no database is named"], ["--database-url", "HUNTER_DATABASE_URL"]);
        Refusal { words, code: 3, error: &error, help: &help }.meets(Hunter::v1_1());
    }
}

#[test]
fn an_at_sign_in_a_password_must_be_escaped() {
    let refusal = Refusal { words: "current", code: 3, error: &["more than one `@`"], help: &["%40"] };
    refusal.meets(with_url(&format!("postgres://app:{SECRET}@home@db.example.com/app")));
}

#[test]
fn a_slash_in_a_password_must_be_escaped() {
    let refusal = Refusal { words: "current", code: 3, error: &["`/` before its `@`"], help: &["%2F"] };
    refusal.meets(with_url(&format!("postgres://app:{SECRET}/home@db.example.com/app")));
}

#[test]
fn a_percent_sign_in_a_password_must_be_escaped() {
    for tail in ["%zz", "%4", "%"] {
        let refusal = Refusal { words: "current", code: 3, error: &["`%`", "no escape"], help: &["%25"] };
        refusal.meets(with_url(&format!("postgres://app:{SECRET}{tail}@db.example.com/app")));
    }
}

#[test]
fn a_password_in_an_argument_is_warned_of_and_not_shown() {
    let words = format!("current --database-url postgres://app:{SECRET}@127.0.0.1:1/app");
    let refused = Hunter::v1_1().run(&words).exits(2).says(&["warning: a password in an argument"]);
    assert!(!refused.err.contains(SECRET), "{}", refused.err);
    let refusal = Refusal { words: &words, code: 2, error: &["127.0.0.1:1"], help: &[] };
    refusal.meets(Hunter::v1_1());
}

#[test]
fn an_unknown_revision_is_told_with_the_nearest() {
    for words in ["show 08f51db8dce1", "history 08f51db8dce1"] {
        let (error, help) = (["`08f51db8dce1`"], ["`08f51db8dce0`"]);
        Refusal { words, code: 2, error: &error, help: &help }.meets(Hunter::v1_1());
    }
}

#[test]
fn an_unknown_revision_that_is_near_none_is_told_where_to_look() {
    let (error, help) = (["`elephants`"], ["` history`", "hunter-v1-1 history"]);
    Refusal { words: "show elephants", code: 2, error: &error, help: &help[1..] }.meets(Hunter::v1_1());
}

#[test]
fn a_prefix_that_is_too_short_is_told_how_long_it_must_be() {
    let refusal = Refusal { words: "show 08f", code: 2, error: &["`08f`", "too short"], help: &["4"] };
    refusal.meets(Hunter::v1_1());
}

#[test]
fn a_word_that_is_no_target_is_told_what_a_target_is() {
    let refusal = Refusal { words: "upgrade head+", code: 3, error: &["`head+`"], help: &["head", "+N"] };
    refusal.meets(with_url("sqlite:x.db"));
}

#[test]
fn an_unknown_command_is_named() {
    let refusal = Refusal { words: "curent", code: 3, error: &["curent"], help: &["current"] };
    refusal.meets(Hunter::v1_1());
    let refusal = Refusal { words: "elephants", code: 3, error: &["elephants"], help: &["--help"] };
    refusal.meets(Hunter::v1_1());
}

#[test]
fn a_missing_argument_is_named() {
    for (words, missing) in [("downgrade", "<TARGET>"), ("stamp", "<REV>"), ("show", "<REV>")] {
        Refusal { words, code: 3, error: &[missing], help: &["--help"] }.meets(Hunter::v1_1());
    }
}

#[test]
fn an_unknown_option_or_value_is_named() {
    for (words, error) in [
        ("upgrade --alow-data-loss", "--alow-data-loss"),
        ("upgrade --lock-wait soon", "soon"),
        ("upgrade --on-busy panic", "panic"),
        ("history 08f5 -r :head", "--rev-range"),
    ] {
        Refusal { words, code: 3, error: &[error], help: &["--help"] }.meets(Hunter::v1_1());
    }
}

/// A URL typed where none belongs is still a URL with a password.
#[test]
fn a_url_in_a_wrong_place_is_not_repeated_with_its_password() {
    let urls = [
        format!("postgres://app:{SECRET}@db.example.com/app"),
        format!("postgres://app:{SECRET}@home@db.example.com/app"),
        format!("postgres://db.example.com/app?password={SECRET}&user=app"),
    ];
    for url in urls {
        for command in ["", "current", "upgrade", "show", "current --databse-url", "explain", "show --json"] {
            let refused = Hunter::root().run(&format!("{command} {url}")).prints("");
            assert!(matches!(refused.code, Some(2 | 3)), "{refused:#?}");
            assert!(!refused.err.contains(SECRET), "{}", refused.err);
        }
    }
}

#[test]
fn no_words_at_all_print_the_help_and_are_not_a_success() {
    let asked = Hunter::v1_1().run("").exits(3).prints("");
    assert!(asked.err.contains("Usage: ") && asked.err.contains("upgrade"), "{}", asked.err);
}

#[test]
fn help_and_version_are_results() {
    let help = Hunter::root().run("--help").done().says_nothing();
    for command in
        ["current", "history", "heads", "branches", "show", "plan", "upgrade", "downgrade", "stamp"]
    {
        assert!(help.out.contains(&format!("\n  {command} ")), "no {command}: {}", help.out);
    }
    Hunter::root().run("--version").done().prints("hunter 0.1.0\n").says_nothing();
}

#[test]
fn what_is_neither_a_url_nor_a_path_makes_no_file_and_is_not_shown() {
    for url in [
        format!("postgres:app:{SECRET}@db.example.com/app"),
        format!("host=db.example.com user=app password={SECRET}"),
        "-".to_owned(),
        "SQLITE:app.db".to_owned(),
    ] {
        let hunter = with_url(&url);
        let (error, help) = (["neither a URL nor a plain path"], ["sqlite:PATH"]);
        let files = || std::fs::read_dir(hunter.folder()).unwrap().count();
        let before = files();
        hunter.run("upgrade").exits(3);
        assert_eq!(files(), before, "{url}");
        Refusal { words: "upgrade", code: 3, error: &error, help: &help }.meets(with_url(&url));
    }
}

#[test]
fn an_answer_that_cannot_be_written_is_not_a_success() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hunter"));
    let output = command.arg("history").stdout(full).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{words}");
    assert!(words.contains("could not be written to stdout") && words.contains("help: "), "{words}");
}
