//! What a user reads when a migrations directory is wrong, and directories that are right.
//!
//! A folder of `ui/` is one mistake: `main.rs` embeds `migrations/`, `main.stderr` is rustc's whole output. Its name is
//! the code and the lesson. `ui/pass/` holds programs that compile and assert. After a change of words:
//! `TRYBUILD=overwrite cargo test -p hunter-macros --test ui`, and read the difference.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hunter_chain::{Code, watch_key};
use trybuild::TestCases;

#[test]
fn every_mistake_is_reported_with_place_and_remedy() {
    watched("every_mistake_is_reported_with_place_and_remedy", |cases| {
        cases.compile_fail("tests/ui/*/main.rs");
    });
}

#[test]
fn sound_directories_compile_and_hold_what_was_written() {
    watched("sound_directories_compile_and_hold_what_was_written", |cases| {
        cases.pass("tests/ui/pass/*/main.rs");
    });
}

#[test]
fn every_code_has_a_page_and_a_fixture() {
    let folders = fixtures();
    for code in Code::ALL {
        let page = code.page();
        for text in [page.title, page.why, page.remedy] {
            assert!(!text.trim().is_empty(), "{code}: `hunter explain {code}` would show a blank");
        }
        let named: Vec<_> = folders.iter().filter(|(name, _)| name.starts_with(code.as_str())).collect();
        assert!(!named.is_empty(), "{code}: no folder of tests/ui begins with it");
        for (name, path) in named {
            let written = fs::read_to_string(path.join("main.stderr"))
                .unwrap_or_else(|error| panic!("{name}/main.stderr: {error}"));
            assert!(
                written.contains(&format!("error: {code}: ")),
                "{name}: its main.stderr is about another code"
            );
        }
    }
    for (name, _) in folders.iter().filter(|(name, _)| name.starts_with("HC")) {
        let code = name.split('_').next().and_then(Code::find);
        assert!(code.is_some(), "{name} begins with a code that does not exist");
    }
}

#[test]
fn no_message_shows_a_path_of_this_machine() {
    let here = env!("CARGO_MANIFEST_DIR");
    for (name, path) in fixtures() {
        let written = fs::read_to_string(path.join("main.stderr")).unwrap_or_default();
        // The second is what trybuild makes of our own directory.
        for absolute in [here, "$DIR", "$WORKSPACE"] {
            assert!(!written.contains(absolute), "{name}/main.stderr names {absolute}");
        }
    }
}

/// The folders of mistakes with their names.
fn fixtures() -> Vec<(String, PathBuf)> {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
    let entries = fs::read_dir(ui).expect("the folder of fixtures").map(|entry| entry.expect("a fixture"));
    let folders = entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
    folders.filter(|(name, path)| name != "pass" && path.is_dir()).collect()
}

/// Runs cases as if a build script watched `migrations`, and had seen another `outdated`.
///
/// The macro asks the environment of the compiler, which trybuild hands on; a case has no build script that could
/// set it. So the test runs itself again with the variables set.
fn watched(test: &str, add: impl FnOnce(&TestCases)) {
    let key = watch_key("migrations");
    if env::var_os(&key).is_some() {
        add(&TestCases::new());
        return;
    }
    let mut again = Command::new(env::current_exe().expect("this test"));
    again.args(["--exact", test, "--nocapture"]).env(key, "by the test").env_remove("CI");
    again.env(watch_key("outdated"), format!("t1:{:064}", 0));
    // `cargo test -- trybuild=HC004` picks cases.
    again.args(env::args().filter(|argument| argument.starts_with("trybuild=")));
    let output = again.output().expect("this test, once more");
    let said =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(output.status.success(), "the cases did not pass:\n{said}");
}
