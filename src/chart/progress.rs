//! One measure over the weeks of a term.

use crate::diag::Language;
use crate::phrases::{Speaks, say};
use crate::site::chart::{Phase, ProgressChart};
use crate::site::charts::words as spoken;

use super::axis::Axis;
use super::events::{self, Placed};
use super::pen::{Anchor, Ink, Pen, Stroke, Words, cut, safe_id, short, width};
use super::spread::spread;
use super::stretches::{self, Named};
use super::turns;
use super::{Size, Style};

const TEXT: f64 = 13.0;
const NAME: f64 = 14.0;

const GRID: Stroke = Stroke { ink: Ink::Rule, width: 1.0, dash: "" };
const FRAME: Stroke = Stroke { ink: Ink::Text2, width: 1.0, dash: "" };
const BOUNDARY: Stroke = Stroke { ink: Ink::Rule2, width: 1.0, dash: "4 3" };
const BASELINE: Stroke = Stroke { ink: Ink::Phase(Phase::Baseline), width: 1.3, dash: "1 4" };
const TARGET: Stroke = Stroke { ink: Ink::Text2, width: 1.3, dash: "7 4" };
const AIM: Stroke = Stroke { ink: Ink::Text2, width: 1.1, dash: "2 3" };
const MEAN: Stroke = Stroke { ink: Ink::Rule2, width: 1.6, dash: "" };

/// Where the values lie in the drawing.
#[derive(Debug, Clone, Copy)]
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// Width of a week.
    week: f64,
    axis: Axis,
}

impl Frame {
    /// The middle of a week.
    fn x(&self, week: u8) -> f64 {
        self.left + (f64::from(week) - 0.5) * self.week
    }

    /// The beginning of a week.
    fn edge(&self, week: u8) -> f64 {
        self.left + (f64::from(week) - 1.0) * self.week
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - self.axis.share(value) * (self.bottom - self.top)
    }

    /// Where the baseline's weeks end and the target begins to count.
    fn aim(&self, chart: &ProgressChart) -> f64 {
        chart.phase_starts.iter().copied().min().map_or(self.left, |week| self.edge(week).clamp(self.left, self.right))
    }
}

/// The drawing in words and lines.
pub(super) fn draw(chart: &ProgressChart, size: Size, style: Style) -> String {
    let id = safe_id(&chart.id, size);
    let narrow = size == Size::Narrow;
    let frame = frame(chart, size, style.language);
    let mut pen = Pen::new(size, style);
    ground(&mut pen, chart, &frame);
    class(&mut pen, chart, &frame);
    if !chart.unit.is_empty() {
        let room = width(&chart.unit, TEXT) <= frame.left - 10.0 && !narrow;
        let unit = cut(&chart.unit, TEXT, size.width() - 4.0);
        pen.words(&if room { note(unit, frame.left - 8.0, 28.0, Anchor::End) } else { note(unit, 2.0, 14.0, Anchor::Start) });
    }
    levels(&mut pen, chart, &frame, size);
    boundaries(&mut pen, chart, &frame, if narrow { 34.0 } else { 16.0 });
    names(&mut pen, chart, &frame, if narrow { 48.0 } else { 30.0 }, size.width());
    values(&mut pen, chart, &frame, if narrow { 3.8 } else { 4.6 });
    pen.line(FRAME, &[(frame.left, frame.bottom), (frame.right, frame.bottom)]);
    weeks(&mut pen, chart, &frame, narrow);
    let lane = turns::lane(&mut pen, chart, frame.bottom + 29.0, frame.left, frame.week, |week| frame.x(week));
    let height = happenings(&mut pen, chart, &frame, lane, size);
    pen.titled(size.width(), height, &id, &chart.title, &chart.description)
}

