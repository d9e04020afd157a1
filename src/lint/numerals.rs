//! Numerals as GB/T 15835 and GB/T 15834 want them: ranges, approximate numbers, years.

use std::ops::Range;

use crate::diag::{Code, Diagnostic};

use super::character::{after, before, is_numeral};
use super::finding;
use super::passage::Passage;

/// Units of amounts, whose ranges take ～.
const AMOUNTS: [&str; 44] = [
    "分", "题", "次", "人", "名", "天", "周", "个", "岁", "遍", "页", "字", "元", "%", "％", "度", "米", "厘米", "小时", "秒",
    "句", "步", "种", "条", "项", "篇", "张", "本", "段", "道", "件", "行", "组", "倍", "遍", "位", "颗", "面", "节", "处",
    "成", "公里", "千克", "克",
];

/// Units of times and ordinals, whose ranges take —.
const ORDINALS: [&str; 9] = ["年级", "月", "日", "号", "年", "学年", "时", "点", "单元"];

/// Units with which two numbers in a row are an approximate number. Not those that number things too: 题, 节, 页, 课.
const APPROXIMATE: [&str; 21] = [
    "次", "个", "天", "人", "遍", "分钟", "小时", "岁", "年", "句", "回", "米", "步", "种", "本", "张", "元", "名", "位", "里",
    "周",
];

/// Signs that stand between the ends of a range.
const SIGNS: [&str; 12] = ["---", "--", "－－", "——", "-", "－", "–", "—", "~", "～", "〜", "至"];

