//! Paragraphs that stand twice.

use std::collections::BTreeMap;

use crate::diag::{CONTENT, Code, Diagnostic};
use crate::source::SourceTree;

use super::character::{FIGURE, MASK};
use super::finding;
use super::passage::{Form, Passage};
use super::texts::{Lines, Text};

/// A paragraph shorter than this may well be said twice.
const LEAST: usize = 40;

/// Reports each paragraph of a file that equals an earlier one; `code` says in what kind of file.
pub(super) fn within(code: Code, body: &[Passage], line: Lines, findings: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, &Passage> = BTreeMap::new();
    for passage in body.iter().filter(|it| is_long(it)) {
        match seen.get(&*passage.text) {
            Some(first) => {
                let place = first.span(0, first.text.len());
                let found = finding(code, passage, 0, passage.text.len());
                findings.push(found.arg("line", line.of(place)).related(place));
            }
            None => {
                seen.insert(&passage.text, passage);
            }
        }
    }
}

/// Reports each paragraph of a document that equals one of an earlier document. Live figures are each document's own.
pub(super) fn across(tree: &SourceTree, documents: &[&Text]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<&str, (usize, &Passage)> = BTreeMap::new();
    for (at, document) in documents.iter().enumerate() {
        for passage in document.body().iter().filter(|it| is_long(it) && !it.text.contains(FIGURE)) {
            match seen.get(&*passage.text) {
                Some((first, _)) if *first == at => {}
                Some((_, first)) => {
                    let place = first.span(0, first.text.len());
                    let file = tree.get(place.file).map(|it| format!("{CONTENT}{}", it.path)).unwrap_or_default();
                    let found = finding(Code::DupAcrossDocuments, passage, 0, passage.text.len());
                    findings.push(found.arg("file", file).arg("line", document.line.of(place)).related(place));
                }
                None => {
                    seen.insert(&passage.text, (at, passage));
                }
            }
        }
    }
    findings
}

fn is_long(passage: &Passage) -> bool {
    let paragraph = matches!(passage.form, Form::Paragraph | Form::Item { .. });
    // An image, or an address, is no words.
    paragraph && passage.text.len() >= LEAST && passage.text.chars().filter(|it| *it != MASK).count() >= LEAST
}
