//! What becomes of revisions that the lockfile does not prove, and of definitions that no revision makes: compile errors, or a
//! warning.
//!
//! Responsible for who is refused (release builds, CI, who asked for it) and for how a macro warns. Which revisions they
//! are, and the words, is `hunter-chain`'s.

use std::env;
use std::ffi::OsStr;

use hunter_chain::{Chain, Diagnostic, OnUnproved, SourceTree, Stale, unproved_summary};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::report;

/// Statements to put before the chain; nothing where all is proved.
///
/// A macro does not know the profile of the build it is expanded in, so it leaves the choice to `cfg`; `CI` it reads
/// itself, and mentions it so that Cargo expands again when it changes.
pub(crate) fn judge(chain: &Chain, tree: &SourceTree, span: Span) -> Result<TokenStream, Vec<Diagnostic>> {
    let (unproved, stale) = (chain.unproved(), chain.stale_definitions());
    let mut notes = Vec::new();
    if !unproved.is_empty() {
        notes.push(format!("HC047: {}; run `cargo hunter prove`", unproved_summary(&unproved)));
    }
    if let Some(first) = stale.first() {
        let more = if stale.len() > 1 { format!(", and {} more", stale.len() - 1) } else { String::new() };
        notes.push(format!("HC049: {first}{more}; run `cargo hunter revision --autogenerate`"));
    }
    if notes.is_empty() {
        return Ok(TokenStream::new());
    }
    let errors = || -> Vec<_> {
        let revisions = unproved.iter().map(|unproved| unproved.diagnostic(tree));
        revisions.chain(stale.iter().map(Stale::diagnostic)).collect()
    };
    let note = notes.join("; ");
    match chain.settings().unproved {
        Some(OnUnproved::Deny) => Err(errors()),
        None if is_ci(env::var_os("CI").as_deref()) => Err(errors()),
        Some(OnUnproved::Warn) => Ok(warning(&note, span)),
        None => {
            let note = format!("{note} before a release build or CI, which refuse it");
            let (warning, errors) = (warning(&note, span), report::statements(&errors(), span));
            Ok(quote_spanned! {span=>
                const _: ::core::option::Option<&::core::primitive::str> = ::core::option_env!("CI");
                #[cfg(debug_assertions)]
                { #warning }
                #[cfg(not(debug_assertions))]
                { #errors }
            })
        }
    }
}

/// Stable Rust lets a macro fail but not warn. What is deprecated and used makes the compiler print the reason.
fn warning(note: &str, span: Span) -> TokenStream {
    quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #note)]
            #[allow(non_upper_case_globals)]
            const unproved: () = ();
            unproved
        };
    }
}

fn is_ci(value: Option<&OsStr>) -> bool {
    value.is_some_and(|value| !["", "0", "false"].iter().any(|no| value.eq_ignore_ascii_case(no)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_does_not_say_no_means_ci() {
        for yes in ["true", "1", "yes", "woodpecker"] {
            assert!(is_ci(Some(OsStr::new(yes))), "{yes}");
        }
        for no in [Some(""), Some("0"), Some("false"), Some("False"), None] {
            assert!(!is_ci(no.map(OsStr::new)), "{no:?}");
        }
    }
}
