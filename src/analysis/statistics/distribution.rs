//! The distributions behind intervals and p values: normal, Student's t, binomial.

use std::f64::consts::{FRAC_2_SQRT_PI, PI, SQRT_2};

/// 0.975 quantile of the standard normal distribution, for 95 % intervals.
pub const Z95: f64 = 1.959_963_984_540_054;
/// 0.95 quantile of the standard normal distribution, for 90 % intervals.
pub const Z90: f64 = 1.644_853_626_951_472_2;

/// Complement of the error function for x ≥ 0: the series DLMF 7.6.2 near 0, the continued fraction DLMF 7.9.1 far out.
fn erfc(x: f64) -> f64 {
    if x < 2.5 {
        let mut term = x;
        let mut sum = x;
        let mut k = 1.0;
        while term > sum * 1e-17 {
            term *= 2.0 * x * x / (2.0 * k + 1.0);
            sum += term;
            k += 1.0;
        }
        1.0 - FRAC_2_SQRT_PI * (-x * x).exp() * sum
    } else {
        let fraction = (1..=120).rev().fold(x, |below, k| x + f64::from(k) / 2.0 / below);
        (-x * x).exp() / (PI.sqrt() * fraction)
    }
}

/// Two-sided p of a standard normal deviate: P(|Z| ≥ |z|).
pub fn normal_two_sided(z: f64) -> f64 {
    erfc(z.abs() / SQRT_2)
}

/// Logarithm of the gamma function for x > 0 (Lanczos 1964 with g = 7, nine terms; error about 1e-15).
fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    let x = x - 1.0;
    let tail: f64 = TERMS.iter().zip(1..).map(|(term, k)| term / (x + f64::from(k))).sum();
    let t = x + 7.5;
    0.5 * (2.0 * PI).ln() + (x + 0.5) * t.ln() - t + (0.999_999_999_999_809_9 + tail).ln()
}

/// Regularised incomplete beta function by its continued fraction (DLMF 8.17.22, evaluated by Lentz's method).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    // The fraction converges quickly below this point; above it the symmetric one does.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp() / a;
    let floor = |it: f64| if it.abs() < 1e-300 { 1e-300 } else { it };
    let mut c = 1.0;
    let mut d = 1.0 / floor(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..500 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut step = 1.0;
        for coefficient in [even, odd] {
            d = 1.0 / floor(1.0 + coefficient * d);
            c = floor(1.0 + coefficient / c);
            step = c * d;
            fraction *= step;
        }
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    front * fraction
}

/// Upper tail of Student's t: P(T ≥ t) for t ≥ 0.
fn student_t_tail(t: f64, df: f64) -> f64 {
    0.5 * incomplete_beta(df / 2.0, 0.5, df / (df + t * t))
}

/// Distribution function of Student's t with `df` > 0 degrees of freedom (Abramowitz & Stegun 26.7.1).
pub fn student_t_cdf(t: f64, df: f64) -> f64 {
    let tail = student_t_tail(t.abs(), df);
    if t < 0.0 { tail } else { 1.0 - tail }
}

/// Quantile of Student's t: the t with P(T ≤ t) = `p`, found by bisection to the last bits. `p` lies between 0 and 1.
pub fn student_t_quantile(p: f64, df: f64) -> f64 {
    if p < 0.5 {
        return -student_t_quantile(1.0 - p, df);
    }
    let target = 1.0 - p;
    let mut high = 1.0;
    while student_t_tail(high, df) > target && high < 1e12 {
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if student_t_tail(middle, df) > target {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// P(X ≤ k) for X binomial with `n` trials and probability ½.
pub fn binomial_cdf_half(k: u32, n: u32) -> f64 {
    let mut term = 0.5f64.powi(n as i32);
    let mut sum = 0.0;
    for it in 0..=k.min(n) {
        sum += term;
        term *= f64::from(n - it) / f64::from(it + 1);
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-12 * b.abs().max(1.0), "{a} is not {b}");
    }

    #[test]
    fn normal() {
        near(normal_two_sided(Z95), 0.05);
        near(normal_two_sided(Z90), 0.1);
        near(normal_two_sided(0.0), 1.0);
        near(normal_two_sided(-2.5), 0.012_419_330_651_552_265);
        // both sides of the change of method
        near(erfc(2.5 - 1e-13), erfc(2.5));
    }

    #[test]
    fn gamma() {
        near(ln_gamma(1.0), 0.0);
        near(ln_gamma(0.5), PI.sqrt().ln());
        near(ln_gamma(11.0), 3_628_800f64.ln());
    }

    #[test]
    fn student() {
        // df 1 is Cauchy's distribution, df 2 has a closed form.
        near(student_t_quantile(0.75, 1.0), 1.0);
        near(student_t_quantile(0.975, 1.0), (0.475 * PI).tan());
        near(student_t_quantile(0.975, 2.0), 0.95 * (2.0 / (1.0 - 0.95f64.powi(2))).sqrt());
        near(student_t_quantile(0.975, 3.0), 3.182_446_305_283_707_8);
        near(student_t_quantile(0.975, 10.0), 2.228_138_851_986_274);
        near(student_t_quantile(0.025, 10.0), -2.228_138_851_986_274);
        near(student_t_cdf(0.0, 5.0), 0.5);
        for df in [1.0, 4.0, 15.0, 300.0] {
            near(student_t_cdf(student_t_quantile(0.9, df), df), 0.9);
        }
    }

    #[test]
    fn binomial() {
        near(binomial_cdf_half(1, 5), 6.0 / 32.0);
        near(binomial_cdf_half(5, 5), 1.0);
        near(binomial_cdf_half(9, 5), 1.0);
    }
}
