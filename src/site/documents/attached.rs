//! Attachments: documents about single pupils, named below the summary of their class.

use crate::analysis::Subject;
use crate::model::ClassId;
use crate::privacy::View;

use super::super::Document;
use super::Genres;

/// Names the attachments of composed documents about classes, as their outlines ask for them: one line a genre.
pub(super) fn attach(view: &View, genres: &Genres, documents: &mut [Document]) {
    // What somebody wrote names its own.
    let of = |it: &Document| if is_written(view, it) { Vec::new() } else { lines(view, genres, it, documents) };
    let lines: Vec<Vec<String>> = documents.iter().map(of).collect();
    for (document, lines) in documents.iter_mut().zip(lines) {
        document.attachments.extend(lines);
    }
}

/// The attachments of a document about a class, out of the documents that there are.
pub(super) fn lines(view: &View, genres: &Genres, document: &Document, documents: &[Document]) -> Vec<String> {
    let wanted = genres.get(&*document.genre).map(|it| it.attachments.as_slice()).unwrap_or_default();
    match document.scope.subject {
        Subject::Class(class) => wanted.iter().filter_map(|genre| line(view, genre, class, document, documents)).collect(),
        _ => Vec::new(),
    }
}

fn is_written(view: &View, document: &Document) -> bool {
    view.casebook.summaries.iter().any(|it| super::routes(&it.key).0 == document.pdf)
}

/// `个案报告8份`
fn line(view: &View, genre: &str, class: ClassId, of: &Document, documents: &[Document]) -> Option<String> {
    let casebook = view.casebook;
    let mut pupils: Vec<_> = documents
        .iter()
        .filter(|it| &*it.genre == genre && it.scope.term == of.scope.term)
        .filter_map(|it| match it.scope.subject {
            Subject::Student(student) if casebook.student(student).class == Some(class) => Some(student),
            _ => None,
        })
        .collect();
    pupils.sort_unstable();
    pupils.dedup();
    // To whom it is not made it is not attached.
    pupils.retain(|_| view.audience.reads(genre));
    let label = casebook.schema.choice_label("genre", genre);
    let told = view.tells_persons(pupils.len() as u32);
    (!pupils.is_empty()).then(|| if told { format!("{label}{}份", pupils.len()) } else { label.to_owned() })
}
