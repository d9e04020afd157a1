//! Names of festivals.

use crate::date::{Date, DateRange};

/// The festival for which a stretch of days is off, in two characters; `假` where it is none of the known ones.
pub fn festival(range: DateRange) -> &'static str {
    let holds = |month: i8, day: i8| Date::new(range.from.year(), month, day).is_some_and(|it| range.contains(it));
    let fixed = [(1, 1, "元旦"), (5, 1, "五一"), (10, 1, "国庆")];
    if let Some((.., name)) = fixed.into_iter().find(|(month, day, _)| holds(*month, *day)) {
        return name;
    }
    if (4..=6).any(|day| holds(4, day)) {
        return "清明";
    }
    let moving = |table: &[(i8, i8)]| {
        let year = usize::try_from(range.from.year() - FIRST_YEAR).ok();
        year.and_then(|at| table.get(at)).is_some_and(|(month, day)| holds(*month, *day))
    };
    if moving(&DRAGON_BOAT) {
        "端午"
    } else if moving(&MID_AUTUMN) {
        "中秋"
    } else {
        "假"
    }
}

/// The first year of the tables of days that follow the moon.
const FIRST_YEAR: i16 = 2020;

/// The fifth day of the fifth month of the Chinese calendar, 2020 to 2035.
const DRAGON_BOAT: [(i8, i8); 16] = [
    (6, 25),
    (6, 14),
    (6, 3),
    (6, 22),
    (6, 10),
    (5, 31),
    (6, 19),
    (6, 9),
    (5, 28),
    (6, 16),
    (6, 5),
    (6, 24),
    (6, 12),
    (6, 1),
    (6, 20),
    (6, 10),
];

/// The fifteenth day of its eighth month, 2020 to 2035.
const MID_AUTUMN: [(i8, i8); 16] = [
    (10, 1),
    (9, 21),
    (9, 10),
    (9, 29),
    (9, 17),
    (10, 6),
    (9, 25),
    (9, 15),
    (10, 3),
    (9, 22),
    (9, 12),
    (10, 1),
    (9, 19),
    (9, 8),
    (9, 27),
    (9, 16),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> DateRange {
        text.parse().expect("a range")
    }

    #[test]
    fn festivals_are_known_by_their_days() {
        for (text, name) in [
            ("2026-04-04—2026-04-06", "清明"),
            ("2026-05-01—2026-05-05", "五一"),
            ("2026-06-19—2026-06-21", "端午"),
            ("2025-10-01—2025-10-08", "国庆"),
            ("2026-09-25—2026-09-27", "中秋"),
            ("2026-01-01", "元旦"),
            ("2026-03-12", "假"),
            ("1999-06-18", "假"),
        ] {
            assert_eq!(festival(range(text)), name, "{text}");
        }
    }
}
