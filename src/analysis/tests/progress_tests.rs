//! Series, phases, relapses and events.

use super::{as_of, casebook, pupil};
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
