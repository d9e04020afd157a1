//! Days, weeks, months and terms in words.

use crate::date::{Date, DateRange, TermId, Week};
use crate::diag::Language;

use super::say;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn short(month: u8) -> &'static str {
    MONTHS.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default()
}

pub(super) fn date(language: Language, day: Date) -> String {
    match language {
        Language::Chinese => day.in_words(),
        Language::English => format!("{} {} {}", day.day(), short(day.month()), day.year()),
    }
}

pub(super) fn month_day(language: Language, day: Date) -> String {
    match language {
        Language::Chinese => day.month_day(),
        Language::English => format!("{} {}", day.day(), short(day.month())),
    }
}

pub(super) fn month_name(language: Language, month: u8) -> String {
    match language {
        Language::Chinese => format!("{month}月"),
        Language::English => short(month).to_owned(),
    }
}

pub(super) fn month_of(language: Language, year: i16, month: u8) -> String {
    match language {
        Language::Chinese => format!("{year}年{month}月"),
        Language::English => format!("{} {year}", short(month)),
    }
}

pub(super) fn month(language: Language, days: DateRange) -> String {
    let name = month_name(language, days.from.month());
    if days.from.month() == days.to.month() {
        return name;
    }
    match language {
        Language::Chinese => format!("{name}（至{}）", days.to.month_day()),
        Language::English => format!("{name} (to {})", month_day(language, days.to)),
    }
}

pub(super) fn stretch(language: Language, range: DateRange) -> String {
    let (from, to) = (range.from, range.to);
    if from == to {
        month_day(language, from)
    } else if (from.year(), from.month()) == (to.year(), to.month()) {
        match language {
            Language::Chinese => format!("{}月{}—{}日", from.month(), from.day(), to.day()),
            Language::English => format!("{}–{} {}", from.day(), to.day(), short(from.month())),
        }
    } else if from.year() == to.year() {
        say!(language, "{}—{}", month_day(language, from), month_day(language, to))
    } else {
        say!(language, "{}—{}", date(language, from), date(language, to))
    }
}

pub(super) fn weeks(language: Language, from: Week, to: Week) -> String {
    if from == to { say!(language, "第{}周", from) } else { say!(language, "第{}—{}周", from, to) }
}

pub(super) fn term(language: Language, id: TermId) -> String {
    match language {
        Language::Chinese => id.in_words(),
        Language::English => {
            let half = if id.half == 1 { "First" } else { "Second" };
            format!("{half} term {}–{}", id.start_year, id.start_year + 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Speaks;
    use super::*;

    fn range(text: &str) -> DateRange {
        text.parse().expect("a range")
    }

    #[test]
    fn stretches_are_short() {
        for (text, chinese, english) in [
            ("2026-06-22—2026-06-26", "6月22—26日", "22–26 Jun"),
            ("2026-04-27—2026-05-03", "4月27日—5月3日", "27 Apr–3 May"),
            ("2026-05-08", "5月8日", "8 May"),
            ("2025-12-29—2026-01-04", "2025年12月29日—2026年1月4日", "29 Dec 2025–4 Jan 2026"),
        ] {
            assert_eq!(Language::Chinese.days(range(text)), chinese);
            assert_eq!(Language::English.days(range(text)), english);
        }
        assert_eq!([Language::Chinese, Language::English].map(|it| it.weeks(9, 10)), ["第9—10周", "weeks 9–10"]);
        assert_eq!([Language::Chinese, Language::English].map(|it| it.weeks(9, 9)), ["第9周", "week 9"]);
        let joined = range("2026-06-01—2026-07-03");
        assert_eq!([Language::Chinese, Language::English].map(|it| it.month(joined)), ["6月（至7月3日）", "Jun (to 3 Jul)"]);
        let term: TermId = "2025-2026-2".parse().expect("a term");
        assert_eq!(Language::English.term(term), "Second term 2025–2026");
    }
}
