//! All stories of an engine, told once.
//!
//! Responsible for going on after a story that does not hold, so that one run shows every one of them, and for the
//! generated scripts in the files.

use std::collections::BTreeSet;

use hunter_schema::{Draft, Kind, Object, Snapshot};

use crate::oath::{Case, Kept, swear};
use crate::place::Place;
use crate::story::{Engine, Story};

/// What came of them.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) told: usize,
    pub(crate) made: BTreeSet<Kind>,
    pub(crate) dropped: BTreeSet<Kind>,
    /// Every fact that is told of an object, and those that were other ones before.
    pub(crate) seen: BTreeSet<(Kind, String)>,
    pub(crate) changed: BTreeSet<(Kind, String)>,
    /// A story's name, and what did not hold.
    pub(crate) failed: Vec<(String, String)>,
}

/// Which stories are told, by a part of their names; each is named before it is told. All of them unless it is set.
const ONLY: &str = "HUNTER_OATH_STORY";

/// Tells every story that an engine has part in.
pub(crate) fn tell(engine: Engine) -> Report {
    let mut place = Place::new(engine);
    let mut report = Report::default();
    let only = std::env::var(ONLY).ok();
    let is_told = |story: &Story| {
        story.is_for(engine) && only.as_ref().is_none_or(|only| story.name.contains(only.as_str()))
    };
    for mut story in Story::all().into_iter().filter(is_told) {
        report.told += 1;
        if only.is_some() {
            println!("{}", story.name);
        }
        let case = Case {
            before: story.text(engine, "before"),
            after: story.text(engine, "after"),
            rows: story.text(engine, "rows"),
            keeps: story.text(engine, "keeps"),
            renames: story.renames(engine),
            unfinished: story.has(engine, "unfinished"),
        };
        match swear(&mut place, &case) {
            Err(broken) => report.failed.push((story.name.clone(), broken.to_string())),
            Ok(kept) => {
                report.count(&kept.before, &kept.after);
                if !case.unfinished {
                    report.count(&kept.after, &kept.before);
                }
                let said = compare_golden(&mut story, engine, &generated(&case, &kept));
                report.failed.extend(said.map(|said| (story.name.clone(), said)));
            }
        }
    }
    report
}

fn only_in<'s>(one: &'s Snapshot, other: &'s Snapshot) -> impl Iterator<Item = Kind> + 's {
    one.objects().filter(|(id, _)| other.get(id).is_none()).map(|(id, _)| id.kind)
}

/// What stands in a story's file for an engine: the scripts, or what a person has to write.
fn generated(case: &Case, kept: &Kept) -> Vec<(&'static str, String)> {
    if !case.unfinished {
        return vec![("up", kept.up.to_string()), ("down", kept.down.to_string())];
    }
    let remarks = |draft: &Draft, way: &str| -> String {
        let of = draft.unfinished().map(|place| place.remark.clone().unwrap_or_default().replace('\n', " "));
        of.map(|remark| format!("-- {way}: {remark}\n")).collect()
    };
    vec![("unfinished", remarks(&kept.up, "up") + &remarks(&kept.down, "down"))]
}

/// Writes the generated texts where that is asked for, and says otherwise which differ.
fn compare_golden(story: &mut Story, engine: Engine, texts: &[(&'static str, String)]) -> Option<String> {
    let who = story.written_for(engine)?;
    if std::env::var_os("UPDATE_STORIES").is_some_and(|value| value == "1") {
        story.write(who, texts);
        return None;
    }
    let differs = |(what, text): &&(&str, String)| story.golden(who, what) != Some(text);
    let (what, text) = texts.iter().find(differs)?;
    let written = story.golden(who, what).unwrap_or("nothing\n");
    Some(format!(
        "generated is not what the file says under `{who} {what}`:\n{text}the file says:\n{written}"
    ))
}

impl Report {
    /// What one way makes, drops and changes.
    fn count(&mut self, from: &Snapshot, to: &Snapshot) {
        self.made.extend(only_in(to, from));
        self.dropped.extend(only_in(from, to));
        for (id, object) in to.objects() {
            let texts = |object: &Object| -> Vec<(String, String)> {
                let all = object.facts.iter().chain(object.bodies.iter());
                all.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
            };
            let old = from.get(id).map(texts);
            for text in texts(object) {
                let key = (id.kind, text.0.clone());
                if old.as_ref().is_some_and(|old| !old.contains(&text)) {
                    self.changed.insert(key.clone());
                }
                self.seen.insert(key);
            }
        }
    }

    /// Fails with all that does not hold.
    pub(crate) fn holds(&self) {
        let failed: Vec<String> =
            self.failed.iter().map(|(name, said)| format!("=== {name}\n{}\n", said.trim_end())).collect();
        assert!(
            failed.is_empty(),
            "{} of {} stories do not hold\n{}",
            failed.len(),
            self.told,
            failed.concat()
        );
    }
}

/// Fails unless these, as `kind fact`, are all the facts that no story changes.
pub(crate) fn assert_unchanged(report: &Report, expected: &[&str]) {
    let unchanged = report.seen.difference(&report.changed);
    let unchanged: Vec<String> = unchanged.map(|(kind, fact)| format!("{} {fact}", kind.word())).collect();
    assert_eq!(unchanged, expected);
}
