//! How often in which week: a dot for each week, the greater the more.

use crate::site::chart::{DotChart, Phase};
use crate::site::charts::words;

use super::pen::{Anchor, Ink, Pen, Words, safe_id, short, width};
use super::rows::Rows;
use super::words::{TEXT, note};
use super::{Size, Style};

/// The drawing. A dot's area grows with its number, which stands in it where there is room; once only is a small dot.
pub(super) fn draw(chart: &DotChart, size: Size, style: Style) -> String {
    let labels: Vec<&str> = chart.rows.iter().map(|it| it.0.as_str()).collect();
    let printed: Vec<&str> = chart.rows.iter().map(|it| it.2.as_str()).collect();
    let mut pen = Pen::new(size, style);
    let head = if chart.heads.is_empty() { 0.0 } else { 17.0 };
    let rows = Rows::new(size, chart.weeks, &labels, &printed, head);
    rows.heads(&mut pen, &chart.heads, 14.0, size.width() - 2.0);
    rows.numbers(&mut pen, rows.top - 7.0, words::WEEK);
    rows.ground(&mut pen, chart.rows.len());
    let most = chart.rows.iter().flat_map(|it| &it.1).copied().max().unwrap_or(1).max(1);
    let (top, bottom) = rows.band(0);
    let largest = ((bottom - top) / 2.0).min(rows.week / 2.0 - 0.5).max(2.0);
    let least = (largest * 0.3).max(2.0);
    for (at, (name, counts, printed)) in chart.rows.iter().enumerate() {
        let (top, bottom) = rows.band(at);
        let level = (top + bottom) / 2.0;
        for (place, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let share = f64::from(count - 1) / f64::from((most - 1).max(1));
            let radius = (least * least + (largest * largest - least * least) * share).sqrt();
            let x = rows.x(place as f64 + 0.5);
            pen.disc(Ink::Phase(Phase::Support), (x, level), radius);
            let number = short(f64::from(*count));
            if *count > 1 && radius >= 6.5 && width(&number, TEXT - 2.0) + 2.0 < radius * 2.0 {
                let words =
                    Words { size: TEXT - 2.0, ink: Ink::Sheet, heavy: true, ..note(number, x, level + 4.0, Anchor::Middle) };
                pen.words(&words);
            }
        }
        rows.name(&mut pen, at, name, printed, size);
    }
    let height = rows.bottom(chart.rows.len()) + 6.0;
    pen.titled(size.width(), height, &safe_id(&chart.id, size), &chart.title, &chart.description)
}
