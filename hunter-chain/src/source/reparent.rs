//! Other links in a `metadata.toml`, and not one other byte.

use std::ops::Range;

use toml::de::DeTable;

use crate::id::RevisionId;

const KEY: &str = "down_revision";
const MARK: char = '\u{feff}';

/// The text of a `metadata.toml` with these parents in its `down_revision`, which is added where it is not there.
///
/// ```
/// # use hunter_chain::{RevisionId, with_parents};
/// let text = "message = \"mail\"\ndown_revision = \"a1\" # ours\n";
/// let parents = [RevisionId::parse("b2").unwrap()];
/// assert_eq!(with_parents(text, &parents), "message = \"mail\"\ndown_revision = \"b2\" # ours\n");
/// ```
#[must_use]
pub fn with_parents(metadata: &str, parents: &[RevisionId]) -> String {
    let quoted: Vec<String> = parents.iter().map(|id| format!("\"{id}\"")).collect();
    let value = match quoted.as_slice() {
        [] => "\"base\"".to_owned(),
        [only] => only.clone(),
        several => format!("[{}]", several.join(", ")),
    };
    let text = metadata.trim_start_matches(MARK);
    let (mark, end) =
        (&metadata[..metadata.len() - text.len()], if text.contains("\r\n") { "\r\n" } else { "\n" });
    match written(text, KEY) {
        Some(at) => format!("{mark}{}{value}{}", &text[..at.start], &text[at.end..]),
        None => format!("{mark}{KEY} = {value}{end}{text}"),
    }
}

/// The text of a `metadata.toml` without its `replaces`.
#[must_use]
pub fn without_replaces(metadata: &str) -> String {
    let text = metadata.trim_start_matches(MARK);
    let mark = &metadata[..metadata.len() - text.len()];
    let Some(value) = written(text, "replaces") else { return metadata.to_owned() };
    let start =
        text[..value.start].rfind("replaces").map_or(0, |key| text[..key].rfind('\n').map_or(0, |at| at + 1));
    let end = text[value.end..].find('\n').map_or(text.len(), |at| value.end + at + 1);
    format!("{mark}{}{}", &text[..start], &text[end..])
}

fn written(text: &str, key: &str) -> Option<Range<usize>> {
    let (table, _) = DeTable::parse_recoverable(text);
    table.get_ref().get(key).map(toml::Spanned::span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, parents: &[&str]) -> String {
        let parents: Vec<RevisionId> =
            parents.iter().map(|id| RevisionId::trusted((*id).to_owned())).collect();
        with_parents(text, &parents)
    }

    #[test]
    fn what_was_replaced_goes_with_its_line() {
        let text = "message = \"m\"\nreplaces = [\n  \"a\",\n  \"b\",\n] # old\nlossy = []\n";
        assert_eq!(without_replaces(text), "message = \"m\"\nlossy = []\n");
        assert_eq!(without_replaces("message = \"replaces\"\n"), "message = \"replaces\"\n");
    }

    #[test]
    fn nothing_but_the_value_is_written_anew() {
        for (text, parents, wanted) in [
            ("down_revision=\"a1\"", &["b2"][..], "down_revision=\"b2\""),
            (
                "# why\ndown_revision = [\n  \"a1\", # one\n]\nlossy = []\n",
                &["b2", "c3"],
                "# why\ndown_revision = [\"b2\", \"c3\"]\nlossy = []\n",
            ),
            (
                "'down_revision' = 'a1'\r\nmessage = 'x'\r\n",
                &["b2"],
                "'down_revision' = \"b2\"\r\nmessage = 'x'\r\n",
            ),
            ("\u{feff}down_revision = \"a1\"\n", &["b2"], "\u{feff}down_revision = \"b2\"\n"),
            ("down_revision = \"a1\"\n", &[], "down_revision = \"base\"\n"),
        ] {
            assert_eq!(with(text, parents), wanted);
        }
    }

    #[test]
    fn a_file_that_names_no_parent_gets_a_first_line() {
        assert_eq!(with("", &["b2"]), "down_revision = \"b2\"\n");
        assert_eq!(with("message = \"x\"\r\n", &["b2"]), "down_revision = \"b2\"\r\nmessage = \"x\"\r\n");
        assert_eq!(
            with("\u{feff}message = \"x\"\n", &["b2"]),
            "\u{feff}down_revision = \"b2\"\nmessage = \"x\"\n"
        );
    }
}
