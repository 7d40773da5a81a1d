//! Database URLs: whatever stands where a password is typed must be in no word of ours.

use std::sync::OnceLock;

use hunter_migrations::testing::input;

use crate::text;

/// URLs of each kind that is understood or refused: every word of ours is said of one of them.
const ALL_WORDS: [&str; 13] = [
    "",
    "-:",
    "x",
    "x://",
    " ://",
    "mysql://",
    "sqlite:",
    "sqlite:?=",
    "postgres://",
    "postgres://%",
    "postgres://@@",
    "postgres:///@",
    "postgres://?@",
];

/// Bytes as what is typed behind `--database-url`.
pub(crate) fn url(bytes: &[u8]) {
    let url = &*text(bytes);
    let said = input::said_of_url(url);
    for secret in secrets(url) {
        assert!(!said.contains(secret), "{secret:?} of {url:?} is in {said}");
    }
}

/// What may be part of a password: between the first `:` behind the scheme and the last `@`, long enough to be told from
/// other text, no port, and written nowhere else.
fn secrets(url: &str) -> Vec<&str> {
    let Some((_, rest)) = url.split_once("://") else { return Vec::new() };
    // A path is shown as it is.
    if url.starts_with("sqlite:") {
        return Vec::new();
    }
    let between =
        rest.split_once(':').and_then(|(_, after)| after.rsplit_once('@')).map_or("", |(within, _)| within);
    let is_letter = |letter: char| letter.is_alphanumeric();
    let parts = between.split(|letter| !is_letter(letter));
    // A scheme is shown in small letters.
    let small = url.to_lowercase();
    let is_once = |part: &str| small.matches(&part.to_lowercase()).count() == 1;
    parts
        .filter(|part| part.chars().count() >= 4 && !part.bytes().all(|byte| byte.is_ascii_digit()))
        .filter(|part| is_once(part) && !our_words().contains(*part))
        .collect()
}

fn our_words() -> &'static str {
    static WORDS: OnceLock<String> = OnceLock::new();
    WORDS.get_or_init(|| ALL_WORDS.into_iter().map(input::said_of_url).collect())
}
