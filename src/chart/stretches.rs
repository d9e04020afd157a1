//! A progress chart's weeks by phase: which values belong together, and what each stretch is called.

use crate::site::chart::{ChartPoint, Phase, ProgressChart};

/// Values in a row of weeks without a gap, within one phase. A relapse belongs to the phase it falls into.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// The phase that carries it.
    pub(super) phase: Phase,
    /// Its values.
    pub(super) points: Vec<ChartPoint>,
}

/// A stretch of weeks to be named.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Named {
    /// Its phase.
    pub(super) phase: Phase,
    /// First week.
    pub(super) from: u8,
    /// Last week.
    pub(super) to: u8,
}

/// How many weeks the axis needs: those of the term, and of every value.
pub(super) fn weeks(chart: &ProgressChart) -> u8 {
    let latest = chart.points.iter().map(|it| it.week).max().unwrap_or(0);
    chart.weeks.max(latest).max(1)
}

/// Values that can be drawn: finite ones from week 1 on.
pub(super) fn points(chart: &ProgressChart) -> Vec<ChartPoint> {
    let mut points: Vec<_> = chart.points.iter().copied().filter(|it| it.value.is_finite() && it.week > 0).collect();
    points.sort_by_key(|it| it.week);
    points
}

/// The phase that carries each value: its own, or for a relapse the phase before it.
pub(super) fn carriers(points: &[ChartPoint]) -> Vec<Phase> {
    let first = points.iter().map(|it| it.phase).find(|it| *it != Phase::Relapse).unwrap_or(Phase::Support);
    let mut carrier = first;
    let carry = |point: &ChartPoint| {
        if point.phase != Phase::Relapse {
            carrier = point.phase;
        }
        carrier
    };
    points.iter().map(carry).collect()
}

/// The lines: no line crosses a phase's change or a week without a value.
pub(super) fn runs(chart: &ProgressChart) -> Vec<Run> {
    let points = points(chart);
    let mut runs: Vec<Run> = Vec::new();
    for (point, phase) in points.iter().zip(carriers(&points)) {
        let joins = |run: &&mut Run| {
            let last = run.points.last().map_or(0, |it| it.week);
            let started = chart.phase_starts.iter().any(|it| (last + 1..=point.week).contains(it));
            let near = chart.occasional || point.week <= last.saturating_add(1);
            run.phase == phase && near && !started
        };
        match runs.last_mut().filter(joins) {
            Some(run) => run.points.push(*point),
            None => runs.push(Run { phase, points: vec![*point] }),
        }
    }
    runs
}

/// Relapses as weeks of the axis, in order.
pub(super) fn relapses(chart: &ProgressChart) -> Vec<Named> {
    let weeks = weeks(chart);
    let clip = |&(from, to): &(u8, u8)| {
        let (from, to) = (from.min(to).max(1), to.max(from).min(weeks));
        (from <= to).then_some(Named { phase: Phase::Relapse, from, to })
    };
    let mut bands: Vec<_> = chart.relapses.iter().filter_map(clip).collect();
    bands.sort_by_key(|it| (it.from, it.to));
    bands.dedup();
    bands
}

