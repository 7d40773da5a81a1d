//! A directory's name, taken apart: `08f51db8dce0_base_revision` is an id and a slug.
//!
//! Responsible for Diesel's rule (id = text before the first `_`, hyphens removed) and for the order of versions
//! that follows from it.

use crate::id::{BadName, RevisionId};

/// The parts of a revision directory's name.
pub(super) struct DirectoryName {
    pub(super) id: RevisionId,
    pub(super) slug: String,
}

pub(super) fn parse(directory: &str) -> Result<DirectoryName, BadName> {
    let (id, slug) = directory.split_once('_').unwrap_or((directory, ""));
    if let Some(c) = slug.chars().find(|c| !is_allowed(*c)) {
        return Err(BadName::Character(c));
    }
    Ok(DirectoryName { id: RevisionId::parse(id)?, slug: slug.to_owned() })
}

/// A name near the one written that would do.
pub(super) fn nearest_allowed(directory: &str) -> String {
    let (id, slug) = directory.split_once('_').unwrap_or((directory, ""));
    let id: String =
        id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ' ' | '-')).collect();
    let slug: String = slug.chars().map(|c| if is_allowed(c) { c } else { '_' }).collect();
    let whole = format!("{id}_{slug}");
    let plain = whole.trim_matches('_');
    if RevisionId::parse(&id).is_ok() { plain.to_owned() } else { format!("0a1b2c3d4e5f_{plain}") }
}

fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | ' ' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_existing_diesel_directory_keeps_the_version_diesel_recorded() {
        let name = parse("2019-11-15-182353_Add email notifications").ok().unwrap();
        assert_eq!((name.id.as_str(), name.slug.as_str()), ("20191115182353", "Add email notifications"));
    }

    #[test]
    fn a_name_without_a_slug_is_an_id() {
        assert_eq!(parse("0001").ok().unwrap().slug, "");
        assert!(parse("_slug").is_err());
        assert!(parse("0001_a@b").is_err());
    }

    #[test]
    fn the_name_proposed_instead_can_be_used() {
        for (written, proposed) in [
            ("0001_a@b", "0001_a_b"),
            ("00#01_a", "0001_a"),
            ("_a", "0a1b2c3d4e5f_a"),
            ("head", "0a1b2c3d4e5f_head"),
            ("ä_b", "0a1b2c3d4e5f_b"),
        ] {
            assert_eq!(nearest_allowed(written), proposed);
            assert!(parse(proposed).is_ok(), "{proposed}");
        }
    }
}
