//! How values are put into words: numbers, values with their labels, weeks, lists, and what a note is called.

mod calendar;
mod note;
mod source;
mod value;

use crate::analysis::statistics::{round_half_up, with_minus};
use crate::diag::Language;
use crate::phrases::{Speaks, say};

pub use crate::analysis::statistics::decimal;
pub use calendar::festival;
pub use note::{Detail, clip, details, digest, first_sentence, headline, is_text_below};
pub use source::source_line;
pub use value::{text_value, value};

/// A number without needless zeros: `20`, `12.5`; at most two decimals, rounded half up.
pub fn number(value: f64) -> String {
    let text = round_half_up(value, 2).to_string();
    if text == "-0" { "0".to_owned() } else { with_minus(text) }
}

/// A signed difference: `+3`, `−2`, `0`.
pub fn signed(value: f64) -> String {
    let text = number(value);
    if value > 0.0 && text != "0" { format!("+{text}") } else { text }
}

/// A signed difference with so many decimals, as a column has them: `+0.50`, `0.0`.
pub fn signed_decimal(value: f64, decimals: u8) -> String {
    let text = decimal(value, decimals);
    if text.starts_with('−') || text.bytes().all(|it| matches!(it, b'0' | b'.')) { text } else { format!("+{text}") }
}

/// A probability of error with three decimals: `0.019`, `<0.001`.
pub fn probability(p: f64) -> String {
    if p < 0.0005 { "<0.001".to_owned() } else { decimal(p, 3) }
}

/// A list in a sentence of a document: `甲、乙和丙` is written `甲、乙、丙`.
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    Language::Chinese.list(items)
}

/// A share in percent with at most one decimal: `82.4%`. `None` where there is nothing to share.
pub fn percent(part: u32, whole: u32) -> Option<String> {
    if whole == 0 {
        return None;
    }
    Some(format!("{}%", number(round_half_up(f64::from(part) * 100.0 / f64::from(whole), 1))))
}

/// Values from least to greatest, as one reads them: `20～21`, or `20` where they are the same.
pub fn range(language: Language, low: f64, high: f64) -> String {
    let (low, high) = (number(low), number(high));
    if low == high { low } else { say!(language, "{}～{}", low, high) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(20.0), "20");
        assert_eq!(number(12.345), "12.35");
        assert_eq!(number(-0.001), "0");
        assert_eq!(number(1.005), "1.01", "a half but for the error of binary fractions");
        assert_eq!((signed(2.5), signed(-2.0), signed(0.001)), ("+2.5".into(), "−2".into(), "0".into()));
        assert_eq!([0.5, -0.25, 0.004].map(|it| signed_decimal(it, 2)), ["+0.50", "−0.25", "0.00"]);
        assert_eq!([0.019_04, 0.000_49, 1.0].map(probability), ["0.019", "<0.001", "1.000"]);
        assert_eq!(percent(1, 8).as_deref(), Some("12.5%"));
        assert_eq!(percent(112, 136).as_deref(), Some("82.4%"));
        assert_eq!(percent(8, 8).as_deref(), Some("100%"));
        assert_eq!(percent(0, 0), None);
        assert_eq!(range(Language::Chinese, 20.0, 21.0), "20～21");
        assert_eq!(range(Language::Chinese, 20.0, 20.0), "20");
    }
}
