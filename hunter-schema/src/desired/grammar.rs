//! The grammar of `table!` and `joinable!`.
//!
//! Responsible for what is written where. What a type is called is looked up later, when the whole file is known.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token, TypePath};

use super::imports::{self, Imports};

/// A table as it is written.
pub(super) struct RawTable {
    pub(super) imports: Imports,
    pub(super) schema: Option<Ident>,
    pub(super) name: Ident,
    pub(super) sql_name: String,
    pub(super) key: Option<Vec<Ident>>,
    pub(super) columns: Vec<RawColumn>,
}

/// A column as it is written.
pub(super) struct RawColumn {
    pub(super) name: Ident,
    pub(super) sql_name: String,
    pub(super) max_length: Option<u64>,
    pub(super) kind: TypePath,
}

/// `child -> parent (column)`.
pub(super) struct RawJoin {
    pub(super) child: syn::Path,
    pub(super) parent: syn::Path,
    pub(super) column: Ident,
}

/// `use …; #[…] schema.name (key, …) { column -> Type, … }`.
pub(super) fn table(input: ParseStream<'_>) -> syn::Result<RawTable> {
    let mut imports = Imports::default();
    while input.peek(Token![use]) {
        imports::statement(input, &mut imports)?;
    }
    let attributes = Attribute::parse_outer(input)?;
    let mut name = input.call(Ident::parse_any)?;
    let schema = match input.parse::<Option<Token![.]>>()? {
        Some(_) => Some(std::mem::replace(&mut name, input.call(Ident::parse_any)?)),
        None => None,
    };
    let key = if input.peek(syn::token::Paren) {
        let list;
        syn::parenthesized!(list in input);
        let key: Punctuated<Ident, Token![,]> = list.parse_terminated(Ident::parse_any, Token![,])?;
        Some(key.into_iter().collect())
    } else {
        None
    };
    let body;
    syn::braced!(body in input);
    let columns: Punctuated<RawColumn, Token![,]> = body.parse_terminated(column, Token![,])?;
    let sql_name = sql_name(&attributes, &name)?;
    Ok(RawTable { imports, schema, name, sql_name, key, columns: columns.into_iter().collect() })
}

fn column(input: ParseStream<'_>) -> syn::Result<RawColumn> {
    let attributes = Attribute::parse_outer(input)?;
    let name = input.call(Ident::parse_any)?;
    input.parse::<Token![->]>()?;
    let kind = input.parse()?;
    let max_length = match literal(&attributes, "max_length") {
        Some(Lit::Int(number)) => Some(number.base10_parse()?),
        Some(other) => return Err(syn::Error::new(other.span(), "a `max_length` is a number")),
        None => None,
    };
    Ok(RawColumn { sql_name: sql_name(&attributes, &name)?, name, max_length, kind })
}

/// `child -> parent (column)`.
pub(super) fn join(input: ParseStream<'_>) -> syn::Result<RawJoin> {
    let child = input.call(syn::Path::parse_mod_style)?;
    input.parse::<Token![->]>()?;
    let parent = input.call(syn::Path::parse_mod_style)?;
    let list;
    syn::parenthesized!(list in input);
    let column = list.call(Ident::parse_any)?;
    input.parse::<Option<Token![,]>>()?;
    Ok(RawJoin { child, parent, column })
}

/// The name in the database: what `#[sql_name]` says, or else the name in Rust.
fn sql_name(attributes: &[Attribute], name: &Ident) -> syn::Result<String> {
    match literal(attributes, "sql_name") {
        Some(Lit::Str(text)) => {
            let text = text.value();
            // Diesel reads it so too.
            Ok(text.strip_prefix("r#").unwrap_or(&text).to_owned())
        }
        Some(other) => Err(syn::Error::new(other.span(), "an `sql_name` is a text in quotes")),
        None => Ok(name.unraw().to_string()),
    }
}

/// The value of `#[name = value]`.
fn literal(attributes: &[Attribute], name: &str) -> Option<Lit> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident(name) => match &pair.value {
            Expr::Lit(ExprLit { lit, .. }) => Some(lit.clone()),
            _ => None,
        },
        _ => None,
    })
}
