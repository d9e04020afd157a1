//! Change from before to after: of one pupil, of goals, of a group.

use super::{Z95, binomial_cdf_half, mean, sample_sd, student_t_cdf, student_t_quantile};

/// Whether one pupil's change is more than the instrument's error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReliableChange {
    /// Standard error of measurement: SD√(1−r).
    pub measurement_error: f64,
    /// Standard error of a difference: √2·SEM.
    pub difference_error: f64,
    /// (post − pre)/Sdiff.
    pub index: f64,
    /// Least change that counts as reliable: 1.96·Sdiff (1.96 to full precision).
    pub least_change: f64,
    /// |RCI| > 1.96.
    pub reliable: bool,
}

/// Reliable change index (Jacobson & Truax 1991), with the spread of the group before and the instrument's reliability.
/// `None` where the two leave no error to measure by.
pub fn reliable_change(before: f64, after: f64, sd: f64, reliability: f64) -> Option<ReliableChange> {
    let measurement_error = sd * (1.0 - reliability).sqrt();
    let difference_error = std::f64::consts::SQRT_2 * measurement_error;
    // Not above 0, or no number at all: no error to measure by.
    if difference_error.partial_cmp(&0.0) != Some(std::cmp::Ordering::Greater) {
        return None;
    }
    let index = (after - before) / difference_error;
    Some(ReliableChange {
        measurement_error,
        difference_error,
        index,
        least_change: Z95 * difference_error,
        reliable: index.abs() > Z95,
    })
}

/// A goal's weight and level, −2 to 2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attained {
    /// Weight, above 0.
    pub weight: f64,
    /// Level.
    pub level: f64,
}

/// T score of goal attainment: 50 + 10·Σwx/√((1−ρ)Σw² + ρ(Σw)²) with ρ = 0.3 (Kiresuk & Sherman 1968; as corrected by the
/// erratum to Turner-Stokes 2009). `None` without goals.
pub fn gas_t_score(goals: &[Attained]) -> Option<f64> {
    const RHO: f64 = 0.3;
    let weights: f64 = goals.iter().map(|it| it.weight).sum();
    let squares: f64 = goals.iter().map(|it| it.weight.powi(2)).sum();
    let attained: f64 = goals.iter().map(|it| it.weight * it.level).sum();
    let spread = ((1.0 - RHO) * squares + RHO * weights.powi(2)).sqrt();
    (spread > 0.0).then(|| 50.0 + 10.0 * attained / spread)
}

/// A mean difference of pairs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedT {
    /// Pairs.
    pub n: usize,
    /// Mean of after − before.
    pub mean: f64,
    /// Its spread (n−1).
    pub sd: f64,
    /// Lower end of the 95 % interval of the mean.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// t with n−1 degrees of freedom and its two-sided p; `None` where all differences are equal.
    pub test: Option<(f64, f64)>,
}

/// Paired t (Student 1908) of (before, after). `None` under two pairs.
pub fn paired_t(pairs: &[(f64, f64)]) -> Option<PairedT> {
    let differences: Vec<f64> = pairs.iter().map(|(before, after)| after - before).collect();
    let (mean, sd) = (mean(&differences)?, sample_sd(&differences)?);
    let df = (pairs.len() - 1) as f64;
    let error = sd / (pairs.len() as f64).sqrt();
    let half = student_t_quantile(0.975, df) * error;
    let test = (error > 0.0).then(|| {
        let t = mean / error;
        (t, 2.0 * student_t_cdf(-t.abs(), df))
    });
    Some(PairedT { n: pairs.len(), mean, sd, low: mean - half, high: mean + half, test })
}

/// Wilcoxon's signed ranks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wilcoxon {
    /// Pairs that differ.
    pub n: usize,
    /// Sum of the ranks of falls.
    pub w_minus: f64,
    /// Sum of the ranks of rises.
    pub w_plus: f64,
    /// Two-sided exact p.
    pub p: f64,
}

