//! Incidents by month. Few are not told but where a teacher reads of one pupil.

use crate::phrases::Speaks;

use super::super::chart::{Amount, ColumnChart, ColumnForm, Fill, Panel};
use super::super::wording::number;
use super::{Ask, Chart, FigureView, data, words};

/// A column for each month that has begun. A month without incidents says 0; that tells of nobody.
pub(super) fn figure(ask: Ask) -> Option<FigureView> {
    let months = ask.analysis.incidents(ask.scope);
    let least = ask.least_told();
    let few = |count: u32| count > 0 && count < least;
    let total: u32 = months.iter().map(|it| it.count).sum();
    let place = |it: &crate::analysis::IncidentMonth| words::month(ask.language(), it.days);
    let printed = |count: u32| if few(count) { words::fewer_than(ask.language(), least) } else { number(f64::from(count)) };
    let amount = |count: u32| {
        if few(count) { Amount::Few(f64::from(least), printed(count)) } else { Amount::Known(f64::from(count)) }
    };
    let rows = months.iter().map(|it| vec![place(it), printed(it.count), it.school_days.to_string()]);
    let title = words::of(ask.language(), ask.name(), &ask.label("incidents"));
    // The sum would tell what a month withholds.
    let hidden = months.iter().any(|it| few(it.count));
    let caption = if hidden { title.clone() } else { words::with_n(ask.language(), &title, total, words::TIMES) };
    let data = data(&caption, &words::heads::INCIDENTS.map(|it| ask.word(it)), rows.collect());
    let chart = ColumnChart {
        id: ask.id("incidents"),
        title,
        description: words::told(ask.language(), &data),
        unit: ask.word(words::TIMES).to_owned(),
        places: months.iter().map(place).collect(),
        axis: String::new(),
        series: vec![(String::new(), Fill::Solid)],
        form: ColumnForm::Stacked,
        most: None,
        panels: vec![Panel { label: String::new(), amounts: months.iter().map(|it| vec![amount(it.count)]).collect() }],
    };
    (total > 0).then_some(FigureView { number: 0, caption, chart: Chart::Columns(chart), data })
}
