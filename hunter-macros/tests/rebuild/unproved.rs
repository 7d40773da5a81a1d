//! What becomes of revisions that nobody proved, in each kind of build.

use crate::project::{BUILD, Project};

const NAME: &str = "hunter-fixture-unproved";
const WARNS: &[&str] = &[
    "warning: use of deprecated constant",
    "HC047: 1 revision is not proved as it is now (there is no hunter.lock): `0001` on SQLite; run `cargo hunter prove`",
];
const REFUSES: &[&str] =
    &["error: HC047: revision `0001` is not proved on SQLite as it is now: there is no hunter.lock"];
/// A release build of the package alone: its dependencies need none.
const RELEASE: &[&str] =
    &["rustc", "--offline", "--package", NAME, "--bins", "--", "-C", "debug-assertions=off"];
const DEBUG: &[&str] = &["build", "--offline", "--bins"];

#[test]
fn a_debug_build_warns_and_a_release_build_and_ci_refuse_unless_the_settings_say_otherwise() {
    let project = Project::new(NAME);
    project.write("build.rs", BUILD);
    project.revision("0001_users", "users");
    let expect = |build: &[&str], ci: &str, goes_well: bool, lines: &[&str]| {
        let run = project.build(build, ci);
        assert_eq!(run.went_well, goes_well, "{build:?} with CI={ci:?}:\n{}", run.log);
        for line in lines {
            assert!(run.log.contains(line), "missing: {line}\n{build:?} with CI={ci:?}:\n{}", run.log);
        }
    };
    expect(DEBUG, "", true, WARNS);
    // Nothing changed but the variable.
    expect(DEBUG, "true", false, REFUSES);
    expect(DEBUG, "false", true, WARNS);
    expect(RELEASE, "", false, REFUSES);
    project.write("migrations/hunter.toml", "dialects = [\"sqlite\"]\nunproved = \"warn\"\n");
    expect(DEBUG, "true", true, WARNS);
    expect(RELEASE, "", true, WARNS);
    project.write("migrations/hunter.toml", "dialects = [\"sqlite\"]\nunproved = \"deny\"\n");
    expect(DEBUG, "", false, REFUSES);
}
