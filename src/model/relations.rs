//! Links by name: `[[S02/2026-05-08|那次谈话]]`.
//!
//! A name leads to a pupil, a class, a project, a survey, a summary or a note. Once everything is known, each link by name becomes a
//! link to the file that is meant, with words where none were given; what follows knows no other links.

use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::schema::{Data, Schema, Value};
use crate::source::{SitePath, Span};
use crate::syntax::{Block, Inline, Piece, Prose, link_name};

use super::{Casebook, Note, NoteId, StudentId};

/// How many of several possible targets a finding names.
const MOST_NAMED: usize = 4;

/// How names are written, for those who wrote another.
const FORMS: &str = "[[S02]] [[4-2]] [[S02/2026-05-08]] [[S02/2026-05-08/谈心]]";

/// What a name leads to.
struct Meant {
    path: SitePath,
    /// The line of a table's row.
    row: Option<u32>,
    words: String,
}

/// Why a name leads nowhere.
enum Unclear {
    /// Nothing is called so; names that are nearly the same.
    Unknown(Vec<String>),
    /// Several are called so.
    Several(Vec<String>),
}

/// Turns the links by name in every text into links to files. Reports those that lead nowhere or to several.
pub(super) fn settle(casebook: &mut Casebook, findings: &mut Diagnostics) {
    let naming: Vec<usize> =
        casebook.notes.par_iter().enumerate().filter(|(_, it)| holds_names(&it.body)).map(|(at, _)| at).collect();
    let mut bodies: Vec<(usize, Prose)> = Vec::new();
    for (at, note) in naming.into_iter().filter_map(|at| Some((at, casebook.notes.get(at)?))) {
        let mut body = note.body.clone();
        casebook.settle_names(&mut body, &note.origin.path, note.student, findings);
        bodies.push((at, body));
    }
    for (at, body) in bodies {
        if let Some(note) = casebook.notes.get_mut(at) {
            fill_again(&casebook.schema, Arc::make_mut(note), body);
        }
    }
    let mut texts: Vec<(SitePath, Option<StudentId>, Prose)> = Vec::new();
    let students = casebook.students().map(|(id, it)| (Some(&it.path), Some(id), &it.body));
    let classes = casebook.classes.iter().map(|it| (it.path.as_ref(), None, &it.body));
    let surveys = casebook.surveys.iter().map(|it| (Some(&it.path), None, &it.body));
    let projects = casebook.projects.iter().map(|it| (Some(&it.path), None, &it.body));
    let summaries = casebook.summaries.iter().map(|it| (Some(&it.path), it.student, &it.body));
    for (path, student, body) in students.chain(classes).chain(surveys).chain(projects).chain(summaries) {
        if let Some(path) = path.filter(|_| holds_names(body)) {
            texts.push((path.clone(), student, body.clone()));
        }
    }
    for (path, student, mut body) in texts {
        casebook.settle_names(&mut body, &path, student, findings);
        if let Some(place) = casebook.text_at(&path) {
            *place = body;
        }
    }
}

/// A note's text again, and the field that it fills.
fn fill_again(schema: &Schema, note: &mut Note, body: Prose) {
    let field = schema.note_type(note.kind).body.clone();
    if let Some(field) = field
        && let Some(value) = note.fields.get(&field).filter(|it| it.span == note.origin.span)
    {
        let span = value.span;
        note.fields.set(field, Value { data: Data::Text(body.plain(None)), span });
    }
    note.body = body;
}

impl Casebook {
    /// Turns the links by name in a text that stands in the file `path` into links to files. What leads nowhere stays a name.
    pub fn settle_names(&self, prose: &mut Prose, path: &SitePath, from: Option<StudentId>, findings: &mut Diagnostics) {
        let mut change = |target: &mut String, content: &mut Vec<Inline>, span: Span| {
            let Some((name, place)) = link_name(target).map(|it| it.split_once('#').unwrap_or((it, ""))) else { return };
            match self.meant(name, from) {
                Ok(meant) => {
                    if matches!(content.as_slice(), [Inline::Text(words)] if Some(words.as_str()) == link_name(target)) {
                        *content = vec![Inline::Text(meant.words)];
                    }
                    *target = file_target(path, &meant.path, meant.row, place);
                }
                Err(unclear) => {
                    let (code, names) = match unclear {
                        Unclear::Unknown(near) => (Code::NameUnknown, near),
                        Unclear::Several(names) => (Code::NameAmbiguous, names),
                    };
                    let names = names.iter().map(|it| format!("[[{it}]]")).collect::<Vec<_>>().join(" ");
                    findings.push(Diagnostic::new(code, span).arg("name", name).arg("nearest", names).arg("forms", FORMS));
                }
            }
        };
        for_links(&mut prose.blocks, &mut change);
        for footnote in &mut prose.footnotes {
            for_links(&mut footnote.blocks, &mut change);
        }
    }

