//! Targets against small graphs, in a small language: `a <- b` reads "b stands on a".

use crate::{Applied, Chain, RevisionId, SourceTree, Target, TargetRange, read_chain};

/// `"a <- b, a <- c [billing], b c <- d; c needs b"`: links, labels in brackets, dependencies after `;`.
pub(crate) fn chain(text: &str) -> Chain {
    let (links, needs) = text.split_once(';').unwrap_or((text, ""));
    let mut parents: Vec<(String, Vec<String>, Option<String>)> = Vec::new();
    let mut add = |id: &str, parent: Vec<String>, label: Option<String>| match parents
        .iter_mut()
        .find(|(known, ..)| known == id)
    {
        Some((_, known, l)) => {
            known.extend(parent);
            *l = l.take().or(label);
        }
        None => parents.push((id.to_owned(), parent, label)),
    };
    for link in links.split(',') {
        let mut before: Vec<String> = Vec::new();
        for group in link.split("<-") {
            let mut ids = Vec::new();
            for word in group.split_whitespace() {
                match word.strip_prefix('[') {
                    Some(label) => {
                        let label = label.trim_end_matches(']').to_owned();
                        add(ids.last().map_or("", |id: &String| id), Vec::new(), Some(label));
                    }
                    None => {
                        add(word, before.clone(), None);
                        ids.push(word.to_owned());
                    }
                }
            }
            before = ids;
        }
    }
    let needs: Vec<(&str, &str)> = needs.split(',').filter_map(|n| n.trim().split_once(" needs ")).collect();
    let mut tree = SourceTree::of("m", &[("hunter.toml", "dialects = \"sqlite\"")]);
    for (id, parents, label) in &parents {
        let mut meta = match parents.as_slice() {
            [] => "down_revision = \"base\"\n".to_owned(),
            ids => format!("down_revision = {ids:?}\n"),
        };
        meta += &label.as_ref().map(|label| format!("branch_labels = \"{label}\"\n")).unwrap_or_default();
        let needed: Vec<&str> = needs.iter().filter(|(who, _)| who == id).map(|(_, what)| *what).collect();
        meta += &format!("depends_on = {needed:?}\n");
        tree.insert(format!("{id}_x/metadata.toml"), meta.into_bytes());
        tree.insert(format!("{id}_x/up.sql"), b"select 1;".to_vec());
        tree.insert(format!("{id}_x/down.sql"), b"select 1;".to_vec());
    }
    match read_chain(&tree) {
        Ok(chain) => chain,
        Err(found) => {
            panic!("{}", found.iter().map(crate::Diagnostic::render).collect::<Vec<_>>().join("\n"))
        }
    }
}

fn applied(ids: &str) -> Applied {
    Applied::in_order(ids.split_whitespace().map(|id| RevisionId::parse(id).unwrap()))
}

