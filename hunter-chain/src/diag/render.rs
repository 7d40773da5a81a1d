//! A diagnostic as text, in rustc's manner.
//!
//! Responsible for layout only; the words are the diagnostic's. Plain text always: rustc shows escape sequences of
//! a macro's message as visible characters.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Place};

pub(super) fn plain(diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.level {
        super::Level::Error => Level::ERROR,
        super::Level::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str());
    let mut groups = vec![with_place(Group::with_title(title), &diagnostic.at)];
    for (what, place) in &diagnostic.related {
        let title = Level::NOTE.secondary_title(what.as_str());
        groups.push(with_place(Group::with_title(title), place));
    }
    groups.push(Group::with_title(Level::HELP.secondary_title(diagnostic.help.as_str())));
    Renderer::plain().render(&groups)
}

fn with_place<'a>(group: Group<'a>, place: &'a Place) -> Group<'a> {
    match &place.source {
        None => group.element(Origin::path(place.path.as_str())),
        Some((text, range)) => group.element(
            Snippet::source(&**text)
                .path(place.path.as_str())
                .annotation(AnnotationKind::Primary.span(range.clone())),
        ),
    }
}
