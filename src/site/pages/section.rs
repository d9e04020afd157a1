//! Sections of numbers on the pages of a class and of a term.

use serde::Serialize;

use crate::analysis::{Scope, Subject};
use crate::model::ClassId;
use crate::phrases::{Speaks, say};
use crate::site::{Route, WITHHELD, charts, tables};

use super::behind::{Basis, KeyedTable, LinkedTable};
use super::class_tables::{self, words};
use super::ink::{Ink, Markup};
use super::plan::{Page, Plan};
use super::shell::Link;

/// A section: facts, charts and tables of one matter.
#[derive(Debug, Serialize)]
pub struct Section {
    /// Key of its title among the theme's words, and part of its place on the page.
    pub key: &'static str,
    /// What is said beside the title.
    pub note: Option<String>,
    /// Single numbers.
    pub facts: Vec<Fact>,
    /// Where more is said.
    pub links: Vec<Link>,
    /// Charts.
    pub charts: Vec<ChartView>,
    /// Tables.
    pub tables: Vec<LinkedTable>,
}

/// A chart with the table of its data.
#[derive(Debug, Serialize)]
pub struct ChartView {
    /// What it shows, and of how many.
    pub caption: String,
    /// The drawing.
    pub drawing: Markup,
    /// What it is drawn of.
    pub data: LinkedTable,
}

/// A single number or word.
#[derive(Debug, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// How much, with its n.
    pub value: String,
    /// Where the notes behind it are.
    pub href: Option<String>,
}

