//! One note: from raw entries to a checked record.

use std::borrow::Cow;

use crate::config::Config;
use crate::date::{Date, Term};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::schema::{Asked, Data, FieldSet, FieldType, NoteType, Schema, Scope, TypeId, Value};
use crate::source::{Limit, SitePath, Span};
use crate::syntax::{Entry, Prose, markdown_within};

use super::file_name::FileName;
use super::layout::Folder;
use super::shelf::File;
use super::{Class, ClassId, Note, Origin, ProjectId, Student, StudentCode, StudentId, SurveyId, cross, measured, references};

/// What notes are checked against.
pub(super) struct Ground<'a> {
    pub(super) schema: &'a Schema,
    pub(super) config: &'a Config,
    /// In order of code.
    pub(super) students: &'a [Student],
    pub(super) classes: &'a [Class],
    /// Folders of projects in order.
    pub(super) projects: &'a [String],
}

/// Types whose notes are made before the term they are for: they belong to the term they prepare.
const BEFORE_TERM: [&str; 1] = ["handover"];

/// To whom something belongs by where it lies.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lying {
    pub(super) student: Option<StudentId>,
    pub(super) class: Option<ClassId>,
    pub(super) project: Option<ProjectId>,
    pub(super) survey: Option<SurveyId>,
}

/// A note before it is checked.
pub(super) struct Written<'a> {
    pub(super) entries: &'a [Entry],
    /// The type it was declared to be, by its front matter, its file's name or its table.
    pub(super) declared: TypeId,
    pub(super) name: &'a FileName,
    pub(super) lying: Lying,
    pub(super) prose: Prose,
    pub(super) path: &'a SitePath,
    pub(super) span: Span,
    pub(super) row: Option<u32>,
    /// The day of the whole, for a row that has none of its own.
    pub(super) date: Option<Date>,
    /// The term whose weeks are meant, where a week is given and no term.
    pub(super) term: Option<&'a Term>,
}

impl Ground<'_> {
    /// To whom a folder belongs.
    pub(super) fn lying(&self, folder: &Folder) -> Lying {
        match folder {
            Folder::Student(code) => {
                let student = self.find_student(code);
                Lying { student, class: student.and_then(|it| self.students.get(it.0 as usize)?.class), ..Lying::default() }
            }
            Folder::Class(key) => Lying { class: super::casebook::find_class(self.classes, key), ..Lying::default() },
            Folder::Project(key) => {
                let project = self.projects.binary_search(key).ok().map(|at| ProjectId(at as u32));
                Lying { project, ..Lying::default() }
            }
        }
    }

    pub(super) fn find_student(&self, code: &StudentCode) -> Option<StudentId> {
        self.students.binary_search_by(|it| it.code.cmp(code)).ok().map(|at| StudentId(at as u32))
    }

    /// The type that an entry names; a finding and `None` where there is none such.
    pub(super) fn declared(&self, entry: &Entry, findings: &mut Diagnostics) -> Option<TypeId> {
        let text = entry.value.scalar()?.trim();
        let found = self.schema.find_type(text);
        if found.is_none() {
            findings.push(self.schema.unknown_type(text, entry.value.span));
        }
        found
    }
}

/// The entry that gives a field, where it has a value.
pub(super) fn entry<'a>(fields: &FieldSet, entries: &'a [Entry], key: &str) -> Option<&'a Entry> {
    let given = |it: &&Entry| fields.find(&it.key.value).is_some_and(|field| &*field.key == key);
    entries.iter().find(given).filter(|it| it.value.scalar().is_none_or(|text| !text.trim().is_empty()) && !it.value.is_null())
}

/// The place of a field that is there and may be empty: where to fill it in.
pub(super) fn cell(fields: &FieldSet, entries: &[Entry], key: &str) -> Option<Span> {
    let given = |it: &&Entry| fields.find(&it.key.value).is_some_and(|field| &*field.key == key);
    entries.iter().find(given).map(|it| it.value.span)
}

/// Whether the note is put aside for now. It is not even checked: half a note is meant to be incomplete.
pub(super) fn is_draft(ground: &Ground<'_>, entries: &[Entry]) -> bool {
    let common = &ground.schema.common;
    let draft: Vec<Entry> = entry(common, entries, "draft").into_iter().cloned().collect();
    !draft.is_empty() && ground.schema.check("", common, &draft, &mut Diagnostics::new()).boolean("draft") == Some(true)
}

