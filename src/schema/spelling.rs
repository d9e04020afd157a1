//! Spellings of single values: numbers, yes and no, weeks, classes.

use std::borrow::Cow;

use crate::date::half_width;

/// The text in half-width characters and without blanks around it; borrowed where it is so already.
fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(half_width(text).trim().replace('−', "-")) }
}

/// A number in digits, with a sign, a decimal point and commas between thousands at most: `12`, `−2`, `85.5`, `１２`, `1,200`.
/// No unit, exponent or infinity.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = plain(text);
    let digits = text.strip_prefix(['-', '+']).unwrap_or(&text);
    let sound =
        digits.starts_with(|it: char| it.is_ascii_digit()) && digits.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    if sound {
        return text.parse::<f64>().ok().filter(|it| it.is_finite());
    }
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let mut groups = whole.split(',');
    let first = groups.next().filter(|it| (1..=3).contains(&it.len()))?;
    let all_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let grouped = whole.contains(',') && all_digits(first) && groups.all(|it| it.len() == 3 && all_digits(it));
    if grouped && all_digits(rest) { number(&text.replace(',', "")) } else { None }
}

/// What units may be written in a field of another, with the factor between them: only where it is certain.
const UNITS: &[(&str, &[(&str, f64)])] = &[
    ("分钟", &[("个小时", 60.0), ("小时", 60.0), ("h", 60.0), ("分钟", 1.0), ("分", 1.0), ("min", 1.0)]),
    ("秒", &[("分钟", 60.0), ("分", 60.0), ("min", 60.0), ("秒", 1.0), ("s", 1.0)]),
    ("人", &[("人", 1.0), ("名", 1.0), ("位", 1.0)]),
    ("天", &[("天", 1.0), ("日", 1.0)]),
    ("次/周", &[("次/周", 1.0), ("次", 1.0)]),
];

/// A number that is written with the unit its field has, or with one that is converted for certain: `20分钟` and `1小时20分` where
/// minutes are meant, `85%` of percent. `None` where there is no unit, or another.
pub fn in_unit(text: &str, unit: &str) -> Option<f64> {
    let (text, unit) = (plain(text).replace(' ', ""), plain(unit).replace(' ', ""));
    let same = [(unit.as_str(), 1.0)];
    let words = UNITS.iter().find(|it| it.0 == unit).map_or(&same[..], |it| it.1);
    let mut rest = text.as_str();
    let (mut sum, mut last) = (0.0, f64::INFINITY);
    while !rest.is_empty() {
        let (amount, after) = leading_number(rest)?;
        let (word, factor) = words.iter().find(|(word, _)| after.starts_with(word))?;
        // 1小时20分, not 20分1小时
        if *factor >= last {
            return None;
        }
        (sum, last) = (sum + amount * factor, *factor);
        rest = &after[word.len()..];
    }
    last.is_finite().then_some(sum)
}

/// Whether the text is a number with words or signs behind it: a number with a unit.
pub fn has_unit(text: &str) -> bool {
    let text = plain(text);
    leading_number(&text).is_some_and(|(_, rest)| !rest.trim().is_empty() && number(&text).is_none())
}

/// The number that a text begins with, 半 being a half, and what follows it.
fn leading_number(text: &str) -> Option<(f64, &str)> {
    if let Some(rest) = text.strip_prefix('半') {
        return Some((0.5, rest));
    }
    let sign = usize::from(text.starts_with(['-', '+']));
    let end = text[sign..].find(|it: char| !it.is_ascii_digit() && it != '.' && it != ',').map_or(text.len(), |it| it + sign);
    Some((number(&text[..end])?, &text[end..]))
}

/// A whole number; `3.0` is one.
pub(super) fn integer(text: &str) -> Option<i64> {
    let number = number(text)?;
    // beyond this, not every whole number is a double
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

/// Yes or no, in each spelling of the table's `formats`.
pub fn boolean(text: &str) -> Option<bool> {
    match text.trim() {
        "是" | "有" | "已" | "对" | "√" | "✓" | "true" | "yes" => Some(true),
        "否" | "无" | "未" | "没有" | "×" | "✗" | "false" | "no" => Some(false),
        other => match plain(other).to_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        },
    }
}

