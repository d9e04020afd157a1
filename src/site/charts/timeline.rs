//! What was recorded in which week, a row for each kind of record.

use crate::phrases::Speaks;

use super::super::chart::DotChart;
use super::{Ask, Chart, FigureView, data, words};

/// Records of what went wrong between children.
const MISDEEDS: [&str; 3] = ["incident", "corrective_talk", "peer_climate_event"];

/// Kinds that occur, in the order of the types table.
pub(super) fn figure(ask: Ask) -> Option<FigureView> {
    let schema = &ask.casebook.schema;
    let notes: Vec<_> = ask.analysis.notes(ask.scope).map(|(_, note)| note).collect();
    // By week misdeeds are few; where few may not be told, they are left out.
    let misdeeds = MISDEEDS.iter().filter(|_| ask.least_told() > 0).filter_map(|it| schema.find_type(it));
    let misdeeds: Vec<_> = misdeeds.collect();
    let told = schema.types().filter(|(id, _)| !misdeeds.iter().any(|it| schema.is_a(*id, *it)));
    let kinds = told.filter_map(|(id, kind)| {
        let own: Vec<_> = notes.iter().copied().filter(|note| note.kind == id).collect();
        let counts = ask.by_week(&own, |_| 1);
        let total: u32 = counts.iter().sum();
        (total > 0).then(|| (kind.label.clone(), counts, total))
    });
    let kinds: Vec<(String, Vec<u32>, u32)> = kinds.collect();
    let total: u32 = kinds.iter().map(|it| it.2).sum();
    let rows = kinds
        .iter()
        .map(|(label, counts, total)| vec![label.clone(), total.to_string(), words::counts(ask.language(), counts)]);
    let title = words::of(ask.language(), ask.name(), &ask.label("timeline"));
    let caption = words::with_n(ask.language(), &title, total, words::ENTRIES);
    let data = data(&caption, &words::heads::TIMELINE.map(|it| ask.word(it)), rows.collect());
    let said = kinds.iter().map(|(label, counts, total)| words::kind_in_weeks(ask.language(), label, *total, counts));
    let chart = DotChart {
        id: ask.id("timeline"),
        title,
        description: said.collect::<Vec<_>>().join(ask.word("，")) + ask.word("。"),
        weeks: ask.weeks(),
        heads: ask.festivals(),
        rows: kinds.iter().map(|(label, counts, total)| (label.clone(), counts.clone(), total.to_string())).collect(),
    };
    (total > 0).then_some(FigureView { number: 0, caption, chart: Chart::Dots(chart), data })
}
