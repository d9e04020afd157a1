//! Whether what is written like a name is one: what its neighbours say.
//!
//! The rule, in this order, for a given name, nickname or alias that may be a word of its own (小满, 禾苗, 石头):
//!
//! 1. It stands within a longer ordinary word (海纳百川, 虚怀若谷): a word.
//! 2. Something says that a person is meant (小满说, 表扬了小满, 小满的妈妈): a name.
//! 3. It is an ordinary word, and something says that a thing is meant (很高兴, 高兴地, 一株禾苗, 小满节气): a word.
//! 4. It is an ordinary word, and nothing says anything: doubtful. It is none and no neighbour makes a word with its ends: a name.
//!    A neighbour does (行|远足): doubtful.
//!
//! A doubtful one is taken for a name. What is never in doubt, such as a whole name of three characters, does not come here.

use crate::privacy::hidden::name::is_han;
use crate::privacy::words::{LONGEST, is_word};

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A name.
    Name,
    /// A word; it stays.
    Word,
    /// Taken for a name, and asked about.
    Doubtful,
}

/// A place in a text: what stands before, there, and after.
pub(super) struct Around<'t> {
    pub(super) before: &'t str,
    pub(super) own: &'t str,
    pub(super) after: &'t str,
}

/// Say that the person before them does or has something.
const PERSON_AFTER: [&str; 42] = [
    "同学",
    "说",
    "问",
    "答",
    "回答",
    "笑",
    "哭",
    "喊",
    "想",
    "觉得",
    "告诉",
    "主动",
    "妈妈",
    "爸爸",
    "奶奶",
    "爷爷",
    "外婆",
    "外公",
    "家长",
    "母亲",
    "父亲",
    "的妈妈",
    "的爸爸",
    "的奶奶",
    "的爷爷",
    "的外婆",
    "的家长",
    "的母亲",
    "的父亲",
    "的同桌",
    "的作业",
    "的座位",
    "的口算",
    "的作文",
    "的日记",
    "老师",
    "也举手",
    "举手",
    "家访",
    "第一次",
    "自己",
    "本人",
];

/// Say that a person follows.
const PERSON_BEFORE: [&str; 33] = [
    "同学",
    "学生",
    "表扬",
    "批评",
    "提醒",
    "鼓励",
    "组长",
    "同桌",
    "叫",
    "找",
    "夸",
    "问",
    "陪",
    "帮",
    "帮助",
    "让",
    "请",
    "跟",
    "给",
    "喊",
    "教",
    "告诉",
    "见到",
    "遇到",
    "约",
    "家访",
    "表扬了",
    "提醒了",
    "找到",
    "送",
    "老师和",
    "我和",
    "妈妈",
];

/// Say that what follows is how somebody is, not who.
const WORD_BEFORE: [&str; 20] = [
    "很",
    "真",
    "太",
    "最",
    "更",
    "挺",
    "好",
    "不",
    "不太",
    "非常",
    "十分",
    "特别",
    "有点",
    "多么",
    "格外",
    "越来越",
    "比较",
    "一样",
    "都很",
    "还算",
];

/// Count things.
const COUNTERS: [char; 20] =
    ['株', '棵', '把', '片', '朵', '粒', '根', '幅', '场', '颗', '块', '座', '丛', '枝', '盆', '群', '束', '捧', '堆', '轮'];

/// Say that what stands before is how something is done, or a time of the year.
const WORD_AFTER: [&str; 10] = ["地", "得", "极了", "起来", "节气", "时节", "前后", "季节", "了起来", "之日"];

/// What the neighbours of a doubtful word decide.
pub(super) fn decide(around: &Around<'_>) -> Verdict {
    if within_a_word(around) {
        return Verdict::Word;
    }
    if speaks_of_a_person(around) {
        return Verdict::Name;
    }
    if is_word(around.own) {
        let thing = WORD_BEFORE.iter().any(|it| around.before.ends_with(it))
            || around.before.ends_with(COUNTERS)
            || WORD_AFTER.iter().any(|it| around.after.starts_with(it));
        return if thing { Verdict::Word } else { Verdict::Doubtful };
    }
    if ends_a_word(around) || begins_a_word(around) { Verdict::Doubtful } else { Verdict::Name }
}

/// Whether the text says that a person is meant.
pub(super) fn speaks_of_a_person(around: &Around<'_>) -> bool {
    PERSON_AFTER.iter().any(|it| around.after.starts_with(it)) || PERSON_BEFORE.iter().any(|it| around.before.ends_with(it))
}

/// Whether an ordinary word reaches over the whole and further.
fn within_a_word(around: &Around<'_>) -> bool {
    let own = around.own.chars().count();
    let before = tail(around.before, LONGEST.saturating_sub(own));
    let after = head(around.after, LONGEST.saturating_sub(own));
    let starts = std::iter::successors(Some(before), |it| {
        let mut rest = it.chars();
        rest.next().map(|_| rest.as_str())
    });
    for start in starts {
        let length = start.chars().count() + own;
        for more in 0..=LONGEST.saturating_sub(length) {
            if start.is_empty() && more == 0 {
                continue;
            }
            let end = head(after, more);
            if end.chars().count() == more && is_word(&format!("{start}{}{end}", around.own)) {
                return true;
            }
        }
    }
    false
}

/// Whether the character before makes a word with the first: 明白 in 明白老师的意思.
pub(super) fn ends_a_word(around: &Around<'_>) -> bool {
    let first = head(around.own, 1);
    (1..LONGEST).any(|it| {
        let before = tail(around.before, it);
        before.chars().count() == it && before.chars().all(is_han) && is_word(&format!("{before}{first}"))
    })
}

/// Whether the last character makes a word with the one after: 远足 in 行远足.
fn begins_a_word(around: &Around<'_>) -> bool {
    let last = tail(around.own, 1);
    let after = head(around.after, 1);
    !after.is_empty() && is_word(&format!("{last}{after}"))
}

impl<'t> Around<'t> {
    pub(super) fn new(text: &'t str, start: usize, end: usize) -> Self {
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
        Self { before: part(0..start), own: part(start..end), after: part(end..text.len()) }
    }
}

/// The first so many characters.
fn head(text: &str, count: usize) -> &str {
    let end = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

/// The last so many characters.
fn tail(text: &str, count: usize) -> &str {
    let Some(skipped) = count.checked_sub(1) else { return "" };
    let start = text.char_indices().rev().nth(skipped).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or_default()
}
