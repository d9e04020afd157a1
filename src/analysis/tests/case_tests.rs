//! Causes, goals, contacts, trust, tutoring.

use super::{as_of, casebook, class, pupil};
use crate::analysis::{GoalTally, Subject};

fn index(alias: &str, more: &str) -> String {
    format!("---\n化名: {alias}\n班级: 4-2\n{more}---\n")
}

#[test]
fn causes_come_from_the_latest_answer_of_the_pupil() {
    let pupils: Vec<String> =
        ["甲甲", "乙乙", "丙丙"].iter().map(|it| index(it, "成因: [家庭因素]\n不足: [漏交作业]\n")).collect();
    let rows = "学生,日期,填写人,主要成因\nS01,2026-03-06,学生,基础薄弱\nS01,2026-03-07,家长,习惯\nS02,2026-03-06,,环境\nS02,2026-06-06,学生,基础\nS03,2026-03-06,教师,习惯\n";
    let analysis_note = "---\n类型: 成因分析\n日期: 2026-03-20\n成因: 基础\n表现: 退位减法数手指\n---\n";
    let files = [
        ("students/S01/index.md", pupils[0].as_str()),
        ("students/S02/index.md", &pupils[1]),
        ("students/S03/index.md", &pupils[2]),
        ("students/S01/notes/a.md", analysis_note),
        ("classes/4-2/成因问卷.csv", rows),
    ];
    let casebook_ = casebook(&files);
    let causes = as_of(&casebook_, "2026-07-03").causes(class(&casebook_));
    assert_eq!(causes.n, 2, "nobody asked the third pupil");
    let rows: Vec<_> = causes.rows.iter().map(|it| (&*it.cause, it.count, it.percent)).collect();
    assert_eq!(rows, [("foundation", 2, 100)]);
    assert_eq!(causes.rows[0].shown_as, ["退位减法数手指"]);
    let casebook_ = casebook(&files[..4]);
    let causes = as_of(&casebook_, "2026-07-03").causes(class(&casebook_));
    let rows: Vec<_> = causes.rows.iter().map(|it| (&*it.cause, it.count, it.shown_as.clone())).collect();
    assert_eq!(rows, [("family", 3, vec!["漏交作业".to_owned()])], "from the files where there is no survey");
}

#[test]
fn goals_of_the_term() {
    let goals = "目标:
- {目标: 一, 指标: 口算, 起点: 10, 目标值: 20, 完成时间: 2026-06-26, 结果: 达成, 达成量表: {起始等级: -1, 终点等级: 1}}
- {目标: 二, 起点: 10, 目标值: 10, 实际值: 12, 结果: 部分达成, 达成量表: {起始等级: -1, 终点等级: 0}}
- {目标: 三, 起点: 8, 目标值: 4, 实际值: 5, 完成时间: 2026-03-20, 结果: 已调整, 达成量表: {起始等级: -2, 终点等级: -1}}
- {目标: 四, 完成时间: 2026-01-10, 结果: 未达成}
";
    let rows = "周次,指标,数值\n3,口算,14\n5,口算,15\n6,口算,\n";
    let casebook = casebook(&[("students/S01/index.md", &index("甲甲", goals)), ("students/S01/成绩跟踪.csv", rows)]);
    let analysis = as_of(&casebook, "2026-07-03");
    let scope = pupil(&casebook, "S01");
    let views = analysis.goals(scope);
    let actual: Vec<_> = views.iter().map(|it| (it.index, it.actual, it.attained)).collect();
    assert_eq!(
        actual,
        [(0, Some(15.0), Some(0.5)), (1, Some(12.0), None), (2, Some(5.0), Some(0.75))],
        "the last is of autumn"
    );
    assert_eq!(analysis.goal_tally(scope), GoalTally { total: 3, met: 1, partly: 1, not_met: 0, open: 1 });
    let Subject::Student(student) = scope.subject else { panic!("a pupil's scope") };
    let (start, end) = analysis.gas(student, scope).expect("levels");
    assert!((start - 31.742_581_416).abs() < 1e-9 && end == 50.0);
}

