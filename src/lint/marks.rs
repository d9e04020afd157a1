//! Punctuation: half-width marks between Chinese characters, dashes, ellipses, and what scanning leaves behind.

use crate::diag::{Code, Diagnostic};

use super::character::{after, before, is_han};
use super::finding;
use super::passage::{Passage, Place};

/// Words of two characters that a blank does not part: 渴 望.
const PARTED: &str = "渴望 信心 学生 老师 教师 家长 学习 成绩 作业 课堂 进步 表扬 鼓励 帮助 努力 认真 方法 习惯 兴趣 基础 知识 困难 转化 辅导 \
    谈心 家访 关爱 关心 信任 自信 自卑 目标 措施 效果 成效 班级 班主 同学 集体 活动 纪律 行为 思想 教育 教学 工作 总结 情况 问题 原因 分析 \
    经过 通过 由于 因为 所以 但是 如果 虽然 我们 他们 自己 能够 可以 应该 需要 要求 提高 培养 形成 发展 积极 主动 耐心 细心 爱心 热情 温暖 \
    尊重 理解 沟通 交流 家庭 学校 社会 环境 影响 孩子 父母 生活 时间 时候 开始 现在 已经 经常 常常 非常 特别 重要 主要 具体 一些 这些 那些 \
    什么 怎么 没有 不是 不能 完成 检查 练习 计算 阅读 写字 识字 朗读 数学 语文 英语 优点 缺点 希望 愿意 喜欢 高兴 快乐 成功 失败 机会 表现 \
    发现 了解 知道 认识 记录 观察 调查 问卷 研究 课题 实验 差距 薄弱 环节 惰性 性格 品德 品质 情感 情绪 态度 动力 压力 能力 智力 注意 精神 \
    意志 坚持 反复 变化 明显 显著 逐步 逐渐 及时 定期 每天 每周 每月 学期 期末 期初";

/// Particles after which no sentence ends: a full stop there is a speck of the scanner.
const PARTICLES: [char; 9] = ['的', '地', '得', '和', '与', '把', '被', '从', '对'];

/// Bytes at which a lint may have something to say.
const TRIGGERS: [bool; 256] = triggers();

const fn triggers() -> [bool; 256] {
    let mut table = [false; 256];
    let bytes = b",.;:?!\"- %\xE2\xE3\xEE\xEF";
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

/// Reports marks in the wrong form.
pub(super) fn check(passage: &Passage, findings: &mut Vec<Diagnostic>) {
    let text = &*passage.text;
    let mut quoted = false;
    let mut from = 0;
    while let Some(found) = text.as_bytes().get(from..).and_then(|it| it.iter().position(|it| TRIGGERS[*it as usize])) {
        let at = from + found;
        let Some(mark) = after(text, at) else { break };
        let run = text.get(at..).unwrap_or_default().chars().take_while(|it| *it == mark).count();
        let end = at + run * mark.len_utf8();
        from = end;
        match mark {
            '.' | '。' | '…' | '，' | '、' => ellipsis(passage, at, mark, run, findings),
            ',' | ';' | ':' | '?' | '!' => half_width(passage, at, end, mark, findings),
            '"' if !quoted && is_chinese_around(text, at, end) => {
                quoted = true;
                findings.push(finding(Code::StraightQuote, passage, at, end).arg("mark", "\""));
            }
            '-' | '—' | '─' => dash(passage, at, end, mark, run, findings),
            ' ' => blank(passage, at, end, run, findings),
            '%' => per_mille(passage, at, end, findings),
            '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' => {
                findings.push(residue(passage, at, end, "（重新输入这个字）"));
            }
            _ => {}
        }
    }
}

fn residue(passage: &Passage, start: usize, end: usize, better: &str) -> Diagnostic {
    finding(Code::OcrResidue, passage, start, end).arg("better", better)
}

/// A finding with its words replaced, where these stand in the file as they read.
fn mended(finding: Diagnostic, passage: &Passage, better: &str) -> Diagnostic {
    match (passage.place, &finding.place) {
        (Place::Exact(..), crate::diag::Place::Span(span)) => {
            let span = *span;
            finding.edit(span, better)
        }
        _ => finding,
    }
}

/// Whether Chinese stands on either side.
fn is_chinese_around(text: &str, start: usize, end: usize) -> bool {
    let chinese = |it: Option<char>| it.is_some_and(|it| is_han(it) || "，。：；！？、（）《》…".contains(it));
    chinese(before(text, start)) || chinese(after(text, end))
}

/// `...`, `。。。` and a lone `…` for an ellipsis; `的.方式` and `。。` left by a slip; a full stop in half width.
fn ellipsis(passage: &Passage, at: usize, mark: char, run: usize, findings: &mut Vec<Diagnostic>) {
    let text = &*passage.text;
    let end = at + run * mark.len_utf8();
    let chinese = before(text, at).is_some_and(|it| is_han(it) || "，。！？”）》".contains(it));
    match (mark, run) {
        ('…', 2 | 4) => {}
        ('…', _) if chinese || after(text, end).is_some_and(is_han) => {
            findings.push(mended(finding(Code::EllipsisForm, passage, at, end), passage, "……"));
        }
        ('.', 1) => half_width(passage, at, end, mark, findings),
        ('.', 2..) | ('。' | '，' | '、', 3..) if chinese => {
            findings.push(mended(finding(Code::EllipsisForm, passage, at, end), passage, "……"));
        }
        ('。' | '，' | '、', 2) => findings.push(residue(passage, at, end, &mark.to_string())),
        _ => {}
    }
}

/// Whether a passage is a work in a list of references, `[1] …`, whose marks GB/T 7714 wants in half width.
fn is_reference(text: &str) -> bool {
    // Escaped, as it is written out, or not.
    let number = text.trim_start_matches('\\').strip_prefix('[').and_then(|it| it.split_once(']'));
    let number = number.map_or("", |(number, _)| number.trim_end_matches('\\'));
    !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit())
}

