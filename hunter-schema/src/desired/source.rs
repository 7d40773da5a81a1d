//! The text of a `schema.rs`: which macros, modules and types it holds.
//!
//! Responsible for walking over the tokens of a file and handing each macro to its grammar. What is no table, no join and
//! no type of SQL is passed over, so that a file may hold whatever else compiles.

use hunter_sql::Dialect;
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};

use super::BadSchemaRs;
use super::custom::{self, Custom};
use super::grammar::{self, RawJoin, RawTable};
use super::imports::{self, Imports};

/// What the file holds, before names are looked up.
#[derive(Default)]
pub(super) struct Source {
    pub(super) tables: Vec<(Place, RawTable)>,
    pub(super) joins: Vec<(Place, RawJoin)>,
    pub(super) customs: Vec<Custom>,
    /// Those outside of `table!`, which `use super::*` brings in.
    pub(super) imports: Imports,
}

/// Where something is written.
#[derive(Clone, Default)]
pub(super) struct Place {
    /// The path of the module, with `::` behind each part.
    pub(super) module: String,
    /// The only dialect that it is compiled for, as far as a feature tells.
    pub(super) dialect: Option<Dialect>,
}

impl Place {
    /// A place within this one.
    fn within(&self, module: &str, attributes: &[Group]) -> Self {
        let told = attributes.iter().find_map(dialect);
        Self { module: format!("{}{module}", self.module), dialect: told.or(self.dialect) }
    }
}

impl Source {
    pub(super) fn read(text: &str) -> Result<Self, BadSchemaRs> {
        let tokens: TokenStream = text
            .parse()
            .map_err(|error: proc_macro2::LexError| BadSchemaRs::at(error.span(), "this is no Rust"))?;
        let mut source = Self::default();
        source.module(&Place::default(), tokens)?;
        Ok(source)
    }

    fn module(&mut self, place: &Place, tokens: TokenStream) -> Result<(), BadSchemaRs> {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        // The attributes of the item that comes next.
        let mut attributes: Vec<Group> = Vec::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let rest = &tokens[at + 1..];
            match (token, rest) {
                (TokenTree::Punct(hash), [TokenTree::Group(group), ..]) if hash.as_char() == '#' => {
                    attributes.push(group.clone());
                    at += 1;
                }
                (TokenTree::Ident(name), [TokenTree::Punct(mark), TokenTree::Group(group), ..])
                    if mark.as_char() == '!' =>
                {
                    self.called(place.within("", &attributes), &name.to_string(), group)?;
                    attributes.clear();
                    at += 2;
                }
                (TokenTree::Ident(word), [TokenTree::Ident(name), TokenTree::Group(body), ..])
                    if word == "mod" && body.delimiter() == Delimiter::Brace =>
                {
                    if !attributes.iter().any(is_for_tests) {
                        self.module(&place.within(&format!("{name}::"), &attributes), body.stream())?;
                    }
                    attributes.clear();
                    at += 2;
                }
                (TokenTree::Ident(word), [TokenTree::Ident(name), ..]) if word == "struct" => {
                    self.customs.extend(custom::of(name, &attributes)?);
                    attributes.clear();
                }
                // `use<…>` of a return type is no statement.
                (TokenTree::Ident(word), [TokenTree::Punct(mark), ..])
                    if word == "use" && mark.as_char() == '<' => {}
                (TokenTree::Ident(word), _) if word == "use" => {
                    let is_end =
                        |token: &TokenTree| matches!(token, TokenTree::Punct(end) if end.as_char() == ';');
                    let end = rest.iter().position(is_end).map_or(tokens.len(), |end| at + 2 + end);
                    let statement = tokens[at..end].iter().cloned().collect();
                    parsed(|input: ParseStream<'_>| imports::statement(input, &mut self.imports), statement)
                        .map_err(|error| BadSchemaRs::of(&error, word.span()))?;
                    at = end - 1;
                }
                (TokenTree::Group(body), _) if body.delimiter() == Delimiter::Brace => attributes.clear(),
                (TokenTree::Punct(end), _) if end.as_char() == ';' => attributes.clear(),
                _ => {}
            }
            at += 1;
        }
        Ok(())
    }

    /// A macro and what it is called with.
    fn called(&mut self, place: Place, name: &str, group: &Group) -> Result<(), BadSchemaRs> {
        let bad = |error: syn::Error| BadSchemaRs::of(&error, group.span_close());
        match name {
            "table" => {
                let table = parsed(grammar::table, group.stream()).map_err(bad)?;
                self.tables.push((place, table));
            }
            "joinable" => {
                let join = parsed(grammar::join, group.stream()).map_err(bad)?;
                self.joins.push((place, join));
            }
            // Which tables may stand in one query is about queries alone.
            _ => {}
        }
        Ok(())
    }
}

fn parsed<T>(grammar: impl FnOnce(ParseStream<'_>) -> syn::Result<T>, tokens: TokenStream) -> syn::Result<T> {
    Parser::parse2(grammar, tokens)
}

/// Whether an attribute is `cfg(test)`: what tests make up is nothing that the program runs with.
fn is_for_tests(attribute: &Group) -> bool {
    attribute.stream().to_string().replace(' ', "") == "cfg(test)"
}

/// The dialect that `cfg(feature = "sqlite")` and the like name; of several, or of `not`, none is to be told.
fn dialect(attribute: &Group) -> Option<Dialect> {
    let text = attribute.stream().to_string();
    let mut told = [("postgres", Dialect::Postgres), ("sqlite", Dialect::Sqlite), ("mysql", Dialect::Mysql)]
        .into_iter()
        .filter(|(name, _)| text.starts_with("cfg") && !text.contains("not") && text.contains(name));
    let (_, dialect) = told.next()?;
    told.next().is_none().then_some(dialect)
}

impl BadSchemaRs {
    pub(super) fn at(span: Span, message: impl Into<String>) -> Self {
        let start = span.start();
        Self { line: start.line, column: start.column + 1, message: message.into() }
    }

    /// What a grammar says. Where the tokens of a macro end too early it knows no place; then it is where the macro ends.
    fn of(error: &syn::Error, end: Span) -> Self {
        let place = error.span();
        let is_nowhere = place.start() == place.end();
        Self::at(if is_nowhere { end } else { place }, error.to_string())
    }
}
