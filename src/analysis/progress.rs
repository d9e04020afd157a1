//! Progress of one pupil on one measure: points, phases, relapses, events, trend.

use std::collections::BTreeSet;

use crate::config::Measure;
use crate::date::{Date, Term, Week};
use crate::model::{Note, NoteId, Student, StudentId};
use crate::schema::Key;

use super::statistics::{Overlap, least_squares, median, oriented, overlap};
use super::{Analysis, Scope, Subject};

/// The values of one measure over a term.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What is measured.
    pub measure: Measure,
    /// In order of date; a record without a value is a point without one.
    pub points: Vec<Point>,
    /// How many weeks the term has.
    pub weeks: Week,
    /// Relapses that touch the term.
    pub relapses: Vec<RelapseBand>,
    /// What happened meanwhile: awards, posts, seat changes, talks with an agreement after a relapse. At most six, in order.
    pub events: Vec<Event>,
    /// Median of the baseline phase.
    pub baseline: Option<f64>,
    /// Where the goal on this measure should lead.
    pub target: Option<f64>,
}

/// One record of a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The term's week.
    pub week: Week,
    /// The day.
    pub date: Date,
    /// The value; `None` where it is missing.
    pub value: Option<f64>,
    /// Canonical key of the phase: as written, else the pupil's phase on the day.
    pub phase: Option<Key>,
    /// The record.
    pub note: NoteId,
}

/// A stretch of weeks in which things got worse again.
#[derive(Debug, Clone, PartialEq)]
pub struct RelapseBand {
    /// First week: that of the points marked `R`, else of the note.
    pub from: Week,
    /// Last week.
    pub to: Week,
    /// Canonical key of the trigger.
    pub trigger: Option<Key>,
    /// Days until recovery.
    pub days: Option<u32>,
    /// The relapse's note, where there is one.
    pub note: Option<NoteId>,
}

/// Something that happened in a week.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The week.
    pub week: Week,
    /// The note.
    pub note: NoteId,
    /// A few words of the note's own: 两面小红旗, 任小组长.
    pub words: String,
}

/// Baseline against support (A against B, relapses counted as B).
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Values in the baseline.
    pub m: u32,
    /// Values in the support phase.
    pub n: u32,
    /// Whether there are enough to speak of an effect: m ≥ 3 and n ≥ 5, and at most half of the support weeks missing.
    pub enough: bool,
    /// Non-overlap of all pairs, 0 to 1.
    pub nap: Option<f64>,
    /// Tau-U with the baseline's trend taken out; may exceed 1.
    pub tau_u: Option<f64>,
    /// How many values of the support phase are better than the best of the baseline.
    pub beyond_best: u32,
    /// The best of the baseline.
    pub best_of_baseline: Option<f64>,
    /// Weeks of the support phase without a value, and how many weeks it has.
    pub missing: (u32, u32),
}

/// A straight line through the values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// Change a week.
    pub slope: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Values.
    pub n: u32,
}

impl Analysis<'_> {
    /// The series of a pupil, the first of the pupil's `measures` first; term exams are not among them, nor measures of which
    /// there is only the practice that takes stock at the start. There is none where values may not be read.
    pub fn series(&self, student: StudentId, scope: Scope) -> Vec<Series> {
        let Some(term) = self.term(scope.term).filter(|_| self.measured) else { return Vec::new() };
        let own = Scope { subject: Subject::Student(student), term: scope.term };
        let pupil = self.casebook.student(student);
        let mut by_measure: Vec<(&str, Vec<(NoteId, &Note)>)> =
            pupil.fields.texts("measures").into_iter().map(|name| (name, Vec::new())).collect();
        for (id, note) in self.probes(self.notes_of(own, "progress_record")) {
            let Some(name) = note.fields.text("measure") else { continue };
            match by_measure.iter_mut().find(|(it, _)| *it == name) {
                Some((_, records)) => records.push((id, note)),
                None => by_measure.push((name, vec![(id, note)])),
            }
        }
        by_measure.retain(|(_, records)| records.iter().any(|(_, note)| note.fields.choice("kind") != Some("baseline")));
        let goals = self.goals(own);
        let series = by_measure.into_iter().map(|(name, records)| {
            let points: Vec<Point> = records.into_iter().filter_map(|(id, note)| self.point(term, pupil, id, note)).collect();
            let target = goals.iter().filter(|it| it.goal.measure.as_deref() == Some(name)).find_map(|it| it.goal.target);
            let mut series = Series {
                measure: self.casebook.config.measure(name),
                weeks: term.weeks(),
                relapses: self.relapse_bands(student, term, &points),
                events: self.events(own, term),
                points,
                baseline: None,
                target,
            };
            series.baseline = median(&series.values("A"));
            series
        });
        series.collect()
    }

    /// Records of progress that are no term exams.
    pub(super) fn probes<'n>(&self, records: Vec<(NoteId, &'n Note)>) -> Vec<(NoteId, &'n Note)> {
        let exam = self.casebook.schema.find_type("term_exam");
        let is_exam =
            |note: &Note| exam.is_some_and(|it| self.is_kind(note, it)) || note.fields.choice("kind") == Some("term_exam");
        records.into_iter().filter(|(_, note)| !is_exam(note)).collect()
    }

    fn point(&self, term: &Term, pupil: &Student, id: NoteId, note: &Note) -> Option<Point> {
        let written = note.fields.choice("phase").map(Key::from);
        Some(Point {
            week: note.week.or(term.week_of(note.date))?,
            date: note.date,
            value: value_of(note),
            phase: written.or_else(|| pupil.phase_on(note.date).cloned()),
            note: id,
        })
    }

    /// Relapses of the pupil that touch the term, and stretches of points marked `R` of which there is no note.
    fn relapse_bands(&self, student: StudentId, term: &Term, points: &[Point]) -> Vec<RelapseBand> {
        let mut marked: Vec<(Week, Week)> = Vec::new();
        let runs = points.chunk_by(|a, b| a.is_relapse() == b.is_relapse()).filter(|run| run[0].is_relapse());
        marked.extend(runs.filter_map(|run| Some((run.first()?.week, run.last()?.week))));
        let mut bands: Vec<RelapseBand> = Vec::new();
        for (id, note) in self.notes_until(student, term.id, "relapse") {
            let facts = self.relapse(student, id, note);
            // The day of recovery is good again.
            let last = note.date.plus_days((facts.days as i32 - 1).max(0));
            let touches = last >= term.span.from;
            let week = |day: Date| term.week_of(day.clamp(term.span.from, term.span.to));
            let Some((from, to)) = week(note.date).zip(week(last)).filter(|_| touches) else { continue };
            // What is marked within a week of the note's day is what the note is about.
            let near = |it: &(Week, Week)| it.0 <= from.saturating_add(1) && from <= it.1.saturating_add(1);
            let (from, to) = match marked.iter().position(near) {
                Some(at) => marked.remove(at),
                None => (from, to),
            };
            let days = facts.recovered.then_some(facts.days);
            bands.push(RelapseBand { from, to, trigger: facts.trigger, days, note: Some(id) });
        }
        bands.extend(marked.into_iter().map(|(from, to)| RelapseBand { from, to, trigger: None, days: None, note: None }));
        bands.sort_by_key(|band| (band.from, band.to));
        bands
    }
}

