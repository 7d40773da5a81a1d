//! Where a revision stands: on the head, on another one, on a branch of its own.

use crate::project::Project;

/// A revision by hand that stands on another one; what stands beside another one has a label.
fn stands(project: &Project, id: &str, on: &str, label: &str) {
    let folder = format!("migrations/{id}_{id}");
    let metadata = format!("down_revision = \"{on}\"\n{label}\n");
    project.write(&format!("{folder}/metadata.toml"), &metadata);
    project.write(&format!("{folder}/up.sql"), &format!("create table t{id} (id integer);\n"));
    project.write(&format!("{folder}/down.sql"), &format!("drop table t{id};\n"));
}

/// One base, two heads.
fn branches() -> Project {
    let project = Project::new(&["sqlite"]);
    stands(&project, "aaaa", "base", "branch_labels = [\"main\"]");
    stands(&project, "bbbb", "aaaa", "branch_labels = [\"left\"]");
    stands(&project, "cccc", "aaaa", "branch_labels = [\"right\"]");
    project
}

fn metadata(project: &Project, directory: &str) -> String {
    project.read(&format!("migrations/{directory}/metadata.toml"))
}

#[test]
fn several_heads_are_named_and_one_must_be_chosen() {
    let project = branches();
    let refused = project.run("revision -m more").exits(2).prints("");
    refused.says(&["error: there are several heads: bbbb, cccc", "help: say on which it stands: --head REV"]);
    assert_eq!(project.revisions().len(), 3);
    project.run("revision -m more --rev-id dddd --head right@head").done();
    assert!(metadata(&project, "dddd_more").starts_with("down_revision = \"cccc\"\n"));
}

#[test]
fn a_revision_that_is_no_head_needs_a_splice() {
    let project = branches();
    let refused = project.run("revision -m more --head aaaa").exits(2).prints("");
    refused.says(&["error: `aaaa` is no head", "help: give --splice"]);
    assert_eq!(project.revisions().len(), 3);
    project.run("revision -m more --rev-id dddd --head aaaa --splice").done();
    assert!(metadata(&project, "dddd_more").starts_with("down_revision = \"aaaa\"\n"));
}

#[test]
fn a_branch_of_its_own_has_a_label_and_depends_on_others() {
    let project = branches();
    let words = "revision -m side --rev-id dddd --head base --branch-label side --depends-on bbbb --depends-on right@head";
    project.run(words).done();
    let written = metadata(&project, "dddd_side");
    assert!(written.starts_with("down_revision = \"base\"\n"), "{written}");
    for line in ["branch_labels = [\"side\"]\n", "depends_on = [\"bbbb\", \"cccc\"]\n"] {
        assert!(written.contains(line), "{written}");
    }
    project.write("migrations/dddd_side/up.sql", "create table d (id integer);");
    project.write("migrations/dddd_side/down.sql", "drop table d;");
    project.run("lint").done();
    let refused = project.run("revision -m other --head bbbb --branch-label side").exits(2).prints("");
    refused.says(&["error: the label `side` is another branch's already", "help: "]);
}

#[test]
fn who_is_not_there_cannot_be_stood_on_or_depended_on() {
    let project = branches();
    for words in ["--head eeee", "--head bbbb --depends-on eeee", "--head bbbb:cccc", "--head heads"] {
        let refused = project.run(&format!("revision -m more {words}")).exits(2).prints("");
        refused.says(&["error: ", "help: "]);
    }
    project.run("revision -m more --head bbbb --branch-label a/b").exits(2).prints("");
    assert_eq!(project.revisions().len(), 3);
}
