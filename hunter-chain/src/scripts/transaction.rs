//! How a script stands to the transaction it runs in.
//!
//! Responsible for both kinds of revisions: in a transactional one nothing may end the transaction or refuse to be in
//! it; in one that runs statement by statement, a transaction that the script begins has to be ended by it too.

use std::ops::Range;

use hunter_sql::{
    Control, Outside, Statement, control, enum_values_used, foreign_key_switches, outside_statements,
    outside_transaction, split, transaction_control,
};

use super::{Reading, Way};
use crate::diag::Code;

pub(super) fn check(reading: &mut Reading<'_>) {
    if reading.revision.declared.run_in_transaction || reading.way == Way::Verify {
        transactional(reading);
    } else {
        piecemeal(reading);
    }
}

fn transactional(reading: &mut Reading<'_>) {
    let dialect = reading.dialect;
    let script = reading.script;
    for at in transaction_control(dialect, &script.text) {
        let words = script.text[at.clone()].split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        let message = format!("`{words}` takes the transaction out of the runner's hands");
        let way_out =
            "if the script needs its own transactions, write `run_in_transaction = false` in metadata.toml";
        let help = reading.or("delete it: the runner begins and commits", way_out);
        reading.report(Code::TransactionControl, at, message, help);
    }
    for (outside, at) in outside_statements(dialect, &script.text) {
        refuse_outside(reading, &outside, at, "the transaction of this revision");
    }
    for at in foreign_key_switches(dialect, &script.text) {
        let message = "inside of a transaction this does nothing, and SQLite does not say so";
        let help = Code::ForeignKeysSwitch.help();
        reading.report(Code::ForeignKeysSwitch, at, message.to_owned(), help);
    }
    for used in enum_values_used(dialect, &script.text) {
        let message = format!(
            "the value '{}' is added and used in one transaction, which PostgreSQL refuses",
            used.value
        );
        let way_out = format!("if this is another text: {}", Reading::allowing(Code::EnumValueUsed));
        let help = reading.or("use it in a revision of its own, after this one", &way_out);
        let before = reading.found.len();
        reading.report(Code::EnumValueUsed, used.used, message, help);
        if reading.found.len() > before {
            let place = reading.place(used.added);
            reading.found.relate("added here", place);
        }
    }
}

/// Statement by statement: the script may begin transactions of its own, and has to end them.
fn piecemeal(reading: &mut Reading<'_>) {
    let dialect = reading.dialect;
    let script = reading.script;
    let mut begun: Option<Range<usize>> = None;
    for statement in split(dialect, &script.text) {
        match control(dialect, &statement) {
            Some(Control::Begins) if begun.is_none() => begun = Some(statement.range()),
            Some(Control::Begins) => unpaired(reading, &statement, "a transaction is open here already"),
            Some(_) if begun.take().is_none() => unpaired(reading, &statement, "no transaction is open here"),
            Some(_) => {}
            None => {
                let outside = outside_transaction(dialect, &statement).filter(|_| begun.is_some());
                if let Some(outside) = outside {
                    refuse_outside(reading, &outside, statement.range(), "the transaction begun above");
                }
            }
        }
    }
    if let Some(at) = begun {
        let message = "the transaction that begins here is never ended".to_owned();
        reading.report(Code::TransactionControl, at, message, "write COMMIT where it ends".to_owned());
    }
}

fn unpaired(reading: &mut Reading<'_>, statement: &Statement<'_>, message: &str) {
    let help = "let every BEGIN have its COMMIT in the same script".to_owned();
    reading.report(Code::TransactionControl, statement.range(), message.to_owned(), help);
}

fn refuse_outside(reading: &mut Reading<'_>, outside: &Outside, at: Range<usize>, inside: &str) {
    let message = format!("{} cannot run inside of {inside}", outside.words);
    reading.report(Code::OutsideTransaction, at, message, Code::OutsideTransaction.help());
}