/// Exact signed-rank test (Wilcoxon 1945) of (before, after): equal pairs are dropped, equal sizes share their mid-rank, and
/// p counts all 2ⁿ signs. `None` where no pair differs.
pub fn wilcoxon_exact(pairs: &[(f64, f64)]) -> Option<Wilcoxon> {
    let mut differences: Vec<f64> = pairs.iter().map(|(before, after)| after - before).filter(|it| *it != 0.0).collect();
    differences.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    // Twice the ranks are whole numbers even where ranks are shared.
    let mut ranks: Vec<usize> = Vec::with_capacity(differences.len());
    for group in differences.chunk_by(|a, b| a.abs() == b.abs()) {
        let shared = 2 * ranks.len() + group.len() + 1;
        ranks.extend(std::iter::repeat_n(shared, group.len()));
    }
    let total: usize = ranks.iter().sum();
    let minus: usize = ranks.iter().zip(&differences).filter(|(_, it)| **it < 0.0).map(|(rank, _)| rank).sum();
    if total == 0 {
        return None;
    }
    // chance[w]: probability that the ranks of falls add up to w/2 when every sign is a coin
    let mut chance = vec![0.0; total + 1];
    chance[0] = 1.0;
    for rank in &ranks {
        for w in (0..=total).rev() {
            let with = if w >= *rank { chance[w - rank] } else { 0.0 };
            chance[w] = (chance[w] + with) / 2.0;
        }
    }
    let lesser = minus.min(total - minus);
    let tail: f64 = chance.iter().take(lesser + 1).sum();
    Some(Wilcoxon {
        n: ranks.len(),
        w_minus: minus as f64 / 2.0,
        w_plus: (total - minus) as f64 / 2.0,
        p: (2.0 * tail).min(1.0),
    })
}

/// Standardised mean differences of pairs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectSizes {
    /// Mean difference ÷ its spread.
    pub d_z: f64,
    /// Mean difference ÷ √((SD₁²+SD₂²)/2) (Cumming 2012).
    pub d_av: f64,
    /// Hedges' correction J = 1 − 3/(4(n−1) − 1) (Hedges 1981).
    pub j: f64,
    /// J·d_av.
    pub g_av: f64,
    /// Mean difference ÷ SD before (Glass 1976).
    pub glass: f64,
}

/// Effect sizes of (before, after). `None` under two pairs or where a spread is 0.
pub fn effect_sizes(pairs: &[(f64, f64)]) -> Option<EffectSizes> {
    let change = paired_t(pairs)?;
    let (before, after): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let (sd_before, sd_after) = (sample_sd(&before)?, sample_sd(&after)?);
    let average = ((sd_before.powi(2) + sd_after.powi(2)) / 2.0).sqrt();
    if change.sd <= 0.0 || sd_before <= 0.0 {
        return None;
    }
    let d_av = change.mean / average;
    let j = 1.0 - 3.0 / (4.0 * (pairs.len() - 1) as f64 - 1.0);
    Some(EffectSizes { d_z: change.mean / change.sd, d_av, j, g_av: j * d_av, glass: change.mean / sd_before })
}

/// Exact McNemar test, two-sided: min(1, 2·P(X ≤ min(up, down); up+down, ½)); 1 where nothing changed.
pub fn mcnemar_exact(up: u32, down: u32) -> f64 {
    if up + down == 0 { 1.0 } else { (2.0 * binomial_cdf_half(up.min(down), up + down)).min(1.0) }
}

/// Normalised gain: (after − before)/(full − before) (Hake 1998); `None` where nothing was left to gain.
pub fn gain(before: f64, after: f64, full: f64) -> Option<f64> {
    (full > before).then(|| (after - before) / (full - before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_error_no_index() {
        assert_eq!(reliable_change(1.0, 2.0, 0.0, 0.8), None);
        assert_eq!(reliable_change(1.0, 2.0, 3.0, 1.0), None);
        assert_eq!(gas_t_score(&[]), None);
        assert_eq!(gain(100.0, 100.0, 100.0), None);
    }

    #[test]
    fn equal_pairs_do_not_count() {
        assert_eq!(wilcoxon_exact(&[(1.0, 1.0), (2.0, 2.0)]), None);
        let res = wilcoxon_exact(&[(1.0, 2.0), (5.0, 5.0), (1.0, 3.0)]).expect("two differ");
        assert_eq!((res.n, res.w_minus, res.w_plus, res.p), (2, 0.0, 3.0, 0.5));
        let even = wilcoxon_exact(&[(1.0, 2.0), (2.0, 1.0)]).expect("two differ");
        assert_eq!((even.w_minus, even.p), (1.5, 1.0));
    }

    #[test]
    fn a_constant_shift_has_no_test() {
        let res = paired_t(&[(1.0, 3.0), (2.0, 4.0), (5.0, 7.0)]).expect("three pairs");
        assert_eq!((res.mean, res.sd, res.low, res.high, res.test), (2.0, 0.0, 2.0, 2.0, None));
        assert_eq!(paired_t(&[(1.0, 3.0)]), None);
        assert_eq!(mcnemar_exact(0, 0), 1.0);
        assert_eq!(mcnemar_exact(2, 2), 1.0);
    }
}
