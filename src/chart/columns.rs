//! Columns over months or weeks, in panels below each other. What is not known has no column; 0 is a line at the foot.

use crate::site::chart::{Amount, ColumnChart, ColumnForm, Fill, Panel, Phase};
use crate::site::wording::number;

use super::axis::Axis;
use super::pen::{Anchor, Ink, Pen, Stroke, Words, cut, safe_id, width};
use super::spread::spread;
use super::words::{TEXT, key, label, note};
use super::{Size, Style};

const GRID: Stroke = Stroke { ink: Ink::Rule, width: 1.0, dash: "" };
const FOOT: Stroke = Stroke { ink: Ink::Text2, width: 1.0, dash: "" };
const NOTHING: Stroke = Stroke { ink: Ink::Phase(Phase::Support), width: 2.4, dash: "" };

/// How the columns lie.
struct Frame {
    left: f64,
    right: f64,
    slot: f64,
    axis: Axis,
    /// Height of a panel's columns.
    rise: f64,
}

impl Frame {
    fn middle(&self, place: usize) -> f64 {
        self.left + (place as f64 + 0.5) * self.slot
    }

    fn y(&self, foot: f64, value: f64) -> f64 {
        foot - self.axis.share(value) * self.rise
    }
}

/// The drawing.
pub(super) fn draw(chart: &ColumnChart, size: Size, style: Style) -> String {
    let mut pen = Pen::new(size, style);
    let frame = frame(chart, size);
    let names: Vec<&str> =
        if chart.series.len() > 1 { chart.series.iter().map(|it| it.0.as_str()).collect() } else { Vec::new() };
    let keys = key(&mut pen, &names, [4.0, 2.0, size.width() - 4.0], 18.0, |pen, at, x, y| {
        let fill = chart.series.get(at).map_or(Fill::Solid, |it| it.1);
        pen.textured(fill, [x, y, x + 18.0, y + 14.0]);
    });
    pen.words(&note(cut(&chart.unit, TEXT, size.width() - 4.0), 2.0, keys + 14.0, Anchor::Start));
    let mut foot = keys + 18.0;
    let printed = prints(chart, &frame);
    for panel in &chart.panels {
        if !panel.label.is_empty() {
            foot += 21.0;
            let text = cut(&panel.label, TEXT, size.width() - 8.0);
            pen.words(&Words { ink: Ink::Text, heavy: true, ..note(text, 4.0, foot - 5.0, Anchor::Start) });
        }
        foot += 18.0 + frame.rise;
        ground(&mut pen, &frame, foot);
        for (place, amounts) in panel.amounts.iter().enumerate() {
            column(&mut pen, chart, &frame, foot, place, amounts, printed);
        }
        pen.line(FOOT, &[(frame.left, foot), (frame.right, foot)]);
        foot += 6.0;
    }
    places(&mut pen, chart, &frame, foot + 13.0, size);
    pen.titled(size.width(), foot + 22.0, &safe_id(&chart.id, size), &chart.title, &chart.description)
}

fn frame(chart: &ColumnChart, size: Size) -> Frame {
    let total = |amounts: &Vec<Amount>| -> f64 {
        let values = amounts.iter().map(height);
        if chart.form == ColumnForm::Stacked { values.sum() } else { values.fold(0.0, f64::max) }
    };
    let values = chart.panels.iter().flat_map(|it| &it.amounts).map(total);
    let several = chart.panels.len() > 1;
    let axis = Axis::amounts(values, if several { 2 } else { 5 }, chart.most);
    let tick = axis.ticks().map(|(_, it)| width(&it, TEXT)).fold(0.0, f64::max);
    let left = (tick + 12.0).max(30.0).min(size.width() * 0.3);
    let end = if chart.axis.is_empty() || size == Size::Narrow { 6.0 } else { width(&chart.axis, TEXT) + 14.0 };
    let right = size.width() - end;
    // Of ones and twos there is little to see.
    let rise = if several {
        64.0
    } else if axis.ticks().count() <= 3 {
        96.0
    } else if size == Size::Narrow {
        150.0
    } else {
        190.0
    };
    Frame { left, right, slot: (right - left) / chart.places.len().max(1) as f64, axis, rise }
}

