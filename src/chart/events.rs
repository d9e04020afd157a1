//! What happened in which week: arrows below the axis, with words that step down where they would touch.

use crate::diag::Language;
use crate::phrases::{Speaks, say};
use crate::site::chart::ProgressChart;

use super::pen::{cut, width};

/// Words beside an arrow, placed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    /// Where the arrow stands.
    pub(super) x: f64,
    /// The row of its words, from 0.
    pub(super) row: usize,
    /// Where the words begin.
    pub(super) start: f64,
    /// The words.
    pub(super) words: String,
}

/// What a week's events say, joined; in order of week. Weeks beyond the axis have none.
pub(super) fn by_week(language: Language, chart: &ProgressChart, weeks: u8) -> Vec<(u8, String)> {
    let mut events: Vec<_> = chart.events.iter().filter(|(week, _)| (1..=weeks).contains(week)).collect();
    events.sort_by_key(|(week, _)| *week);
    let mut joined: Vec<(u8, String)> = Vec::new();
    for (week, words) in events {
        match joined.last_mut().filter(|(last, _)| last == week) {
            Some((_, before)) => {
                before.push_str(language.word("；"));
                before.push_str(words);
            }
            None => joined.push((*week, words.clone())),
        }
    }
    joined
}

/// More arrows than this are numbered and listed, whatever the size.
pub(super) const MOST_WORDED: usize = 8;

/// Places words below their arrows (x, words) between `low` and `high`: no words touch others or cross the stem that leads
/// to words below them, in as few rows as can be. `None` where that is not possible.
pub(super) fn place(events: &[(f64, String)], size: f64, low: f64, high: f64) -> Option<Vec<Placed>> {
    if events.len() > MOST_WORDED {
        return None;
    }
    let longest = (high - low) * 0.45;
    let labels: Vec<(f64, String, f64)> = events
        .iter()
        .map(|(x, words)| {
            let words = cut(words, size, longest);
            let length = width(&words, size);
            (*x, words, length)
        })
        .collect();
    (1..=labels.len().max(1)).find_map(|rows| {
        let mut placed = Vec::with_capacity(labels.len());
        search(&labels, rows, low, high, &mut placed).then_some(placed)
    })
}

/// Tries rows from the top and words centred, ending, then beginning at their arrow.
fn search(labels: &[(f64, String, f64)], rows: usize, low: f64, high: f64, placed: &mut Vec<Placed>) -> bool {
    let Some((x, words, length)) = labels.get(placed.len()) else { return true };
    for row in 0..rows {
        for start in [x - length / 2.0, x + 6.0 - length, x - 6.0] {
            let start = start.min(high - length).max(low);
            let label = Placed { x: *x, row, start, words: words.clone() };
            let end = start + length;
            let free = placed.iter().zip(labels).all(|(other, (_, _, other_length))| {
                let other_end = other.start + other_length;
                match row.cmp(&other.row) {
                    std::cmp::Ordering::Equal => end + GAP <= other.start || other_end + GAP <= start,
                    std::cmp::Ordering::Greater => !covers(other.start, other_end, *x),
                    std::cmp::Ordering::Less => !covers(start, end, other.x),
                }
            });
            if free {
                placed.push(label);
                if search(labels, rows, low, high, placed) {
                    return true;
                }
                placed.pop();
            }
        }
    }
    false
}

/// The least room between words in one row.
const GAP: f64 = 10.0;

fn covers(start: f64, end: f64, x: f64) -> bool {
    (start - 4.0..=end + 4.0).contains(&x)
}

/// Numbered events as lines of a list, each within `limit`.
pub(super) fn listed(language: Language, events: &[(u8, String)], size: f64, limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (at, (_, words)) in events.iter().enumerate() {
        let entry = cut(&format!("{} {words}", at + 1), size, limit);
        let joined = lines.last().map(|line| say!(language, "{}　{}", line, entry)).filter(|line| width(line, size) <= limit);
        match (joined, lines.last_mut()) {
            (Some(joined), Some(last)) => *last = joined,
            _ => lines.push(entry),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrows(events: &[(f64, &str)]) -> Vec<(f64, String)> {
        events.iter().map(|(x, words)| (*x, (*words).to_owned())).collect()
    }

    #[test]
    fn words_step_down_only_where_they_would_touch() {
        let apart = place(&arrows(&[(100.0, "两面小红旗"), (300.0, "任小组长")]), 13.0, 0.0, 640.0).expect("room");
        assert_eq!(apart.iter().map(|it| it.row).collect::<Vec<_>>(), [0, 0]);
        assert_eq!(apart[0].start, 100.0 - 32.5);
        let near = place(&arrows(&[(100.0, "两面小红旗"), (130.0, "任小组长")]), 13.0, 0.0, 640.0).expect("room");
        assert!(near[0].start + 65.0 < near[1].start || near[0].row != near[1].row);
    }

    #[test]
    fn no_words_cross_anothers_stem() {
        let long = "谈心，约定每天先做三分钟口算再写作业";
        for weeks in [[1, 2, 3, 4, 5, 6, 7], [11, 12, 13, 14, 15, 16, 17], [1, 2, 3, 15, 16, 17, 17]] {
            let events: Vec<_> = weeks.iter().map(|it| (40.0 + 31.5 * (f64::from(*it) - 0.5), long.to_owned())).collect();
            let mut events = events;
            events.dedup_by_key(|it| it.0);
            let placed = place(&events, 13.0, 4.0, 636.0).expect("always possible");
            for (at, one) in placed.iter().enumerate() {
                let end = one.start + width(&one.words, 13.0);
                assert!(one.start >= 4.0 && end <= 636.0);
                for (other_at, other) in placed.iter().enumerate().filter(|(it, _)| *it != at) {
                    let other_end = other.start + width(&other.words, 13.0);
                    let beside = end < other.start || other_end < one.start;
                    assert!(one.row != other.row || beside, "{at} touches {other_at}");
                    assert!(
                        other.row <= one.row || !(one.start..=end).contains(&other.x),
                        "{at} crosses the stem of {other_at}"
                    );
                }
            }
        }
    }

    #[test]
    fn lists_fill_lines() {
        let events = [(4, "两面小红旗".to_owned()), (6, "任小组长".to_owned()), (10, "谈心".repeat(40))];
        let lines = listed(Language::Chinese, &events, 12.0, 332.0);
        assert_eq!(lines[0], "1 两面小红旗　2 任小组长");
        assert!(lines[1].starts_with("3 谈心") && lines[1].ends_with('…'), "{}", lines[1]);
        assert!(lines.iter().all(|it| width(it, 12.0) <= 332.0));
    }
}
