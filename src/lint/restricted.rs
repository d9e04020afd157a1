//! What never enters a document except as a count of three or more: misdeeds, talks that corrected, what was said or done
//! to a pupil, and everything that is kept in secret fields.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::analysis::{Amount, Analysis, Scope, Subject};
use crate::date::Date;
use crate::diag::{Code, Diagnostic};
use crate::model::{Casebook, Summary};
use crate::schema::{NoteType, Sensitivity};
use crate::source::SourceTree;

use super::character::{FIGURE, is_han};
use super::finding;
use super::passage::Passage;
use super::texts::{self, Text};

/// Types of notes whose words stay where they are.
const RESTRICTED: [&str; 3] = ["incident", "corrective_talk", "peer_climate_event"];

/// How many Chinese characters in a row make a repetition that is no accident.
const REPEATED: usize = 12;

/// Fewer than this tell who it was, unless the settings say otherwise.
const LEAST: i64 = 3;

/// Reports figures and words of restricted notes in documents that somebody wrote.
pub(super) fn check(tree: &SourceTree, casebook: &Casebook, documents: &[&Text], as_of: Option<Date>) -> Vec<Diagnostic> {
    if documents.is_empty() {
        return Vec::new();
    }
    let privacy = casebook.config.fields.record("privacy");
    let least = privacy.and_then(|it| it.integer("smallest_cell")).unwrap_or(LEAST);
    let mut findings = small_counts(tree, casebook, documents, (least, as_of));
    findings.extend(repeated(tree, casebook, documents, least));
    findings
}

/// Live figures that count restricted notes and are too small.
fn small_counts(
    tree: &SourceTree,
    casebook: &Casebook,
    documents: &[&Text],
    (least, as_of): (i64, Option<Date>),
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let analysis = Analysis::new(casebook, as_of);
    for document in documents {
        let summary = document.summary.and_then(|it| casebook.summaries.get(it.0 as usize));
        let Some(scope) = summary.and_then(|it| scope(casebook, &analysis, it)) else { continue };
        for (passage, range) in document.body().iter().flat_map(figures) {
            let written = tree.slice(passage.span(range.start, range.end));
            let name = written.trim_matches('`').trim().trim_start_matches('=').trim();
            let Ok(known) = analysis.figure_name(name) else { continue };
            let counts = RESTRICTED.iter().any(|it| known.name.strip_prefix(it).is_some_and(|it| it.starts_with('.')));
            let Ok(figure) = analysis.figure(name, scope) else { continue };
            let Amount::Count(count) = figure.amount else { continue };
            if counts && count < least && count > 0 {
                let found = finding(Code::MisdeedInDocument, passage, range.start, range.end);
                findings.push(found.arg("name", format!("={name}")).arg("count", count).arg("least", least));
            }
        }
    }
    findings
}

/// The live figures of a passage.
fn figures<'p, 'a>(passage: &'p Passage<'a>) -> impl Iterator<Item = (&'p Passage<'a>, Range<usize>)> {
    let text = &*passage.text;
    let starts = text.match_indices(FIGURE).filter(|(at, _)| !text.get(..*at).is_some_and(|it| it.ends_with(FIGURE)));
    starts.map(move |(at, _)| {
        let length = text.get(at..).unwrap_or_default().chars().take_while(|it| *it == FIGURE).count();
        (passage, at..at + length)
    })
}

/// Of whom and in which term a summary's figures are.
fn scope(casebook: &Casebook, analysis: &Analysis, summary: &Summary) -> Option<Scope> {
    let of_date = || casebook.config.term_of(summary.fields.date("date")?).map(|it| it.id);
    let term = summary.term.or_else(of_date).or_else(|| casebook.current_term(analysis.as_of).map(|it| it.id))?;
    let subject = match (summary.student, summary.class, summary.project) {
        (Some(student), ..) => Subject::Student(student),
        (_, Some(class), _) => Subject::Class(class),
        (.., Some(project)) => Subject::Project(project),
        _ => Subject::Everybody,
    };
    Some(Scope { subject, term })
}

/// A run of Chinese characters in a document: of which document and passage, and where.
type Spot = (usize, usize, Range<usize>);

/// Words that a document shares with a restricted note or a secret field.
fn repeated(tree: &SourceTree, casebook: &Casebook, documents: &[&Text], least: i64) -> Vec<Diagnostic> {
    let mut spots: BTreeMap<Vec<char>, Spot> = BTreeMap::new();
    for (at, document) in documents.iter().enumerate() {
        for (number, passage) in document.body().iter().enumerate() {
            for (window, range) in windows(&passage.text) {
                spots.entry(window).or_insert((at, number, range));
            }
        }
    }
    let mut found: BTreeMap<(usize, usize, usize), (usize, String)> = BTreeMap::new();
    for (label, text) in restricted(tree, casebook) {
        // windows that follow each other are one repetition
        let mut run: Option<Spot> = None;
        for (window, _) in windows(&text) {
            let hit = spots.get(&window).cloned();
            let grown = match (&mut run, &hit) {
                (Some((document, passage, range)), Some((of, number, next)))
                    if document == of && passage == number && next.start < range.end =>
                {
                    range.end = next.end;
                    true
                }
                _ => false,
            };
            if !grown && let Some((document, passage, range)) = std::mem::replace(&mut run, hit) {
                found.insert((document, passage, range.start), (range.end, label.clone()));
            }
        }
        if let Some((document, passage, range)) = run {
            found.insert((document, passage, range.start), (range.end, label));
        }
    }
    let findings = found.into_iter().filter_map(|((document, number, start), (end, label))| {
        let passage = documents.get(document)?.body().get(number)?;
        Some(finding(Code::RestrictedQuote, passage, start, end).arg("type", label).arg("least", least))
    });
    findings.collect()
}

/// Every stretch of so many Chinese characters in a text, marks aside.
fn windows(text: &str) -> Vec<(Vec<char>, Range<usize>)> {
    let characters: Vec<(usize, char)> = text.char_indices().filter(|(_, it)| is_han(*it)).collect();
    let window = |run: &[(usize, char)]| {
        let end = run.last().map_or(0, |(at, it)| at + it.len_utf8());
        (run.iter().map(|(_, it)| *it).collect(), run.first().map_or(0, |it| it.0)..end)
    };
    characters.windows(REPEATED).map(window).collect()
}

/// The words of restricted notes and secret fields, each with what holds it.
fn restricted<'a>(tree: &'a SourceTree, casebook: &'a Casebook) -> Vec<(String, String)> {
    let schema = &casebook.schema;
    let mut words = Vec::new();
    let holds_secrets = |row: &NoteType| row.fields.iter().any(|it| it.class == Sensitivity::Secret && &*it.key != "extra");
    let kinds: Vec<(bool, bool)> =
        schema.types.iter().map(|row| (RESTRICTED.contains(&&*row.key), holds_secrets(row))).collect();
    for note in &casebook.notes {
        let (restricted, secrets) = kinds.get(note.kind.0 as usize).copied().unwrap_or_default();
        if !restricted && !secrets {
            continue;
        }
        let label = &schema.note_type(note.kind).label;
        let passages = texts::of_note(tree, schema, note).passages;
        let kept = passages.into_iter().filter(|it| restricted || it.voice.secret);
        words.extend(kept.map(|it| (label.clone(), it.text.into_owned())));
    }
    for text in texts::of_students(tree, casebook) {
        let kept = text.passages.into_iter().filter(|it| it.voice.secret);
        words.extend(kept.map(|it| (format!("{}档案", schema.file_label("student")), it.text.into_owned())));
    }
    words
}
