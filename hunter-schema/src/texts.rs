//! Named texts about an object, packed.
//!
//! Responsible for taking little room: a large schema has hundreds of thousands of them, and a map of its own for each
//! object would be many times as large as what it holds.

use std::borrow::Cow;
use std::fmt;

/// Names with their texts, sorted by name, as one text: each is followed by a NUL, which no catalog holds.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Texts(Box<str>);

const END: char = '\0';

impl Texts {
    /// The text of a name.
    ///
    /// ```
    /// # use hunter_schema::Texts;
    /// let texts: Texts = [("type", "integer"), ("default", "1")].into_iter().collect();
    /// assert_eq!(texts.get("type"), Some("integer"));
    /// assert_eq!(texts.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["default", "type"]);
    /// ```
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(other, _)| *other == name).map(|(_, text)| text)
    }

    /// Names and texts in order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut parts = self.0.split_terminator(END);
        std::iter::from_fn(move || Some((parts.next()?, parts.next()?)))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: AsRef<str>, T: AsRef<str>> FromIterator<(N, T)> for Texts {
    /// Of two with one name the later one counts.
    fn from_iter<I: IntoIterator<Item = (N, T)>>(texts: I) -> Self {
        let texts: Vec<(N, T)> = texts.into_iter().collect();
        let mut texts: Vec<[Cow<'_, str>; 2]> = texts
            .iter()
            .map(|(name, text)| [without_end(name.as_ref()), without_end(text.as_ref())])
            .collect();
        // Stable, so that the later of two stays behind.
        texts.sort_by(|[one, _], [other, _]| one.cmp(other));
        let mut packed = String::new();
        for (at, parts) in texts.iter().enumerate() {
            if texts.get(at + 1).is_some_and(|[next, _]| *next == parts[0]) {
                continue;
            }
            for part in parts {
                packed.push_str(part);
                packed.push(END);
            }
        }
        Self(packed.into_boxed_str())
    }
}

/// Before they are sorted: what is left of a name decides its place.
fn without_end(text: &str) -> Cow<'_, str> {
    if text.contains(END) { Cow::Owned(text.replace(END, "")) } else { Cow::Borrowed(text) }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::{any, proptest};

    use super::Texts;

    proptest! {
        #[test]
        fn packed_texts_are_what_a_map_would_be(map in any::<BTreeMap<String, String>>()) {
            let map: BTreeMap<String, String> =
                map.into_iter().map(|(name, text)| (name.replace('\0', ""), text.replace('\0', ""))).collect();
            let texts: Texts = map.iter().collect();
            assert!(texts.iter().eq(map.iter().map(|(name, text)| (name.as_str(), text.as_str()))));
            assert_eq!(texts.is_empty(), map.is_empty());
            for (name, text) in &map {
                assert_eq!(texts.get(name), Some(text.as_str()));
            }
        }
    }

    #[test]
    fn the_later_of_two_with_one_name_counts() {
        let texts: Texts = [("a", "1"), ("b", "2"), ("a", "3")].into_iter().collect();
        assert_eq!(format!("{texts:?}"), r#"{"a": "3", "b": "2"}"#);
    }

    #[test]
    fn a_nul_in_a_name_does_not_change_the_order() {
        let (with, without) =
            ([("a\0b", "1"), ("aa", "2"), ("a\0", "3")], [("aa", "2"), ("ab", "1"), ("a", "3")]);
        assert_eq!(with.into_iter().collect::<Texts>(), without.into_iter().collect());
    }

    #[test]
    fn an_empty_text_is_a_text() {
        let texts: Texts = [("a", ""), ("", "b")].into_iter().collect();
        assert_eq!((texts.get("a"), texts.get(""), texts.get("b")), (Some(""), Some("b"), None));
    }
}
