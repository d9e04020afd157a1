//! What praise found, and awards week by week.

use crate::analysis::Scope;
use crate::model::NoteId;
use crate::phrases::{Speaks, say};
use crate::site::tables::MISSING;
use crate::site::{Route, TableRow};

use super::super::plan::Plan;
use super::super::sheet::{Sheet, table_of};

/// Strengths by which praise and chances called them, each with its notes, in the order in which they were first seen.
pub(super) fn strengths_found(plan: &Plan<'_>, scope: Scope, here: &Route) -> Option<Sheet> {
    let mut found: Vec<(&str, Vec<NoteId>, Vec<NoteId>)> = Vec::new();
    for (at, kind) in ["praise", "showcase"].into_iter().enumerate() {
        for (id, note) in plan.view.analysis.notes_of(scope, kind) {
            let Some(strength) = note.fields.text("strength") else { continue };
            let place = found.iter().position(|(it, ..)| *it == strength).unwrap_or_else(|| {
                found.push((strength, Vec::new(), Vec::new()));
                found.len() - 1
            });
            if let Some((_, praise, chances)) = found.get_mut(place) {
                if at == 0 { praise.push(id) } else { chances.push(id) }
            }
        }
    }
    let rows = found.into_iter().map(|(strength, praise, chances)| {
        let cells = vec![strength.to_owned(), praise.len().to_string(), chances.len().to_string()];
        let mut notes: Vec<NoteId> = praise.into_iter().chain(chances).collect();
        notes.sort_unstable();
        TableRow { cells, notes }
    });
    let rows: Vec<TableRow> = rows.collect();
    let columns = [(plan.word("长处"), false), (plan.word("表扬"), true), (plan.word("表现机会"), true)];
    (!rows.is_empty()).then(|| plan.sheet(here, table_of(plan.word("从表扬和表现机会里看到的长处"), &columns, rows)))
}

/// Awards week by week, with the sum so far. Only the pupil's own.
pub(super) fn awards(plan: &Plan<'_>, scope: Scope, here: &Route) -> Option<Sheet> {
    let schema = &plan.view.casebook.schema;
    let mut sum = 0;
    let rows = plan.view.analysis.notes_of(scope, "award").into_iter().map(|(id, note)| {
        let quantity = note.fields.integer("qty").unwrap_or(1).max(1);
        sum += quantity;
        let kind = note.fields.choice("kind").unwrap_or("red_flag");
        let cells = vec![
            plan.month_day(note.date),
            note.week.map_or(MISSING.to_owned(), |it| plan.weeks(it, it)),
            schema.choice_label("award_kind", kind).to_owned(),
            quantity.to_string(),
            sum.to_string(),
            note.fields.text("reason").unwrap_or(MISSING).to_owned(),
        ];
        TableRow { cells, notes: vec![id] }
    });
    let rows: Vec<TableRow> = rows.collect();
    let columns = [
        (plan.word("日期"), false),
        (plan.word("周次"), false),
        (plan.word("种类"), false),
        (plan.word("数量"), true),
        (plan.word("累计"), true),
        (plan.word("原因"), false),
    ];
    (!rows.is_empty()).then(|| plan.sheet(here, table_of(say!(plan, "奖励（{}次，共{}）", rows.len(), sum), &columns, rows)))
}
