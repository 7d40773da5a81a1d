//! A lockfile with the marks of a merge conflict in it: what each side said before the merge.
//!
//! Responsible for trusting nothing else: a side counts where its digest says that it is what somebody proved. Between the
//! marks git leaves out lines that both sides share, so that the entries cannot be taken from the file as it stands.

use super::Lockfile;

const OURS: &str = "<<<<<<<";
const BASE: &str = "|||||||";
const THEIRS: &str = "=======";
const END: &str = ">>>>>>>";

/// A line that git writes around a conflict.
pub(super) fn is_mark(line: &str) -> bool {
    [OURS, BASE, THEIRS, END].iter().any(|mark| line.starts_with(mark))
}

impl Lockfile {
    /// Both sides of a merge conflict, ours first; nothing of a file without marks. A side that cannot be read, or to
    /// which git added lines of the other, says nothing.
    #[must_use]
    pub fn sides(text: &str) -> Option<[Self; 2]> {
        if !text.lines().any(is_mark) {
            return None;
        }
        let [mut ours, mut theirs] = [String::new(), String::new()];
        let (mut in_ours, mut in_theirs) = (true, true);
        for line in text.split_inclusive('\n') {
            if is_mark(line) {
                in_ours = line.starts_with(OURS) || line.starts_with(END);
                in_theirs = line.starts_with(THEIRS) || line.starts_with(END);
                continue;
            }
            if in_ours {
                ours.push_str(line);
            }
            if in_theirs {
                theirs.push_str(line);
            }
        }
        Some([ours, theirs].map(|side| Self::parse(&side).unwrap_or_default()))
    }

    /// What both sides of a merge conflict say. Entries of one revision may stand there twice: [`kept`](Self::kept) takes
    /// the one that is true.
    #[must_use]
    pub fn of_both_sides(text: &str) -> Self {
        let sides = Self::sides(text).into_iter().flatten();
        Self { entries: sides.flat_map(|side| side.entries).collect(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use hunter_sql::Dialect;

    use super::*;
    use crate::digest::Digest;
    use crate::id::RevisionId;
    use crate::lock::{LockEntry, Proof};

    /// A lockfile of revisions that each stand on the first and do these things.
    fn lock(revisions: &[(&str, &[&str])]) -> Lockfile {
        let entry = |(at, (id, effects)): (usize, &(&str, &[&str]))| LockEntry {
            revision: RevisionId::trusted((*id).to_owned()),
            parents: if at == 0 { Vec::new() } else { vec![RevisionId::trusted("0001")] },
            proofs: vec![Proof {
                dialect: Dialect::Sqlite,
                up: Digest::trusted(format!("s1:{id}")),
                down: None,
                schema: format!("f1:{id}"),
                server: "3".to_owned(),
                effects: effects.iter().map(|effect| (*effect).to_owned()).collect(),
            }],
        };
        Lockfile { entries: revisions.iter().enumerate().map(entry).collect(), ..Lockfile::default() }
    }

    fn ours() -> Lockfile {
        lock(&[("0001", &["+ table a"]), ("0002", &["+ table b", "+ column b.id"])])
    }

    fn theirs() -> Lockfile {
        lock(&[("0001", &["+ table a"]), ("0003", &["+ table c", "+ column b.id"])])
    }

    /// As git writes it: lines that both sides share stand outside of the marks.
    fn conflict(base: &str) -> String {
        let (ours, theirs) = (ours().render(), theirs().render());
        let split = |text: &str| {
            let lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
            (lines[0].clone(), lines[1..5].concat(), lines[5..9].concat(), lines[9..].concat())
        };
        let ((first, common, own, shared), (first_there, _, own_there, _)) = (split(&ours), split(&theirs));
        format!(
            "<<<<<<< HEAD\n{first}{base}=======\n{first_there}>>>>>>> other\n{common}<<<<<<< HEAD\n{own}{base}=======\n\
             {own_there}>>>>>>> other\n{shared}"
        )
    }

    #[test]
    fn each_side_is_what_it_was_before_the_merge() {
        for base in ["", "||||||| 0123abc\n+ table of the ancestor\n"] {
            assert_eq!(Lockfile::sides(&conflict(base)), Some([ours(), theirs()]), "{}", conflict(base));
        }
    }

    #[test]
    fn a_side_to_which_git_added_something_of_the_other_says_nothing() {
        let text = conflict("").replace("+ table a\n", "+ table a\n+ column a.of_theirs\n");
        assert_eq!(Lockfile::sides(&text), Some([Lockfile::default(), Lockfile::default()]));
    }

    #[test]
    fn a_file_without_marks_has_no_sides() {
        assert_eq!(Lockfile::sides(&ours().render()), None);
        assert_eq!(Lockfile::of_both_sides(&ours().render()), Lockfile::default());
    }
}
