//! What a script makes out of other things: views, routines, triggers.
//!
//! Responsible for their names, as a definition of each stands in a file of its own. Arguments are not read: two routines of
//! one name are one name here.

use super::cursor::Cursor;
use super::removes::Made;
use crate::effects::name::Name;
use crate::{Dialect, Statement, split};

/// Views, routines and triggers a script creates, in the order of the text, each with the word for it. A hint which reads
/// text, not meaning: see [`crate::effects`].
///
/// ```
/// use hunter_sql::{Dialect, Made, makes};
///
/// let script = "create or replace view s.V as select 1; comment on view s.v is 'x'; create function f(a int) returns int";
/// let made = makes(Dialect::Postgres, script);
/// assert_eq!(made[0].0, Made::View);
/// assert_eq!(made.iter().map(|(_, name)| name.to_string()).collect::<Vec<_>>(), ["s.v", "f"]);
/// ```
pub fn makes(dialect: Dialect, script: &str) -> Vec<(Made, Name)> {
    split(dialect, script).iter().filter_map(|statement| made_by(dialect, statement)).collect()
}

fn made_by(dialect: Dialect, statement: &Statement<'_>) -> Option<(Made, Name)> {
    let mut cursor = Cursor::new(dialect, statement);
    if !cursor.keywords(&["CREATE"]) {
        return None;
    }
    cursor.keywords(&["OR", "REPLACE"]);
    while cursor.one_of(&["TEMP", "TEMPORARY", "RECURSIVE", "MATERIALIZED", "CONSTRAINT"]) {}
    let made = if cursor.keywords(&["VIEW"]) {
        Made::View
    } else if cursor.one_of(&["FUNCTION", "PROCEDURE"]) {
        Made::Routine
    } else if cursor.keywords(&["TRIGGER"]) {
        Made::Trigger
    } else {
        return None;
    };
    cursor.keywords(&["IF", "NOT", "EXISTS"]);
    Some((made, cursor.name()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_is_named_in_every_spelling() {
        let names = |dialect, script: &str| -> Vec<String> {
            makes(dialect, script).iter().map(|(made, name)| format!("{made:?} {name}")).collect()
        };
        let script = "CREATE MATERIALIZED VIEW IF NOT EXISTS m as select 1; create temp recursive view r(a) as select 1;\n\
                      create or replace procedure \"P\"() language sql as 'create view inside as select 1'; create table t (a int)";
        assert_eq!(names(Dialect::Postgres, script), ["View m", "View r", "Routine P"]);
        let script = "create view if not exists [V w] as select 1; create trigger tr after insert on t begin select 1; end;";
        assert_eq!(names(Dialect::Sqlite, script), ["View V w", "Trigger tr"]);
    }
}
