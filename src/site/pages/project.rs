//! A research project's page: who, when, why, what was found and on which notes it rests, what is open.

use serde::Serialize;

use crate::analysis::{Scope, Subject};
use crate::date::Date;
use crate::model::{Note, NoteId, Project, ProjectId};
use crate::phrases::{Speaks, say};
use crate::schema::Fields;
use crate::site::wording::{self, Detail};
use crate::site::{Numbering, Route, TableRow, TableView, live, tables};

use super::behind::{Basis, KeyedTable, LinkedTable};
use super::class_tables::{lessons, own_table, row, words};
use super::documents::DocumentLink;
use super::entry::{Entry, Listing};
use super::ink::{Ink, Markup};
use super::plan::{Page, Plan};
use super::research::finding_place;
use super::section::Fact;
use super::shell::{Link, Shell};
use super::timeline::Timeline;

/// `project.html`
#[derive(Debug, Serialize)]
pub struct ProjectPage {
    /// What every page has.
    pub page: Shell,
    /// Its title.
    pub title: String,
    /// Level, number, keywords and the like.
    pub facts: Vec<Detail>,
    /// Opening, interim and final meeting, in order of date.
    pub dates: Vec<ProjectDate>,
    /// Classes that take part.
    pub classes: Vec<Link>,
    /// Pupils who take part, in order of code.
    pub participants: Vec<Link>,
    /// Of how many: `n=8`.
    pub participants_n: String,
    /// Who does the research.
    pub members: Option<LinkedTable>,
    /// Stages in order.
    pub stages: Vec<Stage>,
    /// Hypotheses.
    pub hypotheses: Vec<String>,
    /// Criteria that were declared at the opening.
    pub exit_criteria: Vec<String>,
    /// How many met them.
    pub conversion: Vec<Fact>,
    /// Figures over the participants in the present term.
    pub work: Vec<Fact>,
    /// The term of the figures.
    pub term: Option<String>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What is open.
    pub questions: Vec<Question>,
    /// What came of it: reports, tools.
    pub outputs: Option<LinkedTable>,
    /// Open lessons of all terms.
    pub lessons: Option<LinkedTable>,
    /// What school, families and community did.
    pub partnership: Option<LinkedTable>,
    /// Significance, reflections, suggestions.
    pub reflections: Vec<Entry>,
    /// Works cited, after GB/T 7714.
    pub references: Vec<Reference>,
    /// The text.
    pub story: Markup,
    /// Every record of the project.
    pub timeline: Timeline,
    /// Its documents.
    pub documents: Vec<DocumentLink>,
}

/// A date of the project.
#[derive(Debug, Serialize)]
pub struct ProjectDate {
    /// `开题`, `中期` or `结题`.
    pub label: String,
    /// The day in words.
    pub date: String,
    /// The day for programs.
    pub datetime: String,
    /// Whether it is still to come.
    pub ahead: bool,
}

/// A stage.
#[derive(Debug, Serialize)]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// From when to when.
    pub span: Option<String>,
    /// What was to be done.
    pub task: Option<String>,
    /// What came of it.
    pub result: Option<String>,
    /// `past`, `here`, or nothing.
    pub state: &'static str,
}

/// A finding.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// Its place.
    pub id: String,
    /// What was found.
    pub text: String,
    /// Of how many pupils.
    pub n: Option<String>,
    /// What it does not show.
    pub limit: Option<String>,
    /// The notes on which it rests.
    pub evidence: Vec<Link>,
}

/// An open question.
#[derive(Debug, Serialize)]
pub struct Question {
    /// The question.
    pub text: String,
    /// Why it is hard.
    pub why: Option<String>,
    /// What is to be done.
    pub next: Option<String>,
}

/// A work cited.
#[derive(Debug, Serialize)]
pub struct Reference {
    /// `苏霍姆林斯基. 给教师的建议[M]. 教育科学出版社, 1984.`
    pub text: String,
    /// The words that are quoted from it.
    pub quote: Option<String>,
}

