//! Every page through its template and out of the door.

use std::collections::{BTreeMap, BTreeSet};

use rayon::iter::Either;
use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, ErrorKind, Tera};

use crate::diag::{Code, Diagnostic, Diagnostics, Fault, OuterLine, guarded};
use crate::output::{DoorError, GatedDoor};
use crate::picture::Album;
use crate::search::{self, Entry, Shard, visible};
use crate::site::Route;
use crate::site::pages::{FEED, Frame, Moved, Page, PageView, Plan};
use crate::theme::{Strings, Theme};

use super::escape::fit;
use super::ink::HtmlInk;
use super::{feed, index};

/// What all templates see besides their page.
#[derive(Serialize)]
struct Shared<'a> {
    site: &'a Frame,
    t: &'a Strings,
    /// Colours on light ground, by name.
    colors: BTreeMap<&'a str, String>,
}

/// Writes every page of a plan, what a search reads, old addresses, the feed, the map of the site and the theme's static files;
/// the images that pages show are those of the album. Reports pages that could not be made and two files at one address. What
/// the file system refuses is for the door's owner to keep: here nothing can be done about it.
pub fn render(plan: &Plan<'_>, album: &Album, theme: &Theme, door: &GatedDoor<'_>) -> Diagnostics {
    let press = match Press::new(plan, album, theme) {
        Ok(press) => press,
        Err(finding) => return [finding].into_iter().collect(),
    };
    let shards = press.shards();
    let print = |page: &Page, html: String| put(door, press.plan.route(page).as_str(), html.into_bytes());
    let printed = shards.par_iter().enumerate().map(|(number, pages)| {
        let (shard, mut findings) = press.shard(number, pages, print);
        findings.extend(put(door, &shard_path(number), shard.script));
        (shard.units, findings)
    });
    let printed: Vec<(Vec<u16>, Vec<Diagnostic>)> = printed.collect();
    let units = printed.iter().flat_map(|(units, _)| units.iter().copied()).collect();
    let mut findings: Vec<Diagnostic> = printed.into_iter().flat_map(|(_, findings)| findings).collect();
    findings.extend(put(door, SEARCH_INDEX, press.search_index(shards.len(), &units)));
    for sheet in press.other_sheets() {
        match press.sheet(sheet) {
            Ok(bytes) => findings.extend(put(door, &press.path_of(sheet), bytes)),
            Err(finding) => findings.push(finding),
        }
    }
    for (path, bytes) in theme.static_files() {
        findings.extend(put(door, path, bytes.to_vec()));
    }
    findings.into_iter().collect()
}

/// Where the file lies that a search reads first.
pub const SEARCH_INDEX: &str = "search/index.js";

/// Where a shard of what a search reads lies.
pub fn shard_path(number: usize) -> String {
    format!("search/{number}.js")
}

