//! `use` statements, in front of a table and around it.
//!
//! Responsible for which names come from where. What another crate or file calls its type cannot be looked up, only that
//! it may have one.

use proc_macro2::Ident;
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

/// Names that are brought in.
#[derive(Debug, Clone, Default)]
pub(super) struct Imports {
    /// The name here, and the path that it stands for.
    named: Vec<(String, Vec<String>)>,
    globs: Vec<Vec<String>>,
}

impl Imports {
    /// The path that a name stands for.
    pub(super) fn path(&self, name: &str) -> Option<&[String]> {
        self.named.iter().find(|(local, _)| local == name).map(|(_, path)| path.as_slice())
    }

    /// Whether everything of some place that is neither Diesel nor this file is brought in.
    pub(super) fn may_bring_anything(&self) -> bool {
        self.globs.iter().any(|path| is_elsewhere(path))
    }
}

/// Whether a path leads to another crate or another file. `super` and `self` lead to this one, as far as can be told, and
/// so does `sql_types` below them, which Diesel makes.
pub(super) fn is_elsewhere(path: &[String]) -> bool {
    let is_here = |part: &String| matches!(part.as_str(), "super" | "self" | "sql_types");
    match path.first() {
        None => false,
        Some(first) if first == "diesel" => false,
        Some(first) if is_here(first) => {
            !path.iter().any(|part| part == "sql_types") && !path.iter().all(is_here)
        }
        Some(_) => true,
    }
}

/// One statement, if one comes next.
pub(super) fn statement(input: ParseStream<'_>, imports: &mut Imports) -> syn::Result<()> {
    input.parse::<Token![use]>()?;
    input.parse::<Option<Token![::]>>()?;
    tree(input, &mut Vec::new(), imports)?;
    input.parse::<Token![;]>()?;
    Ok(())
}

fn tree(input: ParseStream<'_>, path: &mut Vec<String>, imports: &mut Imports) -> syn::Result<()> {
    if input.parse::<Option<Token![*]>>()?.is_some() {
        imports.globs.push(path.clone());
        return Ok(());
    }
    if input.peek(syn::token::Brace) {
        let inner;
        syn::braced!(inner in input);
        while !inner.is_empty() {
            tree(&inner, &mut path.clone(), imports)?;
            if !inner.is_empty() {
                inner.parse::<Token![,]>()?;
            }
        }
        return Ok(());
    }
    let name = input.call(Ident::parse_any)?.unraw().to_string();
    // `use a::{self, b}` names `a`.
    if name != "self" || path.is_empty() {
        path.push(name);
    }
    if input.parse::<Option<Token![::]>>()?.is_some() {
        return tree(input, path, imports);
    }
    let local = match input.parse::<Option<Token![as]>>()? {
        Some(_) => Some(input.call(Ident::parse_any)?.unraw().to_string()),
        None => path.last().cloned(),
    };
    imports.named.extend(local.map(|local| (local, path.clone())));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse::Parser;

    fn read(text: &str) -> Imports {
        let mut imports = Imports::default();
        let grammar = |input: ParseStream<'_>| statement(input, &mut imports);
        grammar.parse_str(text).unwrap();
        imports
    }

    #[test]
    fn a_statement_brings_in_every_name_of_its_tree() {
        let imports = read("use ::a::{self, b::{C, r#type as T}, d::*};");
        let path = |name: &str| imports.path(name).map(|path| path.join("::"));
        assert_eq!(path("a").as_deref(), Some("a"));
        assert_eq!(path("C").as_deref(), Some("a::b::C"));
        assert_eq!(path("T").as_deref(), Some("a::b::type"));
        assert_eq!((path("type"), path("d")), (None, None));
        assert!(imports.may_bring_anything());
    }

    #[test]
    fn diesel_and_the_file_itself_bring_in_nothing_unknown() {
        for text in ["use diesel::sql_types::*;", "use super::*;", "use super::sql_types::*;", "use a::b;"] {
            assert!(!read(text).may_bring_anything(), "{text}");
        }
        for text in ["use pgvector::sql_types::*;", "use crate::types::*;", "use super::types::*;"] {
            assert!(read(text).may_bring_anything(), "{text}");
        }
    }
}
