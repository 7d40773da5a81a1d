//! `history`, `heads`, `branches`, `show`, `explain`: the graph alone.

use hunter_chain::{Applied, Chain, Code, Line, Revision, TargetRange};
use serde_json::{Value, json};

use super::super::args::{Explain, GraphVerb, History, Show};
use super::super::{Answer, Output};
use super::target;
use crate::error::{Error, ErrorKind};

/// `applied` is asked only where a word needs a database.
pub(in crate::cli) fn run(
    verb: &GraphVerb,
    chain: &Chain,
    applied: impl FnOnce(&mut Output) -> Result<Applied, Error>,
    out: &mut Output,
) -> Result<Answer, Error> {
    match verb {
        GraphVerb::History(verb) => history(verb, chain, applied, out),
        GraphVerb::Heads => {
            let heads = chain.heads();
            let value = |revision: &Revision| super::revision(chain, revision);
            list(out, "heads", &heads, value, |revision| {
                chain.line(revision, Line { labels: true, ..Line::default() })
            });
            Ok(Answer::Done)
        }
        GraphVerb::Branches => {
            branches(chain, out);
            Ok(Answer::Done)
        }
        GraphVerb::Show(verb) => show(verb, chain, applied, out),
        GraphVerb::Explain(verb) => explain(verb, out),
    }
}

fn history(
    verb: &History,
    chain: &Chain,
    applied: impl FnOnce(&mut Output) -> Result<Applied, Error>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let words = verb.revision.iter().chain(&verb.range);
    let asks_database = verb.indicate_current || words.clone().any(|word| asks_database(word));
    let applied = if asks_database { applied(out)? } else { Applied::none() };
    let mut revisions = match (&verb.revision, &verb.range) {
        (Some(word), _) => chain.locate(&target(word)?, &applied)?,
        (None, Some(range)) => chain.range(&self::range(range)?, &applied)?,
        (None, None) => chain.revisions().iter().collect(),
    };
    let current = verb.indicate_current.then_some(&applied);
    let verbose = out.is_verbose();
    let at: Vec<_> = current.map(|applied| chain.current(applied)).unwrap_or_default();
    let value = |revision: &Revision| {
        let mut value = super::revision(chain, revision);
        if verb.indicate_current {
            value["is_current"] = json!(at.iter().any(|other| other.id == revision.id));
        }
        value
    };
    let text = |revision: &Revision| {
        if verbose {
            chain.entry(revision, current)
        } else {
            chain.line(revision, Line { parents: true, labels: true, message: true, current })
        }
    };
    if verb.graph && !out.is_json() {
        chain.draw(&revisions, text).iter().for_each(|line| out.result(line));
        return Ok(Answer::Done);
    }
    revisions.reverse();
    list(out, "history", &revisions, value, text);
    Ok(Answer::Done)
}

/// Only words relative to a database need one.
fn asks_database(word: &str) -> bool {
    let relative = |end: &str| end == "current" || end.starts_with('+') || end.starts_with('-');
    word.split(':').any(relative)
}

fn range(text: &str) -> Result<TargetRange, Error> {
    text.parse().map_err(|error: hunter_chain::BadTarget| {
        Error::new(
            ErrorKind::Usage,
            error.to_string(),
            "for example -r 08f5:head, -r base:08f5, -r -3:current",
        )
    })
}

fn list(
    out: &mut Output,
    command: &str,
    revisions: &[&Revision],
    value: impl Fn(&Revision) -> Value,
    line: impl Fn(&Revision) -> String,
) {
    let values: Vec<_> = revisions.iter().map(|revision| value(revision)).collect();
    if !out.json(command, json!({ "revisions": values })) {
        revisions.iter().for_each(|revision| out.result(&line(revision)));
    }
}

fn branches(chain: &Chain, out: &mut Output) {
    let points = chain.branch_points();
    let values = points.iter().map(|point| {
        let children: Vec<_> = chain.children(&point.id).iter().map(|child| child.id.to_string()).collect();
        json!({ "revision": point.id.as_str(), "children": children })
    });
    let values: Vec<_> = values.collect();
    if out.json("branches", json!({ "branch_points": values })) {
        return;
    }
    let shown = Line { labels: true, ..Line::default() };
    for point in points {
        out.result(&chain.line(point, shown));
        for child in chain.children(&point.id) {
            out.result(&format!("         -> {}", chain.line(child, shown)));
        }
        out.result("");
    }
}

fn show(
    verb: &Show,
    chain: &Chain,
    applied: impl FnOnce(&mut Output) -> Result<Applied, Error>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let target = target(&verb.revision)?;
    let applied = if asks_database(&verb.revision) { applied(out)? } else { Applied::none() };
    let revisions = chain.locate(&target, &applied)?;
    if revisions.is_empty() {
        out.note(&format!("`{target}` names no revision: nothing to show"));
    }
    let value = |revision: &Revision| super::revision(chain, revision);
    list(out, "show", &revisions, value, |revision| chain.entry(revision, None));
    Ok(Answer::Done)
}

pub(in crate::cli) fn explain(verb: &Explain, out: &mut Output) -> Result<Answer, Error> {
    let value = |code: &Code| {
        let page = code.page();
        json!({ "code": code.as_str(), "title": page.title, "why": page.why, "remedy": page.remedy })
    };
    let Some(name) = &verb.code else {
        if !out.json("explain", json!({ "codes": Code::ALL.iter().map(value).collect::<Vec<_>>() })) {
            Code::ALL.iter().for_each(|code| out.result(&format!("{code}  {}", code.page().title)));
        }
        return Ok(Answer::Done);
    };
    let Some(code) = Code::find(name) else {
        let message = format!("`{name}` is not a code");
        return Err(Error::new(ErrorKind::Usage, message, "`hunter explain` lists all codes"));
    };
    let page = code.page();
    if !out.json("explain", json!({ "codes": [value(&code)] })) {
        out.result(&format!("{code}: {}\n\n{}\n\nWhat to do: {}", page.title, page.why, page.remedy));
    }
    Ok(Answer::Done)
}
