//! Exams, reviews, incidents, relapses.

use super::{as_of, casebook, class, pupil};
use crate::model::Casebook;

fn index(alias: &str) -> String {
    format!("---\n化名: {alias}\n班级: 4-2\n---\n")
}

/// Eight pupils and a table of the class.
fn eight(file: &str, rows: &str) -> Casebook {
    let pupils: Vec<(String, String)> = ["甲甲", "乙乙", "丙丙", "丁丁", "戊戊", "己己", "庚庚", "辛辛"]
        .iter()
        .zip(1..)
        .map(|(alias, at)| (format!("students/S0{at}/index.md"), index(alias)))
        .collect();
    let mut files: Vec<(&str, &str)> = pupils.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push((file, rows));
    casebook(&files)
}

#[test]
fn exams_of_the_demo() {
    let before = [52, 48, 55, 58, 63, 61, 50, 31];
    let after = [71, 66, 70, 60, 74, 58, 55, 34];
    let mut rows = "学生,日期,指标,学科,数值,满分,班级平均,班级标准差\n".to_owned();
    for (at, (before, after)) in before.iter().zip(after).enumerate() {
        let code = at + 1;
        rows += &format!("S0{code},2026-01-20,期末数学,数学,{before},100,82.1,9.8\n");
        rows += &format!("S0{code},2026-07-01,期末数学,数学,{after},100,74.0,12.5\n");
    }
    let casebook = eight("classes/4-2/期末考试.csv", &rows);
    let facts = as_of(&casebook, "2026-07-03").exams(class(&casebook), Some("math"));
    assert_eq!((facts.enrolled, facts.present, facts.passed, facts.pairs.len()), (8, 8, 5, 8));
    assert_eq!((facts.passed_before, facts.passed_after), (2, 5));
    let (mean, low, high) = facts.difference.expect("eight pairs");
    assert!((mean - 8.75).abs() < 1e-9 && (low - 1.932_455_701).abs() < 1e-8 && (high - 15.567_544_298).abs() < 1e-8);
    assert_eq!(facts.mcnemar, Some(0.375));
    assert_eq!((facts.mean_before, facts.mean_after), (Some(52.25), Some(61.0)));
    let sixth = facts.pairs[5].z_change.expect("class means");
    assert!((sixth - (-1.28 + 2.153_061_224_489_795_3)).abs() < 1e-12, "raw falls, standing rises");
    assert_eq!(as_of(&casebook, "2026-07-03").exams(class(&casebook), Some("chinese")).enrolled, 0);
}

#[test]
fn who_is_absent_is_enrolled() {
    let rows = "学生,日期,指标,学科,数值,满分,缺席,所用合格线\nS01,2026-07-01,期末数学,数学,58,100,,55\nS02,2026-07-01,期末数学,数学,,100,是,\nS03,2026-07-01,期末数学,,96,120,,\nS04,2026-07-01,期末数学,,71,120,,\n";
    let casebook = eight("classes/4-2/期末考试.csv", rows);
    let facts = as_of(&casebook, "2026-07-03").exams(class(&casebook), Some("math"));
    assert_eq!((facts.enrolled, facts.present), (4, 3), "a measure tells the subject of a record that does not");
    assert_eq!(facts.passed, 2, "58 passes by its own line of 55; 96 of 120 passes, 71 of 120 does not");
    assert_eq!((facts.pairs.len(), facts.mcnemar, facts.mean_before), (0, None, None), "nothing to compare with");
}

#[test]
fn taking_stock_may_stand_for_the_exam_before() {
    let rows = "学生,日期,指标,学科,练习种类,数值,满分\nS01,2026-03-06,摸底练习,数学,摸底,20,50\nS01,2026-07-01,期末数学,数学,期末考试,60,100\nS02,2026-03-06,摸底练习,数学,摸底,30,\nS02,2026-07-01,期末数学,数学,期末考试,60,100\n";
    let casebook = eight("classes/4-2/成绩跟踪.csv", rows);
    let facts = as_of(&casebook, "2026-07-03").exams(class(&casebook), None);
    assert_eq!(facts.pairs.len(), 1, "without full marks it is no score");
    assert_eq!((facts.pairs[0].before, facts.pairs[0].after), (40.0, 60.0), "brought to the exam's full marks");
    assert_eq!((facts.passed_before, facts.passed_after), (0, 1));
}

#[test]
fn reviews_need_both_ends() {
    let rows = "学生,日期,时点,学习兴趣.评分,纪律.评分\nS01,2026-03-06,期初,2,3\nS01,2026-05-06,期中,3,\nS01,2026-06-26,期末,4,3\nS02,2026-03-06,,2,\nS02,2026-06-26,,3,5\nS03,2026-06-26,期末,5,5\n";
    let casebook = eight("classes/4-2/转化调查.csv", rows);
    let changes = as_of(&casebook, "2026-07-03").aspects(class(&casebook));
    let rows: Vec<_> = changes.iter().map(|it| (&*it.aspect, it.n, it.start, it.middle, it.end, it.improved)).collect();
    assert_eq!(rows, [("interest", 2, 2.0, Some(3.0), 3.5, 2), ("discipline", 1, 3.0, None, 3.0, 0)]);
}

