//! A story: a file with a schema before and after, and the scripts that lead from the one to the other.
//!
//! Responsible for the form of the file. Its first line is a sentence; a section begins with a comment line such as
//! `-- sqlite before`. What is for `both` stands in front of what is for one of them, and what only newer servers take is
//! for `postgres18`. A dialect of which no schema is written has no part in the story.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use hunter_chain::Dialect;
use hunter_schema::Rename;

/// Who takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Postgres,
    Postgres18,
    Sqlite,
}

impl Engine {
    pub(crate) fn dialect(self) -> Dialect {
        if self == Engine::Sqlite { Dialect::Sqlite } else { Dialect::Postgres }
    }

    /// The words in front of the sections that are for it, the last of them its own.
    fn words(self) -> &'static [&'static str] {
        match self {
            Engine::Postgres => &["both", "postgres"],
            Engine::Postgres18 => &["both", "postgres", "postgres18"],
            Engine::Sqlite => &["both", "sqlite"],
        }
    }
}

/// A story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Story {
    pub(crate) name: String,
    pub(crate) sentence: String,
    path: PathBuf,
    /// Who and what, and the text, in the order of the file.
    sections: Vec<(String, String, String)>,
    renames: Vec<String>,
}

const WHO: [&str; 4] = ["both", "postgres", "postgres18", "sqlite"];
const WHAT: [&str; 7] = ["before", "after", "rows", "keeps", "unfinished", "up", "down"];
/// What is generated; it stands at the end of the file.
const GENERATED: [&str; 3] = ["unfinished", "up", "down"];

/// Who and what a line begins a section of; `-- rows` is for both.
fn heading(line: &str) -> Option<(&str, &str)> {
    let text = line.strip_prefix("-- ")?;
    let (who, what) = text.split_once(' ').unwrap_or(("both", text));
    (WHO.contains(&who) && WHAT.contains(&what)).then_some((who, what))
}

