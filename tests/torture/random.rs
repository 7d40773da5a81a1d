//! Random moments that can be drawn again.
//!
//! Responsible for saying the seed where a test fails: libtest shows what a failed test printed.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Draws the same moments again, when it is set to the seed that a failed test printed.
const VARIABLE: &str = "HUNTER_TORTURE_SEED";

/// A stream of numbers from a seed: SplitMix64.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// From the seed that was given, else from the clock.
    pub(crate) fn new() -> Self {
        let seed = match std::env::var(VARIABLE) {
            Ok(text) => text.parse().unwrap_or_else(|_| panic!("{VARIABLE} is `{text}`, not a number")),
            Err(_) => u64::from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos()),
        };
        println!("the moments were drawn with {VARIABLE}={seed}");
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Any moment of a span.
    pub(crate) fn moment(&mut self, span: Duration) -> Duration {
        Duration::from_nanos(self.next() % u64::try_from(span.as_nanos()).unwrap().max(1))
    }
}

#[test]
fn a_seed_draws_the_same_moments_in_the_span_again() {
    let draw = || {
        let mut random = Random(7);
        [(); 50].map(|()| random.moment(Duration::from_millis(3)))
    };
    assert_eq!(draw(), draw());
    assert!(draw().iter().all(|moment| *moment < Duration::from_millis(3)));
    assert!(draw().iter().any(|moment| *moment != draw()[0]));
}
