//! Diagnostics as compile errors, all of them, at the path literal.

use hunter_chain::Diagnostic;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

pub(crate) fn compile_errors(found: &[Diagnostic], span: Span) -> TokenStream {
    let errors = found.iter().map(|diagnostic| {
        let text = diagnostic.render();
        // rustc writes its own "error: " in front.
        let code = diagnostic.code.as_str();
        let text = match text.strip_prefix(&format!("error[{code}]: ")) {
            Some(rest) => format!("{code}: {rest}"),
            None => text,
        };
        quote_spanned!(span=> ::core::compile_error!(#text);)
    });
    // A value of any type, so that the errors above are the only ones.
    quote_spanned!(span=> { #(#errors)* loop {} })
}