/// A week's number: `10`, `第10周`, `第十周`, `W10`.
pub(super) fn week(text: &str) -> Option<i64> {
    let text = plain(text);
    let text = text.strip_prefix('第').unwrap_or(&text);
    let text = text.strip_suffix('周').unwrap_or(text);
    let text = text.strip_prefix(['W', 'w']).unwrap_or(text).trim();
    integer(text).or_else(|| han_number(text))
}

/// A number up to 99 in Chinese characters: 十二, 二十三.
fn han_number(text: &str) -> Option<i64> {
    let digit = |it: char| "〇一二三四五六七八九".chars().position(|digit| digit == it).map(|at| at as i64);
    let single = |text: &str| {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(it), None) => digit(it),
            _ => None,
        }
    };
    match text.split_once('十') {
        None => single(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { single(tens)? };
            let ones = if ones.is_empty() { 0 } else { single(ones)? };
            Some(tens * 10 + ones)
        }
    }
}

/// The canonical name of a class, grade and number: `4-2` for `四（2）班`, `四(2)班`, `四年级2班`, `四年级（2）班`, `四2班`, `4.2`.
/// `None` for names of other forms, such as `2022级2班`, which need the casebook's classes.
pub fn class_key(text: &str) -> Option<String> {
    let text = plain(text).replace(' ', "");
    let mut chars = text.chars();
    let grade = match chars.next()? {
        it @ '1'..='9' => i64::from(it.to_digit(10)?),
        it => han_number(it.encode_utf8(&mut [0; 4]))?,
    };
    let rest = chars.as_str();
    let written_out = rest.strip_prefix("年级").or_else(|| rest.strip_prefix('年'));
    let number = if let Some(rest) = written_out {
        rest.strip_suffix('班').unwrap_or(rest)
    } else if let Some(rest) = rest.strip_prefix(['-', '.', '—', '–']) {
        rest.strip_suffix('班').unwrap_or(rest)
    } else if rest.starts_with('(') {
        rest.strip_suffix('班').unwrap_or(rest)
    } else if text.starts_with(|it: char| it.is_ascii_digit()) {
        return None;
    } else {
        rest.strip_suffix('班')?
    };
    let number = number.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(number);
    let number = han_number(number).or_else(|| integer(number))?;
    ((1..=9).contains(&grade) && (1..=99).contains(&number)).then(|| format!("{grade}-{number}"))
}

/// Year of entry and number of a class named by its cohort: (2022, 2) for `2022级2班`, `2022级（2）班`.
pub fn class_of_cohort(text: &str) -> Option<(i16, u8)> {
    let text = plain(text).replace(' ', "");
    let (year, rest) = text.split_once('级')?;
    let rest = rest.strip_suffix('班').unwrap_or(rest);
    let rest = rest.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(rest);
    let number = integer(rest).or_else(|| han_number(rest))?;
    let year = year.parse().ok().filter(|it| (1990..2100).contains(it))?;
    Some((year, u8::try_from(number).ok()?))
}

