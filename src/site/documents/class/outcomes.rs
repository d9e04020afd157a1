//! What came of it: exams, reviews, conversion.

use crate::model::StudentId;

use super::super::super::tables::told_conversion;
use super::super::super::wording::{list, number};
use super::super::draft::{Draft, figure};
use super::Summary;

pub(super) fn exams(summary: &Summary, draft: &mut Draft) {
    let facts = summary.view().analysis.exams(summary.scope(), None);
    let n = facts.pairs.len();
    if n == 0 {
        return draft.paragraph([reviews(summary), conduct(summary)]);
    }
    let (before, after) = (facts.passed_before, facts.passed_after);
    let verb = match after.cmp(&before) {
        std::cmp::Ordering::Greater => "增至",
        std::cmp::Ordering::Less => "减至",
        std::cmp::Ordering::Equal => "仍为",
    };
    let few = match facts.mcnemar {
        Some(p) if n >= 30 && p < 0.05 => format!("变化有统计意义（精确 McNemar 检验 p={p:.3}）。"),
        _ => "人数少，没有对照班，可能含回归均值，不作显著性结论。".to_owned(),
    };
    let mut subjects: Vec<&str> = Vec::new();
    for key in facts.pairs.iter().filter_map(|it| it.subject.as_deref()) {
        let label = summary.view().casebook.schema.choice_label("subject", key);
        if !subjects.contains(&label) {
            subjects.push(label);
        }
    }
    let lines = facts.lines.iter().map(|(line, full)| format!("满分{}分的{}分为合格", number(*full), number(*line)));
    let subjects = (!subjects.is_empty()).then(|| format!("{}，每人一科", list(&subjects)));
    let which: Vec<String> = subjects.into_iter().chain(lines).collect();
    let which = if which.is_empty() { String::new() } else { format!("（{}）", which.join("，")) };
    let absent = facts.enrolled.saturating_sub(facts.present);
    let absent = if absent > 0 {
        format!("应考{}人，实考{}人。", figure("exam.enrolled"), figure("exam.present"))
    } else {
        String::new()
    };
    let (passed, sat) = (figure("standard.met"), figure("exam.present"));
    let before = figure("standard.met_before");
    let first = format!("期末考试{which}合格人数由期初的{before}人{verb}{passed}人（n={sat}）。{absent}{few}");
    let lifted: Vec<StudentId> = facts
        .pairs
        .iter()
        .filter(|it| it.after < it.before && it.z_change.is_some_and(|z| z > 0.2))
        .map(|it| it.student)
        .collect();
    let lifted = (!lifted.is_empty()).then(|| format!("{}的分数低于上次，但标准分上升。", summary.names(&lifted)));
    draft.paragraph([Some(first), lifted, reviews(summary), conduct(summary)]);
}

/// The aspect of the status review and the feeling that rose most.
pub(super) fn reviews(summary: &Summary) -> Option<String> {
    let (aspects, feelings) = (aspects(summary), feelings(summary));
    let n = aspects.as_ref().or(feelings.as_ref())?.1;
    let same = aspects.iter().chain(&feelings).all(|it| it.1 == n);
    let one = |(words, own): (String, u32)| if same { words } else { format!("{words}（n={own}）") };
    let told: Vec<String> = [aspects, feelings].into_iter().flatten().map(one).collect();
    let n = if same { format!("，n={n}") } else { String::new() };
    Some(format!("{}（1—5分{n}）。", told.join("；")))
}

/// How many aspects rose, the one that rose most, and of how many pupils.
fn aspects(summary: &Summary) -> Option<(String, u32)> {
    let schema = &summary.view().casebook.schema;
    let mut aspects = summary.view().analysis.aspects(summary.scope());
    aspects.retain(|it| summary.view().tells_count(summary.scope(), it.n));
    let rose = || aspects.iter().filter(|it| it.end > it.start);
    let most = rose().max_by(|a, b| (a.end - a.start).total_cmp(&(b.end - b.start)))?;
    let [start, end] = ["start", "end"].map(|it| figure(&format!("status.{}.{it}", most.aspect)));
    let label = schema.choice_label("aspect", &most.aspect);
    let (all, rose) = (aspects.len(), rose().count());
    let count = match () {
        () if all == 1 => String::new(),
        () if rose == all => format!("{rose}个方面都有提高，"),
        () => format!("{all}个方面中{rose}个有提高，"),
    };
    Some((format!("转化调查{count}{label}由{start}到{end}"), most.n))
}

