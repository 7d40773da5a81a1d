//! What the stories are, whatever comes of them.

use std::collections::BTreeSet;

use crate::story::{Engine, Story};

const ENGINES: [Engine; 3] = [Engine::Postgres, Engine::Postgres18, Engine::Sqlite];

#[test]
fn there_are_as_many_stories_as_there_are_things_to_tell() {
    let stories = Story::all();
    assert!(stories.len() >= 180, "{}", stories.len());
    let of = |engine: Engine| stories.iter().filter(|story| story.is_for(engine)).count();
    assert!(of(Engine::Postgres) >= 120 && of(Engine::Sqlite) >= 60);
}

#[test]
fn every_story_is_a_sentence_of_its_own_with_a_change_in_it() {
    let mut seen = BTreeSet::new();
    for story in Story::all() {
        assert!(story.sentence.ends_with('.'), "{}", story.name);
        assert!(seen.insert(story.sentence.clone()), "{} is told twice", story.name);
        for engine in ENGINES.into_iter().filter(|engine| story.is_for(*engine)) {
            assert_ne!(story.text(engine, "before"), story.text(engine, "after"), "{}", story.name);
            let has_rows = story.has(engine, "rows");
            assert!(has_rows || !story.has(engine, "keeps"), "{} keeps no rows", story.name);
        }
    }
}

#[test]
fn every_story_has_its_generated_scripts() {
    for story in Story::all() {
        for engine in ENGINES.into_iter().filter(|engine| story.is_for(*engine)) {
            let Some(who) = story.written_for(engine) else { continue };
            let has = |what| story.golden(who, what).is_some();
            assert!(has("unfinished") || has("up") && has("down"), "{}: {who}", story.name);
        }
    }
}
