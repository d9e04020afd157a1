//! From glyphs to lines: the text of a page in the order in which it is drawn, read aloud, and seen.

use crate::privacy::gate::fold::BLOCK;
use crate::privacy::gate::leak::Channel;
use crate::privacy::gate::read::Reading;

use super::page::Glyph;

/// A plane's affine map by its six numbers, as PDF writes them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matrix(pub(super) [f32; 6]);

impl Matrix {
    pub(super) const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) fn of(numbers: &[f32]) -> Option<Self> {
        numbers.try_into().ok().map(Self)
    }

    pub(super) fn shift(x: f32, y: f32) -> Self {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// This map and then another.
    pub(super) fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Matrix([a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l])
    }

    /// Where the origin goes.
    pub(super) fn origin(self) -> (f32, f32) {
        (self.0[4], self.0[5])
    }

    /// How tall one unit becomes.
    pub(super) fn height(self) -> f32 {
        self.0[2].hypot(self.0[3])
    }
}

/// Gives a page's text to the gate: as drawn, as spoken where that differs, line by line and column by column.
pub(super) fn tell(reading: &mut Reading<'_>, glyphs: &[Glyph]) {
    let seen: Vec<&Glyph> = glyphs.iter().filter(|it| !it.spoken).collect();
    let drawn = text(&seen);
    reading.text_in(Channel::PdfPage, &drawn);
    if glyphs.iter().any(|it| it.spoken) {
        let spoken: Vec<&Glyph> = glyphs.iter().filter(|it| !it.replaced).collect();
        reading.text_in(Channel::PdfAlternative, &text(&spoken));
    }
    let lines = text(&by_lines(&seen));
    if lines != drawn {
        reading.text_in(Channel::PdfLayout, &lines);
    }
    // characters that stand below each other by chance make words of two
    reading.guessing(|it| it.text_in(Channel::PdfLayout, &text(&by_columns(&seen))));
}

/// Glyphs in a row, with what a reader would take for blanks and borders between them.
fn text(glyphs: &[&Glyph]) -> String {
    let mut text = String::with_capacity(glyphs.len() * 3);
    let mut last: Option<&Glyph> = None;
    for glyph in glyphs {
        text.extend(last.and_then(|it| between(it, glyph)));
        text.push_str(&glyph.text);
        last = Some(glyph);
    }
    text
}

/// What lies between two glyphs: nothing, a blank, the end of a line, the border of a block.
fn between(a: &Glyph, b: &Glyph) -> Option<char> {
    let size = a.size.max(b.size).max(1.0);
    let (right, up) = ((b.x - a.end.0) / size, (b.y - a.end.1) / size);
    match (right.abs(), up.abs()) {
        (near, level) if level < 0.5 && near < 0.3 => None,
        (near, level) if level < 0.5 && near < 1.6 => Some(' '),
        (_, level) if level < 0.5 => Some(BLOCK),
        (_, level) if level < 2.6 => Some('\n'),
        _ => Some(BLOCK),
    }
}

/// Sorted into lines from top to bottom, each from left to right.
fn by_lines<'g>(glyphs: &[&'g Glyph]) -> Vec<&'g Glyph> {
    sorted(glyphs, |it| -it.y, |it| it.x)
}

/// Sorted into columns from right to left, each from top to bottom.
fn by_columns<'g>(glyphs: &[&'g Glyph]) -> Vec<&'g Glyph> {
    sorted(glyphs, |it| -it.x, |it| -it.y)
}

/// Sorted by rows of about one value, and within a row by another.
fn sorted<'g>(glyphs: &[&'g Glyph], row: impl Fn(&Glyph) -> f32, within: impl Fn(&Glyph) -> f32) -> Vec<&'g Glyph> {
    let mut sorted = glyphs.to_vec();
    sorted.sort_by(|a, b| row(a).total_cmp(&row(b)));
    let mut start = 0;
    while let Some(first) = sorted.get(start).copied() {
        let near = |it: &&&Glyph| row(it) - row(first) < first.size.max(1.0) * 0.45;
        let length = sorted.get(start..).unwrap_or_default().iter().take_while(near).count().max(1);
        if let Some(row) = sorted.get_mut(start..start + length) {
            row.sort_by(|a, b| within(a).total_cmp(&within(b)));
        }
        start += length;
    }
    sorted
}
