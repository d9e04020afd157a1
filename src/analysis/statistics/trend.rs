//! The trend of one pupil: straight lines, robust slopes, and the aimline.

use super::{Z95, describe::squares, mean, median, normal_two_sided, student_t_quantile};

/// A least-squares line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Points.
    pub n: usize,
    /// Value at time 0.
    pub intercept: f64,
    /// Change a unit of time.
    pub slope: f64,
    /// Standard error of the slope: s/√Sxx.
    pub slope_error: f64,
    /// Standard error of estimate: s = √(SSE/(n−2)).
    pub residual: f64,
    /// 0.975 quantile of t with n−2 degrees of freedom.
    pub t_critical: f64,
    /// Lower end of the slope's 95 % interval.
    pub low: f64,
    /// Upper end of the slope's 95 % interval.
    pub high: f64,
    /// Share of the spread that the line explains; `None` where all values are equal.
    pub r_squared: Option<f64>,
}

/// Ordinary least squares through (time, value): b = Sxy/Sxx, a = ȳ − b·t̄, CI = b ± t₍.975,n−2₎·SE. `None` under three
/// points or where all times are equal.
pub fn least_squares(points: &[(f64, f64)]) -> Option<Line> {
    let (times, values): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
    let (time, value) = (mean(&times)?, mean(&values)?);
    let n = points.len();
    let spread = squares(&times);
    if n < 3 || spread <= 0.0 {
        return None;
    }
    let slope = points.iter().map(|(t, y)| (t - time) * (y - value)).sum::<f64>() / spread;
    let intercept = value - slope * time;
    let error: f64 = points.iter().map(|(t, y)| (y - intercept - slope * t).powi(2)).sum();
    let df = (n - 2) as f64;
    let residual = (error / df).sqrt();
    let slope_error = residual / spread.sqrt();
    let t_critical = student_t_quantile(0.975, df);
    let total = squares(&values);
    Some(Line {
        n,
        intercept,
        slope,
        slope_error,
        residual,
        t_critical,
        low: slope - t_critical * slope_error,
        high: slope + t_critical * slope_error,
        r_squared: (total > 0.0).then(|| 1.0 - error / total),
    })
}

/// A robust line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TheilSen {
    /// Median of the slopes of all pairs.
    pub slope: f64,
    /// median(y) − slope · median(t).
    pub intercept: f64,
    /// Lower end of the slope's 95 % interval.
    pub low: f64,
    /// Upper end of the slope's 95 % interval.
    pub high: f64,
}

/// n(n−1)(2n+5) less the same of each group of equal values: 18 times the variance of Kendall's S.
fn kendall_variance_18(n: usize, groups: impl IntoIterator<Item = usize>) -> f64 {
    let part = |k: usize| (k * k.saturating_sub(1) * (2 * k + 5)) as f64;
    part(n) - groups.into_iter().map(part).sum::<f64>()
}

/// Sizes of the groups of equal values.
fn ties(values: &[f64]) -> Vec<usize> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.chunk_by(|a, b| a == b).map(<[f64]>::len).collect()
}

/// Theil's slope with Sen's interval (Sen 1968, equation 2.6 with ties), as scipy's `theilslopes` reckons it. `None` where
/// there are not two different times.
pub fn theil_sen(points: &[(f64, f64)]) -> Option<TheilSen> {
    let mut slopes: Vec<f64> = Vec::new();
    for (at, (t1, y1)) in points.iter().enumerate() {
        let later = points.iter().skip(at + 1).filter(|(t2, _)| t1 != t2);
        slopes.extend(later.map(|(t2, y2)| (y2 - y1) / (t2 - t1)));
    }
    slopes.sort_by(f64::total_cmp);
    let (times, values): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
    let slope = median(&slopes)?;
    let intercept = median(&values)? - slope * median(&times)?;
    let single = |sizes: Vec<usize>| sizes.into_iter().filter(|it| *it > 1);
    let variance = kendall_variance_18(points.len(), single(ties(&times)).chain(single(ties(&values)))) / 18.0;
    let half = Z95 * variance.max(0.0).sqrt();
    let count = slopes.len() as f64;
    let upper = ((count + half) / 2.0).round_ties_even().max(0.0) as usize;
    let lower = (((count - half) / 2.0).round_ties_even() - 1.0).max(0.0) as usize;
    let last = slopes.len() - 1;
    Some(TheilSen { slope, intercept, low: slopes[lower.min(last)], high: slopes[upper.min(last)] })
}

/// Kendall's test of a trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannKendall {
    /// Rises less falls over all pairs.
    pub s: i64,
    /// Variance of S, corrected for ties.
    pub variance: f64,
    /// Standard normal deviate with continuity correction.
    pub z: f64,
    /// Two-sided p.
    pub p: f64,
}

/// Sign of every pair's change in order of time, added up: S of Mann and Kendall.
pub(super) fn rises_less_falls(values: &[f64]) -> i64 {
    let mut sum = 0;
    for (at, earlier) in values.iter().enumerate() {
        sum += values.iter().skip(at + 1).map(|later| sign(later - earlier)).sum::<i64>();
    }
    sum
}

