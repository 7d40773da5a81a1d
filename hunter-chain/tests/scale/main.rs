//! A hundred thousand revisions: nothing overflows, the counts are right, and four times the input costs four times
//! the work, not sixteen times. `cargo test --test scale -- --nocapture` prints the figures.

#![cfg(test)]

mod bed;
mod clock;
mod shapes;

use bed::{Bed, QUESTIONS, Question};
use clock::{cost, grows_in_proportion, grows_in_proportion_at_least_once};
use hunter_chain::{Code, Diagnostic, SourceTree, read_chain};
use shapes::{PERIOD, TOOTH, id, line_id};

const SMALL: usize = 25_000;
const BIG: usize = 4 * SMALL;

fn ask(shape: &str, tree: fn(usize) -> SourceTree, more: &[Question]) {
    let beds = [SMALL, BIG].map(|count| {
        let tree = tree(count);
        cost(|| Bed::new(&tree, count))
    });
    let [(small_read, small), (big_read, big)] = &beds;
    assert_eq!((small.chain.revisions().len(), big.chain.revisions().len()), (SMALL, BIG));
    grows_in_proportion(&format!("{shape}: read"), *small_read, *big_read);
    for (name, question, expected) in QUESTIONS.iter().chain(more) {
        let measure = |bed: &Bed| {
            let (cost, answer) = cost(|| question(bed));
            assert_eq!(answer, expected(bed.count), "{shape}: {name}, {} revisions", bed.count);
            cost
        };
        let what = format!("{shape}: {name}");
        grows_in_proportion_at_least_once(&what, || [measure(small), measure(big)]);
    }
}

#[test]
fn every_question_about_one_long_line_is_answered_in_proportion() {
    let more: &[Question] = &[
        ("upgrade head", |bed| bed.up(&bed.none, "head"), |n| n),
        ("upgrade +N", |bed| bed.up(&bed.half, &format!("+{}", bed.count / 2)), |n| n / 2),
        ("upgrade +N, too far", |bed| bed.not_up(&bed.none, &format!("+{}", bed.count + 1)), |n| n),
        (
            "upgrade ID+N",
            |bed| bed.up(&bed.none, &format!("{}+{}", line_id(0), bed.count / 2)),
            |n| n / 2 + 1,
        ),
        ("upgrade ID@+N", |bed| bed.up(&bed.none, &format!("{}@+{}", line_id(7), bed.count)), |n| n),
        ("downgrade ID", |bed| bed.down(&bed.all, &line_id(bed.count / 2)), |n| n / 2 - 1),
        ("downgrade ID-N", |bed| bed.down(&bed.all, &format!("{}-9999", line_id(bed.count - 1))), |_| 9_999),
    ];
    ask("line", shapes::line, more);
}

#[test]
fn every_question_about_a_ladder_of_branches_and_merges_is_answered_in_proportion() {
    let more: &[Question] = &[
        ("upgrade ID", |bed| bed.up(&bed.none, &id(rung(bed.count))), |n| rung(n) + 1),
        ("downgrade ID", |bed| bed.down(&bed.all, &id(rung(bed.count))), |n| n - rung(n) - 1),
        ("upgrade +N, at a fork", |bed| bed.not_up(&bed.none, "+99999"), |_| 2),
        ("branch points", |bed| bed.chain.branch_points().len(), |n| n / 3),
    ];
    ask("ladder", shapes::ladder, more);
}

/// A merge in the middle of a ladder.
fn rung(count: usize) -> usize {
    count / 2 / 3 * 3
}

#[test]
fn every_question_about_a_comb_of_labelled_branches_is_answered_in_proportion() {
    let to_tooth = |n: usize| (n / 2 / PERIOD + 1) * (PERIOD - TOOTH) + TOOTH;
    let more: &[Question] = &[
        ("upgrade head, one of many", |bed| bed.not_up(&bed.none, "head"), |n| n / PERIOD),
        ("upgrade label@head", |bed| bed.up(&bed.none, &tooth(bed, "head")), to_tooth),
        ("upgrade label@+N", |bed| bed.up(&bed.none, &tooth(bed, "+4")), to_tooth),
        ("downgrade label@-N", |bed| bed.down(&bed.all, &tooth(bed, "-4")), |_| TOOTH),
        ("downgrade label@base", |bed| bed.down(&bed.all, &tooth(bed, "base")), |_| TOOTH),
        ("stamp label@base", |bed| bed.stamp(&bed.all, &tooth(bed, "base")), |_| TOOTH),
        ("upgrade +N, many ways", |bed| bed.not_up(&bed.trunk(), "+9"), |n| n / PERIOD),
        ("unpack", Bed::unpacked, |n| n),
    ];
    ask("comb", shapes::comb, more);
}

/// A target on a tooth in the middle of a comb.
fn tooth(bed: &Bed, rest: &str) -> String {
    format!("tooth_{}@{rest}", bed.count / 2 / PERIOD * PERIOD + PERIOD - TOOTH)
}

/// What is found wrong with a tree, as text, at a quarter of a size and at that size.
fn refuse(shape: &str, big: usize, tree: fn(usize) -> SourceTree) -> [Vec<Diagnostic>; 2] {
    let [small, big] = [big / 4, big].map(|count| {
        let tree = tree(count);
        cost(|| {
            let found = read_chain(&tree).err().unwrap_or_default();
            assert!(found.iter().all(|diagnostic| diagnostic.render().contains(diagnostic.code.as_str())));
            found
        })
    });
    grows_in_proportion(shape, small.0, big.0);
    [small.1, big.1]
}

#[test]
fn a_broken_tree_is_refused_in_proportion_to_its_size() {
    let big = 8_000;
    for found in refuse("unlabelled heads", big, shapes::unlabelled_comb) {
        assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::SeveralHeads]);
    }
    for (found, count) in refuse("missing parents", big, shapes::orphans).into_iter().zip([big / 4, big]) {
        assert_eq!(found.iter().filter(|d| d.code == Code::MissingParent).count(), count - 1);
    }
    for (found, count) in refuse("a circle", big, shapes::circle).into_iter().zip([big / 4, big]) {
        assert_eq!((found.len(), found[0].code, found[0].related.len()), (1, Code::Cycle, count - 1));
    }
    for found in refuse("a merge of all heads", big, shapes::merged_comb) {
        assert_eq!(found, []);
    }
}
