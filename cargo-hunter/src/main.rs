//! `cargo hunter`: see the library of the same name.

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_hunter::main()
}