/// The same without words, for a card.
pub(super) fn spark(chart: &ProgressChart, style: Style) -> String {
    let weeks = stretches::weeks(chart);
    let week = 224.0 / f64::from(weeks.max(2) - 1);
    let low = stretches::points(chart).iter().map(|it| it.value).fold(f64::INFINITY, f64::min);
    let high = stretches::points(chart).iter().map(|it| it.value).fold(f64::NEG_INFINITY, f64::max);
    let y = |value: f64| if high > low { 55.0 - (value - low) / (high - low) * 44.0 } else { 33.0 };
    let x = |week_number: u8| 8.0 + (f64::from(week_number) - 1.0) * week;
    let mut pen = Pen::new(Size::Spark, style);
    for band in stretches::relapses(chart) {
        let (left, right) = ((x(band.from) - week / 2.0).max(0.0), (x(band.to) + week / 2.0).min(240.0));
        pen.hatched(left, 2.0, right, 62.0);
    }
    for start in chart.phase_starts.iter().copied().filter(|it| (2..=weeks).contains(it)) {
        let edge = x(start) - week / 2.0;
        pen.line(Stroke { dash: "2 3", ..BOUNDARY }, &[(edge, 2.0), (edge, 62.0)]);
    }
    for run in stretches::runs(chart) {
        let points: Vec<_> = run.points.iter().map(|it| (x(it.week), y(it.value))).collect();
        if points.len() > 1 {
            pen.line(Stroke { ink: Ink::Phase(run.phase), width: 1.8, dash: "" }, &points);
        }
        for (point, at) in run.points.iter().zip(points.iter().copied()) {
            if point.phase != Phase::Support || points.len() == 1 {
                pen.mark(point.phase, at, 3.0);
            }
        }
    }
    let alternative = say!(pen, "{}。{}", chart.title, chart.course);
    pen.labelled(240.0, 64.0, &alternative)
}

fn note(text: String, x: f64, y: f64, anchor: Anchor) -> Words {
    Words { text, x, y, anchor, size: TEXT, ink: Ink::Text3, heavy: false }
}

/// How a level is written: at most two decimals.
fn level(name: &str, value: f64) -> String {
    let hundredths = (value * 100.0).round() / 100.0;
    format!("{name} {}", if hundredths == 0.0 { 0.0 } else { hundredths })
}

fn frame(chart: &ProgressChart, size: Size, language: Language) -> Frame {
    let narrow = size == Size::Narrow;
    let values = stretches::points(chart).into_iter().map(|it| it.value).chain(chart.baseline).chain(chart.target);
    let spread = chart.class.iter().flat_map(|(_, mean, sd)| {
        let sd = sd.unwrap_or(0.0);
        let clip = |it: f64| it.max(chart.bounds.0.unwrap_or(it)).min(chart.bounds.1.unwrap_or(it));
        [clip(mean - sd), clip(mean + sd)]
    });
    let axis = Axis::over(values.chain(spread), if narrow { 4 } else { 7 }).within(chart.bounds);
    let tick = axis.ticks().map(|(_, it)| width(&it, TEXT)).fold(0.0, f64::max);
    let limit = size.width() * 0.3;
    let (least_left, top, bottom) = match size {
        Size::Wide => (44.0, 44.0, 330.0),
        Size::Narrow | Size::Spark => (30.0, 62.0, 258.0),
        Size::Document => (40.0, 44.0, 190.0),
    };
    let left = (tick + 12.0).max(least_left).min(limit);
    let mean = chart.class.last().map(|it| level(language.word(spoken::CLASS_MEAN), it.1));
    let baseline = chart.baseline.map(|it| level(language.word(spoken::BASELINE), it));
    let named = [baseline, chart.target.map(|it| level(language.word(spoken::TARGET), it)), mean];
    let side = named.iter().flatten().map(|it| width(it, TEXT)).fold(0.0, f64::max);
    let margin = if narrow { 14.0 } else { (side + 12.0).max(34.0).min(limit) };
    let right = size.width() - margin;
    Frame { left, right, top, bottom, week: (right - left) / f64::from(stretches::weeks(chart)), axis }
}

/// Relapses and the grid.
fn ground(pen: &mut Pen, chart: &ProgressChart, frame: &Frame) {
    for band in stretches::relapses(chart) {
        let (left, right) = (frame.edge(band.from), frame.edge(band.to) + frame.week);
        pen.hatched(left, frame.top, right, frame.bottom);
    }
    for (value, printed) in frame.axis.ticks() {
        let y = frame.y(value);
        pen.line(GRID, &[(frame.left, y), (frame.right, y)]);
        pen.words(&note(cut(&printed, TEXT, frame.left - 4.0), frame.left - 8.0, y + 4.7, Anchor::End));
    }
}

