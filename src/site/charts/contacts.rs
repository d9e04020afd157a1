//! Contacts with families by month, each mode with a texture of its own.

use crate::phrases::Speaks;

use super::super::chart::{Amount, ColumnChart, ColumnForm, Fill, Panel};
use super::super::tables::MISSING;
use super::{Ask, Chart, FigureView, data, words};

/// Months with the contacts of each mode on top of each other.
pub(super) fn figure(ask: Ask) -> Option<FigureView> {
    let notes = ask.analysis.notes_of(ask.scope, "family_contact");
    let months = ask.term()?.months();
    let choices = ask.casebook.schema.enums.get("contact_mode").map(|it| it.choices.as_slice()).unwrap_or_default();
    let count = |mode: &str, month: usize| {
        let month = months.get(month)?;
        let own = notes.iter().filter(|(_, note)| month.contains(note.date) && ask.analysis.contact_mode(note) == Some(mode));
        (month.from <= ask.analysis.as_of).then(|| own.count() as u32)
    };
    let occurs = |mode: &str| (0..months.len()).any(|month| count(mode, month).is_some_and(|it| it > 0));
    let modes: Vec<&str> = choices.iter().map(|it| &*it.key).filter(|it| occurs(it)).collect();
    let total: u32 = modes.iter().flat_map(|mode| (0..months.len()).filter_map(|month| count(mode, month))).sum();
    let label = |mode: &&str| ask.casebook.schema.choice_label("contact_mode", mode).to_owned();
    let amounts = |month: usize| -> Vec<Amount> {
        modes.iter().map(|mode| count(mode, month).map_or(Amount::Missing, |it| Amount::Known(f64::from(it)))).collect()
    };
    let places: Vec<String> = months.iter().map(|it| words::month(ask.language(), *it)).collect();
    let heads: Vec<String> = modes.iter().map(label).collect();
    let mut all: Vec<&str> = vec![ask.word(words::heads::MONTH)];
    all.extend(heads.iter().map(String::as_str));
    all.push(ask.word(words::heads::TOTAL));
    let row = |(at, place): (usize, &String)| {
        let counts: Vec<Option<u32>> = modes.iter().map(|mode| count(mode, at)).collect();
        let sum: Option<u32> = counts.iter().copied().sum();
        let shown = |it: Option<u32>| it.map_or_else(|| MISSING.to_owned(), |it| it.to_string());
        std::iter::once(place.clone()).chain(counts.into_iter().map(shown)).chain([shown(sum)]).collect()
    };
    let title = words::of(ask.language(), ask.name(), &ask.label("contacts"));
    let caption = words::with_n(ask.language(), &title, total, words::TIMES);
    let data = data(&caption, &all, places.iter().enumerate().map(row).collect());
    let chart = ColumnChart {
        id: ask.id("contacts"),
        title,
        description: words::told(ask.language(), &data),
        unit: ask.word(words::TIMES).to_owned(),
        axis: String::new(),
        series: modes.iter().enumerate().map(|(at, mode)| (label(mode), Fill::nth(at))).collect(),
        form: ColumnForm::Stacked,
        most: None,
        panels: vec![Panel { label: String::new(), amounts: (0..places.len()).map(amounts).collect() }],
        places,
    };
    (total > 0).then_some(FigureView { number: 0, caption, chart: Chart::Columns(chart), data })
}
