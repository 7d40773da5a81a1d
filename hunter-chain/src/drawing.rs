//! The graph as plain text: `history --graph`.
//!
//! Responsible for the lanes to the left of the lines. Newest first; a revision is a `*`, and what waits for a parent is a
//! lane `|`. A merge opens lanes (`\`), a branch point closes them (`/`). Depends on the graph and the ids alone.

use std::collections::BTreeSet;

use crate::graph::{Chain, Index};
use crate::revision::Revision;

/// The revision that each lane leads to; left to right.
type Lanes = Vec<Index>;

impl Chain {
    /// Draws some revisions, in chain order, each with its text. Links to others are left out.
    pub fn draw(&self, revisions: &[&Revision], text: impl Fn(&Revision) -> String) -> Vec<String> {
        let shown: BTreeSet<Index> = revisions.iter().filter_map(|one| self.index(one.id.as_str())).collect();
        let (mut lines, mut lanes, mut ended) = (Vec::new(), Lanes::new(), None);
        let parents_of = |at: Index| -> Vec<Index> {
            self.parents[at].iter().copied().filter(|parent| shown.contains(parent)).collect()
        };
        for at in shown.iter().rev().copied() {
            let lane = lanes.iter().position(|to| *to == at).unwrap_or_else(|| {
                // Right below a revision without a parent it would seem to be that one's parent.
                if ended == Some(lanes.len()) {
                    lines.push("| ".repeat(lanes.len()).trim_end().to_owned());
                }
                lanes.push(at);
                lanes.len() - 1
            });
            ended = parents_of(at).is_empty().then_some(lane);
            close(&mut lanes, lane, &mut lines);
            let parents = parents_of(at);
            let text = text(&self.revisions[at]);
            for (number, line) in text.lines().enumerate() {
                let of = |other: usize| if number == 0 && other == lane { "*" } else { "|" };
                // Below its first line a revision without a parent has no lane.
                let is_left = |other: &usize| number == 0 || *other != lane || !parents.is_empty();
                let marks = (0..lanes.len()).map(|other| if is_left(&other) { of(other) } else { " " });
                lines.push(format!("{} {line}", marks.collect::<Vec<_>>().join(" ")).trim_end().to_owned());
            }
            match parents.as_slice() {
                [] => end(&mut lanes, lane, &mut lines),
                [first, others @ ..] => {
                    lanes[lane] = *first;
                    others.iter().rev().for_each(|other| open(&mut lanes, lane, *other, &mut lines));
                }
            }
        }
        lines
    }
}

/// All lanes that lead where one does become that one, the rightmost first.
fn close(lanes: &mut Lanes, into: usize, lines: &mut Vec<String>) {
    while let Some(from) = lanes.iter().rposition(|to| *to == lanes[into]).filter(|from| *from > into) {
        let mut line = String::new();
        for lane in 0..lanes.len() {
            line.push(if lane < from { '|' } else { ' ' });
            // What stands between this lane and the next one.
            let next = lane + 1;
            line.push_str(match () {
                () if next == lanes.len() => "",
                () if next >= from => "/",
                () if lane >= into => "_",
                () => " ",
            });
        }
        lines.push(line.trim_end().to_owned());
        lanes.remove(from);
    }
}

/// A lane beside another one; those to the right move.
fn open(lanes: &mut Lanes, beside: usize, to: Index, lines: &mut Vec<String>) {
    let moved = (beside..lanes.len()).map(|_| "\\");
    let line = format!("{}|{}", "| ".repeat(beside), moved.collect::<Vec<_>>().join(" "));
    lines.push(line);
    lanes.insert(beside + 1, to);
}

/// A lane that leads nowhere; those to the right move.
fn end(lanes: &mut Lanes, lane: usize, lines: &mut Vec<String>) {
    lanes.remove(lane);
    if lane < lanes.len() {
        let moved = (lane..lanes.len()).map(|_| "/");
        let line = format!("{} {}", "| ".repeat(lane), moved.collect::<Vec<_>>().join(" "));
        lines.push(line);
    }
}

#[cfg(test)]
mod tests {
    use crate::graph::read_branches;
    use crate::source::SourceTree;

    /// Draws a graph of lines `id: parent parent`.
    fn drawn(graph: &str) -> String {
        let mut tree = SourceTree::of("m", &[("hunter.toml", "dialects = [\"sqlite\"]\n")]);
        for line in graph.lines() {
            let (id, parents) = line.trim().split_once(':').unwrap();
            let parents: Vec<String> =
                parents.split_whitespace().map(|parent| format!("{parent:?}")).collect();
            let parents =
                if parents.is_empty() { "\"base\"".to_owned() } else { format!("[{}]", parents.join(", ")) };
            tree.insert(format!("{id}_x/metadata.toml"), format!("down_revision = {parents}\n").into_bytes());
            for file in ["up", "down"] {
                tree.insert(format!("{id}_x/{file}.sql"), b"select 1;".to_vec());
            }
        }
        let chain = read_branches(&tree).unwrap_or_else(|found| panic!("{found:?}"));
        let all: Vec<_> = chain.revisions().iter().collect();
        chain.draw(&all, |revision| revision.id.to_string()).join("\n") + "\n"
    }

    #[test]
    fn a_line_is_a_line() {
        assert_eq!(drawn("a:\nb: a\nc: b"), "* c\n* b\n* a\n");
    }

    #[test]
    fn a_fork_and_its_merge_are_a_diamond() {
        let wanted = "* e\n* d\n|\\\n| * c2\n| * c1\n* | b2\n* | b1\n|/\n* a\n";
        assert_eq!(drawn("a:\nb1: a\nb2: b1\nc1: a\nc2: c1\nd: b2 c2\ne: d"), wanted);
    }

    #[test]
    fn heads_that_are_not_joined_have_a_lane_each() {
        assert_eq!(drawn("a:\nb: a\nc: a"), "* c\n| * b\n|/\n* a\n");
        assert_eq!(drawn("a:\nb:\nc: b"), "* c\n* b\n\n* a\n");
    }

    #[test]
    fn lanes_to_the_right_move_along() {
        let graph = "a:\nb: a\nc: a\nd: a\ne: c d\nf: b e";
        let wanted = "* f\n|\\\n| * e\n| |\\\n| | * d\n| * | c\n* | | b\n|_|/\n|/\n* a\n";
        assert_eq!(drawn(graph), wanted);
        let three = "* e\n|\\\n| |\\\n| | * d\n| * | c\n* | | b\n|_|/\n|/\n* a\n";
        assert_eq!(
            drawn("a:\nb: a\nc: a\nd: a\ne: b c d"),
            three.replacen("|\\\n| |\\\n", "|\\\n|\\ \\\n", 1)
        );
    }
}
