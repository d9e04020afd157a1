//! Stages over the weeks: a level for each stage, a mark for each time one was recorded, and the way between.

use crate::phrases::Speaks;
use crate::site::chart::{Phase, StepChart};
use crate::site::charts::words;

use super::pen::{Anchor, Ink, Pen, Stroke, safe_id};
use super::rows::Rows;
use super::words::note;
use super::{Size, Style};

const LEVEL: Stroke = Stroke { ink: Ink::Rule, width: 1.0, dash: "" };

/// The drawing. The highest stage is the uppermost.
pub(super) fn draw(chart: &StepChart, size: Size, style: Style) -> String {
    let labels: Vec<&str> = chart.stages.iter().map(String::as_str).collect();
    let mut pen = Pen::new(size, style);
    let mut rows = Rows::new(size, chart.weeks, &labels, &[], 0.0);
    rows.top = 8.0;
    rows.pitch += 10.0;
    let count = chart.stages.len();
    let level = |stage: usize| {
        let (top, bottom) = rows.band(count.saturating_sub(stage + 1));
        (top + bottom) / 2.0
    };
    for (stage, name) in chart.stages.iter().enumerate() {
        pen.line(LEVEL, &[(rows.left, level(stage)), (rows.right, level(stage))]);
        rows.name(&mut pen, count - stage - 1, name, "", size);
    }
    let points: Vec<(f64, f64)> =
        chart.points.iter().filter(|it| it.1 < count).map(|(place, stage)| (rows.x(*place), level(*stage))).collect();
    let mut path: Vec<(f64, f64)> = Vec::new();
    for (x, y) in &points {
        path.extend(path.last().copied().map(|(_, before)| (*x, before)));
        path.push((*x, *y));
    }
    if path.len() > 1 {
        pen.line(Stroke { ink: Ink::Phase(Phase::Support), width: 2.0, dash: "" }, &path);
    }
    for point in points {
        pen.mark(Phase::Support, point, if size == Size::Narrow { 3.6 } else { 4.6 });
    }
    let bottom = rows.bottom(count);
    rows.numbers(&mut pen, bottom + 14.0, "");
    if size == Size::Narrow || rows.left < 36.0 {
        return pen.titled(size.width(), bottom + 22.0, &safe_id(&chart.id, size), &chart.title, &chart.description);
    }
    pen.words(&note(pen.word(words::WEEK), rows.left - 8.0, bottom + 14.0, Anchor::End));
    pen.titled(size.width(), bottom + 22.0, &safe_id(&chart.id, size), &chart.title, &chart.description)
}