#[test]
fn contacts_by_mode() {
    let visit = "---\n类型: 家访\n日期: 2026-03-12\n目的: 商量作业时间\n约定: [{内容: 先口算, 已落实: 是}, {内容: 早睡, 已落实: 否}, 读书]\n---\n看了书桌。\n";
    let rows =
        "日期,联系方式,主要内容,通报进步\n2026-03-20,电话,通报口算,是\n2026-04-20,电话,问作息,否\n2026-05-20,电话,问作息,\n";
    let casebook = casebook(&[
        ("students/S01/index.md", &index("甲甲", "")),
        ("students/S02/index.md", &index("乙乙", "")),
        ("students/S01/notes/a.md", visit),
        ("students/S01/家校联系.csv", rows),
    ]);
    let tally = as_of(&casebook, "2026-07-03").contacts(class(&casebook));
    assert_eq!((tally.total, tally.students, tally.covered, tally.good_news), (4, 2, 1, 1));
    assert_eq!((tally.agreed, tally.kept, tally.known), (3, 1, 2));
    let modes: Vec<_> = tally.modes.iter().map(|it| (&*it.mode, it.count, it.agreed, it.topics.clone())).collect();
    let words = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    assert_eq!(modes, [("visit", 1, 3, words(&["商量作业时间"])), ("phone", 3, 0, words(&["问作息", "通报口算"]))]);
}

#[test]
fn trust_is_a_median_of_three() {
    let talks = [("03", "戒备"), ("10", "戒备"), ("17", "愿听"), ("24", "愿听"), ("25", "主动求助"), ("26", "主动求助")];
    let texts: Vec<(String, String)> = talks
        .iter()
        .map(|(day, stage)| {
            let text = format!("---\n类型: 谈心\n日期: 2026-03-{day}\n信任阶段: {stage}\n---\n说了几句。\n");
            (format!("students/S01/notes/{day}.md"), text)
        })
        .collect();
    let own = index("甲甲", "");
    let mut files: Vec<(&str, &str)> = vec![("students/S01/index.md", &own)];
    files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let casebook = casebook(&files);
    let facts = as_of(&casebook, "2026-07-03").trust(class(&casebook));
    assert_eq!((facts.n, facts.guarded, facts.seeking), (1, 1, 1));
    assert_eq!(facts.stages.iter().map(|it| (it.1, it.2)).collect::<Vec<_>>(), [(1, 4)]);
}

#[test]
fn tutoring_against_its_plan() {
    let plan =
        |more: &str| format!("---\n类型: 帮扶计划\n日期: 2026-04-20\n结束日期: 2026-05-22\n支持类型: 小组辅导\n{more}---\n");
    let rows = "日期,是否开展,时长\n2026-04-21,是,20\n2026-04-23,,30\n2026-05-12,否,20\n";
    let tally = |plan: Option<&str>| {
        let own = index("甲甲", "");
        let mut files = vec![("students/S01/index.md", own.as_str()), ("students/S01/辅导.csv", rows)];
        files.extend(plan.map(|it| ("students/S01/notes/a.md", it)));
        let casebook = casebook(&files);
        let tally = as_of(&casebook, "2026-07-03").tutoring(class(&casebook));
        (tally.planned, tally.held, tally.cancelled, tally.minutes)
    };
    assert_eq!(tally(None), (3, 2, 1, 50), "no plan: what was recorded");
    assert_eq!(tally(Some(&plan("计划次数: 7\n每周次数: 2\n"))), (7, 2, 1, 50));
    assert_eq!(tally(Some(&plan("每周次数: 2\n"))), (8, 2, 1, 50), "of five weeks one has no school");
    assert_eq!(tally(Some(&plan(""))), (3, 2, 1, 50), "a plan without a number");
}

#[test]
fn strengths_of_the_file_count() {
    let own = index("甲甲", "优点: [爱劳动, 字写得齐]\n不足: [漏交作业]\n");
    let casebook = casebook(&[("students/S01/index.md", &own), ("students/S01/优点.csv", "日期,内容\n2026-04-02,守信\n")]);
    let analysis = as_of(&casebook, "2026-07-03");
    let scope = pupil(&casebook, "S01");
    assert_eq!((analysis.count(scope, "优点"), analysis.count(scope, "need"), analysis.count(scope, "goal")), (3, 1, 0));
    assert_eq!(analysis.count(scope, "没有这一类"), 0);
}

#[test]
fn closed_cases_are_not_of_the_term() {
    let own = index("甲甲", "建档日期: 2025-09-01\n结案日期: 2026-01-20\n");
    let casebook =
        casebook(&[("students/S01/index.md", &own), ("students/S01/praise.csv", "日期,具体行为\n2026-04-02,早到\n")]);
    let analysis = as_of(&casebook, "2026-07-03");
    assert_eq!(analysis.students(class(&casebook)), []);
    assert_eq!(analysis.notes(class(&casebook)).count(), 0);
    assert_eq!(analysis.notes(pupil(&casebook, "S01")).count(), 0);
}