/// A file that is made of a plan.
#[derive(Debug, Clone, Copy)]
pub enum Sheet<'p> {
    /// A page.
    Page(&'p Page),
    /// An old address of a page.
    Moved(&'p Moved),
    /// What has come of late.
    Feed,
    /// The map of the site.
    Map,
}

/// What makes a plan's files, all of them or one by one, and from several threads.
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
    pub fn new(plan: &'p Plan<'p>, album: &'p Album, theme: &'p Theme) -> Result<Self, Diagnostic> {
        let strings = theme.strings(plan.view.casebook.config.language);
        let tera = templates(plan, theme, strings)?;
        Ok(Self { plan, theme, strings, tera, ink: HtmlInk::new(plan, album, theme) })
    }

    /// Every file but pages and what a search reads: old addresses, and what a site on a server has for programs.
    pub fn other_sheets(&self) -> Vec<Sheet<'p>> {
        let feed = self.plan.has_feed().then_some(Sheet::Feed);
        let map = self.plan.view.casebook.config.base_url.as_ref().map(|_| Sheet::Map);
        self.plan.moved.iter().map(Sheet::Moved).chain(feed).chain(map).collect()
    }

    /// Where a file lies.
    pub fn path_of(&self, sheet: Sheet<'_>) -> String {
        match sheet {
            Sheet::Page(page) => self.plan.route(page).to_string(),
            Sheet::Moved(moved) => moved.from.to_string(),
            Sheet::Feed => FEED.to_owned(),
            Sheet::Map => feed::SITEMAP.to_owned(),
        }
    }

    /// Makes a file.
    ///
    /// # Errors
    /// Where its template fails, or the program.
    pub fn sheet(&self, sheet: Sheet<'_>) -> Result<Vec<u8>, Diagnostic> {
        self.watched(sheet, || self.made(sheet))
    }

    /// Makes a file. Where the program fails over it, that is told, and the others are made all the same.
    fn watched<T>(&self, sheet: Sheet<'_>, make: impl FnOnce() -> Result<T, Diagnostic>) -> Result<T, Diagnostic> {
        let told = |fault: &Fault| {
            match sheet {
                Sheet::Page(page) => self.plan.span_of(page).filter(|it| self.plan.tree.get(it.file).is_some()),
                _ => None,
            }
            .map_or_else(|| fault.at_path(self.path_of(sheet)), |span| fault.in_file(span))
        };
        // What fails over a page may fail over its address.
        guarded(make).unwrap_or_else(|fault| Err(guarded(|| told(&fault)).unwrap_or_else(|_| fault.anywhere())))
    }

    fn made(&self, sheet: Sheet<'_>) -> Result<Vec<u8>, Diagnostic> {
        Ok(match sheet {
            Sheet::Page(page) => self.page(page)?,
            Sheet::Moved(moved) => self.draw("moved.html", &self.plan.moved_page(moved), &moved.from)?,
            Sheet::Feed => self.plan.feed().map(|it| feed::atom(&it, self.plan.frame().lang)).unwrap_or_default(),
            Sheet::Map => self.plan.addresses().map(|it| feed::sitemap(&it)).unwrap_or_default(),
        }
        .into_bytes())
    }

    fn page(&self, page: &Page) -> Result<String, Diagnostic> {
        let view: PageView = self.plan.view_of(page, &self.ink);
        self.draw(view.template(), &view, &self.plan.route(page))
    }

    fn draw(&self, template: &str, view: &impl Serialize, route: &Route) -> Result<String, Diagnostic> {
        let html = Context::from_serialize(view).and_then(|context| self.tera.render(template, &context));
        html.map_err(|error| fault(Code::PageFailed, &error, self.theme).arg("path", route))
    }

    /// Which pages each shard of what a search reads holds.
    pub fn shards(&self) -> Vec<Vec<&'p Page>> {
        index::parts(self.plan)
    }

    /// Makes the pages of a shard, and of them the shard. Each page is passed on; what that or making it finds is told.
    pub fn shard(
        &self,
        number: usize,
        pages: &[&Page],
        pass: impl Fn(&Page, String) -> Option<Diagnostic> + Sync,
    ) -> (Shard, Vec<Diagnostic>) {
        // Gives what of a page is found by a search, once the page has been passed on.
        let made = |page: &Page| -> Result<Option<Entry>, Diagnostic> {
            let html = self.page(page)?;
            let route = self.plan.route(page);
            let entry = page.kind().map(|kind| index::entry(&route, kind, self.plan.found(page), visible(&html)));
            pass(page, html).map_or(Ok(entry), Err)
        };
        let print = |page: &Page| self.watched(Sheet::Page(page), || made(page));
        let made = pages.par_iter().map(|page| print(page));
        let (entries, findings): (Vec<_>, Vec<_>) = made.partition_map(|it| it.map_or_else(Either::Right, Either::Left));
        (search::pack(number, &entries.into_iter().flatten().collect::<Vec<_>>()), findings)
    }

    /// What a search reads before it reads shards. `units` are the characters that occur in these.
    pub fn search_index(&self, shards: usize, units: &BTreeSet<u16>) -> Vec<u8> {
        index::index(shards, units, self.strings).into_bytes()
    }
}

/// Passes a file to the door; gives the finding for one whose address is taken.
pub(crate) fn put(door: &GatedDoor<'_>, path: &str, bytes: Vec<u8>) -> Option<Diagnostic> {
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
    let shared = Shared { site: &plan.frame(), t: strings, colors: theme.palette().all_light() };
    let mut tera = Tera::new();
    tera.autoescape_on([".html"]);
    tera.set_escape_fn(|text, out| tera::escape_html(&fit(text), out));
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
            let line = OuterLine::of(theme.shown(&path), text, report.span().range.clone());
            return Diagnostic::at_line(code, line).arg("reason", report.message());
        }
    }
    Diagnostic::general(code).arg("reason", error.to_string().trim().replace('\n', " "))
}
