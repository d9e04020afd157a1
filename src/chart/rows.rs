//! Rows over the weeks of a term: labels at the left, what they amount to at the right, numbers of the weeks above.

use super::Size;
use super::pen::{Anchor, Ink, Pen, Stroke, Words, cut, short, width};
use super::spread::spread;
use super::words::{TEXT, label, note};
use crate::phrases::Speaks;

const GRID: Stroke = Stroke { ink: Ink::Rule, width: 1.0, dash: "" };

/// Where the rows lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows {
    /// Where the weeks begin.
    pub(super) left: f64,
    /// Where they end.
    pub(super) right: f64,
    /// Where the first row begins.
    pub(super) top: f64,
    /// From row to row.
    pub(super) pitch: f64,
    /// Width of a week.
    pub(super) week: f64,
    /// How high a label stands above its row, where there is no room beside it.
    raised: f64,
    weeks: u8,
}

impl Rows {
    /// Rows with these labels, and with these words at their ends. `top` is where the numbers of the weeks may begin.
    pub(super) fn new(size: Size, weeks: u8, labels: &[&str], printed: &[&str], top: f64) -> Self {
        let longest = |words: &[&str]| words.iter().map(|it| width(it, TEXT)).fold(0.0, f64::max);
        let (long, end) = (longest(labels), longest(printed));
        let raised = if long > size.width() * 0.27 { 20.0 } else { 0.0 };
        let left = if raised > 0.0 { 4.0 } else { (long + 12.0).max(24.0) };
        let right = size.width() - if end > 0.0 { end.min(size.width() * 0.25) + 12.0 } else { 6.0 };
        let weeks = weeks.max(1);
        let pitch = if size == Size::Wide { 27.0 } else { 24.0 } + raised;
        Self { left, right, top: top + 24.0, pitch, week: (right - left) / f64::from(weeks), raised, weeks }
    }

    /// Where a place on the axis lies, in weeks from its beginning.
    pub(super) fn x(&self, place: f64) -> f64 {
        self.left + place.clamp(0.0, f64::from(self.weeks)) * self.week
    }

    /// Top and bottom of what a row draws.
    pub(super) fn band(&self, row: usize) -> (f64, f64) {
        let top = self.top + row as f64 * self.pitch + self.raised;
        (top + 2.0, top + self.pitch - self.raised - 2.0)
    }

    /// Where the last of so many rows ends.
    pub(super) fn bottom(&self, rows: usize) -> f64 {
        self.top + rows.max(1) as f64 * self.pitch
    }

    /// A row's label and what it amounts to.
    pub(super) fn name(&self, pen: &mut Pen, row: usize, text: &str, printed: &str, size: Size) {
        let (top, bottom) = self.band(row);
        let foot = (top + bottom) / 2.0 + TEXT * 0.36;
        if self.raised > 0.0 {
            let text = cut(text, TEXT, size.width() - 8.0);
            pen.words(&Words { ink: Ink::Text, ..note(text, 4.0, top - 5.0, Anchor::Start) });
        } else {
            pen.words(&Words { ink: Ink::Text, ..note(text, self.left - 8.0, foot, Anchor::End) });
        }
        if !printed.is_empty() {
            let printed = cut(printed, TEXT, size.width() - self.right - 8.0);
            pen.words(&label(printed, size.width() - 2.0, foot, Anchor::End));
        }
    }

    /// Hairlines at every fifth week's beginning, behind the rows.
    pub(super) fn ground(&self, pen: &mut Pen, rows: usize) {
        for week in (0..=self.weeks).filter(|it| it % 5 == 0 || *it == self.weeks) {
            let x = self.x(f64::from(week));
            pen.line(GRID, &[(x, self.top - 2.0), (x, self.bottom(rows))]);
        }
    }

    /// Numbers of the weeks, as many as there is room for, and `unit` before them where there is room.
    pub(super) fn numbers(&self, pen: &mut Pen, foot: f64, unit: &str) {
        let stride = [1u8, 2, 4, 5, 10, 20, 50].into_iter().find(|it| f64::from(*it) * self.week >= 22.0).unwrap_or(100);
        let shown = |week: &u8| week.is_multiple_of(stride) || (*week == 1 && stride > 2);
        let mut free = 0.0;
        for week in (1..=self.weeks).filter(shown) {
            let printed = short(f64::from(week));
            let (x, half) = (self.x(f64::from(week) - 0.5), width(&printed, TEXT) / 2.0);
            if x - half >= free && x + half <= self.right + 8.0 {
                pen.words(&note(printed, x, foot, Anchor::Middle));
                free = x + half + 3.0;
            }
        }
        if self.left >= 36.0 {
            pen.words(&note(pen.word(unit), self.left - 8.0, foot, Anchor::End));
        }
    }

    /// Words above weeks.
    pub(super) fn heads(&self, pen: &mut Pen, heads: &[(u8, String)], foot: f64, high: f64) {
        const SMALL: f64 = 12.0;
        let lengths: Vec<f64> = heads.iter().map(|(_, it)| width(it, SMALL)).collect();
        let wanted: Vec<f64> =
            heads.iter().zip(&lengths).map(|((week, _), it)| self.x(f64::from(*week) - 0.5) - it / 2.0).collect();
        let starts = spread(&wanted, &lengths, 4.0, self.left, high);
        for ((_, text), start) in heads.iter().zip(starts) {
            let ink = Ink::Phase(crate::site::chart::Phase::Relapse);
            pen.words(&Words { ink, size: SMALL, ..note(text, start, foot, Anchor::Start) });
        }
    }
}
