//! A figure: an amount, its unit, and what it is out of.

use crate::diag::Language;
use crate::phrases::{Speaks, say};

use super::statistics::decimal;

/// A computed figure, as it may be printed: never without its denominator or n, and never 0 for want of data.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// How much.
    pub amount: Amount,
    /// Unit, as printed.
    pub unit: Option<String>,
    /// What it is out of.
    pub denominator: Option<Denominator>,
}

/// How much.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// There is too little data.
    Insufficient,
    /// A count.
    Count(i64),
    /// A number to be printed with so many decimals.
    Number {
        /// The number.
        value: f64,
        /// Decimals.
        decimals: u8,
    },
    /// A share in percent. Shares of fewer than 30 pupils or questionnaires have their 95 % Wilson interval; shares of work
    /// done have none, as they are no sample of anything.
    Percent {
        /// 0 to 100.
        value: f64,
        /// Decimals.
        decimals: u8,
        /// How many of the denominator it is; `None` where it is a share of something else, such as of observed intervals.
        count: Option<i64>,
        /// Ends of the interval in percent.
        interval: Option<(f64, f64)>,
    },
    /// An estimate and its 95 % interval.
    Estimate {
        /// The estimate.
        value: f64,
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
        /// Decimals.
        decimals: u8,
    },
    /// Words: a level, a suggestion.
    Words(String),
    /// It is not told; these words say why. The unit is that of what is counted; none where nothing is.
    Withheld(String),
}

/// What an amount is out of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denominator {
    /// What is counted, in words: 关注学生人数.
    pub label: String,
    /// How many; `n=0` makes the figure insufficient.
    pub n: i64,
}

impl Figure {
    /// The number alone, for a sentence that names unit and n itself: `112`, `0.90`. A share keeps what it is a share of:
    /// `82.4%（112/136）`.
    pub fn bare(&self, language: Language) -> String {
        match &self.amount {
            Amount::Insufficient | Amount::Words(_) | Amount::Withheld(_) => {
                Self { denominator: None, ..self.clone() }.told(language)
            }
            Amount::Count(count) => count.to_string(),
            Amount::Number { value, decimals } | Amount::Estimate { value, decimals, .. } => decimal(*value, *decimals),
            Amount::Percent { value, decimals, count, .. } => {
                let amount = Amount::Percent { value: *value, decimals: *decimals, count: *count, interval: None };
                Self { amount, ..self.clone() }.told(language)
            }
        }
    }

    /// As prose prints it: `112次`, `15条（n=24）`, `82.4%（112/136）`, `63%（5/8，95%置信区间31%～86%）`,
    /// `0.90（0.79～1.00，n=12）`, `数据不足`.
    pub fn in_words(&self) -> String {
        self.told(Language::Chinese)
    }

    /// The same in a language.
    pub fn told(&self, language: Language) -> String {
        let unit = language.word(self.unit.as_deref().unwrap_or_default());
        let n = self.denominator.as_ref().map(|it| format!("n={}", it.n));
        let (amount, details) = match &self.amount {
            Amount::Insufficient => return language.word("数据不足").to_owned(),
            Amount::Withheld(why) => return why.clone(),
            Amount::Count(count) => (format!("{count}{unit}"), vec![n]),
            Amount::Number { value, decimals } => (format!("{}{unit}", decimal(*value, *decimals)), vec![n]),
            Amount::Words(words) => (words.clone(), vec![n]),
            Amount::Percent { value, decimals, count, interval } => {
                let part = count.zip(self.denominator.as_ref()).map(|(count, it)| format!("{count}/{}", it.n));
                let ends = |(low, high)| (percent(low, *decimals), percent(high, *decimals));
                let interval = interval.map(ends).map(|(low, high)| say!(language, "95%置信区间{}%～{}%", low, high));
                (format!("{}%", percent(*value, *decimals)), vec![part.or(n), interval])
            }
            Amount::Estimate { value, low, high, decimals } => {
                let interval = say!(language, "{}～{}", decimal(*low, *decimals), decimal(*high, *decimals));
                (format!("{}{unit}", decimal(*value, *decimals)), vec![Some(interval), n])
            }
        };
        let details: Vec<String> = details.into_iter().flatten().collect();
        if details.is_empty() { amount } else { say!(language, "{}（{}）", amount, details.join(language.word("，"))) }
    }
}

/// A percentage without a decimal that is 0: 100, not 100.0.
fn percent(value: f64, decimals: u8) -> String {
    let printed = decimal(value, decimals);
    match printed.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|it| it == b'0') => whole.to_owned(),
        _ => printed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(amount: Amount, unit: &str, n: Option<i64>, words: &str) {
        let unit = Some(unit.to_owned()).filter(|it| !it.is_empty());
        let denominator = n.map(|n| Denominator { label: "关注学生人数".into(), n });
        assert_eq!(Figure { amount, unit, denominator }.in_words(), words);
    }

    #[test]
    fn figures_read_well() {
        let percent = |count: i64, n: i64, interval| Amount::Percent {
            value: count as f64 * 100.0 / n as f64,
            decimals: 1,
            count: Some(count),
            interval,
        };
        check(Amount::Count(112), "次", None, "112次");
        check(Amount::Count(15), "条", Some(24), "15条（n=24）");
        check(percent(112, 136, None), "%", Some(136), "82.4%（112/136）");
        check(percent(32, 32, None), "%", Some(32), "100%（32/32）");
        check(percent(0, 32, None), "%", Some(32), "0%（0/32）");
        check(percent(5, 8, Some((30.57, 86.32))), "%", Some(8), "62.5%（5/8，95%置信区间30.6%～86.3%）");
        let whole = Amount::Percent { value: 63.0, decimals: 0, count: Some(5), interval: Some((30.57, 86.32)) };
        check(whole, "%", Some(8), "63%（5/8，95%置信区间31%～86%）");
        let observed = Amount::Percent { value: 72.5, decimals: 1, count: None, interval: None };
        check(observed, "%", Some(4), "72.5%（n=4）");
        let slope = Amount::Estimate { value: 0.8951, low: 0.7915, high: 0.9987, decimals: 2 };
        check(slope, "", Some(12), "0.90（0.79～1.00，n=12）");
        check(Amount::Number { value: -0.001, decimals: 2 }, "", Some(8), "0.00（n=8）");
        check(Amount::Words("愿听".into()), "", Some(14), "愿听（n=14）");
        check(Amount::Insufficient, "次", Some(0), "数据不足");
    }
}
