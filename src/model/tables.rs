//! Tables of notes: one row is one note.

use std::collections::BTreeMap;

use crate::date::{Date, Term};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::schema::{Data, Field, FieldSet, Key, NoteType, Schema, Scope, TypeId, Value, normalize};
use crate::source::Span;
use crate::syntax::{Entry, Node, NodeKind, Prose, Row, Table};

use super::file_name::FileName;
use super::layout::Folder;
use super::notes::{Ground, Lying, Written, cell, entry, is_draft, of_entries};
use super::shelf::TableFile;
use super::{Note, Survey, SurveyId};

/// Reads a table in a folder of a student, class or project.
pub(super) fn of_file(ground: &Ground<'_>, folder: &Folder, file: &TableFile, findings: &mut Diagnostics) -> Vec<Note> {
    let schema = ground.schema;
    let name = FileName::read(schema, file.path.stem());
    let common = &schema.common;
    let typed = |row: &Row| row.entries.iter().any(|it| common.find(&it.key.value).is_some_and(|it| &*it.key == "type"));
    if name.kind.is_none() && !file.table.rows.first().is_some_and(typed) {
        let stem = file.path.stem();
        let words = name.words.as_deref().unwrap_or(stem);
        let finding = Diagnostic::new(Code::TableWithoutType, Span::file(file.id)).arg("stem", stem);
        findings.push(finding.arg("nearest", schema.nearest_type(words).unwrap_or_default()));
        return Vec::new();
    }
    let lying = ground.lying(folder);
    let term = weeks_of(ground, common, &file.table);
    let whole = name.kind.filter(|_| !file.table.rows.first().is_some_and(typed));
    let dated = name.date.is_some();
    let lacking = whole.map(|kind| Lacking::of(ground, kind, &file.table, dated, lying)).unwrap_or_default();
    let mut found = Diagnostics::new();
    let notes = rows_of_file(ground, file, &name, (lying, term), &mut found);
    lacking.report(schema, &file.table, found, findings);
    notes
}

/// Reads the rows, each on its own.
fn rows_of_file(
    ground: &Ground<'_>,
    file: &TableFile,
    name: &FileName,
    (lying, term): (Lying, Option<&Term>),
    findings: &mut Diagnostics,
) -> Vec<Note> {
    let schema = ground.schema;
    let common = &schema.common;
    let mut notes = Vec::with_capacity(file.table.rows.len());
    let mut told = Vec::new();
    for row in distinct(&file.table, findings) {
        if is_draft(ground, &row.entries) {
            continue;
        }
        let own = entry(common, &row.entries, "type");
        let declared = match own {
            Some(entry) => ground.declared(entry, findings),
            None => name.kind.or_else(|| {
                findings.push(Diagnostic::new(Code::MissingType, row.span));
                None
            }),
        };
        let Some(declared) = declared else { continue };
        if !schema.note_type(declared).table {
            let span = own.map_or(Span::file(file.id), |it| it.value.span);
            if !told.contains(&(declared, span)) {
                let label = &schema.note_type(declared).label;
                findings.push(Diagnostic::new(Code::TypeNotTable, span).arg("type", label));
                told.push((declared, span));
            }
            continue;
        }
        let sheet = Sheet { file, name, lying, date: None, term };
        notes.extend(sheet.note(ground, declared, &row.entries, row, findings));
    }
    notes
}

/// Columns that a table's type needs and its head does not have. They are said once, not again for each row.
#[derive(Default)]
struct Lacking<'a>(Vec<&'a Field>);

impl<'a> Lacking<'a> {
    fn of(ground: &Ground<'a>, kind: TypeId, table: &Table, dated: bool, lying: Lying) -> Self {
        let row = ground.schema.note_type(kind);
        let Some(first) = table.rows.first() else { return Self::default() };
        let has = |key: &str| cell(&row.fields, &first.entries, key).is_some();
        let lacks = |field: &&Field| match &*field.key {
            "type" => false,
            "date" => !dated && !has("date") && !has("week"),
            "student" => {
                let anonymous = lying.survey.is_some() && may_be_anonymous(row);
                lying.student.is_none() && row.scope == [Scope::Student] && !anonymous && !has("student")
            }
            key => field.required && !has(key) && !row.sets.iter().any(|(it, _)| **it == *key),
        };
        Self(row.fields.iter().filter(lacks).collect())
    }

