//! References between files.

use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::schema::{Data, FieldSet, FieldType, Fields, RefKind, Schema, Value};
use crate::source::Span;

use super::file_name::FileName;
use super::{Casebook, ClassId, Note, NoteId, ProjectId, Student, StudentId};

impl Casebook {
    /// The notes that a text refers to: `S02/2026-05-08`, `2026-05-08-谈心`, `4-2/2026-04-01-班会`, a file's name or path. Where
    /// it does not say whose they are, they are `from`'s own, if there are such. In order of the notes.
    pub fn find_note(&self, from: Option<StudentId>, text: &str) -> Vec<NoteId> {
        let text = text.trim().trim_start_matches("./");
        let text = text.strip_suffix(".md").unwrap_or(text);
        let (folder, last) = text.rsplit_once('/').map_or((None, text), |(folder, last)| (Some(folder), last));
        let name = FileName::read(&self.schema, last);
        let Some(date) = name.date else { return self.notes_named(folder, last, from) };
        let start = self.notes.partition_point(|it| it.date < date);
        let on_day = self.notes[start..].iter().take_while(|it| it.date == date).zip(start..);
        let of_kind = |note: &Note| {
            let fits = |kind| self.schema.is_a(note.kind, kind) || self.schema.is_a(kind, note.kind);
            name.kind.is_none_or(fits)
        };
        let mut found: Vec<usize> = on_day.filter(|(note, _)| of_kind(note)).map(|(_, at)| at).collect();
        if let Some(owner) = folder.and_then(|it| it.split('/').find_map(|part| self.owner(part))) {
            found.retain(|at| owner.owns(&self.notes[*at]));
        } else if folder.is_some() {
            found.retain(|at| self.lies(&self.notes[*at], text));
        } else if found.iter().any(|at| from.is_some() && self.notes[*at].student == from) {
            found.retain(|at| self.notes[*at].student == from);
        }
        // two talks on one day are told apart by the rest of their names
        if found.iter().any(|at| self.notes[*at].origin.path.stem() == last) {
            found.retain(|at| self.notes[*at].origin.path.stem() == last);
        }
        found.into_iter().map(|at| NoteId(at as u32)).collect()
    }

    /// Notes in files of this name, which tells no day.
    fn notes_named(&self, folder: Option<&str>, last: &str, from: Option<StudentId>) -> Vec<NoteId> {
        let full = folder.map(|folder| format!("{folder}/{last}"));
        let named = |note: &Note| match &full {
            Some(full) => self.lies(note, full),
            None => note.is_file() && note.origin.path.stem() == last && (from.is_none() || note.student == from),
        };
        self.notes().filter(|(_, note)| note.is_file() && named(note)).map(|(id, _)| id).collect()
    }

    /// Whether a note's path, without extension, ends with the path that was written.
    fn lies(&self, note: &Note, written: &str) -> bool {
        let path = note.origin.path.as_str();
        let path = path.rsplit_once('.').map_or(path, |(path, _)| path);
        path.strip_suffix(written).is_some_and(|before| before.is_empty() || before.ends_with('/'))
    }

    fn owner(&self, part: &str) -> Option<Owner> {
        let student = || self.find_student(part).map(Owner::Student);
        let class = || self.find_class(part).map(Owner::Class);
        student().or_else(class).or_else(|| self.find_project(part).map(Owner::Project))
    }
}

/// Whose note it is said to be.
enum Owner {
    Student(StudentId),
    Class(ClassId),
    Project(ProjectId),
}

impl Owner {
    fn owns(&self, note: &Note) -> bool {
        match self {
            Owner::Student(id) => note.student == Some(*id),
            Owner::Class(id) => note.class == Some(*id),
            Owner::Project(id) => note.project == Some(*id),
        }
    }
}

/// Reports every reference that leads nowhere.
pub(super) fn check(casebook: &Casebook, findings: &mut Diagnostics) {
    let schema = &casebook.schema;
    // most fields refer to nothing, so each type's that do are looked up once
    let of_types: Vec<Vec<(&str, &FieldType)>> = schema.types.iter().map(|it| referring(schema, &it.fields)).collect();
    let of_note = |note: &Arc<Note>| {
        let mut found = Diagnostics::new();
        let referring = of_types.get(usize::from(note.kind.0)).map(Vec::as_slice).unwrap_or_default();
        // Values are told apart faster than keys, and few refer to anything.
        let may_refer = |it: &Value| matches!(it.data, Data::Reference(_) | Data::List(_) | Data::Map(_) | Data::Record(_));
        for (key, value) in note.fields.iter().filter(|(_, it)| may_refer(it)) {
            if let Some((_, kind)) = referring.iter().find(|(it, _)| **it == **key) {
                check_value(casebook, kind, value, note.student, &mut found);
            }
        }
        found
    };
    let of_notes: Vec<Diagnostics> = casebook.notes.par_iter().map(of_note).filter(|it| !it.is_empty()).collect();
    of_notes.into_iter().for_each(|it| findings.extend(it));
    if let Some(roster) = &casebook.roster {
        check_fields(casebook, schema.file_fields("roster"), &roster.fields, None, findings);
    }
    super::images::check(casebook, findings);
    for (id, student) in casebook.students() {
        check_fields(casebook, schema.file_fields("student"), &student.fields, Some(id), findings);
    }
    for survey in &casebook.surveys {
        check_fields(casebook, schema.file_fields("survey"), &survey.fields, None, findings);
    }
    for project in &casebook.projects {
        check_fields(casebook, schema.file_fields("project"), &project.fields, None, findings);
    }
    for summary in &casebook.summaries {
        check_fields(casebook, schema.file_fields("summary"), &summary.fields, None, findings);
    }
}

