//! A chain as a constant expression.
//!
//! Two literals and a handful of tokens, whatever the length of the chain; what a start needs at once (the digest of
//! "everything applied" per dialect) stands beside them, so that nothing is unpacked for it.

use hunter_chain::{Code, Diagnostic, Diagnostics, Digest, Place, SourceTree, pack, read_chain};
use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;

use crate::unproved;

pub(crate) fn chain(tree: &SourceTree, digest: &Digest, span: Span) -> Result<TokenStream, Vec<Diagnostic>> {
    let chain = read_chain(tree)?;
    let warnings = unproved::judge(&chain, tree, span)?;
    let Some(packed) = pack(&chain) else {
        let mut found = Diagnostics::new();
        let message = "the chain is larger than 4 GiB and cannot be embedded";
        let help = "move bulk data out of the scripts";
        found.push(Code::NoDirectory, Place::path(&*tree.root), message, help);
        return Err(found.sorted());
    };
    let complete = chain.settings().dialects.iter().map(|dialect| {
        let all = chain.revisions().iter().map(|revision| (&revision.id, revision.up_digest(*dialect)));
        let (name, digest) = (dialect.name(), Digest::of_applied(all, None).to_string());
        quote!((#name, #digest))
    });
    let heads = chain.heads().into_iter().map(|head| head.id.as_str());
    let own_ledger_name = chain.settings().ledger_table.is_some() || chain.settings().ledger_schema.is_some();
    let (blob, index) = (packed.blob, Literal::byte_string(&packed.index));
    let digest = digest.as_str();
    let migrations = quote! {
        ::hunter_migrations::Migrations::embedded(::hunter_migrations::Embedded {
            blob: #blob,
            index: #index,
            digest: #digest,
            complete: &[#(#complete),*],
            heads: &[#(#heads),*],
            own_ledger_name: #own_ledger_name,
            binary: ::hunter_migrations::Binary {
                name: match ::core::option_env!("CARGO_BIN_NAME") {
                    ::core::option::Option::Some(name) => name,
                    ::core::option::Option::None => ::core::env!("CARGO_PKG_NAME"),
                },
                version: ::core::env!("CARGO_PKG_VERSION"),
                commit: ::core::option_env!("HUNTER_COMMIT"),
            },
        })
    };
    Ok(if warnings.is_empty() { migrations } else { quote!({ #warnings #migrations }) })
}
