//! What a teacher judged of a week and why, in a lane below the weeks: a triangle up for better, down for worse, a dash for
//! neither, and the reason in two short lines.

use std::cmp::Ordering;

use crate::phrases::Speaks;
use crate::site::chart::{Phase, ProgressChart};
use crate::site::charts::words as spoken;

use super::pen::{Anchor, Ink, Pen, Stroke, Words, width};
use super::words::note;

/// How tall its words are.
const SMALL: f64 = 11.0;

/// Draws the lane from `top`; `x` says where a week's middle is, `week` how wide it is, `left` where the weeks begin. Answers
/// with its height, 0 where there is nothing to tell.
pub(super) fn lane(pen: &mut Pen, chart: &ProgressChart, top: f64, left: f64, week: f64, x: impl Fn(u8) -> f64) -> f64 {
    if chart.turns.is_empty() {
        return 0.0;
    }
    let small = |text: &str, x: f64, y: f64, anchor: Anchor, ink: Ink| Words { size: SMALL, ink, ..note(text, x, y, anchor) };
    let worded = week >= SMALL * 2.0 + 0.6;
    let words = [spoken::BETTER, spoken::WORSE].map(|it| pen.word(it));
    if left >= words.map(|it| width(it, SMALL)).into_iter().fold(0.0, f64::max) + 18.0 {
        for (ink, way, name, y) in [
            (Ink::Phase(Phase::Support), Ordering::Greater, words[0], top + 6.0),
            (Ink::Phase(Phase::Relapse), Ordering::Less, words[1], top + 20.0),
        ] {
            sign(pen, way, left - width(name, SMALL) - 13.0, y);
            pen.words(&small(name, left - 6.0, y + 4.0, Anchor::End, ink));
        }
    }
    for it in &chart.turns {
        let middle = x(it.week);
        sign(pen, it.way, middle, top + 6.0);
        // Only words that may break between any two characters fit below a week.
        if worded && !it.reason.is_ascii() {
            let reason: Vec<char> = it.reason.chars().collect();
            for (line, part) in reason.chunks(2).take(2).enumerate() {
                let mut part: String = part.iter().collect();
                // A school's own reason may be longer than there is room for.
                if line == 1 && reason.len() > 4 {
                    part = part.chars().take(1).chain(['…']).collect();
                }
                pen.words(&small(&part, middle, top + 25.0 + line as f64 * 13.0, Anchor::Middle, Ink::Text2));
            }
        }
    }
    if worded { 51.0 } else { 32.0 }
}

fn sign(pen: &mut Pen, way: Ordering, x: f64, y: f64) {
    match way {
        Ordering::Greater => pen.shape(Ink::Phase(Phase::Support), &[(x - 4.0, y + 3.5), (x + 4.0, y + 3.5), (x, y - 3.5)]),
        Ordering::Less => pen.shape(Ink::Phase(Phase::Relapse), &[(x - 4.0, y - 3.5), (x + 4.0, y - 3.5), (x, y + 3.5)]),
        Ordering::Equal => pen.line(Stroke { ink: Ink::Text2, width: 1.6, dash: "" }, &[(x - 4.0, y), (x + 4.0, y)]),
    }
}
