//! A few amounts as horizontal bars, each with its amount printed at its end.

use crate::phrases::say;
use crate::site::chart::{BarChart, Phase};

use super::pen::{Anchor, Ink, Pen, Words, cut, safe_id, width};
use super::{Size, Style};

const TEXT: f64 = 13.0;
const BAR: f64 = 12.0;

/// The drawing. Bars start at zero; an amount below it has no bar, only its words.
pub(super) fn draw(chart: &BarChart, size: Size, style: Style) -> String {
    let most = chart.bars.iter().map(|it| it.1).filter(|it| it.is_finite()).fold(0.0, f64::max);
    let share = |amount: f64| if most > 0.0 && amount.is_finite() { (amount / most).clamp(0.0, 1.0) } else { 0.0 };
    let mut pen = Pen::new(size, style);
    if size == Size::Spark {
        let pitch = 60.0 / chart.bars.len().max(1) as f64;
        for (at, (_, amount, _)) in chart.bars.iter().enumerate() {
            let top = 2.0 + at as f64 * pitch;
            pen.bar(Ink::Sunk, 4.0, top, 232.0, (pitch * 0.7).min(BAR));
            pen.bar(Ink::Phase(Phase::Support), 4.0, top, 232.0 * share(*amount), (pitch * 0.7).min(BAR));
        }
        let alternative = say!(pen, "{}。{}", chart.title, chart.description);
        return pen.labelled(240.0, 64.0, &alternative);
    }
    let label = chart.bars.iter().map(|it| width(&it.0, TEXT)).fold(0.0, f64::max);
    let printed = chart.bars.iter().map(|it| width(&it.2, TEXT)).fold(0.0, f64::max).min(size.width() * 0.4);
    let stacked = label > size.width() * 0.36;
    let left = if stacked { 4.0 } else { label + 16.0 };
    let room = (size.width() - left - printed - 14.0).max(20.0);
    let pitch = if stacked { 46.0 } else { 28.0 };
    for (at, (name, amount, value)) in chart.bars.iter().enumerate() {
        let top = 8.0 + at as f64 * pitch + if stacked { 20.0 } else { 0.0 };
        let foot = top + BAR - 1.5;
        let (x, y, anchor) = if stacked { (left, top - 6.0, Anchor::Start) } else { (left - 10.0, foot, Anchor::End) };
        let words = |text: &str, limit: f64, x: f64, y: f64, anchor: Anchor, ink: Ink| {
            let text = cut(text, TEXT, limit);
            Words { text, x, y, anchor, size: TEXT, ink, heavy: false }
        };
        pen.words(&words(name, if stacked { size.width() - 8.0 } else { label }, x, y, anchor, Ink::Text2));
        pen.bar(Ink::Sunk, left, top, room, BAR);
        let length = room * share(*amount);
        if length > 0.0 {
            pen.bar(Ink::Phase(Phase::Support), left, top, length, BAR);
        }
        pen.words(&words(value, printed, left + room + 8.0, foot, Anchor::Start, Ink::Text));
    }
    let height = 12.0 + chart.bars.len().max(1) as f64 * pitch;
    pen.titled(size.width(), height, &safe_id(&chart.id, size), &chart.title, &chart.description)
}