/// Reports numbers in the wrong form.
pub(super) fn check(passage: &Passage, findings: &mut Vec<Diagnostic>) {
    let text = &*passage.text;
    let mut from = 0;
    while let Some(found) = text.as_bytes().get(from..).and_then(|it| it.iter().position(u8::is_ascii_digit)) {
        let start = from + found;
        let end = digits_end(text, start);
        from = end;
        let beside_word =
            before(text, start).is_some_and(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_' | '/' | ':'));
        if beside_word {
            // codes, days, times, fractions
            from = skip_code(text, end);
            continue;
        }
        if let Some((code, range, better)) = number(text, start, end) {
            from = range.end.max(end);
            findings.push(finding(code, passage, range.start, range.end).arg("better", better));
        }
    }
}

fn digits_end(text: &str, start: usize) -> usize {
    text.as_bytes()
        .get(start..)
        .and_then(|it| it.iter().position(|it| !it.is_ascii_digit()))
        .map_or(text.len(), |it| start + it)
}

/// The end of a code: letters, digits and the signs that join them.
fn skip_code(text: &str, from: usize) -> usize {
    let joined = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-' | b'_' | b'/' | b':');
    text.as_bytes().get(from..).and_then(|it| it.iter().position(|it| !joined(it))).map_or(text.len(), |it| from + it)
}

type Fault = (Code, Range<usize>, String);

/// What is wrong with the number at `start..end`.
fn number(text: &str, start: usize, end: usize) -> Option<Fault> {
    let digits = text.get(start..end)?;
    let rest = text.get(end..)?;
    if let Some(fault) = approximate(text, start, end) {
        return Some(fault);
    }
    if digits.len() == 2 && rest.starts_with('年') {
        return short_year(text, start, end);
    }
    if let Some(letter) = rest.chars().next().filter(|it| matches!(it, 'O' | 'o' | 'l'))
        && let Some(digit) = after(text, end + 1).filter(char::is_ascii_digit)
    {
        // 2O26: a letter that a scanner took for a digit
        let number = digits_end(text, end + 1);
        let zero = if letter == 'l' { '1' } else { '0' };
        let mended = format!("{digits}{zero}{}", text.get(end + 1..number)?);
        return (digit != '.').then_some((Code::OcrResidue, start..number, mended));
    }
    range(text, start, end)
}

/// `3、5次` for 三五次.
fn approximate(text: &str, start: usize, end: usize) -> Option<Fault> {
    let first = text.get(start..end).filter(|it| it.len() == 1)?.chars().next()?;
    let rest = text.get(end..)?.strip_prefix('、')?;
    let second = rest.chars().next().filter(char::is_ascii_digit)?;
    let unit = rest.get(1..)?;
    let ordinal = before(text, start).is_some_and(|it| it == '第' || it == '、' || it.is_ascii_digit() || is_numeral(it));
    let known = APPROXIMATE.iter().any(|it| unit.starts_with(it)) && !unit.starts_with("年级");
    let near = matches!(second as i32 - first as i32, 1 | 2) && first != '0';
    if ordinal || !known || !near {
        return None;
    }
    let numeral = |it: char| "零一二三四五六七八九".chars().nth(it.to_digit(10).unwrap_or_default() as usize);
    let numeral = |it: char, lone: bool| if it == '2' && lone { Some('两') } else { numeral(it) };
    let mended: String =
        [numeral(first, first == '2' && second == '3'), numeral(second, false)].into_iter().flatten().collect();
    let length = end + '、'.len_utf8() + 1;
    let unit: String =
        APPROXIMATE.iter().filter(|it| unit.starts_with(**it)).max_by_key(|it| it.len()).map_or("", |it| it).into();
    Some((Code::ApproximateNumber, start..length + unit.len(), format!("{mended}{unit}")))
}

/// `26年3月`.
fn short_year(text: &str, start: usize, end: usize) -> Option<Fault> {
    let digits = text.get(start..end).filter(|_| before(text, start) != Some('第'))?;
    let rest = text.get(end..)?.strip_prefix('年')?;
    let month = rest
        .find(|it: char| !it.is_ascii_digit())
        .filter(|it| matches!(it, 1 | 2))
        .is_some_and(|it| rest.get(it..).is_some_and(|it| it.starts_with('月')));
    let season = ["春", "秋", "上半年", "下半年", "暑假", "寒假", "第一学期", "第二学期"].iter().any(|it| rest.starts_with(it));
    let year = '年'.len_utf8();
    (month || season).then(|| (Code::ShortYear, start..end + year, format!("20{digits}年")))
}

/// A range whose sign is not the one for its kind: `25-30分`, `2025～2026学年`, `3月2日~7月3日`.
fn range(text: &str, start: usize, end: usize) -> Option<Fault> {
    let digits = text.get(start..end)?;
    let mut at = end;
    let mut own = "";
    for unit in ["%", "％", "日", "号", "月", "年", "周"] {
        if text.get(at..)?.starts_with(unit) {
            own = unit;
            at += unit.len();
            break;
        }
    }
    if own.is_empty() && text.get(at..)?.starts_with('.') {
        let decimals = digits_end(text, at + 1);
        at = if decimals > at + 1 { decimals } else { at };
    }
    let blank = |at: usize| text.get(at..).is_some_and(|it| it.starts_with(' '));
    let sign_at = if blank(at) { at + 1 } else { at };
    let sign = SIGNS.iter().find(|it| text.get(sign_at..).is_some_and(|rest| rest.starts_with(**it)))?;
    let mut second = sign_at + sign.len();
    if blank(second) {
        second += 1;
    }
    let ordinal_end = text.get(second..)?.starts_with('第');
    if ordinal_end {
        second += '第'.len_utf8();
    }
    let mut finish = digits_end(text, second);
    if finish == second || *sign == "至" {
        return None;
    }
    if text.get(finish..)?.starts_with('.') && digits_end(text, finish + 1) > finish + 1 {
        finish = digits_end(text, finish + 1);
    }
    let rest = text.get(finish..)?;
    let years = digits.len() == 4 && own.is_empty();
    let is_year = |it: &str| it.len() == 4 && it.starts_with("20");
    if years && is_year(digits) && *sign == "-" && finish - second <= 2 {
        return year_and_month(text, start, second, finish);
    }
    // days, telephone numbers, codes, times, scores of a match
    if rest.starts_with(['-', '/', ':', '：', '班', '比']) || rest.chars().next().is_some_and(|it| it.is_ascii_alphanumeric())
    {
        return None;
    }
    let unit = if rest.trim_start().starts_with("学年") {
        "学年"
    } else {
        ORDINALS.iter().find(|it| rest.starts_with(**it)).map_or("", |it| it)
    };
    let ordinal =
        ordinal_end || before(text, start) == Some('第') || !unit.is_empty() || matches!(own, "日" | "号" | "月" | "年");
    let amount = AMOUNTS.iter().any(|it| rest.starts_with(it));
    let proper = match (ordinal, amount) {
        (true, _) => "—",
        (false, true) => "～",
        (false, false) => return None,
    };
    // between amounts — is seen in print too
    let tolerated =
        *sign == proper || (!ordinal && *sign == "—") || (ordinal && unit.is_empty() && *sign == "～" && own.is_empty());
    if tolerated {
        return None;
    }
    let left = text.get(start..at)?;
    let right = text.get(sign_at + sign.len()..finish)?.trim_start();
    let shown =
        ORDINALS.iter().chain(&AMOUNTS).filter(|it| rest.starts_with(**it)).max_by_key(|it| it.len()).map_or("", |it| it);
    let unit = if unit == "学年" { "" } else { shown };
    // a sign of percent stands with both ends
    let own = if own.is_empty() && matches!(unit, "%" | "％") { unit } else { "" };
    Some((Code::RangeSign, start..finish + unit.len(), format!("{left}{own}{proper}{right}{unit}")))
}

/// `2026-3`, a month written like a code.
fn year_and_month(text: &str, start: usize, second: usize, finish: usize) -> Option<Fault> {
    let month: u8 = text.get(second..finish)?.parse().ok().filter(|it| (1..=12).contains(it))?;
    let rest = text.get(finish..)?;
    // a whole day or a term's name goes on
    let goes_on = rest.strip_prefix('-').is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()));
    if goes_on || rest.starts_with(['月', '/', '学']) || month < 3 && rest.starts_with(|it: char| it.is_ascii_alphabetic()) {
        return None;
    }
    let year = text.get(start..start + 4)?;
    let looks_like_term = month <= 2 && text.get(second..finish)?.len() == 1 && rest.starts_with('学');
    (!looks_like_term).then(|| (Code::RangeSign, start..finish, format!("{year}年{month}月")))
}

