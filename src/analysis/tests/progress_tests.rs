//! Series, phases, relapses and events.

use super::{SETTINGS, as_of, casebook, pupil};
use crate::analysis::statistics::Advice;
use crate::analysis::{Series, Subject};
use crate::model::Casebook;

const INDEX: &str = "---\n化名: 甲甲\n班级: 4-2\n跟踪指标: [口算]\n阶段:\n- {阶段: A, 开始日期: 2026-03-02}\n- {阶段: B, 开始日期: 2026-03-23}\n- {阶段: M, 开始日期: 2026-06-15}\n目标:\n- {目标: 每分钟20题, 指标: 口算, 起点: 11, 目标值: 20, 完成时间: 2026-06-26}\n---\n";

fn series(casebook: &Casebook) -> Vec<Series> {
    let scope = pupil(casebook, "S01");
    let Subject::Student(student) = scope.subject else { panic!("a pupil's scope") };
    as_of(casebook, "2026-07-03").series(student, scope)
}

/// The demo's probes of a pupil, as a table by weeks.
fn probes(code: &str, measure: &str) -> String {
    let rows = include_str!("../../../tests/fixtures/demo-probes.csv").lines().skip(1);
    let own = rows.map(|it| it.split(',').collect::<Vec<_>>()).filter(|it| it[0] == code);
    let rows: Vec<String> = own.map(|it| format!("{},{measure},{}", it[1], it[4].trim())).collect();
    format!("周次,指标,数值\n{}\n", rows.join("\n"))
}

#[test]
fn phases_come_from_the_file() {
    let casebook = casebook(&[("students/S01/index.md", INDEX), ("students/S01/成绩跟踪.csv", &probes("S01", "口算"))]);
    let all = series(&casebook);
    assert_eq!(all.len(), 1);
    let own = &all[0];
    assert_eq!((own.values("A"), own.values("M")), (vec![11.0, 12.0, 11.0], vec![22.0, 23.0]));
    assert_eq!((own.baseline, own.target, own.weeks), (Some(11.0), Some(20.0), 18));
    let res = own.compare();
    assert_eq!((res.m, res.n, res.enough, res.beyond_best, res.best_of_baseline), (3, 12, true, 12, Some(12.0)));
    assert_eq!((res.nap, res.tau_u, res.missing), (Some(1.0), Some(1.0), (0, 12)));
    let trend = own.trend().expect("twelve values");
    assert!((trend.slope - 0.895_104_895).abs() < 1e-9 && trend.n == 12);
}

#[test]
fn gaps_stay_gaps() {
    let casebook = casebook(&[("students/S01/index.md", INDEX), ("students/S01/成绩跟踪.csv", &probes("S07", "口算"))]);
    let own = &series(&casebook)[0];
    assert_eq!(own.points.len(), 17, "a record without a value is a point");
    let res = own.compare();
    assert_eq!((res.m, res.n, res.enough, res.missing), (2, 5, false, (7, 12)));
}

#[test]
fn less_may_be_better() {
    let index = INDEX.replace("[口算]", "[离座]").replace("指标: 口算", "指标: 离座");
    let casebook = casebook(&[("students/S01/index.md", &index), ("students/S01/成绩跟踪.csv", &probes("S05", "离座"))]);
    let res = series(&casebook)[0].compare();
    assert_eq!((res.beyond_best, res.best_of_baseline), (11, Some(8.0)));
    assert!(res.nap.is_some_and(|it| (it - 71.0 / 72.0).abs() < 1e-12));
}

#[test]
fn relapses_are_bands() {
    let rows = "周次,指标,数值,阶段\n1,口算,11,A\n5,口算,15,B\n8,口算,19,B\n9,口算,14,R\n11,口算,13,R\n12,口算,18,B\n14,口算,12,R\n15,口算,19,B\n";
    let relapse = "---\n类型: 反复\n日期: 2026-05-12\n反复表现: 作业漏交\n诱因: 假期后\n恢复日期: 2026-05-20\n---\n";
    let early = "---\n类型: 反复\n日期: 2026-03-25\n反复表现: 又坐不住\n---\n";
    let casebook = casebook(&[
        ("students/S01/index.md", INDEX),
        ("students/S01/成绩跟踪.csv", rows),
        ("students/S01/notes/a.md", relapse),
        ("students/S01/notes/b.md", early),
    ]);
    let own = &series(&casebook)[0];
    let bands: Vec<_> =
        own.relapses.iter().map(|it| (it.from, it.to, it.trigger.as_deref(), it.days, it.note.is_some())).collect();
    let expected = [(4, 18, None, None, true), (9, 11, Some("after_holiday"), Some(8), true), (14, 14, None, None, false)];
    assert_eq!(bands, expected, "one that is not over lasts to the end, marked points give the weeks, and need no note");
    assert_eq!(own.values("B").len(), 7, "relapses are of the support phase");
}

