//! A student's page, and the list of all students.

use serde::Serialize;

use crate::analysis::{Scope, Series, Subject};
use crate::model::StudentId;
use crate::phrases::{Speaks, say};
use crate::site::wording::Detail;
use crate::site::{Numbering, Route, live};

use super::chapter::{Chapter, Part};
use super::documents::DocumentLink;
use super::ink::{Ink, Markup};
use super::plan::{Page, Plan};
use super::progress::{ProgressView, Reading};
use super::pupil::{ChainRow, GoalRow, HalfItem};
use super::research::CitingFinding;
use super::shell::{Link, Shell, Slip, clauses};
use super::timeline::Timeline;

/// How many measures a page draws.
const MOST_CHARTS: usize = 8;

/// `student.html`
#[derive(Debug, Serialize)]
pub struct StudentPage {
    /// What every page has.
    pub page: Shell,
    /// The name on the cover.
    pub slip: Slip,
    /// The code.
    pub code: String,
    /// The term that the facts are of.
    pub term: Option<String>,
    /// What there is to say in a sentence or two, by clauses.
    pub statement: Vec<Vec<String>>,
    /// Counts of what was done, each leading to its notes on the page.
    pub counts: Vec<Link>,
    /// Short facts.
    pub facts: Vec<Detail>,
    /// Facts that need a line of their own.
    pub long_facts: Vec<Detail>,
    /// What the teacher before told, one note each.
    pub handover: Vec<Told>,
    /// The narrative.
    pub story: Markup,
    /// Strengths.
    pub strengths: Vec<HalfItem>,
    /// Needs.
    pub needs: Vec<HalfItem>,
    /// The main cause.
    pub main_cause: Option<String>,
    /// From what is seen to what came of it.
    pub chain: Vec<ChainRow>,
    /// How goals ended, in words.
    pub goal_tally: Option<String>,
    /// Goals.
    pub goals: Vec<GoalRow>,
    /// The attainment scale of the goals.
    pub attainment: Option<Part>,
    /// Progress.
    pub progress: Vec<ProgressView>,
    /// Everything else that is kept, by matter.
    pub chapters: Vec<Chapter>,
    /// Records.
    pub timeline: Timeline,
    /// Documents about the student.
    pub documents: Vec<DocumentLink>,
    /// Findings of projects that name a record of the pupil as evidence.
    pub cited: Vec<CitingFinding>,
}

/// What was told when the class was taken over.
#[derive(Debug, Serialize)]
pub struct Told {
    /// Day and teller, leading to the note.
    pub link: Link,
    /// What was told.
    pub text: String,
    /// Domains of concern and upbringing.
    pub more: String,
}

/// `students.html`
#[derive(Debug, Serialize)]
pub struct StudentsPage {
    /// What every page has.
    pub page: Shell,
    /// How many students, where that may be told.
    pub count: Option<usize>,
    /// By class, in order of folder; those without a class last.
    pub classes: Vec<RollClass>,
}

/// The students of a class.
#[derive(Debug, Serialize)]
pub struct RollClass {
    /// The class.
    pub class: Option<Link>,
    /// How many students, where that may be told.
    pub count: Option<usize>,
    /// In order of code.
    pub students: Vec<RollRow>,
}

/// A student in the list.
#[derive(Debug, Serialize)]
pub struct RollRow {
    /// The page.
    pub link: Link,
    /// The code.
    pub code: String,
    /// Subjects and domains of concern.
    pub about: String,
    /// The tier's key.
    pub tier: String,
    /// The case's status.
    pub status: String,
    /// How many records.
    pub notes: usize,
    /// The day of the latest.
    pub latest: String,
}

