//! Whether symbols that stand in the right order are a leak.
//!
//! The rules weigh how likely it is that the same symbols met by chance. Three Chinese characters of a name are never an
//! accident where nothing but blanks and dots is between them; two that a comma parts mostly are.

use super::fold::{Gap, is_han};
use super::pattern::{Form, Pattern, Rule};
use super::walk::{Between, Spot, Step, backwards, forwards};

/// More things between two symbols part them.
const FARTHEST: usize = 8;

/// A stretch of text whose symbols are a pattern's.
struct Sighting {
    /// What is between each two symbols.
    between: Vec<Between>,
    /// The characters themselves.
    chars: Vec<char>,
    /// The symbol before.
    before: Option<Step>,
    /// The symbol behind; its `between` is what lies before it.
    after: Option<Step>,
}

/// Whether a pattern stands in a text such that its symbol with the number `anchor` is at the spot; and in which form.
pub(super) fn verdict(pattern: &Pattern, text: &str, spot: Spot, anchor: usize) -> Option<Form> {
    let sighting = sight(pattern, text, spot, anchor)?;
    let holds = match pattern.rule {
        Rule::Han => sighting.han(),
        Rule::HanBackwards => sighting.han_backwards(),
        Rule::Latin { word } => sighting.latin(pattern, word),
        Rule::Initials => sighting.initials(pattern),
        Rule::Number => sighting.number(),
        Rule::Grouped => sighting.grouped(pattern),
        Rule::Code => sighting.code(text, spot),
        Rule::Backwards => sighting.is_all(|it| it.gap <= Gap::Blank) && sighting.is_word(),
    };
    let by_chance = || is_short(pattern) && is_packed(text, spot);
    if !holds || by_chance() || is_innocent(pattern, &sighting, text, spot, anchor) {
        return None;
    }
    let split = pattern.form == Form::Written && pattern.rule != Rule::Grouped && !sighting.is_all(Between::is_tight);
    Some(if split { Form::Split } else { pattern.form })
}

/// Whether so few letters and digits meet by chance in many pages of packed data.
fn is_short(pattern: &Pattern) -> bool {
    pattern.symbols.len() < 8 && pattern.symbols.iter().all(|it| *it < 0x80)
}

/// Whether the spot lies in a run of base64 that no name of a file or place is as long as. What it stands for is read by itself.
fn is_packed(text: &str, spot: Spot) -> bool {
    const RUN: usize = 512;
    let digit = |it: &&u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/' | b'=');
    let (head, tail) = text.as_bytes().split_at_checked(spot.at).unwrap_or_default();
    head.iter().rev().take(RUN).take_while(digit).count() + tail.iter().take(RUN).take_while(digit).count() >= RUN
}

/// The stretch, if its symbols are the pattern's and nothing parts them for good.
fn sight(pattern: &Pattern, text: &str, spot: Spot, anchor: usize) -> Option<Sighting> {
    let (head, tail) = (pattern.symbols.get(..anchor)?, pattern.symbols.get(anchor..)?);
    let near = |it: &Between| it.gap < Gap::Break && it.things <= FARTHEST;
    let mut chars = Vec::with_capacity(pattern.symbols.len());
    let mut between = Vec::with_capacity(pattern.symbols.len());
    let mut back = backwards(text, spot);
    // going backwards, a step tells what lies behind its symbol
    for symbol in head.iter().rev() {
        let step = back.next().filter(|it| it.symbol == *symbol && near(&it.between))?;
        chars.push(step.char);
        between.push(step.between);
    }
    chars.reverse();
    between.reverse();
    let before = back.next();
    let mut on = forwards(text, spot);
    for (symbol, at) in tail.iter().zip(0..) {
        let step = on.next().filter(|it| it.symbol == *symbol)?;
        chars.push(step.char);
        if at > 0 {
            if !near(&step.between) {
                return None;
            }
            between.push(step.between);
        }
    }
    Some(Sighting { between, chars, before, after: on.next() })
}

