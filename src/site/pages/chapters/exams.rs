//! Term exams and the practice that takes stock: value, level, standard, and where the class stood. Never a place in class.

use crate::analysis::{Scope, Subject};
use crate::model::{Note, NoteId};
use crate::phrases::{Speaks, say};
use crate::privacy::Audience;
use crate::site::tables::MISSING;
use crate::site::wording::{number, signed};
use crate::site::{Route, TableRow};

use super::super::plan::Plan;
use super::super::sheet::{Sheet, table_of};

/// Every term exam up to the end of the term, in order of date; for others than the teacher day, subject and level.
pub(super) fn exams(plan: &Plan<'_>, scope: Scope, here: &Route) -> Option<Sheet> {
    let Subject::Student(student) = scope.subject else { return None };
    let casebook = plan.view.casebook;
    let analysis = &plan.view.analysis;
    let notes = analysis.notes_until(student, scope.term, "term_exam");
    // Others read of the level and of nothing that tells the score.
    let whole = plan.view.audience == Audience::Teacher;
    let shown = [true, true, whole, true, whole, whole, whole, whole];
    let row = |(id, note): &(NoteId, &Note)| {
        let fields = &note.fields;
        let amount = |value: Option<f64>| value.map_or(MISSING.to_owned(), number);
        let value = fields.number("value").filter(|_| fields.boolean("absent") != Some(true));
        let subject = fields.choice("subject").map(|it| casebook.schema.choice_label("subject", it));
        let score = analysis.judged(student, *id, note);
        let level = score.as_ref().map(|it| it.level).or_else(|| fields.choice("level"));
        let class = fields.number("class_mean").map(|mean| {
            let spread = fields.number("class_sd").map(|it| format!("±{}", number(it))).unwrap_or_default();
            let n = fields.integer("n").map(|it| say!(plan, "（n={}）", it)).unwrap_or_default();
            format!("{}{spread}{n}", number(mean))
        });
        let cells = vec![
            plan.date(note.date),
            subject.or(fields.text("measure")).unwrap_or(MISSING).to_owned(),
            match (value, score.as_ref()) {
                (Some(value), Some(it)) => format!("{}/{}", number(value), number(it.full_marks)),
                (Some(value), None) => number(value),
                (None, _) if fields.boolean("absent") == Some(true) => plan.word("缺席").to_owned(),
                (None, _) => MISSING.to_owned(),
            },
            level.map_or(MISSING, |it| casebook.schema.choice_label("score_level", it)).to_owned(),
            amount(score.as_ref().map(|it| it.pass)),
            score.as_ref().map_or(MISSING, |it| if it.met { plan.word("达标") } else { plan.word("未达标") }).to_owned(),
            class.unwrap_or_else(|| MISSING.to_owned()),
            score.as_ref().and_then(|it| it.z).map_or(MISSING.to_owned(), |it| signed((it * 100.0).round() / 100.0)),
        ];
        let told = cells.into_iter().zip(shown).filter_map(|(cell, shown)| shown.then_some(cell)).collect();
        TableRow { cells: told, notes: vec![*id] }
    };
    let rows: Vec<TableRow> = notes.iter().map(row).collect();
    let mut columns = vec![
        (plan.word("日期"), false),
        (plan.word("学科"), false),
        (plan.word("分数"), true),
        (plan.word("等级"), false),
        (plan.word("所用合格线"), true),
        (plan.word("达标"), false),
        (plan.word("班级平均±标准差"), true),
        (plan.word("标准分"), true),
    ];
    if rows.is_empty() {
        return None;
    }
    let mut is_shown = shown.iter();
    columns.retain(|_| is_shown.next() == Some(&true));
    let sheet = plan.sheet(here, table_of(say!(plan, "期末考试（n={}次）", rows.len()), &columns, rows));
    if !whole {
        return Some(sheet);
    }
    let note = plan.word("只供本班教师。标准分＝（分数－班级平均）÷班级标准差；班级题目难度变了，分数和标准分可以一升一降。");
    Some(sheet.with_note(note))
}
