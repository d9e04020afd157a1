//! Putting labels on a line so that none touches another, each as near as can be to where it belongs.

/// The beginnings of labels that want to begin at `wanted` (in order) and are `lengths` long, moved apart to leave `gap`
/// between them and kept within `low..high`. Where they do not fit, they begin at `low` and run over `high`.
pub(super) fn spread(wanted: &[f64], lengths: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut starts: Vec<f64> = Vec::with_capacity(wanted.len());
    let mut free = low;
    for (start, length) in wanted.iter().zip(lengths) {
        let start = start.max(free);
        free = start + length + gap;
        starts.push(start);
    }
    let mut end = high;
    for (start, length) in starts.iter_mut().zip(lengths).rev() {
        *start = start.min(end - length);
        end = *start - gap;
    }
    let mut free = low;
    for (start, length) in starts.iter_mut().zip(lengths) {
        *start = start.max(free);
        free = *start + length + gap;
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_apart_and_inside() {
        assert_eq!(spread(&[0.0, 50.0], &[10.0, 10.0], 4.0, 0.0, 100.0), [0.0, 50.0], "free ones stay");
        assert_eq!(spread(&[20.0, 22.0], &[10.0, 10.0], 4.0, 0.0, 100.0), [20.0, 34.0]);
        assert_eq!(spread(&[80.0, 95.0], &[20.0, 20.0], 4.0, 0.0, 100.0), [56.0, 80.0], "pushed back from the end");
        assert_eq!(spread(&[-5.0], &[20.0], 4.0, 0.0, 100.0), [0.0]);
        assert_eq!(
            spread(&[0.0, 0.0], &[60.0, 60.0], 4.0, 0.0, 100.0),
            [0.0, 64.0],
            "too long: over the end, not over each other"
        );
    }
}
