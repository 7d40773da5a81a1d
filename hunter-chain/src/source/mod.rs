//! `SourceTree`: the files of a migrations directory as values, the only input of everything below.
//!
//! Responsible for holding bytes by path and for the one normal form of text. The disk is behind [`disk`]; what the
//! files mean is decided in [`parse`].

pub mod disk;
mod file;
mod metadata;
mod name;
pub(crate) mod named;
mod parse;
mod reparent;
mod scripting;
mod settings;
mod toml_file;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use parse::{Source, parse};
pub(crate) use parse::{Sourced, link_in_version_order};
pub use reparent::{with_parents, without_replaces};
pub use settings::Settings;

use crate::digest::Digest;

/// Relative paths (`/` between parts) and their contents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceTree {
    /// How the directory is called in messages, `migrations`.
    pub root: String,
    files: BTreeMap<String, Vec<u8>>,
    /// Links that lead out, with where to.
    pub(crate) escaping_links: Vec<(String, String)>,
}

impl SourceTree {
    /// An empty directory of that name.
    #[must_use]
    pub fn new(root: impl Into<String>) -> Self {
        Self { root: root.into(), ..Self::default() }
    }

    /// A directory from pairs of path and text; for tests and examples.
    ///
    /// ```
    /// # use hunter_chain::SourceTree;
    /// let tree = SourceTree::of("migrations", &[("0001_users/up.sql", "create table users (id int);")]);
    /// assert_eq!(tree.files().count(), 1);
    /// ```
    #[must_use]
    pub fn of(root: &str, files: &[(&str, &str)]) -> Self {
        let mut tree = Self::new(root);
        for (path, text) in files {
            tree.insert(*path, text.as_bytes().to_vec());
        }
        tree
    }

    /// Adds or replaces a file.
    pub fn insert(&mut self, path: impl Into<String>, bytes: Vec<u8>) {
        self.files.insert(path.into(), bytes);
    }

    /// Takes a file away.
    pub fn remove(&mut self, path: &str) -> Option<Vec<u8>> {
        self.files.remove(path)
    }

    /// Every file in byte order of the paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// A path as messages show it, with the root in front.
    #[must_use]
    pub fn shown(&self, path: &str) -> String {
        if self.root.is_empty() { path.to_owned() } else { format!("{}/{path}", self.root) }
    }

    /// The digest of all names and normalised contents: two binaries with the same one carry the same chain.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of_tree(self.files())
    }
}

/// The one form in which text is digested, embedded and sent: no BOM, LF line ends.
pub(crate) fn normalise(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_a_mark_do_not_change_the_digest() {
        let plain = SourceTree::of("m", &[("a/up.sql", "select 1;\n")]);
        let windows = SourceTree::of("m", &[("a/up.sql", "\u{feff}select 1;\r\n")]);
        assert_eq!(plain.digest(), windows.digest());
        assert_ne!(plain.digest(), SourceTree::of("m", &[("b/up.sql", "select 1;\n")]).digest());
    }
}
