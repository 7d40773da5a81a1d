//! Revisions as lines of text, in Alembic's words.
//!
//! Responsible for the one-line and the full form that `current`, `history`, `heads`, `branches` and `show` print, in
//! every binary. Which revisions are printed is the command's business.

use std::fmt::Write as _;

use crate::applied::Applied;
use crate::graph::Chain;
use crate::id::list;
use crate::revision::Revision;

/// What a line tells besides the id.
#[derive(Debug, Clone, Copy, Default)]
pub struct Line<'a> {
    /// Begin with the parents: `<base> -> `.
    pub parents: bool,
    /// Name the labels.
    pub labels: bool,
    /// End with the message.
    pub message: bool,
    /// Mark what is current on this database.
    pub current: Option<&'a Applied>,
}

impl Chain {
    /// One line: `08f51db8dce0 -> e7196f7e556b (head), add_ip_enrichment_table`.
    #[must_use]
    pub fn line(&self, revision: &Revision, show: Line<'_>) -> String {
        let mut text = String::new();
        if show.parents {
            text.push_str(&parents(revision));
            if !revision.depends_on.is_empty() {
                let _ = write!(text, " ({})", list(&revision.depends_on));
            }
            text.push_str(" -> ");
        }
        text.push_str(revision.id.as_str());
        if show.labels {
            let labels: Vec<_> = self.labels(&revision.id).into_iter().map(|label| label.as_str()).collect();
            if !labels.is_empty() {
                let _ = write!(text, " ({})", labels.join(", "));
            }
        }
        text.push_str(&self.marks_of(revision, show.current));
        if show.message {
            let _ = write!(text, ", {}", revision.message);
        }
        text
    }

    /// The full form of `show` and of `-v`.
    #[must_use]
    pub fn entry(&self, revision: &Revision, current: Option<&Applied>) -> String {
        let mut text = format!("Rev: {}{}\n", revision.id, self.marks_of(revision, current));
        if revision.is_merge() {
            let _ = writeln!(text, "Merges: {}", list(&revision.parents));
        } else {
            let _ = writeln!(text, "Parent: {}", parents(revision));
        }
        if !revision.depends_on.is_empty() {
            let _ = writeln!(text, "Also depends on: {}", list(&revision.depends_on));
        }
        let children = self.children(&revision.id);
        if children.len() > 1 {
            let _ = writeln!(text, "Branches into: {}", list(children.iter().map(|child| &child.id)));
        }
        let labels: Vec<_> = self.labels(&revision.id).into_iter().map(|label| label.as_str()).collect();
        if !labels.is_empty() {
            let _ = writeln!(text, "Branch names: {}", labels.join(", "));
        }
        for (name, scripts) in [("Up", &revision.up), ("Down", &revision.down), ("Verify", &revision.verify)]
        {
            let mut paths: Vec<&str> = scripts.iter().map(|(_, script, _)| &*script.path).collect();
            // A script that a ledger told of stands in no file.
            paths.retain(|path| !path.is_empty());
            paths.dedup();
            if !paths.is_empty() {
                let _ = writeln!(text, "{name}: {}", paths.join(", "));
            }
        }
        let declared = &revision.declared;
        for (name, value) in [
            ("Created", &declared.created),
            ("Irreversible", &declared.irreversible),
            ("Breaking", &declared.breaking),
        ] {
            if let Some(value) = value {
                let _ = writeln!(text, "{name}: {value}");
            }
        }
        if !declared.lossy.is_empty() {
            let _ = writeln!(text, "Down loses: {}", declared.lossy.join(", "));
        }
        if !declared.recreates.is_empty() {
            let _ = writeln!(text, "Recreates what stands on: {}", declared.recreates.join(", "));
        }
        let _ = write!(text, "\n    {}\n", revision.message);
        text
    }

    fn marks_of(&self, revision: &Revision, current: Option<&Applied>) -> String {
        let role = self.role(&revision.id);
        let is_current = current.is_some_and(|applied| self.is_current(revision, applied));
        let marks = [
            (role.head, " (head)"),
            (role.effective_head, " (effective head)"),
            (is_current, " (current)"),
            (role.branch_point, " (branchpoint)"),
            (role.merge_point, " (mergepoint)"),
        ];
        marks.into_iter().filter(|(on, _)| *on).map(|(_, word)| word).collect()
    }
}

fn parents(revision: &Revision) -> String {
    if revision.parents.is_empty() { "<base>".to_owned() } else { list(&revision.parents) }
}
