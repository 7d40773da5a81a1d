//! libFuzzer on one target, which `HUNTER_FUZZ_TARGET` names; without one the names of all are printed.

#![no_main]
#![expect(clippy::print_stdout, reason = "who asks for the names reads them there")]

use std::sync::OnceLock;

static TARGET: OnceLock<fn(&[u8])> = OnceLock::new();

/// The exit code for a name that is not known.
const EXIT_USAGE: i32 = 3;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let target = TARGET.get_or_init(|| {
        let name = std::env::var("HUNTER_FUZZ_TARGET").unwrap_or_default();
        hunter_fuzz::target(&name).unwrap_or_else(|| {
            hunter_fuzz::TARGETS.iter().for_each(|(known, _)| println!("{known}"));
            std::process::exit(EXIT_USAGE)
        })
    });
    target(bytes);
});
