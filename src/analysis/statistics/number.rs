//! Rounding for display.

/// Rounds half away from zero (四舍五入) at so many decimals. A value that is a half but for the error of binary fractions,
/// such as 0.285 × 100, counts as a half.
pub fn round_half_up(value: f64, decimals: u8) -> f64 {
    let scale = 10f64.powi(i32::from(decimals));
    let scaled = value.abs() * scale;
    let rounded = (scaled * (1.0 + 1e-12) + 0.5).floor() / scale;
    // A value beyond the range of whole numbers has no decimals to round.
    if !rounded.is_finite() || scaled > 9e15 {
        value
    } else if value < 0.0 && rounded > 0.0 {
        -rounded
    } else {
        rounded
    }
}

/// A number with so many decimals, rounded half away from zero; never `−0`.
pub fn decimal(value: f64, decimals: u8) -> String {
    with_minus(format!("{:.*}", usize::from(decimals), round_half_up(value, decimals)))
}

/// A number in digits, as it is read: what is below zero begins with a minus sign, which is no hyphen.
pub fn with_minus(digits: String) -> String {
    match digits.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_up() {
        let cases = [
            (2.5, 0, "3"),
            (-2.5, 0, "−3"),
            (2.675, 2, "2.68"),
            (0.285 * 100.0, 0, "29"),
            (28.4999, 0, "28"),
            (82.35, 1, "82.4"),
            (-0.04, 1, "0.0"),
            (-0.0, 0, "0"),
            (0.0, 2, "0.00"),
            (99.95, 1, "100.0"),
            (1e20, 0, "100000000000000000000"),
        ];
        for (value, decimals, printed) in cases {
            assert_eq!(decimal(value, decimals), printed, "{value} with {decimals}");
        }
    }
}
