//! Pages: which there are, and the view of each.
//!
//! [`plan`] lists every page and fixes every address, and reports links and figures that lead nowhere. The view of a page, one
//! struct for each template, is made when the page is written ([`Plan::view_of`]), so that the whole site is never in memory.
//! Views hold finished words; what has to be drawn or set is made by an [`Ink`] and kept as [`Markup`].

mod about;
mod address;
mod behind;
mod chapter;
mod chapters;
mod class;
mod class_tables;
mod contacts;
mod documents;
mod duties;
mod duty_grid;
mod entry;
mod feed;
mod found;
mod home;
mod index;
mod ink;
mod inventory;
mod link_check;
mod links;
mod list;
mod moved;
mod note;
mod overview;
mod plan;
mod progress;
mod project;
mod pupil;
mod research;
mod section;
mod sheet;
mod shell;
mod student;
mod survey;
mod term;
mod timeline;
mod todos;

use serde::{Serialize, Serializer};

use crate::phrases::Speaks;

pub use about::AboutPage;
pub use behind::{Basis, BasisPage, LinkedTable};
pub use class::ClassPage;
pub use documents::{DocumentPage, DocumentsPage};
pub use duties::LedgerPage;
pub use feed::{FEED, Feed, FeedEntry};
pub use found::{Found, PageKind};
pub use home::HomePage;
pub use ink::{Ink, Markup, Setting};
pub use inventory::InventoryPage;
pub use list::{ListPage, TagsPage, TypesPage};
pub use moved::{Moved, MovedPage};
pub use note::NotePage;
pub use plan::{Page, Pdf, PdfSize, Pdfs, Plan, plan};
pub use project::ProjectPage;
pub use research::{CitingFinding, ResearchPage};
pub use section::Section;
pub use shell::{Frame, Link, Shell, Slip};
pub use student::{StudentPage, StudentsPage};
pub use survey::SurveyPage;
pub use term::TermPage;

/// The view of a page: one struct for each template.
#[derive(Debug)]
pub enum PageView {
    /// `home.html`
    Home(Box<HomePage>),
    /// `students.html`
    Students(StudentsPage),
    /// `student.html`
    Student(Box<StudentPage>),
    /// `note.html`
    Note(Box<NotePage>),
    /// `class.html`
    Class(Box<ClassPage>),
    /// `term.html`
    Term(TermPage),
    /// `types.html`
    Types(TypesPage),
    /// `tags.html`
    Tags(TagsPage),
    /// `list.html`
    List(ListPage),
    /// `survey.html`
    Survey(Box<SurveyPage>),
    /// `project.html`
    Project(Box<ProjectPage>),
    /// `research.html`
    Research(ResearchPage),
    /// `basis.html`
    Basis(BasisPage),
    /// `duties.html`
    Duties(Box<LedgerPage>),
    /// `contacts.html`
    Contacts(Box<LedgerPage>),
    /// `documents.html`
    Documents(DocumentsPage),
    /// `document.html`
    Document(Box<DocumentPage>),
    /// `inventory.html`
    Inventory(Box<InventoryPage>),
    /// `about.html`
    About(AboutPage),
    /// `search.html`
    Search(BarePage),
    /// `404.html`
    Missing(BarePage),
}

/// A page that says the same in every casebook: that of the search, and the one for an address that leads nowhere.
#[derive(Debug, Serialize)]
pub struct BarePage {
    /// What every page has.
    pub page: Shell,
}

