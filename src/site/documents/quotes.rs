//! Choosing what to quote: words of pupils and parents as the notes have them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{RelapseFacts, Scope, Subject};
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
        self.most_telling(|_| true)
    }

    /// The one of these that is this pupil's.
    pub(super) fn quote_of(&self, student: StudentId) -> Option<Quote<'v>> {
        self.most_telling(|it| it == student).into_iter().next()
    }

    fn most_telling(&self, of: impl Fn(StudentId) -> bool) -> Vec<Quote<'v>> {
        let talks = self.view.analysis.notes_of(self.scope, "talk");
        let quote = |(_, note): &(NoteId, &'v Note)| {
            let student = note.student.filter(|it| of(*it))?;
            let words = note.fields.text("quote")?.trim_matches(['“', '”', '"']);
            Some(Quote { note, student, words })
        };
        let mut quotes: Vec<Quote> = talks.iter().filter_map(quote).filter(|it| it.words.chars().count() >= 6).collect();
        let relapses: BTreeMap<StudentId, Vec<RelapseFacts>> =
            quotes.iter().map(|it| it.student).collect::<BTreeSet<_>>().into_iter().map(|it| (it, self.relapses(it))).collect();
        let weight = |it: &Quote| {
            let in_relapse = relapses.get(&it.student).is_some_and(|relapses| self.is_in(relapses, it.note));
            let agreed = !it.note.fields.records("agreement").is_empty();
            (u8::from(in_relapse) * 2 + u8::from(agreed), u8::from(it.note.fields.text("trigger").is_some()))
        };
        quotes.sort_by_cached_key(|it| (Reverse(weight(it)), it.note.date, it.student));
        let mut seen: BTreeSet<StudentId> = BTreeSet::new();
        quotes.retain(|it| seen.insert(it.student));
        quotes
    }

    fn relapses(&self, student: StudentId) -> Vec<RelapseFacts> {
        self.view.analysis.relapses(Scope { subject: Subject::Student(student), term: self.scope.term })
    }

    fn is_in(&self, relapses: &[RelapseFacts], note: &Note) -> bool {
        relapses.iter().any(|it| {
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
