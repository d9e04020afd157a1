//! The words of pages by language.
//!
//! A phrase stands in Chinese where it is used and is its own key: `english.yaml` has each of them in English. A value stands where
//! `{}` is, `{1}` is the second of them wherever it stands, and `{s}` makes the noun behind a value plural unless it is 1.

mod days;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::date::{Date, DateRange, TermId, Week};
use crate::diag::Language;

static ENGLISH: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| serde_yaml::from_str(include_str!("english.yaml")).expect("the embedded list is sound; a test reads it"));

/// Whatever has a language of its own to be told in.
pub trait Speaks {
    /// The language.
    fn language(&self) -> Language;

    /// A phrase without values.
    fn word<'a>(&self, chinese: &'a str) -> &'a str {
        match self.language() {
            Language::Chinese => chinese,
            Language::English => english(chinese).unwrap_or(chinese),
        }
    }

    /// Items of a list in a sentence: `甲、乙、丙`.
    fn list<T: AsRef<str>>(&self, items: &[T]) -> String {
        items.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(self.word("、"))
    }

    /// A day: `2026年3月5日`, `5 Mar 2026`.
    fn date(&self, day: Date) -> String {
        days::date(self.language(), day)
    }

    /// A day without its year: `3月5日`, `5 Mar`.
    fn month_day(&self, day: Date) -> String {
        days::month_day(self.language(), day)
    }

    /// A month by its number: `3月`, `Mar`.
    fn month_name(&self, month: u8) -> String {
        days::month_name(self.language(), month)
    }

    /// A month of a year: `2026年3月`, `Mar 2026`.
    fn month_of(&self, year: i16, month: u8) -> String {
        days::month_of(self.language(), year, month)
    }

    /// A month of a term: `3月`; `6月（至7月3日）` where a short month joined it.
    fn month(&self, days: DateRange) -> String {
        days::month(self.language(), days)
    }

    /// A stretch of days without the year, as a week's head prints it: `6月22—26日`, `4月27日—5月3日`, `5月8日`.
    fn days(&self, range: DateRange) -> String {
        days::stretch(self.language(), range)
    }

    /// Weeks: `第9—10周`, `第9周`.
    fn weeks(&self, from: Week, to: Week) -> String {
        days::weeks(self.language(), from, to)
    }

    /// A term: `2025—2026学年度第二学期`.
    fn term(&self, id: TermId) -> String {
        days::term(self.language(), id)
    }
}

impl Speaks for Language {
    fn language(&self) -> Language {
        *self
    }
}

/// A phrase with values, in the language of the first argument: `say!(plan, "共{}次", count)`.
macro_rules! say {
    ($who:expr, $chinese:literal $(, $value:expr)* $(,)?) => {{
        #[allow(unused_imports, reason = "whoever uses it may have it already")]
        use $crate::phrases::Speaks as _;
        match $who.language() {
            $crate::diag::Language::Chinese => format!($chinese $(, $value)*),
            $crate::diag::Language::English => $crate::phrases::in_english($chinese, &[$(&$value as &dyn std::fmt::Display),*]),
        }
    }};
}
pub(crate) use say;

/// A phrase in English, where the list has it.
pub fn english(chinese: &str) -> Option<&'static str> {
    ENGLISH.get(chinese).map(String::as_str)
}

/// A phrase in English with its values.
pub fn in_english(chinese: &str, values: &[&dyn Display]) -> String {
    let mut rest = english(chinese).unwrap_or(chinese);
    let mut out = String::with_capacity(rest.len() + 8 * values.len());
    let (mut next, mut last) = (0, String::new());
    while let Some((before, (name, after))) = rest.split_once('{').and_then(|(it, rest)| Some((it, rest.split_once('}')?))) {
        out.push_str(before);
        rest = after;
        if name == "s" {
            out.push_str(if last == "1" { "" } else { "s" });
            continue;
        }
        let at = name.parse().unwrap_or(next);
        next = at + 1;
        last = values.get(at).map(ToString::to_string).unwrap_or_default();
        let _ = write!(out, "{last}");
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_take_their_values_in_the_order_of_each_language() {
        let told = |language: Language, count: u32| say!(language, "{}人", count);
        assert_eq!((told(Language::Chinese, 3), told(Language::English, 3)), ("3人".into(), "3 pupils".into()));
        assert_eq!(told(Language::English, 1), "1 pupil");
        assert_eq!(say!(Language::English, "满分{}分的{}分", 100, 60), "60 of 100");
        assert_eq!(Language::English.list(&["a", "b"]), "a, b");
        assert_eq!(in_english("没有这一句{}", &[&1]), "没有这一句1", "what is not in the list stays as it is");
    }

    #[test]
    fn every_phrase_has_its_values_in_english_too() {
        let names = |text: &str| text.split('{').skip(1).filter(|it| !it.starts_with("s}")).count();
        for (chinese, english) in &*ENGLISH {
            assert_eq!(names(chinese), names(english), "{chinese}: {english}");
            let foreign = |it: char| ('\u{3000}'..='\u{9fff}').contains(&it) || ('\u{ff00}'..='\u{ffef}').contains(&it);
            assert!(!english.contains(foreign), "{chinese}: {english}");
        }
    }
}