/// How high a column is.
fn height(amount: &Amount) -> f64 {
    match amount {
        Amount::Known(value) if value.is_finite() => value.max(0.0),
        Amount::Few(most, _) => *most,
        Amount::Known(_) | Amount::Missing => 0.0,
    }
}

fn ground(pen: &mut Pen, frame: &Frame, foot: f64) {
    for (value, printed) in frame.axis.ticks() {
        let y = frame.y(foot, value);
        if value > 0.0 {
            pen.line(GRID, &[(frame.left, y), (frame.right, y)]);
        }
        pen.words(&note(cut(&printed, TEXT, frame.left - 4.0), frame.left - 8.0, y + 4.7, Anchor::End));
    }
}

/// How an amount is written; what is not known has no words.
fn written(amount: &Amount) -> String {
    match amount {
        Amount::Known(value) => number(*value),
        Amount::Few(_, printed) => printed.clone(),
        Amount::Missing => String::new(),
    }
}

/// What is written above a place, or above each of its columns. Nothing alone needs no word: the line at the foot says it.
fn above(chart: &ColumnChart, amounts: &[Amount]) -> Vec<String> {
    let known: Vec<&Amount> = amounts.iter().filter(|it| **it != Amount::Missing).collect();
    let column = |it: &Amount| if *it == Amount::Known(0.0) { String::new() } else { written(it) };
    match (chart.form, known.as_slice()) {
        (_, []) => Vec::new(),
        (ColumnForm::Grouped, _) => amounts.iter().map(column).collect(),
        (_, [one]) => vec![column(one)],
        (ColumnForm::Stacked, several) => vec![column(&Amount::Known(several.iter().map(|it| height(it)).sum()))],
        (ColumnForm::Within, several) => {
            let written: Vec<String> = several.iter().rev().map(|it| written(it)).collect();
            vec![written.join("/")]
        }
    }
}

/// Whether there is room to write every amount above its column.
fn prints(chart: &ColumnChart, frame: &Frame) -> bool {
    let parts = if chart.form == ColumnForm::Grouped { chart.series.len().max(1) } else { 1 };
    let room = frame.slot / parts as f64 - 2.0;
    let places = chart.panels.iter().flat_map(|it: &Panel| &it.amounts);
    places.flat_map(|it| above(chart, it)).all(|it| width(&it, TEXT) <= room)
}

fn column(pen: &mut Pen, chart: &ColumnChart, frame: &Frame, foot: f64, place: usize, amounts: &[Amount], printed: bool) {
    let middle = frame.middle(place);
    let fill = |at: usize| chart.series.get(at).map_or(Fill::Solid, |it| it.1);
    let write = |pen: &mut Pen, text: &str, x: f64, y: f64| {
        if printed && !text.is_empty() {
            pen.words(&label(text, x, y - 4.0, Anchor::Middle));
        }
    };
    let above = above(chart, amounts);
    match chart.form {
        ColumnForm::Stacked => {
            let half = (frame.slot * 0.31).min(24.0);
            let mut sum = 0.0;
            let mut beside: Vec<(f64, String)> = Vec::new();
            for (at, amount) in amounts.iter().enumerate() {
                let (from, to) = (frame.y(foot, sum), frame.y(foot, sum + height(amount)));
                one(pen, fill(at), amount, [middle - half, to, middle + half, from]);
                sum += height(amount);
                if height(amount) > 0.0 {
                    beside.push(((from + to) / 2.0, written(amount)));
                }
            }
            if amounts.iter().any(|it| *it != Amount::Missing) {
                nothing(pen, sum, middle, half, foot);
                write(pen, above.first().map_or("", String::as_str), middle, frame.y(foot, sum));
            }
            let room = frame.slot / 2.0 - half - 6.0;
            if beside.len() > 1 && beside.iter().all(|(_, it)| width(it, TEXT) <= room) {
                beside.reverse();
                let wanted: Vec<f64> = beside.iter().map(|(y, _)| y - TEXT * 0.6).collect();
                let starts = spread(&wanted, &vec![TEXT * 1.05; wanted.len()], 0.0, 0.0, foot + 1.0);
                for (start, (_, text)) in starts.iter().zip(beside) {
                    pen.words(&note(text, middle + half + 4.0, start + TEXT * 0.92, Anchor::Start));
                }
            }
        }
        ColumnForm::Grouped => {
            let count = chart.series.len().max(1) as f64;
            let wide = (frame.slot * 0.8 / count).min(38.0);
            for (at, amount) in amounts.iter().enumerate() {
                let left = middle + (at as f64 - count / 2.0) * wide;
                let y = frame.y(foot, height(amount));
                one(pen, fill(at), amount, [left + 1.5, y, left + wide - 1.5, foot]);
                if *amount != Amount::Missing {
                    nothing(pen, height(amount), left + wide / 2.0, wide / 2.0 - 1.5, foot);
                    write(pen, above.get(at).map_or("", String::as_str), left + wide / 2.0, y);
                }
            }
        }
        ColumnForm::Within => {
            let half = (frame.slot * 0.36).min(20.0);
            let top = amounts.iter().map(height).fold(0.0, f64::max);
            for (at, amount) in amounts.iter().enumerate() {
                let half = if at == 0 { half } else { half * 0.55 };
                one(pen, fill(at), amount, [middle - half, frame.y(foot, height(amount)), middle + half, foot]);
            }
            if amounts.iter().any(|it| *it != Amount::Missing) {
                nothing(pen, top, middle, half, foot);
                write(pen, above.first().map_or("", String::as_str), middle, frame.y(foot, top));
            }
        }
    }
}