/// −1, 0 or 1.
pub(super) fn sign(difference: f64) -> i64 {
    i64::from(difference > 0.0) - i64::from(difference < 0.0)
}

/// Mann–Kendall test of values in order of time (Mann 1945, Kendall 1975): Var = [n(n−1)(2n+5) − Σt(t−1)(2t+5)]/18,
/// z = (S∓1)/√Var. The normal approximation is rough under ten values. `None` under three values or where all are equal.
pub fn mann_kendall(values: &[f64]) -> Option<MannKendall> {
    let variance = kendall_variance_18(values.len(), ties(values)) / 18.0;
    if values.len() < 3 || variance <= 0.0 {
        return None;
    }
    let s = rises_less_falls(values);
    let z = (s - s.signum()) as f64 / variance.sqrt();
    Some(MannKendall { s, variance, z, p: normal_two_sided(z) })
}

/// The line from the baseline to the goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aimline {
    /// Time at which it starts: that of the third value.
    pub start: f64,
    /// Median of the first three values.
    pub baseline: f64,
    /// Change a unit of time that leads to the goal.
    pub slope: f64,
}

impl Aimline {
    /// What is expected at a time.
    pub fn at(&self, time: f64) -> f64 {
        self.baseline + self.slope * (time - self.start)
    }
}

/// The aimline from the median of the first three values, at the time of the third, to a goal at a time. `None` under three
/// values or where the goal's time is not later.
pub fn aimline(points: &[(f64, f64)], goal: f64, by: f64) -> Option<Aimline> {
    let first: Vec<f64> = points.iter().take(3).map(|(_, value)| *value).collect();
    let start = points.get(2)?.0;
    let baseline = median(&first)?;
    (by > start).then(|| Aimline { start, baseline, slope: (goal - baseline) / (by - start) })
}

/// What the last four values say of the support. A suggestion, never a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// All four lie short of the aimline: change the support.
    ChangeSupport,
    /// All four lie beyond it: raise the goal.
    RaiseGoal,
    /// Neither: go on.
    GoOn,
}

/// The four-point rule: looks at the last four values after the aimline's start. `lower_is_better` turns the sides. `None`
/// where there are not yet four.
pub fn four_point(points: &[(f64, f64)], line: &Aimline, lower_is_better: bool) -> Option<Advice> {
    let after: Vec<&(f64, f64)> = points.iter().filter(|(time, _)| *time > line.start).collect();
    let last = after.get(after.len().checked_sub(4)?..)?;
    let turn = if lower_is_better { -1 } else { 1 };
    let side = |point: &&(f64, f64)| turn * sign(point.1 - line.at(point.0));
    let sides: Vec<i64> = last.iter().map(side).collect();
    Some(match () {
        () if sides.iter().all(|it| *it < 0) => Advice::ChangeSupport,
        () if sides.iter().all(|it| *it > 0) => Advice::RaiseGoal,
        () => Advice::GoOn,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_is_none() {
        assert_eq!(least_squares(&[(1.0, 2.0), (2.0, 3.0)]), None);
        assert_eq!(least_squares(&[(1.0, 2.0); 5]), None, "one time only");
        assert_eq!(theil_sen(&[(1.0, 2.0)]), None);
        assert_eq!(mann_kendall(&[4.0; 6]), None);
        assert_eq!(aimline(&[(1.0, 2.0), (2.0, 3.0)], 9.0, 9.0), None);
        assert_eq!(aimline(&[(1.0, 2.0), (2.0, 3.0), (3.0, 3.0)], 9.0, 3.0), None);
    }

    #[test]
    fn a_perfect_line_has_no_error() {
        let points: Vec<(f64, f64)> = (1..=6).map(|t| (f64::from(t), 3.0 + 2.0 * f64::from(t))).collect();
        let line = least_squares(&points).expect("six points");
        assert!((line.slope - 2.0).abs() < 1e-12 && line.slope_error.abs() < 1e-12);
        assert!(line.r_squared.is_some_and(|it| (it - 1.0).abs() < 1e-12));
        let flat: Vec<(f64, f64)> = (1..=6).map(|t| (f64::from(t), 5.0)).collect();
        assert_eq!(least_squares(&flat).map(|it| (it.slope, it.r_squared)), Some((0.0, None)));
    }

    #[test]
    fn four_points_advise() {
        let line = Aimline { start: 3.0, baseline: 10.0, slope: -1.0 };
        let points = |value: f64| (3..=8).map(|t| (f64::from(t), value)).collect::<Vec<_>>();
        assert_eq!(four_point(&points(10.0), &line, true), Some(Advice::ChangeSupport));
        assert_eq!(four_point(&points(2.0), &line, true), Some(Advice::RaiseGoal));
        assert_eq!(four_point(&points(2.0), &line, false), Some(Advice::ChangeSupport));
        assert_eq!(four_point(&points(7.0), &line, true), Some(Advice::GoOn));
        assert_eq!(four_point(&points(7.0)[..4], &line, true), None, "three points after the start");
    }
}
