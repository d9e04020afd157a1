//! Numbers that were typed before headings and paragraphs: 一、（一）1. （1）.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};

use super::character::is_numeral;
use super::finding;
use super::passage::{Form, Passage};

/// How a number is written, from the highest level to the lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    /// 一、
    Han,
    /// （一）
    HanInBrackets,
    /// 1. and 1、
    Digit,
    /// （1）
    DigitInBrackets,
}

/// A number before the words of a passage.
#[derive(Debug, Clone, PartialEq)]
struct Number {
    style: Style,
    value: u32,
    /// Bytes of the passage it takes.
    length: usize,
}

/// Reports numbers that do not follow those before them. Under a heading, and under a number of a higher level, numbers begin
/// anew; so does a list that starts with 1.
pub(super) fn check(body: &[Passage], findings: &mut Vec<Diagnostic>) {
    // by the heading's level, 0 for paragraphs, and style: the last number and how it was written
    let mut last: BTreeMap<(u8, Style), (u32, String)> = BTreeMap::new();
    for passage in body {
        let level = match passage.form {
            Form::Heading(level) => {
                last.retain(|(of, _), _| *of != 0 && *of <= level);
                level
            }
            Form::Paragraph | Form::Item { .. } => 0,
            Form::Row | Form::Value | Form::Live => continue,
        };
        let Some(number) = number(&passage.text, passage.form) else { continue };
        let key = (level, number.style);
        last.retain(|(of, style), _| *of != level || *style <= number.style);
        let written = passage.text.get(..number.length).unwrap_or_default().trim_end();
        let before = last.get(&key);
        let expected = before.map_or(1, |(value, _)| value + 1);
        let goes_on = passage.form == Form::Item { goes_on: true };
        if number.value != 1 && number.value != expected && !goes_on {
            let shown = write(expected, number.style, written);
            let digits = matches!(number.style, Style::Digit | Style::DigitInBrackets);
            let found = match before {
                None if digits => finding(Code::OrphanItem, passage, 0, written.len())
                    .arg("expected", write(number.value - 1, number.style, written)),
                None => finding(Code::HeadingSequence, passage, 0, written.len()).arg("before", "开头").arg("expected", shown),
                Some((_, before)) => {
                    finding(Code::HeadingSequence, passage, 0, written.len()).arg("before", before).arg("expected", shown)
                }
            };
            findings.push(found.arg("found", written));
        }
        last.insert(key, (number.value, written.to_owned()));
    }
}

/// The number before a passage's words.
fn number(text: &str, form: Form) -> Option<Number> {
    let bracketed = text.strip_prefix('（').or_else(|| text.strip_prefix('('));
    let inner = bracketed.unwrap_or(text);
    let is_digit = inner.starts_with(|it: char| it.is_ascii_digit());
    let length = inner.find(|it: char| if is_digit { !it.is_ascii_digit() } else { !is_numeral(it) })?;
    let digits = inner.get(..length)?;
    let value = if is_digit { digits.parse().ok()? } else { read(digits)? };
    let rest = inner.get(length..)?;
    let mark = rest.chars().next()?;
    let next = rest.get(mark.len_utf8()..)?.chars().next();
    let more = |it: char| if is_digit { it.is_ascii_digit() } else { is_numeral(it) };
    let ends = match (bracketed.is_some(), is_digit) {
        (true, _) => matches!(mark, '）' | ')'),
        (false, true) => matches!(mark, '、' | '．') || mark == '.' && (form == Form::Paragraph || next == Some(' ')),
        (false, false) => matches!(mark, '、' | '．' | '.'),
    };
    if !ends || next.is_some_and(more) || value == 0 || value > 50 {
        return None;
    }
    let style = match (bracketed.is_some(), is_digit) {
        (false, false) => Style::Han,
        (true, false) => Style::HanInBrackets,
        (false, true) => Style::Digit,
        (true, true) => Style::DigitInBrackets,
    };
    Some(Number { style, value, length: text.len() - rest.len() + mark.len_utf8() })
}

/// 一 to 九十九.
fn read(numeral: &str) -> Option<u32> {
    let digit = |it: char| "一二三四五六七八九".chars().position(|one| one == it).map(|it| it as u32 + 1);
    let one = |text: &str| {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (None, _) => Some(None),
            (Some(it), None) => digit(it).map(Some),
            _ => None,
        }
    };
    match numeral.split_once('十') {
        Some((tens, ones)) => Some(one(tens)?.unwrap_or(1) * 10 + one(ones)?.unwrap_or(0)),
        None => one(numeral)?,
    }
}

/// A number in its style, with the mark that stands after one of them.
fn write(value: u32, style: Style, like: &str) -> String {
    let han = || {
        let digit = |it: u32| "零一二三四五六七八九".chars().nth(it as usize).unwrap_or('零').to_string();
        match (value / 10, value % 10) {
            (0, ones) => digit(ones),
            (1, 0) => "十".to_owned(),
            (1, ones) => format!("十{}", digit(ones)),
            (tens, 0) => format!("{}十", digit(tens)),
            (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
        }
    };
    let mark = |usual: char| like.chars().next_back().unwrap_or(usual);
    match style {
        Style::Han => format!("{}{}", han(), mark('、')),
        Style::HanInBrackets => format!("（{}）", han()),
        Style::Digit => format!("{value}{}", mark('.')),
        Style::DigitInBrackets => format!("（{value}）"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_read_and_written() {
        for value in 1..=50 {
            let written = write(value, Style::Han, "一、");
            assert_eq!(read(written.trim_end_matches('、')), Some(value), "{written}");
        }
        assert_eq!(read("一二"), None);
        let of = |text| number(text, Form::Paragraph).map(|it| (it.style, it.value));
        assert_eq!(of("（三）家校协同"), Some((Style::HanInBrackets, 3)));
        assert_eq!(of("7、提高了教师"), Some((Style::Digit, 7)));
        for text in ["三、四年级的学生", "3、5次", "3.5分", "三个目标", "2026年", "（一起）走"] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
