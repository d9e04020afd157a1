//! A figure on its way from the computation to its printed form.

use crate::analysis::statistics::wilson;
use crate::analysis::{Amount, Denominator, Figure, Scope};

/// What is asked.
pub(super) struct Ask<'q> {
    /// The row's name, placeholder and all.
    pub(super) row: &'q str,
    /// The key that stands for the placeholder; empty where there is none.
    pub(super) key: &'q str,
    pub(super) scope: Scope,
    /// A measure's name or a subject's key.
    pub(super) argument: Option<&'q str>,
}

/// An amount, with its own n or unit where they are not those of the table's row.
pub(super) struct Answer {
    amount: Amount,
    pub(super) n: Option<i64>,
    unit: Option<String>,
}

impl Answer {
    fn new(amount: Amount) -> Self {
        Self { amount, n: None, unit: None }
    }

    pub(super) fn missing() -> Self {
        Self::new(Amount::Insufficient)
    }

    pub(super) fn count(count: impl TryInto<i64>) -> Self {
        Self::new(Amount::Count(count.try_into().unwrap_or(i64::MAX)))
    }

    /// So many of so many.
    pub(super) fn share(count: impl TryInto<i64>, n: impl TryInto<i64>) -> Self {
        let (count, n) = (count.try_into().unwrap_or(i64::MAX), n.try_into().unwrap_or(i64::MAX));
        if n <= 0 {
            return Self::missing();
        }
        let value = count as f64 * 100.0 / n as f64;
        Self::new(Amount::Percent { value, decimals: 1, count: Some(count), interval: None }).of(n)
    }

    /// A whole percent that was rounded together with others.
    pub(super) fn whole_percent(percent: u32, count: u32, n: u32) -> Self {
        let value = f64::from(percent);
        Self::new(Amount::Percent { value, decimals: 0, count: Some(i64::from(count)), interval: None }).of(n)
    }

    /// A share of something other than the denominator.
    pub(super) fn percent(value: f64) -> Self {
        Self::new(Amount::Percent { value, decimals: 1, count: None, interval: None })
    }

    pub(super) fn number(value: f64, decimals: u8) -> Self {
        if value.is_finite() { Self::new(Amount::Number { value, decimals }) } else { Self::missing() }
    }

    /// A number with one decimal, or none where it is whole.
    pub(super) fn level(value: f64) -> Self {
        Self::number(value, u8::from(value.fract() != 0.0))
    }

    pub(super) fn estimate(value: f64, low: f64, high: f64) -> Self {
        Self::new(Amount::Estimate { value, low, high, decimals: 2 })
    }

    pub(super) fn words(words: impl Into<String>) -> Self {
        Self::new(Amount::Words(words.into()))
    }

    /// Out of so many, whatever the row's denominator counts.
    pub(super) fn of(mut self, n: impl TryInto<i64>) -> Self {
        self.n = Some(n.try_into().unwrap_or(i64::MAX));
        self
    }

    pub(super) fn unit(mut self, unit: Option<String>) -> Self {
        self.unit = unit;
        self
    }

    pub(super) fn as_count(&self) -> Option<i64> {
        match self.amount {
            Amount::Count(count) => Some(count),
            _ => None,
        }
    }

    /// With the row's unit and denominator. What is out of nothing is insufficient; a share of `sampled` things, pupils or
    /// questionnaires, has its interval where they are fewer than 30.
    pub(super) fn into_figure(self, unit: Option<String>, denominator: Option<Denominator>, sampled: bool) -> Figure {
        let n = denominator.as_ref().map(|it| it.n);
        let amount = match self.amount {
            _ if n == Some(0) => Amount::Insufficient,
            Amount::Percent { value, decimals, count: Some(count), .. } if sampled => {
                let few = n.filter(|it| (1..30).contains(it)).and_then(|it| u32::try_from(it).ok());
                let ends = few.zip(u32::try_from(count).ok()).and_then(|(n, count)| wilson(count, n));
                let interval = ends.map(|(low, high)| (low * 100.0, high * 100.0));
                Amount::Percent { value, decimals, count: Some(count), interval }
            }
            amount => amount,
        };
        Figure { amount, unit: self.unit.or(unit), denominator }
    }
}
