//! The value axis: a nice step and the ends it leads to.

use crate::site::wording::decimal;

/// Where the ticks of an axis lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    /// The lowest tick, in steps from 0.
    first: f64,
    /// How many steps there are from the lowest tick to the highest.
    pub(super) steps: usize,
    /// From tick to tick.
    step: f64,
}

impl Axis {
    /// An axis of about `wanted` steps of 1, 2 or 5 times a power of ten, with a little room beyond the values; 0 to 1 where
    /// there are none. It goes below zero only where a value does.
    pub(super) fn over(values: impl Iterator<Item = f64>, wanted: usize) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|it| it.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if high - low < f64::EPSILON * high.abs().max(1.0) {
            let room = (high.abs() * 0.1).max(1.0);
            (low, high) = if low >= 0.0 { ((low - room).max(0.0), high + room) } else { (low - room, high + room) };
        }
        let step = nice((high - low) / wanted.max(1) as f64);
        let mut first = (low / step + 1e-9).floor();
        let mut last = (high / step - 1e-9).ceil();
        if low - first * step < 0.25 * step && (first > 0.0 || low < 0.0) {
            first -= 1.0;
        }
        if last * step - high < 0.25 * step {
            last += 1.0;
        }
        Self { first, steps: (last - first).clamp(1.0, 40.0) as usize, step }
    }

    /// An axis of amounts from 0, of about `wanted` steps that are whole numbers, to the first step that is not below the
    /// greatest amount; to `most` exactly, where it is given.
    pub(super) fn amounts(values: impl Iterator<Item = f64>, wanted: usize, most: Option<f64>) -> Self {
        let high = values.filter(|it| it.is_finite()).fold(0.0, f64::max);
        let high = most.unwrap_or(high).max(1.0);
        let step = nice(high / wanted.max(1) as f64).max(1.0);
        Self { first: 0.0, steps: (high / step - 1e-9).ceil().clamp(1.0, 40.0) as usize, step }
    }

    /// The axis without ticks beyond what there can be.
    pub(super) fn within(self, (least, most): (Option<f64>, Option<f64>)) -> Self {
        let last = self.first + self.steps as f64;
        let first = least.map_or(self.first, |it| self.first.max((it / self.step + 1e-9).floor()));
        let last = most.map_or(last, |it| last.min((it / self.step - 1e-9).ceil()));
        if last - first < 1.0 { self } else { Self { first, steps: (last - first) as usize, ..self } }
    }

    /// Where a value lies: 0 at the lowest tick, 1 at the highest.
    pub(super) fn share(&self, value: f64) -> f64 {
        ((value / self.step - self.first) / self.steps as f64).clamp(0.0, 1.0)
    }

    /// The ticks from the lowest, as value and as printed.
    pub(super) fn ticks(&self) -> impl Iterator<Item = (f64, String)> {
        let decimals = if self.step >= 1.0 { 0 } else { (-self.step.log10()).ceil().clamp(0.0, 9.0) as u8 };
        let Self { first, steps, step } = *self;
        (0..=steps).map(move |it| {
            let value = (first + it as f64) * step;
            let value = if value == 0.0 { 0.0 } else { value };
            (value, decimal(value, decimals))
        })
    }
}

/// The least of 1, 2, 5 times a power of ten that is not below `step`.
fn nice(step: f64) -> f64 {
    let power = 10f64.powf(step.log10().floor());
    let candidates = [1.0, 2.0, 5.0, 10.0];
    candidates.into_iter().map(|it| it * power).find(|it| *it >= step * (1.0 - 1e-9)).unwrap_or(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(values: &[f64], wanted: usize) -> Vec<String> {
        Axis::over(values.iter().copied(), wanted).ticks().map(|(_, it)| it).collect()
    }

    #[test]
    fn ticks_are_nice_and_leave_room() {
        assert_eq!(printed(&[12.0, 21.0, 13.0], 7), ["10", "12", "14", "16", "18", "20", "22"]);
        assert_eq!(printed(&[12.0, 21.0], 4), ["10", "15", "20", "25"]);
        assert_eq!(printed(&[0.0, 100.0], 5), ["0", "20", "40", "60", "80", "100", "120"]);
        assert_eq!(printed(&[0.1, 0.4], 4), ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
        assert_eq!(printed(&[-3.0, 2.0], 5), ["−4", "−3", "−2", "−1", "0", "1", "2", "3"]);
    }

    #[test]
    fn amounts_are_whole_and_begin_at_nothing() {
        let printed = |values: &[f64], most| -> Vec<String> {
            Axis::amounts(values.iter().copied(), 4, most).ticks().map(|(_, it)| it).collect()
        };
        assert_eq!(printed(&[1.0], None), ["0", "1"]);
        assert_eq!(printed(&[7.0, 3.0], None), ["0", "2", "4", "6", "8"]);
        assert_eq!(printed(&[], None), ["0", "1"]);
        assert_eq!(printed(&[40.0], Some(100.0)), ["0", "50", "100"]);
    }

    #[test]
    fn no_tick_lies_beyond_what_can_be() {
        let printed = |values: [f64; 2], bounds| -> Vec<String> {
            Axis::over(values.into_iter(), 5).within(bounds).ticks().map(|(_, it)| it).collect()
        };
        assert_eq!(printed([0.0, 100.0], (Some(0.0), Some(100.0))), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(printed([45.0, 100.0], (None, Some(100.0))), ["40", "60", "80", "100"]);
        assert_eq!(printed([3.0, 3.0], (Some(0.0), None)), printed([3.0, 3.0], (None, None)));
    }

    #[test]
    fn odd_values_still_have_an_axis() {
        assert_eq!(printed(&[], 4), ["0.0", "0.5", "1.0", "1.5"]);
        assert_eq!(printed(&[f64::NAN, f64::INFINITY], 4), printed(&[], 4));
        assert_eq!(printed(&[0.0, 0.0], 2), ["0.0", "0.5", "1.0", "1.5"], "never below zero without need");
        for values in [[1e300, -1e300], [1e-300, 2e-300], [7.0, 7.0], [-5.0, -5.0]] {
            let axis = Axis::over(values.into_iter(), 5);
            assert!(axis.steps <= 40 && values.iter().all(|it| (0.0..=1.0).contains(&axis.share(*it))), "{values:?}");
        }
    }
}
