//! Live figures by name.

use super::{as_of, casebook, class, pupil, spring, with_settings};
use crate::analysis::{Amount, Analysis, FigureError, Scope, Subject};
use crate::model::Casebook;

const INDEX: &str = "---\n化名: 石头\n班级: 4-2\n关注领域: [学业, 行为]\n支持层级: 3\n成因: [基础]\n跟踪指标: [口算]\n阶段:\n- {阶段: A, 开始日期: 2026-03-02}\n- {阶段: B, 开始日期: 2026-03-23}\n---\n";

fn small() -> Casebook {
    let probes = "周次,指标,数值\n1,口算,11\n2,口算,12\n3,口算,11\n4,口算,13\n5,口算,14\n6,口算,14\n7,口算,16\n8,口算,17\n";
    let exam = "学生,日期,指标,学科,数值,满分\nS01,2026-07-01,期末数学,数学,58,100\nS02,2026-07-01,期末数学,数学,72,100\n";
    let before = "学生,日期,指标,学科,数值,满分\nS01,2026-01-20,期末数学,数学,61,100\n";
    casebook(&[
        ("students/S01/index.md", INDEX),
        ("students/S02/index.md", "---\n化名: 青青\n班级: 4-2\n支持层级: 2\n成因: [习惯]\n---\n"),
        ("students/S01/成绩跟踪.csv", probes),
        ("students/S01/praise.csv", "日期,具体行为\n2026-03-03,擦黑板\n2026-03-12,收本子\n"),
        ("classes/4-2/期末考试.csv", exam),
        ("classes/4-2/before/期末考试.csv", before),
    ])
}

