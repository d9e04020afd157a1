//! Facts of small casebooks, written as teachers write them.

mod case_tests;
mod duty_tests;
mod figure_tests;
mod outcome_tests;
mod progress_tests;
mod survey_tests;

use crate::diag::{Diagnostics, Severity};
use crate::model::{Casebook, resolve};
use crate::source::SourceTree;
use crate::syntax::parse;

use super::{Analysis, Scope, Subject};

/// Two terms; in the second, week 10 (4 to 10 May 2026) has no school day at all.
const SETTINGS: &str = "标题: 测试
学期:
- {学期: 2025-2026-1, 开始日期: 2025-09-01, 结束日期: 2026-01-23}
- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03, 假期: [2026-05-01—2026-05-10]}
指标:
  口算: {单位: 题/分, 学科: 数学}
  离座: {单位: 次/节, 方向: 越少越好}
  期末数学: {单位: 分, 学科: 数学, 最大值: 100}
达标线: [{年级: [四年级], 优秀线: 85, 良好线: 75, 合格线: 60, 低分线: 40}]
";

/// A casebook of these files over the usual settings and the class 四（2）班.
fn casebook(files: &[(&str, &str)]) -> Casebook {
    with_settings("", files)
}

/// The same with more lines in `casebook.yaml`.
fn with_settings(more: &str, files: &[(&str, &str)]) -> Casebook {
    let settings = format!("{SETTINGS}{more}");
    let usual = [("casebook.yaml", settings.as_str()), ("classes/4-2/index.md", "---\n年级: 四年级\n人数: 42\n---\n")];
    let tree = SourceTree::of_texts(usual.into_iter().chain(files.iter().copied()));
    let (parsed, mut findings) = parse(&tree);
    let casebook = resolve(&tree, parsed, &mut findings).expect("settings are there");
    let faults = |findings: &Diagnostics| {
        let faults = findings.iter().filter(|it| it.severity() == Severity::Error);
        faults.map(|it| format!("{:?} {:?}", it.code, it.args)).collect::<Vec<_>>()
    };
    assert_eq!(faults(&findings), Vec::<String>::new());
    casebook
}

/// Somebody in the spring term.
fn spring(subject: Subject) -> Scope {
    Scope { subject, term: "2025-2026-2".parse().expect("a term") }
}

/// The facts as of a day.
fn as_of<'a>(casebook: &'a Casebook, day: &str) -> Analysis<'a> {
    Analysis::new(casebook, Some(day.parse().expect("a day")))
}

/// A pupil's scope in the spring term.
fn pupil(casebook: &Casebook, code: &str) -> Scope {
    spring(Subject::Student(casebook.find_student(code).expect("a pupil")))
}

/// The class's scope in the spring term.
fn class(casebook: &Casebook) -> Scope {
    spring(Subject::Class(casebook.find_class("4-2").expect("a class")))
}