#[test]
fn affect_is_compared_within_one_rater() {
    let rows = "学生,日期,时点,评定人,自信\nS01,2026-03-06,期初,学生,2\nS01,2026-03-06,期初,教师,1\nS01,2026-06-26,期末,学生,4\nS02,2026-03-06,期初,教师,2\nS02,2026-06-26,期末,学生,5\n";
    let casebook = eight("classes/4-2/情感状态.csv", rows);
    let changes = as_of(&casebook, "2026-07-03").affect(class(&casebook));
    let rows: Vec<_> = changes.iter().map(|it| (&*it.item, it.n, it.start, it.end)).collect();
    assert_eq!(rows, [("confidence", 1, 2.0, 4.0)], "the second pupil's two ends are of two raters");
}

#[test]
fn incidents_by_month_so_far() {
    let rows = "日期,行为\n2026-03-04,离座\n2026-03-20,离座\n2026-05-13,争吵\n";
    let casebook = eight("students/S01/违纪.csv", rows);
    let months = as_of(&casebook, "2026-05-13").incidents(class(&casebook));
    let counts: Vec<_> = months.iter().map(|it| (it.days.from.month(), it.count, it.school_days)).collect();
    assert_eq!(counts, [(3, 2, 22), (4, 0, 22), (5, 1, 3)]);
}

#[test]
fn relapses_last_until_recovery() {
    let note = |date: &str, rest: &str| format!("---\n类型: 反复\n日期: {date}\n反复表现: 漏交作业\n{rest}---\n");
    let (first, second, third) =
        (note("2026-03-10", "恢复日期: 2026-03-20\n"), note("2026-04-10", "恢复天数: 3\n"), note("2026-06-29", ""));
    let casebook = casebook(&[
        ("students/S01/index.md", &index("甲甲")),
        ("students/S01/notes/a.md", &first),
        ("students/S01/notes/b.md", &second),
        ("students/S01/notes/c.md", &third),
    ]);
    let facts = as_of(&casebook, "2026-07-01").relapses(pupil(&casebook, "S01"));
    assert_eq!(facts.iter().map(|it| (it.days, it.recovered)).collect::<Vec<_>>(), [(10, true), (3, true), (2, false)]);
}

#[test]
fn levels_lines_and_the_class_are_told() {
    let rows = "学生,日期,指标,学科,数值,满分,班级平均,班级标准差,参加人数
S01,2026-01-20,期末数学,数学,52,100,80,10,42
S01,2026-07-01,期末数学,数学,86,100,75,10,40
S02,2026-01-20,期末数学,数学,61,100,80,10,42
S02,2026-07-01,期末数学,数学,58,100,75,10,40
S03,2026-01-20,期末数学,数学,90,100,80,10,42
S03,2026-07-01,期末数学,数学,88,100,75,10,40
S04,2026-07-01,期末数学,数学,,100,,,
";
    let casebook = eight("classes/4-2/期末考试.csv", rows);
    let facts = as_of(&casebook, "2026-07-03").exams(class(&casebook), None);
    assert_eq!((facts.enrolled, facts.present, facts.passed, facts.pairs.len()), (4, 3, 2, 3), "one was not there");
    assert_eq!(facts.lines, [(60.0, 100.0)]);
    assert_eq!(facts.excellent, Some((1, 2, 3)), "85 of 100");
    assert_eq!((facts.levels_before, facts.levels_after), ([1, 1, 0, 1], [1, 0, 0, 2]));
    assert_eq!(facts.level_changes, (1, 1, 1));
    // z before −2.8, −1.9, 1.0: mean −1.2333; now 1.1, −1.7, 1.3: mean 0.2333
    let (before, now, n) = facts.z.expect("class means");
    assert!((before + 3.7 / 3.0).abs() < 1e-12 && (now - 0.7 / 3.0).abs() < 1e-12 && n == 3);
    let [change] = facts.class_levels.as_slice() else { panic!("one subject") };
    let level = |it: Option<crate::analysis::ClassLevel>| it.map(|it| (it.mean, it.n));
    assert_eq!((level(change.before), level(change.after)), (Some((80.0, Some(42))), Some((75.0, Some(40)))));
    assert_eq!(facts.notes.len(), 6);
    let subjects = as_of(&casebook, "2026-07-03").exam_subjects(class(&casebook));
    assert_eq!(subjects.iter().map(Option::as_deref).collect::<Vec<_>>(), [Some("math")]);
}