    fn report(&self, schema: &Schema, table: &Table, found: Diagnostics, findings: &mut Diagnostics) {
        let head = table.rows.first().and_then(|row| {
            let (first, last) = (row.entries.first()?, row.entries.last()?);
            Some(first.key.span.to(last.key.span))
        });
        for field in &self.0 {
            let place = head.map(|it| Diagnostic::new(Code::CsvMissingColumn, it).arg("field", &field.label));
            findings.extend(place.map(|it| it.arg("example", schema.example(field))));
        }
        let is_lacking = |key: &str| self.0.iter().any(|it| &*it.key == key);
        let said = |it: &Diagnostic| match it.code {
            Code::MissingDate => is_lacking("date"),
            Code::RowWithoutStudent => is_lacking("student"),
            Code::RequiredMissing => {
                let field = it.args.iter().find(|(name, _)| *name == "field");
                field.is_some_and(|(_, label)| self.0.iter().any(|it| it.label == *label))
            }
            _ => false,
        };
        findings.extend(found.into_iter().filter(|it| !said(it)));
    }
}

/// Reads the responses of a survey. The columns of its questions become the note's `answers`.
pub(super) fn of_responses(
    ground: &Ground<'_>,
    (id, survey): (SurveyId, &Survey),
    file: &TableFile,
    findings: &mut Diagnostics,
) -> Vec<Note> {
    let schema = ground.schema;
    let kind = survey.fields.text("type").unwrap_or("cause_survey");
    let Some(declared) = schema.find_type(kind) else { return Vec::new() };
    let items: Vec<String> = survey.fields.records("items").iter().filter_map(|it| it.text("id").map(normalize)).collect();
    let fields = &schema.note_type(declared).fields;
    let name = FileName::default();
    let lying = Lying { survey: Some(id), ..Lying::default() };
    let lacking = Lacking::of(ground, declared, &file.table, true, lying);
    let mut found = Diagnostics::new();
    let mut notes = Vec::with_capacity(file.table.rows.len());
    let has_students = file.table.rows.first().is_some_and(|it| cell(fields, &it.entries, "student").is_some());
    let anonymous = !has_students && may_be_anonymous(schema.note_type(declared));
    // Two who answer alike are two: without a pupil's code equal rows are no repetition.
    let rows = if anonymous { file.table.rows.iter().collect() } else { distinct(&file.table, &mut found) };
    for row in rows {
        let asked = |it: &&Entry| items.contains(&normalize(&it.key.value)) || (items.is_empty() && is_question(&it.key.value));
        let (answers, entries): (Vec<&Entry>, Vec<&Entry>) = row.entries.iter().partition(asked);
        let entries: Vec<Entry> = entries.into_iter().cloned().collect();
        if !anonymous && entry(fields, &entries, "student").is_none() {
            let place = cell(fields, &entries, "student").unwrap_or(row.span);
            found.push(Diagnostic::new(Code::RowWithoutStudent, place));
            continue;
        }
        let sheet = Sheet { file, name: &name, lying, date: Some(survey.date), term: None };
        let Some(mut note) = sheet.note(ground, declared, &entries, row, &mut found) else { continue };
        answer(&mut note, &answers);
        let occasion = survey.fields.get("occasion").filter(|_| fields.find("occasion").is_some());
        if let Some(value) = occasion.filter(|_| note.fields.get("occasion").is_none()) {
            note.fields.set("occasion".into(), value.clone());
        }
        notes.push(note);
    }
    lacking.report(schema, &file.table, found, findings);
    notes
}

