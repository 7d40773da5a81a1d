//! Random pairs of schemas, for which the same oath holds.
//!
//! Responsible for how many there are and for what a failure looks like: both schemas as scripts, as small as they get.

mod model;
mod script;

use std::cell::RefCell;
use std::fmt;

use proptest::prelude::{Strategy, TestCaseError};
use proptest::test_runner::{Config, TestError, TestRunner};

use crate::oath::{Case, swear};
use crate::place::Place;
use crate::story::Engine;

/// How many pairs there are for each engine.
const PAIRS: &str = "HUNTER_OATH_PAIRS";

/// Two schemas as scripts.
#[derive(Clone)]
struct Pair {
    before: String,
    after: String,
}

impl fmt::Debug for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "-- before\n{}-- after\n{}", self.before, self.after)
    }
}

/// The oath for random pairs; the first that breaks it is made small and told.
pub(crate) fn pairs(engine: Engine) {
    let cases = std::env::var(PAIRS).ok().and_then(|pairs| pairs.parse().ok()).unwrap_or(40);
    let schema = || model::schema(engine != Engine::Sqlite);
    let pair = (schema(), schema()).prop_map(|(before, after)| Pair {
        before: script::of(&before, engine.dialect()),
        after: script::of(&after, engine.dialect()),
    });
    let place = RefCell::new(Place::new(engine));
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let held = TestRunner::new(config).run(&pair, |pair| {
        let case = Case { before: pair.before, after: pair.after, ..Case::default() };
        let sworn = swear(&mut place.borrow_mut(), &case);
        sworn.map(drop).map_err(|broken| TestCaseError::fail(broken.to_string()))
    });
    match held {
        Ok(()) => {}
        Err(TestError::Fail(why, pair)) => panic!("{pair:?}-- {why}"),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}
