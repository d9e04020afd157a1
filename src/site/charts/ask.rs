//! What is asked of a chart, and what charts need to know of a term.

use crate::analysis::{Analysis, Scope, Subject};
use crate::date::{Date, Term, Week};
use crate::diag::Language;
use crate::model::{Casebook, Note, StudentId};
use crate::phrases::Speaks;
use crate::privacy::{Audience, View};

use super::super::wording::festival;

/// What is asked of a chart.
#[derive(Clone, Copy)]
pub(in super::super) struct Ask<'v> {
    pub(super) view: &'v View<'v>,
    pub(super) casebook: &'v Casebook,
    pub(super) analysis: &'v Analysis<'v>,
    pub(super) scope: Scope,
    /// The measure of a chart that takes one.
    pub(super) measure: Option<&'v str>,
    /// Only what is of this subject, by its canonical key.
    subject: Option<&'v str>,
    /// Whether it is for a document.
    document: bool,
    /// Makes ids distinct in a page.
    pub(super) place: &'v str,
}

impl Speaks for Ask<'_> {
    fn language(&self) -> Language {
        self.casebook.language()
    }
}

impl<'v> Ask<'v> {
    /// A chart of a scope. `place` makes its ids distinct within a page.
    pub(in super::super) fn new(view: &'v View<'v>, scope: Scope, place: &'v str) -> Self {
        let (casebook, analysis) = (view.casebook, &view.analysis);
        Self { view, casebook, analysis, scope, measure: None, subject: None, document: false, place }
    }

    /// Of this measure.
    pub(in super::super) fn measure(self, measure: Option<&'v str>) -> Self {
        Self { measure, ..self }
    }

    /// Of this subject.
    pub(in super::super) fn subject(self, subject: Option<&'v str>) -> Self {
        Self { subject, ..self }
    }

    /// For a document.
    pub(in super::super) fn in_document(self, document: bool) -> Self {
        Self { document, ..self }
    }

    /// Whether the reader may see the chart with this key at all.
    pub(super) fn is_for_audience(&self, key: &str) -> bool {
        let row = self.casebook.schema.charts.iter().find(|it| &*it.key == key);
        row.is_some_and(|it| self.view.may_read(&it.audiences))
    }

    /// Whom the chart is about, where that is one pupil.
    pub(super) fn pupil(&self) -> Option<StudentId> {
        match self.scope.subject {
            Subject::Student(id) => Some(id),
            _ => None,
        }
    }

    /// How the pupil is called, where the chart is about one.
    pub(super) fn name(&self) -> Option<&'v str> {
        self.pupil().map(|id| self.casebook.student(id).shown_name())
    }

    /// What the chart shows: its label in the types table, without the word for chart.
    pub(super) fn label(&self, key: &str) -> String {
        let row = self.casebook.schema.charts.iter().find(|it| &*it.key == key);
        let label = row.map_or(key, |it| &it.label);
        label.strip_suffix('图').unwrap_or(label).to_owned()
    }

    /// An id that is distinct within a page.
    pub(super) fn id(&self, key: &str) -> String {
        format!("{}-{key}", self.place)
    }

    /// Whether something of this subject is asked for. What says no subject is left out where one is asked for.
    pub(super) fn is_subject(&self, subject: Option<&str>) -> bool {
        self.subject.is_none_or(|it| subject == Some(it))
    }

    /// Whether a subject is asked for.
    pub(super) fn has_subject(&self) -> bool {
        self.subject.is_some()
    }

    /// Notes of this type and, where a subject is asked for, of it.
    pub(super) fn notes(&self, kind: &str) -> Vec<&'v Note> {
        let notes = self.analysis.notes_of(self.scope, kind).into_iter().map(|(_, note)| note);
        notes.filter(|note| self.is_subject(note.fields.choice("subject"))).collect()
    }

    /// The smallest number that may be told of misdeeds; below it, it is only said that it is smaller. On a teacher's page of
    /// one pupil every number is told.
    pub(super) fn least_told(&self) -> u32 {
        let open = self.view.audience == Audience::Teacher && self.pupil().is_some() && !self.document;
        let set = self.casebook.config.fields.record("privacy").and_then(|it| it.integer("smallest_cell"));
        if open { 0 } else { set.and_then(|it| u32::try_from(it).ok()).unwrap_or(3) }
    }

    /// The term.
    pub(super) fn term(&self) -> Option<&'v Term> {
        self.casebook.config.term(self.scope.term)
    }

    /// How many weeks the term has.
    pub(super) fn weeks(&self) -> Week {
        self.term().map_or(0, Term::weeks)
    }

    /// Where a day lies on the axis, in weeks from its beginning.
    pub(super) fn at(&self, day: Date) -> f64 {
        let Some(term) = self.term() else { return 0.0 };
        let days = day.days_since(term.span.from) + i32::from(term.span.from.weekday());
        (f64::from(days) / 7.0).clamp(0.0, f64::from(term.weeks()))
    }

    /// The last week that has begun by the day of the build.
    pub(super) fn latest_week(&self) -> Week {
        let Some(term) = self.term() else { return 0 };
        let day = self.analysis.as_of;
        if day < term.span.from { 0 } else { term.week_of(day).unwrap_or_else(|| term.weeks()) }
    }

    /// The week in which a note is counted.
    pub(super) fn week_of(&self, note: &Note) -> Option<Week> {
        note.week.or_else(|| self.term()?.week_of(note.date))
    }

    /// How much of something lies in each week from the first to the term's last.
    pub(super) fn by_week(&self, notes: &[&Note], amount: impl Fn(&Note) -> u32) -> Vec<u32> {
        let mut counts = vec![0; usize::from(self.weeks())];
        for note in notes {
            let at = self.week_of(note).and_then(|it| usize::from(it).checked_sub(1));
            if let Some(slot) = at.and_then(|it| counts.get_mut(it)) {
                *slot += amount(note);
            }
        }
        counts
    }

    /// The holidays of the term as words above their weeks.
    pub(super) fn festivals(&self) -> Vec<(Week, String)> {
        let Some(term) = self.term() else { return Vec::new() };
        let head = |it: &crate::date::DateRange| Some((term.week_of(it.from)?, self.word(festival(*it)).to_owned()));
        term.holidays.iter().filter_map(head).collect()
    }
}