/// Whether the stretch lies in a word that was found innocent.
fn is_innocent(pattern: &Pattern, sighting: &Sighting, text: &str, spot: Spot, anchor: usize) -> bool {
    if pattern.allowed.is_empty() || !sighting.is_all(Between::is_tight) {
        return false;
    }
    let tight = |step: Option<Step>, symbol: u32| step.is_some_and(|it| it.symbol == symbol && it.between.is_tight());
    pattern.allowed.iter().any(|(word, from)| {
        let Some((before, behind)) = word.split_at_checked(from + anchor) else { return false };
        let mut back = backwards(text, spot);
        let mut on = forwards(text, spot);
        let first = behind.first().is_some_and(|symbol| on.next().is_some_and(|it| it.symbol == *symbol));
        first
            && before.iter().rev().all(|symbol| tight(back.next(), *symbol))
            && behind.iter().skip(1).all(|symbol| tight(on.next(), *symbol))
    })
}

impl Sighting {
    fn is_all(&self, test: impl Fn(&Between) -> bool) -> bool {
        self.between.iter().all(test)
    }

    /// Whether every two symbols are parted.
    fn is_spread(&self) -> bool {
        self.is_all(|it| !it.is_tight())
    }

    /// Whether no Chinese character is attached on either side.
    fn stands_alone(&self) -> bool {
        let free = |step: Option<Step>| step.is_none_or(|it| !it.between.is_tight() || !is_han(it.symbol));
        free(self.before) && free(self.after)
    }

    /// Whether no letter is attached on either side; a capital after a small letter begins a word: `studentLinHemiao`.
    fn is_word(&self) -> bool {
        let letter =
            |step: Option<Step>| step.filter(|it| it.between.is_tight() && it.char.is_alphabetic() && !is_han(it.symbol));
        let (first, last) = (self.chars.first(), self.chars.last());
        let begins = letter(self.before).is_none_or(|it| it.char.is_lowercase() && first.is_some_and(|it| it.is_uppercase()));
        let ends = letter(self.after).is_none_or(|it| it.char.is_uppercase() && last.is_some_and(|it| it.is_lowercase()));
        begins && ends
    }

    fn han(&self) -> bool {
        let strongest = self.between.iter().map(|it| it.gap).max().unwrap_or(Gap::Tight);
        match self.chars.len() {
            _ if strongest <= Gap::Mark => true,
            0..=2 => self.stands_alone(),
            3 => self.is_spread() || self.stands_alone(),
            _ => true,
        }
    }

    fn han_backwards(&self) -> bool {
        let even = self.is_all(Between::is_tight) || self.is_spread() && self.is_all(|it| it.gap <= Gap::Mark);
        even && (self.chars.len() > 2 || self.stands_alone())
    }

    /// Whether it is seen that letters are syllables of a name: by tones, or by a gap or capital at each joint.
    fn is_seen_as_name(&self, joints: &[usize]) -> bool {
        let begins = |at: &usize| {
            let parted = at.checked_sub(1).and_then(|it| self.between.get(it)).is_some_and(|it| !it.is_tight());
            let capital = self.chars.get(*at).is_some_and(|it| it.is_uppercase());
            let after_small = at.checked_sub(1).and_then(|it| self.chars.get(it)).is_some_and(|it| it.is_lowercase());
            capital && (parted || after_small)
        };
        let capital = self.chars.first().is_some_and(|it| it.is_uppercase());
        self.chars.iter().any(|it| !it.is_ascii()) || !joints.is_empty() && capital && joints.iter().all(begins)
    }

    fn latin(&self, pattern: &Pattern, word: bool) -> bool {
        /// So many letters in this order are no accident, whatever stands around them.
        const LONG: usize = 9;
        let length = self.chars.len();
        let tight = self.is_all(Between::is_tight);
        if tight && length >= LONG && !word {
            return true;
        }
        if !self.is_word() {
            return false;
        }
        let seen = self.is_seen_as_name(&pattern.joints);
        if word && !seen {
            return false;
        }
        // short names are words of many languages: they count as names where they are written like names
        if length < 5 {
            let capital = self.chars.first().is_some_and(|it| it.is_uppercase());
            let joined = tight && (length == 4 && pattern.form == Form::Pinyin || capital);
            return joined || seen;
        }
        let at_joints =
            self.between.iter().zip(1..).all(|(it, at)| it.is_tight() || it.gap <= Gap::Stop && pattern.joints.contains(&at));
        at_joints
            || self.is_spread() && self.is_all(|it| it.gap <= Gap::Block)
            || length > LONG && self.is_all(|it| it.gap <= Gap::Mark)
    }

