//! Trust: the stages of one pupil's talks, or how many pupils stood where at first and at last.

use crate::model::StudentId;
use crate::phrases::{Speaks, say};

use super::super::chart::{Amount, ColumnChart, ColumnForm, Fill, Panel, StepChart};
use super::{Ask, Chart, FigureView, data, words};

/// Of one pupil, every talk's stage; of several, the first and the last stage of each (medians of three talks).
pub(super) fn figure(ask: Ask) -> Option<FigureView> {
    match ask.pupil() {
        Some(student) => of_one(ask, student),
        None => of_several(ask),
    }
}

/// Labels of the stages, the lowest first.
fn stages(ask: Ask) -> Vec<String> {
    let choices = ask.casebook.schema.enums.get("trust_stage").map(|it| it.choices.as_slice()).unwrap_or_default();
    choices.iter().map(|it| it.label.clone()).collect()
}

fn of_one(ask: Ask, student: StudentId) -> Option<FigureView> {
    let stages = stages(ask);
    let stage = |note: &crate::model::Note| note.fields.choice("trust_stage")?.parse::<usize>().ok()?.checked_sub(1);
    let talks: Vec<_> = ask.notes("talk").into_iter().filter_map(|note| Some((note, stage(note)?))).collect();
    let name = ask.casebook.student(student).shown_name();
    let rows = talks.iter().map(|(note, stage)| {
        let week = ask.week_of(note).map(|it| it.to_string()).unwrap_or_default();
        vec![ask.month_day(note.date), week, stages.get(*stage).cloned().unwrap_or_default()]
    });
    let title = words::of(ask.language(), Some(name), &ask.label("trust"));
    let caption = words::with_n(ask.language(), &title, talks.len(), words::TIMES);
    let data = data(&caption, &words::heads::TRUST.map(|it| ask.word(it)), rows.collect());
    // Stages that stay the same for several talks are told once.
    let runs = talks.chunk_by(|a, b| a.1 == b.1).filter_map(|run| {
        let weeks = ask.week_of(run.first()?.0).zip(ask.week_of(run.last()?.0));
        let weeks = weeks.map_or_else(String::new, |(from, to)| ask.language().weeks(from, to));
        Some(say!(ask, "{}{}（{}{}）", weeks, stages.get(run.first()?.1)?, run.len(), ask.word(words::TIMES)))
    });
    let description = runs.collect::<Vec<_>>().join(ask.word("，")) + ask.word("。");
    let chart = StepChart {
        id: ask.id("trust"),
        title,
        description,
        weeks: ask.weeks(),
        points: talks.iter().map(|(note, stage)| (ask.at(note.date), *stage)).collect(),
        stages,
    };
    (!talks.is_empty()).then_some(FigureView { number: 0, caption, chart: Chart::Steps(chart), data })
}

fn of_several(ask: Ask) -> Option<FigureView> {
    let facts = ask.analysis.trust(ask.scope);
    let stages = stages(ask);
    let count = |stage: usize, pick: fn(&(StudentId, u8, u8)) -> u8| {
        facts.stages.iter().filter(|it| usize::from(pick(it)) == stage + 1).count()
    };
    let ends = |stage: usize| [count(stage, |it| it.1), count(stage, |it| it.2)];
    let rows = stages.iter().enumerate().map(|(at, label)| {
        let [first, last] = ends(at);
        vec![label.clone(), first.to_string(), last.to_string()]
    });
    let title = ask.label("trust");
    let caption = words::with_n(ask.language(), &title, facts.n, words::PUPILS);
    let data = data(&caption, &words::heads::STAGES.map(|it| ask.word(it)), rows.collect());
    let amounts = (0..stages.len()).map(|at| ends(at).map(|it| Amount::Known(it as f64)).to_vec());
    let [first, last] = words::FIRST_LAST.map(|it| ask.word(it).to_owned());
    let chart = ColumnChart {
        id: ask.id("trust"),
        title,
        description: words::told(ask.language(), &data),
        unit: ask.word(words::PUPILS).to_owned(),
        axis: String::new(),
        series: vec![(first, Fill::Open), (last, Fill::Solid)],
        form: ColumnForm::Grouped,
        most: None,
        panels: vec![Panel { label: String::new(), amounts: amounts.collect() }],
        places: stages,
    };
    (facts.n > 0).then_some(FigureView { number: 0, caption, chart: Chart::Columns(chart), data })
}
