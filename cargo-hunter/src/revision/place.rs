//! Where a new revision stands, and what it is called.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use hunter_chain::{
    Applied, BranchLabel, Chain, Diagnostic, RESERVED, Revision, RevisionId, SourceTree, Target, read_graph,
};
use hunter_migrations::Error;
use hunter_migrations::cli;

/// So long is the part of a directory's name that says what it does.
const SLUG: usize = 40;

/// A revision that is not written yet.
#[derive(Debug, Clone)]
pub(super) struct NewRevision {
    pub(super) id: RevisionId,
    pub(super) parents: Vec<RevisionId>,
    pub(super) message: String,
    pub(super) labels: Vec<BranchLabel>,
    pub(super) depends_on: Vec<RevisionId>,
}

impl NewRevision {
    pub(super) fn of(verb: &cli::Revision, chain: &Chain) -> Result<Self, Error> {
        let default = if verb.codify_drift { "adopt drift" } else { "new revision" };
        let message =
            verb.message.as_deref().map(str::trim).filter(|text| !text.is_empty()).unwrap_or(default);
        let labels = verb.branch_label.iter().map(|label| BranchLabel::parse(label));
        let labels = labels
            .collect::<Result<Vec<_>, _>>()
            .map_err(|bad| Error::refusal(bad.to_string(), "choose another label"))?;
        if let Some(taken) =
            labels.iter().find(|label| chain.revisions().iter().any(|other| other.labels.contains(label)))
        {
            let message = format!("the label `{}` is another branch's already", taken.as_str());
            return Err(Error::refusal(
                message,
                "`cargo hunter branches` shows the labels: choose another one",
            ));
        }
        let depends_on =
            verb.depends_on.iter().map(|word| one(word, chain)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            id: id(verb.rev_id.as_deref(), chain)?,
            parents: parents(verb, chain)?,
            message: message.to_owned(),
            labels,
            depends_on: depends_on.into_iter().map(|revision| revision.id.clone()).collect(),
        })
    }

    /// `<id>_<slug>`.
    pub(super) fn directory(&self) -> String {
        let plain =
            |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' };
        let words: String = self.message.chars().map(plain).collect();
        let words: Vec<&str> = words.split('_').filter(|word| !word.is_empty()).collect();
        let mut slug = words.join("_");
        slug.truncate(SLUG);
        format!("{}_{}", self.id, slug.trim_end_matches('_'))
    }
}

/// The id that was asked for, or a new one.
pub(super) fn id(wanted: Option<&str>, chain: &Chain) -> Result<RevisionId, Error> {
    let Some(text) = wanted else {
        // A hasher's keys are the randomness that the standard library has.
        let fresh =
            || RevisionId::trusted(format!("{:012x}", RandomState::new().hash_one(()) & 0xffff_ffff_ffff));
        return Ok(std::iter::repeat_with(fresh).find(|id| chain.get(id).is_none()).unwrap_or_else(fresh));
    };
    let bad =
        |why: String| Error::refusal(why, "an id is of a-z, 0-9 and -; twelve hexadecimal digits are usual");
    let is_plain = text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit());
    let id = RevisionId::parse(text).map_err(|error| bad(error.to_string()))?;
    if !is_plain || RESERVED.contains(&text) {
        return Err(bad(format!("`{text}` is no id for a new revision")));
    }
    match chain.get(&id) {
        Some(other) => Err(bad(format!("`{id}` is the revision {} already", other.directory))),
        None => Ok(id),
    }
}

fn parents(verb: &cli::Revision, chain: &Chain) -> Result<Vec<RevisionId>, Error> {
    let heads: Vec<RevisionId> = chain.heads().iter().map(|head| head.id.clone()).collect();
    let Some(word) = &verb.head else {
        if heads.len() > 1 {
            let names: Vec<&str> = heads.iter().map(RevisionId::as_str).collect();
            let message = format!("there are several heads: {}", names.join(", "));
            return Err(Error::refusal(message, "say on which it stands: --head REV"));
        }
        return Ok(heads);
    };
    if word == "base" {
        return Ok(Vec::new());
    }
    let on = one(word, chain)?;
    if !heads.contains(&on.id) && !verb.splice {
        let message = format!("`{}` is no head: another revision stands on it", on.id);
        return Err(Error::refusal(message, "give --splice if a new branch is meant to begin there"));
    }
    Ok(vec![on.id.clone()])
}

/// The one revision that a word names.
pub(crate) fn one<'c>(word: &str, chain: &'c Chain) -> Result<&'c Revision, Error> {
    let target: Target = word
        .parse()
        .map_err(|bad: hunter_chain::BadTarget| Error::refusal(bad.to_string(), "name a revision"))?;
    let found = chain.locate(&target, &Applied::none())?;
    match found.as_slice() {
        [one] => Ok(one),
        _ => Err(Error::refusal(
            format!("`{word}` is not one revision"),
            "`cargo hunter history` shows all of them",
        )),
    }
}

/// The settings of a folder without a revision, as a chain.
pub(super) fn empty(tree: &SourceTree) -> Result<Chain, Vec<Diagnostic>> {
    let mut with_one = SourceTree::new(tree.root.clone());
    for (path, bytes) in tree.files() {
        with_one.insert(path, bytes.to_vec());
    }
    for file in ["up.sql", "down.sql"] {
        with_one.insert(format!("placeholder/{file}"), b"select 1;".to_vec());
    }
    read_graph(&with_one).map(Chain::without_revisions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_says_what_the_message_says_in_plain_letters() {
        let new = |message: &str| NewRevision {
            id: RevisionId::trusted("0123456789ab"),
            parents: Vec::new(),
            message: message.to_owned(),
            labels: Vec::new(),
            depends_on: Vec::new(),
        };
        assert_eq!(new("Add: e-mail (größer)!").directory(), "0123456789ab_add_e_mail_gr_er");
        assert_eq!(new(&"word ".repeat(20)).directory().len(), 13 + 39);
        assert_eq!(new("../../etc").directory(), "0123456789ab_etc");
    }
}
