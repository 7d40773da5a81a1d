//! Changes by hand: each is found and named, and nothing else is.
//!
//! `changes.txt` holds a statement after `>` and the words for it below, until the next. Each is undone before the next.

use hunter_chain::Dialect;
use hunter_migrations::testing::Scratch;

use super::KITCHEN;
use crate::support::{read, words};

const CHANGES: &str = include_str!("changes.txt");

/// Statements with what is said about each.
fn changes() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    CHANGES.split("\n> ").skip(1).map(|change| {
        let mut lines = change.lines().filter(|line| !line.is_empty());
        (lines.next().unwrap(), lines.collect())
    })
}

#[test]
fn each_change_by_hand_is_found_and_nothing_else() {
    let db = Scratch::new(Dialect::Postgres);
    let mut conn = db.connect();
    conn.execute(KITCHEN).unwrap();
    let before = read(&mut conn);
    let mut said = "What a change of the kitchen by hand is called.\n".to_owned();
    for (change, _) in changes() {
        conn.execute(&format!("begin; {change}")).unwrap_or_else(|error| panic!("{error}: {change}"));
        let after = read(&mut conn);
        conn.execute("rollback").unwrap();
        let found = words(&before, &after);
        assert!(!found.is_empty(), "nothing is said of `{change}`");
        assert_eq!(words(&after, &before).len(), found.len(), "the way back of `{change}`");
        said += &format!("\n> {change}\n{}\n", found.join("\n"));
    }
    assert_eq!(words(&before, &read(&mut conn)), [""; 0]);
    let (is, expected): (Vec<_>, Vec<_>) = (said.lines().collect(), CHANGES.lines().collect());
    let first = is.iter().zip(&expected).find(|(one, other)| one != other);
    assert_eq!(first, None);
    assert_eq!(is.len(), expected.len());
}

/// Every kind is among the changes, in each of the three ways in which it can differ.
#[test]
fn every_kind_is_changed_missed_and_unexpected() {
    for kind in hunter_schema::Kind::ALL {
        let of = |says: &dyn Fn(&str) -> bool| {
            changes().any(|(_, words)| {
                words.iter().any(|line| line.starts_with(&format!("{} ", kind.word())) && says(line))
            })
        };
        assert!(of(&|line| line.ends_with(" is missing")), "{kind:?} missing");
        assert!(of(&|line| line.ends_with(" is not expected")), "{kind:?} unexpected");
        assert!(of(&|line| line.contains(": ")), "{kind:?} changed");
    }
}
