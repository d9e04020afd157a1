//! Goals: one on its line.

use crate::analysis::GoalView;
use crate::privacy::View;

use super::super::chart::GoalChart;
use super::super::wording::number;

/// A goal as a chart; `None` where start, target or outcome is not known.
pub fn goal(view: &View, goal: &GoalView) -> Option<GoalChart> {
    let measured = || goal.goal.measure.as_ref().and_then(|it| view.casebook.config.measure(it).unit);
    let unit = goal.goal.unit.clone().or_else(measured).unwrap_or_default();
    let printed = |value: f64| (value, format!("{}{unit}", number(value)));
    let (start, target, actual) = (printed(goal.goal.baseline?), printed(goal.goal.target?), printed(goal.actual?));
    let description = format!("起点{}，目标{}，实际{}", start.1, target.1, actual.1);
    Some(GoalChart { description, start, target, actual })
}