/// A class's canonical name as documents print it: `四（2）班` for `4-2`. Other names stay as they are.
pub fn class_name(key: &str) -> String {
    let parts = key.split_once('-').and_then(|(grade, number)| {
        let grade = "一二三四五六七八九".chars().nth(grade.parse::<usize>().ok()?.checked_sub(1)?)?;
        Some(format!("{grade}（{}）班", number.parse::<u8>().ok()?))
    });
    parts.unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{embedded::TABLE, rows};

    #[test]
    fn every_spelling_of_the_table_is_read() {
        let file: rows::File = serde_yaml::from_str(TABLE).expect("the table");
        for (kind, format) in &file.formats.0 {
            for text in &format.accepts {
                let read = match kind.as_str() {
                    "date" => text.parse::<crate::date::Date>().ok().map(|it| it.to_string()),
                    "term" => text.parse::<crate::date::TermId>().ok().map(|it| it.to_string()),
                    "week" => week(text).map(|it| it.to_string()),
                    "class" if text.contains('级') && !text.contains("年级") => {
                        assert_eq!(class_of_cohort(text), Some((2022, 2)));
                        continue;
                    }
                    "class" => class_key(text),
                    // codes are read with the fields that hold them
                    "student" => continue,
                    "boolean_true" | "boolean_false" => boolean(text).map(|it| it.to_string()),
                    other => panic!("{other}"),
                };
                assert_eq!(read.as_ref(), Some(&format.canonical), "{kind} {text}");
            }
        }
    }

    #[test]
    fn numbers_are_digits() {
        assert_eq!(number("１２．５"), Some(12.5));
        assert_eq!(number("−2"), Some(-2.0));
        assert_eq!(number(" 007 "), Some(7.0));
        assert_eq!(number("1,200"), Some(1200.0));
        assert_eq!(number("－1，234，567.5"), Some(-1_234_567.5), "full-width");
        for text in
            ["", "12题", "1e5", "inf", "NaN", "1,20", "1200,000", ",200", "1,200,", "-", ".5", "1.2.3", "1,2.3,4", "85%"]
        {
            assert_eq!(number(text), None, "{text}");
        }
        assert_eq!(integer("3.0"), Some(3));
        assert_eq!(integer("3.5"), None);
        assert_eq!(integer("99999999999999999999"), None);
        assert_eq!(boolean(" TRUE "), Some(true));
        assert_eq!(boolean("也许"), None);
    }

    #[test]
    fn units_are_taken_off_or_converted_where_that_is_certain() {
        let cases = [
            ("20分钟", "分钟", 20.0),
            ("２０ 分", "分钟", 20.0),
            ("1小时20分", "分钟", 80.0),
            ("半小时", "分钟", 30.0),
            ("1.5个小时", "分钟", 90.0),
            ("1分30秒", "秒", 90.0),
            ("85％", "%", 85.0),
            ("42名", "人", 42.0),
            ("2次", "次/周", 2.0),
            ("16题/分", "题/分", 16.0),
        ];
        for (text, unit, number) in cases {
            assert_eq!(in_unit(text, unit), Some(number), "{text} in {unit}");
        }
        let foreign = [
            ("20分钟", "分"),
            ("45%", "题/分"),
            ("20分1小时", "分钟"),
            ("1周", "天"),
            ("20", "分钟"),
            ("分钟", "分钟"),
            ("", "分钟"),
        ];
        for (text, unit) in foreign {
            assert_eq!(in_unit(text, unit), None, "{text} in {unit}");
        }
        assert!(has_unit("20分钟") && has_unit("-3 题") && has_unit("半小时"));
        assert!(!has_unit("五分钟") && !has_unit("20") && !has_unit("") && !has_unit("1,200"));
    }

    #[test]
    fn weeks_count_in_characters_too() {
        for (text, number) in [("第二十三周", 23), ("第二周", 2), ("w03", 3), ("第 9 周", 9), ("十", 10)] {
            assert_eq!(week(text), Some(number), "{text}");
        }
        for text in ["周", "第周", "第十十周", "十月", ""] {
            assert_eq!(week(text), None, "{text}");
        }
    }

    #[test]
    fn classes_have_one_name() {
        for text in
            ["二年级（1）班", "二（1）班", "二(1)", "2—1", "２－１", "二年1班", "二1班", "二年级一班", "2年级1班", "二 (1) 班"]
        {
            assert_eq!(class_key(text).as_deref(), Some("2-1"), "{text}");
        }
        assert_eq!(class_key("六（12）班").as_deref(), Some("6-12"));
        for text in ["", "42班", "二班", "向日葵班", "2022级2班", "4-0", "四年级"] {
            assert_eq!(class_key(text), None, "{text}");
        }
        assert_eq!(class_name("4-2"), "四（2）班");
        assert_eq!(class_key(&class_name("6-12")).as_deref(), Some("6-12"));
        assert_eq!(class_name("向日葵班"), "向日葵班");
        assert_eq!(class_of_cohort("2022级（2）班"), Some((2022, 2)));
        assert_eq!(class_of_cohort("年级2班"), None);
    }
}