/// The class's means: a stroke in each week, on a light band of one standard deviation to either side.
fn class(pen: &mut Pen, chart: &ProgressChart, frame: &Frame) {
    let weeks = stretches::weeks(chart);
    for (week, mean, sd) in chart.class.iter().filter(|it| (1..=weeks).contains(&it.0) && it.1.is_finite()) {
        let (left, right) = (frame.edge(*week), frame.edge(*week) + frame.week);
        if let Some(sd) = sd {
            let (top, bottom) = (frame.y(mean + sd), frame.y(mean - sd));
            pen.bar(Ink::Sunk, left, top, right - left, bottom - top);
        }
        pen.line(MEAN, &[(left, frame.y(*mean)), (right, frame.y(*mean))]);
    }
}

/// The way to the target, and its name where neither a value nor a line lies. Answers with what the name covers.
fn way(pen: &mut Pen, chart: &ProgressChart, frame: &Frame, named: &[(f64, String)]) -> Option<[f64; 4]> {
    let [from, to] = chart.aim?;
    let weeks = f64::from(stretches::weeks(chart));
    let at = |(week, value): (f64, f64)| (frame.left + (week.clamp(0.5, weeks) - 0.5) * frame.week, frame.y(value));
    let (from, to) = (at(from), at(to));
    pen.line(AIM, &[from, to]);
    let along = |share: f64| (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
    let mut taken = taken(chart, frame, named);
    taken.extend(
        stretches::relapses(chart)
            .iter()
            .map(|it| [frame.edge(it.from), frame.top, frame.edge(it.to) + frame.week, frame.bottom]),
    );
    taken.extend((0..=20).map(|it| along(f64::from(it) / 20.0)).map(|(x, y)| [x - 2.0, y - 2.0, x + 2.0, y + 2.0]));
    let length = width(pen.word(spoken::AIM), TEXT);
    let places = [0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2].into_iter().flat_map(|it| {
        let (x, y) = along(it);
        let rise = (to.1 - from.1).abs() / (to.0 - from.0).abs().max(1.0) * length / 2.0;
        [(x - length / 2.0, y - 6.0 - rise), (x - length / 2.0, y + 16.0 + rise)]
    });
    let (x, foot) = free(&taken, frame, length, places)?;
    pen.words(&note(pen.word(spoken::AIM).to_owned(), x, foot, Anchor::Start));
    Some([x, foot - TEXT, x + length, foot + 2.5])
}

/// Baseline and target: lines, and their names at the right or, on a phone, in the free part of the plot.
fn levels(pen: &mut Pen, chart: &ProgressChart, frame: &Frame, size: Size) {
    let aim = frame.aim(chart);
    let mut named: Vec<(f64, String)> = Vec::new();
    if let Some(value) = chart.baseline.filter(|it| it.is_finite()) {
        pen.line(BASELINE, &[(frame.left, frame.y(value)), (frame.right, frame.y(value))]);
        named.push((frame.y(value), level(pen.word(spoken::BASELINE), value)));
    }
    if let Some(value) = chart.target.filter(|it| it.is_finite()) {
        pen.line(TARGET, &[(aim, frame.y(value)), (frame.right, frame.y(value))]);
        named.push((frame.y(value), level(pen.word(spoken::TARGET), value)));
    }
    if let Some((_, mean, _)) = chart.class.last() {
        named.push((frame.y(*mean), level(pen.word(spoken::CLASS_MEAN), *mean)));
    }
    named.sort_by(|a, b| a.0.total_cmp(&b.0));
    let covered = way(pen, chart, frame, &named);
    if size == Size::Narrow {
        return inside(pen, chart, frame, &named, aim, covered);
    }
    let wanted: Vec<f64> = named.iter().map(|(y, _)| y - TEXT * 0.6).collect();
    let starts = spread(&wanted, &vec![TEXT * 1.2; wanted.len()], 1.0, frame.top - 8.0, frame.bottom + 8.0);
    for (start, (_, text)) in starts.iter().zip(named) {
        let text = cut(&text, TEXT, size.width() - frame.right - 10.0);
        let words = note(text, frame.right + 8.0, start + TEXT * 0.98, Anchor::Start);
        pen.words(&Words { ink: Ink::Text2, ..words });
    }
}

/// What values, lines of values and levels cover.
fn taken(chart: &ProgressChart, frame: &Frame, named: &[(f64, String)]) -> Vec<[f64; 4]> {
    let mut taken: Vec<[f64; 4]> = Vec::new();
    for run in stretches::runs(chart) {
        let points: Vec<_> = run.points.iter().map(|it| (frame.x(it.week), frame.y(it.value))).collect();
        taken.extend(points.iter().map(|(x, y)| [x - 6.0, y - 6.0, x + 6.0, y + 6.0]));
        for ((x, y), (next_x, next_y)) in points.iter().zip(points.iter().skip(1)) {
            taken.extend((1..8).map(|it| f64::from(it) / 8.0).map(|it| {
                let (x, y) = (x + (next_x - x) * it, y + (next_y - y) * it);
                [x - 3.0, y - 3.0, x + 3.0, y + 3.0]
            }));
        }
    }
    taken.extend(named.iter().map(|(y, _)| [frame.left, y - 1.0, frame.right, y + 1.0]));
    taken
}

/// The first of these places (beginning and baseline) where words of this length touch nothing and stay within the plot.
fn free(taken: &[[f64; 4]], frame: &Frame, length: f64, places: impl IntoIterator<Item = (f64, f64)>) -> Option<(f64, f64)> {
    places.into_iter().find(|(x, foot)| {
        let area = [*x, foot - TEXT, x + length, foot + 2.5];
        let inside = area[0] >= frame.left && area[2] <= frame.right && area[1] >= frame.top && area[3] <= frame.bottom;
        inside && taken.iter().all(|it| it[2] <= area[0] || area[2] <= it[0] || it[3] <= area[1] || area[3] <= it[1])
    })
}

/// Names of levels where neither a value nor a line of values lies; without one that has no such place.
fn inside(pen: &mut Pen, chart: &ProgressChart, frame: &Frame, named: &[(f64, String)], aim: f64, covered: Option<[f64; 4]>) {
    let mut taken = taken(chart, frame, named);
    taken.extend(covered);
    for (y, text) in named {
        let length = width(text, TEXT);
        let places =
            [(aim + 5.0, y - 5.0), (aim + 5.0, y + 15.0), (frame.right - length, y - 5.0), (frame.right - length, y + 15.0)];
        if let Some((x, foot)) = free(&taken, frame, length, places) {
            taken.push([x, foot - TEXT, x + length, foot + 2.5]);
            pen.words(&Words { ink: Ink::Text2, ..note(text.clone(), x, foot, Anchor::Start) });
        }
    }
}

fn boundaries(pen: &mut Pen, chart: &ProgressChart, frame: &Frame, top: f64) {
    let weeks = stretches::weeks(chart);
    for week in chart.phase_starts.iter().copied().filter(|it| (2..=weeks).contains(it)) {
        pen.line(BOUNDARY, &[(frame.edge(week), top), (frame.edge(week), frame.bottom)]);
    }
}

/// Names of phases and relapses above their weeks, each with its shape. Where there is no room for all, each phase is named
/// once.
fn names(pen: &mut Pen, chart: &ProgressChart, frame: &Frame, foot: f64, limit: f64) {
    const MARK: f64 = 13.0;
    let language = pen.language();
    let name = |it: &Named| language.word(spoken::phase(it.phase));
    let length = |it: &Named| MARK + width(name(it), NAME);
    let mut named = stretches::names(chart);
    let needed: f64 = named.iter().map(|it| length(it) + 8.0).sum();
    if needed > limit - 4.0 - frame.left {
        let mut seen: Vec<Phase> = Vec::new();
        named.retain(|it| !seen.contains(&it.phase) && (seen.push(it.phase), true).1);
    }
    let lengths: Vec<f64> = named.iter().map(length).collect();
    let middle = |it: &Named| (frame.edge(it.from) + frame.edge(it.to) + frame.week) / 2.0;
    let wanted: Vec<f64> = named.iter().zip(&lengths).map(|(it, length)| middle(it) - length / 2.0).collect();
    let starts = spread(&wanted, &lengths, 8.0, frame.left, limit - 2.0);
    for (it, start) in named.iter().zip(starts) {
        pen.mark(it.phase, (start + 5.0, foot - 4.7), 4.2);
        pen.words(&Words {
            text: name(it).to_owned(),
            x: start + MARK,
            y: foot,
            anchor: Anchor::Start,
            size: NAME,
            ink: Ink::Phase(it.phase),
            heavy: true,
        });
    }
}

fn values(pen: &mut Pen, chart: &ProgressChart, frame: &Frame, radius: f64) {
    let runs = stretches::runs(chart);
    if runs.is_empty() {
        let middle = ((frame.left + frame.right) / 2.0, (frame.top + frame.bottom) / 2.0);
        pen.words(&note(pen.word(spoken::NO_DATA).to_owned(), middle.0, middle.1, Anchor::Middle));
    }
    for run in runs.iter().filter(|it| it.points.len() > 1) {
        let points: Vec<_> = run.points.iter().map(|it| (frame.x(it.week), frame.y(it.value))).collect();
        pen.line(Stroke { ink: Ink::Phase(run.phase), width: 2.3, dash: "" }, &points);
    }
    for point in runs.iter().flat_map(|it| &it.points) {
        pen.mark(point.phase, (frame.x(point.week), frame.y(point.value)), radius);
    }
}

/// Numbers of the weeks, as many as there is room for, and 周.
fn weeks(pen: &mut Pen, chart: &ProgressChart, frame: &Frame, narrow: bool) {
    let weeks = stretches::weeks(chart);
    let foot = frame.bottom + 19.0;
    let stride = [1u8, 4, 5, 10, 20, 50].into_iter().find(|it| f64::from(*it) * frame.week >= 22.0).unwrap_or(100);
    let unit = if narrow { frame.right - TEXT + 10.0 } else { frame.right + 12.0 };
    for week in (1..=weeks).filter(|it| stride == 1 || *it == 1 || it % stride == 0) {
        let printed = short(f64::from(week));
        if frame.x(week) + width(&printed, TEXT) / 2.0 < unit - 2.0 {
            pen.words(&note(printed, frame.x(week), foot, Anchor::Middle));
        }
    }
    pen.words(&note(pen.word(spoken::WEEK).to_owned(), unit, foot, Anchor::Start));
}

/// Events below the axis; answers with the height of the drawing.
fn happenings(pen: &mut Pen, chart: &ProgressChart, frame: &Frame, lane: f64, size: Size) -> f64 {
    let events = events::by_week(pen.language(), chart, stretches::weeks(chart));
    if events.is_empty() {
        return frame.bottom + 32.0 + lane;
    }
    let frame = &Frame { bottom: frame.bottom + lane, ..*frame };
    let arrows: Vec<_> = events.iter().map(|(week, words)| (frame.x(*week), words.clone())).collect();
    let worded = if size == Size::Narrow { None } else { events::place(&arrows, TEXT, 4.0, size.width() - 4.0) };
    match worded {
        Some(placed) => stepped(pen, frame, &placed),
        None => listed(pen, frame, &events, size),
    }
}

fn stepped(pen: &mut Pen, frame: &Frame, placed: &[Placed]) -> f64 {
    let top = frame.bottom + 27.0;
    let foot = |row: usize| frame.bottom + 52.0 + 20.0 * row as f64;
    for it in placed {
        pen.line(FRAME, &[(it.x, top), (it.x, foot(it.row) - 15.0)]);
        pen.arrow_head(Ink::Text2, it.x, top - 5.0);
        let words = note(it.words.clone(), it.start + width(&it.words, TEXT) / 2.0, foot(it.row), Anchor::Middle);
        pen.words(&Words { ink: Ink::Text2, ..words });
    }
    foot(placed.iter().map(|it| it.row).max().unwrap_or(0)) + 16.0
}

fn listed(pen: &mut Pen, frame: &Frame, events: &[(u8, String)], size: Size) -> f64 {
    const LIST: f64 = 12.0;
    let small = |text: String, x: f64, y: f64, anchor: Anchor| {
        let words = note(text, x, y, anchor);
        Words { size: LIST, ink: Ink::Text2, ..words }
    };
    let numbers: Vec<String> = (1..=events.len()).map(|it| it.to_string()).collect();
    let lengths: Vec<f64> = numbers.iter().map(|it| width(it, LIST)).collect();
    let wanted: Vec<f64> = events.iter().zip(&lengths).map(|((week, _), length)| frame.x(*week) - length / 2.0).collect();
    let starts = spread(&wanted, &lengths, 2.0, 2.0, size.width() - 2.0);
    for (((week, _), start), number) in events.iter().zip(starts).zip(numbers) {
        pen.arrow_head(Ink::Text2, frame.x(*week), frame.bottom + 24.0);
        pen.words(&small(number, start, frame.bottom + 44.0, Anchor::Start));
    }
    let mut foot = frame.bottom + 44.0;
    for line in events::listed(pen.language(), events, LIST, size.width() - 8.0) {
        foot += 19.0;
        pen.words(&small(line, 4.0, foot, Anchor::Start));
    }
    foot + 10.0
}