/// Reads a note that is a file of its own.
pub(super) fn of_file(ground: &Ground<'_>, folder: &Folder, file: File, findings: &mut Diagnostics) -> Option<Note> {
    let File { path, entries, prose, span, .. } = file;
    if is_draft(ground, &entries) {
        return None;
    }
    let schema = ground.schema;
    let name = FileName::read(schema, path.stem());
    let written = entry(&schema.common, &entries, "type");
    let declared = match (written, name.kind) {
        (Some(entry), named) => {
            let declared = ground.declared(entry, findings)?;
            if let Some(named) = named.filter(|it| !schema.is_a(*it, declared) && !schema.is_a(declared, *it)) {
                let finding = Diagnostic::new(Code::NameContradicts, entry.value.span);
                let finding = finding.arg("name", &schema.note_type(named).label);
                findings.push(finding.arg("value", &schema.note_type(declared).label));
            }
            declared
        }
        (None, Some(named)) => named,
        (None, None) => {
            let words = name.words.as_deref().unwrap_or_default();
            findings.push(match schema.nearest_type(words) {
                Some(_) => schema.unknown_type(words, span),
                None => Diagnostic::new(Code::MissingType, span),
            });
            return None;
        }
    };
    let written = Written {
        entries: &entries,
        declared,
        name: &name,
        lying: ground.lying(folder),
        prose,
        path: &path,
        span,
        row: None,
        date: None,
        term: ground.config.terms.last(),
    };
    let mut note = of_entries(ground, written, findings)?;
    note.title = note.title.or(name.words);
    Some(note)
}

/// Reads a note. `None` where its day or its student cannot be told, which is reported.
pub(super) fn of_entries(ground: &Ground<'_>, written: Written<'_>, findings: &mut Diagnostics) -> Option<Note> {
    let schema = ground.schema;
    let kind = schema.narrow(written.declared, written.entries);
    let row = schema.note_type(kind);
    let entries = measured::settle(ground.config, row, meant_for(schema, row, &written), findings);
    let mut fields = schema.check(&row.label, &row.fields, &entries, findings);
    set_by_type(schema, row, &written, &mut fields, findings);
    too_deep(ground.config.limits.nesting, row, &fields, findings);
    if let Some(body) = row.body.as_ref().filter(|_| !written.prose.is_empty())
        && entry(&row.fields, written.entries, body).is_none()
        && row.fields.find(body).is_some_and(|it| matches!(it.kind, FieldType::Text | FieldType::Markdown))
    {
        fields.set(body.clone(), Value { data: Data::Text(written.prose.plain(None)), span: written.span });
    }
    let asked = Asked { owner: &row.label, fields: &row.fields, except: &["type", "date"], span: written.span };
    schema.require(&asked, written.entries, &fields, findings);

    let date = date_of(ground, row, &written, &fields, findings);
    let lying = belonging(ground, row, &written, &fields, findings)?;
    let date = date?;
    if fields.get("date").is_none() {
        fields.set("date".into(), Value { data: Data::Date(date), span: written.span });
    }
    let prepared = || ground.config.terms.iter().find(|it| it.span.from > date).filter(|_| BEFORE_TERM.contains(&&*row.key));
    let term = ground.config.term_of(date).or_else(prepared);
    if term.is_none() && !ground.config.terms.is_empty() {
        let span = fields.get("date").map_or(written.span, |it| it.span);
        findings.push(Diagnostic::new(Code::OutsideTerms, span).arg("date", date));
    }
    let tags = tags_of(&fields, findings);
    let concerned = fields.texts("students").into_iter().filter_map(|it| ground.find_student(&it.parse().ok()?));
    let note = Note {
        kind,
        date,
        term: term.map(|it| it.id),
        week: term.and_then(|it| it.week_of(date)),
        student: lying.student,
        class: lying.class,
        project: lying.project,
        survey: lying.survey,
        students: concerned.collect(),
        title: fields.text("title").map(str::to_owned),
        author: fields.text("author").map(str::to_owned),
        tags,
        brief: fields.text("brief").map(str::to_owned),
        fields,
        body: written.prose,
        origin: Origin { path: written.path.clone(), span: written.span, row: written.row },
    };
    cross::check(schema, ground.config, &note, findings);
    Some(note)
}

