//! `Drift`: how a database differs from what its revisions leave behind.
//!
//! Responsible for the judgement: what counts, what is passed over, what cannot be compared. Pure.

use std::fmt;

use hunter_chain::RevisionId;
use hunter_schema::{Difference, Ignore, Kind, Object, ObjectId, Snapshot, compare};

use crate::error::{Error, ErrorKind};
use crate::schema::expected::Expected;
use crate::status::Status;

/// So many differences are named in an error.
const NAMED: usize = 3;

/// How a database differs from the schema of its recorded revisions. `Display` is a line for each difference.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// The recorded revisions on which no recorded one stands.
    pub revisions: Vec<RevisionId>,
    /// [`Status::Drifted`] when anything differs, [`Status::Unversioned`] where nothing is recorded and something is
    /// there; else how the record stands to the chain.
    pub status: Status,
    /// What is missing, unexpected or otherwise, by kind and name.
    pub differences: Vec<Difference>,
    /// Texts that another server version wrote than this one, and that differ: no drift, and no proof that there is none.
    pub not_comparable: Vec<Difference>,
    /// How many differences `ignore` in hunter.toml covers.
    pub ignored: usize,
}

impl Drift {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.differences.is_empty()
    }

    pub(crate) fn between(
        expected: &Expected,
        found: &Snapshot,
        server: &str,
        ignore: &Ignore,
        recorded: (Vec<RevisionId>, Status),
    ) -> Self {
        let mut all = compare(&expected.snapshot, found, expected.is_of(server));
        all.retain(|difference| !is_environment(difference, expected));
        let of_all = all.len();
        let counted: Vec<Difference> = all.into_iter().filter(|one| !ignore.covers(one.id())).collect();
        let ignored = of_all - counted.len();
        let (not_comparable, differences): (Vec<_>, Vec<_>) =
            counted.into_iter().partition(|one| matches!(one, Difference::NotComparable { .. }));
        let (revisions, status) = recorded;
        let status = match status {
            Status::Unversioned { .. } => status,
            _ if !differences.is_empty() => Status::Drifted,
            _ => status,
        };
        Self { revisions, status, differences, not_comparable, ignored }
    }

    /// As a reason to stop.
    pub(crate) fn into_error(self) -> Error {
        let message = format!("the schema is not {}: {}", of(&self.revisions), summary(&self.differences));
        Error::new(ErrorKind::Drift, message, "`hunter check` names every difference")
            .telling(self.differences)
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.differences.iter().enumerate().try_for_each(|(at, one)| {
            f.write_str(if at == 0 { "" } else { "\n" })?;
            write!(f, "{one}")
        })
    }
}

/// What a repair should leave behind: what is expected, and whatever else nobody counts as a difference as it is.
pub(crate) fn wanted(expected: &Expected, found: &Snapshot, server: &str, ignore: &Ignore) -> Snapshot {
    let mut wanted = expected.snapshot.clone();
    for id in uncounted(expected, found, server, ignore) {
        wanted.put(id.clone(), found.get(&id).cloned());
    }
    wanted
}

/// What a revision that says what differs should leave behind: what was found, without what nobody counts.
pub(crate) fn codified(expected: &Expected, found: &Snapshot, server: &str, ignore: &Ignore) -> Snapshot {
    let mut codified = found.clone();
    for id in uncounted(expected, found, server, ignore) {
        codified.put(id.clone(), expected.snapshot.get(&id).cloned());
    }
    codified
}

/// The objects that differ and are no difference.
fn uncounted(expected: &Expected, found: &Snapshot, server: &str, ignore: &Ignore) -> Vec<ObjectId> {
    let mut uncounted = Vec::new();
    for difference in compare(&expected.snapshot, found, expected.is_of(server)) {
        let id = difference.id();
        let counts = !ignore.covers(id)
            && !is_environment(&difference, expected)
            && !matches!(difference, Difference::NotComparable { .. });
        if counts {
            continue;
        }
        uncounted.extend(stood_for(&difference, [&expected.snapshot, found]));
    }
    uncounted
}

/// The objects of both sides that a difference is about: one that is missing or unexpected stands for everything below it.
pub(crate) fn stood_for(difference: &Difference, sides: [&Snapshot; 2]) -> Vec<ObjectId> {
    let id = difference.id();
    let whole = matches!(difference, Difference::Missing(_) | Difference::Unexpected(_));
    // A sequence goes with the column that owns it.
    let is_owned = |object: &Object| {
        object.facts.get("owner").map(column).is_some_and(|column| column == *id || column.is_below(id))
    };
    let goes =
        |other: &ObjectId, object: &Object| other == id || whole && (other.is_below(id) || is_owned(object));
    let all = sides.into_iter().flat_map(Snapshot::objects);
    all.filter(|(other, object)| goes(other, object)).map(|(other, _)| other.clone()).collect()
}

/// The column of this name.
pub(crate) fn column(name: &str) -> ObjectId {
    ObjectId { kind: Kind::Column, name: name.to_owned() }
}

/// Who may use a schema that nobody made is the server's business, unless a revision speaks of it.
fn is_environment(difference: &Difference, expected: &Expected) -> bool {
    let stated = expected.snapshot.objects().map(|(id, _)| id);
    matches!(difference, Difference::Unexpected(_)) && is_given(difference.id(), &expected.given, stated)
}

/// Whether it is a right on a schema that nobody made, of which these objects do not speak.
pub(crate) fn is_given<'i>(
    id: &ObjectId,
    given: &[String],
    mut stated: impl Iterator<Item = &'i ObjectId>,
) -> bool {
    let Some((schema, _)) = id.name.split_once(" to ").filter(|_| id.kind == Kind::Grant) else {
        return false;
    };
    let is_stated =
        |other: &ObjectId| other.kind == Kind::Grant && other.name.starts_with(&format!("{schema} to "));
    given.iter().any(|given| given == schema) && !stated.any(is_stated)
}

/// `that of 08f51db8dce0`.
pub(crate) fn of(revisions: &[RevisionId]) -> String {
    if revisions.is_empty() {
        return "that of a database in which nothing was done".to_owned();
    }
    format!("that of {}", revisions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

/// `1 difference`, `3 differences`.
pub(crate) fn counted(differences: &[Difference]) -> String {
    let many = differences.len();
    format!("{many} difference{}", if many == 1 { "" } else { "s" })
}

/// The first ones and how many there are.
pub(crate) fn summary(differences: &[Difference]) -> String {
    let named: Vec<String> = differences.iter().take(NAMED).map(ToString::to_string).collect();
    let more = differences.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!("; and {more} more") };
    format!("{}{more}", named.join("; "))
}