/// The value of a record; none where the pupil was absent, whatever stands there.
pub(super) fn value_of(note: &Note) -> Option<f64> {
    note.fields.number("value").filter(|it| it.is_finite() && note.fields.boolean("absent") != Some(true))
}

impl Point {
    fn is_relapse(&self) -> bool {
        self.phase.as_deref() == Some("R")
    }

    /// Whether it lies in a phase. `R` counts as `B`, and so do `B1`, `B2` and so on.
    fn is_in(&self, phase: &str) -> bool {
        let own = match self.phase.as_deref() {
            Some("R") => Some("B"),
            Some(own) if own.starts_with('B') => Some("B"),
            own => own,
        };
        own == Some(phase)
    }
}

impl Series {
    /// Values of a phase in order of date. `R` counts as `B`.
    pub fn values(&self, phase: &str) -> Vec<f64> {
        self.points.iter().filter(|it| it.is_in(phase)).filter_map(|it| it.value).collect()
    }

    /// The values on which the pupil ended, and whether they are those of the maintenance phase; while there is none, they are
    /// the last three of the support phase.
    pub fn ending(&self) -> (Vec<f64>, bool) {
        let kept = self.values("M");
        if !kept.is_empty() {
            return (kept, true);
        }
        let support = self.values("B");
        (support[support.len().saturating_sub(3)..].to_vec(), false)
    }

    /// Weeks and values in order of date, of one phase or of all.
    pub fn timed(&self, phase: Option<&str>) -> Vec<(f64, f64)> {
        let asked = self.points.iter().filter(|it| phase.is_none_or(|phase| it.is_in(phase)));
        asked.filter_map(|it| Some((f64::from(it.week), it.value?))).collect()
    }

    /// Baseline against support, with the sign turned where less is better; missing values are left out.
    pub fn overlap(&self) -> Option<Overlap> {
        let values = |phase| oriented(&self.values(phase), self.measure.lower_is_better);
        overlap(&values("A"), &values("B"))
    }

    /// Baseline against support. The weeks of the support phase are those from its first record to its last.
    pub fn compare(&self) -> Comparison {
        let weeks = |filled: bool| -> BTreeSet<Week> {
            let own = self.points.iter().filter(|it| it.is_in("B") && (it.value.is_some() || !filled));
            own.map(|it| it.week).collect()
        };
        let all = weeks(false);
        let length = all.first().zip(all.last()).map_or(0, |(first, last)| u32::from(last - first) + 1);
        let missing = length - weeks(true).len() as u32;
        let (m, n) = (self.values("A").len() as u32, self.values("B").len() as u32);
        let res = self.overlap();
        let best = |a: f64, b: f64| if self.measure.lower_is_better { a.min(b) } else { a.max(b) };
        Comparison {
            m,
            n,
            enough: m >= 3 && n >= 5 && missing * 2 <= length,
            nap: res.map(|it| it.nap),
            tau_u: res.map(|it| it.tau_u),
            beyond_best: res.map_or(0, |it| it.beyond_best as u32),
            best_of_baseline: self.values("A").into_iter().reduce(best),
            missing: (missing, length),
        }
    }

    /// Least squares over the weeks of the support phase, or over all where no phases are told; `None` under three values.
    pub fn trend(&self) -> Option<Trend> {
        let line = least_squares(&self.trend_points())?;
        Some(Trend { slope: line.slope, low: line.low, high: line.high, n: line.n as u32 })
    }

    /// Weeks and values over which a trend is reckoned.
    pub fn trend_points(&self) -> Vec<(f64, f64)> {
        let phased = self.points.iter().any(|it| it.is_in("B"));
        self.timed(phased.then_some("B"))
    }
}
