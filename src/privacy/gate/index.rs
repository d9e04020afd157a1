//! All patterns at once: one pass over a text that stops only where something may be.

use super::filter::Keyed;
use super::fold::{Folded, Symbol, expand, fold};
use super::pattern::Pattern;
use super::walk::Spot;

/// Letters and digits of which a run may be the encoding of something: base64 and hexadecimal.
const SHORTEST_RUN: usize = 8;
/// As many digits may be a telephone number.
const SHORTEST_NUMBER: usize = 11;

/// What a pass over a text stops at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop<'a> {
    /// A pattern's anchor: these patterns may stand here.
    Anchor {
        /// By position in the list of patterns, each with the number of the symbol that is at the spot.
        patterns: &'a [u32],
        /// Where.
        spot: Spot,
    },
    /// Letters, digits and the signs of base64 without a break, from a byte to another.
    Run(usize, usize),
    /// At least eleven digits with no letter among them, from a byte to another.
    Digits(usize, usize),
    /// Something is written in other characters than it means: `%E6`, `\u6797`, `&#26519;`. Where.
    Escape(usize),
}

/// Patterns by the few symbols at which a pass stops.
#[derive(Debug)]
pub(super) struct Index {
    /// By two symbols of which one is no Latin letter or digit.
    pairs: Keyed,
    /// By the first four of letters and digits.
    grams: Keyed,
    /// By all three of the shortest.
    triples: Keyed,
    /// The number of the symbol that lies at the spot, by pattern.
    anchors: Vec<usize>,
}

const GRAM: u64 = 0xff_ffff;
const TRIPLE: u64 = 0x3_ffff;

/// What an ASCII character is to a pass: 1 to 36 a digit or letter, [`SIGN`] a sign of base64, [`MARK`] one that begins escapes.
const fn class(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0' + 1,
        b'a'..=b'z' => byte - b'a' + 11,
        b'A'..=b'Z' => byte - b'A' + 11,
        b'+' | b'/' | b'-' | b'_' | b'=' => SIGN,
        b'%' | b'\\' | b'&' => MARK,
        _ => 0,
    }
}

const SIGN: u8 = 64;
const MARK: u8 = 65;
/// The classes by byte.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = class(byte as u8);
        byte += 1;
    }
    classes
};

fn pair(before: Symbol, symbol: Symbol) -> u64 {
    u64::from(before) << 32 | u64::from(symbol)
}

fn is_plain(symbol: Symbol) -> bool {
    symbol < 0x80
}

/// The class of a plain symbol.
fn code(symbol: Symbol) -> u64 {
    u8::try_from(symbol).map_or(0, |it| u64::from(class(it)))
}

impl Index {
    /// An index of these patterns.
    pub(super) fn new(patterns: &[Pattern]) -> Self {
        let mut anchors = Vec::with_capacity(patterns.len());
        let (mut pairs, mut grams, mut triples) = (Vec::new(), Vec::new(), Vec::new());
        for (pattern, id) in patterns.iter().zip(0..) {
            let symbols = &pattern.symbols;
            let mut neighbours = symbols.iter().zip(symbols.iter().skip(1)).zip(1..);
            let mixed = neighbours.find(|((a, b), _)| !is_plain(**a) || !is_plain(**b));
            let key = |length: usize| symbols.iter().take(length).fold(0, |key, it| key << 6 | code(*it));
            let anchor = match mixed {
                Some(((a, b), at)) => {
                    pairs.push((pair(*a, *b), id));
                    at
                }
                None if symbols.len() > 3 => {
                    grams.push((key(4), id));
                    3
                }
                None => {
                    triples.push((key(3), id));
                    2
                }
            };
            anchors.push(anchor);
        }
        let [pairs, grams, triples] = [pairs, grams, triples].map(|it| Keyed::new(it.into_iter()));
        Self { pairs, grams, triples, anchors }
    }

    /// The number of the symbol at which a pass stops for a pattern.
    pub(super) fn anchor(&self, pattern: u32) -> usize {
        self.anchors.get(pattern as usize).copied().unwrap_or_default()
    }

