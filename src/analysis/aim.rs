//! Whether a pupil is on the way to the goal: the aimline, what the last values suggest, and whether the change so far is more
//! than the instrument's error. Suggestions, never verdicts: decisions on few weeks mislead (Van Norman et al. 2017).

use super::statistics::{Advice, Aimline, Line, ReliableChange, aimline, four_point, least_squares, median, reliable_change};
use super::{Analysis, Scope, Series, Subject};

/// The way to the goal on a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim {
    /// From the median of the first three values to the goal.
    pub line: Aimline,
    /// The goal's value.
    pub goal: f64,
    /// The week by which it should be reached.
    pub by: f64,
    /// Values after the aimline's start.
    pub n: u32,
    /// What the last four of them suggest; `None` while there are fewer.
    pub four_point: Option<Advice>,
    /// What the trend of all of them suggests against the aimline's slope, from six values on; a trend whose 95 % interval
    /// holds the aimline's slope suggests to go on.
    pub trend: Option<Advice>,
}

impl Aim {
    /// The suggestion: that of the last four values, else that of the trend. `None` while there are too few values.
    pub fn advice(&self) -> Option<Advice> {
        self.four_point.filter(|it| *it != Advice::GoOn).or(self.trend).or(self.four_point)
    }
}

impl Analysis<'_> {
    /// The way to the first goal on the series' measure, by the week in which it is due; by the term's last where it is not due
    /// within. `None` without such a goal, of no single pupil, or under three values.
    pub fn aim(&self, series: &Series, scope: Scope) -> Option<Aim> {
        let term = self.term(scope.term)?;
        let Subject::Student(student) = scope.subject else { return None };
        let goals = self.goals(Scope { subject: Subject::Student(student), term: scope.term });
        let about =
            |goal: &&crate::model::Goal| goal.measure.as_deref() == Some(&*series.measure.name) && goal.target.is_some();
        let goal = goals.iter().map(|it| it.goal).find(about)?;
        let by = f64::from(goal.due.and_then(|it| term.week_of(it)).unwrap_or(series.weeks));
        let points = series.timed(None);
        let target = goal.target?;
        let line = aimline(&points, target, by)?;
        let after: Vec<(f64, f64)> = points.iter().copied().filter(|(week, _)| *week > line.start).collect();
        let lower = series.measure.lower_is_better;
        let trend = least_squares(&after).filter(|it| it.n >= 6);
        Some(Aim {
            line,
            goal: target,
            by,
            n: after.len() as u32,
            four_point: four_point(&points, &line, lower),
            trend: trend.map(|it| trend_rule(&it, line.slope, lower)),
        })
    }

    /// Reliable change from the baseline to the latest phase, by the measure's reliability and the class's spread as a record
    /// gives it. `None` where one of the two is not known, or there is but one value.
    pub fn reliable_change(&self, series: &Series) -> Option<ReliableChange> {
        let timed = series.timed(None);
        let sd = series.points.iter().find_map(|it| self.casebook.note(it.note).fields.number("class_sd"))?;
        let before = series.baseline.or(timed.first().map(|(_, value)| *value))?;
        let after = median(&series.values("M")).or(timed.last().map(|(_, value)| *value))?;
        reliable_change(before, after, sd, series.measure.reliability?).filter(|_| timed.len() > 1)
    }
}

fn trend_rule(line: &Line, needed: f64, lower_is_better: bool) -> Advice {
    let (short, beyond) =
        if lower_is_better { (line.low > needed, line.high < needed) } else { (line.high < needed, line.low > needed) };
    match (short, beyond) {
        (true, _) => Advice::ChangeSupport,
        (_, true) => Advice::RaiseGoal,
        _ => Advice::GoOn,
    }
}
