//! What may be told at home of a record: nothing of other children, no score or place, no misdeed.

use crate::model::Note;

use super::Case;

/// Words of scores and places.
const SCORES: &[&str] =
    &["分数", "名次", "排名", "名列", "倒数", "平均分", "满分", "考试", "考了", "得分", "第一名", "第二名", "第三名"];

/// Words of misdeeds and reproof.
const MISDEEDS: &[&str] = &[
    "违纪",
    "批评",
    "打架",
    "冲突",
    "吵",
    "骂",
    "推人",
    "欺负",
    "撒谎",
    "说谎",
    "处分",
    "检讨",
    "扰乱",
    "绰号",
    "不听话",
    "缺点",
];

impl Case<'_> {
    /// A record's words, as far as they may be told at home; `None` where they name another child, a score, a place among
    /// others or a misdeed.
    pub(super) fn at_home<'t>(&self, words: &'t str) -> Option<&'t str> {
        let words = words.trim().trim_end_matches('。');
        let sound = !words.is_empty() && !names_a_score(words) && !MISDEEDS.iter().any(|it| words.contains(it));
        (sound && !self.view().analysis.names_another(self.id, words)).then_some(words)
    }

    /// The same of a note's field.
    pub(super) fn field_at_home<'t>(&self, note: &'t Note, field: &str) -> Option<&'t str> {
        self.at_home(note.fields.text(field)?)
    }
}

/// Whether a text tells a score or a place: by a word, as `第3名`, or as a number of points. Times and minutes are none.
fn names_a_score(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let before = |at: usize| characters[..at].iter().rev().take_while(|it| it.is_ascii_digit()).count();
    let points = |at: usize| {
        let digits = before(at);
        let clock = characters[..at - digits].last().is_some_and(|it| matches!(it, '点' | ':' | '：'));
        let duration = characters.get(at + 1).is_some_and(|it| matches!(it, '钟' | '之'));
        digits > 0 && !clock && !duration
    };
    let place = |at: usize| {
        let digits = before(at);
        digits > 0 && characters[..at - digits].last() == Some(&'第')
    };
    let told = |(at, it): (usize, &char)| (*it == '分' && points(at)) || (*it == '名' && place(at));
    SCORES.iter().any(|it| text.contains(it)) || characters.iter().enumerate().any(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_and_places_are_found() {
        for told in ["数学考了九十", "得71分", "第12名", "进步了8分。", "全班平均分"] {
            assert!(names_a_score(told), "{told}");
        }
        for innocent in ["每天7点50分前收齐", "做了20分钟", "口算18题/分", "三分之一", "分给同学", "请了3名同学", "十分高兴"]
        {
            assert!(!names_a_score(innocent), "{innocent}");
        }
    }
}
