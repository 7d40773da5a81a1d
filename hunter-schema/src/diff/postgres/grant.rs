//! What roles may do.

use super::say::part_of;
use crate::diff::draft::Statement;
use crate::diff::names;
use crate::diff::unit::Unit;
use crate::object::{Kind, ObjectId};
use crate::snapshot::Snapshot;

/// What a grant is about, as statements name it, with the column where it is one.
struct On {
    what: String,
    column: Option<String>,
    role: String,
}

fn on(unit: &Unit<'_>, snapshot: &Snapshot) -> On {
    let target = names::granted(&unit.id.name).unwrap_or_default();
    let role = unit.id.name[target.len()..].trim_start_matches(" to ").to_owned();
    let is = |kind: Kind| snapshot.get(&ObjectId { kind, name: target.to_owned() }).is_some();
    let plain = |word: &str| On { what: format!("{word} {target}"), column: None, role: role.clone() };
    if is(Kind::Column) && ![Kind::Table, Kind::View, Kind::MaterializedView].into_iter().any(is) {
        let (table, column) = part_of(target);
        return On { what: format!("TABLE {table}"), column: Some(column.to_owned()), role };
    }
    match [Kind::Sequence, Kind::Function, Kind::Type, Kind::Schema].into_iter().find(|kind| is(*kind)) {
        Some(Kind::Sequence) => plain("SEQUENCE"),
        Some(Kind::Function) => plain("ROUTINE"),
        Some(Kind::Type) => plain("TYPE"),
        Some(_) => plain("SCHEMA"),
        // A view's columns are the view's, and only those that somebody spoke of are objects.
        None if names::owner(2, target).is_some() => {
            let (table, column) = part_of(target);
            On { what: format!("TABLE {table}"), column: Some(column.to_owned()), role }
        }
        None => plain("TABLE"),
    }
}

impl On {
    fn privileges(&self, list: &str) -> String {
        match &self.column {
            Some(column) => {
                list.split(", ").map(|one| format!("{one} ({column})")).collect::<Vec<_>>().join(", ")
            }
            None => list.to_owned(),
        }
    }

    fn grant(&self, list: &str, with_option: bool) -> String {
        let option = if with_option { " WITH GRANT OPTION" } else { "" };
        format!("GRANT {} ON {} TO {}{option}", self.privileges(list), self.what, self.role)
    }

    fn revoke(&self, list: &str) -> String {
        format!("REVOKE {} ON {} FROM {}", self.privileges(list), self.what, self.role)
    }
}

/// As it is told.
pub(super) fn give(unit: &Unit<'_>, snapshot: &Snapshot) -> Vec<Statement> {
    let on = on(unit, snapshot);
    let mut said: Vec<String> = Vec::new();
    let grantable = unit.fact("grantable");
    said.extend(unit.fact("revoked").map(|list| on.revoke(list)));
    said.extend(unit.fact("privileges").map(|list| on.grant(list, grantable == Some("true"))));
    said.extend(grantable.filter(|list| *list != "true").map(|list| on.grant(list, true)));
    said.into_iter().map(|sql| Statement::new(unit.id, sql)).collect()
}

/// As if nobody had said anything.
pub(super) fn take(unit: &Unit<'_>, snapshot: &Snapshot) -> Vec<Statement> {
    let on = on(unit, snapshot);
    let revoked = unit.fact("revoked").map(|list| on.grant(list, false));
    let given = unit.fact("privileges").map(|list| on.revoke(list));
    given.into_iter().chain(revoked).map(|sql| Statement::new(unit.id, sql)).collect()
}
