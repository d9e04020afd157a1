//! Binding: a compilation takes in the documents that it names.

use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::privacy::View;
use crate::source::Span;

use super::super::Document;
use super::routes;

/// The genre that binds others.
const COMPILATION: &str = "compilation";

/// Whether any written document takes in others.
pub(super) fn binds(view: &View) -> bool {
    view.casebook.summaries.iter().any(|it| &*it.genre == COMPILATION)
}

/// Gives each written compilation its parts, in the order in which it names them: written documents by their file's name,
/// composed ones by that of their PDF (`S02-2025-2026-2-case`). What is not there is reported.
pub(super) fn bind(view: &View, documents: &mut [Document], findings: &mut Diagnostics) {
    for summary in view.casebook.summaries.iter().filter(|it| &*it.genre == COMPILATION) {
        let own = routes(&summary.key).0;
        let Some(at) = documents.iter().position(|it| it.pdf == own) else { continue };
        let mut parts: Vec<Document> = Vec::new();
        for value in summary.fields.list("include") {
            let Some(name) = value.as_text() else { continue };
            // A compilation within a compilation would number nothing from 1 and might hold itself.
            let named = documents.iter().find(|it| &*it.genre != COMPILATION && it.pdf == routes(name).0);
            match named {
                Some(part) => parts.push(part.clone()),
                None => findings.push(unknown(name, documents, value.span)),
            }
        }
        documents[at].parts = parts;
    }
}

/// The finding that no document goes by a name, with the nearest one that does.
fn unknown(name: &str, documents: &[Document], span: Span) -> Diagnostic {
    let stem = |it: &Document| it.pdf.as_str().trim_start_matches("pdf/").trim_end_matches(".pdf").to_owned();
    let known: Vec<String> = documents.iter().filter(|it| &*it.genre != COMPILATION).map(stem).collect();
    Diagnostic::new(Code::UnknownReference, span)
        .arg("kind", "可以收入的文稿")
        .arg("value", name)
        .arg("nearest", nearest(name, known.iter().map(String::as_str)).unwrap_or_default())
}
