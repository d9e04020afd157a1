//! Every page through its template and out of the door.

use std::collections::BTreeSet;

use rayon::iter::Either;
use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, ErrorKind, Tera};

use crate::diag::{Code, Diagnostic, Diagnostics, OuterLine};
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

/// Writes every page of a plan, what a search reads, the theme's static files, and the images that pages use. Reports pages that
/// could not be made and two files at one address. What the file system refuses is for the door's owner to keep: here nothing
/// can be done about it.
pub fn render(plan: &Plan<'_>, theme: &Theme, door: &dyn Door) -> Diagnostics {
    let press = match Press::new(plan, theme) {
        Ok(press) => press,
        Err(finding) => return [finding].into_iter().collect(),
    };
    let mut findings = press.print(|path, bytes| put(door, path, bytes));
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

/// What makes a plan's pages, all of them or one by one, and from several threads.
pub struct Press<'p> {
    plan: &'p Plan<'p>,
    theme: &'p Theme,
    strings: &'p Strings,
    tera: Tera,
    ink: HtmlInk<'p>,
}

impl<'p> Press<'p> {
    /// Compiles a theme's templates for a plan.
    ///
    /// # Errors
    /// Where a template cannot be read.
    pub fn new(plan: &'p Plan<'p>, theme: &'p Theme) -> Result<Self, Diagnostic> {
        let strings = theme.strings(plan.view.casebook.config.language);
        let tera = templates(plan, theme, strings)?;
        Ok(Self { plan, theme, strings, tera, ink: HtmlInk::new(plan, strings) })
    }

    /// Makes a page.
    ///
    /// # Errors
    /// Where its template fails.
    pub fn page(&self, page: &Page) -> Result<String, Diagnostic> {
        let view: PageView = self.plan.view_of(page, &self.ink);
        let html = Context::from_serialize(&view).and_then(|context| self.tera.render(view.template(), &context));
        html.map_err(|error| fault(Code::PageFailed, &error, self.theme).arg("path", self.plan.route(page)))
    }

    /// Makes every page, and what a search reads of them, and passes each file on; gives the findings of both.
    pub fn print(&self, pass: impl Fn(&str, Vec<u8>) -> Option<Diagnostic> + Sync) -> Vec<Diagnostic> {
        // Gives what of a page is found by a search, once the page has been passed on.
        let print = |page: &Page| -> Result<Option<Entry>, Diagnostic> {
            let route = self.plan.route(page);
            let html = self.page(page)?;
            let entry = page.kind().map(|kind| index::entry(&route, kind, self.plan.found(page), visible(&html)));
            pass(route.as_str(), html.into_bytes()).map_or(Ok(entry), Err)
        };
        let parts = index::parts(self.plan);
        let written = parts.par_iter().enumerate().map(|(number, pages)| {
            let made = pages.par_iter().map(|page| print(page));
            let (entries, mut findings): (Vec<_>, Vec<_>) =
                made.partition_map(|it| it.map_or_else(Either::Right, Either::Left));
            let shard = search::pack(number, &entries.into_iter().flatten().collect::<Vec<_>>());
            findings.extend(pass(&format!("search/{number}.js"), shard.script));
            (shard.units, findings)
        });
        let written: Vec<(Vec<u16>, Vec<Diagnostic>)> = written.collect();
        let units: BTreeSet<u16> = written.iter().flat_map(|(units, _)| units.iter().copied()).collect();
        let mut findings: Vec<Diagnostic> = written.into_iter().flat_map(|(_, findings)| findings).collect();
        findings.extend(pass(SEARCH_INDEX, index::index(parts.len(), &units, self.strings).into_bytes()));
        findings
    }

    /// Where the files lie that a search reads.
    pub fn search_files(&self) -> Vec<String> {
        let shards = (0..index::parts(self.plan).len()).map(|number| format!("search/{number}.js"));
        shards.chain([SEARCH_INDEX.to_owned()]).collect()
    }
}

/// Where the file lies that a search reads first.
const SEARCH_INDEX: &str = "search/index.js";

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
fn templates(plan: &Plan<'_>, theme: &Theme, strings: &Strings) -> Result<Tera, Diagnostic> {
    let templates = theme.templates()?;
    let shared = Shared { site: &plan.frame(), t: strings };
    let mut tera = Tera::new();
    tera.autoescape_on([".html"]);
    let compiled = tera.set_fallback_prefixes(["default/"]).and_then(|_| tera.add_raw_templates(templates));
    let shared = compiled.and_then(|_| Context::from_serialize(&shared));
    *tera.global_context() = shared.map_err(|error| fault(Code::ThemeUnusable, &error, theme))?;
    Ok(tera)
}

/// What is wrong with a template, at its place where a school wrote it.
fn fault(code: Code, error: &tera::Error, theme: &Theme) -> Diagnostic {
    if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind() {
        let path = format!("templates/{}", report.filename());
        if let Some(text) = theme.own_file(&path).and_then(|it| std::str::from_utf8(it).ok()) {
            let line = OuterLine::of(format!("themes/{}/{path}", theme.name()), text, report.span().range.clone());
            return Diagnostic::at_line(code, line).arg("reason", report.message());
        }
    }
    Diagnostic::general(code).arg("reason", error.to_string().trim().replace('\n', " "))
}
