//! Exemptions: what a text says may stand.
//!
//! The field `allow` (允许) lists words, whole passages, or kinds of findings by their codes. In a note or file it holds for
//! that file, in a row of a table for that row, and in `casebook.yaml` for every file, there for warnings only.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Place, Severity, nearest};
use crate::model::Casebook;
use crate::schema::Fields;
use crate::source::{FileId, SourceTree, Span};

use super::reasons::LINTS;

/// One entry of a field `allow`.
struct Exemption<'a> {
    /// A code, or words of the text.
    words: &'a str,
    span: Span,
    /// Where it holds, if not everywhere in its file.
    row: Option<Span>,
    used: bool,
}

/// The findings without those that are exempt, and with a finding for each exemption that exempts nothing.
pub(super) fn apply(tree: &SourceTree, casebook: &Casebook, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut by_file: BTreeMap<FileId, Vec<Exemption>> = BTreeMap::new();
    let mut collect = |fields, row| {
        for exemption in read(fields, row) {
            by_file.entry(exemption.span.file).or_default().push(exemption);
        }
    };
    for note in &casebook.notes {
        collect(&note.fields, note.origin.row.map(|_| note.origin.span));
    }
    casebook.students.iter().for_each(|it| collect(&it.fields, None));
    casebook.classes.iter().for_each(|it| collect(&it.fields, None));
    casebook.surveys.iter().for_each(|it| collect(&it.fields, None));
    casebook.projects.iter().for_each(|it| collect(&it.fields, None));
    casebook.summaries.iter().for_each(|it| collect(&it.fields, None));
    let mut everywhere = read(&casebook.config.fields, None);

    let mut kept = Vec::with_capacity(findings.len());
    for finding in findings {
        let Place::Span(span) = finding.place else {
            kept.push(finding);
            continue;
        };
        let mut exempt = false;
        for it in by_file.get_mut(&span.file).into_iter().flatten().filter(|it| it.holds_at(span)) {
            let covers = it.covers(tree, finding.code, span);
            it.used |= covers;
            exempt |= covers;
        }
        for it in &mut everywhere {
            let covers = finding.severity() == Severity::Warning && it.covers(tree, finding.code, span);
            it.used |= covers;
            exempt |= covers;
        }
        if !exempt {
            kept.push(finding);
        }
    }
    let unused = by_file.into_values().flatten().chain(everywhere).filter(|it| !it.used);
    kept.extend(unused.map(|it| {
        let near = nearest(it.words, LINTS.iter().map(|it| it.id())).filter(|near| *near != it.words);
        Diagnostic::new(Code::UnusedExemption, it.span).arg("word", it.words).arg("nearest", near.unwrap_or_default())
    }));
    kept
}

/// The exemptions of one note, row or file.
fn read(fields: &Fields, row: Option<Span>) -> Vec<Exemption<'_>> {
    let entries = fields.list("allow").iter();
    entries.filter_map(|it| Some(Exemption { words: it.as_text()?.trim(), span: it.span, row, used: false })).collect()
}

impl Exemption<'_> {
    fn holds_at(&self, span: Span) -> bool {
        self.row.is_none_or(|row| row.start <= span.start && span.end <= row.end)
    }

    /// Whether it exempts a finding of this code at this place: by the code, or because the place lies in the words.
    fn covers(&self, tree: &SourceTree, code: Code, span: Span) -> bool {
        if self.words.is_empty() || self.words == code.id() {
            return !self.words.is_empty();
        }
        let text = tree.text(span.file);
        let range = span.range();
        let from = text.floor_char_boundary(range.start.saturating_sub(self.words.len()));
        let to = text.ceil_char_boundary((range.end + self.words.len()).min(text.len()));
        let around = text.get(from..to).unwrap_or_default();
        let mut places = around.match_indices(self.words).map(|(at, it)| from + at..from + at + it.len());
        places.any(|it| it.start <= range.start && range.end <= it.end)
    }
}
