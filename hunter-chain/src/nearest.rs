//! "Did you mean": the known word nearest to one that is not known.

/// The candidate with the fewest changed characters, if it is near enough to be meant. Ties go to the first.
///
/// Distance: Damerau-Levenshtein; near enough is a third of the word, two at least.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(2);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = strsim::damerau_levenshtein(word, candidate);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swapped_letter_is_recognised_and_a_stranger_is_not() {
        assert_eq!(nearest("down_revison", ["depends_on", "down_revision"]), Some("down_revision"));
        assert_eq!(nearest("colour", ["message", "created"]), None);
    }
}