impl Plan<'_> {
    /// The participants in the present term.
    pub(super) fn project_scope(&self, id: ProjectId) -> Option<Scope> {
        let term = self.view.casebook.current_term(self.view.analysis.as_of)?;
        Some(Scope { subject: Subject::Project(id), term: term.id })
    }

    /// A note as a link: whose it is, the day, and its type.
    fn evidence_link(&self, here: &Route, id: NoteId) -> Option<Link> {
        let casebook = self.view.casebook;
        let note = casebook.note(id);
        let whose = note.student.map(|it| casebook.student(it).shown_name());
        let class = || note.class.map(|it| casebook.class(it).name.as_str());
        let kind = &casebook.schema.note_type(note.kind).label;
        let text = say!(self, "{}{}{}", whose.or_else(class).unwrap_or_default(), self.month_day(note.date), kind);
        Some(Link { href: self.note_href(here, id)?, text })
    }
}

/// The tables of a project.
pub(super) fn sheets(plan: &Plan<'_>, id: ProjectId, scope: Scope) -> Vec<KeyedTable> {
    let derived = |key: &str| Some(KeyedTable { key: key.to_owned(), table: tables::table(plan.view, key, scope)? });
    let kind = plan.view.casebook.schema.find_type("open_lesson");
    let own = notes(plan, id).filter(|(_, note)| kind.is_some_and(|it| plan.view.casebook.schema.is_a(note.kind, it)));
    let lessons = lessons(plan, own).map(|table| KeyedTable { key: "open_lessons".to_owned(), table });
    // What was agreed stays true beyond its term.
    let terms = plan.view.casebook.config.terms.iter().map(|it| Scope { term: it.id, ..scope });
    let partnership = terms.filter_map(|it| tables::table(plan.view, "partnership", it)).reduce(|mut all, it| {
        all.rows.extend(it.rows);
        all.note = all.note.zip(it.note).map(|(before, after)| say!(plan, "{}、{}", before, after));
        all
    });
    let partnership = partnership.map(|table| KeyedTable { key: "partnership".to_owned(), table });
    let work = work_table(plan, scope).map(|table| KeyedTable { key: "work".to_owned(), table });
    [derived("members"), derived("outputs"), lessons, partnership, work].into_iter().flatten().collect()
}

/// Notes of a project itself, of all terms.
fn notes<'v>(plan: &'v Plan<'_>, id: ProjectId) -> impl Iterator<Item = (NoteId, &'v Note)> {
    plan.view.casebook.notes().filter(move |(_, note)| note.project == Some(id))
}

/// The page of a project.
pub(super) fn view(plan: &Plan<'_>, id: ProjectId, ink: &dyn Ink) -> ProjectPage {
    let casebook = plan.view.casebook;
    let project = &casebook.projects[id.0 as usize];
    let here = plan.route(&Page::Project(id));
    let scope = plan.project_scope(id);
    let mut linked: Vec<(String, LinkedTable)> = Vec::new();
    if let Some(scope) = scope {
        let sheets = sheets(plan, id, scope);
        linked = sheets.iter().map(|it| (it.key.clone(), plan.linked(&here, Basis::Scope(scope), it))).collect();
    }
    let mut table = |key: &str| linked.iter().position(|(it, _)| it == key).map(|at| linked.swap_remove(at).1);
    let own: Vec<NoteId> = notes(plan, id).map(|(id, _)| id).collect();
    let fields = &project.fields;
    let owned = |key: &str| fields.texts(key).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let link = |page: Page, text: &str| Link { href: here.to(&plan.route(&page)), text: text.to_owned() };
    let participants = participants(plan, &here, project);
    let classes = fields.texts("classes");
    let classes = classes.iter().filter_map(|it| casebook.find_class(it));
    let setting = plan.text_setting(&here, Some(&project.path));
    ProjectPage {
        page: plan.shell(&here, project.title.clone(), "research"),
        title: project.title.clone(),
        facts: facts(plan, project),
        dates: dates(plan, fields),
        classes: classes.map(|it| link(Page::Class(it), &casebook.class(it).name)).collect(),
        participants_n: plan.view.n_of_several(participants.len() as u32),
        participants,
        members: table("members"),
        stages: stages(plan, fields),
        hypotheses: owned("hypotheses"),
        exit_criteria: owned("exit_criteria"),
        conversion: scope.map(|it| plan.conversion_facts(&here, it)).unwrap_or_default(),
        work: scope.map(|it| work(plan, &here, it)).unwrap_or_default(),
        term: scope.map(|it| plan.term(it.term)),
        findings: fields.records("findings").iter().enumerate().map(|(at, it)| finding(plan, &here, at, it)).collect(),
        questions: fields.records("open_questions").iter().map(|it| question(it)).collect(),
        outputs: table("outputs"),
        lessons: table("open_lessons"),
        partnership: table("partnership"),
        reflections: reflections(plan, &here, &own),
        references: fields.records("citations").iter().map(|it| reference(it)).collect(),
        story: match scope {
            Some(scope) => {
                let mut numbering = Numbering::default();
                let pieces = live::pieces(plan.view, &project.body, scope, &mut numbering, &mut Default::default());
                ink.pieces(&pieces, &project.body.footnotes, &setting)
            }
            None => ink.prose(&project.body, &setting),
        },
        timeline: plan.timeline(&own, None, &here),
        documents: plan.documents_about(&here, Subject::Project(id)),
    }
}

