//! Lines of words in drawings: how tall they are, and keys that tell what shapes and textures mean.

use super::pen::{Anchor, Ink, Pen, Words, cut, width};

/// How tall the words of drawings are.
pub(super) const TEXT: f64 = 13.0;

/// A note in the colour of notes.
pub(super) fn note(text: impl Into<String>, x: f64, y: f64, anchor: Anchor) -> Words {
    Words { text: text.into(), x, y, anchor, size: TEXT, ink: Ink::Text3, heavy: false }
}

/// A label in the colour of secondary text.
pub(super) fn label(text: impl Into<String>, x: f64, y: f64, anchor: Anchor) -> Words {
    Words { ink: Ink::Text2, ..note(text, x, y, anchor) }
}

/// What shapes mean, in lines from `left` to `right`; `draw` draws the shape at this position into the box from (x, y) to 14
/// below and `swatch` beyond. Answers with the height it takes.
pub(super) fn key(
    pen: &mut Pen,
    names: &[&str],
    [left, top, right]: [f64; 3],
    swatch: f64,
    mut draw: impl FnMut(&mut Pen, usize, f64, f64),
) -> f64 {
    const LINE: f64 = 21.0;
    let (mut x, mut y) = (left, top);
    for (at, name) in names.iter().enumerate() {
        let name = cut(name, TEXT, right - left - swatch - 6.0);
        let length = swatch + 6.0 + width(&name, TEXT);
        if x > left && x + length > right {
            (x, y) = (left, y + LINE);
        }
        draw(pen, at, x, y);
        pen.words(&label(name, x + swatch + 6.0, y + 12.0, Anchor::Start));
        x += length + 18.0;
    }
    if names.is_empty() { 0.0 } else { y + LINE - top }
}
