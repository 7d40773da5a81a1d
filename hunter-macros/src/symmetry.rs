//! A chain as tests, one for each revision and dialect.
//!
//! Responsible for names that a test runner can show; what a test does is `hunter-migrations`'.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;

use hunter_chain::{Chain, Dialect};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// Diesel's file, as seen from Cargo.toml; where it is, it has its test too.
const SCHEMA: &str = "src/schema.rs";

pub(crate) fn tests(written: &str, chain: &Chain) -> TokenStream {
    let dialects = chain.settings().dialects.iter().filter(|dialect| **dialect != Dialect::Mysql);
    let modules = dialects.map(|dialect| {
        let (module, name) = (ident(dialect.name()), dialect.name());
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let revisions = chain.with_replaced().into_iter().map(|revision| {
            let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' };
            let words: String = revision.directory.chars().map(plain).collect();
            let times = taken.entry(words.clone()).or_default();
            *times += 1;
            let again = if *times > 1 { format!("_{times}") } else { String::new() };
            let (test, id) = (ident(&format!("up_and_down_and_up_{words}{again}")), revision.id.as_str());
            quote! {
                #[test]
                fn #test() {
                    ::hunter_migrations::assert_symmetric((#written, #name), #id, ::core::env!("CARGO_MANIFEST_DIR"));
                }
            }
        });
        let revisions: Vec<TokenStream> = revisions.collect();
        quote! {
            mod #module {
                #(#revisions)*

                #[test]
                fn the_lockfile_says_what_the_folder_holds() {
                    ::hunter_migrations::assert_proved((#written, #name), ::core::env!("CARGO_MANIFEST_DIR"));
                }
            }
        }
    });
    let modules: Vec<TokenStream> = modules.collect();
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let schema = manifest
        .join(SCHEMA)
        .is_file()
        .then(|| quote!(::hunter_migrations::schema_test!(#written, #SCHEMA);));
    quote! {
        #(#modules)*

        #[test]
        fn the_folder_is_a_sound_chain() {
            ::hunter_migrations::assert_sound(#written, ::core::env!("CARGO_MANIFEST_DIR"));
        }

        ::hunter_migrations::freshness_test!(#written);
        #schema
    }
}

fn ident(text: &str) -> Ident {
    Ident::new(text, Span::call_site())
}