    fn text_at(&mut self, path: &SitePath) -> Option<&mut Prose> {
        let students = self.students.iter_mut().map(|it| (&it.path, &mut it.body));
        let classes = self.classes.iter_mut().filter_map(|it| Some((it.path.as_ref()?, &mut it.body)));
        let surveys = self.surveys.iter_mut().map(|it| (&it.path, &mut it.body));
        let projects = self.projects.iter_mut().map(|it| (&it.path, &mut it.body));
        let summaries = self.summaries.iter_mut().map(|it| (&it.path, &mut it.body));
        let mut texts = students.chain(classes).chain(surveys).chain(projects).chain(summaries);
        texts.find(|(it, _)| *it == path).map(|(_, body)| body)
    }

    fn meant(&self, name: &str, from: Option<StudentId>) -> Result<Meant, Unclear> {
        let name = name.replace('／', "/");
        let name = name.trim().trim_end_matches('/');
        let file = |path: &SitePath, words: &str| Meant { path: path.clone(), row: None, words: words.to_owned() };
        let aliased = || self.students().find(|(_, it)| it.alias.as_deref() == Some(name)).map(|(id, _)| id);
        if let Some(id) = self.find_student(name).or_else(aliased) {
            let student = self.student(id);
            return Ok(file(&student.path, student.shown_name()));
        }
        if let Some(class) = self.find_class(name).map(|it| self.class(it)) {
            let path = class.path.clone().or_else(|| SitePath::new(&format!("classes/{}/index.md", class.key)));
            return path.map(|it| file(&it, &class.name)).ok_or(Unclear::Unknown(Vec::new()));
        }
        if let Some(project) = self.find_project(name).map(|it| self.project(it)) {
            return Ok(file(&project.path, &project.title));
        }
        if let Some(survey) = self.surveys.iter().find(|it| it.key == name) {
            return Ok(file(&survey.path, &survey.title));
        }
        if let Some(summary) = self.summaries.iter().find(|it| it.key == name) {
            return Ok(file(&summary.path, summary.title.as_deref().unwrap_or(&summary.key)));
        }
        let mut found = self.find_note(from, name);
        if found.is_empty() {
            // The type may stand apart: `S02/2026-05-08/谈心`.
            let joined = name.rsplit_once('/').map(|(before, kind)| format!("{before}-{kind}"));
            found = joined.map(|it| self.find_note(from, &it)).unwrap_or_default();
        }
        match found.as_slice() {
            [] => Err(Unclear::Unknown(self.nearest_names(name, from))),
            [id] => {
                let note = self.note(*id);
                Ok(Meant { path: note.origin.path.clone(), row: note.origin.row, words: self.words_for(note, from) })
            }
            several => Err(Unclear::Several(several.iter().take(MOST_NAMED).map(|it| self.name_of(*it)).collect())),
        }
    }

    /// What a link to a note says: whose it is, where that is another's, its day and its type.
    fn words_for(&self, note: &Note, from: Option<StudentId>) -> String {
        let owner = match (note.student, note.class) {
            (Some(student), _) if Some(student) != from => self.student(student).shown_name(),
            (None, Some(class)) => &self.class(class).name,
            _ => "",
        };
        format!("{owner}{}{}", note.date.month_day(), self.schema.note_type(note.kind).label)
    }