/// Texts in the settings that are written in Markdown and nested deeper than is kept. Each level takes a mark, so that next to no
/// text need be read for it.
fn too_deep(nesting: usize, row: &NoteType, fields: &crate::schema::Fields, findings: &mut Diagnostics) {
    let own = |key: &str| row.fields.find(key).is_some_and(|it| it.kind == FieldType::Markdown);
    for (_, value) in fields.iter().filter(|(key, _)| own(key)) {
        let text = value.as_text().unwrap_or_default();
        let marks = text.bytes().filter(u8::is_ascii_punctuation).count();
        if marks > nesting && markdown_within(value.span.file, text, 0, nesting).1.is_some() {
            let finding = Diagnostic::new(Code::TextTooDeep, value.span).arg("limit", nesting);
            findings.push(finding.set_by(Limit::Nesting));
        }
    }
}

/// Tags in order, each once. Each gets a page, so one without a letter or digit is none, and one with a slash is told.
fn tags_of(fields: &crate::schema::Fields, findings: &mut Diagnostics) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for value in fields.list("tags") {
        let tag = value.as_text().unwrap_or_default().trim();
        let finding = |code| Diagnostic::new(code, value.span).arg("tag", tag);
        if !tag.contains(char::is_alphanumeric) {
            findings.push(finding(Code::TagEmpty));
            continue;
        }
        if tag.contains(['/', '／', '\\']) {
            let parts: Vec<&str> = tag.split(['/', '／', '\\']).map(str::trim).filter(|it| !it.is_empty()).collect();
            findings.push(finding(Code::TagSlash).arg("parts", parts.join("、")));
        }
        if !tags.iter().any(|it| it == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

/// What of a row is the type's affair. In a table of several types, each row leaves the columns of the others empty.
fn meant_for<'a>(schema: &Schema, row: &NoteType, written: &Written<'a>) -> Cow<'a, [Entry]> {
    let others = |entry: &Entry| {
        let known = |row: &NoteType| row.fields.find(&entry.key.value).is_some();
        entry.value.is_null() && !known(row) && schema.types.iter().any(known)
    };
    if written.row.is_none() || !written.entries.iter().any(others) {
        return Cow::Borrowed(written.entries);
    }
    written.entries.iter().filter(|it| !others(it)).cloned().collect()
}

/// Fills the values that a type stands for: a home visit's mode is `visit`, whether or not it is written.
fn set_by_type(
    schema: &Schema,
    row: &NoteType,
    written: &Written<'_>,
    fields: &mut crate::schema::Fields,
    findings: &mut Diagnostics,
) {
    for (field, wanted) in &row.sets {
        let given = fields.get(field).map(|it| (it.as_choice() == Some(&**wanted), it.span));
        if let Some((false, span)) = given {
            let known = row.fields.find(field);
            let enumeration = known.and_then(|it| match &it.kind {
                FieldType::Enum(name) => Some(&**name),
                _ => None,
            });
            let label = |key: &str| enumeration.map_or(key, |it| schema.choice_label(it, key)).to_owned();
            let (name, found) = (known.map_or(&**field, |it| &it.label), fields.choice(field).unwrap_or_default());
            let finding = Diagnostic::new(Code::WrongKind, span).arg("field", name);
            let finding = finding.arg("expected", format!("“{}”", label(wanted))).arg("found", format!("“{}”", label(found)));
            findings.push(finding.arg("example", format!("{name}: {}", label(wanted))));
        }
        let span = given.map_or(written.span, |(_, span)| span);
        fields.set(field.clone(), Value { data: Data::Choice(wanted.clone()), span });
    }
}