    fn initials(&self, pattern: &Pattern) -> bool {
        let starts = || std::iter::once(0).chain(pattern.joints.iter().copied());
        let capitals = starts().all(|at| self.chars.get(at).is_some_and(|it| it.is_uppercase()));
        let small = (0..self.chars.len()).filter(|at| !starts().any(|it| it == *at));
        let others_small = small.clone().all(|at| self.chars.get(at).is_some_and(|it| it.is_lowercase()));
        let parted = |at: usize| {
            at.checked_sub(1).and_then(|it| self.between.get(it)).is_some_and(|it| matches!(it.gap, Gap::Blank | Gap::Mark))
        };
        let tight_within =
            self.between.iter().zip(1..).all(|(it, at)| it.is_tight() || it.gap <= Gap::Mark && pattern.joints.contains(&at));
        let only_initials = small.count() == 0;
        let told = match only_initials {
            true => pattern.joints.iter().all(|at| parted(*at)) || self.is_all(Between::is_tight) && self.chars.len() > 3,
            false => true,
        };
        capitals && others_small && tight_within && told && self.is_word()
    }

    fn number(&self) -> bool {
        /// Fewer different digits stand in columns of zeros.
        const TELLING: usize = 4;
        let mut digits = self.chars.clone();
        digits.sort_unstable();
        digits.dedup();
        let telling = digits.len() >= TELLING;
        let digit = |step: Option<Step>| {
            step.is_some_and(|it| it.between.is_tight() && char::from_u32(it.symbol).is_some_and(|it| it.is_ascii_digit()))
        };
        let bounded = !digit(self.before) && !digit(self.after);
        let gaps = self.between.iter().filter(|it| !it.is_tight()).count();
        match (telling, self.chars.len()) {
            (true, 11..) => self.is_all(|it| it.gap <= Gap::Mark) || self.is_spread(),
            (true, 8..) => bounded && self.is_all(|it| it.gap <= Gap::Mark),
            (_, 8..) => bounded && gaps <= 4 && self.is_all(|it| it.gap <= Gap::Mark && it.things <= 1),
            _ => gaps == 0 && self.is_a_word_of_its_own(),
        }
    }

    /// Whether neither letter nor digit is attached.
    fn is_a_word_of_its_own(&self) -> bool {
        let free = |step: Option<Step>| {
            step.is_none_or(|it| !it.between.is_tight() || !it.char.is_alphanumeric() || is_han(it.symbol))
        };
        free(self.before) && free(self.after)
    }

    fn grouped(&self, pattern: &Pattern) -> bool {
        let right = self.between.iter().zip(1..).all(|(it, at)| match pattern.joints.contains(&at) {
            // letters and digits part themselves: `8may2016`
            true => it.gap <= Gap::Stop && it.things <= 2 && (!it.is_tight() || self.changes(at)),
            false => it.is_tight(),
        });
        let digit =
            |step: Option<Step>| step.is_some_and(|it| it.between.is_tight() && it.char.is_numeric() && !is_han(it.symbol));
        right && !digit(self.before) && !digit(self.after)
    }

    /// Whether a letter meets a digit before the symbol with this number.
    fn changes(&self, at: usize) -> bool {
        let kind = |at: Option<usize>| at.and_then(|it| self.chars.get(it)).map(|it| it.is_numeric());
        kind(at.checked_sub(1)) != kind(Some(at))
    }

    fn code(&self, text: &str, spot: Spot) -> bool {
        let start = text.get(..spot.at).unwrap_or_default().trim_end_matches(|it: char| it.is_ascii_alphanumeric());
        let is_colour =
            start.ends_with('#') && self.chars.iter().all(char::is_ascii_hexdigit) && matches!(self.chars.len(), 3 | 4 | 6 | 8);
        self.is_all(Between::is_tight) && self.is_a_word_of_its_own() && !is_colour
    }
}
