//! 研究过程: the survey, the work, meetings, lessons, partnership.

use std::collections::BTreeSet;

use crate::analysis::Subject;
use crate::privacy::Audience;

use super::super::super::tables::told_causes;
use super::super::super::wording::list;
use super::super::draft::{Draft, figure};
use super::Report;

/// How many questionnaires were usable, and which cause they name most.
pub(super) fn survey(report: &Report, draft: &mut Draft) {
    let shares = report.view().analysis.causes(report.scope());
    let Some(first) = shares.rows.first() else { return };
    let label = report.view().casebook.schema.choice_label("cause", &first.cause);
    let surveyed = report.count("cause_survey") > 0;
    let source = if surveyed { format!("成因问卷有效{}份", figure("cause.n")) } else { "从个案记录看".to_owned() };
    let among = if shares.rows.len() > 1 { "为多" } else { "" };
    let told = told_causes(report.view(), report.scope(), &shares).first() == Some(&true);
    let share = if told { format!("，占{}", figure(&format!("cause.{}.share", first.cause))) } else { String::new() };
    let few = if shares.n < 30 { "人数少，只用来安排先帮什么，不作推论。" } else { "" };
    draft.paragraph([Some(format!("{source}，主要成因以{label}{among}{share}。{few}"))]);
}

/// The work of the term in a sentence, for the abstract and the process.
pub(super) fn done(report: &Report) -> Option<String> {
    let analysis = &report.view().analysis;
    let tutoring = analysis.tutoring(report.scope());
    let mut parts = Vec::new();
    if report.count("talk") > 0 {
        parts.push(format!("谈心{}次", figure("talk.count")));
    }
    if tutoring.held > 0 && tutoring.planned >= tutoring.held {
        parts.push(format!("按计划辅导{}次，落实{}", figure("tutoring.planned"), figure("tutoring.fidelity")));
    } else if tutoring.held > 0 {
        parts.push(format!("辅导{}次", figure("tutoring.held")));
    }
    if report.count("family_contact") > 0 {
        parts.push(format!("与家长联系{}次", figure("family_contact.count")));
    }
    if report.count("method_taught") > 0 {
        parts.push(format!("教会学习方法{}人次", figure("method_taught.count")));
    }
    (!parts.is_empty()).then(|| format!("本学期对研究对象{}。", parts.join("，")))
}

pub(super) fn work(report: &Report, draft: &mut Draft) {
    let relapses = report.view().analysis.relapses(report.scope());
    let who: BTreeSet<_> = relapses.iter().map(|it| it.student).collect();
    let told = !who.is_empty() && report.view().tells_count(report.scope(), who.len() as u32);
    let again = told.then(|| {
        let during = if done(report).is_some() { "其间" } else { "支持期间" };
        let kept = if report.view().audience == Audience::Teacher { "，照实保留在各人的进展图上" } else { "" };
        format!("{during}出现反复{}次，共{}天{kept}。", figure("relapse.count"), figure("relapse.days"))
    });
    draft.paragraph([done(report), again]);
    // The course of a pupil who relapsed shows most of what support is like.
    let drawn = relapses.iter().find_map(|it| {
        let scope = crate::analysis::Scope { subject: Subject::Student(it.student), term: report.scope().term };
        let series = report.view().analysis.series(it.student, scope).into_iter().find(|it| !it.relapses.is_empty())?;
        Some((report.view().casebook.student(it.student).code.as_str(), series.measure.name))
    });
    if let Some((student, measure)) = drawn {
        draft.request(&[("chart", "progress"), ("student", student), ("measure", &measure)]);
    }
}

/// Meetings of the classes in which the project is carried out, and what was agreed there.
pub(super) fn meetings(report: &Report, draft: &mut Draft) {
    for scope in report.classes() {
        let held = report.view().analysis.notes_of(scope, "class_meeting");
        let Subject::Class(class) = scope.subject else { continue };
        let class = report.view().casebook.class(class);
        let themes: Vec<String> =
            held.iter().filter_map(|(_, note)| Some(format!("“{}”", note.fields.text("theme")?))).collect();
        if themes.is_empty() {
            continue;
        }
        let agreed: usize = held.iter().map(|(_, note)| note.fields.texts("consensus").len()).sum();
        let agreed = if agreed > 0 { format!("，形成共识{agreed}条") } else { String::new() };
        let count = figure(&format!("{}.class_meeting.count", class.key));
        draft.paragraph([Some(format!("{}召开主题班队会{count}次：{}{agreed}。", class.name, themes.concat()))]);
    }
}

/// Open lessons from the project's beginning on.
pub(super) fn lessons(report: &Report, draft: &mut Draft) {
    let lessons = report.own_notes("open_lesson");
    let (Some((_, first)), Some((_, last))) = (lessons.first(), lessons.last()) else { return };
    let observers: i64 = lessons.iter().filter_map(|(_, note)| note.fields.integer("observers")).sum();
    let observers = if observers > 0 { format!("，听课{observers}人次") } else { String::new() };
    let span = if first.date == last.date {
        first.date.in_words()
    } else {
        format!("{}至{}", first.date.in_words(), last.date.in_words())
    };
    draft.paragraph([Some(format!("{span}，课题组上公开课{}节{observers}。", lessons.len()))]);
}

/// What school, families and community agreed on, note by note.
pub(super) fn partnership(report: &Report, draft: &mut Draft) {
    let notes = report.own_notes("partnership_note");
    let told = notes.iter().filter_map(|(_, note)| {
        let brief = note.brief.as_deref()?.trim_end_matches('。');
        Some(format!("{}，{brief}", note.date.in_words()))
    });
    let told: Vec<String> = told.take(3).collect();
    if told.is_empty() {
        let parties = [("school_action", "学校"), ("family_action", "家庭"), ("community_action", "社会")];
        let acted = |field: &str| notes.iter().any(|(_, note)| !note.fields.texts(field).is_empty());
        let parties: Vec<&str> = parties.iter().filter(|(field, _)| acted(field)).map(|(_, who)| *who).collect();
        let words = (!parties.is_empty()).then(|| format!("{}各自商定了可以核对的做法。", list(&parties)));
        return draft.paragraph([words]);
    }
    draft.paragraph([Some(format!("{}。", told.join("；")))]);
}
