//! Percentages in texts that others read: never without a number of cases, and shares make a whole.

use std::ops::Range;

use crate::diag::{Code, Diagnostic};

use super::character::{FIGURE, before, is_numeral, sentence_range};
use super::finding;
use super::passage::{Form, Passage};

/// Units of what is counted.
const COUNTED: [char; 24] = [
    '人', '名', '个', '次', '份', '条', '题', '项', '节', '天', '周', '篇', '张', '本', '句', '页', '位', '道', '户', '家',
    '班', '面', '字', '遍',
];

/// Words that say shares of one whole follow.
const SHARING: [&str; 7] = ["分别占", "各占", "占比分别", "占比依次", "依次占", "比例分别", "占比为"];

/// Reports percentages without a number of cases in their paragraph, and shares that do not add up to 100.
pub(super) fn check(body: &[Passage], findings: &mut Vec<Diagnostic>) {
    for (at, passage) in body.iter().enumerate() {
        if matches!(passage.form, Form::Row | Form::Live) {
            continue;
        }
        let percents = percents(&passage.text);
        let Some(first) = percents.first() else { continue };
        // a table or chart beside the paragraph carries the n
        let neighbours = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|it| body.get(it));
        let shown = neighbours.into_iter().any(|it| matches!(it.form, Form::Live | Form::Row));
        if !shown && !has_count(&passage.text) {
            findings.push(finding(Code::PercentWithoutN, passage, first.range.start, first.range.end));
        }
        check_sums(passage, &percents, findings);
    }
}

/// A percentage in a text.
struct Percent {
    value: f64,
    range: Range<usize>,
}

/// The percentages of a text. All of something, as in 100%的努力, is no statistic.
fn percents(text: &str) -> Vec<Percent> {
    let mut percents = Vec::new();
    for (at, sign) in text.char_indices().filter(|(_, it)| matches!(it, '%' | '％')) {
        let number = text.get(..at).unwrap_or_default();
        let from = number.trim_end_matches(|it: char| it.is_ascii_digit() || it == '.').len();
        let end = at + sign.len_utf8();
        let Ok(value) = number.get(from..).unwrap_or_default().parse::<f64>() else { continue };
        let effort = ["的努力", "的信心", "的投入", "的热情", "的爱", "投入", "相信"];
        if effort.iter().any(|it| text.get(end..).is_some_and(|rest| rest.starts_with(it))) {
            continue;
        }
        percents.push(Percent { value, range: from..end });
    }
    percents
}

/// Whether a text says how many: a counted number, `n=`, a fraction, or a live figure.
fn has_count(text: &str) -> bool {
    if text.contains(FIGURE) || ["n=", "n＝", "N=", "N＝", "n =", "共"].iter().any(|it| text.contains(it)) {
        return true;
    }
    let counted = |(at, unit): (usize, char)| {
        let number = before(text, at).is_some_and(|it| it.is_ascii_digit() || is_numeral(it));
        // 一次 and 一个 are mere words, 第3周 a place in the calendar
        let number_from = text.get(..at).map(|it| it.trim_end_matches(|it: char| it.is_ascii_digit() || is_numeral(it)));
        let digits = number_from.map_or("", |it| text.get(it.len()..at).unwrap_or_default());
        let ordinal = number_from.is_some_and(|it| it.ends_with(['第', '—', '～', '-', '.']));
        number && !ordinal && digits != "一" && COUNTED.contains(&unit)
    };
    let fraction = |(at, sign): (usize, char)| {
        sign == '/'
            && before(text, at).is_some_and(|it| it.is_ascii_digit())
            && text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit)
    };
    text.char_indices().any(|it| counted(it) || fraction(it))
}

/// Shares of one whole: three or more that follow 分别占, or three times 占 in a sentence.
fn check_sums(passage: &Passage, percents: &[Percent], findings: &mut Vec<Diagnostic>) {
    let text = &*passage.text;
    let mut rest = percents;
    while let Some(first) = rest.first() {
        let around = sentence_range(text, first.range.start);
        let within = rest.iter().take_while(|it| it.range.start < around.end).count();
        let (group, later) = rest.split_at(within.max(1));
        rest = later;
        let words = text.get(around.clone()).unwrap_or_default();
        let listed = SHARING.iter().any(|it| words.contains(it)) && group.len() > 1;
        let each = group.len() > 2
            && group.iter().all(|it| text.get(..it.range.start).is_some_and(|it| it.trim_end().ends_with(['占', '为'])))
            && words.matches('占').count() >= group.len();
        let total: f64 = group.iter().map(|it| it.value).sum();
        // shares of which only the largest are named make less than a whole
        let partial = total < 100.0 && ["其中", "主要", "居多", "最多"].iter().any(|it| words.contains(it));
        if !(listed || each) || partial || (total - 100.0).abs() < 0.15 {
            continue;
        }
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let shares: Vec<&str> = group.iter().filter_map(|it| text.get(it.range.clone())).collect();
        let found = finding(Code::PercentSum, passage, first.range.start, last.range.end);
        let total = (total * 10.0).round() / 10.0;
        findings.push(found.arg("shares", shares.join("、")).arg("total", total));
    }
}
