//! Numbers that betray somebody, listed or not: telephones, identity numbers, cards, addresses of mail, days of birth.

use std::collections::BTreeSet;

use crate::date::Date;
use crate::privacy::fold::Folded;
use crate::privacy::hidden::Kind;

use super::find::Cut;

/// A digit of the folded text.
#[derive(Clone, Copy)]
struct Digit {
    /// Its index among the folded characters.
    index: usize,
    value: u8,
    /// Whether something stands between it and the character before.
    apart: bool,
    /// Whether it is written as a Chinese character.
    han: bool,
}

/// Everything in the text that is such a number.
pub(super) fn find(folded: &Folded, births: &BTreeSet<Date>) -> Vec<Cut> {
    let text = &folded.text;
    let mut found = Vec::new();
    if text.bytes().any(|it| it == b'@') {
        found.extend(mails(text));
    }
    let digits = text.chars().filter(|it| value(*it).is_some()).take(7).count();
    if digits < 4 {
        return found;
    }
    if digits >= 7 {
        for run in runs(folded) {
            found.extend(telephones(&run));
            found.extend(identities(folded, &run));
        }
    }
    if digits >= 5 {
        found.extend(accounts(text));
        found.extend(plates(text));
    }
    if !births.is_empty() {
        found.extend(days(folded, births));
    }
    found
}

fn cut(first: usize, last: usize, kind: Kind, word: &str) -> Cut {
    Cut { first, last, word: word.into(), kind, doubtful: false }
}

fn value(it: char) -> Option<u8> {
    let han = || "〇一二三四五六七八九".chars().position(|han| han == it).map(|at| at as u8);
    match it {
        '0'..='9' => Some(it as u8 - b'0'),
        '零' | '○' => Some(0),
        '幺' => Some(1),
        '两' => None,
        _ => han(),
    }
}

/// Digits that follow each other.
fn runs(folded: &Folded) -> Vec<Vec<Digit>> {
    let mut runs: Vec<Vec<Digit>> = Vec::new();
    let mut open = false;
    for (index, it) in folded.text.chars().enumerate() {
        match value(it) {
            Some(value) => {
                let apart = folded.place(index).is_some_and(|it| it.apart);
                let digit = Digit { index, value, apart, han: !it.is_ascii_digit() };
                match runs.last_mut().filter(|_| open) {
                    Some(run) => run.push(digit),
                    None => runs.push(vec![digit]),
                }
                open = true;
            }
            None => open = false,
        }
    }
    runs.retain(|it| it.len() >= 7);
    runs
}

/// The pieces of a run between what stands apart, as positions.
fn pieces(run: &[Digit]) -> Vec<(usize, usize)> {
    let mut starts: Vec<usize> = run.iter().enumerate().filter(|(at, it)| *at == 0 || it.apart).map(|(at, _)| at).collect();
    starts.push(run.len());
    starts.windows(2).map(|it| (it[0], it[1])).collect()
}

fn telephones(run: &[Digit]) -> Vec<Cut> {
    let pieces = pieces(run);
    let at = |place: usize| run.get(place).map_or(10, |it| it.value);
    let mobile = |from: usize| at(from) == 1 && (3..=9).contains(&at(from + 1));
    let mut found = Vec::new();
    let mut add = |from: usize, to: usize| {
        if let (Some(first), Some(last)) = (run.get(from), run.get(to - 1)) {
            found.push(cut(first.index, last.index, Kind::Number, "〔电话〕"));
        }
    };
    for (number, (from, to)) in pieces.iter().copied().enumerate() {
        let length = to - from;
        let end_of = |more: usize| pieces.get(number + more).map(|it| it.1);
        let length_of = |more: usize| pieces.get(number + more).map(|it| it.1 - it.0);
        // 13812345678, 8613812345678, 008613812345678
        for front in [0, 1, 2, 4] {
            let country = (0..front).map(|it| at(from + it)).collect::<Vec<_>>();
            let known = matches!(country.as_slice(), [] | [0] | [8, 6] | [0, 0, 8, 6]);
            if known && length == 11 + front && mobile(from + front) {
                add(from, to);
            }
        }
        // 138-1234-5678, 138 123 45678, 13 812 345 678
        let mut sum = length;
        for more in 1..=4 {
            let Some(next) = length_of(more).filter(|it| *it >= 2) else { break };
            sum += next;
            if sum == 11
                && length >= 3
                && mobile(from)
                && let Some(end) = end_of(more)
            {
                add(from, end);
            }
        }
        // 0571-12345678, 0571-1234567, 010 1234 5678
        let area = (3..=4).contains(&length) && at(from) == 0;
        match (area, length_of(1), length_of(2)) {
            (true, Some(7 | 8), _) => end_of(1).into_iter().for_each(|it| add(from, it)),
            (true, Some(3 | 4), Some(4)) => end_of(2).into_iter().for_each(|it| add(from, it)),
            _ => {}
        }
    }
    found
}

