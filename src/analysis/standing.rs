//! Where a pupil stands in the class, where records give the class's mean and spread. Never a place among others.

use crate::date::Week;
use crate::model::{Note, NoteId};

use super::progress::value_of;
use super::statistics::z_score;
use super::{Analysis, Series};

/// What a record says of the whole class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassLevel {
    /// Mean.
    pub mean: f64,
    /// Standard deviation of the class as a population.
    pub sd: Option<f64>,
    /// How many pupils the two were reckoned of.
    pub n: Option<i64>,
}

impl ClassLevel {
    /// As a record gives it; `None` without a mean.
    pub(super) fn of(note: &Note) -> Option<Self> {
        let mean = note.fields.number("class_mean")?;
        Some(Self { mean, sd: note.fields.number("class_sd"), n: note.fields.integer("n") })
    }

    /// Standard score of a value: (x−μ)/σ. `None` without a spread.
    pub fn z(&self, value: f64) -> Option<f64> {
        z_score(value, self.mean, self.sd?)
    }
}

/// A value and the class on the same day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The record.
    pub note: NoteId,
    /// The term's week.
    pub week: Week,
    /// The pupil's value.
    pub value: f64,
    /// The class.
    pub class: ClassLevel,
    /// Standard score of the value; `None` where no spread is given.
    pub z: Option<f64>,
}

impl Analysis<'_> {
    /// The records of a series that give the class's mean too, in order of date.
    pub fn standings(&self, series: &Series) -> Vec<Standing> {
        let standing = |point: &super::Point| {
            let note = self.casebook.note(point.note);
            let (value, class) = (value_of(note)?, ClassLevel::of(note)?);
            Some(Standing { note: point.note, week: point.week, value, class, z: class.z(value) })
        };
        series.points.iter().filter_map(standing).collect()
    }
}

/// First and last standard score of standings; `None` under two. Their difference is Δz: it may rise while the raw value
/// falls.
pub fn z_change(standings: &[Standing]) -> Option<(f64, f64)> {
    let scores: Vec<f64> = standings.iter().filter_map(|it| it.z).collect();
    let (first, last) = (scores.first()?, scores.last()?);
    (scores.len() > 1).then_some((*first, *last))
}
