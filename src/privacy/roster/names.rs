//! How Chinese names are built, as far as leaks depend on it.

/// Surnames of two characters.
const COMPOUND: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司徒", "司空", "夏侯",
    "轩辕", "南宫", "独孤", "端木", "百里", "呼延", "申屠", "太史", "公羊", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于",
    "钟离", "闾丘", "鲜于", "赫连", "万俟", "闻人", "拓跋", "公西", "颛孙", "乐正", "夹谷", "宰父", "谷梁", "左丘", "东郭",
    "西门", "东门", "南门", "段干", "梁丘", "仲孙", "微生", "纳兰", "完颜", "叶赫", "拓拔", "第五", "公良", "漆雕", "巫马",
    "亓官", "司寇", "子车", "太叔", "申徒", "羊舌", "哥舒",
];

/// Dots between the halves of names in translation: `阿依古丽·买买提`.
const DOTS: &[char] = &['·', '•', '・', '‧', '∙', '⋅', '●', '．', '.', '。', '᛫', '･', '◦'];

/// Whether a character is a Chinese one.
pub fn is_han(char: char) -> bool {
    matches!(char,
        '\u{2e80}'..='\u{2fd5}' | '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The surname of a Chinese name of two to four characters.
pub fn surname(name: &str) -> Option<&str> {
    let chars: Vec<(usize, char)> = name.char_indices().collect();
    if !(2..=4).contains(&chars.len()) || !chars.iter().all(|it| is_han(it.1)) {
        return None;
    }
    let two = chars.get(2).map_or(name.len(), |it| it.0);
    let compound = name.get(..two).filter(|it| chars.len() > 2 && COMPOUND.contains(it));
    compound.or_else(|| name.get(..chars.get(1)?.0))
}

/// The parts of a name by which people are called: the given name where it has two characters or more, halves of a dotted
/// name, words of a name in Latin letters of three letters or more.
pub fn parts(name: &str) -> Vec<String> {
    let halves: Vec<&str> = name.split(DOTS).map(str::trim).filter(|it| !it.is_empty()).collect();
    if halves.len() > 1 {
        return halves.into_iter().filter(|it| it.chars().count() > 1).map(str::to_owned).collect();
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.len() > 1 && words.iter().all(|it| it.chars().all(|it| it.is_alphabetic() && !is_han(it))) {
        return words.into_iter().filter(|it| it.chars().count() > 2).map(str::to_owned).collect();
    }
    let chars: Vec<char> = name.chars().collect();
    let given: String = match surname(name) {
        // two surnames, as of father and mother, leave the same two characters as one of two
        Some(_) if chars.len() == 4 => chars.iter().skip(2).collect(),
        Some(surname) => name.chars().skip(surname.chars().count()).collect(),
        None => return Vec::new(),
    };
    if given.chars().count() > 1 { vec![given] } else { Vec::new() }
}

/// Whether a place is a school.
pub(super) fn is_school(place: &str) -> bool {
    let plain = without_remark(place);
    ["学校", "小学", "中学", "幼儿园", "教学点", "中心校", "学院", "分校", "校区"].iter().any(|it| plain.ends_with(it))
}

/// A name without what is remarked in brackets behind it.
pub(super) fn without_remark(name: &str) -> &str {
    name.split(['（', '(']).next().unwrap_or(name).trim()
}

/// The day of birth in an identity card's number.
pub(super) fn birth_of_id(id: &str) -> Option<String> {
    let chars: Vec<char> = id.chars().filter(|it| it.is_ascii_alphanumeric()).collect();
    let digits: String = chars.get(6..14).filter(|_| chars.len() == 18)?.iter().collect();
    let date = format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
    date.parse::<crate::date::Date>().ok().map(|it| it.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_into_the_parts_by_which_people_are_called() {
        let cases: [(&str, Option<&str>, &[&str]); 10] = [
            ("林禾苗", Some("林"), &["禾苗"]),
            ("陈果", Some("陈"), &[]),
            ("欧阳木", Some("欧阳"), &[]),
            ("欧阳木子", Some("欧阳"), &["木子"]),
            ("周林木子", Some("周"), &["木子"]),
            ("东方", Some("东"), &[]),
            ("阿依夏·木拉提", None, &["阿依夏", "木拉提"]),
            ("Tom Lee", None, &["Tom", "Lee"]),
            ("阿", None, &[]),
            ("一二三四五", None, &[]),
        ];
        for (name, family, called) in cases {
            assert_eq!((surname(name), parts(name)), (family, called.iter().map(|it| (*it).to_owned()).collect()), "{name}");
        }
    }

    #[test]
    fn birthdays_are_read_from_identity_numbers() {
        assert_eq!(birth_of_id("110101201605080013").as_deref(), Some("2016-05-08"));
        assert_eq!(birth_of_id("110101 20160508 001x").as_deref(), Some("2016-05-08"));
        for id in ["", "123", "110101201613080013"] {
            assert_eq!(birth_of_id(id), None, "{id}");
        }
    }

    #[test]
    fn schools_are_told_from_other_places() {
        assert!(is_school("晴川实验小学（虚构示例）") && !is_school("小学路"));
        assert_eq!(without_remark("晴川实验小学（虚构示例）"), "晴川实验小学");
    }
}
