//! A short value by which equal schemas are recognised.
//!
//! Responsible for the bytes that are hashed, for ever. A multiset hash (Clarke, Devadas, van Dijk, Gassend and Suh, 2003:
//! addition of the elements' digests), so that the value for any set of objects can be computed without the others.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::effects::Effects;
use crate::object::{Object, ObjectId};
use crate::snapshot::Snapshot;

/// `f1:` and 64 hexadecimal digits: the sum of the SHA-256 digests of all objects, modulo 2^256. Facts count; bodies and
/// notes do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u64; 4]);

impl Snapshot {
    /// The fingerprint of its facts.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let of_all = self.objects().map(|(id, object)| of_object(id, object));
        of_all.fold(Fingerprint::NOTHING, Fingerprint::plus)
    }
}

fn of_object(id: &ObjectId, object: &Object) -> Fingerprint {
    let mut hash = Sha256::new();
    // Lengths in front keep any two objects apart, whatever their names hold.
    let mut part = |text: &str| {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text);
    };
    part(id.kind.word());
    part(&id.name);
    for (name, value) in object.facts.iter() {
        part(name);
        part(value);
    }
    let digest = hash.finalize();
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(digest.chunks_exact(8)) {
        let mut eight = [0; 8];
        eight.copy_from_slice(bytes);
        *word = u64::from_be_bytes(eight);
    }
    Fingerprint(words)
}

impl Fingerprint {
    /// Of a schema in which there is nothing.
    pub const NOTHING: Self = Self([0; 4]);

    /// What it is after effects, whatever the rest of the schema is.
    #[must_use]
    pub fn after(self, effects: &Effects) -> Self {
        let after = effects.changed.iter().map(|(id, change)| (id, &change.after));
        let before = effects.changed.iter().map(|(id, change)| (id, &change.before));
        let more = effects.added.iter().chain(after).map(|(id, object)| of_object(id, object));
        let less = effects.removed.iter().chain(before).map(|(id, object)| of_object(id, object).opposite());
        more.chain(less).fold(self, Self::plus)
    }

    /// What added to this gives nothing.
    fn opposite(self) -> Self {
        Self(self.0.map(|word| !word)).plus(Self([0, 0, 0, 1]))
    }

    fn plus(self, other: Self) -> Self {
        let (mut sum, mut carry) = ([0; 4], false);
        for at in (0..4).rev() {
            let (partial, over) = self.0[at].overflowing_add(other.0[at]);
            let (total, over_again) = partial.overflowing_add(u64::from(carry));
            (sum[at], carry) = (total, over || over_again);
        }
        Self(sum)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("f1:")?;
        self.0.iter().try_for_each(|word| write!(f, "{word:016x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&str]) -> String {
        Snapshot::from_rows(rows.iter().copied()).unwrap().fingerprint().to_string()
    }

    #[test]
    fn a_fingerprint_follows_effects_there_and_back() {
        let read = |rows: &[&str]| Snapshot::from_rows(rows.iter().copied()).unwrap();
        let changed = B.replace("integer", "bigint");
        let states = [read(&[]), read(&[A, B]), read(&[B]), read(&[A, &changed])];
        for before in &states {
            for after in &states {
                let effects = Effects::between(before, after);
                assert_eq!(before.fingerprint().after(&effects), after.fingerprint());
            }
        }
    }

    const A: &str = r#"{"kind":"table","name":"a"}"#;
    const B: &str = r#"{"kind":"column","name":"a.b","facts":{"type":"integer","default":"1"}}"#;

    #[test]
    fn golden_fingerprints_of_version_one_never_change() {
        assert_eq!(of(&[]), format!("f1:{}", "0".repeat(64)));
        assert_eq!(of(&[A, B]), of(&[B, A]));
    }

    #[test]
    fn facts_count_and_notes_and_bodies_do_not() {
        let noted = r#"{"kind":"table","name":"a","notes":{"position":"1"},"bodies":{"query":"select"}}"#;
        assert_eq!(of(&[noted]), of(&[A]));
        assert_ne!(of(&[A]), of(&[A, B]));
        assert_ne!(of(&[B]), of(&[&B.replace("integer", "bigint")]));
    }
}
