//! The first page: the overview of the class, or the list of classes where there are several.

use serde::Serialize;

use crate::analysis::Subject;
use crate::model::ClassId;
use crate::phrases::{Speaks, say};

use super::documents::{DocumentLink, GenreCount};
use super::entry::Entry;
use super::ink::Ink;
use super::overview::{Headline, Overview};
use super::plan::{Page, Plan};
use super::research::ResearchLink;
use super::shell::{Link, Shell, Slip, clauses};

/// `home.html`
#[derive(Debug, Serialize)]
pub struct HomePage {
    /// What every page has.
    pub page: Shell,
    /// The title on the cover.
    pub slip: Slip,
    /// The present term.
    pub term: Option<Link>,
    /// What there is to say in a sentence or two, by clauses.
    pub statement: Vec<Vec<String>>,
    /// Days of the term, and who teaches.
    pub aside: Option<String>,
    /// The one class.
    pub overview: Option<Overview>,
    /// The only class's own page, where the overview is of it.
    pub class: Option<Link>,
    /// Headline figures over several classes.
    pub figures: Vec<Headline>,
    /// Several classes.
    pub classes: Vec<ClassRow>,
    /// What was written lately in several classes.
    pub recent: Vec<Entry>,
    /// Questionnaires, where there are several classes.
    pub surveys: Vec<ResearchLink>,
    /// Projects, where there are several classes.
    pub projects: Vec<ResearchLink>,
    /// Documents of several classes.
    pub documents: Vec<DocumentLink>,
    /// Documents about single pupils of several classes.
    pub case_documents: Vec<GenreCount>,
}

/// A class in the list.
#[derive(Debug, Serialize)]
pub struct ClassRow {
    /// The page.
    pub link: Link,
    /// The homeroom teacher.
    pub homeroom: String,
    /// How many pupils the class has.
    pub size: String,
    /// Pupils whose case is open in the term.
    pub students: usize,
    /// Notes of the term.
    pub notes: u32,
    /// Talks of the term.
    pub talks: u32,
}

/// The first page.
pub(super) fn view(plan: &Plan<'_>, ink: &dyn Ink) -> HomePage {
    let casebook = plan.view.casebook;
    let here = plan.route(&Page::Home);
    let single = plan.has_overview();
    let class = casebook.classes().next().map(|(id, _)| id).filter(|_| single);
    // Pupils without a class are part of the overview too.
    let whole = class.filter(|_| casebook.students.iter().all(|it| it.class == class));
    let scope = plan.class_scope(whole);
    let overview = if single { plan.overview(whole, &here, ink) } else { None };
    let term = casebook.current_term(plan.view.analysis.as_of);
    let teachers = class.map(|it| teachers(plan, it)).unwrap_or_default();
    let days = term.map(|it| say!(plan, "{}—{}", plan.date(it.span.from), plan.month_day(it.span.to)));
    let aside: Vec<String> = days.into_iter().chain((!teachers.is_empty()).then_some(teachers)).collect();
    HomePage {
        page: plan.shell(&here, "", "home"),
        slip: Slip::new(&casebook.config.title),
        term: term.map(|it| Link { href: here.to(&plan.route(&Page::Term(it.id))), text: plan.term(it.id) }),
        statement: clauses(scope.map(|it| plan.statement(it)).unwrap_or_default()),
        aside: Some(aside.join(plan.word("　"))).filter(|it| !it.is_empty()),
        overview,
        class: class.map(|it| Link { href: here.to(&plan.route(&Page::Class(it))), text: casebook.class(it).name.clone() }),
        figures: match scope {
            Some(scope) if !single => plan.headlines(&here, scope, None),
            _ => Vec::new(),
        },
        classes: if single { Vec::new() } else { rows(plan) },
        recent: if single { Vec::new() } else { plan.recent(None, &here) },
        surveys: if single { Vec::new() } else { plan.survey_links(&here) },
        projects: if single { Vec::new() } else { plan.project_links(&here) },
        case_documents: if single { Vec::new() } else { plan.documents_of_pupils(&here, None) },
        documents: if single { Vec::new() } else { plan.documents_of(&here, |it| !matches!(it, Subject::Student(_))) },
    }
}

/// `班主任白老师，数学陆老师`
pub(super) fn teachers(plan: &Plan<'_>, class: ClassId) -> String {
    let casebook = plan.view.casebook;
    let class = casebook.class(class);
    // A name that was hidden is the role already: `班主任`, `数学老师`.
    let titled = |role: &str, name: &str| if name.starts_with(role) { name.to_owned() } else { say!(plan, "{}{}", role, name) };
    let mut words: Vec<String> = class.homeroom.iter().map(|it| titled(plan.word("班主任"), it)).collect();
    for teacher in class.teachers.iter().filter(|it| Some(&it.name) != class.homeroom.as_ref()) {
        let subject = teacher.subject.as_deref().map(|it| casebook.schema.choice_label("subject", it));
        let role = teacher.role.as_deref().map(|it| casebook.schema.choice_label("role", it));
        words.push(titled(subject.or(role).unwrap_or_default(), &teacher.name));
    }
    words.join(plan.word("，"))
}

fn rows(plan: &Plan<'_>) -> Vec<ClassRow> {
    let casebook = plan.view.casebook;
    let here = plan.route(&Page::Home);
    let term = casebook.current_term(plan.view.analysis.as_of);
    let talk = casebook.schema.find_type("talk");
    let mut notes = vec![(0, 0); casebook.classes.len()];
    for note in casebook.notes.iter().filter(|it| it.term == term.map(|it| it.id)) {
        if let Some(slot) = note.class.and_then(|it| notes.get_mut(it.0 as usize)) {
            slot.0 += 1;
            slot.1 += u32::from(talk.is_some_and(|it| casebook.schema.is_a(note.kind, it)));
        }
    }
    let row = |(id, class): (ClassId, &crate::model::Class)| {
        let (notes, talks) = notes[id.0 as usize];
        ClassRow {
            link: Link { href: here.to(&plan.route(&Page::Class(id))), text: class.name.clone() },
            homeroom: class.homeroom.clone().unwrap_or_else(|| "—".to_owned()),
            size: class.size.map_or_else(|| "—".to_owned(), |it| it.to_string()),
            students: casebook.students_of(id).filter(|(_, it)| term.is_none_or(|term| it.is_open_in(term.span))).count(),
            notes,
            talks,
        }
    };
    casebook.classes().map(row).collect()
}
