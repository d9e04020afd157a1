//! How often each cause is the main one.

use super::super::chart::BarChart;
use super::super::wording::{list, number};
use super::{Ask, Chart, FigureView, data};

/// A bar for each cause, with its share.
pub(super) fn figure(ask: Ask) -> Option<FigureView> {
    let shares = ask.analysis.causes(ask.scope);
    let label = |key: &str| ask.casebook.schema.choice_label("cause", key).to_owned();
    let bars: Vec<(String, f64, String)> = shares
        .rows
        .iter()
        .map(|it| (label(&it.cause), f64::from(it.count), format!("{}人（{}%）", it.count, it.percent)))
        .collect();
    let rows = shares.rows.iter().map(|it| {
        let (low, high) = it.interval;
        let interval = format!("{}～{}", number(low.round()), number(high.round()));
        vec![label(&it.cause), it.count.to_string(), it.percent.to_string(), interval]
    });
    let title = ask.label("causes");
    let said: Vec<String> = bars.iter().map(|(label, _, printed)| format!("{label}{printed}")).collect();
    let caption = format!("主要成因（n={}人）", shares.n);
    (shares.n > 0).then(|| FigureView {
        number: 0,
        data: data(&caption, &["成因", "人数", "占比（%）", "95%区间（%）"], rows.collect()),
        caption,
        chart: Chart::Bars(BarChart {
            id: ask.id("causes"),
            title,
            description: format!("{}名学生的主要成因：{}。", shares.n, list(&said)),
            bars,
        }),
    })
}
