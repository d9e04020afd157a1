//! Ratings at the start, in the middle and at the end of a term.

use crate::model::{Note, NoteId};

use super::{Analysis, Scope, Subject};

/// A time of the term at which pupils are rated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occasion {
    Start,
    Middle,
    End,
}

/// One pupil's ratings of a term, in order of date, each with its occasion.
pub(super) struct Occasions<'a>(Vec<(Occasion, NoteId, &'a Note)>);

impl<'a> Analysis<'a> {
    /// The ratings of this type of each pupil of a scope, in order of code. Where a rating does not say when it was made, the
    /// first of the term is that of the start, the last that of the end, and any between of the middle.
    pub(super) fn occasions(&self, scope: Scope, kind: &str) -> Vec<Occasions<'a>> {
        let own = |student| {
            let notes = self.notes_of(Scope { subject: Subject::Student(student), term: scope.term }, kind);
            let last = notes.len().saturating_sub(1);
            let occasion = |(at, (id, note)): (usize, (NoteId, &'a Note))| {
                let occasion = match note.fields.choice("occasion") {
                    Some("start") => Occasion::Start,
                    Some("middle") => Occasion::Middle,
                    Some("end") => Occasion::End,
                    _ if at == 0 => Occasion::Start,
                    _ if at == last => Occasion::End,
                    _ => Occasion::Middle,
                };
                (occasion, id, note)
            };
            Occasions(notes.into_iter().enumerate().map(occasion).collect())
        };
        self.students(scope).into_iter().map(own).collect()
    }
}

impl Occasions<'_> {
    /// The ratings that have a value.
    pub(super) fn with(&self, value: impl Fn(&Note) -> bool) -> impl Iterator<Item = NoteId> {
        self.0.iter().filter(move |(.., note)| value(note)).map(|(_, id, _)| *id)
    }

    /// The first value of an occasion.
    pub(super) fn first(&self, occasion: Occasion, value: impl Fn(&Note) -> Option<f64>) -> Option<f64> {
        self.0.iter().filter(|(it, ..)| *it == occasion).find_map(|(.., note)| value(note))
    }

    /// The last value of an occasion.
    pub(super) fn last(&self, occasion: Occasion, value: impl Fn(&Note) -> Option<f64>) -> Option<f64> {
        self.0.iter().rev().filter(|(it, ..)| *it == occasion).find_map(|(.., note)| value(note))
    }

    /// A field's values at the start, in the middle where there is one, and at the end, by one and the same rater: the pupil,
    /// else a teacher, else a parent, else one who is not named.
    pub(super) fn by_one_rater(&self, field: &str) -> Option<(f64, Option<f64>, f64)> {
        let raters = [Some("student"), Some("teacher"), Some("parent"), None];
        raters.into_iter().find_map(|rater| {
            let value = |note: &Note| {
                let own = note.fields.choice("respondent") == rater;
                note.fields.number(field).filter(|_| own)
            };
            Some((self.first(Occasion::Start, value)?, self.first(Occasion::Middle, value), self.last(Occasion::End, value)?))
        })
    }
}