/// Reports 第十周 beside 第4周 in one document; 节后第一周 is a week of its own count.
pub(super) fn check_mix(body: &[Passage], findings: &mut Vec<Diagnostic>) {
    for unit in ["周", "单元", "课时"] {
        let mut digits: Option<String> = None;
        let mut written: Option<(&Passage, Range<usize>, String)> = None;
        for passage in body {
            for (at, _) in passage.text.match_indices('第') {
                let from = at + '第'.len_utf8();
                let rest = passage.text.get(from..).unwrap_or_default();
                let is_digit = rest.starts_with(|it: char| it.is_ascii_digit());
                let length = rest.find(|it: char| if is_digit { !it.is_ascii_digit() } else { !is_numeral(it) }).unwrap_or(0);
                let relative = !is_digit && matches!(before(&passage.text, at), Some('后' | '学'));
                if length == 0 || relative || !rest.get(length..).is_some_and(|it| it.starts_with(unit)) {
                    continue;
                }
                let end = from + length + unit.len();
                let words = passage.text.get(at..end).unwrap_or_default().to_owned();
                if is_digit {
                    digits.get_or_insert(words);
                } else {
                    written.get_or_insert((passage, at..end, words));
                }
            }
        }
        if let (Some(digits), Some((passage, range, words))) = (digits, written) {
            let better = in_digits(&words);
            findings
                .push(finding(Code::NumeralMix, passage, range.start, range.end).arg("other", digits).arg("better", better));
        }
    }
}

/// 第十二周 as 第12周.
fn in_digits(words: &str) -> String {
    let numerals: String = words.chars().filter(|it| is_numeral(*it)).collect();
    let digit = |it: char| "零一二三四五六七八九".chars().position(|numeral| numeral == it).unwrap_or_default();
    let number = match numerals.split_once('十') {
        Some((tens, ones)) => {
            let tens = tens.chars().next().map_or(1, digit);
            tens * 10 + ones.chars().next().map_or(0, digit)
        }
        None => numerals.chars().fold(0, |sum, it| sum * 10 + digit(it)),
    };
    words.replacen(&numerals, &number.to_string(), 1)
}