/// The note's day: its own, its file name's, that of its week, or that of the whole.
fn date_of(
    ground: &Ground<'_>,
    row: &NoteType,
    written: &Written<'_>,
    fields: &crate::schema::Fields,
    findings: &mut Diagnostics,
) -> Option<Date> {
    if let Some(date) = fields.date("date") {
        if let Some(named) = written.name.date.filter(|it| *it != date && written.row.is_none()) {
            let span = fields.get("date").map_or(written.span, |it| it.span);
            findings.push(Diagnostic::new(Code::NameContradicts, span).arg("name", named).arg("value", date));
        }
        return Some(date);
    }
    let faulty = |key: &str| entry(&row.fields, written.entries, key).is_some();
    if faulty("date") {
        return None;
    }
    if let Some(week) = fields.get("week") {
        let given = fields.get("term");
        let term = match given {
            Some(value) => {
                let name = value.as_text().unwrap_or_default();
                let found = name.parse().ok().and_then(|id| ground.config.term(id));
                if found.is_none() && !ground.config.terms.is_empty() {
                    findings.push(references::unknown_term(ground.config, name, value.span));
                }
                found?
            }
            None => written.term?,
        };
        let number = fields.integer("week").and_then(|it| u8::try_from(it).ok()).unwrap_or_default();
        let date = term.date_of_week(number);
        if date.is_none() {
            let finding = Diagnostic::new(Code::NoSuchWeek, week.span).arg("term", term.id.in_words());
            findings.push(finding.arg("week", number).arg("weeks", term.weeks()));
        }
        return date;
    }
    if faulty("week") {
        return None;
    }
    let date = written.name.date.or(written.date);
    if date.is_none() {
        findings.push(match &written.name.no_such_day {
            Some(text) => Diagnostic::new(Code::NoSuchDay, written.span).arg("value", text),
            None => {
                let place = cell(&row.fields, written.entries, "date").or(cell(&row.fields, written.entries, "week"));
                Diagnostic::new(Code::MissingDate, place.unwrap_or(written.span))
            }
        });
    }
    date
}

/// Whose note it is, by where it lies and whom it names; `None` where that cannot be.
fn belonging(
    ground: &Ground<'_>,
    row: &NoteType,
    written: &Written<'_>,
    fields: &crate::schema::Fields,
    findings: &mut Diagnostics,
) -> Option<Lying> {
    let mut lying = written.lying;
    if let Some(value) = fields.get("student") {
        let name = value.as_text().unwrap_or_default();
        let Some(student) = name.parse().ok().and_then(|it| ground.find_student(&it)) else {
            findings.push(references::unknown_student(ground.students, name, value.span));
            return None;
        };
        if let Some(folder) = lying.student.filter(|it| *it != student).and_then(|it| ground.students.get(it.0 as usize)) {
            let finding = Diagnostic::new(Code::NameContradicts, value.span).arg("name", &folder.code);
            findings.push(finding.arg("value", name));
            lying.class = None;
        }
        lying.student = Some(student);
        if lying.project.is_none() {
            lying.class = lying.class.or_else(|| ground.students.get(student.0 as usize)?.class);
        }
    } else if entry(&row.fields, written.entries, "student").is_some() {
        return None;
    }
    let place = match lying {
        Lying { student: Some(_), .. } => Scope::Student,
        Lying { project: Some(_), .. } => Scope::Project,
        _ => Scope::Class,
    };
    // a class's lesson may name a student it was about; a student's folder holds only what is the student's
    let home = match written.lying {
        Lying { student: Some(_), .. } => Scope::Student,
        Lying { project: Some(_), .. } => Scope::Project,
        _ => Scope::Class,
    };
    if row.scope.contains(&place) || (place != home && row.scope.contains(&home)) {
        return Some(lying);
    }
    // whether a response may be nobody's is for its survey to say
    if lying.survey.is_some() {
        return Some(lying);
    }
    if written.row.is_some() && row.scope.contains(&Scope::Student) && home != Scope::Student {
        let place = cell(&row.fields, written.entries, "student").unwrap_or(written.span);
        findings.push(Diagnostic::new(Code::RowWithoutStudent, place));
        return None;
    }
    let name = |scope: Scope| match scope {
        Scope::Student => "学生",
        Scope::Class => "班级",
        Scope::Project => "课题",
    };
    let allowed: Vec<&str> = row.scope.iter().map(|it| name(*it)).collect();
    let span = entry(&row.fields, written.entries, "type").map_or(written.span, |it| it.value.span);
    let finding = Diagnostic::new(Code::TypeNotHere, span).arg("type", &row.label).arg("place", name(home));
    findings.push(finding.arg("allowed", allowed.join("或")));
    None
}
