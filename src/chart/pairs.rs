//! Ratings at the start and at the end, each pair on a line: an open ring leads to a disc; a stroke is the middle.

use crate::site::chart::{Pair, PairChart, Phase};

use super::pen::{Anchor, Ink, Pen, Stroke, Words, cut, safe_id, short, width};
use super::words::{TEXT, key, label, note};
use super::{Size, Style};

const SCALE: Stroke = Stroke { ink: Ink::Rule, width: 1.0, dash: "" };
const WAY: Stroke = Stroke { ink: Ink::Phase(Phase::Support), width: 3.0, dash: "" };
const MIDDLE: Stroke = Stroke { ink: Ink::Text2, width: 1.8, dash: "" };

/// The drawing.
pub(super) fn draw(chart: &PairChart, size: Size, style: Style) -> String {
    let mut pen = Pen::new(size, style);
    let has_middle = chart.rows.iter().any(|it| it.middle.is_some());
    let [start, middle, end] = &chart.names;
    let names: Vec<&str> =
        if has_middle { vec![start.as_str(), middle.as_str(), end.as_str()] } else { vec![start.as_str(), end.as_str()] };
    let keys = key(&mut pen, &names, [4.0, 2.0, size.width() - 4.0], 14.0, |pen, at, x, y| match at {
        0 => pen.mark(Phase::Baseline, (x + 7.0, y + 7.0), 5.0),
        1 if has_middle => pen.line(MIDDLE, &[(x + 7.0, y + 1.0), (x + 7.0, y + 13.0)]),
        _ => pen.mark(Phase::Support, (x + 7.0, y + 7.0), 5.4),
    });
    let long = chart.rows.iter().map(|it| width(&it.label, TEXT)).fold(0.0, f64::max);
    let raised = if long > size.width() * 0.3 { 20.0 } else { 0.0 };
    let printed = |it: &Pair| width(&it.start.1, TEXT).max(width(&it.end.1, TEXT));
    let side = chart.rows.iter().map(printed).fold(0.0, f64::max) + 12.0;
    let left = if raised > 0.0 { 4.0 } else { long + 12.0 } + side;
    let right = size.width() - side - 4.0;
    let (low, high) = (f64::from(chart.scale.0), f64::from(chart.scale.1.max(chart.scale.0 + 1)));
    let x = |value: f64| left + ((value - low) / (high - low)).clamp(0.0, 1.0) * (right - left);
    let (top, pitch) = (keys + 10.0, 30.0 + raised);
    let bottom = top + chart.rows.len().max(1) as f64 * pitch;
    for tick in chart.scale.0..=chart.scale.1 {
        pen.line(SCALE, &[(x(f64::from(tick)), top), (x(f64::from(tick)), bottom)]);
        pen.words(&note(short(f64::from(tick)), x(f64::from(tick)), bottom + 16.0, Anchor::Middle));
    }
    for (at, row) in chart.rows.iter().enumerate() {
        let level = top + at as f64 * pitch + raised + 15.0;
        let foot = level + TEXT * 0.36;
        if raised > 0.0 {
            let text = cut(&row.label, TEXT, size.width() - 8.0);
            pen.words(&Words { ink: Ink::Text, ..note(text, 4.0, level - 16.0, Anchor::Start) });
        } else {
            pen.words(&Words { ink: Ink::Text, ..note(&row.label, left - side - 8.0, foot, Anchor::End) });
        }
        let (from, to) = (x(row.start.0), x(row.end.0));
        pen.line(WAY, &[(from, level), (to, level)]);
        if let Some(middle) = row.middle {
            pen.line(MIDDLE, &[(x(middle), level - 7.0), (x(middle), level + 7.0)]);
        }
        // Where nothing changed, the ring stands around the disc.
        let still = (to - from).abs() < 3.0;
        pen.mark(Phase::Baseline, (from, level), if still { 8.0 } else { 5.4 });
        pen.mark(Phase::Support, (to, level), 5.4);
        let (away, heavy) = (if still { 13.0 } else { 10.0 }, Ink::Text);
        let (start, end) = if from <= to { (from - away, to + away) } else { (from + away, to - away) };
        let (start_at, end_at) = if from <= to { (Anchor::End, Anchor::Start) } else { (Anchor::Start, Anchor::End) };
        if !still {
            pen.words(&label(&row.start.1, start, foot, start_at));
        }
        pen.words(&Words { ink: heavy, heavy: true, ..note(&row.end.1, end, foot, end_at) });
    }
    let id = safe_id(&chart.id, size);
    pen.titled(size.width(), bottom + 24.0, &id, &chart.title, &chart.description)
}
