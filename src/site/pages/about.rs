//! What the site is: of whom, for whom, as of when, made by what.

use serde::Serialize;

use crate::phrases::Speaks;

use super::plan::{Page, Plan};
use super::shell::{Link, Shell};

/// `about.html`
#[derive(Debug, Serialize)]
pub struct AboutPage {
    /// What every page has.
    pub page: Shell,
    /// What the casebook says about itself.
    pub about: Option<String>,
    /// The terms, the latest first.
    pub terms: Vec<Link>,
    /// How many pupils.
    pub students: usize,
    /// How many records.
    pub notes: usize,
    /// How many documents.
    pub documents: usize,
    /// The program's version.
    pub version: &'static str,
    /// The data inventory.
    pub inventory: String,
}

/// The page about the site.
pub(super) fn view(plan: &Plan<'_>) -> AboutPage {
    let casebook = plan.view.casebook;
    let here = plan.route(&Page::About);
    let mut terms: Vec<_> = casebook.config.terms.iter().map(|it| it.id).collect();
    terms.sort_unstable_by_key(|it| std::cmp::Reverse(*it));
    let term = |id| Link { href: here.to(&plan.route(&Page::Term(id))), text: plan.term(id) };
    AboutPage {
        page: plan.shell(&here, plan.word("关于"), "about"),
        about: casebook.config.fields.text("about").map(str::to_owned),
        terms: terms.into_iter().map(term).collect(),
        students: casebook.students.len(),
        notes: casebook.notes.len(),
        documents: plan.documents.all().len(),
        version: env!("CARGO_PKG_VERSION"),
        inventory: here.to(&plan.route(&Page::Inventory)),
    }
}
