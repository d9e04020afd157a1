//! Words about pupils, families and success: the lints that rest on the lexicon.

use std::ops::Range;

use crate::diag::{Code, Diagnostic};

use super::character::{
    FIGURE, after, before, clause_after, clause_before, ends_clause, is_han, is_numeral, sentence, sentence_range,
};
use super::finding;
use super::lexicon::{Found, Sense, find};
use super::passage::{Passage, Setting};

/// Reports the words of the lexicon that are not innocent where they stand.
pub(super) fn check(passage: &Passage, findings: &mut Vec<Diagnostic>) {
    for found in find(&passage.text) {
        findings.extend(judge(passage, found));
    }
}

fn judge(passage: &Passage, found: Found) -> Option<Diagnostic> {
    let text = &*passage.text;
    let Found { start, end, sense } = found;
    let plain = |code| Some(finding(code, passage, start, end));
    match sense {
        Sense::Label(better) => {
            if is_title(text, start) || is_denied(text, start) || is_speech(passage, found) {
                return None;
            }
            plain(Code::Label).map(|it| it.arg("better", better))
        }
        Sense::ProblemPupil => {
            if !names_a_pupil(text, start, end) || is_denied(text, start) || is_speech(passage, found) {
                return None;
            }
            plain(Code::Label).map(|it| it.arg("better", "需要更多支持的学生"))
        }
        Sense::TermLabel(better) => {
            let later = clause_after(text, end, 4);
            let of_trade = text.get(start..end) == Some("学困生") && TRADE.iter().any(|it| later.starts_with(it));
            let about = clause_before(text, start, 2) == "关爱";
            if of_trade || about || is_title(text, start) || is_denied(text, start) || is_speech(passage, found) {
                return None;
            }
            plain(Code::DiscouragedLabel).map(|it| it.arg("better", better))
        }
        Sense::Judged(better) => {
            if is_title(text, start) || is_denied(text, start) || is_speech(passage, found) {
                return None;
            }
            plain(Code::JudgementWord).map(|it| it.arg("better", better))
        }
        Sense::Rank | Sense::RankStart => rank(passage, found),
        Sense::Exam(better) => {
            let numbered = before(text, start).is_some_and(|it| it.is_ascii_digit() || is_numeral(it));
            if numbered || is_title(text, start) || is_ruled_out(text, start, end) {
                return None;
            }
            plain(Code::BannedExam).map(|it| it.arg("better", better))
        }
        Sense::Sensitive(kind, english) => {
            if passage.voice.secret || is_title(text, start) {
                return None;
            }
            plain(Code::SensitiveWord).map(|it| it.arg("kind", kind).arg("kind_en", english))
        }
        Sense::Danger => {
            let taught = clause_before(text, start, 6);
            let taught = taught.ends_with(['防', '反'])
                || ["预防", "防范", "杜绝", "拒绝", "远离", "防止"].iter().any(|it| taught.contains(it));
            let lesson = ["防治", "预防", "讲座", "教育", "宣传", "班会", "专题", "举报电话"];
            let lesson = lesson.iter().any(|it| clause_after(text, end, 4).contains(it));
            if taught || lesson || is_title(text, start) {
                return None;
            }
            plain(Code::Escalation)
        }
        Sense::Typo(better) => plain(Code::TypoList).map(|it| it.arg("better", better)),
        Sense::Name(better) => {
            // 卢俊 is also a person's own name
            let quoted = || {
                let around = sentence(text, start);
                ["教育家", "思想家", "哲学家", "法国", "爱弥儿", "曾说", "说过", "名言", "指出", "认为"]
                    .iter()
                    .any(|it| around.contains(it))
            };
            if better == "卢梭" && !quoted() {
                return None;
            }
            plain(Code::CitationName).map(|it| it.arg("better", better))
        }
        Sense::Claim(figure) => {
            if passage.voice.setting != Setting::Document || is_backed(text, start) || is_denied(text, start) {
                return None;
            }
            plain(Code::ClaimWithoutData).map(|it| it.arg("figure", figure))
        }
        Sense::Innocent | Sense::Author => None,
    }
}

/// What follows 学困生 where the word names the work and not a pupil.
const TRADE: [&str; 22] = [
    "转化",
    "工作",
    "帮扶",
    "辅导",
    "成因",
    "问卷",
    "调查",
    "阶段",
    "建档",
    "档案",
    "制定",
    "个案",
    "研究",
    "课题",
    "主题",
    "支持",
    "台账",
    "总结",
    "跟踪",
    "教育",
    "群体",
    "问题研究",
];

/// Whether the place stands in a title, 《…》.
fn is_title(text: &str, at: usize) -> bool {
    enclosed(text, at, '《', '》').is_some()
}

/// What stands between the marks around a place.
fn enclosed(text: &str, at: usize, open: char, close: char) -> Option<&str> {
    let before = text.get(..at)?;
    let from = before.rfind(open).filter(|it| !before.get(*it..).is_some_and(|it| it.contains(close)))?;
    let to = at + text.get(at..)?.find(close)?;
    text.get(from + open.len_utf8()..to)
}

/// Whether the words are what somebody said: a field for that, or a quotation in a note. A quoted word alone, as in
/// 我们班的“差生”, is the writer's own; and a document quotes no labels.
fn is_speech(passage: &Passage, found: Found) -> bool {
    let labels = matches!(found.sense, Sense::Label(_) | Sense::ProblemPupil | Sense::TermLabel(_));
    if labels && passage.voice.setting == Setting::Document {
        return false;
    }
    if passage.voice.quoted {
        return true;
    }
    let (text, at) = (&*passage.text, found.start);
    let quotation =
        enclosed(text, at, '“', '”').or_else(|| enclosed(text, at, '‘', '’')).or_else(|| enclosed(text, at, '「', '」'));
    let word = text.get(found.start..found.end).map_or(0, |it| it.chars().count());
    quotation.is_some_and(|it| it.chars().filter(|it| is_han(*it)).count() >= word + 2)
}