impl Story {
    /// Every story there is, by name.
    pub(crate) fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oath/stories");
        let files = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
        let mut stories: Vec<Self> = files
            .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
            .map(|path| {
                let name = path.file_stem().unwrap().to_string_lossy().into_owned();
                let text = fs::read_to_string(&path).unwrap();
                let story = Self::read(name, path, &text);
                story.unwrap_or_else(|line| panic!("{line}"))
            })
            .collect();
        stories.sort_by(|a, b| a.name.cmp(&b.name));
        stories
    }

    /// Reads one, or says which line belongs to nothing.
    pub(crate) fn read(name: String, path: PathBuf, text: &str) -> Result<Self, String> {
        let mut lines = text.lines();
        let sentence = lines.next().and_then(|line| line.strip_prefix("-- ")).unwrap_or_default().to_owned();
        let mut story = Self { name, sentence, path, sections: Vec::new(), renames: Vec::new() };
        for line in lines {
            if let Some(rename) = line.strip_prefix("-- rename ") {
                story.renames.push(rename.to_owned());
            } else if let Some((who, what)) = heading(line) {
                story.sections.push((who.to_owned(), what.to_owned(), String::new()));
            } else {
                let last = story.sections.last_mut();
                let (.., text) = last.ok_or_else(|| format!("{}: `{line}` is of no section", story.name))?;
                text.push_str(line);
                text.push('\n');
            }
        }
        Ok(story)
    }

    /// Whether a schema is written for it.
    pub(crate) fn is_for(&self, engine: Engine) -> bool {
        ["before", "after"].iter().any(|what| self.has(engine, what))
    }

    pub(crate) fn has(&self, engine: Engine, what: &str) -> bool {
        self.sections.iter().any(|(who, of, _)| of == what && engine.words().contains(&who.as_str()))
    }

    /// What is written for an engine: that for both, then its own.
    pub(crate) fn text(&self, engine: Engine, what: &str) -> String {
        let of = |who: &'static &str| {
            let is = move |section: &&(String, String, String)| section.0 == **who && section.1 == what;
            self.sections.iter().filter(is).map(|(.., text)| text.as_str())
        };
        engine.words().iter().flat_map(of).collect()
    }

    /// The renames that are told to the diff, and those of the way back.
    pub(crate) fn renames(&self, engine: Engine) -> (Vec<Rename>, Vec<Rename>) {
        let schema = if engine == Engine::Sqlite { "" } else { "public." };
        let there: Vec<Rename> = self
            .renames
            .iter()
            .map(|text| {
                let (from, to) = text.split_once('=').unwrap();
                let text = format!("{schema}{}={schema}{}", from.trim(), to.trim());
                text.parse().unwrap_or_else(|bad| panic!("{}: {bad}", self.name))
            })
            .collect();
        let back = there.iter().rev().map(Rename::reversed).collect();
        (there, back)
    }

    /// Whose generated scripts stand in the file when an engine runs it: a newer server writes some texts otherwise.
    pub(crate) fn written_for(&self, engine: Engine) -> Option<&'static str> {
        let own = engine.words().last().copied()?;
        let is_own = self.sections.iter().any(|(who, what, _)| who == own && what == "after");
        (engine != Engine::Postgres18 || is_own).then_some(own)
    }

    /// The generated text under a heading of its own.
    pub(crate) fn golden(&self, who: &str, what: &str) -> Option<&str> {
        let found = self.sections.iter().find(|section| section.0 == who && section.1 == what);
        found.map(|(.., text)| text.as_str())
    }

    /// Puts generated texts into the file, in place of what an engine had there.
    pub(crate) fn write(&mut self, who: &str, texts: &[(&str, String)]) {
        // Two engines may write the same file, one after the other.
        static WRITES: Mutex<()> = Mutex::new(());
        let _one_at_a_time = WRITES.lock();
        let text = fs::read_to_string(&self.path).unwrap();
        if let Ok(fresh) = Self::read(self.name.clone(), self.path.clone(), &text) {
            *self = fresh;
        }
        self.sections.retain(|(of, what, _)| of != who || !GENERATED.contains(&what.as_str()));
        let new = texts.iter().map(|(what, text)| (who.to_owned(), (*what).to_owned(), text.clone()));
        self.sections.extend(new);
        let place = |what: &str| GENERATED.iter().position(|one| *one == what);
        self.sections.sort_by_key(|(who, what, _)| place(what).map(|place| (who.clone(), place)));
        fs::write(&self.path, self.to_text()).unwrap();
    }

    fn to_text(&self) -> String {
        let mut text = format!("-- {}\n", self.sentence);
        let is_generated = |what: &str| GENERATED.contains(&what);
        let mut renames = Some(&self.renames);
        for (who, what, body) in &self.sections {
            if is_generated(what) {
                for rename in renames.take().into_iter().flatten() {
                    let _ = writeln!(text, "-- rename {rename}");
                }
            }
            let who = if who == "both" && ["rows", "keeps"].contains(&what.as_str()) { "" } else { who };
            let heading =
                [who, what.as_str()].iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>();
            let _ = write!(text, "-- {}\n{body}", heading.join(" "));
        }
        for rename in renames.into_iter().flatten() {
            let _ = writeln!(text, "-- rename {rename}");
        }
        text
    }
}

#[test]
fn a_story_is_read_for_each_engine_and_written_as_it_was() {
    let text = "-- One.\n-- both before\nA;\n-- sqlite before\nB;\n-- postgres18 after\nC;\n-- rows\nD;\n-- rename a = b\n-- sqlite up\nE;\n";
    let story = Story::read("one".to_owned(), PathBuf::new(), text).unwrap();
    assert_eq!(story.sentence, "One.");
    assert_eq!(story.text(Engine::Sqlite, "before"), "A;\nB;\n");
    assert_eq!(story.text(Engine::Postgres, "before"), "A;\n");
    assert_eq!(story.text(Engine::Postgres18, "after"), "C;\n");
    assert_eq!(story.text(Engine::Postgres, "after"), "");
    assert_eq!(story.renames(Engine::Postgres).1[0].to_string(), "public.b=public.a");
    assert_eq!(story.golden("sqlite", "up"), Some("E;\n"));
    assert_eq!(story.to_text(), text);
    assert!(Story::read("one".to_owned(), PathBuf::new(), "-- One.\nA;").is_err());
}