/// The page of a student.
pub(super) fn view(plan: &Plan<'_>, id: StudentId, ink: &dyn Ink) -> StudentPage {
    let casebook = plan.view.casebook;
    let student = casebook.student(id);
    let here = plan.route(&Page::Student(id));
    let scope = plan.scope_of(id);
    let series = scope.map(|it| plan.view.analysis.series(id, it)).unwrap_or_default();
    let goals = scope.map(|it| plan.view.analysis.goals(it)).unwrap_or_default();
    let (facts, long_facts) = plan.facts(id);
    let setting = plan.text_setting(&here, Some(&student.path));
    let main = student.fields.choices("causes").first().map(|it| casebook.schema.choice_label("cause", it).to_owned());
    let name = student.shown_name();
    let class =
        student.class.map(|it| Link { href: here.to(&plan.route(&Page::Class(it))), text: casebook.class(it).name.clone() });
    StudentPage {
        page: plan.shell(&here, name, "students").below(class),
        slip: Slip::new(name),
        code: student.code.to_string(),
        term: scope.map(|it| plan.term(it.term)),
        statement: clauses(statement(plan, id, &series)),
        counts: scope.map(|it| counts(plan, it)).unwrap_or_default(),
        handover: handover(plan, id, &here),
        facts,
        long_facts,
        story: match scope {
            Some(scope) if !student.body.is_empty() => {
                let mut numbering = Numbering::default();
                let pieces = live::pieces(plan.view, &student.body, scope, &mut numbering, &mut Default::default());
                ink.pieces(&pieces, &student.body.footnotes, &setting)
            }
            _ => ink.prose(&student.body, &setting),
        },
        strengths: student.strengths.iter().map(|it| plan.half(id, "strength", it, &here)).collect(),
        needs: student.needs.iter().map(|it| plan.half(id, "need", it, &here)).collect(),
        main_cause: main,
        chain: plan.chain(id, &series, &here),
        goal_tally: scope.and_then(|it| goal_tally(plan, it)),
        goals: goals.iter().map(|it| plan.goal_row(it, ink)).collect(),
        progress: series
            .iter()
            .take(MOST_CHARTS)
            .zip(1..)
            .map(|(series, number)| plan.progress(id, series, number, &here, ink))
            .collect(),
        attainment: scope.and_then(|it| plan.attainment(it, &here, ink)),
        chapters: scope.map(|it| plan.chapters(it, &here, ink)).unwrap_or_default(),
        timeline: plan.timeline(&plan.index.student(id).notes, Some(id), &here),
        documents: plan.documents_about(&here, Subject::Student(id)),
        cited: plan.findings_citing(&here, |it| it.student == Some(id) || it.students.contains(&id)),
    }
}

/// Strengths in a few words, the first measure's reading, and relapses.
fn statement(plan: &Plan<'_>, id: StudentId, series: &[Series]) -> Vec<String> {
    let student = plan.view.casebook.student(id);
    let short = |text: &str| {
        let clause = text.split(['，', '。', '；', '：']).next().unwrap_or_default().trim();
        (2..=9).contains(&clause.chars().count()).then(|| clause.to_owned())
    };
    let strengths: Vec<String> = student.strengths.iter().filter_map(|it| short(&it.text)).take(2).collect();
    let mut clauses = Vec::new();
    if !strengths.is_empty() {
        clauses.push(say!(plan, "{}。", strengths.join(plan.word("，"))));
    }
    let reading = series.first().and_then(|it| Reading::of(it).in_words(plan.language()));
    let own = plan.index.student(id).relapses.iter().map(|it| plan.view.casebook.note(it.note));
    let relapses: Vec<_> = own.filter(|it| it.student == Some(id) && it.term == plan.index.student(id).term).collect();
    let relapse = relapses.first().map(|note| {
        let days = note.fields.integer("days_lost");
        let days = days.or_else(|| note.fields.date("recovered").map(|it| i64::from(it.days_since(note.date))));
        let times = relapses.len();
        match days {
            Some(days) if times == 1 => say!(plan, "有过{}次反复，{}天恢复", times, days),
            _ => say!(plan, "有过{}次反复", times),
        }
    });
    match (reading, relapse) {
        (Some(reading), Some(relapse)) => clauses.extend([say!(plan, "{}；", reading), say!(plan, "{}。", relapse)]),
        (Some(it), None) | (None, Some(it)) => clauses.push(say!(plan, "{}。", it)),
        (None, None) => {}
    }
    clauses
}

/// `谈心14次`, `家校联系4次`: types with a duty, and tutoring, as far as they occur; each leads to where its notes are listed.
fn counts(plan: &Plan<'_>, scope: Scope) -> Vec<Link> {
    let schema = &plan.view.casebook.schema;
    let notes: Vec<_> = plan.view.analysis.notes(scope).map(|(_, note)| note.kind).collect();
    let count = |(key, place): (&str, &str)| {
        let kind = schema.find_type(key)?;
        let count = notes.iter().filter(|it| schema.is_a(**it, kind)).count();
        let text = say!(plan, "{}{}次", schema.note_type(kind).label, count);
        (count > 0).then(|| Link { href: place.to_owned(), text })
    };
    let tutoring = plan.view.analysis.tutoring(scope);
    let held = (tutoring.held > 0).then(|| Link {
        href: "#p-tutoring".to_owned(),
        text: say!(plan, "辅导{}次（计划{}次）", tutoring.held, tutoring.planned),
    });
    [("talk", "#p-trust"), ("family_contact", "#families"), ("praise", "#p-praise")]
        .into_iter()
        .filter_map(count)
        .chain(held)
        .collect()
}