/// Level, number, progress, keywords.
fn facts(plan: &Plan<'_>, project: &Project) -> Vec<Detail> {
    let fields = plan.view.casebook.schema.file_fields("project");
    let wanted = ["level", "number", "status", "keywords"];
    let fact = |key: &&str| {
        let (field, value) = (fields.find(key)?, project.fields.get(key)?);
        let value = wording::value(plan.view, field, value);
        Some(Detail { key: (*key).to_owned(), label: field.label.clone(), value })
    };
    wanted.iter().filter_map(fact).filter(|it| !it.value.is_empty()).collect()
}

fn dates(plan: &Plan<'_>, fields: &Fields) -> Vec<ProjectDate> {
    let date = |(key, label): &(&str, &str)| {
        let day = fields.date(key)?;
        let ahead = day > plan.view.analysis.as_of;
        Some((day, ProjectDate { label: (*label).to_owned(), date: plan.date(day), datetime: day.to_string(), ahead }))
    };
    let mut dates: Vec<(Date, ProjectDate)> =
        [("opened", plan.word("开题")), ("interim", plan.word("中期")), ("finished", plan.word("结题"))]
            .iter()
            .filter_map(date)
            .collect();
    dates.sort_by_key(|(day, _)| *day);
    dates.into_iter().map(|(_, it)| it).collect()
}

/// Those whom the project names, else the pupils of its classes.
fn participants(plan: &Plan<'_>, here: &Route, project: &Project) -> Vec<Link> {
    let casebook = plan.view.casebook;
    let mut named: Vec<_> = project.fields.texts("participants").iter().filter_map(|it| casebook.find_student(it)).collect();
    if named.is_empty() {
        let classes = project.fields.texts("classes");
        named = classes
            .iter()
            .filter_map(|it| casebook.find_class(it))
            .flat_map(|it| casebook.students_of(it))
            .map(|it| it.0)
            .collect();
    }
    named.sort_unstable();
    named.dedup();
    let link = |id: &crate::model::StudentId| Link {
        href: here.to(&plan.route(&Page::Student(*id))),
        text: casebook.student(*id).shown_name().to_owned(),
    };
    named.iter().map(link).collect()
}

fn stages(plan: &Plan<'_>, fields: &Fields) -> Vec<Stage> {
    let today = plan.view.analysis.as_of;
    let stage = |it: &&Fields| {
        let span = match it.get("span").map(|it| &it.data) {
            Some(crate::schema::Data::DateRange(range)) => Some(*range),
            _ => None,
        };
        let state = match span {
            Some(range) if range.to < today => "past",
            Some(range) if range.from <= today => "here",
            _ => "",
        };
        Some(Stage {
            name: it.text("name")?.to_owned(),
            span: span.map(|it| say!(plan, "{}—{}", plan.date(it.from), plan.date(it.to))),
            task: it.text("task").map(str::to_owned),
            result: it.text("result").map(str::to_owned),
            state,
        })
    };
    fields.records("stages").iter().filter_map(stage).collect()
}