fn shown<'a>(ids: impl IntoIterator<Item = &'a RevisionId>) -> String {
    ids.into_iter().map(RevisionId::as_str).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn up(graph: &str, at: &str, target: &str, expected: &str) {
    let chain = chain(graph);
    let plan = chain.plan_upgrade(&target.parse::<Target>().unwrap(), &applied(at));
    let text = plan.map_or_else(|error| error.to_string(), |plan| shown(plan.steps.iter().map(|r| &r.id)));
    assert_eq!(text, expected, "upgrade {target} at {at:?}");
}

#[track_caller]
fn down(graph: &str, at: &str, target: &str, expected: &str) {
    let chain = chain(graph);
    let plan = chain.plan_downgrade(&target.parse::<Target>().unwrap(), &applied(at));
    let text = plan.map_or_else(|error| error.to_string(), |plan| shown(plan.steps.iter().map(|r| &r.id)));
    assert_eq!(text, expected, "downgrade {target} at {at:?}");
}

const LINE: &str = "aaaa1 <- bbbb2 <- cccc3 <- dddd4";
const FORK: &str = "aaaa1 <- bbbb2 [left], aaaa1 <- cccc3 [right]";
const DIAMOND: &str = "aaaa1 <- bbbb2, aaaa1 <- cccc3, bbbb2 cccc3 <- dddd4";

#[test]
fn upgrade_takes_what_the_target_needs_and_the_database_lacks() {
    up(LINE, "", "head", "aaaa1 bbbb2 cccc3 dddd4");
    up(LINE, "aaaa1 bbbb2", "head", "cccc3 dddd4");
    up(LINE, "", "bbbb2", "aaaa1 bbbb2");
    up(LINE, "", "cccc", "aaaa1 bbbb2 cccc3");
    up(LINE, "aaaa1 bbbb2 cccc3", "bbbb2", "");
    up(LINE, "", "heads", "aaaa1 bbbb2 cccc3 dddd4");
}

#[test]
fn relative_upgrades_count_from_the_database() {
    up(LINE, "", "+1", "aaaa1");
    up(LINE, "aaaa1", "+2", "bbbb2 cccc3");
    up(LINE, "aaaa1 bbbb2 cccc3", "+2", "`+2` leads too far: only 1 step is possible");
    up(LINE, "", "bbbb2+1", "aaaa1 bbbb2 cccc3");
    up(LINE, "", "dddd4-2", "aaaa1 bbbb2");
    up(DIAMOND, "aaaa1", "+1", "`+1` could go 2 ways: `bbbb2`, `cccc3`");
    up(DIAMOND, "aaaa1 bbbb2", "+2", "cccc3 dddd4");
}

#[test]
fn an_upgrade_never_goes_down() {
    up(LINE, "aaaa1 bbbb2", "base", "`base` is not a target for upgrade");
    up(LINE, "aaaa1 bbbb2", "-1", "`-1` is not a target for upgrade");
    down(LINE, "aaaa1", "+1", "`+1` is not a target for downgrade");
}

#[test]
fn labels_choose_a_line() {
    up(FORK, "", "left@head", "aaaa1 bbbb2");
    up(FORK, "", "head", "there are 2 heads: `bbbb2`, `cccc3`");
    up(FORK, "", "heads", "aaaa1 bbbb2 cccc3");
    up(FORK, "aaaa1", "right@+1", "cccc3");
    up(FORK, "", "left@cccc3", "revision `cccc3` is not on the line of `left`");
    up(FORK, "", "lift@head", "`lift` is neither a branch label nor a revision");
    up(FORK, "", "bbbb2@head", "aaaa1 bbbb2");
}

#[test]
fn a_dependency_comes_along() {
    let graph = "aaaa1 [one] <- bbbb2, cccc3 [two] <- dddd4; bbbb2 needs dddd4";
    up(graph, "", "one@head", "aaaa1 cccc3 dddd4 bbbb2");
    up(graph, "aaaa1", "one@+1", "cccc3 dddd4 bbbb2");
    down(
        graph,
        "aaaa1 cccc3 dddd4 bbbb2",
        "two@-1",
        "revision `dddd4` cannot be reverted alone: `bbbb2` needs it",
    );
    down(graph, "aaaa1 cccc3 dddd4 bbbb2", "two@base", "bbbb2 dddd4 cccc3");
}

#[test]
fn downgrade_takes_what_stands_on_the_target() {
    down(LINE, "aaaa1 bbbb2 cccc3", "aaaa1", "cccc3 bbbb2");
    down(LINE, "aaaa1 bbbb2 cccc3", "base", "cccc3 bbbb2 aaaa1");
    down(LINE, "aaaa1 bbbb2 cccc3", "cccc3", "");
    down(LINE, "aaaa1 bbbb2 cccc3", "current", "");
    down(LINE, "aaaa1 bbbb2", "cccc3", "revision `cccc3` is not applied to this database");
    down(LINE, "aaaa1 bbbb2 cccc3", "cccc3-2", "cccc3 bbbb2");
}

#[test]
fn minus_n_undoes_what_this_database_got_last() {
    down(LINE, "aaaa1 bbbb2 cccc3", "-1", "cccc3");
    down(LINE, "aaaa1 bbbb2", "-3", "`-3` leads too far: only 2 steps are possible");
    down(DIAMOND, "aaaa1 bbbb2 cccc3", "-1", "cccc3");
    down(DIAMOND, "aaaa1 cccc3 bbbb2", "-1", "bbbb2");
    down(DIAMOND, "aaaa1 bbbb2 cccc3 dddd4", "-2", "dddd4 cccc3");
}

#[test]
fn downgrading_one_line_to_its_base_leaves_the_other_and_what_they_share() {
    down(FORK, "aaaa1 bbbb2 cccc3", "left@base", "bbbb2");
    down(FORK, "aaaa1 bbbb2 cccc3", "right@-1", "cccc3");
}

#[test]
fn a_name_must_be_long_enough_and_the_only_one() {
    let graph = "abcd1 <- abcd2";
    up(graph, "", "abcd", "`abcd` is the beginning of 2 revisions: `abcd1`, `abcd2`");
    up(graph, "", "abc", "`abc` is too short to name a revision");
    up(graph, "", "zzzz", "can't locate revision identified by `zzzz`");
}

#[test]
fn a_range_is_what_lies_between_its_ends() {
    let chain = chain(LINE);
    let range = |text: &str, at: &str| {
        let range = text.parse::<TargetRange>().unwrap();
        let found = chain.range(&range, &applied(at));
        found.map_or_else(|error| error.to_string(), |found| shown(found.iter().map(|r| &r.id)))
    };
    assert_eq!(range("bbbb2:cccc3", ""), "bbbb2 cccc3");
    assert_eq!(range("cccc3:", ""), "cccc3 dddd4");
    assert_eq!(range(":bbbb2", ""), "aaaa1 bbbb2");
    assert_eq!(range("current:", "aaaa1 bbbb2 cccc3"), "cccc3 dddd4");
    assert_eq!(range("-1:current", "aaaa1 bbbb2 cccc3"), "bbbb2 cccc3");
    assert_eq!(range("cccc3:bbbb2", ""), "the ends of `cccc3:bbbb2` are not on one line");
}

#[test]
fn stamp_moves_the_record_on_the_lines_it_names() {
    let chain = chain(FORK);
    let stamp = |targets: &str, at: &str| {
        let targets: Vec<Target> = targets.split(' ').map(|t| t.parse().unwrap()).collect();
        let plan = chain.plan_stamp(&targets, &applied(at)).unwrap();
        format!("-{} +{}", shown(&plan.removed), shown(plan.added.iter().map(|r| &r.id)))
    };
    assert_eq!(stamp("bbbb2", ""), "- +aaaa1 bbbb2");
    assert_eq!(stamp("aaaa1", "aaaa1 bbbb2"), "-bbbb2 +");
    assert_eq!(stamp("bbbb2", "aaaa1 cccc3"), "- +bbbb2");
    assert_eq!(stamp("heads", ""), "- +aaaa1 bbbb2 cccc3");
    assert_eq!(stamp("base", "aaaa1 bbbb2 ffff9"), "-ffff9 bbbb2 aaaa1 +");
}

#[test]
fn stamping_a_line_to_its_base_clears_that_line_and_what_needs_it() {
    let chain = chain("aaaa1 <- bbbb2 [left], aaaa1 <- cccc3 [right] <- dddd4; dddd4 needs bbbb2");
    let stamp = |target: &str| {
        let plan = chain.plan_stamp(&[target.parse().unwrap()], &applied("aaaa1 bbbb2 cccc3 dddd4")).unwrap();
        format!("-{} +{}", shown(&plan.removed), shown(plan.added.iter().map(|r| &r.id)))
    };
    assert_eq!(stamp("right@base"), "-dddd4 cccc3 +");
    assert_eq!(stamp("left@base"), "-dddd4 bbbb2 +");
}

/// `aaaa1` is no parent of anything, but `cccc3`, a parent of what stays, needs it.
#[test]
fn a_downgrade_to_several_revisions_leaves_what_they_need() {
    let graph = "aaaa1 [one], bbbb2 [two] <- cccc3 <- dddd4; cccc3 needs aaaa1";
    down(graph, "aaaa1 bbbb2 cccc3 dddd4", "heads", "");
    down(graph, "aaaa1 bbbb2 cccc3 dddd4", "current", "");
}

#[test]
fn steps_on_a_line_follow_its_dependencies_too() {
    let fork = "aaaa1 [one] <- bbbb2 [left], aaaa1 <- cccc3 [right]; bbbb2 needs cccc3";
    up(fork, "aaaa1", "one@+1", "cccc3");
    up(fork, "aaaa1", "one@+2", "cccc3 bbbb2");
    let detour = "aaaa1 [one] <- bbbb2 [left], aaaa1 <- cccc3 [right], dddd4 [two]; bbbb2 needs dddd4, dddd4 needs cccc3";
    up(detour, "aaaa1", "one@+1", "cccc3");
    up(detour, "aaaa1 cccc3", "one@+1", "dddd4 bbbb2");
}

#[test]
fn the_base_of_a_revisions_line_is_every_revision_it_begins_with() {
    let chain = chain("aaaa1 [one] <- cccc3, bbbb2 [two] <- cccc3");
    let found = chain.locate(&"cccc3@base".parse().unwrap(), &Applied::none()).unwrap();
    assert_eq!(shown(found.iter().map(|r| &r.id)), "aaaa1 bbbb2");
}

#[test]
fn a_diesel_version_is_one_word_after_a_label_too() {
    let graph = "20191115182353 [one] <- 20200101000000";
    up(graph, "", "one@2019-11-15-182353", "20191115182353");
    up(graph, "", "one@2020-01-01-000000-1", "20191115182353");
}

#[test]
fn a_diesel_version_may_be_typed_with_its_hyphens() {
    let chain = chain("20191115182353 <- 20200101000000");
    let found = chain.locate(&"2019-11-15-182353".parse().unwrap(), &Applied::none()).unwrap();
    assert_eq!(found[0].id.as_str(), "20191115182353");
}

#[test]
fn steps_down_past_a_merge_ask_for_the_parent_with_the_commands() {
    let graph = "aaaa1 <- bbbb2, aaaa1 <- cccc3, bbbb2 cccc3 <- dddd4 <- eeee5";
    let asked = |target: &str| {
        let (chain, all) = (chain(graph), applied("aaaa1 bbbb2 cccc3 dddd4 eeee5"));
        let error = chain.plan_downgrade(&target.parse().unwrap(), &all).unwrap_err();
        (error.to_string(), error.help())
    };
    let (error, help) = asked("eeee5-2");
    assert_eq!(error, "`eeee5-2` leads past `dddd4`, which stands on `bbbb2`, `cccc3`: which one is meant?");
    assert!(help.starts_with("say which: `hunter downgrade bbbb2` or `hunter downgrade cccc3`; "), "{help}");
    assert!(asked("dddd4-2").1.contains("`hunter downgrade bbbb2-1` or `hunter downgrade cccc3-1`"));
    down(graph, "aaaa1 bbbb2 cccc3 dddd4 eeee5", "bbbb2-1", "eeee5 dddd4 cccc3 bbbb2");
    down(graph, "aaaa1 bbbb2 cccc3 dddd4 eeee5", "-1", "eeee5");
    down(graph, "aaaa1 bbbb2 cccc3 dddd4 eeee5", "eeee5-1", "eeee5");
    up(graph, "", "eeee5-2", &error);
}