/// Whether the clause says that the word is not to be used: 不叫“差生”.
fn is_denied(text: &str, at: usize) -> bool {
    const DENIED: [&str; 30] = [
        "不说", "不叫", "不骂", "不喊", "不称", "不贴", "不用", "不许", "不准", "不要", "不能", "不得", "不再", "不是", "不算",
        "禁止", "杜绝", "拒绝", "反对", "避免", "没有", "并非", "从不", "绝不", "防止", "取消", "未见", "没见", "尚无", "请勿",
    ];
    let clause = clause_before(text, at, 12);
    DENIED.iter().any(|it| clause.contains(it)) || clause.ends_with(['不', '别', '勿', '莫', '未', '无'])
}

/// Whether the clause says that something is not done: 不排名次, 名次不公布, 用练习代替月考.
fn is_ruled_out(text: &str, start: usize, end: usize) -> bool {
    const BEFORE: [&str; 14] = ["不", "没有", "没", "未", "无", "免", "禁", "取消", "别", "勿", "停止", "代替", "取代", "替代"];
    const AFTER: [&str; 6] = ["不公布", "不排", "不记", "不列", "不看", "改为"];
    let clause = clause_before(text, start, 7);
    BEFORE.iter().any(|it| clause.contains(it)) || AFTER.iter().any(|it| clause_after(text, end, 4).starts_with(it))
}

/// Whether 问题学生 names a pupil: 这个问题学生会答 does not.
fn names_a_pupil(text: &str, start: usize, end: usize) -> bool {
    let before = clause_before(text, start, 2);
    let begins = before.is_empty() || before.ends_with(['是', '为', '成', '名', '对', '把', '班', '当', '做', '作', '“', '、']);
    let goes_on = after(text, end).is_some_and(|it| "都会能不没答回想做算自很容可普怎该应成活动发".contains(it));
    begins && !goes_on
}

/// A rank, unless it is one of sports, of a list, or ruled out.
fn rank(passage: &Passage, found: Found) -> Option<Diagnostic> {
    let text = &*passage.text;
    let Found { start, mut end, sense } = found;
    let word = text.get(start..end)?;
    if sense == Sense::RankStart {
        if word.ends_with('第') {
            let number = text.get(end..)?;
            let digits = number.find(|it: char| !it.is_ascii_digit() && !is_numeral(it)).unwrap_or(number.len());
            if digits == 0 {
                return None;
            }
            end += digits;
            if after(text, end) == Some('名') {
                end += '名'.len_utf8();
            }
        }
        // 第一名 may be the first to raise a hand, 倒数第二 a row of seats
        let ends = |it: char| ends_clause(it) || matches!(it, '的' | '了' | '”' | '）' | '、' | '（' | '“');
        if !after(text, end).is_none_or(ends) {
            return None;
        }
    }
    let around = sentence(text, start);
    let contest = CONTESTS.iter().any(|it| around.contains(it));
    let scores = SCORES.iter().any(|it| around.contains(it));
    // 第一名 by itself may be of anything
    let ambiguous = sense == Sense::RankStart && !word.contains(['级', '班', '校', '考']);
    let of_score = !ambiguous || scores;
    if contest || !of_score || is_title(text, start) || is_ruled_out(text, start, end) {
        return None;
    }
    Some(finding(Code::RankBan, passage, start, end))
}

/// Words of a sentence about sports or a competition, whose ranks are no secret.
const CONTESTS: [&str; 30] = [
    "运动会",
    "比赛",
    "竞赛",
    "接力",
    "跑",
    "跳绳",
    "跳远",
    "跳高",
    "投掷",
    "棋",
    "歌",
    "绘画",
    "书法",
    "朗诵",
    "篮球",
    "足球",
    "乒乓",
    "羽毛球",
    "拔河",
    "体育节",
    "艺术节",
    "科技节",
    "读书节",
    "田径",
    "大赛",
    "选拔",
    "评选",
    "演讲",
    "闯关",
    "游泳",
];

/// Words of a sentence about scores.
const SCORES: [&str; 16] = [
    "考", "成绩", "分数", "得分", "总分", "测验", "测试", "期末", "期中", "试卷", "语文", "数学", "英语", "年级", "全班",
    "班级",
];

/// Whether a number or a live figure stands in the sentence of a claim or the next one.
fn is_backed(text: &str, at: usize) -> bool {
    let has_number = |range: Range<usize>| {
        let words = text.get(range).unwrap_or_default();
        words.contains(FIGURE) || words.char_indices().any(|(at, it)| it.is_ascii_digit() && !is_calendar(words, at))
    };
    let own = sentence_range(text, at);
    let next = own.end + after(text, own.end).map_or(0, char::len_utf8);
    has_number(own) || next < text.len() && has_number(sentence_range(text, next))
}

/// Whether a digit belongs to a day, a week or a class and not to an amount.
fn is_calendar(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default().trim_start_matches(|it: char| it.is_ascii_digit());
    let ordinal = text.get(..at).unwrap_or_default().trim_end_matches(|it: char| it.is_ascii_digit()).ends_with('第');
    ordinal || rest.starts_with(['年', '月', '日', '级', '班', '届', '号', '）', '—', '-'])
}
