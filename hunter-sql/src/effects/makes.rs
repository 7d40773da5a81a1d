//! What a script makes out of other things: views, routines, triggers, policies, rules.
//!
//! Responsible for their names, as a definition of each stands in a file of its own. Arguments are not read: two routines of
//! one name are one name here.

use super::cursor::Cursor;
use super::removes::{Made, Removed};
use crate::{Dialect, Statement, split};

/// Views, routines, triggers, policies and rules a script creates, in the order of the text, each as what takes it away
/// would name it. A hint which reads text, not meaning: see [`crate::effects`].
///
/// ```
/// use hunter_sql::{Dialect, Made, makes};
///
/// let script = "create or replace view s.V as select 1; comment on view s.v is 'x'; create function f(a int) returns int; \
///               create trigger t after update of a on s.w for each row execute function f()";
/// let made = makes(Dialect::Postgres, script);
/// assert_eq!(made[0].made, Made::View);
/// assert_eq!(made.iter().map(|one| one.name.to_string()).collect::<Vec<_>>(), ["s.v", "f", "t"]);
/// assert_eq!(made[2].on.as_ref().unwrap().to_string(), "s.w");
/// ```
pub fn makes(dialect: Dialect, script: &str) -> Vec<Removed> {
    split(dialect, script).iter().filter_map(|statement| made_by(dialect, statement)).collect()
}

/// Whether a statement makes one of these for good, or says something of what was made: its rights, its owner, a remark, an
/// index of a materialized view.
pub fn defines(dialect: Dialect, statement: &Statement<'_>) -> bool {
    let mut cursor = Cursor::new(dialect, statement);
    if cursor.one_of(&["COMMENT", "GRANT", "REVOKE"]) {
        return true;
    }
    if cursor.keywords(&["ALTER"]) {
        cursor.keywords(&["MATERIALIZED"]);
        return cursor.one_of(&[
            "VIEW",
            "FUNCTION",
            "PROCEDURE",
            "ROUTINE",
            "TRIGGER",
            "POLICY",
            "RULE",
            "INDEX",
        ]);
    }
    if !cursor.keywords(&["CREATE"]) {
        return false;
    }
    cursor.keywords(&["OR", "REPLACE"]);
    if cursor.one_of(&["TEMP", "TEMPORARY"]) {
        return false;
    }
    cursor.keywords(&["UNIQUE"]);
    cursor.is_next("INDEX") || made_by(dialect, statement).is_some()
}

fn made_by(dialect: Dialect, statement: &Statement<'_>) -> Option<Removed> {
    let mut cursor = Cursor::new(dialect, statement);
    if !cursor.keywords(&["CREATE"]) {
        return None;
    }
    cursor.keywords(&["OR", "REPLACE"]);
    while cursor.one_of(&["TEMP", "TEMPORARY", "RECURSIVE", "MATERIALIZED", "CONSTRAINT"]) {}
    let kinds = [
        ("VIEW", Made::View),
        ("FUNCTION", Made::Routine),
        ("PROCEDURE", Made::Routine),
        ("TRIGGER", Made::Trigger),
        ("POLICY", Made::Policy),
        ("RULE", Made::Rule),
    ];
    let (_, made) = kinds.into_iter().find(|(word, _)| cursor.keywords(&[word]))?;
    cursor.keywords(&["IF", "NOT", "EXISTS"]);
    let name = cursor.name()?;
    let before_relation = match made {
        Made::Trigger | Made::Policy => Some("ON"),
        Made::Rule => Some("TO"),
        Made::View | Made::Routine => None,
    };
    let on = before_relation.and_then(|word| {
        while !cursor.is_at_end() && !cursor.is_next(word) {
            cursor.skip();
        }
        cursor.keywords(&[word]);
        cursor.name()
    });
    Some(Removed { made, name, arguments: None, on })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_rows_or_makes_a_table_defines_nothing() {
        let all =
            |script: &str| split(Dialect::Postgres, script).iter().all(|one| defines(Dialect::Postgres, one));
        let whole = "create materialized view m as select 1; create unique index on m (a); comment on view v is 'x'; grant select on v to r; alter view v owner to o";
        assert!(all(whole));
        for script in [
            "select 1",
            "create table t (a int)",
            "insert into t values (1)",
            "create temp view v as select 1",
            "drop view v",
            "alter table t add a int",
            "create aggregate a (int) (sfunc = f)",
        ] {
            assert!(!all(script), "{script}");
        }
    }

    #[test]
    fn what_is_made_is_named_in_every_spelling() {
        let names = |dialect, script: &str| -> Vec<String> {
            let on = |one: &Removed| one.on.as_ref().map(|on| format!(" on {on}")).unwrap_or_default();
            makes(dialect, script)
                .iter()
                .map(|one| format!("{:?} {}{}", one.made, one.name, on(one)))
                .collect()
        };
        let script = "CREATE MATERIALIZED VIEW IF NOT EXISTS m as select 1; create temp recursive view r(a) as select 1;\n\
                      create or replace procedure \"P\"() language sql as 'create view inside as select 1'; create table t (a int)";
        assert_eq!(names(Dialect::Postgres, script), ["View m", "View r", "Routine P"]);
        let script = "create view if not exists [V w] as select 1; create trigger tr after insert on t begin select 1; end;";
        assert_eq!(names(Dialect::Sqlite, script), ["View V w", "Trigger tr on t"]);
        let script = "create constraint trigger c after insert or update of x, \"on\" on only_one deferrable for each row execute function f(); \
                      create policy p on s.t using (true); create or replace rule r as on insert to t do instead nothing";
        assert_eq!(
            names(Dialect::Postgres, script),
            ["Trigger c on only_one", "Policy p on s.t", "Rule r on t"]
        );
    }
}
