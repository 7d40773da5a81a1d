//! Turns a checked chain into constants, or into compile errors.
//!
//! Use it through `hunter_migrations::embed_migrations!`. Reading and checking is `hunter-chain`'s; here is only what
//! needs tokens: where the directory is, how mistakes become compile errors, how a chain becomes one text and one
//! index.

mod directory;
mod expand;
mod report;
mod symmetry;
mod unproved;

use proc_macro::TokenStream;

/// Embeds a migrations directory, checked: a broken chain does not compile.
///
/// The path is relative to the package's `Cargo.toml`. The expansion is a constant expression of type `Migrations`:
/// one text, one index, no work at start-up. A build script that calls `hunter_chain::watch` with the same path makes
/// Cargo notice added, edited, deleted and renamed files.
///
/// ```text
/// // build.rs:  fn main() { hunter_chain::watch("migrations") }
/// use hunter_migrations::{Migrations, embed_migrations};
/// pub static MIGRATIONS: Migrations = embed_migrations!("migrations");
/// ```
///
/// All mistakes of the directory are reported in one build, each with a code (`hunter explain CODE` tells more), the
/// file with line and column, and what to type.
///
/// A revision that is not what `hunter.lock` says was proved is a warning in a debug build, and an error in a release
/// build and where the variable `CI` is set.
#[proc_macro]
pub fn embed_migrations(input: TokenStream) -> TokenStream {
    let literal = syn::parse_macro_input!(input as syn::LitStr);
    let written = literal.value();
    let span = literal.span();
    match directory::read(&written, span).and_then(|(tree, digest)| expand::chain(&tree, &digest, span)) {
        Ok(tokens) => tokens.into(),
        Err(found) => report::compile_errors(&found, span).into(),
    }
}

/// A test for each revision and dialect of a migrations directory: it goes up, down and up again on a fresh database.
///
/// One line in a file of the project's `tests/`, with `hunter-migrations` and its feature `testing` in the
/// dev-dependencies. Besides, one test that the folder is a sound chain, one that the binary carries it, one for each dialect
/// that the lockfile says what it holds, and one that `src/schema.rs` agrees, where there is one. The tests of a dialect stand
/// in a module of its name, `postgres::…`.
///
/// ```text
/// hunter_migrations::symmetry_tests!("migrations");
/// ```
#[proc_macro]
pub fn symmetry_tests(input: TokenStream) -> TokenStream {
    let literal = syn::parse_macro_input!(input as syn::LitStr);
    let written = literal.value();
    let read =
        directory::read(&written, literal.span()).and_then(|(tree, _)| hunter_chain::read_chain(&tree));
    match read {
        Ok(chain) => symmetry::tests(&written, &chain).into(),
        Err(found) => report::compile_errors(&found, literal.span()).into(),
    }
}
