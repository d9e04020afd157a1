//! Choosing what to quote: words of pupils and parents as the notes have them.

use crate::model::{Note, NoteId, StudentId};

use super::Topic;

/// A pupil's words.
pub(super) struct Quote<'v> {
    pub(super) note: &'v Note,
    pub(super) student: StudentId,
    pub(super) words: &'v str,
}

impl<'v> Topic<'v> {
    /// Talks in which the pupil's own words were recorded, the most telling first: those about a relapse, then those that led
    /// to an agreement, then by date. Never two of one pupil.
    pub(super) fn quotes(&self) -> Vec<Quote<'v>> {
        let talks = self.view.analysis.notes_of(self.scope, "talk");
        let quote = |(_, note): &(NoteId, &'v Note)| {
            let words = note.fields.text("quote")?.trim_matches(['“', '”', '"']);
            Some(Quote { note, student: note.student?, words })
        };
        let mut quotes: Vec<Quote> = talks.iter().filter_map(quote).filter(|it| it.words.chars().count() >= 6).collect();
        let weight = |it: &Quote| {
            let in_relapse = self.is_in_relapse(it.student, it.note);
            let agreed = !it.note.fields.records("agreement").is_empty();
            (u8::from(in_relapse) * 2 + u8::from(agreed), u8::from(it.note.fields.text("trigger").is_some()))
        };
        quotes.sort_by(|a, b| weight(b).cmp(&weight(a)).then(a.note.date.cmp(&b.note.date)).then(a.student.cmp(&b.student)));
        let mut seen: Vec<StudentId> = Vec::new();
        quotes.retain(|it| {
            let new = !seen.contains(&it.student);
            seen.push(it.student);
            new
        });
        quotes
    }

    fn is_in_relapse(&self, student: StudentId, note: &Note) -> bool {
        let scope = crate::analysis::Scope { subject: crate::analysis::Subject::Student(student), term: self.scope.term };
        self.view.analysis.relapses(scope).iter().any(|it| {
            let onset = self.view.casebook.note(it.note).date;
            (0..=i32::try_from(it.days).unwrap_or(0)).contains(&note.date.days_since(onset))
        })
    }

    /// What parents said, with the note: the latest of each pupil, in order of code.
    pub(super) fn parents(&self) -> Vec<(StudentId, &'v Note, &'v str)> {
        let contacts = self.view.analysis.notes_of(self.scope, "family_contact");
        let mut said: Vec<(StudentId, &Note, &str)> = Vec::new();
        for (_, note) in contacts.into_iter().rev() {
            let words = note.fields.text("parent_view").or(note.fields.text("parent_reply"));
            let (Some(student), Some(words)) = (note.student, words) else { continue };
            if !said.iter().any(|(it, _, _)| *it == student) {
                said.push((student, note, words));
            }
        }
        said.sort_by_key(|(student, _, _)| *student);
        said
    }
}