/// A section of the page: its key, its tables, its charts.
type Row = (&'static str, &'static [&'static str], &'static [&'static str]);

/// Sections of a class's page, in order.
const OF_CLASS: [Row; 8] = [
    ("pupils", &["pupils", "tiers", "domains"], &[]),
    ("causes", &["causes", "topics", "triggers"], &["causes"]),
    ("outcomes", &["outcomes", "status", "affect", "exams", "incidents"], &["status", "goals", "affect", "incidents"]),
    ("duties", &["duties"], &["tutoring"]),
    ("families", &["contacts", "partnership"], &["contacts"]),
    ("climate", &["meetings", "open_lessons", "activities"], &[]),
    ("handover", &["handover"], &[]),
    ("records", &["records"], &[]),
];

/// Sections of a term's page, in order. The types of record have a place of their own there.
const OF_TERM: [Row; 4] = [
    ("outcomes", &["outcomes", "status", "affect", "exams"], &["status", "goals"]),
    ("causes", &["causes", "topics"], &["causes"]),
    ("duties", &["duties"], &[]),
    ("families", &["contacts"], &["contacts"]),
];

/// Whether a page of this scope shows a table.
pub(super) fn shows(scope: Scope, key: &str) -> bool {
    let rows: &[Row] = if matches!(scope.subject, Subject::Class(_)) { &OF_CLASS } else { &OF_TERM };
    key == "figures" || rows.iter().any(|(_, tables, _)| tables.contains(&key))
}

impl Plan<'_> {
    /// The sections of a class's or a term's page that have anything to show.
    pub(super) fn sections(&self, here: &Route, scope: Scope, ink: &dyn Ink) -> Vec<Section> {
        let sheets: Vec<KeyedTable> = class_tables::sheets(self, scope).collect();
        let rows: &[Row] = if matches!(scope.subject, Subject::Class(_)) { &OF_CLASS } else { &OF_TERM };
        let section = |(key, tables, charts): &Row| {
            let wanted = tables.iter().filter_map(|it| sheets.iter().find(|sheet| sheet.key == *it));
            let tables: Vec<LinkedTable> = wanted.map(|it: &KeyedTable| self.linked(here, Basis::Scope(scope), it)).collect();
            let (facts, links) = self.section_facts(here, scope, key);
            let charts = charts.iter().filter_map(|it| self.chart(it, scope, ink, here)).collect();
            let note = self.note_of(scope, key);
            (!tables.is_empty() || !facts.is_empty()).then_some(Section { key, note, facts, links, charts, tables })
        };
        rows.iter().filter_map(section).collect()
    }

    /// A chart of the types table, where there is data for it.
    fn chart(&self, key: &str, scope: Scope, ink: &dyn Ink, here: &Route) -> Option<ChartView> {
        let figure = charts::figure(self.view, key, scope, None, "c")?;
        let data = KeyedTable { key: format!("data-{key}"), table: figure.data };
        Some(ChartView {
            caption: figure.caption,
            drawing: ink.chart(&figure.chart),
            data: self.linked(here, Basis::Scope(scope), &data),
        })
    }

    /// The sentence beside a section's title.
    fn note_of(&self, scope: Scope, key: &str) -> Option<String> {
        match key {
            "outcomes" => {
                let it = self.view.analysis.conversion(scope)?;
                let day = it.declared.map(|day| say!(self, "（{}写明）", self.date(day))).unwrap_or_default();
                Some(say!(self, "退出标准{}：{}。", day, it.criterion?.trim_end_matches('。')))
            }
            _ => None,
        }
    }

    /// The single facts of a section, and where more is said.
    fn section_facts(&self, here: &Route, scope: Scope, key: &str) -> (Vec<Fact>, Vec<Link>) {
        match (key, scope.subject) {
            ("outcomes", _) => (self.conversion_facts(here, scope), Vec::new()),
            ("causes", Subject::Class(class)) => (Vec::new(), self.surveys_of(here, class)),
            ("climate", Subject::Class(_)) => {
                let kinds = ["class_meeting", "class_activity", "peer_climate_event"];
                (kinds.iter().filter_map(|it| self.count_fact(here, scope, it)).collect(), Vec::new())
            }
            ("handover", Subject::Class(class)) => (self.handover_facts(scope, class), Vec::new()),
            ("families", _) => {
                let named = [
                    "contact.progress_reported",
                    "contact.agreed_done",
                    "home_visit.coverage",
                    "phone_check.done_rate",
                    "liaison_book.reply_rate",
                ];
                let kinds = ["family_contact", "family_contact", "home_visit", "phone_check", "liaison_book"];
                let fact = |(name, kind): (&&str, &&str)| self.figure_fact(here, scope, name, kind);
                (named.iter().zip(&kinds).filter_map(fact).collect(), Vec::new())
            }
            ("duties", _) => {
                let named = [
                    ("tutoring.fidelity", "tutoring"),
                    ("methods.independent", "method_taught"),
                    ("engagement.rate", "engagement_observation"),
                ];
                (named.iter().filter_map(|(name, kind)| self.figure_fact(here, scope, name, kind)).collect(), Vec::new())
            }
            _ => (Vec::new(), Vec::new()),
        }
    }

    /// A figure of the types table, with the list of the records that it is reckoned of.
    fn figure_fact(&self, here: &Route, scope: Scope, name: &str, kind: &str) -> Option<Fact> {
        let value = words(self, name, scope)?;
        let label = self.view.analysis.figure_row(name).map(|it| it.label.clone())?;
        let id = self.view.casebook.schema.find_type(kind)?;
        let label = label.replace("{label}", &self.view.casebook.schema.note_type(id).label);
        (self.view.analysis.count(scope, kind) > 0).then(|| Fact { label, value, href: self.list_href(here, scope, id) })
    }

    /// How many records of a type there are, where there are any.
    fn count_fact(&self, here: &Route, scope: Scope, kind: &str) -> Option<Fact> {
        let id = self.view.casebook.schema.find_type(kind)?;
        let count = self.view.analysis.count(scope, kind);
        (count > 0).then(|| Fact {
            label: self.view.casebook.schema.note_type(id).label.clone(),
            value: say!(self, "{}次", count),
            href: self.list_href(here, scope, id),
        })
    }

    /// How the pupils came out against the criterion: that no effect is evident is a result like any other.
    pub(super) fn conversion_facts(&self, here: &Route, scope: Scope) -> Vec<Fact> {
        let Some(it) = self.view.analysis.conversion(scope) else { return Vec::new() };
        let schema = &self.view.casebook.schema;
        let label = |key: &str| schema.choice_label("outcome", key).to_owned();
        let href = self.pupils_href(here, scope);
        let [met, improved, not_evident, undecided] = tables::told_conversion(self.view, scope);
        let of = |label: String, count: u32, told: bool| {
            let value = if told { say!(self, "{}/{}人", count, it.n) } else { self.word(WITHHELD).to_owned() };
            Fact { label, value, href: Some(href.clone()).filter(|_| told) }
        };
        let mut facts = Vec::new();
        if let Some(rate) = words(self, "conversion_rate", scope) {
            facts.push(Fact { label: self.word("转化率").to_owned(), value: rate, href: Some(href.clone()) });
        }
        facts.push(of(label("met"), it.met, met));
        facts.push(of(label("improved"), it.improved, improved));
        facts.push(of(label("not_evident"), it.not_evident, not_evident));
        if it.undecided > 0 {
            facts.push(of(self.word("未评定").to_owned(), it.undecided, undecided));
        }
        if it.special > 0 && self.view.tells_count(scope, it.special) {
            let value = say!(self, "{}人，不计入转化率", it.special);
            facts.push(Fact { label: self.word("特殊教育需要").to_owned(), value, href: None });
        }
        facts
    }

    /// Where each pupil of a scope is told of: what is in the pupils' files has no notes behind it.
    pub(super) fn pupils_href(&self, here: &Route, scope: Scope) -> String {
        let casebook = self.view.casebook;
        let students = self.view.analysis.students(scope);
        let mut classes: Vec<Option<ClassId>> = students.iter().map(|it| casebook.student(*it).class).collect();
        classes.dedup();
        let class = match (scope.subject, classes.as_slice()) {
            (Subject::Class(class), _) => Some(class),
            (_, [class]) => *class,
            _ => None,
        };
        let Some(class) = class.filter(|it| self.class_scope(Some(*it)).is_some_and(|now| now.term == scope.term)) else {
            return here.to(&self.route(&Page::Students));
        };
        let route = self.route(&Page::Class(class));
        if route == *here { "#sec-pupils".to_owned() } else { format!("{}#sec-pupils", here.to(&route)) }
    }

    fn handover_facts(&self, scope: Scope, class: ClassId) -> Vec<Fact> {
        let fields = &self.view.casebook.class(class).fields;
        let fact = |label: &str, value: Option<String>| Some(Fact { label: label.to_owned(), value: value?, href: None });
        let facts = [
            fact(self.word("接班前已了解"), words(self, "handover.complete", scope)),
            fact(self.word("接班日期"), fields.date("handed_over").map(|it| self.date(it))),
            fact(self.word("原班主任"), fields.text("previous_homeroom").map(str::to_owned)),
        ];
        facts.into_iter().flatten().collect()
    }

    /// Surveys that a class took part in, as links.
    fn surveys_of(&self, here: &Route, class: ClassId) -> Vec<Link> {
        let casebook = self.view.casebook;
        let asked = |fields: &crate::schema::Fields| {
            let classes = fields.texts("classes");
            classes.is_empty() || classes.iter().any(|it| casebook.find_class(it) == Some(class))
        };
        let surveys = casebook.surveys.iter().zip(0..).filter(|(it, _)| asked(&it.fields));
        let link = |(survey, at): (&crate::model::Survey, u32)| Link {
            href: here.to(&self.route(&Page::Survey(crate::model::SurveyId(at)))),
            text: say!(
                self,
                "{}（{}）",
                survey.title,
                self.days(crate::date::DateRange { from: survey.date, to: survey.date })
            ),
        };
        surveys.map(link).collect()
    }
}
