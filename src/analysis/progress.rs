//! Progress of one pupil on one measure: points, phases, relapses, events, trend.

use crate::config::Measure;
use crate::date::{Date, Week};
use crate::model::{NoteId, StudentId};
use crate::schema::Key;

use super::{Analysis, Scope};

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
    /// The series of a pupil, the first of the pupil's `measures` first; term exams are not among them.
    pub fn series(&self, student: StudentId, scope: Scope) -> Vec<Series> {
        let _ = (student, scope);
        Vec::new()
    }
}

impl Series {
    /// Values of a phase in order of date. `R` counts as `B`.
    pub fn values(&self, phase: &str) -> Vec<f64> {
        let _ = phase;
        Vec::new()
    }

    /// Baseline against support.
    pub fn compare(&self) -> Comparison {
        Comparison {
            m: 0,
            n: 0,
            enough: false,
            nap: None,
            tau_u: None,
            beyond_best: 0,
            best_of_baseline: None,
            missing: (0, 0),
        }
    }

    /// Least squares over the weeks; `None` under three values.
    pub fn trend(&self) -> Option<Trend> {
        None
    }
}
