#![cfg(test)]
mod shapes;
use hunter_chain::*;
use std::time::Instant;
fn t<T>(name: &str, f: impl FnOnce() -> T) -> T {
    let s = Instant::now();
    let r = f();
    eprintln!("{name}: {:?}", s.elapsed());
    r
}
#[test]
fn probe() {
    let n: usize = std::env::var("N").unwrap().parse().unwrap();
    for (name, f) in [
        ("line", shapes::line as fn(usize) -> SourceTree),
        ("ladder", shapes::ladder),
        ("comb", shapes::comb),
    ] {
        let tree = t(&format!("{name} tree"), || f(n));
        let chain = t("read", || read_chain(&tree)).unwrap_or_else(|e| panic!("{}", e[0].message));
        let p = t("pack", || pack(&chain)).unwrap();
        let chain = t("unpack", || unpack(p.blob.leak(), p.index.leak()));
        let all = t("applied", || Applied::in_order(chain.revisions().iter().map(|r| r.id.clone())));
        t("up heads", || chain.plan_upgrade(&Target::Heads, &Applied::none()).unwrap().steps.len());
        t("down base", || chain.plan_downgrade(&Target::Base, &all).unwrap().steps.len());
        t("down heads", || chain.plan_downgrade(&Target::Heads, &all).unwrap().steps.len());
        t("down -1", || chain.plan_downgrade(&Target::Relative(-1), &all).unwrap().steps.len());
        t("down too far", || chain.plan_downgrade(&Target::Relative(-999999), &all).unwrap_err());
        t("head", || chain.plan_upgrade(&Target::Head, &all).is_err());
        t("unknown", || chain.plan_upgrade(&Target::Revision("0123456789ab".into()), &all).unwrap_err());
        t("current", || chain.current(&all).len());
        let heads = Applied::in_order(chain.heads().iter().map(|r| r.id.clone()));
        t("gaps", || chain.gaps(&heads).len());
        t("labels", || chain.revisions().iter().map(|r| chain.labels(&r.id).len()).sum::<usize>());
        t("render", || {
            chain
                .revisions()
                .iter()
                .map(|r| {
                    chain
                        .line(r, Line { parents: true, labels: true, message: true, current: Some(&all) })
                        .len()
                })
                .sum::<usize>()
        });
    }
    for (name, f) in [
        ("unlabelled", shapes::unlabelled_comb as fn(usize) -> SourceTree),
        ("merged", shapes::merged_comb),
        ("orphans", shapes::orphans),
        ("circle", shapes::circle),
    ] {
        let tree = f(n);
        let r = t(name, || read_chain(&tree));
        if let Err(e) = &r { t("render", || e.iter().map(|d| d.render().len()).sum::<usize>()); t("describe", || e[0].related.iter().map(|d| d.1.describe().len()).sum::<usize>()); }
    eprintln!("{:?}", r.map(|_| ()).map_err(|e| e.len()));
    }
}
