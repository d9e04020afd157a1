//! Tables about a class: who is supported, why, which duties were done, meetings.

use std::ops::Range;

use crate::analysis::{CauseShare, CauseShares, DutyTotal, Scope, Subject};
use crate::diag::Language;
use crate::model::{Student, StudentId};
use crate::phrases::{Speaks, say};
use crate::privacy::{Parts, View};
use crate::schema::Period;

use super::super::wording::{clip, number};
use super::{Facts, Filling, made_of, or_missing, share};

/// 代号, 性别, 年级, 关注学科, 关注领域, 建档日期, 帮扶教师
pub(super) fn basics(facts: Facts) -> Filling {
    let schema = &facts.casebook.schema;
    let row = |student: &Student| {
        let labels = |field: &str, enumeration: &str| {
            let keys = student.fields.choices(field);
            let labels: Vec<&str> = keys.iter().map(|key| schema.choice_label(enumeration, key)).collect();
            or_missing(Some(facts.list(&labels)))
        };
        let grade = student.class.and_then(|class| facts.casebook.class(class).grade);
        let domains = if student.fields.record("sen").is_some() {
            facts.word("特殊教育需要").to_owned()
        } else {
            labels("concern_domains", "concern_domain")
        };
        vec![
            format!("{} {}", student.code, student.shown_name()),
            or_missing(student.fields.choice("gender").map(|key| schema.choice_label("gender", key))),
            or_missing(grade.map(|grade| schema.choice_label("grade", &grade.to_string()).to_owned())),
            labels("subjects", "subject"),
            domains,
            or_missing(student.opened.map(|day| format!("{}.{}.{}", day.year(), day.month(), day.day()))),
            or_missing(student.fields.text("supporter")),
        ]
    };
    let students = facts.analysis.students(facts.scope);
    Filling::new(&[], students.iter().map(|id| row(facts.casebook.student(*id))))
}

/// 关注领域项数, 人数
pub(super) fn domains(facts: Facts) -> Filling {
    let groups = [("一项", 1..2), ("两项及以上", 2..usize::MAX), ("未填", 0..1)];
    let parts = |scope: Scope| {
        let students = facts.analysis.students(scope);
        let domains = |id: &StudentId| facts.casebook.student(*id).fields.choices("concern_domains").len();
        let count = |many: &Range<usize>| students.iter().filter(|id| many.contains(&domains(id))).count() as u32;
        Parts { parts: groups.iter().map(|(_, many)| count(many)).collect(), whole: students.len() as u32 }
    };
    let (all, told) = (parts(facts.scope), facts.view.told(facts.scope, groups.len(), &parts));
    let rows = groups.iter().zip(&all.parts).zip(told).filter(|((_, n), _)| **n > 0);
    let rows = rows.map(|(((label, _), n), told)| {
        made_of([], vec![facts.word(label).to_owned(), n.to_string()]).telling(&facts, told, [1])
    });
    Filling::new(&[1], rows).note(facts.n(all.whole))
}

/// Of fewer no interval is told: it would reach over nearly everything.
const FEWEST: u32 = 5;

/// 成因, 人数, 占比（%）, 主要表现
pub(super) fn causes(facts: Facts) -> Filling {
    let shares = facts.analysis.causes(facts.scope);
    let schema = &facts.casebook.schema;
    let told = told_causes(facts.view, facts.scope, &shares);
    let row = |(it, told): (&CauseShare, &bool)| {
        let shown: Vec<String> = it.shown_as.iter().take(1).map(|words| clip(words, 20)).collect();
        let cells = vec![
            schema.choice_label("cause", &it.cause).to_owned(),
            it.count.to_string(),
            it.percent.to_string(),
            or_missing(Some(shown.join(facts.word("；")))),
        ];
        made_of(it.notes.iter().copied(), cells).telling(&facts, *told, 1..4)
    };
    let first = shares.rows.first().filter(|_| (FEWEST..30).contains(&shares.n) && told.first() == Some(&true));
    let interval = first.map(|it| {
        let label = schema.choice_label("cause", &it.cause);
        say!(facts, "；{}占比的95%置信区间为{}%～{}%", label, number(it.interval.0.round()), number(it.interval.1.round()))
    });
    let note = say!(facts, "{}，占比按最大余数法取整，合计为100{}。", facts.n(shares.n), interval.unwrap_or_default());
    Filling::new(&[1, 2], shares.rows.iter().zip(&told).map(row)).note(note)
}