/// What to write above the weeks: every phase over the longest part of it that is no relapse, and every relapse; in order
/// of their middle. A stretch without values has no name.
pub(super) fn names(chart: &ProgressChart) -> Vec<Named> {
    let (weeks, bands, points) = (weeks(chart), relapses(chart), points(chart));
    let carriers = carriers(&points);
    let mut starts: Vec<u8> = chart.phase_starts.iter().copied().filter(|it| (2..=weeks).contains(it)).collect();
    starts.sort_unstable();
    starts.dedup();
    starts.insert(0, 1);
    let ends = starts.iter().skip(1).map(|it| it - 1).chain([weeks]);
    let mut names = bands.clone();
    for (from, to) in starts.iter().copied().zip(ends) {
        let inside = points.iter().zip(&carriers).find(|(it, _)| (from..=to).contains(&it.week));
        let Some((_, phase)) = inside else { continue };
        let free = |week: &u8| !bands.iter().any(|it| (it.from..=it.to).contains(week));
        let mut best = Named { phase: *phase, from, to: from };
        let mut open: Option<u8> = None;
        for week in from..=to {
            open = if free(&week) { open.or(Some(week)) } else { None };
            match open {
                Some(first) if week - first > best.to - best.from || !free(&best.from) => {
                    best = Named { phase: *phase, from: first, to: week };
                }
                _ => {}
            }
        }
        names.push(best);
    }
    names.sort_by_key(|it| (u16::from(it.from) + u16::from(it.to), it.phase));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(points: &[(u8, f64, Phase)]) -> ProgressChart {
        let points = points.iter().map(|&(week, value, phase)| ChartPoint { week, value, phase }).collect();
        ProgressChart {
            id: "c".into(),
            title: String::new(),
            description: String::new(),
            course: String::new(),
            unit: String::new(),
            weeks: 10,
            points,
            phase_starts: Vec::new(),
            relapses: Vec::new(),
            events: Vec::new(),
            baseline: None,
            target: None,
            aim: None,
            class: Vec::new(),
            turns: Vec::new(),
            bounds: (None, None),
            occasional: false,
        }
    }

    fn lengths(chart: &ProgressChart) -> Vec<(Phase, usize)> {
        runs(chart).iter().map(|it| (it.phase, it.points.len())).collect()
    }

    #[test]
    fn lines_stop_at_phases_and_gaps() {
        use Phase::{Baseline as A, Maintenance as M, Relapse as R, Support as B};
        let whole = chart(&[(1, 3.0, A), (2, 4.0, A), (3, 5.0, B), (4, 2.0, R), (5, 6.0, B), (6, 6.0, M), (7, 5.0, R)]);
        assert_eq!(lengths(&whole), [(A, 2), (B, 3), (M, 2)], "a relapse is part of the phase it falls into");
        let gap = chart(&[(1, 3.0, B), (2, 4.0, B), (4, 5.0, B), (5, f64::NAN, B), (6, 1.0, B)]);
        assert_eq!(lengths(&gap), [(B, 2), (B, 1), (B, 1)], "no line over week 3 or the value that is none");
        assert_eq!(lengths(&chart(&[(2, 1.0, R), (3, 2.0, R), (4, 2.0, M)])), [(M, 3)]);
        let mut rare = gap.clone();
        rare.occasional = true;
        assert_eq!(lengths(&rare), [(B, 4)], "records that are not expected each week are joined");
        let twice = chart(&[(1, 1.0, B), (1, 2.0, B), (2, 2.0, B)]);
        assert_eq!(lengths(&twice), [(B, 3)], "two values in one week are joined");
        let mut again = chart(&[(1, 1.0, B), (2, 2.0, B)]);
        again.phase_starts = vec![2];
        assert_eq!(lengths(&again), [(B, 1), (B, 1)], "a stated start parts even equal phases");
    }

    #[test]
    fn a_phase_is_named_beside_its_relapse() {
        use Phase::{Baseline as A, Relapse as R, Support as B};
        let mut it = chart(&[(1, 3.0, A), (3, 5.0, B), (4, 2.0, R), (8, 6.0, B)]);
        it.phase_starts = vec![3, 99];
        it.relapses = vec![(5, 4), (4, 5), (0, 0)];
        let named: Vec<_> = names(&it).iter().map(|it| (it.phase, it.from, it.to)).collect();
        assert_eq!(named, [(A, 1, 2), (R, 4, 5), (B, 6, 10)]);
        it.relapses = vec![(1, 10)];
        assert_eq!(names(&it).len(), 3, "names survive a relapse that covers all");
        assert!(names(&chart(&[])).is_empty());
    }
}
