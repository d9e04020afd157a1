//! Outcomes of a term: reviews, affect, incidents, relapses.

use crate::date::{Date, DateRange};
use crate::model::{Note, NoteId, StudentId};
use crate::schema::{Key, Period};

use super::calendar::Stretch;
use super::occasions::{Occasion, Occasions};
use super::statistics::mean;
use super::{Analysis, Scope};

/// One aspect of the status review, over pupils.
#[derive(Debug, Clone, PartialEq)]
pub struct AspectChange {
    /// Canonical key of `aspect`.
    pub aspect: Key,
    /// Pupils rated at the start and at the end.
    pub n: u32,
    /// Mean at the start.
    pub start: f64,
    /// Mean in the middle, of those of them who have one.
    pub middle: Option<f64>,
    /// Mean at the end.
    pub end: f64,
    /// Pupils with a higher rating at the end.
    pub improved: u32,
    /// The reviews that rate it, of the pupils counted.
    pub notes: Vec<NoteId>,
}

/// One item of the affect rating, over pupils.
#[derive(Debug, Clone, PartialEq)]
pub struct AffectChange {
    /// Canonical key of `affect_item`.
    pub item: Key,
    /// Pupils rated at the start and at the end.
    pub n: u32,
    /// Mean at the start.
    pub start: f64,
    /// Mean in the middle, of those of them who have one.
    pub middle: Option<f64>,
    /// Mean at the end.
    pub end: f64,
    /// The ratings of it, of the pupils counted.
    pub notes: Vec<NoteId>,
}

/// Incidents of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IncidentMonth {
    /// Its days within the term.
    pub days: DateRange,
    /// Incidents.
    pub count: u32,
    /// School days.
    pub school_days: u32,
}

/// A relapse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelapseFacts {
    /// Whose.
    pub student: StudentId,
    /// The note.
    pub note: NoteId,
    /// Canonical key of the trigger.
    pub trigger: Option<Key>,
    /// Days until recovery: as written, else from the two dates, else until the day of the build.
    pub days: u32,
    /// Whether it is over.
    pub recovered: bool,
}

impl Analysis<'_> {
    /// Status reviews of a scope, in the table's order of aspects; only aspects with data at both ends.
    pub fn aspects(&self, scope: Scope) -> Vec<AspectChange> {
        let reviews: Vec<Occasions<'_>> = self.occasions(scope, "status_review");
        let change = |aspect: &Key| {
            let rating = |note: &Note| note.fields.record(aspect)?.number("rating");
            let ends = |it: &Occasions<'_>| Some((it.first(Occasion::Start, rating)?, it.last(Occasion::End, rating)?));
            let rated: Vec<(f64, &Occasions<'_>, f64)> =
                reviews.iter().filter_map(|it| ends(it).map(|(start, end)| (start, it, end))).collect();
            let middle: Vec<f64> = rated.iter().filter_map(|(_, it, _)| it.last(Occasion::Middle, rating)).collect();
            Some(AspectChange {
                aspect: aspect.clone(),
                n: rated.len() as u32,
                start: mean(&rated.iter().map(|(start, ..)| *start).collect::<Vec<_>>())?,
                middle: mean(&middle),
                end: mean(&rated.iter().map(|(.., end)| *end).collect::<Vec<_>>())?,
                improved: rated.iter().filter(|(start, _, end)| end > start).count() as u32,
                notes: rated.iter().flat_map(|(_, it, _)| it.with(|note| rating(note).is_some())).collect(),
            })
        };
        self.choices("aspect").iter().filter_map(change).collect()
    }

    /// Affect ratings of a scope, in the table's order; only items with data at both ends. A pupil's own ratings are compared
    /// where they stand at both ends, else those of another rater who gave both.
    pub fn affect(&self, scope: Scope) -> Vec<AffectChange> {
        let ratings = self.occasions(scope, "affect_rating");
        let change = |item: &Key| {
            let rated: Vec<_> = ratings.iter().filter_map(|it| Some((it, it.by_one_rater(item)?))).collect();
            let start: Vec<f64> = rated.iter().map(|(_, it)| it.0).collect();
            let middle: Vec<f64> = rated.iter().filter_map(|(_, it)| it.1).collect();
            let end: Vec<f64> = rated.iter().map(|(_, it)| it.2).collect();
            Some(AffectChange {
                item: item.clone(),
                n: rated.len() as u32,
                start: mean(&start)?,
                middle: mean(&middle),
                end: mean(&end)?,
                notes: rated.iter().flat_map(|(it, _)| it.with(|note| note.fields.number(item).is_some())).collect(),
            })
        };
        self.choices("affect_item").iter().filter_map(change).collect()
    }

    /// Mean at one end of the term over the pupils who have it, and how many they are; of a status review's aspect or an
    /// affect rating's item.
    pub(super) fn at_end_of_term(&self, scope: Scope, kind: &str, field: &str, start: bool) -> Option<(f64, u32)> {
        let value = |note: &Note| note.fields.record(field).map_or_else(|| note.fields.number(field), |it| it.number("rating"));
        let one = |it: &Occasions<'_>| {
            let both = it.by_one_rater(field).filter(|_| kind == "affect_rating");
            let single = || if start { it.first(Occasion::Start, value) } else { it.last(Occasion::End, value) };
            both.map(|(first, _, last)| if start { first } else { last }).or_else(single)
        };
        let values: Vec<f64> = self.occasions(scope, kind).iter().filter_map(one).collect();
        Some((mean(&values)?, values.len() as u32))
    }

    /// Canonical keys of an enumeration, in the table's order.
    pub(super) fn choices(&self, enumeration: &str) -> Vec<Key> {
        let choices = self.casebook.schema.enums.get(enumeration).map(|it| it.choices.as_slice()).unwrap_or_default();
        choices.iter().map(|it| it.key.clone()).collect()
    }

    /// Incidents by month of the term, so far.
    pub fn incidents(&self, scope: Scope) -> Vec<IncidentMonth> {
        let Some(calendar) = self.calendar(scope.term) else { return Vec::new() };
        let notes = self.notes_of(scope, "incident");
        let months = calendar.stretches(Period::Month).iter().filter(|it| it.days.from <= self.as_of);
        let month = |it: &Stretch| IncidentMonth {
            days: it.days,
            count: notes.iter().filter(|(_, note)| it.days.contains(note.date)).count() as u32,
            school_days: it.school_days.iter().filter(|day| **day <= self.as_of).count() as u32,
        };
        months.map(month).collect()
    }

    /// Relapses of a scope, in order of date.
    pub fn relapses(&self, scope: Scope) -> Vec<RelapseFacts> {
        let notes = self.notes_of(scope, "relapse").into_iter();
        notes.filter_map(|(id, note)| Some(self.relapse(note.student?, id, note))).collect()
    }

    pub(super) fn relapse(&self, student: StudentId, id: NoteId, note: &Note) -> RelapseFacts {
        let recovered = note.fields.date("recovered").filter(|it| *it <= self.as_of);
        let written = note.fields.integer("days_lost").and_then(|it| u32::try_from(it).ok());
        let until = |day: Date| day.days_since(note.date).max(0) as u32;
        RelapseFacts {
            student,
            note: id,
            trigger: note.fields.choice("trigger").map(Key::from),
            days: written.or(recovered.map(until)).unwrap_or_else(|| until(self.as_of)),
            recovered: recovered.is_some() || written.is_some(),
        }
    }
}
