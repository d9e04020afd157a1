//! Days, stretches of days, and a term's calendar.

mod term;

use std::fmt;
use std::str::FromStr;

pub use term::{Term, TermId, Week};

/// A day. Read from any of the forms teachers write (`2026-03-05`, `2026/3/5`, `2026.3.5`, `2026年3月5日`), shown as
/// `2026-03-05`; [`Date::in_words`] gives the form of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(jiff::civil::Date);

/// Why a text is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateError {
    /// It has none of the accepted forms.
    Form,
    /// The form is right, but there is no such day in the calendar.
    NoSuchDay,
}

impl Date {
    /// The day with these numbers, if there is one.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    /// Days since 1970-01-01, for a build that is told its time in seconds.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let days = i32::try_from(seconds.div_euclid(86_400)).ok()?;
        let epoch = Self(jiff::civil::Date::constant(1970, 1, 1));
        epoch.checked_add(days)
    }

    /// Year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month().unsigned_abs()
    }

    /// Day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.0.day().unsigned_abs()
    }

    /// Monday 0 … Sunday 6.
    pub fn weekday(self) -> u8 {
        self.0.weekday().to_monday_zero_offset().unsigned_abs()
    }

    /// The day so many days later (earlier, if negative); stays at the calendar's end where there is none.
    pub fn plus_days(self, days: i32) -> Self {
        self.checked_add(days).unwrap_or(self)
    }

    fn checked_add(self, days: i32) -> Option<Self> {
        self.0.checked_add(jiff::Span::new().try_days(days).ok()?).ok().map(Self)
    }

    /// Days from `earlier` to this day; negative where it lies before.
    pub fn days_since(self, earlier: Date) -> i32 {
        earlier.0.until(self.0).map_or(0, |span| span.get_days())
    }

    /// As documents write it: `2026年3月5日`.
    pub fn in_words(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day())
    }

    /// Its month, as addresses name it: `2026-03`.
    pub fn year_month(self) -> String {
        format!("{:04}-{:02}", self.year(), self.month())
    }

    /// Without the year: `3月5日`.
    pub fn month_day(self) -> String {
        format!("{}月{}日", self.month(), self.day())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let text = half_width(text.trim());
        let text = text.strip_suffix(['日', '号']).unwrap_or(&text);
        let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).map(str::trim).collect();
        let [year, month, day] = parts.as_slice() else { return Err(DateError::Form) };
        let number = |digits: &str, most: usize| {
            let sound = !digits.is_empty() && digits.len() <= most && digits.bytes().all(|it| it.is_ascii_digit());
            sound.then(|| digits.parse::<i16>().ok()).flatten().ok_or(DateError::Form)
        };
        if year.len() != 4 {
            return Err(DateError::Form);
        }
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        Date::new(year, month as i8, day as i8).ok_or(DateError::NoSuchDay)
    }
}

/// Full-width digits and signs as their half-width forms, so that `２０２６－３－５` is read as meant.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|it| match it {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(it as u32 - 0xFEE0).unwrap_or(it),
            '\u{3000}' => ' ',
            it => it,
        })
        .collect()
}

/// A stretch of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateRange {
    /// First day.
    pub from: Date,
    /// Last day; never before the first.
    pub to: Date,
}

impl DateRange {
    /// One day.
    pub fn day(day: Date) -> Self {
        Self { from: day, to: day }
    }

    /// Whether the day lies in it.
    pub fn contains(&self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// The day in its middle, by which a month that was joined by days of another is named.
    pub fn middle(self) -> Date {
        self.from.plus_days(self.to.days_since(self.from) / 2)
    }

    /// Its days in order.
    pub fn days(self) -> impl Iterator<Item = Date> {
        (0..=self.to.days_since(self.from)).map(move |days| self.from.plus_days(days))
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to { self.from.fmt(f) } else { write!(f, "{}—{}", self.from, self.to) }
    }
}

impl FromStr for DateRange {
    type Err = DateError;

    /// One day, or two with a dash of any width, a `~` or `至` between them.
    fn from_str(text: &str) -> Result<Self, DateError> {
        if let Ok(day) = text.parse() {
            return Ok(Self::day(day));
        }
        let separators = ["——", "—", "–", "～", "~", "至", "到", " - ", "/"];
        let halves = separators.iter().find_map(|it| text.split_once(it)).filter(|_| !text.is_empty());
        let (from, to) = halves.ok_or(DateError::Form)?;
        let (from, to): (Date, Date) = (from.parse()?, to.parse()?);
        if to < from { Err(DateError::Form) } else { Ok(Self { from, to }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_forms_are_one_day() {
        for text in ["2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", "２０２６－３－５", " 2026-3-05 "] {
            let day: Date = text.parse().unwrap_or_else(|_| panic!("{text}"));
            assert_eq!(day.to_string(), "2026-03-05", "{text}");
            assert_eq!(day.to_string().parse(), Ok(day), "round trip");
        }
        for text in ["", "3月5日", "26-3-5", "2026-3", "2026-3-5-1", "2026-003-5", "下周一"] {
            assert_eq!(text.parse::<Date>(), Err(DateError::Form), "{text}");
        }
        assert_eq!("2026-02-29".parse::<Date>(), Err(DateError::NoSuchDay));
        assert_eq!("2026-13-01".parse::<Date>(), Err(DateError::NoSuchDay));
    }

    #[test]
    fn ranges_read_and_print() {
        let range: DateRange = "2026-05-01—2026-05-05".parse().expect("a range");
        assert_eq!(range.days().count(), 5);
        assert_eq!(range.to_string().parse(), Ok(range));
        assert_eq!("2026-05-01".parse::<DateRange>().map(|it| it.to_string()), Ok("2026-05-01".into()));
        assert!("2026-05-05—2026-05-01".parse::<DateRange>().is_err());
        let june: DateRange = "2026-06-01—2026-07-03".parse().expect("a range");
        assert_eq!(june.middle().year_month(), "2026-06", "three days of July do not rename it");
        assert_eq!(DateRange::day(june.to).middle(), june.to);
    }

    #[test]
    fn days_count() {
        let day = Date::new(2026, 3, 5).expect("a day");
        assert_eq!(day.plus_days(30).to_string(), "2026-04-04");
        assert_eq!(day.plus_days(30).days_since(day), 30);
        assert_eq!(day.weekday(), 3);
        assert_eq!(Date::from_unix_seconds(1_772_668_800).map(|it| it.to_string()).as_deref(), Some("2026-03-05"));
    }
}