/// Numbers of the identity card, of 18 places by their check digit, of 15 by the day of birth in them; numbers of cards.
fn identities(folded: &Folded, run: &[Digit]) -> Vec<Cut> {
    let mut found = Vec::new();
    let pieces = pieces(run);
    for (from, to) in pieces.iter().copied() {
        let digits: Vec<u8> = run.get(from..to).unwrap_or_default().iter().map(|it| it.value).collect();
        let (Some(first), Some(last)) = (run.get(from), run.get(to - 1)) else { continue };
        if digits.len() == 15 && province(&digits) && day_of(1900 + tens(&digits, 6), &digits, 8)
            || digits.len() >= 16 && digits.len() <= 19 && luhn(&digits) && !first.han
        {
            found.push(cut(first.index, last.index, Kind::Number, "〔证件号〕"));
        }
    }
    // 18 places, in one piece or several; the last may be an X.
    for (from, _) in pieces.iter().copied() {
        let own: Vec<Digit> = run.get(from..).unwrap_or_default().iter().copied().take(18).collect();
        let digits: Vec<u8> = own.iter().map(|it| it.value).collect();
        let (Some(first), Some(last)) = (own.first(), own.last()) else { continue };
        let check = match digits.len() {
            18 => digits.get(17).map(|it| u32::from(*it)),
            17 => folded.text.chars().nth(last.index + 1).filter(|it| *it == 'x').map(|_| 10),
            _ => None,
        };
        let ends = run.get(from + 18).is_none_or(|it| it.apart);
        if let Some(check) = check.filter(|_| ends)
            && province(&digits)
            && check_digit(&digits) == check
        {
            let end = if check == 10 && digits.len() == 17 { last.index + 1 } else { last.index };
            found.push(cut(first.index, end, Kind::Number, "〔证件号〕"));
        }
    }
    found
}

fn province(digits: &[u8]) -> bool {
    matches!(tens(digits, 0), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81 | 82 | 83 | 91)
}

fn tens(digits: &[u8], at: usize) -> i16 {
    let digit = |at: usize| digits.get(at).map_or(0, |it| i16::from(*it));
    digit(at) * 10 + digit(at + 1)
}

fn day_of(year: i16, digits: &[u8], at: usize) -> bool {
    Date::new(year, tens(digits, at) as i8, tens(digits, at + 2) as i8).is_some()
}

/// The check digit of GB 11643, 10 for X.
fn check_digit(digits: &[u8]) -> u32 {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    (12 - sum % 11) % 11
}

/// The check of card numbers (Luhn).
fn luhn(digits: &[u8]) -> bool {
    let doubled = |digit: u8| if digit > 4 { u32::from(digit) * 2 - 9 } else { u32::from(digit) * 2 };
    let value = |(at, digit): (usize, &u8)| if at % 2 == 1 { doubled(*digit) } else { u32::from(*digit) };
    digits.iter().rev().enumerate().map(value).sum::<u32>() % 10 == 0
}

