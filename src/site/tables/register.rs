//! Tables of the cases as a whole: the register of 一生一策, and what was told when the class was taken over.

use std::collections::BTreeSet;

use crate::analysis::statistics::median;
use crate::analysis::{Scope, Subject};
use crate::model::{NoteId, Student, StudentId};
use crate::phrases::{Speaks, say};
use crate::privacy::Parts;

use super::super::wording::{clip, number};
use super::{Facts, Filling, made_of, or_missing};
use crate::site::TableRow;

/// 代号, 班级, 薄弱学科, 成因类别, 帮扶教师, 结对同伴, 措施, 阶段目标, 节点1, 节点2, 成效, 备注
pub(super) fn register(facts: Facts) -> Filling {
    let rows = facts.analysis.students(facts.scope).into_iter().map(|id| case(facts, id));
    Filling::new(&[], rows)
        .note(facts.word("节点1为支持期水平，节点2为维持期水平（未到维持期的取支持期后三次），均为中位数；成效对照退出标准。"))
}

fn case(facts: Facts, id: StudentId) -> TableRow {
    let schema = &facts.casebook.schema;
    let student = facts.casebook.student(id);
    let own = Scope { subject: Subject::Student(id), term: facts.scope.term };
    let plans = facts.analysis.notes_of(own, "intervention");
    let mut notes: BTreeSet<NoteId> = plans.iter().map(|(id, _)| *id).collect();
    let mut kinds: Vec<&str> = Vec::new();
    for kind in plans.iter().filter_map(|(_, note)| note.fields.choice("kind")) {
        let label = schema.choice_label("intervention_kind", kind);
        if !kinds.contains(&label) {
            kinds.push(label);
        }
    }
    let subjects: Vec<&str> =
        student.fields.choices("subjects").into_iter().map(|it| schema.choice_label("subject", it)).collect();
    let partner = student.fields.text("partner").and_then(|it| facts.casebook.find_student(it));
    let goals = facts.analysis.goals(own);
    let goal = goals.first().map(|it| clip(&it.goal.text, 20));
    let series = facts.analysis.series(id, own);
    let (mut first, mut second) = (None, None);
    if let Some(series) = series.first() {
        let unit = series.measure.unit.as_deref().unwrap_or_default();
        let level = |values: &[f64]| median(values).map(|it| format!("{}{unit}", number(it)));
        (first, second) = (level(&series.values("B")), level(&series.ending().0));
        notes.extend(series.points.iter().map(|it| it.note));
    }
    let status = student.terms.iter().find(|it| it.term == facts.scope.term);
    let outcome = status.and_then(|it| it.outcome.as_deref()).map(|it| schema.choice_label("outcome", it));
    let cells = vec![
        format!("{} {}", student.code, student.shown_name()),
        or_missing(student.class.map(|it| facts.casebook.class(it).name.clone())),
        or_missing(Some(facts.list(&subjects))),
        or_missing(cause(facts, student)),
        or_missing(student.fields.text("supporter")),
        or_missing(partner.map(|it| facts.casebook.student(it).shown_name())),
        or_missing(Some(facts.list(&kinds))),
        or_missing(goal),
        or_missing(first),
        or_missing(second),
        or_missing(outcome),
        or_missing(Some(remarks(facts, student, own).join(facts.word("；")))),
    ];
    made_of(notes, cells)
}

/// The main cause behind the group it belongs to: `个体：基础知识薄弱`.
fn cause(facts: Facts, student: &Student) -> Option<String> {
    let schema = &facts.casebook.schema;
    let cause = *student.fields.choices("causes").first()?;
    let label = schema.choice_label("cause", cause);
    let groups = schema.enums.get("cause").map(|it| it.groups.as_slice()).unwrap_or_default();
    let group = groups.iter().find(|(_, keys)| keys.iter().any(|it| **it == *cause));
    Some(group.map_or_else(|| label.to_owned(), |(group, _)| say!(facts, "{}：{}", group, label)))
}

fn remarks(facts: Facts, student: &Student, own: Scope) -> Vec<String> {
    let special = student.fields.record("sen").map(|_| facts.word("特殊教育需要，另行报告").to_owned());
    let joined = student.fields.record("previous_school").map(|_| facts.word("转入").to_owned());
    let relapses = facts.analysis.relapses(own).len();
    let relapses = (relapses > 0).then(|| say!(facts, "反复{}次", relapses));
    let closed = student.closed.map(|day| say!(facts, "{}结案", facts.month_day(day)));
    [special, joined, relapses, closed].into_iter().flatten().collect()
}

/// 代号, 关注领域, 主要问题, 了解日期. What was told before the term counts too; that is when it should be told.
pub(super) fn handover(facts: Facts) -> Filling {
    let schema = &facts.casebook.schema;
    let students = facts.analysis.students(facts.scope);
    let mut in_time = 0;
    let rows: Vec<TableRow> = students
        .iter()
        .filter_map(|student| {
            let told = facts.analysis.notes_until(*student, facts.scope.term, "handover");
            let (id, note) = told.last()?;
            let pupil = facts.casebook.student(*student);
            let taken = pupil.class.and_then(|it| facts.casebook.class(it).fields.date("handed_over"));
            in_time += u32::from(taken.is_none_or(|day| note.date <= day));
            let domains: Vec<&str> =
                note.fields.choices("domains").into_iter().map(|it| schema.choice_label("concern_domain", it)).collect();
            let cells = vec![
                format!("{} {}", pupil.code, pupil.shown_name()),
                or_missing(Some(facts.list(&domains))),
                or_missing(note.fields.text("problems")),
                facts.date(note.date),
            ];
            Some(made_of([*id], cells))
        })
        .collect();
    let n = students.len() as u32;
    let note = facts.view.tells(facts.scope, &|_| Parts::one(in_time, n));
    let note = note.then(|| say!(facts, "接班日期前已了解{}人（n={}）。", in_time, n));
    Filling::new(&[], rows).note(note.unwrap_or_default())
}