#[test]
fn events_choose_what_matters() {
    let awards = "日期,种类,数量,原因\n2026-03-06,小红旗,1,早到\n2026-03-27,小红旗,2,班级劳动\n2026-04-03,喜报,1,值日\n2026-04-10,小红旗,1,早到\n2026-04-17,小红旗,,早到\n2026-04-24,小红旗,1,早到\n";
    let post = "日期,岗位名称\n2026-04-08,小组长\n";
    let seats = "日期,新座位\n2026-03-24,前排\n2026-04-24,中间\n";
    let casebook = casebook(&[
        ("students/S01/index.md", INDEX),
        ("students/S01/成绩跟踪.csv", &probes("S01", "口算")),
        ("students/S01/奖励.csv", awards),
        ("students/S01/岗位.csv", post),
        ("students/S01/座位调整.csv", seats),
    ]);
    let words: Vec<_> = series(&casebook)[0].events.iter().map(|it| (it.week, it.words.clone())).collect();
    let expected =
        [(1, "一面小红旗"), (4, "座位调到前排"), (4, "两面小红旗"), (5, "一张喜报"), (6, "任小组长"), (6, "一面小红旗")];
    assert_eq!(words, expected.map(|(week, words)| (week, words.to_owned())));
}

#[test]
fn exams_and_practice_that_takes_stock_are_no_series() {
    let rows = "日期,指标,练习种类,数值,满分\n2026-03-06,期末数学,摸底,40,100\n2026-03-09,离座,摸底,9,\n2026-03-16,离座,,8,\n";
    let exam = "日期,指标,学科,数值,满分\n2026-07-01,期末数学,数学,70,100\n";
    let casebook =
        casebook(&[("students/S01/index.md", INDEX), ("students/S01/成绩跟踪.csv", rows), ("students/S01/期末考试.csv", exam)]);
    let names: Vec<_> = series(&casebook).into_iter().map(|it| (it.measure.name, it.points.len())).collect();
    assert_eq!(names, [("离座".to_owned(), 2)]);
}

#[test]
fn aims_suggest() {
    let rows = "周次,指标,数值\n1,口算,11\n2,口算,12\n3,口算,11\n4,口算,11.5\n5,口算,12\n6,口算,12.5\n7,口算,13\n";
    let index = INDEX.replace("目标值: 20", "目标值: 24");
    let casebook_ = casebook(&[("students/S01/index.md", &index), ("students/S01/成绩跟踪.csv", rows)]);
    let own = series(&casebook_);
    let aim = as_of(&casebook_, "2026-07-03").aim(&own[0], pupil(&casebook_, "S01")).expect("a goal");
    // from 11 in week 3 to 24 in week 17: 13/14 a week; expected in weeks 4 to 7: 11.93, 12.86, 13.79, 14.71
    assert!((aim.line.slope - 13.0 / 14.0).abs() < 1e-12 && (aim.line.at(7.0) - 14.714_285_714).abs() < 1e-8);
    assert_eq!((aim.by, aim.n, aim.four_point, aim.trend), (17.0, 4, Some(Advice::ChangeSupport), None));
    assert_eq!(aim.advice(), Some(Advice::ChangeSupport));
    // six values on both sides of the line, rising by 0.1 a week where 0.93 is needed
    let flat = "周次,指标,数值\n1,口算,11\n2,口算,12\n3,口算,11\n4,口算,14.1\n5,口算,14.2\n6,口算,14.3\n7,口算,14.8\n8,口算,14.5\n9,口算,14.6\n";
    let casebook_ = casebook(&[("students/S01/index.md", &index), ("students/S01/成绩跟踪.csv", flat)]);
    let own = series(&casebook_);
    let aim = as_of(&casebook_, "2026-07-03").aim(&own[0], pupil(&casebook_, "S01")).expect("a goal");
    assert_eq!(
        (aim.four_point, aim.trend, aim.advice()),
        (Some(Advice::GoOn), Some(Advice::ChangeSupport), Some(Advice::ChangeSupport))
    );
    let none = INDEX.replace("目标值: 20, ", "");
    let casebook_ = casebook(&[("students/S01/index.md", &none), ("students/S01/成绩跟踪.csv", rows)]);
    assert_eq!(as_of(&casebook_, "2026-07-03").aim(&series(&casebook_)[0], pupil(&casebook_, "S01")), None, "no goal");
}

