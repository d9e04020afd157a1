//! A class's page.

use serde::Serialize;

use crate::analysis::Subject;
use crate::model::ClassId;
use crate::phrases::Speaks;
use crate::site::wording::{self, Detail};
use crate::site::{Numbering, live};

use super::documents::DocumentLink;
use super::ink::{Ink, Markup};
use super::overview::Overview;
use super::plan::{Page, Plan};
use super::section::Section;
use super::shell::{Shell, Slip, clauses};
use super::timeline::Timeline;

/// `class.html`
#[derive(Debug, Serialize)]
pub struct ClassPage {
    /// What every page has.
    pub page: Shell,
    /// The name on the cover.
    pub slip: Slip,
    /// The present term.
    pub term: Option<String>,
    /// What there is to say in a sentence or two, by clauses.
    pub statement: Vec<Vec<String>>,
    /// Who teaches.
    pub teachers: String,
    /// Short facts.
    pub facts: Vec<Detail>,
    /// Causes, outcomes, duties, families and the rest.
    pub sections: Vec<Section>,
    /// What the class agreed on.
    pub consensus: Vec<String>,
    /// The text.
    pub story: Markup,
    /// The overview, where the first page is not that of this class.
    pub overview: Option<Overview>,
    /// The class's own records: meetings, activities, class-wide tables.
    pub timeline: Timeline,
    /// Documents of the class.
    pub documents: Vec<DocumentLink>,
}

/// Fields of a class's file that the page shows elsewhere.
const ELSEWHERE: [&str; 4] = ["name", "teachers", "consensus", "extra"];

/// The page of a class.
pub(super) fn view(plan: &Plan<'_>, id: ClassId, ink: &dyn Ink) -> ClassPage {
    let casebook = plan.view.casebook;
    let class = casebook.class(id);
    let here = plan.route(&Page::Class(id));
    let scope = plan.class_scope(Some(id));
    let set = casebook.schema.files.get("class");
    let fact = |key: &str, value: &crate::schema::Value| {
        let field = set?.find(key)?;
        let value = wording::value(plan.view, field, value);
        Some(Detail { key: key.to_owned(), label: field.label.clone(), value })
    };
    let facts = class.fields.iter().filter(|(key, _)| !ELSEWHERE.contains(&&***key)).filter_map(|(key, it)| fact(key, it));
    let setting = plan.text_setting(&here, class.path.as_ref());
    let overview = if plan.has_overview() { None } else { plan.overview(Some(id), &here, ink) };
    ClassPage {
        page: plan.shell(&here, class.name.clone(), "home"),
        slip: Slip::new(&class.name),
        term: scope.map(|it| plan.term(it.term)),
        statement: clauses(scope.map(|it| plan.statement(it)).unwrap_or_default()),
        teachers: super::home::teachers(plan, id),
        facts: facts.filter(|it| !it.value.is_empty()).collect(),
        consensus: class.fields.texts("consensus").into_iter().map(str::to_owned).collect(),
        story: match scope {
            Some(scope) => {
                let mut numbering = Numbering::default();
                let pieces = live::pieces(plan.view, &class.body, scope, &mut numbering, &mut Default::default());
                ink.pieces(&pieces, &class.body.footnotes, &setting)
            }
            None => ink.prose(&class.body, &setting),
        },
        documents: match &overview {
            Some(_) => Vec::new(),
            None => plan.documents_about(&here, Subject::Class(id)),
        },
        overview,
        sections: scope.map(|it| plan.sections(&here, it, ink)).unwrap_or_default(),
        timeline: plan.timeline(plan.index.of_class(id), None, &here),
    }
}
