//! From facts to charts.

use crate::analysis::{GoalView, Series};
use crate::privacy::View;

use super::chart::{GoalChart, ProgressChart};

/// A series as a chart. `id` must be distinct within a page; `name` is how the pupil is called.
pub fn progress(view: &View, series: &Series, name: &str, id: &str) -> ProgressChart {
    let _ = (view, series);
    ProgressChart {
        id: id.to_owned(),
        title: name.to_owned(),
        description: String::new(),
        unit: String::new(),
        weeks: 0,
        points: Vec::new(),
        phase_starts: Vec::new(),
        relapses: Vec::new(),
        events: Vec::new(),
        baseline: None,
        target: None,
    }
}

/// A goal as a chart; `None` where start, target or outcome is not known.
pub fn goal(view: &View, goal: &GoalView) -> Option<GoalChart> {
    let _ = (view, goal);
    None
}
