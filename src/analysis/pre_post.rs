//! The same pupils before and after, as a group: exams, reviews, and measures that several are followed by.

use std::collections::BTreeMap;

use crate::model::{Note, NoteId, StudentId};
use crate::schema::Key;

use super::occasions::{Occasion, Occasions};
use super::statistics::median;
use super::{Analysis, Scope, Subject};

/// Values of a group before and after, paired by pupil.
#[derive(Debug, Clone, PartialEq)]
pub struct PrePost {
    /// What was measured.
    pub of: Measured,
    /// Before and after of each pupil who has both, in order of code.
    pub pairs: Vec<(f64, f64)>,
    /// The records.
    pub notes: Vec<NoteId>,
}

/// What was measured before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measured {
    /// The exam in a subject, by canonical key.
    Exam(Option<Key>),
    /// An aspect of the status review, by canonical key.
    Aspect(Key),
    /// A measure, by name: baseline against the values on which the pupil ended, as medians.
    Measure(String),
}

/// A measure that fewer pupils are followed by is no group's.
const LEAST: usize = 3;

impl Analysis<'_> {
    /// Groups of at least three pairs; none of a single pupil.
    pub fn pre_post(&self, scope: Scope) -> Vec<PrePost> {
        if matches!(scope.subject, Subject::Student(_)) {
            return Vec::new();
        }
        let mut groups: Vec<PrePost> = Vec::new();
        for subject in self.exam_subjects(scope) {
            let sittings = self.sittings(scope, subject.as_deref());
            let own = sittings.iter().filter(|it| it.subject == subject);
            let both: Vec<_> = own.filter_map(|it| Some((it, it.before.as_ref()?, it.now.as_ref()?))).collect();
            let pair = |(sitting, before, now): &(&_, &_, &_)| {
                let pair = super::exams::Sitting::pair(sitting, before, now);
                (pair.before, pair.after)
            };
            groups.push(PrePost {
                pairs: both.iter().map(pair).collect(),
                notes: both.iter().flat_map(|(_, before, now)| [before.note, now.note]).collect(),
                of: Measured::Exam(subject),
            });
        }
        let reviews: Vec<Occasions<'_>> = self.occasions(scope, "status_review");
        for aspect in self.choices("aspect") {
            let rating = |note: &Note| note.fields.record(&aspect)?.number("rating");
            let ends = |it: &Occasions<'_>| {
                let pair = (it.first(Occasion::Start, rating)?, it.last(Occasion::End, rating)?);
                Some((pair, it.with(|note| rating(note).is_some()).collect::<Vec<_>>()))
            };
            let (pairs, notes): (Vec<(f64, f64)>, Vec<Vec<NoteId>>) = reviews.iter().filter_map(ends).unzip();
            groups.push(PrePost { of: Measured::Aspect(aspect), pairs, notes: notes.into_iter().flatten().collect() });
        }
        groups.extend(self.measured(scope));
        groups.retain(|it| it.pairs.len() >= LEAST);
        groups
    }

    /// Measures of a scope's pupils by name, however few: baseline against the end, as medians.
    pub fn measured(&self, scope: Scope) -> Vec<PrePost> {
        let mut by_measure: BTreeMap<String, PrePost> = BTreeMap::new();
        let students: Vec<StudentId> = self.students(scope);
        for series in students.iter().flat_map(|id| self.series(*id, scope)) {
            if let (Some(before), Some(after)) = (series.baseline, median(&series.ending().0)) {
                let name = series.measure.name;
                let empty = || PrePost { of: Measured::Measure(name.clone()), pairs: Vec::new(), notes: Vec::new() };
                let group = by_measure.entry(name.clone()).or_insert_with(empty);
                group.pairs.push((before, after));
                group.notes.extend(series.points.iter().map(|it| it.note));
            }
        }
        by_measure.into_values().collect()
    }
}
