//! Scripts in a directory that is no revision, `hooks/` or `definitions/`, by their names.
//!
//! Responsible for which file is for which dialect; which names there may be is the reader's.

use std::borrow::Cow;
use std::collections::BTreeMap;

use hunter_sql::Dialect;

use super::SourceTree;
use super::parse::text_of;
use crate::diag::Diagnostics;
use crate::digest::Digest;
use crate::revision::{Script, Scripts};

/// Scripts by name: `v` of `v.sql` and of `v.sqlite.sql`, of which a dialect's own wins. What holds no statement does nothing.
pub(crate) fn scripts(
    tree: &SourceTree,
    directory: &str,
    dialects: &[Dialect],
    found: &mut Diagnostics,
) -> BTreeMap<String, Scripts> {
    let (mut named, mut plain): (BTreeMap<String, Scripts>, _) = (BTreeMap::new(), Vec::new());
    for (path, bytes) in tree.files() {
        let Some(file) = path.strip_prefix(directory).and_then(|rest| rest.strip_prefix('/')) else {
            continue;
        };
        let Some(stem) = file.strip_suffix(".sql").filter(|stem| !stem.contains('/')) else { continue };
        let own = stem.rsplit_once('.').and_then(|(name, last)| Some((name, Dialect::from_name(last)?)));
        let Some(text) = text_of(tree, path, bytes, found) else { continue };
        let script = Script { path: Cow::Owned(tree.shown(path)), text: Cow::Owned(text.to_string()) };
        match own {
            Some((name, dialect)) => insert(named.entry(name.to_owned()).or_default(), dialect, script),
            None => plain.push((stem.to_owned(), script)),
        }
    }
    for (name, script) in plain {
        let scripts = named.entry(name).or_default();
        let free: Vec<Dialect> =
            dialects.iter().filter(|dialect| scripts.get(**dialect).is_none()).copied().collect();
        free.into_iter().for_each(|dialect| insert(scripts, dialect, script.clone()));
    }
    named
}

fn insert(scripts: &mut Scripts, dialect: Dialect, script: Script) {
    if !hunter_sql::is_blank(dialect, &script.text) {
        let digest = Digest::of_script(dialect, &script.text);
        scripts.insert(dialect, script, digest);
    }
}
