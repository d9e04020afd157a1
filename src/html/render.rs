//! Every page through its template and out of the door.

use std::collections::BTreeSet;

use rayon::iter::Either;
use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Tera};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::output::{Door, DoorError};
use crate::search::{self, Entry, visible};
use crate::site::pages::{Frame, Page, PageView, Plan};
use crate::source::Content;
use crate::theme::{Strings, Theme};

use super::index;
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
    let strings = theme.strings(plan.view.casebook.config.language);
    let tera = match templates(plan, theme, strings) {
        Ok(tera) => tera,
        Err(reason) => return [Diagnostic::general(Code::ThemeUnusable).arg("reason", reason)].into_iter().collect(),
    };
    let ink = HtmlInk::new(plan, strings);
    let parts = index::parts(plan);
    let written = parts.par_iter().enumerate().map(|(number, pages)| {
        let made = pages.par_iter().map(|page| write_page(plan, page, &tera, &ink, door));
        let (entries, mut findings): (Vec<_>, Vec<_>) = made.partition_map(|it| it.map_or_else(Either::Right, Either::Left));
        let shard = search::pack(number, &entries.into_iter().flatten().collect::<Vec<_>>());
        findings.extend(put(door, &format!("search/{number}.js"), shard.script));
        (shard.units, findings)
    });
    let written: Vec<(Vec<u16>, Vec<Diagnostic>)> = written.collect();
    let units: BTreeSet<u16> = written.iter().flat_map(|(units, _)| units.iter().copied()).collect();
    let mut findings: Vec<Diagnostic> = written.into_iter().flat_map(|(_, findings)| findings).collect();
    findings.extend(put(door, "search/index.js", index::index(parts.len(), &units, strings).into_bytes()));
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

/// Makes a page and passes it to the door; gives what of it is found by a search, or the finding for a page that could not be
/// made or whose address is taken.
fn write_page(
    plan: &Plan<'_>,
    page: &Page,
    tera: &Tera,
    ink: &HtmlInk<'_>,
    door: &dyn Door,
) -> Result<Option<Entry>, Diagnostic> {
    let route = plan.route(page);
    let view: PageView = plan.view_of(page, ink);
    let html = Context::from_serialize(&view).and_then(|context| tera.render(view.template(), &context));
    let html = html.map_err(|error| {
        let reason = error.to_string().trim().replace('\n', " ");
        Diagnostic::general(Code::PageFailed).arg("path", &route).arg("reason", reason)
    })?;
    let entry = page.kind().map(|kind| index::entry(&route, kind, plan.found(page), visible(&html)));
    match put(door, route.as_str(), html.into_bytes()) {
        Some(finding) => Err(finding),
        None => Ok(entry),
    }
}