/// The feeling that rose most, and of how many pupils.
fn feelings(summary: &Summary) -> Option<(String, u32)> {
    let schema = &summary.view().casebook.schema;
    let affect = summary.view().analysis.affect(summary.scope());
    let told = affect.iter().filter(|it| summary.view().tells_count(summary.scope(), it.n));
    let rose = told.filter(|it| it.end - it.start >= 0.1);
    let most = rose.max_by(|a, b| (a.end - a.start).total_cmp(&(b.end - b.start)))?;
    let [start, end] = ["start", "end"].map(|when| figure(&format!("affect.{}.{when}", most.item)));
    Some((format!("情感状态中{}由{start}到{end}", schema.choice_label("affect_item", &most.item)), most.n))
}

/// Misdeeds enter as counts of three and more only.
fn conduct(summary: &Summary) -> Option<String> {
    let months = summary.view().analysis.incidents(summary.scope());
    let (first, last) = (months.first()?, months.last()?);
    if first.count < 3 || months.len() < 2 {
        return None;
    }
    let end = if last.count < 3 { "少于3次".to_owned() } else { format!("{}次", last.count) };
    Some(format!("违纪由{}月的{}次变为{}月的{end}。", first.days.from.month(), first.count, last.days.from.month()))
}

/// How many met the criterion that was declared beforehand (C6), and cases opened and closed (C8).
pub(super) fn conversion(summary: &Summary, draft: &mut Draft) {
    draft.paragraph([converted(summary), caseload(summary).filter(|_| is_judged(summary))]);
}

/// Whether anybody was judged by the criterion.
pub(super) fn is_judged(summary: &Summary) -> bool {
    converted(summary).is_some()
}

fn converted(summary: &Summary) -> Option<String> {
    let facts = summary.view().analysis.conversion(summary.scope())?;
    let criterion = facts.criterion.as_ref()?;
    // That nobody met it is told, where numbers are.
    let [told, ..] = told_conversion(summary.view(), summary.scope());
    let results = [
        (facts.met.max(u32::from(told)), "达到退出标准", "conversion.met"),
        (facts.improved, "有进步但未达标准", "conversion.improved"),
        (facts.not_evident, "成效不明显", "conversion.not_evident"),
        (facts.undecided, "尚未评定", "conversion.undecided"),
    ];
    let results = results.iter().filter(|it| it.0 > 0);
    let results: Vec<String> = results.map(|(_, what, name)| format!("{what}的{}人", figure(name))).collect();
    let declared = facts.declared.map(|day| format!("{}写明的", day.in_words())).unwrap_or_else(|| "事先写明的".to_owned());
    let special = if facts.special > 0 { "，不含特殊教育需要学生" } else { "" };
    let n = match summary.view().tells_count(summary.scope(), facts.n) {
        true => format!("（n={}{special}）", figure("conversion.opened")),
        false => String::new(),
    };
    Some(format!("对照{declared}退出标准（{}），{}{n}。", criterion.trim_end_matches('。'), results.join("，")))
}

pub(super) fn caseload(summary: &Summary) -> Option<String> {
    let load = summary.view().analysis.caseload(summary.scope());
    let parts = [(load.opened, "新建档", "cases.new"), (load.closed, "结案", "cases.closed")];
    let parts = parts.iter().filter(|it| it.0 > 0);
    let parts: Vec<String> = parts.map(|(_, what, name)| format!("{what}{}人", figure(name))).collect();
    (!parts.is_empty()).then(|| format!("本学期{}。", parts.join("，")))
}