impl PageView {
    /// The template that sets it.
    pub fn template(&self) -> &'static str {
        match self {
            PageView::Home(_) => "home.html",
            PageView::Students(_) => "students.html",
            PageView::Student(_) => "student.html",
            PageView::Note(_) => "note.html",
            PageView::Class(_) => "class.html",
            PageView::Term(_) => "term.html",
            PageView::Types(_) => "types.html",
            PageView::Tags(_) => "tags.html",
            PageView::List(_) => "list.html",
            PageView::Survey(_) => "survey.html",
            PageView::Project(_) => "project.html",
            PageView::Research(_) => "research.html",
            PageView::Basis(_) => "basis.html",
            PageView::Duties(_) => "duties.html",
            PageView::Contacts(_) => "contacts.html",
            PageView::Documents(_) => "documents.html",
            PageView::Document(_) => "document.html",
            PageView::Inventory(_) => "inventory.html",
            PageView::About(_) => "about.html",
            PageView::Search(_) => "search.html",
            PageView::Missing(_) => "404.html",
        }
    }
}

impl Serialize for PageView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            PageView::Home(page) => page.serialize(serializer),
            PageView::Students(page) => page.serialize(serializer),
            PageView::Student(page) => page.serialize(serializer),
            PageView::Note(page) => page.serialize(serializer),
            PageView::Class(page) => page.serialize(serializer),
            PageView::Term(page) => page.serialize(serializer),
            PageView::Types(page) => page.serialize(serializer),
            PageView::Tags(page) => page.serialize(serializer),
            PageView::List(page) => page.serialize(serializer),
            PageView::Survey(page) => page.serialize(serializer),
            PageView::Project(page) => page.serialize(serializer),
            PageView::Research(page) => page.serialize(serializer),
            PageView::Basis(page) => page.serialize(serializer),
            PageView::Duties(page) | PageView::Contacts(page) => page.serialize(serializer),
            PageView::Documents(page) => page.serialize(serializer),
            PageView::Document(page) => page.serialize(serializer),
            PageView::Inventory(page) => page.serialize(serializer),
            PageView::About(page) => page.serialize(serializer),
            PageView::Search(page) | PageView::Missing(page) => page.serialize(serializer),
        }
    }
}

impl<'v> Plan<'v> {
    /// Makes the view of a page.
    pub fn view_of(&self, page: &Page, ink: &dyn Ink) -> PageView {
        match page {
            Page::Home => PageView::Home(Box::new(home::view(self, ink))),
            Page::Students => PageView::Students(student::roll(self)),
            Page::Student(id) => PageView::Student(Box::new(student::view(self, *id, ink))),
            Page::Note(id) => PageView::Note(Box::new(note::view(self, *id, ink))),
            Page::Class(id) => PageView::Class(Box::new(class::view(self, *id, ink))),
            Page::Term(id) => PageView::Term(term::view(self, *id, ink)),
            Page::Types => PageView::Types(list::types(self)),
            Page::Type(kind, number) => PageView::List(list::of_type(self, *kind, *number)),
            Page::Records(scope, kind, number) => PageView::List(list::of_scope(self, *scope, *kind, *number)),
            Page::Tags => PageView::Tags(list::tags(self)),
            Page::Tag(tag, number) => PageView::List(list::of_tag(self, *tag, *number)),
            Page::Research => PageView::Research(research::view(self)),
            Page::Survey(id) => PageView::Survey(Box::new(survey::view(self, *id, ink))),
            Page::Project(id) => PageView::Project(Box::new(project::view(self, *id, ink))),
            Page::Basis(basis) => PageView::Basis(behind::view(self, *basis)),
            Page::Duties(scope) => PageView::Duties(Box::new(duties::view(self, *scope))),
            Page::Contacts(scope) => PageView::Contacts(Box::new(contacts::view(self, *scope, ink))),
            Page::Documents => PageView::Documents(documents::list(self)),
            Page::Document(at) => PageView::Document(Box::new(documents::view(self, *at, ink))),
            Page::Inventory => PageView::Inventory(Box::new(inventory::view(self))),
            Page::About => PageView::About(about::view(self)),
            Page::Search => PageView::Search(BarePage { page: self.shell(&self.route(page), self.word("搜索"), "search") }),
            Page::Missing => {
                PageView::Missing(BarePage { page: self.shell(&self.route(page), self.word("找不到这一页"), "") })
            }
        }
    }
}
