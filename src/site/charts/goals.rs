//! Goals: one on its line, and how many ended how.

use crate::analysis::GoalView;
use crate::analysis::statistics::largest_remainder;
use crate::phrases::{Speaks, say};
use crate::privacy::View;

use super::super::chart::{BarChart, GoalChart};
use super::super::tables::MISSING;
use super::super::wording::number;
use super::{Ask, Chart, FigureView, data, words};

/// Of fewer goals shares say no more than their numbers do.
const FEW: u32 = 5;

/// A goal as a chart; `None` where start, target or outcome is not known.
pub fn goal(view: &View, goal: &GoalView) -> Option<GoalChart> {
    let measured = || goal.goal.measure.as_ref().and_then(|it| view.casebook.config.measure(it).unit);
    let unit = goal.goal.unit.clone().or_else(measured).unwrap_or_default();
    let printed = |value: f64| (value, format!("{}{unit}", number(value)));
    let (start, target, actual) = (printed(goal.goal.baseline?), printed(goal.goal.target?), printed(goal.actual?));
    let [from, to, now] = [words::START, words::TARGET, words::ACTUAL].map(|it| view.word(it));
    let description = say!(view, "{}{}，{}{}，{}{}", from, start.1, to, target.1, now, actual.1);
    Some(GoalChart { description, start, target, actual })
}

/// A bar for each way in which goals ended. Those that nobody has judged yet are told too, so that the bars make up the whole.
pub(super) fn figure(ask: Ask) -> Option<FigureView> {
    let goals = ask.analysis.goals(ask.scope);
    let goals: Vec<&GoalView> = goals.iter().filter(|it| ask.is_subject(it.goal.subject.as_deref())).collect();
    let results = ["met", "partly", "not_met"];
    let count = |result: &str| goals.iter().filter(|it| it.goal.result.as_deref() == Some(result)).count() as u32;
    let total = goals.len() as u32;
    let judged: Vec<u32> = results.map(count).to_vec();
    let open = total - judged.iter().sum::<u32>();
    let label = |it: &str| ask.casebook.schema.choice_label("goal_result", it).to_owned();
    let mut ended: Vec<(String, u32)> = results.into_iter().zip(&judged).map(|(it, count)| (label(it), *count)).collect();
    if open > 0 {
        ended.push((ask.word(words::UNJUDGED).to_owned(), open));
    }
    let counts: Vec<u32> = ended.iter().map(|it| it.1).collect();
    let percents = largest_remainder(&counts);
    let parts = || ended.iter().zip(&percents).map(|((label, count), percent)| (label.clone(), *count, *percent));
    let title = words::of(ask.language(), ask.name(), &ask.label("goals"));
    let caption = words::with_n(ask.language(), &title, total, words::GOALS);
    let rows = parts().map(|(label, count, percent)| {
        vec![label, count.to_string(), if total < FEW { MISSING.to_owned() } else { percent.to_string() }]
    });
    let data = data(&caption, &words::heads::GOALS.map(|it| ask.word(it)), rows.collect());
    let bars = parts().map(|(label, count, percent)| {
        let share = if total < FEW { String::new() } else { say!(ask, "（{}%）", percent) };
        let printed = format!("{count}{}{share}", ask.word(words::GOALS));
        (label, f64::from(count), printed)
    });
    (total > 0).then(|| {
        let (id, description) = (ask.id("goals"), words::told(ask.language(), &data));
        let chart = Chart::Bars(BarChart { id, title, description, bars: bars.collect() });
        FigureView { number: 0, caption, chart, data }
    })
}
