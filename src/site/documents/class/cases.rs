//! 典型案例: one or two pupils, chosen by what the record shows (D12).
//!
//! Nobody is chosen for being best. The first is one who relapsed and recovered, for that is where most can be learnt; the second
//! one who met the criterion that was declared beforehand. Among several the one with the fullest record is told.

use crate::model::StudentId;

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

/// Why, from which strength on, with which post, award or method, and what came of it; nothing where the record says too little.
fn case(summary: &Summary, id: StudentId) -> String {
    let begun: Vec<String> = match (cause(summary, id), strength(summary, id)) {
        (Some(cause), Some(strength)) => vec![format!("的主要成因是{cause}"), format!("先看到的长处是{strength}")],
        (Some(cause), None) => vec![format!("的主要成因是{cause}")],
        (None, Some(strength)) => vec![format!("的长处，老师先看到的是{strength}")],
        (None, None) => Vec::new(),
    };
    let grown = post(summary, id).or_else(|| award(summary, id)).or_else(|| method(summary, id));
    let grown: Vec<String> = grown.into_iter().collect();
    let setback = setback(summary, id);
    if begun.len() + grown.len() + usize::from(setback.is_some()) < 2 {
        return String::new();
    }
    let whole = |parts: Vec<String>, mark: &str| (!parts.is_empty()).then(|| format!("{}。", parts.join(mark)));
    let told = [whole(begun, "，"), whole(grown, "；"), setback, quote(summary, id), goals(summary, id)];
    format!("{}{}", summary.topic.name(id), told.into_iter().flatten().collect::<String>())
}

/// The pupil's own words.
fn quote(summary: &Summary, id: StudentId) -> Option<String> {
    let quote = summary.topic.quote_of(id)?;
    Some(format!("{}，{}说：“{}”", quote.note.date.month_day(), summary.topic.pronoun(id), sentence(quote.words)))
}

fn cause(summary: &Summary, id: StudentId) -> Option<String> {
    let key = summary.student(id).fields.choices("causes").first().copied()?;
    Some(summary.view().casebook.schema.choice_label("cause", key).to_owned())
}

/// The first strength of the file, and what it rests on.
fn strength(summary: &Summary, id: StudentId) -> Option<String> {
    let item = summary.student(id).fields.records("strengths").into_iter().next()?;
    Some(item.text("text")?.trim_end_matches('。').to_owned())
}

/// The first award of several, and what for.
fn award(summary: &Summary, id: StudentId) -> Option<String> {
    let awards = summary.view().analysis.notes_of(summary.of_pupil(id), "award");
    awards.iter().find_map(|(_, note)| {
        let many = note.fields.integer("qty").filter(|it| *it > 1)?;
        let flag = note.fields.choice("kind").is_none_or(|it| it == "red_flag");
        let reason = note.fields.text("reason").filter(|it| flag && it.chars().count() <= 30)?;
        Some(format!("{}因{}得小红旗{many}面", when(note), reason.trim_end_matches('。')))
    })
}

/// The week of a note, else its day.
fn when(note: &crate::model::Note) -> String {
    note.week.map_or_else(|| note.date.month_day(), |week| format!("第{week}周"))
}

/// The last post: what the pupil grew into.
fn post(summary: &Summary, id: StudentId) -> Option<String> {
    let posts = summary.view().analysis.notes_of(summary.of_pupil(id), "post");
    let named = posts.iter().rev().find_map(|(_, note)| Some((note, note.fields.text("post")?)));
    named.map(|(note, post)| format!("{}起任{post}", when(note)))
}

/// Methods that the pupil uses without help.
fn method(summary: &Summary, id: StudentId) -> Option<String> {
    let methods = summary.view().analysis.notes_of(summary.of_pupil(id), "method_taught");
    let alone = methods.iter().filter(|(_, note)| note.fields.boolean("independent") == Some(true));
    let names: Vec<String> = alone.filter_map(|(_, note)| Some(format!("“{}”", note.fields.text("name")?))).take(2).collect();
    (!names.is_empty()).then(|| format!("已会独立使用{}", names.concat()))
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
