//! What an editor would mark: words that label or judge a pupil, exams that are not held, percentages of nobody knows how
//! many, paragraphs that stand twice, slips of typing and scanning, numerals and punctuation.
//!
//! [`lint`] reads every text that a casebook holds: the fields of notes, rows and files, and what stands below them. Each
//! finding has the exact place of the words. A text may exempt words, or a kind of finding, by its field `allow`.

mod character;
mod citations;
mod exams;
mod exemptions;
mod lexicon;
mod markdown;
mod marks;
mod numerals;
mod pairs;
mod passage;
mod percentages;
mod reasons;
mod repeats;
mod restricted;
mod sequence;
mod texts;
mod vocabulary;
mod words;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::date::Date;
use crate::diag::{Code, Diagnostic, Fault, guarded};
use crate::model::{Casebook, Note};
use crate::source::{FileId, SourceTree, Span};

use passage::{Form, Passage, Setting};
use texts::Text;

pub use reasons::{Reason, reason};

/// Every finding about how things are said. `as_of` is the day up to which figures in documents count; that of the latest
/// note where none is given.
pub fn lint(tree: &SourceTree, casebook: &Casebook, as_of: Option<Date>) -> Vec<Diagnostic> {
    Memory::default().lint(tree, casebook, as_of)
}

/// Notes that are gone are forgotten once so many times as many are known as there are.
const FORGOTTEN: usize = 2;

/// What was found in notes, so that those that are still the same need not be read again.
#[derive(Debug, Default)]
pub struct Memory {
    /// By where a note lies in memory; it stays there as long as it is known here.
    notes: HashMap<usize, (Arc<Note>, Vec<Diagnostic>)>,
}

impl Memory {
    /// The same as [`lint`].
    pub fn lint(&mut self, tree: &SourceTree, casebook: &Casebook, as_of: Option<Date>) -> Vec<Diagnostic> {
        let place = |note: &Arc<Note>| Arc::as_ptr(note).addr();
        // Of most notes nothing is to be said, neither before nor now.
        let of_note = |note: &Arc<Note>| match self.notes.get(&place(note)) {
            Some((_, found)) => (!found.is_empty()).then(|| (None, found.clone())),
            None => {
                let found = watched(tree.find(&note.origin.path), || read(&texts::of_note(tree, &casebook.schema, note)));
                Some((Some(Arc::clone(note)), found))
            }
        };
        let of_notes: Vec<_> = casebook.notes.par_iter().filter_map(of_note).collect();
        let files = texts::of_files(tree, casebook);
        let mut findings: Vec<Diagnostic> = files.par_iter().flat_map_iter(|it| watched(it.file(), || read(it))).collect();
        for (unread, found) in of_notes {
            findings.extend_from_slice(&found);
            self.notes.extend(unread.map(|it| (place(&it), (it, found))));
        }
        if self.notes.len() > FORGOTTEN * casebook.notes.len() {
            let present: HashSet<usize> = casebook.notes.iter().map(place).collect();
            self.notes.retain(|place, _| present.contains(place));
        }
        across(tree, casebook, as_of, &files, findings)
    }
}

/// What is found by comparing texts, beside what was found in each; and without what is exempted.
fn across(
    tree: &SourceTree,
    casebook: &Casebook,
    as_of: Option<Date>,
    files: &[Text],
    mut findings: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    findings.extend(exams::check(casebook));
    let documents: Vec<&Text> = files.iter().filter(|it| it.summary.is_some()).collect();
    findings.extend(repeats::across(tree, &documents));
    findings.extend(restricted::check(tree, casebook, &documents, as_of));
    findings.extend(citations::check(casebook, &documents));
    exemptions::apply(tree, casebook, findings)
}

/// What is found in a file's text; where the program fails over it, that alone.
fn watched(file: Option<FileId>, read: impl FnOnce() -> Vec<Diagnostic>) -> Vec<Diagnostic> {
    let told = |fault: Fault| file.map_or_else(|| fault.anywhere(), |it| fault.in_file(Span::file(it)));
    guarded(read).unwrap_or_else(|fault| vec![told(fault)])
}

/// The findings of one text.
fn read(text: &Text) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (at, passage) in text.passages.iter().enumerate() {
        if passage.form == Form::Live {
            continue;
        }
        words::check(passage, &mut findings);
        if passage.form != Form::Row {
            let next = text.passages.get(at + 1).map_or("", |it| &it.text);
            pairs::check(passage, next, &mut findings);
            marks::check(passage, &mut findings);
            numerals::check(passage, &mut findings);
        }
    }
    let body = text.body();
    if !body.is_empty() {
        let is_document = text.setting == Setting::Document;
        let repeated = if is_document { Code::DupParagraph } else { Code::DupInNote };
        sequence::check(body, &mut findings);
        repeats::within(repeated, body, text.line, &mut findings);
        if is_document {
            percentages::check(body, &mut findings);
            numerals::check_mix(body, &mut findings);
        }
    }
    findings
}

/// A finding about a stretch of a passage.
fn finding(code: Code, passage: &Passage, start: usize, end: usize) -> Diagnostic {
    let words = passage.text.get(start..end).unwrap_or_default();
    Diagnostic::new(code, passage.span(start, end)).arg("word", words)
}
