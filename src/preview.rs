//! A site whose files are made when they are asked for.
//!
//! What it gives for an address is what a build would write there. Nothing is kept: whoever shows it may ask again.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::OnceLock;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::html::{Press, SEARCH_INDEX, Sheet, shard_path};
use crate::pdf::Pdf;
use crate::picture::Album;
use crate::search::Shard;
use crate::site::Document;
use crate::site::pages::{self, Page, Plan};
use crate::theme::Theme;

/// Sets a document.
pub type Set<'p> = dyn Fn(&Document) -> Result<Pdf, Diagnostics> + Sync + 'p;

/// A site on show.
pub struct Preview<'p> {
    plan: &'p Plan<'p>,
    press: Press<'p>,
    set: &'p Set<'p>,
    pictures: BTreeMap<String, Vec<u8>>,
    /// What can be made without knowing every document, but for pages.
    early: BTreeMap<String, File<'p>>,
    /// What may be there: that is found out when it is asked for.
    perhaps: BTreeMap<String, &'p Page>,
    /// All else: which documents there are, is found out when one is asked for, or a list of all.
    late: OnceLock<Late<'p>>,
    /// What is to be mended all the same, in order of place.
    pub findings: Diagnostics,
}

/// How a file is made.
#[derive(Debug, Clone, Copy)]
enum File<'p> {
    Sheet(Sheet<'p>),
    Document(&'p Document),
    SearchIndex,
    Shard(usize),
    Static(&'p [u8]),
    Picture,
}

/// Files that are made of all documents.
struct Late<'p> {
    files: BTreeMap<String, File<'p>>,
    /// What a search reads, shard by shard: made of all pages in it when it is first asked for.
    shards: Vec<PageShard<'p>>,
    findings: Diagnostics,
}

/// Pages, and what a search reads of them.
struct PageShard<'p> {
    pages: Vec<&'p Page>,
    made: OnceLock<Result<Shard, Diagnostics>>,
}

/// Where such files lie.
const LATE: [&str; 5] = ["documents/", "pdf/", "search/", "feed.xml", "sitemap.xml"];

impl<'p> Preview<'p> {
    /// Makes a plan ready to be shown, with pictures by their addresses. `findings` are those so far.
    ///
    /// # Errors
    /// The findings, where there is an error among them: of the content, or of the theme's files.
    pub(crate) fn new(
        plan: &'p Plan<'p>,
        album: &'p Album,
        pictures: BTreeMap<String, Vec<u8>>,
        theme: &'p Theme,
        set: &'p Set<'p>,
        mut findings: Diagnostics,
    ) -> Result<Self, Diagnostics> {
        let press = match Press::new(plan, album, theme) {
            Ok(press) if !findings.has_errors() => press,
            Ok(_) => return Err(findings),
            Err(finding) => {
                findings.push(finding);
                return Err(findings);
            }
        };
        let moved = plan.moved.iter().map(Sheet::Moved).map(|it| (press.path_of(it), File::Sheet(it)));
        let statics = theme.static_files().into_iter().map(|(path, bytes)| (path.to_owned(), File::Static(bytes)));
        let shown = pictures.keys().map(|path| (path.clone(), File::Picture));
        let early = by_address(shown.chain(moved).chain(statics), |path| plan.takes(path), &mut findings);
        if findings.has_errors() {
            return Err(findings);
        }
        let perhaps = plan.perhaps.iter().map(|it| (press.path_of(Sheet::Page(it)), it)).collect();
        let findings = findings.sorted();
        Ok(Self { plan, press, set, pictures, early, perhaps, late: OnceLock::new(), findings })
    }

