//! Which pages there are.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::analysis::{Scope, Subject};
use crate::date::TermId;
use crate::diag::{Code, Diagnostic, Diagnostics, Language};
use crate::model::{ClassId, NoteId, ProjectId, StudentId, SurveyId};
use crate::phrases::Speaks;
use crate::privacy::{Audience, View};
use crate::schema::TypeId;
use crate::site::documents::Documents;
use crate::source::{FileId, SourceTree, Span};

use super::address::Addresses;
use super::behind::Basis;
use super::index::Index;
use super::moved::Moved;
use super::{link_check, moved};

/// How many notes a page of a list shows.
pub(super) const LIST_LENGTH: usize = 200;

/// How many pupils an overview shows as cards.
pub(super) const MOST_CARDS: usize = 60;

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// The first page.
    Home,
    /// Every student.
    Students,
    /// A student.
    Student(StudentId),
    /// A note that is a file.
    Note(NoteId),
    /// A class.
    Class(ClassId),
    /// A term.
    Term(TermId),
    /// Types of note.
    Types,
    /// Notes of a type, and which page of the list, from 1.
    Type(TypeId, u32),
    /// Tags.
    Tags,
    /// Notes with a tag, by the tag's position, and which page of the list, from 1.
    Tag(u32, u32),
    /// Notes of a type within a class or term, where they are not all of the type, and which page of the list, from 1.
    Records(Scope, TypeId, u32),
    /// Questionnaires and projects.
    Research,
    /// A questionnaire.
    Survey(SurveyId),
    /// A research project.
    Project(ProjectId),
    /// The notes behind the numbers of another page.
    Basis(Basis),
    /// Duties of a class and term.
    Duties(Scope),
    /// Contacts with the families of a class, of a term.
    Contacts(Scope),
    /// Documents.
    Documents,
    /// A document, by its position.
    Document(usize),
    /// What is kept of pupils, why, who sees it, where and how long.
    Inventory,
    /// What the site is.
    About,
    /// Search.
    Search,
    /// For an address that leads nowhere.
    Missing,
}

/// Whether a document's PDF is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pdf {
    /// It is not, and nothing links to it.
    Absent,
    /// It is made when somebody opens it: its address is known, its size is not.
    OnRequest,
    /// It is.
    Made(PdfSize),
}

/// The PDFs of documents.
#[derive(Debug, Clone, Copy)]
pub enum Pdfs<'v> {
    /// By the documents' positions.
    Each(&'v [Pdf]),
    /// One like the other.
    All(Pdf),
}

impl Pdfs<'_> {
    /// That of the document at a position; where that is not known, the documents' are alike.
    pub fn of(self, at: Option<usize>) -> Pdf {
        match self {
            Pdfs::Each(pdfs) => at.and_then(|at| pdfs.get(at)).copied().unwrap_or(Pdf::Absent),
            Pdfs::All(pdf) => pdf,
        }
    }
}

/// What is known of a PDF once it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PdfSize {
    /// Pages.
    pub pages: u32,
    /// Bytes.
    pub bytes: u64,
}

/// Every page and address of a site.
#[derive(Debug)]
pub struct Plan<'v> {
    /// What may be shown.
    pub view: &'v View<'v>,
    /// The files it was read from, for places and images.
    pub tree: &'v SourceTree,
    /// The documents.
    pub documents: &'v Documents<'v>,
    /// Their PDFs.
    pub pdfs: Pdfs<'v>,
    /// The pages, in the order in which they are best read; without those of documents, where these were not made yet, and then
    /// without those of sources.
    pub pages: Vec<Page>,
    /// Pages of sources that are not among the others: whether there is one, is found out when it is asked for.
    pub perhaps: Vec<Page>,
    /// All pages, where some are not among the others.
    all_pages: OnceLock<Vec<Page>>,
    /// Whether the documents were made when the pages were planned.
    pub(super) whole: bool,
    /// Old addresses of pages.
    pub moved: Vec<Moved>,
    /// Images that pages show, and where their texts ask for them.
    pub images: BTreeMap<FileId, Vec<Span>>,
    /// Classes and terms whose duties and contacts have pages: the present term first.
    pub(super) ledgers: Vec<Scope>,
    pub(super) index: Index,
    /// The addresses of the pages.
    addresses: Addresses,
}