/// A half-width mark between Chinese characters, or at the end of Chinese words.
fn half_width(passage: &Passage, at: usize, end: usize, mark: char, findings: &mut Vec<Diagnostic>) {
    let text = &*passage.text;
    if is_reference(text) {
        return;
    }
    let Some(earlier) = before(text, at).filter(|it| is_han(*it) || matches!(it, '”' | '》' | '）')) else { return };
    let rest = text.get(end..).unwrap_or_default();
    let later = rest.strip_prefix(' ').unwrap_or(rest).chars().next();
    let goes_on = later.is_some_and(|it| is_han(it) || matches!(it, '“' | '《' | '（' | '”' | '）'));
    let ends = later.is_none_or(|it| it == '\n') && mark != ':';
    if !goes_on && !ends {
        return;
    }
    let better = match mark {
        ',' => '，',
        '.' => '。',
        ';' => '；',
        ':' => '：',
        '?' => '？',
        _ => '！',
    };
    if mark == '.' && PARTICLES.contains(&earlier) && goes_on {
        let start = at - earlier.len_utf8();
        let end = end + later.map_or(0, char::len_utf8);
        let mended = [Some(earlier), later].into_iter().flatten().collect::<String>();
        findings.push(residue(passage, start, end, &mended));
        return;
    }
    let finding = finding(Code::HalfWidthMark, passage, at, end).arg("mark", mark).arg("better", better);
    // A full stop may be that of a number, `一.`, and a colon that of a time.
    let doubtful = matches!(mark, '.' | ':') || end > at + 1;
    findings.push(if doubtful { finding } else { mended(finding, passage, better.encode_utf8(&mut [0; 4])) });
}

/// `--` between Chinese words, and dashes of three strokes or of the wrong sign. Ranges of numbers are another lint's.
fn dash(passage: &Passage, at: usize, end: usize, mark: char, run: usize, findings: &mut Vec<Diagnostic>) {
    let text = &*passage.text;
    let wrong = match mark {
        '-' => run >= 2,
        '─' => run >= 1,
        _ => run >= 3,
    };
    let words = |it: Option<char>| it.is_some_and(|it| is_han(it) || "”“》《）（，。！？".contains(it));
    let earlier = before(text.trim_end_matches(' '), text.get(..at).unwrap_or_default().trim_end_matches(' ').len());
    let later = text.get(end..).unwrap_or_default().trim_start_matches(' ').chars().next();
    if wrong && words(earlier) && words(later) {
        findings.push(mended(finding(Code::DashForm, passage, at, end), passage, "——"));
    }
}

/// A blank in the middle of a word.
fn blank(passage: &Passage, at: usize, end: usize, run: usize, findings: &mut Vec<Diagnostic>) {
    let text = &*passage.text;
    let (Some(left), Some(right)) = (before(text, at), after(text, end)) else { return };
    if run > 2 || !is_han(left) || !is_han(right) {
        return;
    }
    let word: String = [left, right].into_iter().collect();
    // words that are set apart on purpose, as in a list, stand whole between blanks
    let whole = |it: Option<char>| it.is_none_or(|it| !is_han(it));
    let earlier = text.get(..at - left.len_utf8()).unwrap_or_default();
    let alone = whole(earlier.chars().next_back()) && whole(after(text, end + right.len_utf8()));
    if PARTED.split_whitespace().any(|it| it == word) && !alone {
        findings.push(residue(passage, at - left.len_utf8(), end + right.len_utf8(), &word));
    }
}

/// `20%o`: a per mille sign that was read as a percent sign and a letter.
fn per_mille(passage: &Passage, at: usize, end: usize, findings: &mut Vec<Diagnostic>) {
    let text = &*passage.text;
    let digits = text.get(..at).unwrap_or_default().trim_end_matches(|it: char| it.is_ascii_digit() || it == '.').len();
    let letter = after(text, end).filter(|it| matches!(it, 'o' | 'O'));
    let word_goes_on = after(text, end + 1).is_some_and(|it| it.is_ascii_alphanumeric());
    if digits < at && letter.is_some() && !word_goes_on {
        let number = text.get(digits..end).unwrap_or_default();
        findings.push(residue(passage, digits, end + 1, number));
    }
}
