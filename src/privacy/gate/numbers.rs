//! Numbers of people whom no roster names: mobile telephones by their pattern, identity cards by their check digit.

use crate::date::Date;

use super::fold::{Folded, Gap, fold};
use super::walk::Between;

/// A number that belongs to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Personal {
    /// A mainland mobile telephone.
    Phone,
    /// A mainland identity card.
    IdNumber,
}

/// Digits without anything between.
struct Group {
    digits: String,
    /// What lies before it.
    before: Between,
    /// Whether that is a dot alone, as in a decimal.
    dot: bool,
}

/// Two-digit codes of provinces and the like.
const PROVINCES: [&str; 35] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45",
    "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
];

/// How the eleven digits of a telephone are grouped in writing.
const PHONE_GROUPS: [&[usize]; 7] = [&[11], &[3, 4, 4], &[3, 8], &[7, 4], &[4, 4, 3], &[3, 3, 5], &[1; 11]];

/// The personal numbers in a stretch of text from the first byte of a digit to that of another, with no letter between.
pub(super) fn personal(text: &str, first: usize, last: usize) -> Vec<Personal> {
    let groups = groups(text.get(first..).unwrap_or_default(), last - first);
    let attached_before = text.get(..first).and_then(|it| it.chars().next_back()).is_some_and(|it| it.is_ascii_hexdigit());
    let next = text.get(last..).and_then(|it| it.chars().nth(1));
    let mut found = Vec::new();
    for (start, group) in groups.iter().enumerate() {
        let rest = groups.get(start..).unwrap_or_default();
        if start == 0 && attached_before || group.dot && start > 0 {
            continue;
        }
        let ends = |taken: usize| match groups.get(start + taken) {
            Some(next) => !(next.dot && next.before.things == 1),
            None => !next.is_some_and(|it| it.is_ascii_alphabetic()),
        };
        if phone(rest, ends) {
            found.push(Personal::Phone);
        }
        if id(rest, next) {
            found.push(Personal::IdNumber);
        }
    }
    found.dedup();
    found
}

fn groups(text: &str, until: usize) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut between = Between { gap: Gap::Break, things: 0 };
    let mut dot = false;
    let mut open = false;
    for (at, char) in text.char_indices().take_while(|it| it.0 <= until) {
        let digit = match fold(char) {
            Folded::Symbol(symbol) => char::from_u32(symbol).filter(char::is_ascii_digit),
            Folded::Gap(gap) => {
                if gap != Gap::Tight {
                    if open {
                        (between, dot, open) = (Between { gap, things: 1 }, char == '.', false);
                    } else {
                        between = Between { gap: between.gap.max(gap), things: between.things + 1 };
                        dot = false;
                    }
                }
                continue;
            }
            Folded::Several => None,
        };
        let Some(digit) = digit else {
            (between, open) = (Between { gap: Gap::Break, things: at }, false);
            continue;
        };
        match groups.last_mut().filter(|_| open) {
            Some(group) => group.digits.push(digit),
            None => groups.push(Group { digits: digit.into(), before: between, dot }),
        }
        open = true;
    }
    groups
}

/// Whether groups from here on, as far as they hang together, begin with a mobile telephone.
fn phone(groups: &[Group], ends: impl Fn(usize) -> bool) -> bool {
    let joined = |group: &&Group| group.before.gap <= Gap::Mark && group.before.things <= 2;
    let lengths = |from: usize| {
        let hang = groups.iter().skip(from).enumerate().take_while(|(at, it)| *at == 0 || joined(it));
        hang.map(|(_, it)| it.digits.len()).collect::<Vec<_>>()
    };
    let is_mobile = |digits: &str| {
        digits.len() == 11 && digits.starts_with('1') && !matches!(digits.as_bytes().get(1), None | Some(b'0'..=b'2'))
    };
    let prefixed = groups.first().is_some_and(|it| matches!(it.digits.as_str(), "86" | "086" | "0086"))
        && groups.get(1).is_some_and(|it| joined(&it));
    if let Some(group) = groups.first() {
        let bare = ["0086", "86"].iter().find_map(|it| group.digits.strip_prefix(it));
        if bare.is_some_and(is_mobile) && ends(1) {
            return true;
        }
    }
    let from = usize::from(prefixed);
    let lengths = lengths(from);
    PHONE_GROUPS.iter().any(|wanted| {
        let taken = || groups.iter().skip(from).take(wanted.len());
        let digits: String = taken().map(|it| it.digits.as_str()).collect();
        // A dot among blanks is a decimal's, as in the outlines of drawings.
        let dots = taken().skip(1).filter(|it| it.dot).count();
        let even = dots == 0 || dots + 1 == wanted.len();
        lengths.starts_with(wanted) && even && is_mobile(&digits) && ends(from + wanted.len())
    })
}

/// Whether groups from here on begin with an identity card's number. `next` is the character behind all groups: the check
/// digit may be an X.
fn id(groups: &[Group], next: Option<char>) -> bool {
    let mut digits = String::new();
    for (at, group) in groups.iter().enumerate() {
        if at > 0 && (group.before.gap > Gap::Mark || group.before.things > 2) {
            return false;
        }
        digits.push_str(&group.digits);
        if digits.len() >= 18 {
            return digits.len() == 18 && is_id(&digits);
        }
    }
    digits.len() == 17 && next.is_some_and(|it| matches!(it, 'x' | 'X' | 'Ⅹ' | 'Ｘ' | '×')) && is_id(&format!("{digits}X"))
}

fn is_id(id: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = id.chars().filter_map(|it| it.to_digit(10)).zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = "10X98765432".chars().nth(sum as usize % 11);
    let part = |from: usize, to: usize| id.get(from..to).unwrap_or_default();
    let born = format!("{}-{}-{}", part(6, 10), part(10, 12), part(12, 14)).parse::<Date>();
    let plausible = matches!(part(6, 8), "19" | "20") && PROVINCES.contains(&part(0, 2)) && born.is_ok();
    plausible && id.chars().nth(17) == check
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<Personal> {
        let digit = |it: &(usize, char)| matches!(fold(it.1), Folded::Symbol(symbol) if char::from_u32(symbol).is_some_and(|it| it.is_ascii_digit()));
        let digits: Vec<usize> = text.char_indices().filter(digit).map(|it| it.0).collect();
        personal(text, digits[0], digits[digits.len() - 1])
    }

    #[test]
    fn personal_numbers_are_known_by_their_form() {
        for text in [
            "13800000000",
            "电话138 0000 0000。",
            "138-0000-0000",
            "138.0000.0000",
            "+86 138 0000 0000",
            "+8613800000000",
            "008613800000000",
            "１３８００００００００",
            "1 3 8 0 0 0 0 0 0 0 0",
            "(138)00000000",
            "tel13800000000",
            "13\u{200b}800000000",
            "12，13800000000，9",
        ] {
            assert_eq!(found(text), [Personal::Phone], "{text}");
        }
        for text in [
            "110101201605080030",
            "110101 20160508 0030",
            "1101 0120 1605 0800 30",
            "11010120160508009X",
            "11010120160508009x岁",
        ] {
            assert_eq!(found(text), [Personal::IdNumber], "{text}");
        }
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "12800000000",
            "1380000000",
            "138000000001",
            "0.13800000000",
            "13800000000.5",
            "a13800000000",
            "13800000000f",
            "1746691200000",
            "138 00 000000",
            "110101201605080031",
            "990101201605080018",
            "110101201613080014",
            "138,0000,0000",
            "3.14159 26535 89793",
            "M 154 662.90001 Q 138 0000.0000",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
