//! Conduct by months, what set relapses and incidents off, and attention in lessons. Of misdeeds only counts are shown here.

use crate::analysis::Scope;
use crate::model::{Note, NoteId};
use crate::phrases::{Speaks, say};
use crate::site::tables::MISSING;
use crate::site::wording::{number, percent};
use crate::site::{Route, TableRow};

use super::super::plan::Plan;
use super::super::sheet::{Sheet, table_of};

/// Incidents and corrective talks by month, with the school days they are counted over.
pub(super) fn months(plan: &Plan<'_>, scope: Scope, here: &Route) -> Option<Sheet> {
    let analysis = &plan.view.analysis;
    let incidents = analysis.notes_of(scope, "incident");
    let talks = analysis.notes_of(scope, "corrective_talk");
    if incidents.is_empty() && talks.is_empty() {
        return None;
    }
    let rows = analysis.incidents(scope).into_iter().map(|month| {
        let own = |notes: &[(NoteId, &Note)]| -> Vec<NoteId> {
            notes.iter().filter(|(_, note)| month.days.contains(note.date)).map(|(id, _)| *id).collect()
        };
        let (incidents, talks) = (own(&incidents), own(&talks));
        let rate = |count: usize| (month.school_days > 0).then(|| count as f64 / f64::from(month.school_days) * 20.0);
        let cells = vec![
            plan.month(month.days),
            incidents.len().to_string(),
            talks.len().to_string(),
            month.school_days.to_string(),
            rate(incidents.len()).map_or(MISSING.to_owned(), |it| format!("{it:.1}")),
        ];
        let mut notes: Vec<NoteId> = incidents.into_iter().chain(talks).collect();
        notes.sort_unstable();
        TableRow { cells, notes }
    });
    let columns = [
        (plan.word("月份"), false),
        (plan.word("违纪"), true),
        (plan.word("批评教育"), true),
        (plan.word("上课天数"), true),
        (plan.word("每20个上课日违纪"), true),
    ];
    Some(plan.sheet(here, table_of(plan.word("违纪和批评教育逐月次数"), &columns, rows.collect())))
}

/// What set incidents, relapses and talks about relapses off.
pub(super) fn triggers(plan: &Plan<'_>, scope: Scope, here: &Route) -> Option<Sheet> {
    let schema = &plan.view.casebook.schema;
    let analysis = &plan.view.analysis;
    let kinds = ["incident", "relapse", "talk"].map(|kind| {
        let notes = analysis.notes_of(scope, kind);
        notes.into_iter().filter_map(|(id, note)| Some((id, note.fields.choice("trigger")?))).collect::<Vec<_>>()
    });
    let mut keys: Vec<&str> = Vec::new();
    for (_, key) in kinds.iter().flatten() {
        if !keys.contains(key) {
            keys.push(key);
        }
    }
    let place = |key: &str| {
        let choices = schema.enums.get("trigger").map(|it| it.choices.as_slice()).unwrap_or_default();
        choices.iter().position(|it| &*it.key == key).unwrap_or(choices.len())
    };
    keys.sort_by_key(|it| place(it));
    let row = |key: &&str| {
        let own = |kind: &[(NoteId, &str)]| -> Vec<NoteId> { kind.iter().filter(|(_, it)| it == key).map(|it| it.0).collect() };
        let found = kinds.each_ref().map(|it| own(it));
        let mut cells = vec![schema.choice_label("trigger", key).to_owned()];
        cells.extend(found.iter().map(|it| it.len().to_string()));
        let mut notes: Vec<NoteId> = found.into_iter().flatten().collect();
        notes.sort_unstable();
        TableRow { cells, notes }
    };
    let rows: Vec<TableRow> = keys.iter().map(row).collect();
    let n: usize = kinds.iter().map(Vec::len).sum();
    let columns = [(plan.word("诱因"), false), (plan.word("违纪"), true), (plan.word("反复"), true), (plan.word("谈心"), true)];
    (!rows.is_empty()).then(|| plan.sheet(here, table_of(say!(plan, "诱因（写明诱因的记录n={}）", n), &columns, rows)))
}

/// Attention in lessons: each observation with its intervals.
pub(super) fn engagement(plan: &Plan<'_>, scope: Scope, here: &Route) -> Option<Sheet> {
    let schema = &plan.view.casebook.schema;
    let notes = plan.view.analysis.notes_of(scope, "engagement_observation");
    let rows = notes.into_iter().map(|(id, note)| {
        let fields = &note.fields;
        let amount = |key: &str| fields.integer(key).map_or(MISSING.to_owned(), |it| it.to_string());
        let text = |key: &str| fields.text(key).unwrap_or(MISSING).to_owned();
        let whole = |key: &str| fields.integer(key).and_then(|it| u32::try_from(it).ok());
        let share = whole("on_task").zip(whole("total")).and_then(|(part, all)| percent(part, all));
        let every = fields.number("interval").map(|it| say!(plan, "{}秒", number(it)));
        let cells = vec![
            plan.month_day(note.date),
            fields.choice("subject").map_or(MISSING, |it| schema.choice_label("subject", it)).to_owned(),
            text("topic"),
            format!("{}/{}", amount("on_task"), amount("total")),
            share.unwrap_or_else(|| MISSING.to_owned()),
            amount("hands_up"),
            every.unwrap_or_else(|| MISSING.to_owned()),
            text("observer"),
            text("note"),
        ];
        TableRow { cells, notes: vec![id] }
    });
    let rows: Vec<TableRow> = rows.collect();
    let columns = [
        (plan.word("日期"), false),
        (plan.word("学科"), false),
        (plan.word("课题"), false),
        (plan.word("专注/观察"), true),
        (plan.word("专注率"), true),
        (plan.word("举手"), true),
        (plan.word("间隔"), true),
        (plan.word("观察者"), false),
        (plan.word("说明"), false),
    ];
    (!rows.is_empty()).then(|| plan.sheet(here, table_of(say!(plan, "听课观察（{}次）", rows.len()), &columns, rows)))
}
