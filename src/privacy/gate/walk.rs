//! Symbol by symbol through a text, forwards and backwards, with what lies between.

use super::fold::{Folded, Gap, Symbol, expand, fold};

/// A symbol on the way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// The symbol.
    pub(super) symbol: Symbol,
    /// The character that it is of.
    pub(super) char: char,
    /// What lay between it and the symbol before on the way.
    pub(super) between: Between,
}

/// What lies between two symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Between {
    /// The strongest of it.
    pub(super) gap: Gap,
    /// How many things, a stretch of blanks counted as one.
    pub(super) things: usize,
}

impl Between {
    /// Nothing.
    pub(super) const NOTHING: Between = Between { gap: Gap::Tight, things: 0 };

    fn add(&mut self, gap: Gap, last: &mut Gap) {
        if gap != Gap::Tight && !(gap == Gap::Blank && *last == Gap::Blank) {
            self.things += 1;
        }
        self.gap = self.gap.max(gap);
        *last = gap;
    }

    /// Whether nothing is seen between.
    pub(super) fn is_tight(&self) -> bool {
        self.gap == Gap::Tight
    }
}

/// A character's place in a text, and which of its symbols is meant where it comes to several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// The character's first byte.
    pub(super) at: usize,
    /// Which of its symbols.
    pub(super) part: usize,
}

/// The symbols from a spot on, the spot's own first.
pub(super) fn forwards(text: &str, spot: Spot) -> impl Iterator<Item = Step> {
    steps(text.get(spot.at..).unwrap_or_default().chars(), false).skip(spot.part)
}

/// The symbols before a spot, the nearest first.
pub(super) fn backwards(text: &str, spot: Spot) -> impl Iterator<Item = Step> {
    let own = text.get(spot.at..).and_then(|it| it.chars().next()).filter(|_| spot.part > 0);
    let own = own.map(|char| {
        expand(char).into_iter().take(spot.part).rev().map(move |symbol| Step { symbol, char, between: Between::NOTHING })
    });
    own.into_iter().flatten().chain(steps(text.get(..spot.at).unwrap_or_default().chars().rev(), true))
}

/// The symbols of characters in the order in which they come.
fn steps(mut chars: impl Iterator<Item = char>, turned: bool) -> impl Iterator<Item = Step> {
    let mut waiting: Vec<Symbol> = Vec::new();
    let mut of = ' ';
    std::iter::from_fn(move || {
        if let Some(symbol) = waiting.pop() {
            return Some(Step { symbol, char: of, between: Between::NOTHING });
        }
        let mut between = Between::NOTHING;
        let mut last = Gap::Tight;
        loop {
            let char = chars.next()?;
            match fold(char) {
                Folded::Gap(gap) => between.add(gap, &mut last),
                Folded::Symbol(symbol) => return Some(Step { symbol, char, between }),
                Folded::Several => {
                    waiting = expand(char);
                    if !turned {
                        waiting.reverse();
                    }
                    of = char;
                    if let Some(symbol) = waiting.pop() {
                        return Some(Step { symbol, char, between });
                    }
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(steps: impl Iterator<Item = Step>) -> String {
        steps.map(|it| format!("{}{}", "_".repeat(it.between.things), char::from_u32(it.symbol).unwrap())).collect()
    }

    #[test]
    fn both_ways_tell_the_same() {
        let text = "a 林\u{200b}·  b㎏-c";
        assert_eq!(told(forwards(text, Spot { at: 0, part: 0 })), "a_林__bkg_c");
        assert_eq!(told(backwards(text, Spot { at: text.len(), part: 0 })), "c_gkb__林_a");
        let at = text.find('㎏').unwrap();
        assert_eq!(told(forwards(text, Spot { at, part: 1 })), "g_c");
        assert_eq!(told(backwards(text, Spot { at, part: 1 })), "kb__林_a");
    }
}