/// Which of the causes of a scope may be told.
pub(in super::super) fn told_causes(view: &View, scope: Scope, shares: &CauseShares) -> Vec<bool> {
    let parts = |scope: Scope| {
        let own = view.analysis.causes(scope);
        let count = |it: &CauseShare| own.rows.iter().find(|own| own.cause == it.cause).map_or(0, |it| it.count);
        Parts { parts: shares.rows.iter().map(count).collect(), whole: own.n }
    };
    view.told(scope, shares.rows.len(), &parts)
}

/// 项目, 频次要求, 应完成, 已完成, 完成率, 说明
pub(super) fn duties(facts: Facts) -> Filling {
    let schema = &facts.casebook.schema;
    let row = |total: &DutyTotal| {
        let duty = schema.duties.get(total.duty)?;
        if total.due == 0 {
            return None;
        }
        let period = match duty.period {
            Period::Week => facts.word("每周"),
            Period::Month => facts.word("每月"),
            Period::Term => facts.word("每学期"),
            Period::Once => facts.word("一次"),
        };
        let mut missed = total.missed_weeks.clone();
        missed.sort_unstable();
        let missed: Vec<String> = missed.iter().map(ToString::to_string).collect();
        let left = total.due.saturating_sub(total.done);
        // Of what nobody noted it is not known whether it was done.
        let noted = total.done > 0;
        let remark = match (left, missed.is_empty()) {
            _ if !noted => facts.word("没有登记").to_owned(),
            (0, _) => facts.word("全部完成").to_owned(),
            (left, true) => say!(facts, "缺{}", left),
            (left, false) => say!(facts, "缺{}，多在第{}周", left, missed.join(facts.word("、"))),
        };
        let cells = vec![
            duty.synonyms.first().unwrap_or(&duty.label).clone(),
            match facts.language() {
                Language::Chinese => format!("{period}{}次", duty.times),
                Language::English => format!("{} {period}", duty.times),
            },
            total.due.to_string(),
            or_missing(noted.then_some(total.done)),
            or_missing(noted.then(|| share(f64::from(total.done), f64::from(total.due), 1))),
            remark,
        ];
        Some(made_of(facts.analysis.duty_notes(facts.scope, total.duty), cells))
    };
    let totals = facts.analysis.duty_totals(facts.scope);
    Filling::new(&[2, 3, 4], totals.iter().filter_map(row))
        .note(facts.word("按人和周（月）计，同一周（月）做几次只计一次；放假、缺勤和登记免做的不计。"))
}

/// 日期, 班级, 主题, 到会, 应到, 共识
pub(super) fn meetings(facts: Facts) -> Filling {
    // A project has the meetings of the classes in which it is carried out.
    let classes = match facts.scope.subject {
        Subject::Project(id) => facts.casebook.project(id).fields.texts("classes"),
        _ => Vec::new(),
    };
    let classes = classes.into_iter().filter_map(|it| facts.casebook.find_class(it));
    let scopes = classes.map(|it| Scope { subject: Subject::Class(it), term: facts.scope.term });
    let mut held: Vec<_> = scopes.chain([facts.scope]).flat_map(|it| facts.analysis.notes_of(it, "class_meeting")).collect();
    held.sort_by_key(|(id, _)| *id);
    held.dedup_by_key(|(id, _)| *id);
    let rows = held.into_iter().map(|(id, note)| {
        let class = note.class.map(|it| facts.casebook.class(it));
        let enrolled = note.fields.integer("enrolled").or(class.and_then(|it| it.size).map(i64::from));
        let cells = vec![
            facts.month_day(note.date),
            or_missing(class.map(|it| it.name.clone())),
            or_missing(note.fields.text("theme")),
            or_missing(note.fields.integer("present")),
            or_missing(enrolled),
            or_missing(Some(note.fields.texts("consensus").join(facts.word("；")))),
        ];
        made_of([id], cells)
    });
    Filling::new(&[3, 4], rows)
}
