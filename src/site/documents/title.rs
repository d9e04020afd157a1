//! Where a title that somebody wrote may break: between what belongs together, never within a word.

/// Words after which a title may break.
const AFTER: [&str; 2] = ["学期", "的"];
/// Words before which it may.
const BEFORE: [&str; 13] = [
    "阶段性总结",
    "阶段总结",
    "工作总结",
    "总结",
    "小结",
    "结题报告",
    "转化报告",
    "报告",
    "工作汇编",
    "汇编",
    "行动研究",
    "学习困难",
    "（",
];
/// Words that go on after one of the first kind.
const GOES_ON: [&str; 4] = ["末", "初", "中", "（"];

/// A title in parts between which it may break.
pub(super) fn parts(title: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = title;
    while let Some(first) = rest.chars().next() {
        let now = parts.last_mut().map(std::mem::take).unwrap_or_default();
        let after = AFTER.iter().any(|it| now.ends_with(it)) && !GOES_ON.iter().any(|it| rest.starts_with(it));
        let word = BEFORE.iter().find(|it| rest.starts_with(**it));
        let breaks = after || word.is_some_and(|it| *it != "（" || now.chars().count() > 3);
        let taken = word.map_or(first.len_utf8(), |it| it.len());
        let (taken, left) = rest.split_at(taken);
        match parts.last_mut() {
            Some(last) if !breaks || now.is_empty() => *last = now + taken,
            Some(last) => {
                *last = now;
                parts.push(taken.to_owned());
            }
            None => {}
        }
        rest = left;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_break_between_words() {
        for (title, expected) in [
            ("小学学习困难学生支持策略的行动研究阶段总结", "小学|学习困难学生支持策略的|行动研究|阶段总结"),
            (
                "四（2）班2025—2026学年度第二学期数学学习困难学生辅导小结",
                "四（2）班2025—2026学年度第二学期|数学|学习困难学生辅导|小结",
            ),
            ("学期末总结", "学期末|总结"),
            ("样稿", "样稿"),
            ("", ""),
        ] {
            let found = parts(title);
            assert_eq!(found.concat(), title);
            assert_eq!(found.join("|"), expected);
        }
    }
}