/// What was done with the participants in the term.
fn work(plan: &Plan<'_>, here: &Route, scope: Scope) -> Vec<Fact> {
    let rows = work_table(plan, scope).map(|it| it.rows).unwrap_or_default();
    let fact = |(at, row): (usize, &TableRow)| {
        let source = plan.source(here, Basis::Scope(scope), "work", at, &row.notes);
        let href = source.map_or_else(|| plan.pupils_href(here, scope), |it| it.href);
        Some(Fact { label: row.first()?.clone(), value: row.get(1)?.clone(), href: Some(href) })
    };
    rows.iter().enumerate().filter_map(fact).collect()
}

/// The same as a table, for its sources.
fn work_table(plan: &Plan<'_>, scope: Scope) -> Option<TableView> {
    // A figure, and the type of the notes behind it; none where it is reckoned of the pupils' files.
    const FIGURES: [(&str, Option<&str>); 9] = [
        ("students.count", None),
        ("cases.new", None),
        ("cases.closed", None),
        ("goals.rate", None),
        ("talk.count", Some("talk")),
        ("tutoring.fidelity", Some("tutoring")),
        ("family_contact.count", Some("family_contact")),
        ("weak_points.closed", Some("weak_point")),
        ("relapse.count", Some("relapse")),
    ];
    let analysis = &plan.view.analysis;
    let line = |(name, kind): &(&str, Option<&str>)| {
        let label = &analysis.figure_row(name)?.label;
        let found = kind.map(|it| analysis.notes_of(scope, it)).unwrap_or_default();
        let kind = kind.and_then(|it| plan.view.casebook.schema.find_type(it));
        let kind = kind.map(|it| plan.view.casebook.schema.note_type(it).label.as_str()).unwrap_or_default();
        let held = |note: &Note| *name != "tutoring.fidelity" || note.fields.boolean("held") != Some(false);
        let notes = found.into_iter().filter(|(_, note)| held(note)).map(|(id, _)| id);
        Some(row(notes, [label.replace("{label}", kind), words(plan, name, scope)?]))
    };
    own_table(plan.word("做了什么"), &[plan.word("指标"), plan.word("数值*")], FIGURES.iter().filter_map(line).collect(), None)
}

/// A finding with its evidence. What refers to nothing is reported when the casebook is read.
fn finding(plan: &Plan<'_>, here: &Route, at: usize, fields: &Fields) -> Finding {
    let casebook = plan.view.casebook;
    let mut evidence: Vec<NoteId> = fields.texts("evidence").iter().flat_map(|it| casebook.find_note(None, it)).collect();
    let mut seen = std::collections::BTreeSet::new();
    evidence.retain(|it| seen.insert(*it));
    Finding {
        id: finding_place(at),
        text: fields.text("text").unwrap_or_default().to_owned(),
        n: fields.integer("n").and_then(|it| u32::try_from(it).ok()).map(|it| plan.view.n_of_several(it)),
        limit: fields.text("limit").map(str::to_owned),
        evidence: evidence.into_iter().filter_map(|it| plan.evidence_link(here, it)).collect(),
    }
}

fn question(fields: &Fields) -> Question {
    let text = |key: &str| fields.text(key).map(str::to_owned);
    Question { text: text("text").unwrap_or_default(), why: text("why"), next: text("next") }
}

/// Reflections by kind, in the order in which they were written.
fn reflections(plan: &Plan<'_>, here: &Route, own: &[NoteId]) -> Vec<Entry> {
    let schema = &plan.view.casebook.schema;
    let Some(kind) = schema.find_type("reflection") else { return Vec::new() };
    let listing = Listing { here, home: false, who: false, year: true };
    let entry = |id: &NoteId| {
        let note = plan.view.casebook.note(*id);
        let kind = note.fields.choice("kind").unwrap_or("reflection");
        Entry { label: schema.choice_label("reflection_kind", kind).to_owned(), ..plan.entry(*id, listing) }
    };
    own.iter().filter(|it| schema.is_a(plan.view.casebook.note(**it).kind, kind)).map(entry).collect()
}

/// A work after GB/T 7714, and the words quoted from it.
fn reference(fields: &Fields) -> Reference {
    Reference { text: wording::source_line(fields), quote: fields.text("quote").map(str::to_owned) }
}
