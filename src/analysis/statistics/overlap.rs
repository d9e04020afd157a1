//! Single-case comparison of a baseline phase with a support phase.

use super::trend::{rises_less_falls, sign};
use super::{Z90, median, normal_two_sided};

/// Values such that more is better: with the sign turned where less is better.
pub fn oriented(values: &[f64], lower_is_better: bool) -> Vec<f64> {
    values.iter().map(|it| if lower_is_better { -it } else { *it }).collect()
}

/// How far the values of phase B lie above those of phase A.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// Values in A.
    pub m: usize,
    /// Values in B.
    pub n: usize,
    /// Pairs in which B is greater, less those in which A is.
    pub s_ab: i64,
    /// Rises less falls within A.
    pub s_a: i64,
    /// Rises less falls within B.
    pub s_b: i64,
    /// Non-overlap of all pairs: (#(b>a) + ½#(b=a))/mn (Parker & Vannest 2009).
    pub nap: f64,
    /// S_AB/mn = 2·NAP − 1.
    pub tau: f64,
    /// Standard deviation of Tau under no effect: √(mn(m+n+1)/3)/mn.
    pub tau_sd: f64,
    /// Standard normal deviate of S_AB.
    pub z: f64,
    /// Two-sided p of `z`.
    pub p: f64,
    /// 90 % interval of Tau, cut to −1…1.
    pub tau_90: (f64, f64),
    /// (S_AB − S_A)/mn (Parker, Vannest, Davis & Sauber 2011). May exceed 1 or fall below −1 (Tarlow 2017) and is not cut.
    pub tau_u: f64,
    /// Values of B above the best of A, as a count.
    pub beyond_best: usize,
    /// Share of B above the best of A (Scruggs, Mastropieri & Casto 1987).
    pub pnd: f64,
    /// Share of B above the median of A, equal ones half (Ma 2006).
    pub pem: f64,
    /// 1 − least share of all values whose removal leaves no overlap (Parker, Hagan-Burke & Vannest 2007).
    pub pand: f64,
    /// Robust improvement rate difference: 1 − (m+n)²/(2mn)·(1 − PAND) (Parker, Vannest & Brown 2009).
    pub ird: f64,
}

/// Compares phase A with phase B, improvement being increase. `None` where a phase has no value; whether there are enough to
/// speak of an effect is for the caller to judge.
pub fn overlap(a: &[f64], b: &[f64]) -> Option<Overlap> {
    let best = a.iter().copied().max_by(f64::total_cmp)?;
    let middle = median(a)?;
    if b.is_empty() {
        return None;
    }
    let (m, n) = (a.len(), b.len());
    let (m_, n_) = (m as f64, n as f64);
    let pairs = m_ * n_;
    let s_ab: i64 = a.iter().map(|x| b.iter().map(|y| sign(y - x)).sum::<i64>()).sum();
    let s_a = rises_less_falls(a);
    let tau = s_ab as f64 / pairs;
    let deviation = (pairs * (m_ + n_ + 1.0) / 3.0).sqrt();
    let (tau_sd, z) = (deviation / pairs, s_ab as f64 / deviation);
    let beyond_best = b.iter().filter(|it| **it > best).count();
    let above_median: f64 = b.iter().map(|it| (1 + sign(it - middle)) as f64 / 2.0).sum();
    let pand = most_kept(a, b) as f64 / (m_ + n_);
    Some(Overlap {
        m,
        n,
        s_ab,
        s_a,
        s_b: rises_less_falls(b),
        nap: (tau + 1.0) / 2.0,
        tau,
        tau_sd,
        z,
        p: normal_two_sided(z),
        tau_90: ((tau - Z90 * tau_sd).max(-1.0), (tau + Z90 * tau_sd).min(1.0)),
        tau_u: (s_ab - s_a) as f64 / pairs,
        beyond_best,
        pnd: beyond_best as f64 / n_,
        pem: above_median / n_,
        pand,
        ird: 1.0 - (m_ + n_).powi(2) / (2.0 * pairs) * (1.0 - pand),
    })
}

/// The most values that can stay so that every one of B is greater than every one of A.
fn most_kept(a: &[f64], b: &[f64]) -> usize {
    let kept = |limit: f64| {
        let below = a.iter().filter(|it| **it <= limit).count();
        below + b.iter().filter(|it| **it > limit).count()
    };
    // With nothing of A kept, all of B stay; otherwise the greatest kept of A is a limit.
    a.iter().map(|it| kept(*it)).max().unwrap_or_default().max(b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tau_u_may_exceed_one() {
        let res = overlap(&[5.0, 4.0, 3.0], &[6.0, 7.0, 8.0]).expect("both phases");
        assert_eq!((res.s_ab, res.s_a), (9, -3));
        assert!((res.tau_u - 12.0 / 9.0).abs() < 1e-12);
    }

    #[test]
    fn all_tied_is_no_effect() {
        let res = overlap(&[4.0; 3], &[4.0; 6]).expect("both phases");
        assert_eq!((res.nap, res.tau, res.pnd, res.pem, res.z), (0.5, 0.0, 0.0, 0.5, 0.0));
    }

    #[test]
    fn empty_phases_say_nothing() {
        assert_eq!(overlap(&[], &[1.0]), None);
        assert_eq!(overlap(&[1.0], &[]), None);
    }

    #[test]
    fn fewer_is_better_when_turned() {
        let (a, b) = ([9.0, 8.0, 10.0], [5.0, 4.0, 4.0]);
        let turned = overlap(&oriented(&a, true), &oriented(&b, true)).expect("both phases");
        assert_eq!((turned.nap, turned.pnd, turned.pand, turned.ird), (1.0, 1.0, 1.0, 1.0));
        assert_eq!(overlap(&a, &b).map(|it| it.nap), Some(0.0));
    }
}
