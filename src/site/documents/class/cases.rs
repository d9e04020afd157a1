//! 典型案例: one or two pupils, chosen by what the record shows (D12).
//!
//! Nobody is chosen for being best. The first is one who relapsed and recovered, for that is where most can be learnt; the second
//! one who met the criterion that was declared beforehand. Among several the one with the fullest record is told.

use crate::model::StudentId;

use super::super::super::wording::list;
use super::super::draft::{Draft, figure};
use super::Summary;
use super::measures::sentence;

/// Two, a paragraph each.
pub(super) fn cases(summary: &Summary, draft: &mut Draft) {
    tell(summary, &chosen(summary), draft);
}

/// The first alone, where there is no room for two.
pub(super) fn one(summary: &Summary, draft: &mut Draft) {
    tell(summary, chosen(summary).get(..1).unwrap_or_default(), draft);
}

/// Whose words the first case quotes.
pub(super) fn quoted(summary: &Summary) -> Option<StudentId> {
    chosen(summary).into_iter().next().filter(|id| quote(summary, *id).is_some())
}

fn chosen(summary: &Summary) -> Vec<StudentId> {
    let first = fullest(summary, |id| relapsed(summary, id));
    let second = fullest(summary, |id| met(summary, id) && Some(id) != first);
    first.into_iter().chain(second).collect()
}

fn tell(summary: &Summary, told: &[StudentId], draft: &mut Draft) {
    for (at, id) in told.iter().enumerate() {
        let label = match (told.len(), at) {
            (1, _) => "典型案例",
            (_, 0) => "典型案例一",
            _ => "典型案例二",
        };
        draft.labelled(label, &case(summary, *id));
    }
}

/// Of the pupils for whom something holds, the one with most notes in full; the first of several by code.
fn fullest(summary: &Summary, holds: impl Fn(StudentId) -> bool) -> Option<StudentId> {
    let notes = |id: StudentId| summary.view().analysis.notes(summary.of_pupil(id)).filter(|(_, it)| it.is_file()).count();
    let able = summary.students.iter().copied().filter(|id| holds(*id) && !case(summary, *id).is_empty());
    able.min_by_key(|id| (std::cmp::Reverse(notes(*id)), *id))
}

fn relapsed(summary: &Summary, id: StudentId) -> bool {
    let relapses = summary.view().analysis.relapses(summary.of_pupil(id));
    !relapses.is_empty() && relapses.iter().all(|it| it.recovered)
}

/// Whether the pupil met the criterion; special educational needs are judged by goals of their own.
fn met(summary: &Summary, id: StudentId) -> bool {
    let student = summary.student(id);
    let term = summary.scope().term;
    let outcome = student.terms.iter().find(|it| it.term == term).and_then(|it| it.outcome.as_deref());
    outcome == Some("met") && student.fields.record("sen").is_none()
}

/// Why, from which strength on, with which post or method, and what came of it; nothing where the record says too little.
fn case(summary: &Summary, id: StudentId) -> String {
    let told = [cause(summary, id), strength(summary, id), post(summary, id), setback(summary, id)];
    let told: Vec<String> = told.into_iter().flatten().collect();
    if told.len() < 2 {
        return String::new();
    }
    told.into_iter().chain(quote(summary, id)).chain(goals(summary, id)).collect()
}

/// The pupil's own words.
fn quote(summary: &Summary, id: StudentId) -> Option<String> {
    let quote = summary.topic.quote_of(id)?;
    Some(format!("{}，{}说：“{}”", quote.note.date.month_day(), summary.topic.name(id), sentence(quote.words)))
}

fn cause(summary: &Summary, id: StudentId) -> Option<String> {
    let key = summary.student(id).fields.choices("causes").first().copied()?;
    let label = summary.view().casebook.schema.choice_label("cause", key);
    Some(format!("{}的主要成因是{label}。", summary.topic.name(id)))
}

/// The first strength of the file, and what it rests on.
fn strength(summary: &Summary, id: StudentId) -> Option<String> {
    let item = summary.student(id).fields.records("strengths").into_iter().next()?;
    let text = item.text("text")?.trim_end_matches('。');
    Some(format!("先看到的长处是{text}。"))
}

/// Posts in order, or the method that was used without help.
fn post(summary: &Summary, id: StudentId) -> Option<String> {
    let posts = summary.view().analysis.notes_of(summary.of_pupil(id), "post");
    let named: Vec<String> = posts
        .iter()
        .filter_map(|(_, note)| {
            let week = note.week.map_or_else(|| note.date.month_day(), |week| format!("第{week}周"));
            Some(format!("{week}起任{}", note.fields.text("post")?))
        })
        .collect();
    // The last one is what the pupil grew into.
    if let Some(last) = named.last() {
        return Some(format!("{last}。"));
    }
    let methods = summary.view().analysis.notes_of(summary.of_pupil(id), "method_taught");
    let alone = methods.iter().filter(|(_, note)| note.fields.boolean("independent") == Some(true));
    let names: Vec<String> = alone.filter_map(|(_, note)| Some(format!("“{}”", note.fields.text("name")?))).take(2).collect();
    (!names.is_empty()).then(|| format!("已会独立使用{}。", list(&names)))
}

/// What the note on the relapse says to others.
fn setback(summary: &Summary, id: StudentId) -> Option<String> {
    let relapses = summary.view().analysis.relapses(summary.of_pupil(id));
    let note = summary.view().casebook.note(relapses.first()?.note);
    let brief = note.brief.as_deref()?.trim_end_matches('。');
    Some(format!("{}起有过反复：{brief}。", note.date.month_day()))
}

/// How many of the pupil's own goals were met.
fn goals(summary: &Summary, id: StudentId) -> Option<String> {
    let tally = summary.view().analysis.goal_tally(summary.of_pupil(id));
    let of = |name: &str| figure(&format!("{}.{name}", summary.student(id).code));
    (tally.met + tally.partly + tally.not_met > 0)
        .then(|| format!("自己订的{}条目标达成{}条。", of("goals.count"), of("goals.met")))
}
