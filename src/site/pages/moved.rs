//! Pages that once had another address, as `aliases` in their front matter say.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{NoteId, SurveyId};
use crate::phrases::Speaks;
use crate::schema::{Fields, Value};
use crate::site::Route;
use crate::source::{SitePath, Span};

use super::address::Addresses;
use super::plan::{Page, Plan};
use super::shell::{Link, Shell};

/// A page that leads from an old address to the present one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The old address.
    pub from: Route,
    /// What is now elsewhere.
    pub page: Page,
}

/// `moved.html`
#[derive(Debug, Serialize)]
pub struct MovedPage {
    /// What every page has.
    pub page: Shell,
    /// Where the page is now.
    pub target: Link,
}

/// The old addresses of every page, where `pages` have theirs. Reports those of which no page can be made, and those at
/// which another stands.
pub(super) fn moved(plan: &Plan<'_>, pages: &Addresses, findings: &mut Diagnostics) -> Vec<Moved> {
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    let mut found = Vec::new();
    for (page, fields) in with_fields(plan) {
        for value in fields.list("aliases") {
            let text = value.as_text().unwrap_or_default().trim();
            let finding = |code| Diagnostic::new(code, value.span).arg("value", text);
            let Some(from) = old_address(value) else {
                findings.push(finding(Code::AliasForm));
                continue;
            };
            let plain = from.as_str().to_lowercase();
            if let Some(other) = taken.get(&plain) {
                findings.push(finding(Code::AliasTaken).related(*other));
            } else if pages.find(&plain).is_some() {
                findings.push(finding(Code::AliasTaken));
            } else {
                taken.insert(plain, value.span);
                found.push(Moved { from, page: page.clone() });
            }
        }
    }
    found
}

/// Every page that is made from a file, with what stands in the file's front matter.
fn with_fields<'a>(plan: &'a Plan<'_>) -> impl Iterator<Item = (Page, &'a Fields)> {
    let casebook = plan.view.casebook;
    let notes = casebook.notes().filter(|(_, it)| it.is_file()).map(|(id, it): (NoteId, _)| (Page::Note(id), &it.fields));
    let students = casebook.students().map(|(id, it)| (Page::Student(id), &it.fields));
    let classes = casebook.classes().map(|(id, it)| (Page::Class(id), &it.fields));
    let surveys = casebook.surveys.iter().zip(0..).map(|(it, id)| (Page::Survey(SurveyId(id)), &it.fields));
    let projects = casebook.projects().map(|(id, it)| (Page::Project(id), &it.fields));
    let summaries = casebook.summaries.iter().filter_map(|it| Some((plan.index.sources.get(&it.path)?.clone(), &it.fields)));
    notes.chain(students).chain(classes).chain(surveys).chain(projects).chain(summaries)
}

/// The address that an alias means: a path below the site, with or without `/` in front; that of a Markdown file means its page,
/// a folder its `index.html`.
fn old_address(value: &Value) -> Option<Route> {
    let text = value.as_text()?.trim().trim_start_matches('/');
    let text = match text.strip_suffix(".md") {
        Some(stem) => format!("{stem}.html"),
        None if text.ends_with('/') => format!("{text}index.html"),
        None => text.to_owned(),
    };
    let path = SitePath::new(&text)?;
    let route = Route::new(path.as_str());
    (path.extension() == "html" && route.as_str() == path.as_str() && path.as_str().len() <= 240).then_some(route)
}

impl Plan<'_> {
    /// The view of a page that leads elsewhere.
    pub fn moved_page(&self, moved: &Moved) -> MovedPage {
        let target = self.route(&moved.page);
        let mut page = self.shell(&moved.from, self.word("已移到新地址"), "");
        page.canonical = self.canonical(&moved.from, &target);
        MovedPage { page, target: Link { href: moved.from.to(&target), text: self.title_of(&moved.page) } }
    }

    fn title_of(&self, page: &Page) -> String {
        let casebook = self.view.casebook;
        match page {
            Page::Note(id) => crate::site::wording::headline(casebook, casebook.note(*id)).0,
            Page::Student(id) => casebook.student(*id).shown_name().to_owned(),
            Page::Class(id) => casebook.class(*id).name.clone(),
            Page::Survey(id) => casebook.surveys.get(id.0 as usize).map(|it| it.title.clone()).unwrap_or_default(),
            Page::Project(id) => casebook.project(*id).title.clone(),
            Page::Document(at) => self.documents.get(*at).map(|it| it.title.clone()).unwrap_or_default(),
            _ => casebook.config.title.clone(),
        }
    }
}
