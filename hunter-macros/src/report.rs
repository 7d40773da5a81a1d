//! Diagnostics as compile errors, all of them, at the path literal.

use hunter_chain::Diagnostic;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// A value of any type, so that the errors in it are the only ones.
pub(crate) fn compile_errors(found: &[Diagnostic], span: Span) -> TokenStream {
    let errors = statements(found, span);
    quote_spanned!(span=> { #errors loop {} })
}

/// One statement for each.
pub(crate) fn statements(found: &[Diagnostic], span: Span) -> TokenStream {
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
    quote_spanned!(span=> #(#errors)*)
}
