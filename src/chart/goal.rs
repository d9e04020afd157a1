//! A goal on a line: where it started, where it should lead, where it led. The target lies to the right of the start even
//! where less is better.

use crate::phrases::Speaks;
use crate::site::chart::{GoalChart, Phase};
use crate::site::charts::words as spoken;

use super::pen::{Anchor, Ink, Pen, Stroke, Words, cut, width};
use super::spread::spread;
use super::{Size, Style};

pub(super) const WIDTH: f64 = 300.0;
const LINE: f64 = 27.0;

/// The drawing.
pub(super) fn draw(chart: &GoalChart, style: Style) -> String {
    let [start, target, actual] = places(chart.start.0, chart.target.0, chart.actual.0);
    let mut pen = Pen::new(Size::Wide, style);
    pen.line(Stroke { ink: Ink::Rule2, width: 1.0, dash: "" }, &[(10.0, LINE), (290.0, LINE)]);
    pen.line(Stroke { ink: Ink::Phase(Phase::Support), width: 4.0, dash: "" }, &[(start, LINE), (actual, LINE)]);
    pen.mark(Phase::Baseline, (start, LINE), 5.0);
    pen.line(Stroke { ink: Ink::Text, width: 2.0, dash: "" }, &[(target, LINE - 9.0), (target, LINE + 9.0)]);
    pen.mark(Phase::Support, (actual, LINE), 6.0);
    let aim = format!("{} {}", pen.word(spoken::TARGET), chart.target.1);
    above(&mut pen, target, &aim);
    below(&mut pen, (start, &chart.start.1), (actual, &chart.actual.1));
    pen.labelled(WIDTH, 56.0, &chart.description)
}

/// Start, target and outcome between 50 and 250, with the target to the right.
fn places(start: f64, target: f64, actual: f64) -> [f64; 3] {
    let towards = if target < start { -1.0 } else { 1.0 };
    let ways = [0.0, (target - start) * towards, (actual - start) * towards];
    let low = ways.iter().copied().fold(f64::INFINITY, f64::min);
    let high = ways.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if ways.iter().any(|it| !it.is_finite()) || high <= low {
        return [150.0; 3];
    }
    ways.map(|it| 50.0 + (it - low) / (high - low) * 200.0)
}

fn words(text: String, start: f64, y: f64, size: f64, ink: Ink, heavy: bool) -> Words {
    let x = start + width(&text, size) / 2.0;
    Words { text, x, y, anchor: Anchor::Middle, size, ink, heavy }
}

fn above(pen: &mut Pen, x: f64, text: &str) {
    let text = cut(text, 13.0, WIDTH - 4.0);
    let length = width(&text, 13.0);
    let start = (x - length / 2.0).min(WIDTH - 2.0 - length).max(2.0);
    pen.words(&words(text, start, 12.5, 13.0, Ink::Text2, false));
}

/// Both labels below the line, in order of place, smaller or cut where the words are too long for both.
fn below(pen: &mut Pen, start: (f64, &str), actual: (f64, &str)) {
    let mut labels = [
        (start.0, format!("{} {}", pen.word(spoken::START), start.1), false),
        (actual.0, format!("{} {}", pen.word(spoken::ACTUAL), actual.1), true),
    ];
    if actual.0 < start.0 {
        labels.reverse();
    }
    let room = WIDTH - 4.0 - 8.0;
    let whole = |size: f64| labels.iter().map(|(_, text, _)| width(text, size)).sum::<f64>();
    let size = if whole(13.0) <= room { 13.0 } else { 11.0 };
    let limit = if whole(size) <= room { room } else { room / 2.0 };
    let texts = labels.clone().map(|(_, text, _)| cut(&text, size, limit));
    let lengths: Vec<f64> = texts.iter().map(|it| width(it, size)).collect();
    let wanted: Vec<f64> = labels.iter().zip(&lengths).map(|((x, ..), length)| x - length / 2.0).collect();
    let starts = spread(&wanted, &lengths, 8.0, 2.0, WIDTH - 2.0);
    for ((start, text), (_, _, heavy)) in starts.into_iter().zip(texts).zip(labels) {
        let ink = if heavy { Ink::Text } else { Ink::Text3 };
        pen.words(&words(text, start, 53.0, size, ink, heavy));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_lies_to_the_right() {
        assert_eq!(places(13.0, 20.0, 21.0), [50.0, 225.0, 250.0]);
        assert_eq!(places(9.0, 2.0, 1.0), [50.0, 225.0, 250.0], "less is better");
        assert_eq!(places(40.0, 90.0, 30.0)[2], 50.0, "worse than at the start lies to its left");
        assert_eq!(places(5.0, 5.0, 5.0), [150.0; 3]);
        assert_eq!(places(5.0, f64::NAN, 8.0), [150.0; 3]);
    }
}
