//! A term: its name, its weeks, and the days there is school.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::{Date, DateRange, half_width};

/// A term's name: the year in which the school year began and which half it is. Written `2025-2026-2`, printed
/// `2025—2026学年度第二学期` (one dash: GB/T 15834).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermId {
    /// The calendar year of the school year's September.
    pub start_year: i16,
    /// 1 for the autumn term, 2 for the spring term.
    pub half: u8,
}

impl TermId {
    /// As documents print it.
    pub fn in_words(self) -> String {
        let half = if self.half == 1 { "一" } else { "二" };
        format!("{}—{}学年度第{half}学期", self.start_year, self.start_year + 1)
    }
}

impl fmt::Display for TermId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.start_year, self.start_year + 1, self.half)
    }
}

impl FromStr for TermId {
    type Err = ();

    /// `2025-2026-2`, `2025—2026学年度第二学期`, `2025—2026学年下学期`, `2026年春季学期` and the like.
    fn from_str(text: &str) -> Result<Self, ()> {
        let text = half_width(text.trim());
        let numbers: Vec<i16> = text.split(|it: char| !it.is_ascii_digit()).filter_map(|it| it.parse().ok()).collect();
        let spoken = [
            ("第一学期", 1),
            ("上学期", 1),
            ("上期", 1),
            ("秋季", 1),
            ("第二学期", 2),
            ("下学期", 2),
            ("下期", 2),
            ("春季", 2),
        ];
        let half = spoken.iter().find_map(|(word, half)| text.contains(word).then_some(*half));
        let (start_year, half) = match (numbers.as_slice(), half) {
            ([from, to, half @ (1 | 2)], None) if *to == from + 1 => (*from, *half as u8),
            ([from, to], Some(half)) if *to == from + 1 => (*from, half),
            ([year], Some(1)) => (*year, 1),
            ([year], Some(half)) => (year - 1, half),
            _ => return Err(()),
        };
        if (1990..2100).contains(&start_year) { Ok(Self { start_year, half }) } else { Err(()) }
    }
}

/// A week of a term, from 1. Weeks run from Monday to Sunday.
pub type Week = u8;

/// A term and its calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its name.
    pub id: TermId,
    /// First and last day.
    pub span: DateRange,
    /// Days off within it, weekends aside.
    pub holidays: Vec<DateRange>,
    /// Weekend days on which there is school.
    pub workdays: BTreeSet<Date>,
}

impl Term {
    /// Whether the day lies between the first and last day.
    pub fn contains(&self, day: Date) -> bool {
        self.span.contains(day)
    }

    /// Monday of week 1: the Monday on or before the first day.
    fn first_monday(&self) -> Date {
        self.span.from.plus_days(-i32::from(self.span.from.weekday()))
    }

    /// The week in which a day lies; `None` outside the term.
    pub fn week_of(&self, day: Date) -> Option<Week> {
        let weeks = day.days_since(self.first_monday()).div_euclid(7);
        self.contains(day).then(|| u8::try_from(weeks + 1).ok()).flatten()
    }

    /// The days of a week, Monday to Sunday, cut to the term. `None` where the term has no such week.
    pub fn week(&self, week: Week) -> Option<DateRange> {
        let monday = self.first_monday().plus_days((i32::from(week) - 1) * 7);
        let range = DateRange { from: monday.max(self.span.from), to: monday.plus_days(6).min(self.span.to) };
        (week > 0 && range.from <= range.to).then_some(range)
    }

    /// How many weeks the term touches.
    pub fn weeks(&self) -> Week {
        let weeks = self.span.to.days_since(self.first_monday()).div_euclid(7) + 1;
        u8::try_from(weeks).unwrap_or(u8::MAX)
    }

    /// Whether there is school: a weekday or a make-up day, and no holiday.
    pub fn is_school_day(&self, day: Date) -> bool {
        let holiday = self.holidays.iter().any(|it| it.contains(day));
        self.contains(day) && (self.workdays.contains(&day) || (day.weekday() < 5 && !holiday))
    }

    /// School days within a stretch.
    pub fn school_days(&self, range: DateRange) -> impl Iterator<Item = Date> {
        range.days().filter(|day| self.is_school_day(*day))
    }

    /// The day by which a record kept by weeks is dated: the week's last school day, or its last day where there is none.
    pub fn date_of_week(&self, week: Week) -> Option<Date> {
        let range = self.week(week)?;
        Some(self.school_days(range).last().unwrap_or(range.to))
    }

    /// The term's months in order, each as the stretch of its days within the term. A first or last month with fewer than
    /// ten school days joins its neighbour: three days of July are no month in which to owe a visit.
    pub fn months(&self) -> Vec<DateRange> {
        let mut months: Vec<DateRange> = Vec::new();
        for day in self.span.days() {
            match months.last_mut().filter(|it| it.from.month() == day.month()) {
                Some(month) => month.to = day,
                None => months.push(DateRange::day(day)),
            }
        }
        let short = |month: DateRange| self.school_days(month).count() < 10;
        if months.len() > 1 && short(months[months.len() - 1]) {
            let last = months.remove(months.len() - 1);
            if let Some(before) = months.last_mut() {
                before.to = last.to;
            }
        }
        if months.len() > 1 && short(months[0]) {
            let first = months.remove(0);
            months[0].from = first.from;
        }
        months
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn spring() -> Term {
        Term {
            id: "2025-2026-2".parse().expect("a term"),
            span: DateRange { from: day("2026-03-02"), to: day("2026-07-03") },
            holidays: ["2026-04-04—2026-04-06", "2026-05-01—2026-05-05", "2026-06-19—2026-06-21"]
                .map(|it| it.parse().expect("a range"))
                .to_vec(),
            workdays: BTreeSet::from([day("2026-05-09")]),
        }
    }

    #[test]
    fn names_are_read_and_printed() {
        let id = TermId { start_year: 2025, half: 2 };
        for text in [
            "2025-2026-2",
            "2025—2026学年度第二学期",
            "2025—2026学年第二学期",
            "2026年春季学期",
            "2025—2026学年下学期",
            "2025—2026学年下期",
            "2025-2026学年下学期",
        ] {
            assert_eq!(text.parse(), Ok(id), "{text}");
        }
        assert_eq!(id.in_words().parse(), Ok(id));
        assert_eq!(id.to_string().parse(), Ok(id));
        for text in ["2025-2027-2", "2025-2026-3", "春季", "2025-2026"] {
            assert_eq!(text.parse::<TermId>(), Err(()), "{text}");
        }
    }

    #[test]
    fn weeks_and_school_days() {
        let term = spring();
        assert_eq!(term.weeks(), 18);
        assert_eq!(term.week_of(day("2026-03-02")), Some(1));
        assert_eq!(term.week_of(day("2026-05-08")), Some(10));
        assert_eq!(term.week_of(day("2026-07-03")), Some(18));
        assert_eq!(term.week_of(day("2026-07-04")), None);
        assert!(!term.is_school_day(day("2026-05-04")));
        assert!(term.is_school_day(day("2026-05-09")));
        assert_eq!(term.date_of_week(9), Some(day("2026-04-30")));
        assert_eq!(term.date_of_week(10), Some(day("2026-05-09")));
        assert_eq!(term.months().len(), 4, "July's three days join June");
        assert_eq!(term.school_days(term.span).count(), 18 * 5 - 5 + 1);
        assert_eq!(term.week(19), None);
    }
}
