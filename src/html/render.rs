//! Every page through its template and out of the door.

use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Tera};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::output::{Door, DoorError};
use crate::site::pages::{Frame, Page, PageView, Plan};
use crate::source::Content;
use crate::theme::{Strings, Theme};

use super::ink::HtmlInk;

/// What all templates see besides their page.
#[derive(Serialize)]
struct Shared<'a> {
    site: &'a Frame,
    t: &'a Strings,
}

/// Writes every page of a plan, the theme's static files, and the images that pages use. Reports pages that could not be made
/// and two files at one address. What the file system refuses is for the door's owner to keep: here nothing can be done about it.
pub fn render(plan: &Plan<'_>, theme: &Theme, door: &dyn Door) -> Diagnostics {
    let press = match Press::new(plan, theme) {
        Ok(press) => press,
        Err(finding) => return [finding].into_iter().collect(),
    };
    let pages = plan.pages.par_iter().filter_map(|page| match press.page(page) {
        Ok(html) => put(door, plan.route(page).as_str(), html),
        Err(finding) => Some(finding),
    });
    let mut findings: Vec<Diagnostic> = pages.collect();
    for (path, bytes) in theme.static_files() {
        findings.extend(put(door, path, bytes.to_vec()));
    }
    for (route, file) in &plan.images {
        if let Some(Content::Binary(bytes)) = plan.tree.get(*file).map(|it| &it.content) {
            findings.extend(put(door, route.as_str(), bytes.clone()));
        }
    }
    findings.into_iter().collect()
}

/// What makes a plan's pages, one by one and from several threads.
pub struct Press<'p> {
    plan: &'p Plan<'p>,
    tera: Tera,
    ink: HtmlInk<'p>,
}

impl<'p> Press<'p> {
    /// Compiles a theme's templates for a plan.
    ///
    /// # Errors
    /// Where a template cannot be read.
    pub fn new(plan: &'p Plan<'p>, theme: &Theme) -> Result<Self, Diagnostic> {
        let strings = theme.strings(plan.view.casebook.config.language);
        let unusable = |reason| Diagnostic::general(Code::ThemeUnusable).arg("reason", reason);
        let tera = templates(plan, theme, strings).map_err(unusable)?;
        Ok(Self { plan, tera, ink: HtmlInk::new(plan, strings) })
    }

    /// Makes a page.
    ///
    /// # Errors
    /// Where its template fails.
    pub fn page(&self, page: &Page) -> Result<Vec<u8>, Diagnostic> {
        let view: PageView = self.plan.view_of(page, &self.ink);
        let html = Context::from_serialize(&view).and_then(|context| self.tera.render(view.template(), &context));
        html.map(String::into_bytes).map_err(|error| {
            let reason = error.to_string().trim().replace('\n', " ");
            Diagnostic::general(Code::PageFailed).arg("path", self.plan.route(page)).arg("reason", reason)
        })
    }
}

/// Passes a file to the door; gives the finding for one whose address is taken.
pub(crate) fn put(door: &dyn Door, path: &str, bytes: Vec<u8>) -> Option<Diagnostic> {
    door.put(path, bytes).err().and_then(|error| refused(&error))
}

/// The finding for two files at one address; every other refusal of a door is the file system's and no fault of the content.
fn refused(error: &DoorError) -> Option<Diagnostic> {
    match error {
        DoorError::Taken(path) | DoorError::BadPath(path) => {
            Some(Diagnostic::at_path(Code::SameAddress, path.clone()).arg("path", path))
        }
        DoorError::Io(..) => None,
    }
}

/// Compiles the theme's templates. A school's own go before the built-in ones of the same name.
fn templates(plan: &Plan<'_>, theme: &Theme, strings: &Strings) -> Result<Tera, String> {
    let mut tera = Tera::new();
    tera.set_fallback_prefixes(["default/"]).map_err(|error| error.to_string())?;
    tera.autoescape_on([".html"]);
    let templates = theme.templates().map_err(|error| error.0)?;
    tera.add_raw_templates(templates).map_err(|error| error.to_string())?;
    let shared = Shared { site: &plan.frame(), t: strings };
    *tera.global_context() = Context::from_serialize(&shared).map_err(|error| error.to_string())?;
    Ok(tera)
}
