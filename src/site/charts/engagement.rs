//! How much of a lesson pupils were on task, as somebody watched.

use std::collections::BTreeMap;

use crate::analysis::{Point, Series};
use crate::config::Measure;
use crate::date::Week;
use crate::model::{Note, NoteId, StudentId};
use crate::phrases::Speaks;

use super::super::chart::{Amount, Panel};
use super::super::wording::number;
use super::progress::{Records, chart_of};
use super::{Ask, Chart, FigureView, data, weekly, words};

/// Of one pupil, each lesson watched; of several, all lessons of a week together.
pub(super) fn figure(ask: Ask) -> Option<FigureView> {
    let watched = ask.analysis.notes_of(ask.scope, "engagement_observation").into_iter();
    let counts = |note: &Note| Some((note.fields.number("on_task")?, note.fields.number("total").filter(|it| *it > 0.0)?));
    let watched = watched.filter(|(_, note)| ask.is_subject(note.fields.choice("subject")));
    let watched: Vec<Watched> =
        watched.filter_map(|(id, note)| Some(Watched { id, note, week: ask.week_of(note)?, counts: counts(note)? })).collect();
    if watched.is_empty() {
        return None;
    }
    Some(match ask.pupil() {
        Some(student) => of_one(ask, student, &watched),
        None => of_several(ask, &watched),
    })
}

/// A lesson that was watched.
struct Watched<'n> {
    id: NoteId,
    note: &'n Note,
    week: Week,
    /// Intervals on task, and all of them.
    counts: (f64, f64),
}

fn percent((on_task, total): (f64, f64)) -> f64 {
    on_task * 100.0 / total
}

fn of_one(ask: Ask, student: StudentId, watched: &[Watched]) -> FigureView {
    let pupil = ask.casebook.student(student);
    let what = ask.label("engagement");
    let point = |it: &Watched| Point {
        week: it.week,
        date: it.note.date,
        value: Some(percent(it.counts)),
        phase: pupil.phase_on(it.note.date).cloned(),
        note: it.id,
    };
    let series = Series {
        measure: Measure {
            name: what.clone(),
            unit: Some(ask.word(words::PERCENT).to_owned()),
            subject: None,
            lower_is_better: false,
            min: Some(0.0),
            max: Some(100.0),
            reliability: None,
        },
        points: watched.iter().map(point).collect(),
        weeks: ask.weeks(),
        relapses: ask.analysis.series(student, ask.scope).into_iter().next().map(|it| it.relapses).unwrap_or_default(),
        events: Vec::new(),
        baseline: None,
        target: None,
    };
    let rows = watched.iter().map(|it| {
        let (on_task, total) = it.counts;
        let rate = number(percent(it.counts).round());
        vec![ask.month_day(it.note.date), it.week.to_string(), number(on_task), number(total), rate]
    });
    let caption = words::with_n(ask.language(), &words::of(ask.language(), ask.name(), &what), watched.len(), words::TIMES);
    let data = data(&caption, &words::heads::ENGAGEMENT.map(|it| ask.word(it)), rows.collect());
    let chart = chart_of(ask.view, &series, pupil.shown_name(), &ask.id("engagement"), Records::Occasional);
    FigureView { number: 0, caption, chart: Chart::Progress(chart), data }
}

fn of_several(ask: Ask, watched: &[Watched]) -> FigureView {
    let mut weeks: BTreeMap<Week, (u32, (f64, f64))> = BTreeMap::new();
    for it in watched {
        let slot = weeks.entry(it.week).or_default();
        slot.0 += 1;
        slot.1 = (slot.1.0 + it.counts.0, slot.1.1 + it.counts.1);
    }
    let rows = weeks.iter().map(|(week, (lessons, counts))| {
        let rate = number(percent(*counts).round());
        vec![week.to_string(), lessons.to_string(), number(counts.0), number(counts.1), rate]
    });
    let title = ask.label("engagement");
    let caption = words::with_n(ask.language(), &title, watched.len(), words::TIMES);
    let data = data(&caption, &words::heads::ENGAGEMENT_OF_CLASS.map(|it| ask.word(it)), rows.collect());
    let amount = |week: Week| weeks.get(&week).map_or(Amount::Missing, |it| Amount::Known(percent(it.1).round()));
    let mut chart = weekly::columns(ask, "engagement", title, words::PERCENT);
    chart.description = words::told_by_week(ask.language(), &data);
    chart.most = Some(100.0);
    chart.panels = vec![Panel { label: String::new(), amounts: (1..=ask.weeks()).map(|week| vec![amount(week)]).collect() }];
    FigureView { number: 0, caption, chart: Chart::Columns(chart), data }
}
