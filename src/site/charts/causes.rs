//! How often each cause is the main one.

use crate::phrases::{Speaks, say};

use super::super::chart::BarChart;
use super::super::tables::told_causes;
use super::super::wording::number;
use super::{Ask, Chart, FigureView, data, words};

/// A bar for each cause, with its share and, of few pupils, how far the share may be trusted.
pub(super) fn figure(ask: Ask) -> Option<FigureView> {
    // One pupil has a cause, not a share of causes.
    if ask.pupil().is_some() {
        return None;
    }
    let shares = ask.analysis.causes(ask.scope);
    let label = |key: &str| ask.casebook.schema.choice_label("cause", key).to_owned();
    let told = told_causes(ask.view, ask.scope, &shares);
    let drawn = || shares.rows.iter().zip(&told).filter(|(_, told)| **told).map(|(it, _)| it);
    let bars = drawn().map(|it| {
        let printed = say!(ask, "{}{}（{}%）", it.count, ask.word(words::PUPILS), it.percent);
        (label(&it.cause), f64::from(it.count), printed)
    });
    let rows = drawn().map(|it| {
        let (low, high) = it.interval;
        let interval = say!(ask, "{}～{}", number(low.round()), number(high.round()));
        vec![label(&it.cause), it.count.to_string(), it.percent.to_string(), interval]
    });
    let title = ask.label("causes");
    let caption = words::with_n(ask.language(), &title, shares.n, words::PUPILS);
    let data = data(&caption, &words::heads::CAUSES.map(|it| ask.word(it)), rows.collect());
    told.contains(&true).then(|| {
        let (id, description) = (ask.id("causes"), words::told(ask.language(), &data));
        let chart = Chart::Bars(BarChart { id, title, description, bars: bars.collect() });
        FigureView { number: 0, caption, chart, data }
    })
}
