//! Statistics of small samples: pure functions on plain numbers. Every function names its source, and where too few values
//! are given it says so with `None` instead of a number.
//!
//! Throughout, improvement is increase: for behaviours to reduce, pass values through [`oriented`] first. Missing values are
//! dropped by the caller; they are never 0.

mod change;
mod describe;
mod distribution;
mod number;
mod overlap;
mod trend;

#[cfg(test)]
mod tests;

pub use change::{
    Attained, EffectSizes, PairedT, ReliableChange, Wilcoxon, effect_sizes, gain, gas_t_score, mcnemar_exact, paired_t,
    reliable_change, wilcoxon_exact,
};
pub use describe::{largest_remainder, mean, median, population_sd, sample_sd, t_score, wilson, z_score};
pub use distribution::{Z90, Z95, binomial_cdf_half, normal_two_sided, student_t_cdf, student_t_quantile};
pub use number::{decimal, round_half_up, with_minus};
pub use overlap::{Overlap, oriented, overlap};
pub use trend::{Advice, Aimline, Line, MannKendall, TheilSen, aimline, four_point, least_squares, mann_kendall, theil_sen};