#[test]
fn standing_may_rise_while_the_value_falls() {
    let rows = "周次,指标,数值,班级平均,班级标准差,参加人数\n2,口算,61,82.1,9.8,42\n3,口算,60,,,\n4,口算,59,80,,42\n5,口算,58,74.0,12.5,41\n";
    let casebook = casebook(&[("students/S01/index.md", INDEX), ("students/S01/成绩跟踪.csv", rows)]);
    let own = series(&casebook);
    let analysis = as_of(&casebook, "2026-07-03");
    let standings = analysis.standings(&own[0]);
    assert_eq!(
        standings.iter().map(|it| (it.week, it.class.n)).collect::<Vec<_>>(),
        [(2, Some(42)), (4, Some(42)), (5, Some(41))]
    );
    assert_eq!(standings[1].z, None, "a mean without spread");
    let (first, last) = crate::analysis::z_change(&standings).expect("two");
    assert!((last - first - 0.873_061_224).abs() < 1e-8);
    assert_eq!(crate::analysis::z_change(&standings[1..]), None);
}

#[test]
fn a_change_is_reliable_only_by_the_measures_reliability() {
    let rows = "周次,指标,数值,班级标准差\n1,口算,52,10\n2,口算,52,\n3,口算,52,\n5,口算,60,\n17,口算,66,\n";
    let files = [("students/S01/index.md", INDEX), ("students/S01/成绩跟踪.csv", rows)];
    let casebook = casebook(&files);
    assert_eq!(as_of(&casebook, "2026-07-03").reliable_change(&series(&casebook)[0]), None);
    let settings = SETTINGS.replace("口算: {单位: 题/分, 学科: 数学}", "口算: {单位: 题/分, 学科: 数学, 信度: 0.84}");
    let tree = crate::source::SourceTree::of_texts(
        [("casebook.yaml", settings.as_str()), ("classes/4-2/index.md", "---\n年级: 四年级\n---\n")].into_iter().chain(files),
    );
    let (parsed, mut findings) = crate::syntax::parse(&tree);
    let casebook = crate::model::resolve(&tree, parsed, &mut findings).expect("settings");
    let change = as_of(&casebook, "2026-07-03").reliable_change(&series(&casebook)[0]).expect("a reliability");
    assert!((change.index - 14.0 / 32f64.sqrt()).abs() < 1e-12 && change.reliable, "(66 − 52)/(√2·4)");
}

#[test]
fn topics_and_reasons_are_counted_over_pupils() {
    let other = INDEX.replace("甲甲", "乙乙");
    let first = "日期,学科,知识点,掌握程度,掌握日期\n2026-03-10,数学,退位减法,独立,2026-04-16\n2026-03-12,数学,进位加法,,\n2026-05-12,数学,退位减法,提示后,\n";
    let second = "日期,学科,知识点,掌握程度,掌握日期\n2026-03-11,数学,退位减法,,2026-08-01\n";
    let rows = "周次,指标,数值,变化,原因类别\n4,口算,13,进步,方法\n5,口算,14,进步,方法\n6,口算,12,退步,假期\n7,口算,12,,方法\n8,口算,12,持平,\n";
    let casebook = casebook(&[
        ("students/S01/index.md", INDEX),
        ("students/S02/index.md", &other),
        ("students/S01/薄弱环节.csv", first),
        ("students/S02/薄弱环节.csv", second),
        ("students/S01/成绩跟踪.csv", rows),
    ]);
    let analysis = as_of(&casebook, "2026-07-03");
    let topics = analysis.weak_topics(super::class(&casebook));
    let topics: Vec<_> =
        topics.iter().map(|it| (it.topic.as_str(), it.opened, it.closed, it.students, it.notes.len())).collect();
    assert_eq!(topics, [("退位减法", 3, 1, 2, 3), ("进位加法", 1, 0, 1, 1)]);
    let reasons = analysis.change_reasons(super::class(&casebook));
    let reasons: Vec<_> =
        reasons.iter().map(|it| (&*it.reason, it.improved, it.steady, it.declined, it.unsaid, it.total())).collect();
    assert_eq!(reasons, [("method", 2, 0, 0, 1, 3), ("holiday", 0, 0, 1, 0, 1)]);
}
