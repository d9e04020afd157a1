//! Notes: whether there is one, and what it says.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::{Note, NoteId, Origin, StudentId};
use crate::privacy::Audience;
use crate::privacy::redact::Tally;
use crate::schema::{Data, Fields, NoteType, Schema, Share, Value};
use crate::source::SitePath;
use crate::syntax::Prose;

use super::Edition;

impl Edition<'_> {
    /// The notes that exist for this audience, in the order of their days.
    pub(super) fn notes(&self, schema: &Schema) -> (Vec<Note>, Tally) {
        let projected: Vec<(Note, Tally)> = (0..self.whole.notes.len())
            .into_par_iter()
            .filter_map(|at| {
                let mut tally = Tally::default();
                let note = self.note(NoteId(at as u32), &mut tally)?;
                Some((note, tally))
            })
            .collect();
        let mut tally = Tally::default();
        let mut notes = Vec::with_capacity(projected.len());
        for (note, found) in projected {
            notes.push(note);
            tally.add(found);
        }
        notes.sort_by_key(|it| (it.date, it.student, it.kind));
        number(schema, &mut notes);
        (notes, tally)
    }

    fn note(&self, id: NoteId, tally: &mut Tally) -> Option<Note> {
        let note = self.whole.note(id);
        let kind = self.whole.schema.note_type(note.kind);
        let share = super::own_share(&note.fields, self.audience).unwrap_or_else(|| self.share_of(kind));
        let student = match note.student {
            Some(own) => Some(*self.students.get(&own)?),
            None => None,
        };
        // A parent reads of one child only, not of a class that is others too.
        if self.audience == Audience::Parent && student.is_none() {
            return None;
        }
        let students: Vec<StudentId> = note.students.iter().filter_map(|it| self.students.get(it).copied()).collect();
        // A note of a class that was about pupils of whom nothing may be told is not about the whole class instead.
        if students.is_empty() && !note.students.is_empty() && student.is_none() {
            return None;
        }
        let (mut fields, mut body, mut brief, mut author) = Default::default();
        match share {
            Share::None => return None,
            Share::Count => {}
            Share::Brief | Share::Full => {
                fields = self.fields(&kind.fields, &note.fields, tally);
                self.level(id, note, &mut fields);
                let line = note.brief.as_ref().filter(|_| self.opens(kind, "brief"));
                brief = line.map(|it| self.said(it, tally));
                if self.opens(kind, "author") {
                    author = note.author.as_ref().map(|it| self.said(it, tally));
                }
                let open = kind.body.as_deref().filter(|it| self.opens(kind, it));
                // What a field says may be read in any case, and then as it was written, with its lists and images.
                let is_field = |it: &str| note.fields.get(it).is_some_and(|value| value.span == note.origin.span);
                if open.is_some_and(|it| share == Share::Full || is_field(it)) {
                    body = self.prose(&note.body, &note.origin.path, tally);
                }
            }
        }
        let shown = share != Share::Count;
        let date = self.day(note.date);
        Some(Note {
            kind: note.kind,
            date,
            term: note.term,
            week: note.week,
            student,
            class: note.class.filter(|_| self.audience != Audience::Parent),
            project: note.project.filter(|_| self.audience != Audience::Parent),
            survey: note.survey.filter(|_| self.audience != Audience::Parent),
            students: if shown { students } else { Vec::new() },
            title: None,
            author,
            // Tags become addresses, and addresses say nothing.
            tags: Vec::new(),
            brief,
            fields,
            body,
            // The path is given when all notes are in order; a note that is only counted has no page.
            origin: Origin { path: self.nowhere(), span: note.origin.span, row: note.origin.row.or((!shown).then_some(0)) },
        })
    }

    fn share_of(&self, kind: &NoteType) -> Share {
        match self.audience {
            Audience::Teacher => Share::Full,
            Audience::Staff => kind.share.staff,
            Audience::Parent => kind.share.parent,
            Audience::Research => kind.share.research,
        }
    }

    fn opens(&self, kind: &NoteType, key: &str) -> bool {
        kind.fields.find(key).is_some_and(|it| self.clearance.opens(it))
    }

    /// Puts the level in the place of a score of an exam.
    fn level(&self, id: NoteId, note: &Note, fields: &mut Fields) {
        let Some(student) = note.student.filter(|_| note.fields.number("full_marks").is_some()) else { return };
        if fields.get("level").is_none()
            && self.opens(self.whole.schema.note_type(note.kind), "level")
            && let Some(judged) = self.analysis.judged(student, id, note)
        {
            let level = Value { data: Data::Choice(judged.level.into()), span: note.origin.span };
            fields.set("level".into(), level);
        }
    }

    /// The text of a file in words that may be read.
    pub(super) fn prose(&self, prose: &Prose, file: &SitePath, tally: &mut Tally) -> Prose {
        let mut prose = prose.clone();
        tally.images += super::texts::unlink(&mut prose, &|target| self.images.name(file, target));
        self.redactor.prose(&mut prose, tally);
        prose
    }

    pub(super) fn nowhere(&self) -> SitePath {
        SitePath::new("_").unwrap_or_else(|| {
            self.whole.notes.first().map_or_else(|| unreachable!("`_` is a path"), |it| it.origin.path.clone())
        })
    }
}

/// Gives every note an address that is made of whose it is, its day, its kind and a number.
fn number(schema: &Schema, notes: &mut [Note]) {
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    for note in notes {
        let folder = match (note.student, note.class, note.project) {
            (Some(student), ..) => format!("students/{}", student.0 + 1),
            (None, Some(class), _) => format!("classes/{}", class.0 + 1),
            (None, None, Some(project)) => format!("projects/{}", project.0 + 1),
            (None, None, None) => "notes".to_owned(),
        };
        // A school's own kind may be named after something.
        let kind = &schema.note_type(note.kind).key;
        let kind = if crate::schema::Schema::built_in().find_type(kind).is_some() {
            kind.to_string()
        } else {
            format!("kind{}", note.kind.0)
        };
        let stem = format!("{folder}/{}-{kind}", note.date);
        let count = taken.entry(stem.clone()).or_default();
        *count += 1;
        if let Some(path) = SitePath::new(&format!("{stem}-{count}.md")) {
            note.origin.path = path;
        }
    }
}
