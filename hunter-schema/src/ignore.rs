//! Objects that a comparison passes over.
//!
//! Responsible for patterns: an object as messages name it, with `*` for any text, `table public.cache_*`. Without a kind
//! in front it means every kind. What lies below an object goes with it.

use crate::object::{Kind, ObjectId};

/// Patterns of objects.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ignore {
    patterns: Vec<Pattern>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    kind: Option<Kind>,
    name: String,
}

impl Ignore {
    /// Reads patterns; any text is one.
    ///
    /// ```
    /// # use hunter_schema::{Ignore, Kind, ObjectId};
    /// let ignore = Ignore::of(["table public.cache_*"]);
    /// assert!(ignore.covers(&ObjectId { kind: Kind::Column, name: "public.cache_users.id".to_owned() }));
    /// assert!(!ignore.covers(&ObjectId { kind: Kind::View, name: "public.cache_users".to_owned() }));
    /// ```
    #[must_use]
    pub fn of<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Self {
        Self { patterns: patterns.into_iter().map(Pattern::of).collect() }
    }

    /// Whether a pattern means this object, or one that it lies below.
    #[must_use]
    pub fn covers(&self, id: &ObjectId) -> bool {
        self.patterns.iter().any(|pattern| pattern.covers(id))
    }

    /// The patterns that mean none of these objects.
    pub fn without_effect<'s>(&'s self, ids: &'s [&ObjectId]) -> impl Iterator<Item = String> + 's {
        let idle = |pattern: &&Pattern| !ids.iter().any(|id| pattern.covers(id));
        self.patterns.iter().filter(idle).map(|pattern| match pattern.kind {
            Some(kind) => format!("{} {}", kind.word(), pattern.name),
            None => pattern.name.clone(),
        })
    }
}

impl Pattern {
    fn of(text: &str) -> Self {
        let text = text.trim();
        let kind = Kind::ALL.iter().find_map(|kind| {
            let name = text.strip_prefix(kind.word())?.strip_prefix(' ')?;
            Some((*kind, name.trim_start()))
        });
        match kind {
            Some((kind, name)) => Self { kind: Some(kind), name: name.to_owned() },
            None => Self { kind: None, name: text.to_owned() },
        }
    }

    fn covers(&self, id: &ObjectId) -> bool {
        let itself = self.kind.is_none_or(|kind| kind == id.kind);
        if itself && matches(&self.name, &id.name) {
            return true;
        }
        let has_parts = self.kind.is_none_or(Kind::has_parts) && self.kind != Some(id.kind);
        has_parts && owners(&id.name).any(|owner| matches(&self.name, owner))
    }
}

/// The names of what a name may lie below: `a.b.c` lies below `a.b` and `a`, a grant `a.b to c` below `a.b`.
fn owners(name: &str) -> impl Iterator<Item = &str> {
    let ends = name.match_indices(['.', ' ']).filter(|(at, _)| {
        let rest = &name[*at..];
        rest.starts_with('.') || rest.starts_with(" to ")
    });
    ends.map(|(at, _)| &name[..at])
}

/// Whether a text is of a pattern in which `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text_and_nothing_else_does() {
        for (pattern, text, is) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("*", "", true),
            ("a*", "abc", true),
            ("*c", "abc", true),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "acb", false),
            ("a*a", "a", false),
            ("a?", "ab", false),
        ] {
            assert_eq!(matches(pattern, text), is, "{pattern} {text}");
        }
    }

    #[test]
    fn what_lies_below_an_object_goes_with_it_and_what_is_beside_it_does_not() {
        let covers = |pattern: &str, kind: Kind, name: &str| {
            Ignore::of([pattern]).covers(&ObjectId { kind, name: name.to_owned() })
        };
        assert!(covers("table s.t", Kind::Index, "s.t.i"));
        assert!(covers("table s.t", Kind::Grant, "s.t to app"));
        assert!(covers("schema audit", Kind::Column, "audit.t.c"));
        assert!(covers("s.t", Kind::View, "s.t"));
        assert!(covers("extension *", Kind::Extension, "citext"));
        assert!(covers("materialized view s.*", Kind::MaterializedView, "s.m"));
        assert!(!covers("table s.t", Kind::Index, "s.tt.i"));
        assert!(!covers("table s.t", Kind::View, "s.t"));
        assert!(!covers("table s", Kind::Table, "s.t"));
        assert!(!covers("column s.t.c", Kind::Constraint, "s.t.c"));
        assert!(!covers("extension *", Kind::Table, "s.t"));
    }
}
