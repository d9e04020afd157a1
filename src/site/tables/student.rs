//! Tables about pupils: causes and measures, strengths and needs, goals.

use crate::analysis::{GoalView, Scope, Subject};
use crate::model::Note;
use crate::phrases::{Speaks, say};
use crate::site::TableRow;

use super::super::wording::{clip, number, signed};
use super::{Facts, Filling, MISSING, made_of, or_missing};

/// 表现, 成因, 证据, 确定程度, 措施
pub(super) fn cause_chain(facts: Facts) -> Filling {
    let schema = &facts.casebook.schema;
    let rows = facts.analysis.notes_of(facts.scope, "cause_analysis").into_iter().map(|(id, note)| {
        let fields = &note.fields;
        let cells = vec![
            or_missing(fields.text("manifestation")),
            or_missing(fields.choice("cause").map(|it| schema.choice_label("cause", it))),
            or_missing(fields.text("narrative").map(|it| clip(it, 28))),
            or_missing(fields.choice("confidence").map(|it| schema.choice_label("confidence", it))),
            or_missing(Some(fields.texts("measures").join(facts.word("；")))),
        ];
        made_of([id], cells)
    });
    Filling::new(&[], rows)
}

/// 优点, 不足
pub(super) fn strengths_needs(facts: Facts) -> Filling {
    let words = |items: &[crate::model::Item]| -> Vec<String> {
        let word = |it: &crate::model::Item| match &it.evidence {
            Some(evidence) => say!(facts, "{}（{}）", it.text, evidence),
            None => it.text.clone(),
        };
        items.iter().map(word).collect()
    };
    let rows = facts.analysis.students(facts.scope).into_iter().flat_map(|id| {
        let student = facts.casebook.student(id);
        let (strengths, needs) = (words(&student.strengths), words(&student.needs));
        let most = strengths.len().max(needs.len());
        (0..most).map(move |at| vec![or_missing(strengths.get(at)), or_missing(needs.get(at))])
    });
    Filling::new(&[], rows)
}

/// 代号, 目标, 起点, 目标值, 实际, 达成
pub(super) fn goals(facts: Facts) -> Filling {
    let goals = facts.analysis.goals(facts.scope);
    Filling::new(&[2, 3, 4], goals.iter().map(|goal| goal_row(facts, goal)))
}

/// The three numbers share one unit, which stands with the last.
fn goal_row(facts: Facts, goal: &GoalView) -> TableRow {
    let unit = goal.goal.unit.as_deref().unwrap_or_default();
    let amount = |value: Option<f64>| value.map(|it| format!("{}{unit}", number(it)));
    let cells = vec![
        facts.casebook.student(goal.student).shown_name().to_owned(),
        goal.goal.text.trim_end_matches('。').to_owned(),
        or_missing(goal.goal.baseline.map(number)),
        or_missing(goal.goal.target.map(number)),
        or_missing(amount(goal.actual)),
        or_missing(goal.goal.result.as_ref().map(|it| facts.casebook.schema.choice_label("goal_result", it))),
    ];
    // What was measured of it, if anything was.
    let own = Scope { subject: Subject::Student(goal.student), term: facts.scope.term };
    let records = facts.analysis.notes_of(own, "progress_record").into_iter();
    let about = |note: &Note| goal.goal.measure.is_some() && note.fields.text("measure") == goal.goal.measure.as_deref();
    made_of(records.filter(|(_, note)| about(note)).map(|(id, _)| id), cells)
}

/// 目标, −2, −1, 0, +1, +2, 起始, 终点
pub(super) fn gas(facts: Facts) -> Filling {
    let level = |it: Option<i8>| or_missing(it.map(|it| signed(f64::from(it))));
    let rows = facts.analysis.goals(facts.scope).into_iter().filter_map(|goal| {
        let gas = goal.goal.gas.as_ref()?;
        let words = |at: i8| gas.levels.iter().find(|(it, _)| *it == at).map_or(MISSING.to_owned(), |(_, words)| words.clone());
        let levels = (-2..=2).map(words);
        let row = std::iter::once(goal.goal.text.trim_end_matches('。').to_owned())
            .chain(levels)
            .chain([level(gas.start), level(gas.end)]);
        Some(row.collect::<Vec<String>>())
    });
    Filling::new(&[], rows)
}
