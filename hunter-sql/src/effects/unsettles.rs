//! What a statement takes the ground from: things that cannot be as the statement wants them while others stand on them.
//!
//! Responsible for the names, written as SQL writes them, so that they can be asked for in a catalog. Whether anything
//! stands there only the catalog knows.

use super::cursor::Cursor;
use super::drops::{self, Dropped};
use super::name::Name;
use super::removes::{self, Made};
use super::renames::renames;
use crate::{Dialect, Statement};

/// The tables, columns, views and routines a statement drops, gives another type, or replaces.
///
/// ```
/// use hunter_sql::{Dialect, split, unsettles};
///
/// let script = "alter table companies alter size type bigint, drop column \"Age\"; drop function f(integer)";
/// let names: Vec<String> =
///     split(Dialect::Postgres, script).iter().flat_map(|one| unsettles(Dialect::Postgres, one)).collect();
/// assert_eq!(names, ["companies.\"Age\"", "companies.size", "f(integer)"]);
/// ```
pub fn unsettles(dialect: Dialect, statement: &Statement<'_>) -> Vec<String> {
    let written = |name: &str| identifier(dialect, name);
    let whole = |name: &Name| {
        let schema = name.schema.as_deref().map(|schema| written(schema) + ".").unwrap_or_default();
        schema + &written(&name.name)
    };
    let mut names: Vec<String> = drops::dropped_by(dialect, statement)
        .iter()
        .map(|dropped| match dropped {
            Dropped::Table(name) => whole(name),
            Dropped::Column { table, column } => format!("{}.{}", whole(table), written(column)),
        })
        .collect();
    let retyped = retyped(&mut Cursor::new(dialect, statement));
    names.extend(retyped.iter().map(|(table, column)| format!("{}.{}", whole(table), written(column))));
    names.extend(removes::removed_by(dialect, statement).iter().filter_map(|removed| {
        match (removed.made, &removed.arguments) {
            (Made::View, _) => Some(whole(&removed.name)),
            (Made::Routine, Some(arguments)) => Some(format!("{}({arguments})", whole(&removed.name))),
            _ => None,
        }
    }));
    // SQLite reads every view anew when a table gets a name, be it the one that they speak of.
    if dialect == Dialect::Sqlite {
        names.extend(renames(dialect, statement.text).iter().flat_map(|renamed| {
            let to = renamed.column.is_none().then(|| written(&renamed.to));
            [Some(written(&renamed.table)), to].into_iter().flatten()
        }));
    }
    names.extend(replaced(&mut Cursor::new(dialect, statement)).iter().map(whole));
    names
}

/// `ALTER TABLE t ALTER c TYPE …`, as often as it says so.
fn retyped(cursor: &mut Cursor<'_>) -> Vec<(Name, String)> {
    let mut found = Vec::new();
    if !cursor.keywords(&["ALTER", "TABLE"]) {
        return found;
    }
    cursor.keywords(&["IF", "EXISTS"]);
    cursor.keywords(&["ONLY"]);
    let Some(table) = cursor.name() else { return found };
    while !cursor.is_at_end() {
        if cursor.keywords(&["ALTER"]) {
            cursor.keywords(&["COLUMN"]);
            let column = cursor.identifier();
            let is_retyped = cursor.keywords(&["TYPE"]) || cursor.keywords(&["SET", "DATA", "TYPE"]);
            found.extend(column.filter(|_| is_retyped).map(|column| (table.clone(), column)));
        }
        cursor.skip_to_comma();
        cursor.punctuation(",");
    }
    found
}

/// `CREATE OR REPLACE VIEW v`: it may have only more columns then.
fn replaced(cursor: &mut Cursor<'_>) -> Option<Name> {
    if !cursor.keywords(&["CREATE", "OR", "REPLACE"]) {
        return None;
    }
    while cursor.one_of(&["TEMP", "TEMPORARY", "RECURSIVE"]) {}
    cursor.keywords(&["VIEW"]).then(|| cursor.name())?
}

/// With quotes where it would be read otherwise without.
fn identifier(dialect: Dialect, name: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let is_plain = name.starts_with(|c: char| !c.is_ascii_digit()) && name.chars().all(plain);
    if is_plain { name.to_owned() } else { dialect.quote_identifier(name) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split;

    #[test]
    fn what_may_have_something_standing_on_it_is_named() {
        let of = |script: &str| {
            let statements = split(Dialect::Postgres, script);
            statements.iter().flat_map(|one| unsettles(Dialect::Postgres, one)).collect::<Vec<_>>()
        };
        assert_eq!(of("alter table only s.T alter column a set data type text using a::text"), ["s.t.a"]);
        assert_eq!(of("alter table t alter a set default 1, alter b type int, add c int"), ["t.b"]);
        assert_eq!(of("drop table \"A b\", c"), ["\"A b\"", "c"]);
        assert_eq!(of("create or replace view s.v as select 1; drop view if exists w"), ["s.v", "w"]);
        let script = "alter table new rename to companies";
        let rebuilt = split(Dialect::Sqlite, script)
            .iter()
            .flat_map(|one| unsettles(Dialect::Sqlite, one))
            .collect::<Vec<_>>();
        assert_eq!((rebuilt, of(script)), (vec!["new".to_owned(), "companies".to_owned()], vec![]));
        let nothing =
            "create view v as select 1; alter table t add a int; drop function f; select 'drop table x'";
        assert!(of(nothing).is_empty(), "{:?}", of(nothing));
    }
}
