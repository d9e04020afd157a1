//! What values of one note say about each other.

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::schema::{Fields, NoteType, Schema};
use crate::source::Span;

use super::Note;

/// Pairs of which the first counts a part of the second.
const PARTS: [(&str, &str); 3] = [("on_task", "total"), ("days_done", "days"), ("present", "enrolled")];

/// Days that cannot lie before the note's own.
const LATER: [&str; 4] = ["recovered", "closed", "end", "next_date"];

/// Marks that cannot be more than full marks.
const MARKS: [&str; 3] = ["value", "class_mean", "standard"];

/// Reports values that contradict each other, or the limits of their measure.
pub(super) fn check(schema: &Schema, config: &Config, note: &Note, findings: &mut Diagnostics) {
    let row = schema.note_type(note.kind);
    let fields = &note.fields;
    let measure = fields.text("measure").and_then(|it| config.measures.get(it));
    let most = fields.number("full_marks").or(measure.and_then(|it| it.max));
    for (key, value) in MARKS.iter().filter_map(|key| Some((key, fields.number(key)?))) {
        if let Some(full) = most.filter(|it| value > *it) {
            let finding = Diagnostic::new(Code::AboveFullMarks, span(fields, key, note.origin.span));
            findings.push(finding.arg("value", value).arg("full", full));
        }
    }
    let value = fields.number("value");
    if let Some((value, least)) = value.zip(measure.and_then(|it| it.min)).filter(|(value, least)| value < least) {
        let label = row.fields.find("value").map_or("value", |it| &it.label);
        let finding = Diagnostic::new(Code::OutOfRange, span(fields, "value", note.origin.span)).arg("field", label);
        let finding = finding.arg("value", value).arg("min", least);
        let finding = finding.arg("max", most.map_or("∞".to_owned(), |it| it.to_string()));
        findings.push(finding.arg("unit", measure.and_then(|it| it.unit.as_deref()).unwrap_or_default()));
    }
    if let Some(value) = value.filter(|_| fields.boolean("absent") == Some(true)) {
        let finding = Diagnostic::new(Code::AbsentWithValue, span(fields, "value", note.origin.span));
        findings.push(finding.arg("value", value));
    }
    for (part, whole) in PARTS {
        if let Some(finding) = part_above_whole(row, fields, part, whole) {
            findings.push(finding);
        }
    }
    for key in LATER {
        if let Some(day) = fields.date(key).filter(|it| *it < note.date) {
            let finding = Diagnostic::new(Code::DateBeforeNote, span(fields, key, note.origin.span));
            let label = row.fields.find(key).map_or(key, |it| &it.label);
            findings.push(finding.arg("field", label).arg("value", day).arg("date", note.date));
        }
    }
}

fn part_above_whole(row: &NoteType, fields: &Fields, part: &str, whole: &str) -> Option<Diagnostic> {
    let (value, total) = (fields.number(part)?, fields.number(whole)?);
    let label = |key: &str| row.fields.find(key).map(|it| it.label.clone()).unwrap_or_default();
    let finding = Diagnostic::new(Code::PartAboveWhole, fields.get(part)?.span).arg("part", label(part));
    let finding = finding.arg("value", value).arg("whole", label(whole)).arg("total", total);
    (value > total).then_some(finding)
}

fn span(fields: &Fields, key: &str, otherwise: Span) -> Span {
    fields.get(key).map_or(otherwise, |it| it.span)
}