    fn late(&self) -> &Late<'p> {
        self.late.get_or_init(|| {
            let plan = self.plan;
            let mut findings = plan.late_findings();
            let shards: Vec<_> =
                self.press.shards().into_iter().map(|pages| PageShard { pages, made: OnceLock::new() }).collect();
            let documents = plan.documents.all().iter().enumerate();
            let documents = documents.filter(|(at, _)| plan.pdfs.of(Some(*at)) != pages::Pdf::Absent);
            let documents = documents.map(|(_, it)| (it.pdf.to_string(), File::Document(it)));
            let sheets = plan.all_pages().iter().filter(|it| matches!(it, Page::Document(_) | Page::Basis(_))).map(Sheet::Page);
            let sheets = sheets.chain(self.press.other_sheets().into_iter().filter(|it| !matches!(it, Sheet::Moved(_))));
            let sheets = sheets.map(|it| (self.press.path_of(it), File::Sheet(it)));
            let search = (0..shards.len()).map(|number| (shard_path(number), File::Shard(number)));
            let search = search.chain([(SEARCH_INDEX.to_owned(), File::SearchIndex)]);
            let early: BTreeSet<String> = self.early.keys().map(|it| it.to_lowercase()).collect();
            let known = |path: &str| early.contains(path) || plan.takes(path);
            let files = by_address(documents.chain(sheets).chain(search), known, &mut findings);
            Late { files, shards, findings }
        })
    }

    /// The addresses of what can be made without knowing every document, in order.
    pub fn early_addresses(&self) -> BTreeSet<String> {
        let pages = self.plan.pages.iter().map(|it| self.press.path_of(Sheet::Page(it)));
        pages.chain(self.early.keys().cloned()).collect()
    }

    /// Every address, in order.
    pub fn addresses(&self) -> BTreeSet<String> {
        let mut all = self.early_addresses();
        all.extend(self.late().files.keys().cloned());
        all
    }

    /// What is found only once all documents are made, and was not found before.
    pub fn late_findings(&self) -> Diagnostics {
        self.late().findings.iter().filter(|it| !self.findings.iter().any(|other| other == *it)).cloned().collect()
    }

    /// Whether there is a file at this address.
    pub fn has(&self, address: &str) -> bool {
        self.find(address).is_some()
    }

    fn find(&self, address: &str) -> Option<File<'p>> {
        let page = || self.plan.page_at_address(address).map(|it| File::Sheet(Sheet::Page(it)));
        let early = self.early.get(address).copied().or_else(page);
        let perhaps = || self.perhaps.get(address).filter(|it| self.plan.is_there(it)).map(|it| File::Sheet(Sheet::Page(it)));
        let late = || LATE.iter().any(|it| address.starts_with(it)).then(|| self.late().files.get(address).copied()).flatten();
        early.or_else(perhaps).or_else(late)
    }

    /// Makes the file at an address; `None` where there is none.
    ///
    /// # Errors
    /// Why it cannot be made.
    pub fn file(&self, address: &str) -> Option<Result<Vec<u8>, Diagnostics>> {
        Some(match self.find(address)? {
            File::Sheet(sheet) => self.press.sheet(sheet).map_err(|it| [it].into_iter().collect()),
            File::Document(document) => (self.set)(document).map(|it| it.bytes),
            File::SearchIndex => self.search_index(),
            File::Shard(number) => self.shard(number).map(|it| it.script.clone()).map_err(Clone::clone),
            File::Static(bytes) => Ok(bytes.to_vec()),
            File::Picture => Ok(self.pictures.get(address)?.clone()),
        })
    }

    fn shard(&self, number: usize) -> Result<&Shard, &Diagnostics> {
        let PageShard { pages, made } = &self.late().shards[number];
        let make = || match self.press.shard(number, pages, |_, _| None) {
            (shard, findings) if findings.is_empty() => Ok(shard),
            (_, findings) => Err(findings.into_iter().collect()),
        };
        made.get_or_init(make).as_ref()
    }

    fn search_index(&self) -> Result<Vec<u8>, Diagnostics> {
        // One after the other: a thread of the pool that waits for one may be given another, and so wait for itself.
        let count = self.late().shards.len();
        let shards: Result<Vec<&Shard>, &Diagnostics> = (0..count).map(|number| self.shard(number)).collect();
        let units = shards.map_err(Clone::clone)?.into_iter().flat_map(|it| it.units.iter().copied()).collect();
        Ok(self.press.search_index(count, &units))
    }

    /// Makes a page of each kind, to see whether its template is sound.
    pub fn try_templates(&self) -> Diagnostics {
        let mut kinds = Vec::new();
        let mut first_of_kind = |page: &&Page| {
            let kind = std::mem::discriminant(*page);
            let first = !kinds.contains(&kind);
            kinds.extend(first.then_some(kind));
            first
        };
        let perhaps = self.plan.perhaps.iter().filter(|it| self.plan.is_there(it));
        let firsts: Vec<&Page> = self.plan.pages.iter().chain(perhaps).filter(&mut first_of_kind).collect();
        firsts.into_iter().filter_map(|page| self.press.sheet(Sheet::Page(page)).err()).collect()
    }
}

/// Files by their addresses. Reports two at one, whatever their case; `taken` tells which are taken already.
fn by_address<'p>(
    files: impl Iterator<Item = (String, File<'p>)>,
    taken: impl Fn(&str) -> bool,
    findings: &mut Diagnostics,
) -> BTreeMap<String, File<'p>> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for (path, file) in files {
        let plain = path.to_lowercase();
        if !taken(&plain) && seen.insert(plain) {
            found.push((path, file));
        } else {
            findings.push(Diagnostic::at_path(Code::SameAddress, path.clone()).arg("path", path));
        }
    }
    // All at once, which is faster than one by one.
    found.into_iter().collect()
}