/// Plans the pages of a view. Reports links, images and figures in prose that lead nowhere, and pages that would share an
/// address; of those, only the first is kept. Where documents are made on request, what is to be said of their addresses is told
/// by [`Plan::late_findings`].
pub fn plan<'v>(
    tree: &'v SourceTree,
    view: &'v View<'v>,
    documents: &'v Documents<'v>,
    pdfs: Pdfs<'v>,
    findings: &mut Diagnostics,
) -> Plan<'v> {
    let index = Index::new(view, documents);
    let mut plan = Plan {
        view,
        tree,
        documents,
        pdfs,
        pages: Vec::new(),
        perhaps: Vec::new(),
        all_pages: OnceLock::new(),
        whole: documents.are_made(),
        moved: Vec::new(),
        images: BTreeMap::new(),
        ledgers: ledgers(view),
        index,
        addresses: Addresses::default(),
    };
    plan.pages = plan.every_page(plan.whole);
    if !plan.whole {
        plan.perhaps = plan.bases().map(Page::Basis).collect();
    }
    let (addresses, lost) = plan.addresses_of(&plan.pages, findings);
    plan.addresses = addresses;
    if !lost.is_empty() {
        let pages = std::mem::take(&mut plan.pages).into_iter().enumerate();
        plan.pages = pages.filter(|(at, _)| !lost.contains(at)).map(|(_, page)| page).collect();
        plan.addresses = Addresses::of(&plan, &plan.pages).0;
    }
    plan.moved = moved::moved(&plan, &plan.addresses, findings);
    link_check::check(&mut plan, findings);
    plan
}

impl Speaks for Plan<'_> {
    fn language(&self) -> Language {
        self.view.language()
    }
}