    /// Goes over a text once and stops where something may be.
    pub(super) fn pass<'a>(&'a self, text: &str, stop: impl FnMut(Stop<'a>)) {
        let mut pass = Pass { index: self, before: 0, gram: 0, digits: 0, first: 0, last: 0, stop };
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let class = CLASSES[usize::from(byte)];
            if class != 0 && class != MARK {
                let start = at;
                at = pass.run(bytes, at);
                if at - start >= SHORTEST_RUN {
                    (pass.stop)(Stop::Run(start, at));
                }
            } else if byte < 0x80 {
                if class == MARK && is_escape(bytes, at) {
                    (pass.stop)(Stop::Escape(at));
                }
                at += 1;
            } else {
                let Some(char) = text.get(at..).and_then(|it| it.chars().next()) else { break };
                match fold(char) {
                    Folded::Gap(_) => {}
                    Folded::Symbol(symbol) => pass.symbol(symbol, Spot { at, part: 0 }),
                    Folded::Several => {
                        for (symbol, part) in expand(char).into_iter().zip(0..) {
                            pass.symbol(symbol, Spot { at, part });
                        }
                    }
                }
                at += char.len_utf8();
            }
        }
        pass.end_digits();
    }
}

/// A pass under way.
struct Pass<'a, F> {
    index: &'a Index,
    /// The last symbol.
    before: Symbol,
    /// The last four letters and digits.
    gram: u64,
    /// How many digits since the last letter, the first's and the last's place.
    digits: usize,
    first: usize,
    last: usize,
    stop: F,
}

impl<'a, F: FnMut(Stop<'a>)> Pass<'a, F> {
    /// Takes letters, digits and signs of base64 as far as they go.
    #[inline]
    fn run(&mut self, bytes: &[u8], mut at: usize) -> usize {
        while let Some(&byte) = bytes.get(at) {
            let class = CLASSES[usize::from(byte)];
            match class {
                0 | MARK => break,
                SIGN => {}
                _ => self.plain(u64::from(class), u32::from(byte.to_ascii_lowercase()), Spot { at, part: 0 }),
            }
            at += 1;
        }
        at
    }

    #[inline]
    fn plain(&mut self, class: u64, symbol: Symbol, spot: Spot) {
        if class <= 10 {
            if self.digits == 0 {
                self.first = spot.at;
            }
            self.digits += 1;
            self.last = spot.at;
        } else if self.digits > 0 {
            self.end_digits();
        }
        self.gram = (self.gram << 6 | class) & GRAM;
        if let Some(patterns) = self.index.grams.get(self.gram) {
            (self.stop)(Stop::Anchor { patterns, spot });
        }
        if let Some(patterns) = self.index.triples.get(self.gram & TRIPLE) {
            (self.stop)(Stop::Anchor { patterns, spot });
        }
        if !is_plain(self.before) {
            self.pair(symbol, spot);
        }
        self.before = symbol;
    }

    fn symbol(&mut self, symbol: Symbol, spot: Spot) {
        if is_plain(symbol) {
            return self.plain(code(symbol), symbol, spot);
        }
        if self.digits > 0 {
            self.end_digits();
        }
        self.pair(symbol, spot);
        self.before = symbol;
    }

    fn pair(&mut self, symbol: Symbol, spot: Spot) {
        if let Some(patterns) = self.index.pairs.get(pair(self.before, symbol)) {
            (self.stop)(Stop::Anchor { patterns, spot });
        }
    }

    fn end_digits(&mut self) {
        if self.digits >= SHORTEST_NUMBER {
            (self.stop)(Stop::Digits(self.first, self.last));
        }
        self.digits = 0;
    }
}

/// Whether `%`, `\` or `&` begins an escape.
fn is_escape(bytes: &[u8], at: usize) -> bool {
    let next = |ahead: usize| bytes.get(at + ahead).copied().unwrap_or_default();
    match bytes.get(at) {
        Some(b'%') => next(1).is_ascii_hexdigit() && next(2).is_ascii_hexdigit(),
        Some(b'\\') => matches!(next(1), b'u' | b'U' | b'x') || next(1).is_ascii_hexdigit(),
        Some(b'&') => next(1) == b'#' || next(1).is_ascii_alphabetic(),
        _ => false,
    }
}
