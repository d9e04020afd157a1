//! A site whose files are made when they are asked for.
//!
//! What it gives for an address is what a build would write there. Nothing is kept: whoever shows it may ask again.

use std::collections::{BTreeMap, BTreeSet};

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
    /// What is to be mended all the same, in order of place.
    pub findings: Diagnostics,
}

/// How a file is made.
#[derive(Debug, Clone, Copy)]
enum File<'p> {
    Page(&'p Page),
    Document(&'p Document),
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
        findings.extend(crate::pdf::faults(&theme.typst_files()));
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
        let statics = theme.static_files().into_iter().map(|(path, bytes)| (path.to_owned(), File::Static(bytes)));
        let images = plan.images.iter().map(|(route, file)| (route.to_string(), File::Image(*file)));
        let mut files = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for (path, file) in documents.chain(pages).chain(statics).chain(images) {
            if taken.insert(path.to_lowercase()) {
                files.insert(path, file);
            } else {
                findings.push(Diagnostic::at_path(Code::SameAddress, path.clone()).arg("path", path));
            }
        }
        if findings.has_errors() {
            return Err(findings);
        }
        Ok(Self { plan, press, set, files, findings: findings.sorted() })
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
            File::Page(page) => self.press.page(page).map_err(|it| Diagnostics::from_iter([it])),
            File::Document(document) => (self.set)(document).map(|it| it.bytes),
            File::Static(bytes) => Ok(bytes.to_vec()),
            File::Image(file) => match self.plan.tree.get(file).map(|it| &it.content) {
                Some(Content::Binary(bytes)) => Ok(bytes.clone()),
                _ => return None,
            },
        })
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
