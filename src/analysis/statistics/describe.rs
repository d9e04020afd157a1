//! Describing a sample: centre, spread, shares.

use super::Z95;

/// Arithmetic mean; `None` of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Median, the mean of the two middle values where their number is even; `None` of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get((sorted.len() - 1) / 2)?;
    Some((lower + upper) / 2.0)
}

/// Sum of squared deviations from the mean.
pub(super) fn squares(values: &[f64]) -> f64 {
    let centre = mean(values).unwrap_or_default();
    values.iter().map(|it| (it - centre).powi(2)).sum()
}

/// Standard deviation of a whole population, such as a class: σ = √(Σ(x−x̄)²/n).
pub fn population_sd(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| (squares(values) / values.len() as f64).sqrt())
}

/// Standard deviation of a sample: s = √(Σ(x−x̄)²/(n−1)); `None` under two values.
pub fn sample_sd(values: &[f64]) -> Option<f64> {
    (values.len() > 1).then(|| (squares(values) / (values.len() - 1) as f64).sqrt())
}

/// Standard score z = (x−μ)/σ; `None` where there is no spread.
pub fn z_score(value: f64, mean: f64, sd: f64) -> Option<f64> {
    (sd > 0.0).then(|| (value - mean) / sd)
}

/// T score of a standard score: T = 50 + 10z.
pub fn t_score(z: f64) -> f64 {
    50.0 + 10.0 * z
}

/// Wilson's 95 % interval of a proportion, as two proportions (Wilson 1927, without continuity correction); `None` where `n` is 0.
pub fn wilson(count: u32, n: u32) -> Option<(f64, f64)> {
    if n == 0 {
        return None;
    }
    let (share, n, z2) = (f64::from(count.min(n)) / f64::from(n), f64::from(n), Z95 * Z95);
    let centre = share + z2 / (2.0 * n);
    let half = Z95 * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    // The ends never cut off the share itself, which rounding could do at 0 and 1.
    Some((((centre - half) / scale).clamp(0.0, share), ((centre + half) / scale).clamp(share, 1.0)))
}

/// Whole percents of counts that add up to 100 (largest remainder, Hamilton); of equal remainders the earlier gains. All 0
/// where nothing is counted.
pub fn largest_remainder(counts: &[u32]) -> Vec<u32> {
    let total: u64 = counts.iter().map(|it| u64::from(*it)).sum();
    if total == 0 {
        return vec![0; counts.len()];
    }
    let quota = |count: u32| u64::from(count) * 100;
    let mut percents: Vec<u32> = counts.iter().map(|it| (quota(*it) / total) as u32).collect();
    let missing = 100u32.saturating_sub(percents.iter().sum());
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(quota(counts[*at]) % total));
    for at in order.into_iter().take(missing as usize) {
        percents[at] += 1;
    }
    percents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_mean() {
        assert_eq!((mean(&[]), median(&[]), population_sd(&[]), sample_sd(&[1.0])), (None, None, None, None));
        assert_eq!(wilson(0, 0), None);
        assert_eq!(z_score(1.0, 1.0, 0.0), None);
        assert_eq!(median(&[3.0, 1.0, 2.0, 4.0]), Some(2.5));
    }

    #[test]
    fn percents_add_up() {
        assert_eq!(largest_remainder(&[5, 2, 1]), [63, 25, 12]);
        assert_eq!(largest_remainder(&[0, 0]), [0, 0]);
        assert_eq!(largest_remainder(&[]), Vec::<u32>::new());
        for counts in [vec![1, 1, 1, 1, 1, 1, 1], vec![333, 333, 334], vec![1, 999], vec![7, 0, 6]] {
            assert_eq!(largest_remainder(&counts).iter().sum::<u32>(), 100, "{counts:?}");
        }
        assert_eq!(largest_remainder(&[7, 0, 6])[1], 0, "none stays none");
    }

    #[test]
    fn intervals_stay_within_bounds() {
        for n in 1..30 {
            for count in 0..=n {
                let (low, high) = wilson(count, n).expect("n > 0");
                let share = f64::from(count) / f64::from(n);
                assert!(0.0 <= low && low <= share && share <= high && high <= 1.0, "{count}/{n}: {low} {high}");
            }
        }
    }
}
