//! Whether it is worth reading a script closely.
//!
//! Responsible for being quick where almost every script has nothing to say: inside a procedural macro this crate is
//! compiled without optimisation, and the searches of the standard library are not.

/// Whether any of these words, in lower case, is anywhere in the text, be it in a comment or inside another word.
pub(super) fn mentions(script: &str, words: &[&str]) -> bool {
    let lower = script.to_ascii_lowercase();
    words.iter().any(|word| lower.contains(word))
}
