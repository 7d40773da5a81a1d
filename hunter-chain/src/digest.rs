//! Digests: of a script, of an applied set, of a directory, each with the version of its algorithm in front.
//!
//! Responsible for the bytes that are hashed, for ever: a version once written to a ledger keeps its meaning.
//! Not responsible for comparing a database with a chain (that is the runner's `status`).
//!
//! | prefix | what | how |
//! | --- | --- | --- |
//! | `s1` | one script | SHA-256 over the lexed script: tokens, each followed by a NUL; white space and comments left out, executable comments and hints kept |
//! | `r1` | a script with what is recreated around it | SHA-256 over its digest and each name, each followed by a NUL |
//! | `a1` | an applied set | SHA-256 over `id digest\n` of every applied revision in byte order, then `open id\n` if a step is open |
//! | `l1` | a lockfile | SHA-256 over its text behind the first line |
//! | `t1` | a directory | SHA-256 over path and content of every file, CRLF as LF, no BOM |

use std::borrow::Cow;
use std::fmt;

use hunter_sql::{Dialect, TokenKind, lex};
use sha2::{Digest as _, Sha256};

use crate::id::RevisionId;

/// A digest in its written form, `s1:9f86d0…`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(Cow<'static, str>);

impl Digest {
    /// A digest as it was written down.
    #[must_use]
    pub fn trusted(text: impl Into<Cow<'static, str>>) -> Self {
        Self(text.into())
    }

    /// The written form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Of a script: what the server would do decides, not how it is laid out.
    ///
    /// ```
    /// # use hunter_chain::Digest;
    /// # use hunter_sql::Dialect::Postgres;
    /// let one = Digest::of_script(Postgres, "CREATE TABLE t (a int);");
    /// let same = Digest::of_script(Postgres, "-- users\nCREATE TABLE t(\n  a int\n) ;");
    /// assert_eq!(one, same);
    /// assert_ne!(one, Digest::of_script(Postgres, "CREATE TABLE t (b int);"));
    /// ```
    #[must_use]
    pub fn of_script(dialect: Dialect, text: &str) -> Self {
        let mut hash = Sha256::new();
        for token in lex(dialect, text) {
            let slice = &text[token.start..token.end];
            let counts = match token.kind {
                TokenKind::Whitespace | TokenKind::LineComment => false,
                TokenKind::BlockComment => slice.starts_with("/*+"),
                _ => true,
            };
            if counts {
                hash.update(slice.as_bytes());
                hash.update([0]);
            }
        }
        Self::written("s1", hash)
    }

    /// Of a script and of names that decide how it is run; without names that of the script.
    pub(crate) fn with_names(self, names: &[Cow<'static, str>]) -> Self {
        if names.is_empty() {
            return self;
        }
        let mut hash = Sha256::new();
        std::iter::once(self.as_str()).chain(names.iter().map(AsRef::as_ref)).for_each(|text| {
            hash.update(text);
            hash.update([0]);
        });
        Self::written("r1", hash)
    }

    /// The version of the algorithm, where it is a script's digest. [`Digest::of_script`] computes version 1; a higher one
    /// was written by a later program.
    ///
    /// ```
    /// # use hunter_chain::Digest;
    /// assert_eq!(Digest::trusted("s1:9f86d0").script_version(), Some(1));
    /// assert_eq!(Digest::trusted("a1:9f86d0").script_version(), None);
    /// ```
    #[must_use]
    pub fn script_version(&self) -> Option<u32> {
        let (version, _) = self.0.strip_prefix('s')?.split_once(':')?;
        version.parse().ok()
    }

    /// Of an applied set: `(id, digest of its way up)` in any order, and the step that was begun and not ended.
    #[must_use]
    pub fn of_applied<'a>(
        applied: impl IntoIterator<Item = (&'a RevisionId, Digest)>,
        open: Option<&RevisionId>,
    ) -> Self {
        let mut entries: Vec<_> = applied.into_iter().collect();
        entries.sort();
        let mut hash = Sha256::new();
        for (id, digest) in entries {
            hash.update(format!("{id} {digest}\n"));
        }
        if let Some(id) = open {
            hash.update(format!("open {id}\n"));
        }
        Self::written("a1", hash)
    }

    /// Of a directory: `(path, content)` in byte order of the paths.
    pub(crate) fn of_tree<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut hash = Sha256::new();
        for (path, bytes) in files {
            let text = String::from_utf8_lossy(bytes);
            let text = crate::source::normalise(&text);
            hash.update(format!("{}\n{path}\n{}\n", text.len(), path.len()));
            hash.update(text.as_bytes());
        }
        Self::written("t1", hash)
    }

    /// Of a lockfile's content behind its first line.
    pub(crate) fn of_lock(body: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(body);
        Self::written("l1", hash)
    }

    /// The first eight bytes as a number, for keys of server locks and the like.
    #[must_use]
    pub fn key(text: &str) -> i64 {
        let hash = Sha256::digest(text.as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hash[..8]);
        i64::from_be_bytes(first)
    }

    fn written(version: &str, hash: Sha256) -> Self {
        let mut text = String::with_capacity(version.len() + 65);
        text.push_str(version);
        text.push(':');
        for byte in hash.finalize() {
            text.push_str(&format!("{byte:02x}"));
        }
        Self(Cow::Owned(text))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn golden_digests_of_version_one_never_change() {
        let script = Digest::of_script(Dialect::Postgres, "CREATE TABLE t (a int DEFAULT 'x  y');");
        assert_eq!(script.as_str(), "s1:ebd9c69abd9131feda4b2fe20531678a5c1f78a8ef7cb165dc6e2e7c5da0f521");
        let id = RevisionId::trusted("08f51db8dce0");
        assert_eq!(
            Digest::of_applied([(&id, script)], None).as_str(),
            "a1:5bbe4678f29198bc6ea0473726fd2ea9243802047d9f04d2f633313df666fd4b"
        );
    }

    #[test]
    fn literals_and_bodies_count_to_the_last_blank() {
        let of = |text| Digest::of_script(Dialect::Postgres, text);
        assert_ne!(of("select 'a  b'"), of("select 'a b'"));
        assert_ne!(of("do $x$ a  b $x$"), of("do $x$ a b $x$"));
        assert_eq!(of("select /* why */ 1 -- end"), of("select\n1"));
        assert_ne!(of("select /*+ hint */ 1"), of("select 1"));
    }

    #[test]
    fn the_order_of_application_does_not_count() {
        let (a, b) = (RevisionId::trusted("a"), RevisionId::trusted("b"));
        let d = |t: &str| Digest::trusted(t.to_owned());
        assert_eq!(
            Digest::of_applied([(&a, d("1")), (&b, d("2"))], None),
            Digest::of_applied([(&b, d("2")), (&a, d("1"))], None)
        );
        assert_ne!(Digest::of_applied([(&a, d("1"))], None), Digest::of_applied([(&a, d("1"))], Some(&b)));
    }
}
