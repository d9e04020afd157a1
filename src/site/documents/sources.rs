//! What a document was made from: the Markdown files that an archive keeps with it.

use std::collections::BTreeSet;

use crate::analysis::Subject;
use crate::privacy::View;
use crate::source::{FileId, SourceTree};

use super::{Document, routes};

/// The Markdown files of a document in order of path: what somebody wrote of it, the files of its pupil, class or project, and
/// the notes of its scope. Tables are not among them, since one may hold rows of many pupils, and never the roster.
pub fn sources(view: &View, tree: &SourceTree, document: &Document) -> Vec<FileId> {
    let casebook = view.casebook;
    let written = casebook.summaries.iter().filter(|it| routes(&it.key).0 == document.pdf).map(|it| it.span.file);
    let subject = match document.scope.subject {
        Subject::Student(id) => Some(casebook.student(id).span.file),
        Subject::Class(id) => casebook.class(id).path.as_ref().and_then(|it| tree.find(it)),
        Subject::Project(id) => tree.find(&casebook.project(id).path),
        Subject::Everybody => None,
    };
    let notes = view.analysis.notes(document.scope).map(|(_, note)| note.origin.span.file);
    let files: BTreeSet<FileId> = written.chain(subject).chain(notes).collect();
    let is_markdown = |it: &FileId| tree.get(*it).is_some_and(|it| matches!(&*it.path.extension(), "md" | "markdown"));
    files.into_iter().filter(is_markdown).collect()
}
