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

use rayon::prelude::*;

use crate::date::Date;
use crate::diag::{Code, Diagnostic};
use crate::model::Casebook;
use crate::source::SourceTree;

use passage::{Form, Passage, Setting};
use texts::Text;

pub use reasons::{Reason, reason};

/// Every finding about how things are said. `as_of` is the day up to which figures in documents count; that of the latest
/// note where none is given.
pub fn lint(tree: &SourceTree, casebook: &Casebook, as_of: Option<Date>) -> Vec<Diagnostic> {
    let files = texts::of_files(tree, casebook);
    let of_notes = casebook.notes.par_iter().flat_map_iter(|note| read(&texts::of_note(tree, &casebook.schema, note)));
    let mut findings: Vec<Diagnostic> = files.par_iter().flat_map_iter(read).chain(of_notes).collect();
    findings.extend(exams::check(casebook));
    let documents: Vec<&Text> = files.iter().filter(|it| it.summary.is_some()).collect();
    findings.extend(repeats::across(tree, &documents));
    findings.extend(restricted::check(tree, casebook, &documents, as_of));
    findings.extend(citations::check(casebook, &documents));
    exemptions::apply(tree, casebook, findings)
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
