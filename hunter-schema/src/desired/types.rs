//! The types of Diesel.
//!
//! Responsible for what a type is called and for finding the one that a path means. What it is in a database is
//! [`postgres`](super::postgres)' and [`sqlite`](super::sqlite)'s.

use std::fmt;

use syn::{GenericArgument, PathArguments, Type, TypePath};

use super::BadSchemaRs;
use super::builtin::{self, BuiltIn};
use super::custom::Custom;
use super::imports::{Imports, is_elsewhere};

/// A type as `schema.rs` writes it; `Display` writes it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DieselType(pub(super) Form);

/// What sort of a type it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// One of Diesel's own, and under which of its names.
    BuiltIn(&'static BuiltIn, &'static str),
    /// One that the file makes.
    Custom(Custom),
    /// One that another crate or file makes.
    Foreign(String),
    /// One around another: `Nullable`, `Array`, `Range`, `Multirange`, `Unsigned`.
    Around(&'static str, Box<DieselType>),
}

const AROUND: [&str; 5] = ["Nullable", "Array", "Range", "Multirange", "Unsigned"];

impl DieselType {
    /// Whether it takes NULL.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        matches!(self.0, Form::Around("Nullable", _))
    }

    /// The same type without NULL; of one that is around nothing, itself.
    pub(super) fn without_null(&self) -> &DieselType {
        match &self.0 {
            Form::Around("Nullable", inner) => inner.without_null(),
            _ => self,
        }
    }
}

impl fmt::Display for DieselType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::BuiltIn(_, name) => f.write_str(name),
            Form::Custom(custom) => f.write_str(&custom.rust),
            Form::Foreign(name) => f.write_str(name),
            Form::Around(name, inner) => write!(f, "{name}<{inner}>"),
        }
    }
}

/// Where a path stands: which names mean something there.
pub(super) struct Scope<'s> {
    /// Those of the table.
    pub(super) imports: &'s Imports,
    /// Those around it.
    pub(super) outer: &'s Imports,
    pub(super) customs: &'s [Custom],
}

impl Scope<'_> {
    /// The type of a path.
    pub(super) fn find(&self, path: &TypePath) -> Result<DieselType, BadSchemaRs> {
        let mut segments: Vec<String> =
            path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let Some(last) = path.path.segments.last() else {
            return Err(BadSchemaRs::at(syn::spanned::Spanned::span(path), "here should be a type"));
        };
        let written = last.ident.to_string();
        if let Some(around) = AROUND.into_iter().find(|around| *around == written)
            && let PathArguments::AngleBracketed(list) = &last.arguments
        {
            return match list.args.first() {
                Some(GenericArgument::Type(Type::Path(inner))) => {
                    Ok(DieselType(Form::Around(around, Box::new(self.find(inner)?))))
                }
                _ => Err(BadSchemaRs::at(last.ident.span(), format!("`{around}` is around a type"))),
            };
        }
        if segments.len() == 1
            && let Some(known) = self.imports.path(&written).or_else(|| self.outer.path(&written))
        {
            segments = known.to_vec();
        }
        self.named(&segments).ok_or_else(|| {
            let own = self.customs.iter().map(|custom| custom.rust.as_str());
            let near = nearest(&written, own.chain(builtin::names()).chain(AROUND));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            let message = format!("there is no type `{written}` in Diesel, and none in this file{near}");
            BadSchemaRs::at(last.ident.span(), message)
        })
    }

    fn named(&self, path: &[String]) -> Option<DieselType> {
        let name = path.last()?;
        let of_diesel = || builtin::find(name).map(|(row, name)| Form::BuiltIn(row, name));
        let of_file =
            || self.customs.iter().find(|custom| custom.rust == *name).map(|one| Form::Custom(one.clone()));
        let form = match path {
            [_] => of_diesel().or_else(of_file).or_else(|| {
                let anything = self.imports.may_bring_anything() || self.outer.may_bring_anything();
                anything.then(|| Form::Foreign(name.clone()))
            }),
            [first, ..] if first == "diesel" => of_diesel(),
            _ => of_file()
                .or_else(|| is_elsewhere(path).then(|| Form::Foreign(name.clone())))
                .or_else(of_diesel),
        };
        form.map(DieselType)
    }
}

/// The name that is most like a written one, if it is much like it.
pub(super) fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let written = written.to_lowercase();
    let like = |name: &&str| strsim::normalized_damerau_levenshtein(&written, &name.to_lowercase());
    names.max_by(|one, other| like(one).total_cmp(&like(other))).filter(|name| like(name) > 0.5)
}
