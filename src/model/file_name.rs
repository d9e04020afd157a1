//! What a note's file name says.

use crate::date::Date;
use crate::schema::{Schema, TypeId};

/// Date, type and further words of a file name such as `2026-03-05-谈心-节后`, `谈心-2026-03-05` or `praise`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FileName {
    /// The day, if the name holds one.
    pub(super) date: Option<Date>,
    /// What looks like a day but is not in the calendar.
    pub(super) no_such_day: Option<String>,
    /// The type, if the name holds one's name.
    pub(super) kind: Option<TypeId>,
    /// What else it says; a mere number is left out.
    pub(super) words: Option<String>,
}

impl FileName {
    /// Reads the name of a file without its extension.
    pub(super) fn read(schema: &Schema, stem: &str) -> Self {
        let mut name = Self::default();
        let mut rest = String::new();
        match find_date(stem) {
            Some((start, end, date)) => {
                name.no_such_day = date.is_none().then(|| stem[start..end].to_owned());
                name.date = date;
                let parts = [stem[..start].trim_matches(SEPARATORS), stem[end..].trim_matches(SEPARATORS)];
                rest.push_str(parts[0]);
                rest.push_str(if parts.iter().any(|it| it.is_empty()) { "" } else { "-" });
                rest.push_str(parts[1]);
            }
            None => rest.push_str(stem.trim_matches(SEPARATORS)),
        }
        let ends = rest.char_indices().rev().filter(|(_, it)| SEPARATORS.contains(it)).map(|(at, _)| at);
        let prefix = std::iter::once(rest.len()).chain(ends).find_map(|end| Some((end, named(schema, &rest[..end])?)));
        let words = match prefix {
            Some((end, kind)) => {
                name.kind = Some(kind);
                rest[end..].trim_matches(SEPARATORS)
            }
            None => rest.as_str(),
        };
        let number = words.chars().all(|it| it.is_ascii_digit() || matches!(it, '(' | ')' | '（' | '）'));
        name.words = (!number).then(|| words.to_owned());
        name
    }
}

const SEPARATORS: &[char] = &['-', '_', ' ', '—', '·'];

/// The type that the words name, also with a number behind: `谈心2`, `谈心（2）`.
fn named(schema: &Schema, words: &str) -> Option<TypeId> {
    let plain = words.trim_end_matches(|it: char| it.is_ascii_digit() || matches!(it, '(' | ')' | '（' | '）' | ' '));
    schema.find_type(words).or_else(|| if plain.len() < words.len() { schema.find_type(plain) } else { None })
}

/// The first stretch of a name that looks like a day: `2026-03-05`, `2026.3.5`, `2026_3_5`, `2026年3月5日`, `20260305`.
fn find_date(stem: &str) -> Option<(usize, usize, Option<Date>)> {
    let bytes = stem.as_bytes();
    let starts = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit() && (*at == 0 || !bytes[at - 1].is_ascii_digit()));
    starts.into_iter().find_map(|start| {
        let (year, rest) = digits(&stem[start..]);
        if year.len() == 8 {
            let date = number(&year[..4]).zip(number(&year[4..6])).zip(number(&year[6..]));
            // a number of eight digits that is no day is only a number
            let date = date.and_then(|((year, month), day)| Date::new(year, month as i8, day as i8))?;
            return Some((start, start + 8, Some(date)));
        }
        if year.len() != 4 {
            return None;
        }
        let (month, rest) = digits(rest.strip_prefix(['-', '.', '_', '年'])?);
        let (day, rest) = digits(rest.strip_prefix(['-', '.', '_', '月'])?);
        if !(1..=2).contains(&month.len()) || !(1..=2).contains(&day.len()) {
            return None;
        }
        let rest = rest.strip_prefix(['日', '号']).unwrap_or(rest);
        let date = Date::new(number(year)?, number(month)? as i8, number(day)? as i8);
        Some((start, stem.len() - rest.len(), date))
    })
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len()))
}

fn number(digits: &str) -> Option<i16> {
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_give_date_type_and_title() {
        let schema = Schema::built_in();
        let cases = [
            ("2026-03-05-谈心", "2026-03-05", "talk", ""),
            ("2026-03-05-talk", "2026-03-05", "talk", ""),
            ("谈心-2026-03-05", "2026-03-05", "talk", ""),
            ("2026-03-05-谈心-2", "2026-03-05", "talk", ""),
            ("2026-03-05-谈心2", "2026-03-05", "talk", ""),
            ("2026-03-05-谈心 (2)", "2026-03-05", "talk", ""),
            ("2026-03-05-谈心-节后", "2026-03-05", "talk", "节后"),
            ("2026-03-05-home-visit-节后-再访", "2026-03-05", "home_visit", "节后-再访"),
            ("2026年3月5日谈心", "2026-03-05", "talk", ""),
            ("20260305_家访", "2026-03-05", "home_visit", ""),
            ("家访 2026.3.5 外婆家", "2026-03-05", "home_visit", "外婆家"),
            ("2026-03-05", "2026-03-05", "", ""),
            ("praise", "", "praise", ""),
            ("成绩跟踪-数学", "", "progress_record", "数学"),
            ("2026-03-05-第一次举手", "2026-03-05", "", "第一次举手"),
            ("谈新", "", "", "谈新"),
            ("12345678", "", "", ""),
        ];
        for (stem, date, kind, words) in cases {
            let name = FileName::read(schema, stem);
            assert_eq!(name.date.map(|it| it.to_string()).unwrap_or_default(), date, "{stem}");
            assert_eq!(name.kind.map_or("", |it| &schema.note_type(it).key), kind, "{stem}");
            assert_eq!(name.words.unwrap_or_default(), words, "{stem}");
        }
        let name = FileName::read(schema, "2026-02-30-谈心");
        assert_eq!((name.date, name.no_such_day.as_deref()), (None, Some("2026-02-30")));
        assert!(name.kind.is_some());
    }
}
