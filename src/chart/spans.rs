//! Stretches of time as bars over the weeks; one that goes on ends in a point.

use crate::site::chart::{Phase, SpanChart};
use crate::site::charts::words;

use super::pen::{Anchor, Ink, Pen, Words, safe_id, width};
use super::rows::Rows;
use super::words::{TEXT, label};
use super::{Size, Style};

/// The drawing.
pub(super) fn draw(chart: &SpanChart, size: Size, style: Style) -> String {
    let labels: Vec<&str> = chart.rows.iter().map(|it| it.label.as_str()).collect();
    let mut pen = Pen::new(size, style);
    let rows = Rows::new(size, chart.weeks, &labels, &[], 0.0);
    rows.numbers(&mut pen, rows.top - 7.0, words::WEEK);
    rows.ground(&mut pen, chart.rows.len());
    for (at, row) in chart.rows.iter().enumerate() {
        let (top, bottom) = rows.band(at);
        let (top, bottom) = (top + 2.0, bottom - 2.0);
        let (left, right) = (rows.x(row.from), rows.x(row.to).max(rows.x(row.from) + 6.0));
        if row.open {
            let shoulder = (right - 7.0).max(left);
            let (ink, middle) = (Ink::Phase(Phase::Support), (top + bottom) / 2.0);
            pen.shape(ink, &[(left, top), (shoulder, top), (right, middle), (shoulder, bottom), (left, bottom)]);
        } else {
            pen.bar(Ink::Phase(Phase::Support), left, top, right - left, bottom - top);
        }
        rows.name(&mut pen, at, &row.label, "", size);
        let (foot, long) = ((top + bottom) / 2.0 + TEXT * 0.36, width(&row.printed, TEXT));
        if right + 6.0 + long <= size.width() - 2.0 {
            pen.words(&label(&row.printed, right + 6.0, foot, Anchor::Start));
        } else if left - 6.0 - long >= rows.left {
            pen.words(&label(&row.printed, left - 6.0, foot, Anchor::End));
        } else if long + 20.0 <= right - left {
            pen.words(&Words { ink: Ink::Sheet, ..label(&row.printed, left + 8.0, foot, Anchor::Start) });
        }
    }
    let height = rows.bottom(chart.rows.len()) + 6.0;
    pen.titled(size.width(), height, &safe_id(&chart.id, size), &chart.title, &chart.description)
}