fn referring<'a>(schema: &Schema, fields: &'a FieldSet) -> Vec<(&'a str, &'a FieldType)> {
    fn refers(schema: &Schema, kind: &FieldType) -> bool {
        match kind {
            FieldType::Ref(kind) => !matches!(kind, RefKind::Term | RefKind::Type | RefKind::Duty | RefKind::Measure),
            FieldType::List(inner) | FieldType::Map(inner, _) => refers(schema, inner),
            FieldType::Record(shape) => {
                schema.shapes.get(shape).is_some_and(|fields| fields.iter().any(|it| refers(schema, &it.kind)))
            }
            _ => false,
        }
    }
    fields.iter().filter(|it| refers(schema, &it.kind)).map(|it| (&*it.key, &it.kind)).collect()
}

fn check_fields(casebook: &Casebook, wanted: &FieldSet, fields: &Fields, from: Option<StudentId>, findings: &mut Diagnostics) {
    for (key, value) in fields.iter() {
        if let Some(field) = wanted.find(key) {
            check_value(casebook, &field.kind, value, from, findings);
        }
    }
}

fn check_value(casebook: &Casebook, kind: &FieldType, value: &Value, from: Option<StudentId>, findings: &mut Diagnostics) {
    match (kind, &value.data) {
        (FieldType::List(inner), Data::List(items)) => {
            items.iter().for_each(|it| check_value(casebook, inner, it, from, findings));
        }
        (FieldType::Map(inner, _), Data::Map(pairs)) => {
            pairs.iter().for_each(|(_, it)| check_value(casebook, inner, it, from, findings));
        }
        (FieldType::Record(shape), Data::Record(fields)) => {
            if let Some(wanted) = casebook.schema.shapes.get(shape) {
                check_fields(casebook, wanted, fields, from, findings);
            }
        }
        (FieldType::Ref(kind), Data::Reference(text)) => {
            findings.extend(unknown(casebook, *kind, text, value.span, from));
        }
        _ => {}
    }
}

/// The finding that a reference leads nowhere, if it does not.
fn unknown(casebook: &Casebook, kind: RefKind, text: &str, span: Span, from: Option<StudentId>) -> Option<Diagnostic> {
    let keys: Vec<&str> = match kind {
        RefKind::Student if casebook.find_student(text).is_none() => {
            return Some(unknown_student(&casebook.students, text, span));
        }
        RefKind::Note if casebook.find_note(from, text).is_empty() => Vec::new(),
        RefKind::Class if casebook.find_class(text).is_none() => casebook.classes.iter().map(|it| it.key.as_str()).collect(),
        RefKind::Project if casebook.find_project(text).is_none() => {
            casebook.projects.iter().map(|it| it.key.as_str()).collect()
        }
        RefKind::Survey if casebook.surveys.iter().all(|it| it.key != text) => {
            casebook.surveys.iter().map(|it| it.key.as_str()).collect()
        }
        // Composed documents may be named too; which there are is known where they are composed.
        _ => return None,
    };
    Some(finding(kind, text, nearest(text, keys).unwrap_or_default(), span))
}

/// The finding that there is no such student. Who was called by name or alias is suggested by code.
pub(super) fn unknown_student(students: &[Student], text: &str, span: Span) -> Diagnostic {
    let called = students.iter().find(|it| [&it.alias, &it.name].into_iter().flatten().any(|name| name == text));
    let near = called.map(|it| it.code.as_str()).or_else(|| nearest(text, students.iter().map(|it| it.code.as_str())));
    finding(RefKind::Student, text, near.unwrap_or_default(), span)
}

/// The finding that the casebook has no such term.
pub(super) fn unknown_term(config: &Config, text: &str, span: Span) -> Diagnostic {
    let terms: Vec<String> = config.terms.iter().map(|it| it.id.to_string()).collect();
    let near = nearest(text, terms.iter().map(String::as_str)).unwrap_or_default().to_owned();
    finding(RefKind::Term, text, &near, span)
}

fn finding(kind: RefKind, text: &str, near: &str, span: Span) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnknownReference, span).arg("kind", kind.label());
    finding.arg("value", text).arg("nearest", near)
}