/// Addresses of mail. In a folded text their dots are gone.
fn mails(text: &str) -> Vec<Cut> {
    let characters: Vec<char> = text.chars().collect();
    let is_part = |it: &char| it.is_ascii_alphanumeric();
    let mut found = Vec::new();
    for at in characters.iter().enumerate().filter(|(_, it)| **it == '@').map(|(at, _)| at) {
        let before = characters[..at].iter().rev().take_while(|it| is_part(it)).count();
        let after = characters[at + 1..].iter().take_while(|it| is_part(it)).count();
        if before > 0 && after >= 4 {
            found.push(cut(at - before, at + after, Kind::Number, "〔邮箱〕"));
        }
    }
    found
}

/// What follows 微信, QQ and the like.
fn accounts(text: &str) -> Vec<Cut> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for word in ["微信号", "微信", "qq号", "qq", "vx", "wx", "学籍号", "身份证号", "身份证", "银行卡号"] {
        for (byte, _) in text.match_indices(word) {
            let mut from = text.get(..byte).unwrap_or_default().chars().count() + word.chars().count();
            while characters.get(from).is_some_and(|it| matches!(it, ':' | '是' | '为' | '号' | '码')) {
                from += 1;
            }
            let length = characters.iter().skip(from).take_while(|it| it.is_ascii_alphanumeric()).count();
            if length >= 5 {
                found.push(cut(from, from + length - 1, Kind::Number, "〔联系方式〕"));
            }
        }
    }
    found
}

/// Number plates of cars: 浙A12345.
fn plates(text: &str) -> Vec<Cut> {
    const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for (at, _) in characters.iter().enumerate().filter(|(_, it)| PROVINCES.contains(**it)) {
        let letter = characters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let own = characters.iter().skip(at + 2).take_while(|it| it.is_ascii_alphanumeric());
        let own: Vec<char> = own.copied().collect();
        if letter && (5..=6).contains(&own.len()) && own.iter().filter(|it| it.is_ascii_digit()).count() >= 3 {
            found.push(cut(at, at + 1 + own.len(), Kind::Number, "〔车牌〕"));
        }
    }
    found
}

/// Days on which pupils were born, in any form: 2016年5月2日, 2016-05-02, 20160502.
fn days(folded: &Folded, births: &BTreeSet<Date>) -> Vec<Cut> {
    let characters: Vec<char> = folded.text.chars().collect();
    let apart = |at: usize| folded.place(at).is_some_and(|it| it.apart);
    // A number that begins here: its value and the place after it.
    let number = |from: usize, most: usize| -> Option<(i16, usize)> {
        let mut value: i16 = 0;
        let mut at = from;
        while at - from < most
            && let Some(digit) = characters.get(at).and_then(|it| it.to_digit(10))
            && (at == from || !apart(at))
        {
            value = value * 10 + digit as i16;
            at += 1;
        }
        (at > from).then_some((value, at))
    };
    let skip = |at: usize, mark: char| if characters.get(at) == Some(&mark) { at + 1 } else { at };
    let mut found = Vec::new();
    for from in (0..characters.len()).filter(|it| characters.get(*it).is_some_and(char::is_ascii_digit)) {
        if from > 0 && characters.get(from - 1).is_some_and(char::is_ascii_digit) && !apart(from) {
            continue;
        }
        let Some((year, at)) = number(from, 4).filter(|(_, at)| at - from == 4) else { continue };
        let at = skip(at, '年');
        for length in [2, 1] {
            let Some((month, next)) = number(at, length) else { continue };
            let next = skip(next, '月');
            let Some((day, end)) = number(next, 2) else { continue };
            let date = Date::new(year, month as i8, day as i8);
            if date.is_some_and(|it| births.contains(&it)) {
                let last = skip(skip(end, '日'), '号') - 1;
                found.push(cut(from, last, Kind::Birth, "〔出生日期〕"));
                break;
            }
        }
    }
    found
}
