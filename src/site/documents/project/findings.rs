//! 阶段性成果, 问题思考, and what the team wrote: findings on their evidence, goals, conversion, open questions, reflections.

use crate::model::Note;
use crate::schema::Fields;

use super::super::super::wording::list;
use super::super::draft::{Draft, figure};
use super::Report;
use super::frame::conclusion;

/// The findings, numbered; each with its n, the records on which it rests and how far it goes.
pub(super) fn findings(report: &Report, draft: &mut Draft) {
    let found = report.project.fields.records("findings");
    draft.numbered(found.into_iter().filter_map(|it| {
        let evidence = evidence(report, it);
        let evidence = if evidence.is_empty() { String::new() } else { format!("依据：{}。", list(&evidence)) };
        let limit = it.text("limit").map(|it| format!("局限：{}。", it.trim_end_matches('。'))).unwrap_or_default();
        Some(format!("{}。{evidence}{limit}", conclusion(report, it)?))
    }));
}

/// The records that a finding names, by alias, day and type: `青青2026年3月20日成因分析`.
fn evidence(report: &Report, finding: &Fields) -> Vec<String> {
    let casebook = report.view().casebook;
    let ids = finding.texts("evidence").into_iter().flat_map(|text| casebook.find_note(None, text));
    let name = |note: &Note| {
        let whose = match (note.student, note.class) {
            (Some(id), _) => casebook.student(id).shown_name().to_owned(),
            (None, Some(class)) => casebook.class(class).name.clone(),
            (None, None) => String::new(),
        };
        format!("{whose}{}{}", note.date.in_words(), casebook.schema.note_type(note.kind).label)
    };
    let mut named: Vec<String> = ids.map(|id| name(casebook.note(id))).collect();
    named.dedup();
    named
}

/// Goals of the participants.
pub(super) fn goals(report: &Report, draft: &mut Draft) {
    let tally = report.view().analysis.goal_tally(report.scope());
    let ends = [
        (tally.met, "达成", "goals.met"),
        (tally.partly, "部分达成", "goals.partly"),
        (tally.not_met, "未达成", "goals.not_met"),
    ];
    let ends: Vec<String> =
        ends.into_iter().filter(|it| it.0 > 0).map(|(_, what, name)| format!("{what}{}条", figure(name))).collect();
    if tally.total == 0 || ends.is_empty() {
        return;
    }
    draft.paragraph([Some(format!("研究对象自订个人目标{}条，期末{}。", figure("goals.count"), ends.join("，")))]);
}

/// How many met the criterion that was declared beforehand (C6). That it is not evident is a result too.
pub(super) fn conversion(report: &Report, draft: &mut Draft) {
    let Some(facts) = report.view().analysis.conversion(report.scope()) else { return };
    let declared = facts.declared.map(|day| day.in_words().to_string()).unwrap_or_default();
    let results = [
        (facts.met, "达到标准", "conversion.met"),
        (facts.improved, "有进步但未达标准", "conversion.improved"),
        (facts.not_evident, "成效不明显", "conversion.not_evident"),
        (facts.undecided, "尚未评定", "conversion.undecided"),
    ];
    let results = results.into_iter().filter(|it| it.0 > 0);
    let results: Vec<String> = results.map(|(_, what, name)| format!("{what}的{}人", figure(name))).collect();
    let special = if facts.special > 0 { "，不含特殊教育需要学生" } else { "" };
    let n = match report.view().tells_count(report.scope(), facts.n) {
        true => format!("（n={}{special}）", figure("conversion.opened")),
        false => String::new(),
    };
    draft.paragraph([Some(format!("对照{declared}写定的退出标准，{}{n}。", results.join("，")))]);
}

/// Cases opened and closed in the term (C8).
pub(super) fn caseload(report: &Report, draft: &mut Draft) {
    let load = report.view().analysis.caseload(report.scope());
    if load.opened + load.closed == 0 {
        return;
    }
    let parts = [(load.opened, "新建档", "cases.new"), (load.closed, "结案", "cases.closed")];
    let parts: Vec<String> =
        parts.iter().filter(|it| it.0 > 0).map(|(_, what, name)| format!("{what}{}人", figure(name))).collect();
    draft.paragraph([Some(format!("研究对象中，本学期{}。", parts.join("，")))]);
}

/// What is still open, why it is hard, and what is to be tried.
pub(super) fn questions(report: &Report, draft: &mut Draft) {
    let open = report.project.fields.records("open_questions");
    draft.numbered(open.into_iter().filter_map(|it| {
        let question = it.text("text")?.trim_end_matches(['。', '？', '?']);
        let why = it.text("why").map(|it| format!("难在{}。", it.trim_end_matches('。'))).unwrap_or_default();
        let next = it.text("next").map(|it| format!("设想：{}。", it.trim_end_matches('。'))).unwrap_or_default();
        Some(format!("{question}？{why}{next}"))
    }));
}

pub(super) fn significance(report: &Report, draft: &mut Draft) {
    written(report, "significance", draft);
}

pub(super) fn reflections(report: &Report, draft: &mut Draft) {
    written(report, "reflection", draft);
}

pub(super) fn suggestions(report: &Report, draft: &mut Draft) {
    written(report, "suggestion", draft);
}

/// What the team wrote of a kind, in order of date.
fn written(report: &Report, kind: &str, draft: &mut Draft) {
    for (_, note) in report.own_notes("reflection") {
        if note.fields.choice("kind").unwrap_or("reflection") == kind {
            draft.prose(&note.body);
        }
    }
}
