//! Quotes and brackets that have no partner.

use crate::diag::{Code, Diagnostic};

use super::character::{after, before, is_han, is_numeral};
use super::finding;
use super::passage::Passage;

/// The marks that come in pairs.
const PAIRS: [(char, char); 10] = [
    ('“', '”'),
    ('‘', '’'),
    ('《', '》'),
    ('〈', '〉'),
    ('（', '）'),
    ('「', '」'),
    ('『', '』'),
    ('【', '】'),
    ('〔', '〕'),
    ('［', '］'),
];

/// Reports marks without a partner in the passage. `next` is the text of the passage below: a quotation over several
/// paragraphs opens in each and closes in the last.
pub(super) fn check(passage: &Passage, next: &str, findings: &mut Vec<Diagnostic>) {
    let text = &*passage.text;
    let mut open: Vec<(usize, char, char)> = Vec::new();
    let mut from = 0;
    // every mark of the pairs begins with one of these bytes, which few other characters do
    while let Some(found) = text.as_bytes().get(from..).and_then(|it| it.iter().position(|it| matches!(it, 0xE2 | 0xE3 | 0xEF)))
    {
        let at = from + found;
        let Some(mark) = after(text, at) else { break };
        from = at + mark.len_utf8();
        if let Some((_, close)) = PAIRS.iter().find(|(it, _)| *it == mark) {
            open.push((at, mark, *close));
            continue;
        }
        let Some((partner, _)) = PAIRS.iter().find(|(_, it)| *it == mark) else { continue };
        match open.iter().rposition(|(_, _, close)| *close == mark) {
            Some(place) => {
                // what was opened inside and never closed has no partner
                for (at, mark, close) in open.drain(place..).skip(1) {
                    report(passage, at, mark, close, findings);
                }
            }
            None if is_innocent(text, at, mark) => {}
            None => report(passage, at, mark, *partner, findings),
        }
    }
    for (at, mark, close) in open {
        let continued = matches!(mark, '“' | '「' | '‘') && next.trim_start().starts_with(mark);
        if !continued && !is_innocent(text, at, mark) {
            report(passage, at, mark, close, findings);
        }
    }
}

/// Whether a mark alone is right: the bracket of a number, 1）, and an apostrophe.
fn is_innocent(text: &str, at: usize, mark: char) -> bool {
    let earlier = before(text, at);
    match mark {
        '）' => {
            let number =
                text.get(..at).unwrap_or_default().trim_end_matches(|it: char| it.is_ascii_alphanumeric() || is_numeral(it));
            number.len() < at && number.chars().next_back().is_none_or(|it| !is_han(it))
        }
        '’' | '‘' => {
            let latin = |it: Option<char>| it.is_some_and(|it| it.is_ascii_alphanumeric());
            latin(earlier) || latin(after(text, at + mark.len_utf8()))
        }
        _ => false,
    }
}

fn report(passage: &Passage, at: usize, mark: char, partner: char, findings: &mut Vec<Diagnostic>) {
    let found = finding(Code::QuoteMarkPair, passage, at, at + mark.len_utf8());
    findings.push(found.arg("mark", mark).arg("partner", partner));
}