fn one(pen: &mut Pen, fill: Fill, amount: &Amount, area: [f64; 4]) {
    if height(amount) <= 0.0 {
        return;
    }
    match amount {
        Amount::Few(..) => pen.frame(Ink::Rule2, 1.2, "3 3", area),
        _ => pen.textured(fill, area),
    }
}

/// The line that says 0.
fn nothing(pen: &mut Pen, sum: f64, middle: f64, half: f64, foot: f64) {
    if sum <= 0.0 {
        pen.line(NOTHING, &[(middle - half, foot - 1.2), (middle + half, foot - 1.2)]);
    }
}

/// What the places are called, as many as there is room for.
fn places(pen: &mut Pen, chart: &ColumnChart, frame: &Frame, foot: f64, size: Size) {
    let longest = chart.places.iter().map(|it| width(it, TEXT)).fold(0.0, f64::max);
    let stride = [1usize, 2, 4, 5, 10, 20].into_iter().find(|it| *it as f64 * frame.slot >= longest + 3.0).unwrap_or(40);
    for (at, place) in chart.places.iter().enumerate() {
        if (at + 1).is_multiple_of(stride) || (at == 0 && stride > 2) {
            pen.words(&note(cut(place, TEXT, frame.slot * stride as f64), frame.middle(at), foot, Anchor::Middle));
        }
    }
    if !chart.axis.is_empty() && size != Size::Narrow {
        pen.words(&note(chart.axis.as_str(), frame.right + 10.0, foot, Anchor::Start));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(form: ColumnForm) -> ColumnChart {
        let series = vec![("计划".to_owned(), Fill::Open), ("实际".to_owned(), Fill::Solid)];
        ColumnChart {
            id: "c".into(),
            title: String::new(),
            description: String::new(),
            unit: "次".into(),
            places: vec!["1".into()],
            axis: "周".into(),
            series,
            form,
            most: None,
            panels: Vec::new(),
        }
    }

    #[test]
    fn what_is_not_known_is_not_written() {
        let known = [Amount::Known(2.0), Amount::Known(1.0)];
        assert_eq!(above(&chart(ColumnForm::Within), &known), ["1/2"]);
        assert_eq!(above(&chart(ColumnForm::Stacked), &known), ["3"]);
        assert_eq!(above(&chart(ColumnForm::Grouped), &known), ["2", "1"]);
        assert_eq!(above(&chart(ColumnForm::Within), &[Amount::Missing, Amount::Known(1.0)]), ["1"]);
        assert!(above(&chart(ColumnForm::Stacked), &[Amount::Missing]).is_empty());
        assert_eq!(above(&chart(ColumnForm::Stacked), &[Amount::Known(0.0)]), [""], "the line at the foot says it");
        assert_eq!(above(&chart(ColumnForm::Grouped), &[Amount::Known(0.0), Amount::Known(1.0)]), ["", "1"]);
        assert_eq!(above(&chart(ColumnForm::Within), &[Amount::Known(2.0), Amount::Known(0.0)]), ["0/2"]);
        assert_eq!(height(&Amount::Known(f64::NAN)), 0.0);
    }
}
