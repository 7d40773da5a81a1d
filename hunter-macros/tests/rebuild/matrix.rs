//! Every kind of change, with and without a build script, where nothing was built and where everything was.
//!
//! The rule: the new content is in the binary, or the build or the freshness test fails. Which of them is a table, so that
//! it is a fact. An old binary that nothing complains of has no name in the table: it is a failure by itself.

use crate::project::{BUILD, Project};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// The binary prints the new chain, and the freshness test passes.
    Embedded,
    /// The build fails with this code.
    Refused(&'static str),
    /// The binary is an old one, and the freshness test says so.
    TestFails,
}
use Outcome::{Embedded, Refused, TestFails};

type Change = (&'static str, fn(&Project), &'static [Revision]);
/// Id, slug, table.
type Revision = (&'static str, &'static str, &'static str);

const USERS: Revision = ("0001", "users", "users");
const MAIL: Revision = ("0002", "mail", "mail");
const BASE: &[Revision] = &[USERS, MAIL];
const PEOPLE: &str = "create table people (id integer);\n";

/// What is done to the base, and what is there afterwards.
const CHANGES: [Change; 6] = [
    ("add", |project| project.revision("0003_tags", "tags"), &[USERS, MAIL, ("0003", "tags", "tags")]),
    ("edit", |project| project.write("migrations/0001_users/up.sql", PEOPLE), EDITED),
    ("delete", |project| project.delete("migrations/0002_mail"), &[USERS]),
    (
        "rename",
        |project| project.rename("migrations/0002_mail", "migrations/0003_mail"),
        &[USERS, ("0003", "mail", "mail")],
    ),
    (
        "edit with older mtime",
        |project| project.write_keeping_the_time("migrations/0001_users/up.sql", PEOPLE),
        EDITED,
    ),
    ("touch", |project| project.touch("migrations/0001_users/up.sql"), BASE),
];
const EDITED: &[Revision] = &[("0001", "users", "people"), MAIL];

/// | build script: fresh | build script: incremental | none: fresh | none: incremental |
const TABLE: [(&str, [Outcome; 4]); 6] = [
    ("add", [Embedded, Embedded, Refused("HC031"), Refused("HC031")]),
    ("edit", [Embedded, Embedded, Refused("HC031"), Refused("HC031")]),
    ("delete", [Embedded, Embedded, Refused("HC031"), Refused("HC031")]),
    ("rename", [Embedded, Embedded, Refused("HC031"), Refused("HC031")]),
    ("edit with older mtime", [Embedded, TestFails, Refused("HC031"), Refused("HC031")]),
    ("touch", [Embedded, Embedded, Refused("HC031"), Refused("HC031")]),
];

#[test]
fn with_a_build_script_a_first_build_embeds_what_is_there() {
    let project = Project::new("hunter-fixture-watched-fresh");
    project.write("build.rs", BUILD);
    check(&project, 0, |project, change| {
        change(project);
        project.clean();
    });
}

#[test]
fn with_a_build_script_a_next_build_is_new_or_the_freshness_test_fails() {
    let project = Project::new("hunter-fixture-watched-again");
    project.write("build.rs", BUILD);
    check(&project, 1, |project, change| {
        assert_eq!(outcome(project, BASE), Ok(Embedded), "the build before the change");
        change(project);
    });
}

#[test]
fn without_a_build_script_no_first_build_succeeds() {
    let project = Project::new("hunter-fixture-unwatched-fresh");
    check(&project, 2, |project, change| {
        change(project);
        project.clean();
    });
}

/// The package was built while it had one: without, there is nothing to be stale.
#[test]
fn without_a_build_script_no_next_build_succeeds() {
    let project = Project::new("hunter-fixture-unwatched-again");
    check(&project, 3, |project, change| {
        project.write("build.rs", BUILD);
        assert_eq!(outcome(project, BASE), Ok(Embedded), "the build before the change");
        project.delete_file("build.rs");
        change(project);
    });
}

/// Each change on the base, in the way that `prepare` makes it: the outcomes are a column of the table.
#[track_caller]
fn check(project: &Project, column: usize, prepare: fn(&Project, fn(&Project))) {
    let mut found = Vec::new();
    for (name, change, after) in CHANGES {
        project.delete("migrations");
        project.settings();
        BASE.iter().for_each(|(id, slug, table)| project.revision(&format!("{id}_{slug}"), table));
        prepare(project, change);
        found.push((name, outcome(project, after)));
    }
    assert_eq!(found, TABLE.map(|(name, outcomes)| (name, Ok(outcomes[column]))));
}

/// What a build and the freshness test make of the project; an error is what must not be.
fn outcome(project: &Project, chain: &[Revision]) -> Result<Outcome, String> {
    let run = project.run();
    if !run.went_well {
        let code = ["HC031", "HC033"].into_iter().find(|code| run.log.contains(&format!("error: {code}: ")));
        return code.map(Refused).ok_or(format!("it does not build:\n{}", run.log));
    }
    let test = project.test();
    let told = test.printed.contains("the embedded chain is not the one in the folder");
    match (run.printed == printed(chain), test.went_well) {
        (true, true) => Ok(Embedded),
        (false, false) if told => Ok(TestFails),
        (new, passed) => Err(format!(
            "new content in the binary: {new}; the test passes: {passed}\n{}\n{}\n{}",
            run.printed, test.printed, test.log
        )),
    }
}

/// What the project's binary prints of a chain.
fn printed(chain: &[Revision]) -> String {
    let revisions = chain.iter().map(|(id, slug, table)| {
        let down = if *slug == "users" { "users" } else { table };
        format!(
            "{id} is {slug}\n{id} up: create table {table} (id integer);\n{id} down: drop table {down};\n"
        )
    });
    format!("ledger None\n{}", revisions.collect::<String>())
}
