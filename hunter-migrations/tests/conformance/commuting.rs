//! Branches that meet: proved where the order does not matter, named where it does.

use hunter_migrations::testing::Scratch;
use hunter_migrations::{Migrations, Proofs, Proved};

use crate::support::{Database, declared, ids};

/// `b1`, `b2` beside `c1`, `c2` on `a1`, each an up and a down; joined in `d1`, or apart with labels.
fn forked(is_joined: bool, ours: [[&str; 2]; 2], theirs: [[&str; 2]; 2]) -> Migrations {
    let label =
        |name: &str| if is_joined { String::new() } else { format!("\nbranch_labels = [\"{name}\"]") };
    let on = |id: &str, label: &str| format!("down_revision = \"{id}\"{label}");
    let (left, right) = (on("aaaa1", &label("left")), on("aaaa1", &label("right")));
    let (second, other) = (on("bbbb1", ""), on("cccc1", ""));
    let mut all = vec![
        ("aaaa1", "down_revision = \"base\"", "create table a (id int, name text);", "drop table a;"),
        ("bbbb1", &*left, ours[0][0], ours[0][1]),
        ("bbbb2", &*second, ours[1][0], ours[1][1]),
        ("cccc1", &*right, theirs[0][0], theirs[0][1]),
        ("cccc2", &*other, theirs[1][0], theirs[1][1]),
    ];
    if is_joined {
        all.push(("dddd1", "down_revision = [\"bbbb2\", \"cccc2\"]", "", ""));
    }
    declared(&all)
}

fn prove(db: &Scratch, chain: &Migrations, kept: &Proofs) -> (Proved, usize) {
    let mut databases = 0;
    let fresh = || {
        databases += 1;
        let scratch = Scratch::new(db.dialect());
        Ok((scratch.connect(), scratch))
    };
    let proved = chain.prove_all(fresh, kept, |_, _| {}).unwrap_or_else(|error| panic!("{error}"));
    (proved, databases)
}

const TABLES: [[[&str; 2]; 2]; 2] = [
    [
        ["create table b1 (id int);", "drop table b1;"],
        ["alter table a add column b2 int;", "alter table a drop column b2;"],
    ],
    [
        ["create table c1 (id int);", "drop table c1;"],
        ["alter table a add column c2 int;", "alter table a drop column c2;"],
    ],
];

#[track_caller]
fn clashes(db: &Scratch, chain: &Migrations, pair: [&str; 2], at: &str, joined_by: Option<&str>) {
    let (proved, _) = prove(db, chain, &Proofs::new());
    let [clash] = &proved.clashes[..] else { panic!("{:?}", proved.clashes) };
    assert_eq!(ids([&clash.one, &clash.other]), pair, "{clash}");
    let object = clash.at.as_ref().map(ToString::to_string).unwrap_or_default();
    assert!(object.ends_with(at), "{object} is not {at}: {clash}");
    assert_eq!(clash.joined_by.as_ref().map(|id| id.as_str()), joined_by);
    let (said, help) = (clash.to_string(), clash.help());
    assert!(
        said.contains(&object) && said.contains(pair[0]) && help.contains("`cargo hunter rebase "),
        "{said} {help}"
    );
    let unproved = joined_by.unwrap_or(pair[1]);
    assert!(proved.proofs.keys().all(|id| id.as_str() != unproved), "{unproved} counts as proved");
}

conformance! {
    fn branches_that_meet_nowhere_commute_and_are_not_proved_again(db: &Scratch) {
        for is_joined in [true, false] {
            let chain = forked(is_joined, TABLES[0], TABLES[1]);
            let (proved, databases) = prove(db, &chain, &Proofs::new());
            assert!(proved.clashes.is_empty(), "{:?}", proved.clashes);
            assert_eq!((proved.proofs.len(), databases), (if is_joined { 6 } else { 5 }, 3));
            let (again, databases) = prove(db, &chain, &proved.proofs);
            assert_eq!((again.proofs, databases), (proved.proofs, 1));
        }
    }

    fn a_body_replaced_on_both_sides_is_a_clash_in_that_body(db: &Scratch) {
        let view = |column: &str| format!("drop view if exists v; create view v as select {column} as x from a;");
        let [ours, theirs] = ["id", "name"].map(view);
        let down = "drop view v;";
        let chain = forked(true, [TABLES[0][0], [&ours, down]], [TABLES[1][0], [&theirs, down]]);
        clashes(db, &chain, ["bbbb2", "cccc2"], "v", Some("dddd1"));
    }

    fn what_runs_on_one_order_alone_is_a_clash_with_the_revision_that_is_in_the_way(db: &Scratch) {
        let view = ["create view v as select name from a;", "drop view v;"];
        let rename = ["alter table a rename column name to full_name;", "alter table a rename column full_name to name;"];
        for is_joined in [true, false] {
            let chain = forked(is_joined, [TABLES[0][0], view], [rename, TABLES[1][1]]);
            let joined_by = is_joined.then_some("dddd1");
            clashes(db, &chain, ["bbbb2", "cccc1"], "v", joined_by);
        }
    }

    fn the_same_table_made_on_both_sides_is_a_clash_although_neither_order_runs(db: &Scratch) {
        let table = ["create table t (id int);", "drop table t;"];
        let chain = forked(true, [TABLES[0][0], table], [TABLES[1][0], table]);
        clashes(db, &chain, ["bbbb2", "cccc2"], "t", Some("dddd1"));
    }

    fn a_pair_that_a_later_revision_hides_is_found(db: &Scratch) {
        let view = |column: &str| format!("drop view if exists v; create view v as select {column} as x from a;");
        let [ours, theirs, last] = ["id", "name", "id"].map(view);
        // Whoever comes first, the last of both makes the view anew, and the ends are equal.
        let drop = "drop view if exists v;";
        let chain = forked(true, [[&ours, drop], [&last, &ours]], [[&theirs, drop], [&last, &theirs]]);
        clashes(db, &chain, ["bbbb1", "cccc1"], "v", Some("dddd1"));
    }
}