    /// The name by which a link leads to a note and to no other, where there is one.
    fn name_of(&self, id: NoteId) -> String {
        let note = self.note(id);
        let owner = match (note.student, note.class, note.project) {
            (Some(student), ..) => self.student(student).code.as_str(),
            (None, Some(class), _) => &self.class(class).key,
            (None, None, Some(project)) => &self.project(project).key,
            (None, None, None) => "",
        };
        let stem = if note.is_file() { note.origin.path.stem().to_owned() } else { self.day_and_type(note) };
        format!("{owner}/{stem}").trim_start_matches('/').to_owned()
    }

    fn day_and_type(&self, note: &Note) -> String {
        format!("{}-{}", note.date, self.schema.note_type(note.kind).label)
    }

    /// Names that were perhaps meant: of notes of the same pupil or class those that are spelt most alike, else of whoever is.
    fn nearest_names(&self, name: &str, from: Option<StudentId>) -> Vec<String> {
        let (owner, rest) = name.split_once('/').unwrap_or(("", name));
        let student = self.find_student(owner).or(from.filter(|_| owner.is_empty()));
        let class = self.find_class(owner);
        let own = self.notes().filter(|(_, it)| match (student, class) {
            (Some(student), _) => it.student == Some(student),
            (None, Some(class)) => it.student.is_none() && it.class == Some(class),
            (None, None) => false,
        });
        let names: Vec<(String, String)> = own.map(|(id, note)| (self.day_and_type(note), self.name_of(id))).collect();
        let rest = rest.replace('/', "-");
        // A name without a type is likest to another day.
        let short = |full: &str| full.chars().take(rest.chars().count().max(10)).collect::<String>();
        let shorts: Vec<(String, &String)> = names.iter().map(|(full, name)| (short(full), name)).collect();
        let near = nearest(&rest, names.iter().map(|(full, _)| full.as_str()))
            .or_else(|| nearest(&rest, shorts.iter().map(|(it, _)| it.as_str())));
        if let Some(near) = near {
            let like = names.iter().filter(|(full, _)| full.starts_with(near)).map(|(_, name)| name.clone());
            let mut like: Vec<String> = like.collect();
            like.dedup();
            like.truncate(MOST_NAMED);
            return like;
        }
        let codes = self.students.iter().flat_map(|it| [Some(it.code.as_str()), it.alias.as_deref()]).flatten();
        let keys = self.classes.iter().map(|it| it.key.as_str()).chain(self.projects.iter().map(|it| it.key.as_str()));
        let wanted = if owner.is_empty() { rest.as_str() } else { owner };
        nearest(wanted, codes.chain(keys)).map(str::to_owned).into_iter().collect()
    }
}

/// A file as the target of a link in another, with what would mean something in an address escaped.
fn file_target(from: &SitePath, path: &SitePath, row: Option<u32>, place: &str) -> String {
    let escaped = from.to(path).replace('%', "%25").replace('#', "%23").replace('?', "%3F");
    let place = match row {
        Some(row) => format!("#row-{row}"),
        None if place.is_empty() => String::new(),
        None => format!("#{place}"),
    };
    // Before a colon there would be a scheme.
    let here = if escaped.contains('/') { "" } else { "./" };
    format!("{here}{escaped}{place}")
}

fn holds_names(prose: &Prose) -> bool {
    let is_name = |piece: Piece<'_>| matches!(piece, Piece::Inline(Inline::Link { target, .. }) if link_name(target).is_some());
    prose.points() && prose.any(&is_name)
}

/// Hands every link of a text to `change`: target, words and place.
fn for_links(blocks: &mut [Block], change: &mut impl FnMut(&mut String, &mut Vec<Inline>, Span)) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => in_line(content, change),
            Block::Quote(inner) => for_links(inner, change),
            Block::List { items, .. } => items.iter_mut().for_each(|it| for_links(&mut it.blocks, change)),
            Block::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|it| in_line(it, change));
            }
            Block::Code { .. } | Block::Live { .. } | Block::Rule | Block::Html(_) => {}
        }
    }
}

fn in_line(content: &mut [Inline], change: &mut impl FnMut(&mut String, &mut Vec<Inline>, Span)) {
    for inline in content {
        match inline {
            Inline::Link { target, content, span } => {
                change(target, content, *span);
                in_line(content, change);
            }
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => in_line(inner, change),
            _ => {}
        }
    }
}
