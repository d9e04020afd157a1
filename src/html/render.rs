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

/// Writes every page of a plan, the theme's static files, and the images that pages use.
pub fn render(plan: &Plan<'_>, theme: &Theme, door: &dyn Door) -> Diagnostics {
    let strings = theme.strings(plan.view.casebook.config.language);
    let tera = match templates(plan, theme, strings) {
        Ok(tera) => tera,
        Err(reason) => return [Diagnostic::general(Code::ThemeUnusable).arg("reason", reason)].into_iter().collect(),
    };
    let ink = HtmlInk::new(plan, strings);
    let pages = plan.pages.par_iter().filter_map(|page| write_page(plan, page, &tera, &ink, door).err());
    let mut findings: Diagnostics = pages.collect::<Vec<_>>().into_iter().collect();
    for (path, bytes) in theme.static_files() {
        findings.extend(put(door, path, bytes.to_vec()).err());
    }
    for (route, file) in &plan.images {
        if let Some(Content::Binary(bytes)) = plan.tree.get(*file).map(|it| &it.content) {
            findings.extend(put(door, route.as_str(), bytes.clone()).err());
        }
    }
    findings
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

fn write_page(plan: &Plan<'_>, page: &Page, tera: &Tera, ink: &HtmlInk<'_>, door: &dyn Door) -> Result<(), Diagnostic> {
    let route = plan.route(page);
    let failed = |error: tera::Error| {
        Diagnostic::general(Code::PageFailed).arg("path", &route).arg("reason", error.to_string().trim().replace('\n', " "))
    };
    let view: PageView = plan.view_of(page, ink);
    let context = Context::from_serialize(&view).map_err(failed)?;
    let html = tera.render(view.template(), &context).map_err(failed)?;
    put(door, route.as_str(), html.into_bytes())
}

fn put(door: &dyn Door, path: &str, bytes: Vec<u8>) -> Result<(), Diagnostic> {
    door.put(path, bytes).map_err(|error| match error {
        DoorError::Taken(path) => Diagnostic::general(Code::SameAddress).arg("path", path),
        DoorError::BadPath(path) => {
            Diagnostic::general(Code::PageFailed).arg("path", &path).arg("reason", "地址不能用作文件名")
        }
        DoorError::Io(path, error) => Diagnostic::general(Code::PageFailed).arg("path", path).arg("reason", error),
    })
}
