//! A figure: an amount, its unit, and what it is out of.

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
    /// A share in percent, from a count over the denominator; with its 95 % Wilson interval where the denominator is under 30.
    Percent {
        /// 0 to 100.
        value: f64,
        /// Decimals.
        decimals: u8,
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
    /// As prose prints it: `112次`, `63%（5/8，95%置信区间30%～86%）`, `0.90（0.79～1.00，n=17）`, `数据不足`.
    pub fn in_words(&self) -> String {
        String::new()
    }
}
