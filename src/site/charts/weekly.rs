//! Amounts by week: flags, kept habits, planned and held tutoring. A week to come has no column; a week without anything
//! has 0 where counting is meant, and nothing where nobody noted.

use std::collections::BTreeMap;

use crate::date::Week;
use crate::model::Note;
use crate::phrases::{Speaks, say};

use super::super::chart::{Amount, ColumnChart, ColumnForm, Fill, Panel};
use super::super::tables::MISSING;
use super::super::wording::number;
use super::{Ask, Chart, FigureView, data, words};

/// Flags week by week.
pub(super) fn awards(ask: Ask) -> Option<FigureView> {
    let mut flags = ask.notes("award");
    flags.retain(|note| matches!(note.fields.choice("kind"), None | Some("red_flag")));
    let quantity = |note: &Note| note.fields.integer("qty").and_then(|it| u32::try_from(it).ok()).unwrap_or(1).max(1);
    let counts = ask.by_week(&flags, quantity);
    let latest = ask.latest_week();
    let rows = (1..=latest).zip(&counts).map(|(week, count)| vec![week.to_string(), count.to_string()]);
    let title = words::of(ask.language(), ask.name(), &ask.label("awards"));
    let total: u32 = counts.iter().sum();
    let caption = words::with_n(ask.language(), &title, total, words::FLAGS);
    let data = data(&caption, &words::heads::AWARDS.map(|it| ask.word(it)), rows.collect());
    let amounts = (1..).zip(&counts).map(|(week, count)| vec![known(f64::from(*count), week, latest)]);
    let mut chart = columns(ask, "awards", title, ask.word(words::FLAGS));
    chart.description = say!(ask, "{}。", words::counts(ask.language(), &counts));
    chart.panels = vec![Panel { label: String::new(), amounts: amounts.collect() }];
    (total > 0).then_some(FigureView { number: 0, caption, chart: Chart::Columns(chart), data })
}

/// Days on which a habit was kept and days on which it was due, by week.
type Kept = BTreeMap<Week, (i64, i64)>;

/// How many of the days each habit was kept, week by week; of several pupils all habits together.
pub(super) fn habits(ask: Ask) -> Option<FigureView> {
    let mut by_habit: BTreeMap<usize, (String, Kept)> = BTreeMap::new();
    let mut names: Vec<&str> = Vec::new();
    for note in ask.notes("habit") {
        let (Some(week), Some(done)) = (ask.week_of(note), note.fields.integer("days_done")) else { continue };
        let name = note.fields.text("habit").filter(|_| ask.pupil().is_some()).unwrap_or_default();
        let at = names.iter().position(|it| *it == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        });
        let slot = by_habit.entry(at).or_insert_with(|| (name.to_owned(), BTreeMap::new())).1.entry(week).or_default();
        slot.0 += done;
        slot.1 += note.fields.integer("days").unwrap_or(5).max(done);
    }
    let days: i64 = by_habit.values().flat_map(|(_, weeks)| weeks.values()).map(|it| it.1).sum();
    let percent = |(done, days): (i64, i64)| (done as f64 * 100.0 / days.max(1) as f64).round();
    let all = ask.label("habits");
    let rows = by_habit.values().flat_map(|(name, weeks)| {
        let name = if name.is_empty() { all.clone() } else { name.clone() };
        weeks.iter().map(move |(week, (done, days))| {
            let rate = number(percent((*done, *days)));
            vec![name.clone(), week.to_string(), done.to_string(), days.to_string(), rate]
        })
    });
    let title = words::of(ask.language(), ask.name(), &all);
    let caption = words::with_n(ask.language(), &title, days, words::DAYS);
    let data = data(&caption, &words::heads::HABITS.map(|it| ask.word(it)), rows.collect());
    let panel = |(name, weeks): &(String, Kept)| {
        let amount = |week: Week| weeks.get(&week).map_or(Amount::Missing, |it| Amount::Known(percent(*it)));
        Panel { label: name.clone(), amounts: (1..=ask.weeks()).map(|week| vec![amount(week)]).collect() }
    };
    let said = by_habit.values().map(|(name, weeks)| {
        let weeks: Vec<String> =
            weeks.iter().map(|(week, it)| words::share_of_week(ask.language(), *week, percent(*it), it.0, it.1)).collect();
        if name.is_empty() { weeks.join(ask.word("，")) } else { say!(ask, "{}：{}", name, weeks.join(ask.word("，"))) }
    });
    let mut chart = columns(ask, "habits", title, words::PERCENT);
    chart.description = said.collect::<Vec<_>>().join(ask.word("。")) + ask.word("。");
    chart.most = Some(100.0);
    chart.panels = by_habit.values().map(panel).collect();
    (days > 0).then_some(FigureView { number: 0, caption, chart: Chart::Columns(chart), data })
}

/// What was planned, and within it what was held.
pub(super) fn tutoring(ask: Ask) -> Option<FigureView> {
    let subject = |note: &Note| ask.is_subject(note.fields.choice("subject"));
    let weeks = ask.analysis.tutoring_weeks(ask.scope, &subject);
    let latest = ask.latest_week();
    let rows = weeks.iter().filter(|it| it.week <= latest).map(|it| {
        let planned = if it.planned > 0.0 || it.held > 0 { number(it.planned) } else { MISSING.to_owned() };
        vec![it.week.to_string(), planned, it.held.to_string(), it.cancelled.to_string()]
    });
    let held: u32 = weeks.iter().map(|it| it.held).sum();
    let tally = ask.analysis.tutoring(ask.scope);
    // Of one subject the plans do not say how many sessions they foresee altogether.
    let planned = if ask.has_subject() { weeks.iter().map(|it| it.planned).sum() } else { f64::from(tally.planned) };
    let title = words::of(ask.language(), ask.name(), &ask.label("tutoring"));
    let caption = words::held_of(ask.language(), &title, held, &number(planned));
    let data = data(&caption, &words::heads::TUTORING.map(|it| ask.word(it)), rows.collect());
    let amounts = weeks.iter().map(|it| {
        let due = it.planned > 0.0 || it.held > 0;
        let planned = if due { known(it.planned, it.week, latest) } else { Amount::Missing };
        let held = if due { known(f64::from(it.held), it.week, latest) } else { Amount::Missing };
        vec![planned, held]
    });
    let [plan, done] = words::PLANNED_HELD.map(|it| ask.word(it).to_owned());
    let mut chart = columns(ask, "tutoring", title, ask.word(words::TIMES));
    chart.description = words::told_by_week(ask.language(), &data);
    chart.series = vec![(plan, Fill::Open), (done, Fill::Solid)];
    chart.form = ColumnForm::Within;
    chart.panels = vec![Panel { label: String::new(), amounts: amounts.collect() }];
    (held > 0 || planned > 0.0).then_some(FigureView { number: 0, caption, chart: Chart::Columns(chart), data })
}

/// An amount of a week, not known while the week is still to come.
fn known(amount: f64, week: Week, latest: Week) -> Amount {
    if week <= latest { Amount::Known(amount) } else { Amount::Missing }
}

/// Columns over the weeks of the term, still without any.
pub(super) fn columns(ask: Ask, key: &str, title: String, unit: &str) -> ColumnChart {
    ColumnChart {
        id: ask.id(key),
        title,
        description: String::new(),
        unit: unit.to_owned(),
        places: (1..=ask.weeks()).map(|it| it.to_string()).collect(),
        axis: ask.word(words::WEEK).to_owned(),
        series: vec![(String::new(), Fill::Solid)],
        form: ColumnForm::Stacked,
        most: None,
        panels: Vec::new(),
    }
}