fn words(analysis: &Analysis<'_>, text: &str, scope: Scope) -> String {
    match analysis.figure(text, scope) {
        Ok(figure) => figure.in_words(),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn figures_go_by_any_name() {
    let casebook = small();
    let analysis = as_of(&casebook, "2026-07-03");
    let check = |names: &[&str], printed: &str| {
        for name in names {
            assert_eq!(words(&analysis, name, class(&casebook)), printed, "{name}");
        }
    };
    check(
        &[
            "praise.count",
            "表扬次数",
            "表扬.count",
            "PRAISE.COUNT",
            "ｐｒａｉｓｅ．ｃｏｕｎｔ",
            "发现优点次数",
            " praise.count ",
        ],
        "2次",
    );
    check(&["S01.praise.count", "s01.表扬次数", "石头.表扬次数", "Ｓ０１.praise.count"], "2次");
    check(
        &["4-2.praise.count", "四（2）班.表扬次数", "四(2)班.praise.count", "4.2.praise.count", "四年级2班.praise.count"],
        "2次",
    );
    check(&["2025-2026-1.praise.count", "2025—2026学年度第一学期.praise.count", "S02.praise.count"], "0次");
    check(&["石头.2025-2026-2.praise.count", "4-2.2025-2026-2.praise.count"], "2次");
    check(&["duty.praise.rate", "duty.每周发现并表扬一个优点.rate", "表扬完成率", "每周表扬完成率"], "5.9%（2/34）");
    check(&["cause.foundation.share", "基础知识薄弱占比", "基础占比", "cause.基础.share"], "50%（1/2，95%置信区间9%～91%）");
    check(
        &["pass_rate", "合格率", "及格率", "pass_rate(数学)", "pass_rate（math）", "及格率（ 数学 ）"],
        "50%（1/2，95%置信区间9.5%～90.5%）",
    );
    check(&["students.tier_3", "个别支持人数", "一生一策人数"], "1人（n=2）");
    check(&["4-2.class.size", "班级人数"], "42人");
}

#[test]
fn progress_takes_a_measure() {
    let casebook = small();
    let analysis = as_of(&casebook, "2026-07-03");
    let scope = pupil(&casebook, "S01");
    for name in ["progress.latest", "最近水平", "progress.latest(口算)", "最近水平（口算）"] {
        assert_eq!(words(&analysis, name, scope), "17题/分（n=8）", "{name}");
    }
    assert_eq!(words(&analysis, "progress.latest(离座)", scope), "数据不足", "known, and never measured");
    assert_eq!(words(&analysis, "progress.nap", scope), "1.00（n=8）");
    assert_eq!(words(&analysis, "progress.slope", scope), "1.00（0.48～1.52，n=5）");
    assert_eq!(words(&analysis, "change.level", scope), "由合格降为待合格（n=1）");
    assert_eq!(words(&analysis, "change.raw", scope), "−3分（n=1）");
    assert_eq!(words(&analysis, "S02.progress.latest", scope), "数据不足");
}

#[test]
fn errors_say_what_is_wrong() {
    let casebook = small();
    let analysis = as_of(&casebook, "2026-07-03");
    let error = |text: &str, scope: Scope| analysis.figure(text, scope).expect_err(text);
    let own = pupil(&casebook, "S01");
    assert_eq!(error("表扬次書", own), FigureError::Unknown(None));
    assert_eq!(error("", own), FigureError::Unknown(None));
    assert_eq!(error("S09.praise.count", own), FigureError::Subject("S09".into()));
    assert_eq!(error("2024-2025-1.praise.count", own), FigureError::Subject("2024-2025-1".into()));
    assert_eq!(error("progress.nap(跳绳)", own), FigureError::Argument("跳绳".into()));
    assert_eq!(error("pass_rate(炼金术)", class(&casebook)), FigureError::Argument("炼金术".into()));
    assert_eq!(error("praise.count(数学)", own), FigureError::Argument("数学".into()));
    let kinds = |of: &[&str]| FigureError::Scope(of.iter().map(|it| (*it).to_owned()).collect());
    assert_eq!(error("pass_rate", own), kinds(&["class", "term", "project"]));
    assert_eq!(error("progress.nap", class(&casebook)), kinds(&["student"]));
    assert_eq!(error("S01.term.weeks", class(&casebook)), kinds(&["term"]));
    assert_eq!(words(&analysis, "term.weeks", class(&casebook)), "17周", "a term is that of any scope; one week has no school");
    assert!(analysis.known_figure_names().iter().any(|it| it == "表扬次数"), "the nearest name is found among these");
}

#[test]
fn nothing_is_zero_for_want_of_data() {
    let casebook = casebook(&[("students/S01/index.md", "---\n化名: 石头\n班级: 4-2\n---\n")]);
    let analysis = as_of(&casebook, "2026-03-02");
    for scope in [pupil(&casebook, "S01"), class(&casebook), spring(Subject::Everybody)] {
        for (name, _, figure) in analysis.all_figures(scope) {
            let zero = matches!(figure.amount, Amount::Number { value: 0.0, .. } | Amount::Percent { value: 0.0, .. });
            // no incident in so many school days is a count of notes too
            assert!(!zero || name == "incident_rate", "{name} is {}", figure.in_words());
        }
    }
    for name in ["pass_rate", "conversion_rate", "students.excluded", "handover.complete", "exam.enrolled", "trust.seeking"] {
        assert_eq!(words(&analysis, name, class(&casebook)), "数据不足", "{name}");
    }
    assert_eq!(words(&analysis, "talk.count", class(&casebook)), "0次", "a count of notes may be 0");
}

/// Every row of the table is computed for every subject it is kept of; none falls through.
#[test]
fn every_row_is_computed() {
    let project = "---\n课题名称: 支持策略\n班级: [4-2]\n课题组: [{姓名: R1}, {姓名: R2}]\n阶段性成果: [节后反复最多]\n---\n";
    let casebook = with_settings(
        "",
        &[
            ("students/S01/index.md", INDEX),
            ("students/S01/praise.csv", "日期,具体行为\n2026-03-03,擦黑板\n"),
            ("projects/p/index.md", project),
        ],
    );
    let analysis = as_of(&casebook, "2026-07-03");
    assert!(analysis.rows_without_computation().is_empty(), "{:?}", analysis.rows_without_computation());
    let project = spring(Subject::Project(crate::model::ProjectId(0)));
    assert_eq!(words(&analysis, "members.count", project), "2人");
    assert_eq!(words(&analysis, "findings.count", project), "1条");
    assert_eq!(words(&analysis, "praise.count", project), "1次");
    for scope in [pupil(&casebook, "S01"), class(&casebook), spring(Subject::Everybody), project] {
        let all = analysis.all_figures(scope);
        assert!(all.len() > 30);
        for (name, label, figure) in &all {
            assert!(!label.contains('{') && !name.contains('{'), "{name} {label}");
            assert!(!figure.in_words().is_empty(), "{name}");
            let again = analysis.figure(name, scope).map(|it| it.in_words());
            assert_eq!(again, Ok(figure.in_words()), "{name} can be asked for by its name");
        }
    }
}
