//! `history`, `heads`, `branches`, `show`, `explain`: the graph alone.

use hunter_chain::{Applied, Chain, Code, Line, Revision, TargetRange};
use serde_json::{Value, json};

use super::super::args::{Explain, GraphVerb, History, Show};
use super::super::{Answer, Output};
use super::target;
use crate::error::{Error, ErrorKind};
use crate::runner::{Current, Stranger};

/// What a database says.
pub(in crate::cli) struct On {
    pub(in crate::cli) current: Current,
    /// What it has and the chain does not, oldest first.
    pub(in crate::cli) unknown: Vec<Stranger>,
}

/// The database is asked only where a word needs it.
pub(in crate::cli) fn run(
    verb: &GraphVerb,
    chain: &Chain,
    database: impl FnOnce(&mut Output) -> Result<On, Error>,
    out: &mut Output,
) -> Result<Answer, Error> {
    match verb {
        GraphVerb::History(verb) => history(verb, chain, database, out),
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
        GraphVerb::Show(verb) => show(verb, chain, database, out),
        GraphVerb::Explain(verb) => explain(verb, out),
    }
}

fn history(
    verb: &History,
    chain: &Chain,
    database: impl FnOnce(&mut Output) -> Result<On, Error>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let chain = match (verb.legacy, chain.legacy()) {
        (false, _) => chain,
        (true, Some(side)) => side,
        (true, None) => {
            out.note("no revision replaces others");
            return Ok(Answer::Done);
        }
    };
    let words = verb.revision.iter().chain(&verb.range);
    let asks_database = verb.indicate_current || words.clone().any(|word| asks_database(word));
    let on = if asks_database { Some(database(out)?) } else { None };
    let applied = on.as_ref().map(|on| on.current.applied.clone()).unwrap_or_default();
    let mut revisions = match (&verb.revision, &verb.range) {
        (Some(word), _) => chain.locate(&target(word)?, &applied)?,
        (None, Some(range)) => chain.range(&self::range(range)?, &applied)?,
        (None, None) => chain.revisions().iter().collect(),
    };
    let on = on.filter(|_| verb.indicate_current);
    // What the chain does not know is in no range of it.
    let of_all = on.as_ref().filter(|_| words.clone().next().is_none());
    let unknown = of_all.map(|on| on.unknown.as_slice()).unwrap_or_default();
    revisions.extend(unknown.iter().map(|one| &one.revision));
    let tips = on.as_ref().map(|on| Applied::in_order(on.current.revisions.iter().cloned()));
    let current = tips.as_ref();
    let verbose = out.is_verbose();
    let stranger = |revision: &Revision| unknown.iter().find(|one| one.revision.id == revision.id);
    let value = |revision: &Revision| {
        let mut value = super::revision(chain, revision);
        if let Some(tips) = current {
            value["is_current"] = json!(tips.contains(&revision.id));
            value["unknown"] = json!(stranger(revision).map(Stranger::applied));
        }
        value
    };
    let text = |revision: &Revision| {
        let who = stranger(revision).map(|one| format!("unknown to this binary: {}", one.applied()));
        match (verbose, who) {
            (true, Some(who)) => format!("{}    {who}\n", chain.entry(revision, current)),
            (true, None) => chain.entry(revision, current),
            (false, who) => {
                let line = Line { parents: true, labels: true, message: true, current };
                let who = who.map(|who| format!(" ({who})")).unwrap_or_default();
                chain.line(revision, line) + &who
            }
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
    database: impl FnOnce(&mut Output) -> Result<On, Error>,
    out: &mut Output,
) -> Result<Answer, Error> {
    let target = target(&verb.revision)?;
    let applied =
        if asks_database(&verb.revision) { database(out)?.current.applied } else { Applied::none() };
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
