//! Names of persons, and the ways in which one is called.

use std::collections::BTreeSet;

use pinyin::ToPinyinMulti;

/// Surnames of two characters.
const COMPOUND: [&str; 24] = [
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊", "赫连",
    "澹台", "皇甫", "宗政", "濮阳", "公冶", "申屠", "公孙", "慕容", "司徒",
];

/// How many spellings of a name with characters of several sounds are tried.
const MOST_SPELLINGS: usize = 16;

/// A Chinese name of two to four characters as surname and given name.
pub(super) fn parts(name: &str) -> Option<(&str, &str)> {
    let characters = name.chars().count();
    if !(2..=4).contains(&characters) || !name.chars().all(is_han) {
        return None;
    }
    let compound = COMPOUND.iter().find(|it| name.starts_with(**it) && characters > 2);
    let length = compound.map_or_else(|| name.chars().next().map_or(0, char::len_utf8), |it| it.len());
    Some(name.split_at(length))
}

/// The parts of a name that a dot or blank divides: 阿依古丽·买买提, Anna Smith.
pub(super) fn halves(name: &str) -> Vec<&str> {
    let halves: Vec<&str> =
        name.split(['·', '•', '・', '‧', '．', ' ', '\u{3000}']).map(str::trim).filter(|it| !it.is_empty()).collect();
    if halves.len() > 1 { halves } else { Vec::new() }
}

/// Whether this is a Chinese character.
pub(crate) fn is_han(it: char) -> bool {
    matches!(it, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}')
}

/// Every spelling of a text in letters without tones, `ü` as `u` and as `v`: `linhemiao`. None where a character has no sound.
pub(super) fn spellings(text: &str) -> Vec<String> {
    let mut spellings = vec![String::new()];
    for multi in text.to_pinyin_multi() {
        let Some(multi) = multi else { return Vec::new() };
        let mut sounds: Vec<String> = Vec::new();
        for sound in multi.into_iter().map(|it| it.plain()) {
            let forms = if sound.contains('ü') {
                vec![sound.replace('ü', "u"), sound.replace('ü', "v")]
            } else {
                vec![sound.to_owned()]
            };
            sounds.extend(forms);
        }
        let mut seen = BTreeSet::new();
        sounds.retain(|it| seen.insert(it.clone()));
        let longer = spellings.iter().flat_map(|front| sounds.iter().map(move |sound| format!("{front}{sound}")));
        spellings = longer.take(MOST_SPELLINGS).collect();
    }
    spellings
}

/// The sounds of a character with their tones: 重 is `zhòng` and `chóng`.
pub(crate) fn sounds(it: char) -> Vec<&'static str> {
    it.to_pinyin_multi().map(|multi| multi.into_iter().map(|it| it.with_tone()).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_parts() {
        assert_eq!(parts("林禾苗"), Some(("林", "禾苗")));
        assert_eq!(parts("陈果"), Some(("陈", "果")));
        assert_eq!(parts("欧阳若兰"), Some(("欧阳", "若兰")));
        assert_eq!(parts("欧阳"), Some(("欧", "阳")));
        assert_eq!(parts("阿依古丽·买买提"), None);
        assert_eq!(halves("阿依古丽·买买提"), ["阿依古丽", "买买提"]);
        assert!(halves("林禾苗").is_empty());
    }

    #[test]
    fn names_are_spelt() {
        assert_eq!(spellings("林禾苗"), ["linhemiao"]);
        assert_eq!(spellings("吕"), ["lu", "lv"]);
        assert!(spellings("单").contains(&"shan".to_owned()) && spellings("单").contains(&"dan".to_owned()));
        assert!(spellings("Anna").is_empty());
        assert_eq!(sounds('禾'), ["hé"]);
    }
}
