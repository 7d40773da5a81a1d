//! One spelling for what means the same.
//!
//! Responsible for texts that servers keep apart although nothing differs: line ends, and the moment of the transaction
//! under its several names.

/// The canonical form of a fact's or a body's text.
pub(crate) fn text(written: String) -> String {
    let text = if written.contains('\r') { written.replace("\r\n", "\n") } else { written };
    if text.eq_ignore_ascii_case("current_timestamp") || text.eq_ignore_ascii_case("transaction_timestamp()")
    {
        return "now()".to_owned();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn the_moment_of_the_transaction_has_one_name() {
        for name in ["now()", "CURRENT_TIMESTAMP", "current_timestamp", "transaction_timestamp()"] {
            assert_eq!(text(name.to_owned()), "now()");
        }
        assert_eq!(text("clock_timestamp()".to_owned()), "clock_timestamp()");
        assert_eq!(text("a\r\nb".to_owned()), "a\nb");
    }
}
