//! Posts: from when to when.

use crate::model::{Note, StudentId};
use crate::phrases::{Speaks, say};

use super::super::chart::{Span, SpanChart};
use super::super::tables::MISSING;
use super::{Ask, Chart, FigureView, data, words};

/// A row for each post that was held in the term, in order of pupil, then of time.
pub(super) fn figure(ask: Ask) -> Option<FigureView> {
    let term = ask.term()?;
    let own = |student: StudentId| {
        let notes = ask.analysis.notes_until(student, term.id, "post").into_iter().map(move |(_, note)| (student, note));
        notes.filter(|(_, note)| note.fields.date("end").is_none_or(|it| it >= term.span.from))
    };
    let posts: Vec<(StudentId, &Note)> = ask.analysis.students(ask.scope).into_iter().flat_map(own).collect();
    let label = |student: StudentId, note: &Note| {
        let post = note.fields.text("post").unwrap_or(MISSING);
        let name = || ask.casebook.student(student).shown_name();
        if ask.pupil().is_some() { post.to_owned() } else { say!(ask, "{}：{}", name(), post) }
    };
    let spans: Vec<Span> = posts
        .iter()
        .map(|(student, note)| {
            let end = note.fields.date("end").filter(|it| *it <= ask.analysis.as_of);
            let last = end.unwrap_or(ask.analysis.as_of).clamp(term.span.from, term.span.to);
            let week = |day| term.week_of(day).unwrap_or(1);
            let first = week(note.date.max(term.span.from));
            let printed = match end {
                Some(_) => ask.language().weeks(first, week(last)),
                None => say!(ask, "{}{}", ask.language().weeks(first, first), ask.word(words::UNTIL_NOW)),
            };
            let (from, to) = (ask.at(note.date), ask.at(last.plus_days(1)));
            Span { label: label(*student, note), from, to: to.max(from), open: end.is_none(), printed }
        })
        .collect();
    let rows = posts.iter().zip(&spans).map(|((_, note), span)| {
        let end = note.fields.date("end").map_or_else(|| ask.word(words::UNTIL_NOW).to_owned(), |it| ask.month_day(it));
        vec![span.label.clone(), ask.month_day(note.date), end, span.printed.clone()]
    });
    let title = words::of(ask.language(), ask.name(), &ask.label("posts"));
    let caption = words::with_n(ask.language(), &title, posts.len(), words::POSTS);
    let data = data(&caption, &words::heads::POSTS.map(|it| ask.word(it)), rows.collect());
    let chart = SpanChart {
        id: ask.id("posts"),
        title,
        description: words::told(ask.language(), &data),
        weeks: term.weeks(),
        rows: spans,
    };
    (!posts.is_empty()).then_some(FigureView { number: 0, caption, chart: Chart::Spans(chart), data })
}