/// What the teacher before told.
fn handover(plan: &Plan<'_>, id: StudentId, here: &Route) -> Vec<Told> {
    let casebook = plan.view.casebook;
    let Some(kind) = casebook.schema.find_type("handover") else { return Vec::new() };
    let own = casebook.notes_of(id).filter(|(_, note)| note.student == Some(id) && casebook.schema.is_a(note.kind, kind));
    let told = |(id, note): (_, &crate::model::Note)| {
        let from = note.fields.text("from_teacher").map(|it| say!(plan, "，{}介绍", it)).unwrap_or_default();
        let domains: Vec<&str> =
            note.fields.choices("domains").iter().map(|it| casebook.schema.choice_label("concern_domain", it)).collect();
        let domains = (!domains.is_empty()).then(|| say!(plan, "关注领域：{}。", plan.list(&domains)));
        let family = note.fields.text("family_education").map(|it| say!(plan, "家庭教育：{}。", it.trim_end_matches('。')));
        Some(Told {
            link: Link { href: plan.note_href(here, id)?, text: format!("{}{from}", plan.date(note.date)) },
            text: note.fields.text("problems").unwrap_or_default().to_owned(),
            more: domains.into_iter().chain(family).collect(),
        })
    };
    own.filter_map(told).collect()
}

/// `3条，达成2条，部分达成1条。`
fn goal_tally(plan: &Plan<'_>, scope: Scope) -> Option<String> {
    let tally = plan.view.analysis.goal_tally(scope);
    if tally.total == 0 {
        return None;
    }
    let parts = [
        (plan.word("达成"), tally.met),
        (plan.word("部分达成"), tally.partly),
        (plan.word("未达成"), tally.not_met),
        (plan.word("待评定"), tally.open),
    ];
    let parts = parts.into_iter().filter(|(_, count)| *count > 0).map(|(word, count)| say!(plan, "，{}{}条", word, count));
    Some(say!(plan, "{}条{}。", tally.total, parts.collect::<String>()))
}

/// Every student, by class.
pub(super) fn roll(plan: &Plan<'_>) -> StudentsPage {
    let casebook = plan.view.casebook;
    let here = plan.route(&Page::Students);
    let row = |id: StudentId| {
        let student = casebook.student(id);
        let labels = |key: &str, name: &str| -> Vec<&str> {
            student.fields.choices(key).into_iter().map(|it| casebook.schema.choice_label(name, it)).collect()
        };
        let about: Vec<&str> =
            labels("subjects", "subject").into_iter().chain(labels("concern_domains", "concern_domain")).collect();
        let status = student.fields.choice("status");
        let latest = plan.index.student(id).notes.last();
        RollRow {
            link: Link { href: here.to(&plan.route(&Page::Student(id))), text: student.shown_name().to_owned() },
            code: student.code.to_string(),
            about: plan.list(&about),
            tier: student.fields.choice("tier").unwrap_or("—").to_owned(),
            status: status.map_or("—", |it| casebook.schema.choice_label("case_status", it)).to_owned(),
            notes: plan.index.student(id).notes.len(),
            latest: latest.map_or_else(|| "—".to_owned(), |it| plan.date(casebook.note(*it).date)),
        }
    };
    let told = |count: usize| Some(count).filter(|it| plan.view.tells_persons(*it as u32));
    let mut classes: Vec<RollClass> = casebook
        .classes()
        .map(|(class, it)| RollClass {
            class: Some(Link { href: here.to(&plan.route(&Page::Class(class))), text: it.name.clone() }),
            count: told(casebook.students_of(class).count()),
            students: casebook.students_of(class).map(|(id, _)| row(id)).collect(),
        })
        .collect();
    let without: Vec<RollRow> = casebook.students().filter(|(_, it)| it.class.is_none()).map(|(id, _)| row(id)).collect();
    classes.push(RollClass { class: None, count: told(without.len()), students: without });
    classes.retain(|it| !it.students.is_empty());
    StudentsPage { page: plan.shell(&here, plan.word("学生"), "students"), count: told(casebook.students.len()), classes }
}
