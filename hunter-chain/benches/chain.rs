//! What a chain costs: reading it, packing and unpacking it, planning on it. `cargo bench -p hunter-chain`.

#[path = "../tests/scale/shapes.rs"]
#[expect(dead_code, reason = "the tests of scale use the shapes that are refused, too")]
mod shapes;

use divan::{Bencher, black_box};
use hunter_chain::{Applied, Chain, Target, pack, read_chain, unpack};

const COUNTS: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

fn chain(count: usize) -> Chain {
    read_chain(&shapes::ladder(count)).unwrap_or_else(|found| unreachable!("{}", found[0].message))
}

fn all(chain: &Chain) -> Applied {
    Applied::in_order(chain.revisions().iter().map(|revision| revision.id.clone()))
}

#[divan::bench(args = COUNTS, max_time = 5)]
fn read(bencher: Bencher, count: usize) {
    let tree = shapes::ladder(count);
    bencher.bench_local(|| read_chain(black_box(&tree)));
}

/// What a running binary does once: an index of constants becomes a chain.
#[divan::bench(args = COUNTS, max_time = 5)]
fn unpack_embedded(bencher: Bencher, count: usize) {
    let packed = pack(&chain(count)).unwrap_or_else(|| unreachable!("it is smaller than 4 GiB"));
    let (blob, index): (&str, &[u8]) = (packed.blob.leak(), packed.index.leak());
    bencher.bench_local(|| unpack(black_box(blob), black_box(index)));
}

#[divan::bench(args = COUNTS, max_time = 5)]
fn pack_for_embedding(bencher: Bencher, count: usize) {
    let chain = chain(count);
    bencher.bench_local(|| pack(black_box(&chain)));
}

mod plan {
    use super::{Applied, Bencher, COUNTS, Chain, Target, all, black_box, chain};

    fn up(bencher: Bencher, count: usize, applied: impl Fn(&Chain) -> Applied) {
        let chain = chain(count);
        let applied = applied(&chain);
        bencher.bench_local(|| {
            chain.plan_upgrade(&Target::Head, black_box(&applied)).map(|plan| plan.steps.len())
        });
    }

    fn down(bencher: Bencher, count: usize, target: &Target) {
        let chain = chain(count);
        let applied = all(&chain);
        bencher
            .bench_local(|| chain.plan_downgrade(black_box(target), &applied).map(|plan| plan.steps.len()));
    }

    #[divan::bench(args = COUNTS, max_time = 2)]
    fn upgrade_an_empty_database(bencher: Bencher, count: usize) {
        up(bencher, count, |_| Applied::none());
    }

    #[divan::bench(args = COUNTS, max_time = 2)]
    fn upgrade_at_head(bencher: Bencher, count: usize) {
        up(bencher, count, all);
    }

    #[divan::bench(args = COUNTS, max_time = 2)]
    fn downgrade_one(bencher: Bencher, count: usize) {
        down(bencher, count, &Target::Relative(-1));
    }

    #[divan::bench(args = COUNTS, max_time = 2)]
    fn downgrade_all(bencher: Bencher, count: usize) {
        down(bencher, count, &Target::Base);
    }
}
