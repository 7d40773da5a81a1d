//! What work costs, and how the cost grows.

use std::fs;
use std::time::{Duration, Instant};

/// Four times the work may cost so many times as much. Linear is 4 and caches make it 6; quadratic is 16.
const BOUND: f64 = 12.0;
/// Below this the clock and the caches decide, not the algorithm.
const NOISE: Duration = Duration::from_millis(2);

/// The least cost of up to three runs, and what the last one answered.
pub(crate) fn cost<T>(mut work: impl FnMut() -> T) -> (Duration, T) {
    let (begun, mut least) = (Instant::now(), Duration::MAX);
    for run in 1.. {
        let (wall, cpu) = (Instant::now(), cpu());
        let answer = work();
        let (wall, cpu) = (wall.elapsed(), self::cpu().saturating_sub(cpu));
        // The kernel's account of a thread is a few milliseconds behind, and right about long work.
        least = least.min(if cpu > Duration::from_millis(100) { cpu } else { wall });
        if run == 3 || begun.elapsed() > Duration::from_millis(50) {
            return (least, answer);
        }
    }
    unreachable!("the loop above has no end")
}

/// The time this thread was running, so that other tests and other programs do not count. Zero where there is no
/// such account: then it is the clock on the wall.
fn cpu() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|number| number.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

/// Prints how much more a fourfold input costs, and fails when that is no longer in proportion.
pub(crate) fn grows_in_proportion(what: &str, small: Duration, big: Duration) {
    let ratio = ratio(small, big);
    println!("{what}: {small:?} -> {big:?}, x {ratio:.1}");
    assert!(ratio < BOUND, "{what}: {small:?} -> {big:?} is {ratio:.1} times as much for 4 times the input");
}

/// The same for work that can be done again: a busy machine gets two more chances.
pub(crate) fn grows_in_proportion_at_least_once(what: &str, mut measure: impl FnMut() -> [Duration; 2]) {
    let mut costs = measure();
    for _ in 0..2 {
        if ratio(costs[0], costs[1]) >= BOUND {
            costs = measure();
        }
    }
    grows_in_proportion(what, costs[0], costs[1]);
}

fn ratio(small: Duration, big: Duration) -> f64 {
    big.as_secs_f64() / small.max(NOISE).as_secs_f64()
}
