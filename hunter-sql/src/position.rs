//! From a byte offset to the line and column a person looks for.
//!
//! Responsible for counting lines and characters. It does not render anything, and does not know the width a
//! character or a tab has on a screen.

/// A place in a text, as editors count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1. A line ends at a line feed; a carriage return before that is the line's last
    /// character.
    pub line: usize,
    /// The column, from 1, in characters (not in bytes and not in cells of a terminal).
    pub column: usize,
}

/// Where the character at a byte offset is.
///
/// An offset inside a character means that character, and one beyond the text means its end, so that an
/// offset which a server reported about slightly different text never fails.
///
/// ```
/// use hunter_sql::{Position, position};
///
/// let script = "SELECT 'é',\n  oops";
/// let offset = script.find("oops").unwrap_or_default();
/// assert_eq!(position(script, offset), Position { line: 2, column: 3 });
/// ```
pub fn position(text: &str, byte_offset: usize) -> Position {
    let before = &text[..text.floor_char_boundary(byte_offset)];
    let line_start = before.rfind('\n').map_or(0, |line_feed| line_feed + 1);
    Position { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

#[cfg(test)]
mod tests {
    use super::{Position, position};

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        for (text, byte_offset, line, column) in [
            ("", 0, 1, 1),
            ("", 7, 1, 1),
            ("ab", 1, 1, 2),
            ("ab", 2, 1, 3),
            ("ab", 99, 1, 3),
            ("a\nb", 1, 1, 2),
            ("a\nb", 2, 2, 1),
            ("a\n", 2, 2, 1),
            ("a\r\nb", 3, 2, 1),
            ("é!", 0, 1, 1),
            ("é!", 1, 1, 1),
            ("é!", 2, 1, 2),
            ("\n\n→x", 5, 3, 2),
        ] {
            assert_eq!(position(text, byte_offset), Position { line, column }, "{text:?} at {byte_offset}");
        }
    }

    #[test]
    fn positions_order_as_the_text_does() {
        assert!(position("ab\nc", 1) < position("ab\nc", 3));
    }
}
