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

/// What came of writing the site.
#[derive(Debug, Default)]
pub struct Written {
    /// Pages that could not be made, and two files at one address.
    pub findings: Diagnostics,
    /// Why a file could not leave, if the file system refused one.
    pub door: Option<DoorError>,
}

/// Writes every page of a plan, the theme's static files, and the images that pages use.
pub fn render(plan: &Plan<'_>, theme: &Theme, door: &dyn Door) -> Written {
    let strings = theme.strings(plan.view.casebook.config.language);
    let tera = match templates(plan, theme, strings) {
        Ok(tera) => tera,
        Err(reason) => {
            let finding = Diagnostic::general(Code::ThemeUnusable).arg("reason", reason);
            return Written { findings: [finding].into_iter().collect(), door: None };
        }
    };
    let ink = HtmlInk::new(plan, strings);
    let pages = plan.pages.par_iter().filter_map(|page| write_page(plan, page, &tera, &ink, door).err());
    let mut failures: Vec<Failure> = pages.collect();
    for (path, bytes) in theme.static_files() {
        failures.extend(door.put(path, bytes.to_vec()).err().map(Failure::Door));
    }
    for (route, file) in &plan.images {
        if let Some(Content::Binary(bytes)) = plan.tree.get(*file).map(|it| &it.content) {
            failures.extend(door.put(route.as_str(), bytes.clone()).err().map(Failure::Door));
        }
    }
    let mut written = Written::default();
    for failure in failures {
        match failure {
            Failure::Page(finding) => written.findings.push(*finding),
            Failure::Door(error) => match refused(&error) {
                Some(finding) => written.findings.push(finding),
                None => written.door = written.door.or(Some(error)),
            },
        }
    }
    written
}

/// The finding for two files at one address; every other refusal of a door is the file system's and no fault of the content.
pub(crate) fn refused(error: &DoorError) -> Option<Diagnostic> {
    match error {
        DoorError::Taken(path) | DoorError::BadPath(path) => {
            Some(Diagnostic::at_path(Code::SameAddress, path.clone()).arg("path", path))
        }
        DoorError::Io(..) => None,
    }
}

/// Why a file was not written.
enum Failure {
    Page(Box<Diagnostic>),
    Door(DoorError),
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

fn write_page(plan: &Plan<'_>, page: &Page, tera: &Tera, ink: &HtmlInk<'_>, door: &dyn Door) -> Result<(), Failure> {
    let route = plan.route(page);
    let failed = |error: tera::Error| {
        let reason = error.to_string().trim().replace('\n', " ");
        Failure::Page(Box::new(Diagnostic::general(Code::PageFailed).arg("path", &route).arg("reason", reason)))
    };
    let view: PageView = plan.view_of(page, ink);
    let context = Context::from_serialize(&view).map_err(failed)?;
    let html = tera.render(view.template(), &context).map_err(failed)?;
    door.put(route.as_str(), html.into_bytes()).map_err(Failure::Door)
}
