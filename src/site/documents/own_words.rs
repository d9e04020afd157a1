//! Repeated paragraphs that are nobody's copy: what a genre composes of each of two documents by itself, such as what one case
//! cannot show, or a teacher's remark that two genres quote. Once such documents are written out, they hold the same words.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics, Place};
use crate::privacy::View;
use crate::source::{FileId, SourceTree, Span};

use super::markdown::markdown;
use super::{Genres, composed, written};

/// The findings without those about paragraphs that both documents would hold if nobody had written them.
pub fn without_own_words(tree: &SourceTree, view: &View, genres: &Genres, findings: Diagnostics) -> Diagnostics {
    let mut known: BTreeMap<FileId, String> = BTreeMap::new();
    let mut is_composed = |span: &Span| {
        let composed =
            known.entry(span.file).or_insert_with(|| composed_text(tree, view, genres, span.file).unwrap_or_default());
        let range = span.start as usize..span.end as usize;
        tree.text(span.file).get(range).is_some_and(|it| !it.is_empty() && composed.contains(it))
    };
    let mut is_own = |it: &Diagnostic| match (&it.place, it.related.as_slice()) {
        (Place::Span(second), [first]) if it.code == Code::DupAcrossDocuments => is_composed(second) && is_composed(first),
        _ => false,
    };
    findings.into_iter().filter(|it| !is_own(it)).collect()
}

/// What would stand in a written document's file if it were written out now.
fn composed_text(tree: &SourceTree, view: &View, genres: &Genres, file: FileId) -> Option<String> {
    let summary = view.casebook.summaries.iter().find(|it| it.span.file == file)?;
    let topic = written::topic(view, genres, summary)?;
    let made = composed(topic, genres.get(&*summary.genre)?)?;
    Some(markdown(&made.prose, &|target, span| super::summary::moved(tree, target, span)))
}