#[test]
fn groups_are_compared_pupil_by_pupil() {
    let rows = "学生,日期,时点,学习兴趣.评分\nS01,2026-03-06,期初,2\nS01,2026-06-26,期末,4\nS02,2026-03-06,期初,3\nS02,2026-06-26,期末,3\nS03,2026-03-06,期初,1\nS03,2026-06-26,期末,4\nS04,2026-06-26,期末,5\n";
    let casebook = eight("classes/4-2/转化调查.csv", rows);
    let analysis = as_of(&casebook, "2026-07-03");
    let groups = analysis.pre_post(class(&casebook));
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].of, crate::analysis::Measured::Aspect("interest".into()));
    assert_eq!((groups[0].pairs.as_slice(), groups[0].notes.len()), (&[(2.0, 4.0), (3.0, 3.0), (1.0, 4.0)][..], 6));
    assert_eq!(analysis.pre_post(pupil(&casebook, "S01")), [], "one pupil is no group");
}

#[test]
fn incidents_are_compared_by_halves() {
    let rows = "日期,行为\n2026-03-04,离座\n2026-03-20,离座\n2026-04-01,离座\n2026-05-13,争吵\n";
    let casebook = eight("students/S01/违纪.csv", rows);
    // 2 to 31 March has 22 school days, 1 to 30 April 22, 11 to 13 May 3: 47 so far, the first half 23 of them to 1 April
    let change = as_of(&casebook, "2026-05-13").incident_change(class(&casebook)).expect("school days");
    assert_eq!((change.first, change.second), ((3, 23), (1, 24)));
    let (first, second) = change.rates();
    assert!((first - 60.0 / 23.0).abs() < 1e-12 && (second - 20.0 / 24.0).abs() < 1e-12);
    assert_eq!(change.notes.len(), 4);
    assert_eq!(as_of(&casebook, "2026-03-02").incident_change(class(&casebook)), None, "one day has no halves");
}

#[test]
fn conversion_names_every_result() {
    let index = |alias: &str, more: &str| format!("---\n化名: {alias}\n班级: 4-2\n{more}---\n");
    let judged = |outcome: &str| format!("各学期:\n- {{学期: 2025-2026-2, 转化成效: {outcome}}}\n");
    let pupils = [
        index("甲甲", &judged("达到退出标准")),
        index("乙乙", &judged("有进步")),
        index("丙丙", &judged("不明显")),
        index("丁丁", ""),
        index("戊戊", &format!("特殊教育需要: {{支持计划: 随班就读}}\n{}", judged("达到退出标准"))),
    ];
    let files: Vec<(String, &str)> =
        pupils.iter().zip(1..).map(|(text, at)| (format!("students/S0{at}/index.md"), text.as_str())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let declared = "退出标准: 三个目标达成两个\n标准公布日期: 2026-03-02\n";
    let casebook_ = super::with_settings(declared, &files);
    let facts = as_of(&casebook_, "2026-07-03").conversion(class(&casebook_)).expect("a criterion");
    assert_eq!((facts.n, facts.met, facts.improved, facts.not_evident, facts.undecided, facts.special), (4, 1, 1, 1, 1, 1));
    assert_eq!(facts.criterion.as_deref(), Some("三个目标达成两个"));
    assert_eq!(facts.declared.map(|it| it.to_string()).as_deref(), Some("2026-03-02"));
    let casebook = casebook(&files);
    assert_eq!(as_of(&casebook, "2026-07-03").conversion(class(&casebook)), None, "nothing was declared");
}

#[test]
fn habits_are_compared_with_themselves() {
    let rows = "日期,习惯名称,做到天数,应做天数\n2026-03-06,先口算,1,5\n2026-03-13,先口算,2,5\n2026-03-20,先口算,3,\n2026-03-27,先口算,4,5\n2026-04-03,先口算,5,5\n2026-04-10,早睡,2,5\n";
    let casebook = eight("students/S01/习惯.csv", rows);
    let change = as_of(&casebook, "2026-07-03").habit_change(class(&casebook)).expect("five records");
    assert_eq!((change.early, change.late, change.n, change.notes.len()), ((3, 10), (12, 15), 1, 5), "one record is no change");
}

#[test]
fn cases_open_and_close_within_the_term() {
    let case = |alias: &str, more: &str| format!("---\n化名: {alias}\n班级: 4-2\n{more}---\n");
    let texts = [
        case("甲甲", "建档日期: 2025-09-10\n"),
        case("乙乙", "建档日期: 2026-03-02\n"),
        case("丙丙", "建档日期: 2026-04-02\n结案日期: 2026-06-30\n"),
        case("丁丁", "建档日期: 2025-09-10\n结案日期: 2026-05-20\n"),
    ];
    let files: Vec<(String, &str)> =
        texts.iter().zip(1..).map(|(text, at)| (format!("students/S0{at}/index.md"), text.as_str())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let casebook = casebook(&files);
    let load = |day: &str| {
        let it = as_of(&casebook, day).caseload(class(&casebook));
        (it.before, it.opened, it.closed, it.after)
    };
    assert_eq!(load("2026-07-03"), (2, 2, 2, 2));
    assert_eq!(load("2026-05-31"), (2, 2, 1, 3), "as of the day of the build");
}