impl Plan<'_> {
    /// Every page, those of documents among them: makes these, where they are not made yet.
    pub fn all_pages(&self) -> &[Page] {
        if self.whole { &self.pages } else { self.all_pages.get_or_init(|| self.every_page(true)) }
    }

    /// What is to be said of addresses once all documents are made; some of it may have been said.
    pub fn late_findings(&self) -> Diagnostics {
        let mut findings = Diagnostics::new();
        if !self.whole {
            let (addresses, _) = self.addresses_of(self.all_pages(), &mut findings);
            moved::moved(self, &addresses, &mut findings);
        }
        findings
    }

    /// The addresses of pages, and the positions of those at whose address another stands, which are reported.
    fn addresses_of(&self, pages: &[Page], findings: &mut Diagnostics) -> (Addresses, Vec<usize>) {
        let (addresses, collisions) = Addresses::of(self, pages);
        let mut lost = Vec::with_capacity(collisions.len());
        for (at, earlier) in collisions {
            let mut finding = match self.span_of(&pages[at]) {
                Some(span) => Diagnostic::new(Code::SameAddress, span),
                None => Diagnostic::general(Code::SameAddress),
            };
            if let Some(span) = self.span_of(&pages[earlier]) {
                finding = finding.related(span);
            }
            findings.push(finding.arg("path", self.route(&pages[at])));
            lost.push(at);
        }
        (addresses, lost)
    }

    /// Whether one of the pages stands at an address, in any case of letters.
    pub fn takes(&self, address: &str) -> bool {
        self.addresses.find(address).is_some()
    }

    /// The page at an address, but for those of documents where these were not made yet.
    pub fn page_at_address(&self, address: &str) -> Option<&Page> {
        let page = self.pages.get(self.addresses.find(address)?)?;
        (self.route(page).as_str() == address).then_some(page)
    }

    /// Whether one of [`Plan::perhaps`] has anything to show.
    pub fn is_there(&self, page: &Page) -> bool {
        matches!(page, Page::Basis(basis) if self.has_basis(*basis))
    }

    /// Whose pages of sources there are, if these have anything to show: a matter of all tables of that class, term, project or
    /// survey.
    fn bases(&self) -> impl Iterator<Item = Basis> {
        let casebook = self.view.casebook;
        let classes = casebook.classes().filter_map(|(id, _)| self.class_scope(Some(id)));
        let terms = casebook.config.terms.iter().map(|it| Scope { subject: Subject::Everybody, term: it.id });
        let projects = casebook.projects().filter_map(|(id, _)| self.project_scope(id));
        let surveys = (0..casebook.surveys.len()).map(|it| Basis::Survey(SurveyId(it as u32)));
        classes.chain(terms).chain(projects).map(Basis::Scope).chain(surveys)
    }

    fn every_page(&self, whole: bool) -> Vec<Page> {
        let casebook = self.view.casebook;
        let mut pages = vec![Page::Home, Page::Students];
        pages.extend(casebook.students().map(|(id, _)| Page::Student(id)));
        pages.extend(casebook.classes().map(|(id, _)| Page::Class(id)));
        pages.extend(casebook.config.terms.iter().map(|it| Page::Term(it.id)));
        pages.extend(self.ledgers.iter().flat_map(|it| [Page::Duties(*it), Page::Contacts(*it)]));
        pages.push(Page::Types);
        for (at, notes) in self.index.types.iter().enumerate() {
            pages.extend(numbers(notes.len()).map(|number| Page::Type(TypeId(at as u16), number)));
        }
        pages.push(Page::Tags);
        for (at, tag) in self.index.tags.iter().enumerate() {
            pages.extend(numbers(tag.notes.len()).map(|number| Page::Tag(at as u32, number)));
        }
        for ((scope, kind), notes) in &self.index.records {
            pages.extend(numbers(notes.len()).map(|number| Page::Records(*scope, *kind, number)));
        }
        if self.has_research() {
            pages.push(Page::Research);
        }
        pages.extend((0..casebook.surveys.len()).map(|it| Page::Survey(SurveyId(it as u32))));
        pages.extend(casebook.projects().map(|(id, _)| Page::Project(id)));
        if whole {
            let bases: Vec<Basis> = self.bases().collect();
            let bases: Vec<Basis> = bases.into_par_iter().filter(|it| self.has_basis(*it)).collect();
            pages.extend(bases.into_iter().map(Page::Basis));
        }
        pages.push(Page::Documents);
        if whole {
            pages.extend((0..self.documents.all().len()).map(Page::Document));
        }
        pages.extend(casebook.notes().filter(|(_, note)| note.is_file()).map(|(id, _)| Page::Note(id)));
        pages.extend([Page::Inventory, Page::About, Page::Search, Page::Missing]);
        pages
    }

    /// The place in the source that a page shows, of pages that show one.
    pub fn span_of(&self, page: &Page) -> Option<Span> {
        let casebook = self.view.casebook;
        match page {
            Page::Note(id) => Some(casebook.note(*id).origin.span),
            Page::Student(id) => Some(casebook.student(*id).span),
            _ => None,
        }
    }

    /// Whether the first page is the overview of one class: there is at most one, and few enough pupils.
    pub(super) fn has_overview(&self) -> bool {
        let casebook = self.view.casebook;
        casebook.classes.len() <= 1 && casebook.students.len() <= MOST_CARDS
    }

    /// A student and the term their page is about.
    pub(super) fn scope_of(&self, student: StudentId) -> Option<Scope> {
        Some(Scope { subject: Subject::Student(student), term: self.index.student(student).term? })
    }

    /// The present term, of a class or of everybody.
    pub(super) fn class_scope(&self, class: Option<ClassId>) -> Option<Scope> {
        let term = self.view.casebook.current_term(self.view.analysis.as_of)?;
        Some(Scope { subject: class.map_or(Subject::Everybody, Subject::Class), term: term.id })
    }
}

/// Classes and terms in which pupils were supported and anything was recorded; the present term first, then the latest. Pupils
/// without a class have a ledger of everybody.
fn ledgers(view: &View<'_>) -> Vec<Scope> {
    // Research reads of neither duties nor contacts; that nothing was done would be told, and not be true.
    if view.audience == Audience::Research {
        return Vec::new();
    }
    let casebook = view.casebook;
    let current = casebook.current_term(view.analysis.as_of).map(|it| it.id);
    let mut terms: Vec<TermId> = casebook.config.terms.iter().map(|it| it.id).filter(|it| Some(*it) <= current).collect();
    terms.sort_unstable_by_key(|it| std::cmp::Reverse(*it));
    let mut subjects: Vec<Subject> = casebook.classes().map(|(id, _)| Subject::Class(id)).collect();
    if casebook.students.iter().any(|it| it.class.is_none()) {
        subjects.push(Subject::Everybody);
    }
    let scopes = terms.iter().flat_map(|term| subjects.iter().map(|subject| Scope { subject: *subject, term: *term }));
    let kept = |it: &Scope| {
        let recorded = Some(it.term) == current || view.analysis.notes(*it).any(|(_, note)| note.student.is_some());
        recorded && !view.analysis.students(*it).is_empty()
    };
    scopes.filter(kept).collect()
}

fn numbers(notes: usize) -> impl Iterator<Item = u32> {
    (1..=notes.div_ceil(LIST_LENGTH)).map(|it| it as u32)
}
