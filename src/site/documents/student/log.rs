//! 帮扶记录表: what stands above and below the month's sessions (domain.md §2.3).

use crate::diag::Language;
use crate::model::{Note, NoteId};
use crate::phrases::Speaks;

use super::super::super::tables::or_missing;
use super::super::super::wording::list;
use super::super::draft::Draft;
use super::Case;

/// 学生, 班级, 学科, 辅导教师, 周期, 核心困难, 帮扶类型.
pub(super) fn head(case: &Case, draft: &mut Draft) {
    let stretch = case.topic.days.unwrap_or(case.topic.term.span);
    let plans = case.view().analysis.notes_until(case.id, case.topic.term.id, "intervention");
    let current = |note: &Note| note.date <= stretch.to && note.fields.date("end").is_none_or(|it| it >= stretch.from);
    let plans: Vec<&Note> = plans.into_iter().map(|(_, note)| note).filter(|it| current(it)).collect();
    let sessions = case.topic.notes_of("tutoring");
    let class = case.student.class.map(|it| case.view().casebook.class(it).name.clone());
    let subjects = plans.iter().copied().chain(sessions.iter().map(|it| it.1));
    let subjects = unique(subjects.filter_map(|it| it.fields.choice("subject")).map(|it| case.label("subject", it)));
    let subjects = if subjects.is_empty() { case.labels("subjects", "subject") } else { subjects };
    let teachers = unique(plans.iter().flat_map(|it| it.fields.texts("staff")));
    let supporter = case.student.fields.text("supporter");
    let teachers = if teachers.is_empty() { unique(supporter.into_iter().flat_map(|it| it.split('、'))) } else { teachers };
    let difficulty = unique(plans.iter().filter_map(|it| it.fields.text("difficulty")).map(|it| it.trim_end_matches('。')));
    let difficulty = if difficulty.is_empty() { unique(case.student.fields.text("focus")) } else { difficulty };
    let kinds = unique(plans.iter().filter_map(|it| it.fields.choice("kind")).map(|it| case.label("intervention_kind", it)));
    draft.form(vec![
        ("学生", case.name().to_owned()),
        ("班级", or_missing(class)),
        ("学科", or_missing(Some(list(&subjects)))),
        ("辅导教师", or_missing(Some(list(&teachers)))),
        ("周期", Language::Chinese.days(stretch)),
        ("核心困难", or_missing(Some(difficulty.join("；")))),
        ("帮扶类型", or_missing(Some(list(&kinds)))),
    ]);
}

fn unique<'t>(words: impl IntoIterator<Item = &'t str>) -> Vec<&'t str> {
    let mut seen: Vec<&str> = Vec::new();
    for it in words {
        if !seen.contains(&it) {
            seen.push(it);
        }
    }
    seen
}

/// How the month's sessions went, and which weak points came and went.
pub(super) fn assessment(case: &Case, draft: &mut Draft) {
    let sessions = case.topic.notes_of("tutoring");
    let held: Vec<&(NoteId, &Note)> = sessions.iter().filter(|(_, it)| it.fields.boolean("held") != Some(false)).collect();
    let cancelled = sessions.len() - held.len();
    let minutes: i64 = held.iter().filter_map(|(_, it)| it.fields.integer("minutes")).sum();
    let done = (!sessions.is_empty()).then(|| {
        let cancelled = if cancelled > 0 { format!("，取消{cancelled}次") } else { String::new() };
        let minutes = if minutes > 0 { format!("，共{minutes}分钟") } else { String::new() };
        format!("本月登记辅导{}次，开展{}次{cancelled}{minutes}。", sessions.len(), held.len())
    });
    let effects: Vec<String> = ["independent", "prompted", "not_yet"]
        .into_iter()
        .filter_map(|key| {
            let count = held.iter().filter(|(_, it)| it.fields.choice("effect") == Some(key)).count();
            (count > 0).then(|| format!("{}{count}次", case.label("mastery", key)))
        })
        .collect();
    let effects = (!effects.is_empty()).then(|| format!("效果：{}。", list(&effects)));
    draft.paragraph([done, effects]);
    let stretch = case.topic.days.unwrap_or(case.topic.term.span);
    let known = case.notes_of("weak_point");
    let topics = |wanted: &dyn Fn(&Note) -> bool| {
        let found = known.iter().filter(|(_, note)| note.date <= stretch.to && wanted(note));
        list(&unique(found.filter_map(|(_, note)| note.fields.text("topic"))))
    };
    let mastered = |note: &Note| note.fields.date("closed").is_some_and(|it| it <= stretch.to);
    let told = |lead: &str, topics: String| (!topics.is_empty()).then(|| format!("{lead}：{topics}。"));
    draft.paragraph([
        told("本月新发现的薄弱环节", topics(&|note| note.date >= stretch.from)),
        told("本月已掌握", topics(&|note| note.fields.date("closed").is_some_and(|it| stretch.contains(it)))),
        told("此前发现、还在练", topics(&|note| note.date < stretch.from && !mastered(note))),
    ]);
}
