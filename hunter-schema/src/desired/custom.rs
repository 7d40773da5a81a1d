//! Types of SQL that the file itself makes, as Diesel does in `pub mod sql_types`.
//!
//! Responsible for what `#[diesel(postgres_type(name = "mood", schema = "app"))]` says about a struct, and for its older
//! spelling `#[postgres(type_name = "mood")]`.

use proc_macro2::{Group, Ident};
use syn::parse::{ParseStream, Parser};
use syn::token::Paren;
use syn::{LitStr, Token};

use super::BadSchemaRs;

/// A type that the file makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Custom {
    /// Its name in Rust.
    pub(super) rust: String,
    /// Its schema on PostgreSQL, if it is named.
    pub(super) schema: Option<String>,
    /// Its name on PostgreSQL.
    pub(super) name: Option<String>,
    /// What SQLite keeps it as.
    pub(super) sqlite: Option<String>,
}

/// The type that a struct with these attributes is, if it is one of SQL.
pub(super) fn of(name: &Ident, attributes: &[Group]) -> Result<Option<Custom>, BadSchemaRs> {
    let mut custom = Custom { rust: name.to_string(), schema: None, name: None, sqlite: None };
    let mut is_one = false;
    for attribute in attributes {
        let text = attribute.stream().to_string();
        is_one |= text.contains("derive") && text.contains("SqlType");
        let mut pairs = Vec::new();
        let grammar = |input: ParseStream<'_>| list(input, "", &mut pairs);
        if grammar.parse2(attribute.stream()).is_err() {
            // Of an attribute with another grammar nothing is to be learnt.
            continue;
        }
        for (key, value) in pairs {
            let known = match key.strip_prefix("cfg_attr.").unwrap_or(&key) {
                "diesel.postgres_type.name" | "postgres.type_name" => &mut custom.name,
                "diesel.postgres_type.schema" | "postgres.type_schema" => &mut custom.schema,
                "diesel.sqlite_type.name" | "sqlite_type" => &mut custom.sqlite,
                _ => continue,
            };
            if value.is_empty() {
                return Err(BadSchemaRs::at(attribute.span(), "a type has a name"));
            }
            *known = Some(value);
            is_one = true;
        }
    }
    Ok(is_one.then_some(custom))
}

/// `key = "value"`, `key(list)`, `key`, with commas between: the pairs, each under its whole path.
fn list(input: ParseStream<'_>, path: &str, pairs: &mut Vec<(String, String)>) -> syn::Result<()> {
    while !input.is_empty() {
        let key: Ident = input.parse()?;
        let path = if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
        if input.parse::<Option<Token![=]>>()?.is_some() {
            // Other values, like numbers of types, are passed over.
            if input.peek(LitStr) {
                pairs.push((path, input.parse::<LitStr>()?.value()));
            } else {
                input.parse::<syn::Lit>()?;
            }
        } else if input.peek(Paren) {
            let inner;
            syn::parenthesized!(inner in input);
            list(&inner, &path, pairs)?;
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(())
}
