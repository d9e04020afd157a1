//! A site whose files are made when they are asked for.
//!
//! What it gives for an address is what a build would write there. Nothing is kept: whoever shows it may ask again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::html::Press;
use crate::pdf::Pdf;
use crate::site::Document;
use crate::site::pages::{Page, Plan};
use crate::source::{Content, FileId};
use crate::theme::Theme;

/// Sets a document.
pub type Set<'p> = dyn Fn(&Document) -> Result<Pdf, Diagnostics> + Sync + 'p;

/// A site on show.
pub struct Preview<'p> {
    plan: &'p Plan<'p>,
    press: Press<'p>,
    set: &'p Set<'p>,
    files: BTreeMap<String, File<'p>>,
    /// What a search reads: made of every page at once, when it is first asked for.
    search: OnceLock<Result<BTreeMap<String, Vec<u8>>, Diagnostics>>,
    /// What is to be mended all the same, in order of place.
    pub findings: Diagnostics,
}

/// How a file is made.
#[derive(Debug, Clone, Copy)]
enum File<'p> {
    Page(&'p Page),
    Document(&'p Document),
    Search,
    Static(&'p [u8]),
    Image(FileId),
}

impl<'p> Preview<'p> {
    /// Makes a plan ready to be shown. `findings` are those so far.
    ///
    /// # Errors
    /// The findings, where there is an error among them: of the content, or of the theme's files.
    pub(crate) fn new(
        plan: &'p Plan<'p>,
        theme: &'p Theme,
        set: &'p Set<'p>,
        mut findings: Diagnostics,
    ) -> Result<Self, Diagnostics> {
        let press = match Press::new(plan, theme) {
            Ok(press) if !findings.has_errors() => press,
            Ok(_) => return Err(findings),
            Err(finding) => {
                findings.push(finding);
                return Err(findings);
            }
        };
        let documents = plan.documents.iter().zip(plan.pdfs).filter(|(_, pdf)| **pdf != crate::site::pages::Pdf::Absent);
        let documents = documents.map(|(it, _)| (it.pdf.to_string(), File::Document(it)));
        let pages = plan.pages.iter().map(|it| (plan.route(it).to_string(), File::Page(it)));
        let search = press.search_files().into_iter().map(|it| (it, File::Search));
        let statics = theme.static_files().into_iter().map(|(path, bytes)| (path.to_owned(), File::Static(bytes)));
        let images = plan.images.iter().map(|(route, file)| (route.to_string(), File::Image(*file)));
        let mut files = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for (path, file) in documents.chain(pages).chain(search).chain(statics).chain(images) {
            if taken.insert(path.to_lowercase()) {
                files.insert(path, file);
            } else {
                findings.push(Diagnostic::at_path(Code::SameAddress, path.clone()).arg("path", path));
            }
        }
        if findings.has_errors() {
            return Err(findings);
        }
        Ok(Self { plan, press, set, files, search: OnceLock::new(), findings: findings.sorted() })
    }

    /// Every address, in order.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether there is a file at this address.
    pub fn has(&self, address: &str) -> bool {
        self.files.contains_key(address)
    }

    /// Makes the file at an address; `None` where there is none.
    ///
    /// # Errors
    /// Why it cannot be made.
    pub fn file(&self, address: &str) -> Option<Result<Vec<u8>, Diagnostics>> {
        Some(match *self.files.get(address)? {
            File::Page(page) => self.press.page(page).map(String::into_bytes).map_err(|it| [it].into_iter().collect()),
            File::Document(document) => (self.set)(document).map(|it| it.bytes),
            File::Search => match self.search.get_or_init(|| self.search()) {
                Ok(files) => Ok(files.get(address)?.clone()),
                Err(findings) => Err(findings.clone()),
            },
            File::Static(bytes) => Ok(bytes.to_vec()),
            File::Image(file) => match self.plan.tree.get(file).map(|it| &it.content) {
                Some(Content::Binary(bytes)) => Ok(bytes.clone()),
                _ => return None,
            },
        })
    }

    fn search(&self) -> Result<BTreeMap<String, Vec<u8>>, Diagnostics> {
        let kept = Mutex::new(BTreeMap::new());
        let keep = |path: &str, bytes: Vec<u8>| {
            if matches!(self.files.get(path), Some(File::Search)) {
                kept.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes);
            }
            None
        };
        match self.press.print(keep) {
            findings if findings.is_empty() => Ok(kept.into_inner().unwrap_or_else(PoisonError::into_inner)),
            findings => Err(findings.into_iter().collect()),
        }
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
        let firsts: Vec<&Page> = self.plan.pages.iter().filter(&mut first_of_kind).collect();
        firsts.into_iter().filter_map(|page| self.press.page(page).err()).collect()
    }
}
