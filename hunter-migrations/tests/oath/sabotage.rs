//! Ways down that are right, and the same with a statement taken out, as `prove` judges them.
//!
//! Responsible for the corpus: the generated scripts of the stories, which were sworn to lead there and back, so that what
//! is missing of one is known. Rows are not looked at: a copy of them that is forgotten is not told.

use hunter_chain::{SourceTree, read_graph};
use hunter_migrations::testing::Scratch;
use hunter_migrations::{Binary, ErrorKind, Migrations};
use hunter_sql::{TokenKind, lex, split};

use crate::story::{Engine, Story};

/// Stories of which a statement is taken out that the server does not need.
const SUPERFLUOUS: [&str; 5] = [
    "foreign-table-server",
    "partitions-made",
    "rebuild-under-a-view-of-all-columns",
    "rename-column-with-things-on-it",
    "table-inherited-column-added",
];

/// What a proof says of a change whose schemas and scripts are these.
fn proved(engine: Engine, before: &str, up: &str, down: &str) -> Result<(), (ErrorKind, String)> {
    let dialect = engine.dialect();
    let settings = format!("dialects = [\"{}\"]\n", dialect.name());
    let files = [
        ("hunter.toml", settings.as_str()),
        ("0001_before/up.sql", if before.trim().is_empty() { "select 1;" } else { before }),
        ("0001_before/metadata.toml", "irreversible = \"a story begins here\"\n"),
        ("0002_change/up.sql", up),
        ("0002_change/down.sql", down),
    ];
    let tree = SourceTree::of("migrations", &files);
    let chain = read_graph(&tree).unwrap_or_else(|found| panic!("{found:?}"));
    let binary = Binary { name: "oath", version: "1.0.0", commit: None };
    let migrations = Migrations::from_chain(chain, tree.digest(), binary);
    let scratch = Scratch::new(dialect);
    let proof = migrations.prove(&mut scratch.connect(), |_| {});
    proof.map(drop).map_err(|error| (error.kind(), error.to_string()))
}

/// Without one of its statements, and that statement. Of those that a schema shows.
fn without_one(engine: Engine, story: &Story, down: &str) -> Option<(String, String)> {
    let statements = split(engine.dialect(), down);
    let is_shown =
        |at: &usize| !["SELECT", "INSERT"].iter().any(|word| statements[*at].text.starts_with(word));
    let shown: Vec<usize> = (0..statements.len()).filter(is_shown).collect();
    // Another place in every story, and the same one in every run.
    let place = *shown.get(story.name.len() % shown.len().max(1))?;
    let rest = statements.iter().enumerate().filter(|(at, _)| *at != place);
    let mut text: String = rest.map(|(_, statement)| format!("{};\n", statement.text)).collect();
    if text.is_empty() {
        "SELECT 1;\n".clone_into(&mut text);
    }
    Some((text, statements[place].text.to_owned()))
}

/// Whether what is told names something that the statement is about.
fn names(engine: Engine, told: &str, statement: &str) -> bool {
    let words = lex(engine.dialect(), statement);
    let is_name = |kind: TokenKind| matches!(kind, TokenKind::Word | TokenKind::QuotedIdentifier);
    let mut words = words.filter(|token| is_name(token.kind)).map(|token| token.text(statement));
    let keyword = |word: &str| word.chars().all(|letter| letter.is_ascii_uppercase());
    words.any(|word| !keyword(word) && word != "public" && told.contains(word.trim_matches('"')))
}

/// Judges every so many of the stories; how many were right and how many were told.
pub(crate) fn judge(engine: Engine, every: usize) -> (usize, usize) {
    let (mut right, mut told, mut wrong) = (0, 0, Vec::new());
    for story in Story::all().into_iter().filter(|story| story.is_for(engine)).step_by(every) {
        let Some(who) = story.written_for(engine) else { continue };
        let (Some(up), Some(down)) = (story.golden(who, "up"), story.golden(who, "down")) else { continue };
        let before = story.text(engine, "before");
        match proved(engine, &before, up, down) {
            Ok(()) => right += 1,
            Err((_, error)) => {
                wrong.push(format!("{}: a way down that is right is called wrong: {error}", story.name))
            }
        }
        let Some((sabotaged, taken)) = without_one(engine, &story, down) else { continue };
        match proved(engine, &before, up, &sabotaged) {
            // What the server would have done by itself: a partition goes with its parent.
            Ok(()) if SUPERFLUOUS.contains(&story.name.as_str()) => {}
            Ok(()) => wrong.push(format!("{}: nothing is said without `{taken}`", story.name)),
            Err((ErrorKind::Drift, error)) if !names(engine, &error, &taken) => {
                wrong.push(format!("{}: without `{taken}` it says {error}", story.name));
            }
            // What does not even run is told by the database.
            Err(_) => told += 1,
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    (right, told)
}