/// Whether responses of this type may say nothing of whose they are, in a table without a column for the student. What is an
/// instrument of the ledger, such as the survey of causes, is reckoned pupil by pupil and never without a code.
fn may_be_anonymous(kind: &NoteType) -> bool {
    kind.rows.is_empty() && kind.parent.is_none()
}

/// `q1`, `Q12`, `题3`, `第3题`: what a question's column is called where the survey lists none.
fn is_question(column: &str) -> bool {
    let name = normalize(column);
    let number =
        name.strip_prefix('q').or(name.strip_prefix('题')).or(name.strip_prefix('第').and_then(|it| it.strip_suffix('题')));
    number.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
}

fn answer(note: &mut Note, columns: &[&Entry]) {
    let mut answers: Vec<(Key, Value)> = match note.fields.get("answers").map(|it| &it.data) {
        Some(Data::Map(answers)) => answers.clone(),
        _ => Vec::new(),
    };
    for entry in columns {
        if let Some(text) = entry.value.scalar().map(str::trim).filter(|it| !it.is_empty()) {
            let value = Value { data: Data::Text(text.to_owned()), span: entry.value.span };
            answers.push((Key::from(entry.key.value.trim()), value));
        }
    }
    if !answers.is_empty() {
        note.fields.set("answers".into(), Value { data: Data::Map(answers), span: note.origin.span });
    }
}

/// What the rows of a table have in common.
struct Sheet<'a> {
    file: &'a TableFile,
    name: &'a FileName,
    lying: Lying,
    date: Option<Date>,
    term: Option<&'a Term>,
}

impl Sheet<'_> {
    fn note(
        &self,
        ground: &Ground<'_>,
        declared: TypeId,
        entries: &[Entry],
        row: &Row,
        findings: &mut Diagnostics,
    ) -> Option<Note> {
        let written = Written {
            entries,
            declared,
            name: self.name,
            lying: self.lying,
            prose: Prose::default(),
            path: &self.file.path,
            span: row.span,
            row: Some(row.line),
            date: self.date,
            term: self.term,
        };
        of_entries(ground, written, findings)
    }
}

/// The term whose weeks a table counts by: the latest in which one of its dated rows lies, else the latest of all.
fn weeks_of<'a>(ground: &Ground<'a>, common: &FieldSet, table: &Table) -> Option<&'a Term> {
    let has_weeks = table.rows.iter().any(|row| entry(common, &row.entries, "week").is_some());
    if !has_weeks {
        return None;
    }
    let terms = &ground.config.terms;
    let day = |row: &Row| entry(common, &row.entries, "date")?.value.scalar()?.parse::<Date>().ok();
    let latest =
        table.rows.iter().filter_map(|row| terms.iter().position(|it| day(row).is_some_and(|day| it.contains(day)))).max();
    latest.map_or(terms.last(), |at| terms.get(at))
}

/// The rows of a table. One whose cells all equal an earlier one's is reported and left out.
fn distinct<'a>(table: &'a Table, findings: &mut Diagnostics) -> Vec<&'a Row> {
    let mut seen: BTreeMap<String, &Row> = BTreeMap::new();
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut cells = String::with_capacity(64);
        write_cells(&row.entries, &mut cells);
        match seen.get(&cells) {
            Some(first) => {
                let finding = Diagnostic::new(Code::DuplicateRow, row.span).arg("line", first.line);
                findings.push(finding.related(first.span));
            }
            None => {
                seen.insert(cells, row);
                rows.push(row);
            }
        }
    }
    rows
}

fn write_cells(entries: &[Entry], cells: &mut String) {
    for entry in entries {
        cells.push_str(&entry.key.value);
        write_cell(&entry.value, cells);
    }
}

fn write_cell(node: &Node, cells: &mut String) {
    // no cell holds this, so that `ab|c` is not `a|bc`
    cells.push('\u{1f}');
    match &node.kind {
        NodeKind::Null => {}
        NodeKind::Scalar(text) => cells.push_str(text.trim()),
        NodeKind::List(items) => items.iter().for_each(|it| write_cell(it, cells)),
        NodeKind::Map(entries) => write_cells(entries, cells),
    }
}
