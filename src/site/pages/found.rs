//! How a page is named among the results of a search.

use crate::analysis::Subject;
use crate::phrases::{Speaks, say};

use super::plan::{Page, Plan};

/// Kinds of page by which results are chosen, in the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageKind {
    /// A note.
    Note,
    /// A pupil.
    Student,
    /// A document.
    Document,
    /// A class, or everybody.
    Class,
    /// A questionnaire, a project.
    Research,
    /// A term.
    Term,
    /// Duties, contacts with families.
    Ledger,
    /// A list of notes, pupils, documents, sources.
    List,
}

impl PageKind {
    /// All of them in order.
    pub const ALL: [PageKind; 8] = [
        PageKind::Note,
        PageKind::Student,
        PageKind::Document,
        PageKind::Class,
        PageKind::Research,
        PageKind::Term,
        PageKind::Ledger,
        PageKind::List,
    ];

    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            PageKind::Note => "note",
            PageKind::Student => "student",
            PageKind::Document => "document",
            PageKind::Class => "class",
            PageKind::Research => "research",
            PageKind::Term => "term",
            PageKind::Ledger => "ledger",
            PageKind::List => "list",
        }
    }
}

impl Page {
    /// Its kind; `None` for pages that are no result.
    pub fn kind(&self) -> Option<PageKind> {
        Some(match self {
            Page::Note(_) => PageKind::Note,
            Page::Student(_) => PageKind::Student,
            Page::Document(_) => PageKind::Document,
            Page::Home | Page::Class(_) => PageKind::Class,
            Page::Research | Page::Survey(_) | Page::Project(_) => PageKind::Research,
            Page::Term(_) => PageKind::Term,
            Page::Duties(_) | Page::Contacts(_) => PageKind::Ledger,
            Page::Students | Page::Types | Page::Type(..) | Page::Tags | Page::Tag(..) => PageKind::List,
            Page::Records(..) | Page::Documents | Page::Basis(_) | Page::Inventory | Page::About => PageKind::List,
            Page::Search | Page::Missing => return None,
        })
    }
}

/// What is said of a page besides its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is, in a word; empty where the kind's own word says it.
    pub label: String,
    /// What tells it from others of that title: whose it is, the day, the page of a list.
    pub about: String,
}

impl Plan<'_> {
    /// What is said of a page where it is found.
    pub fn found(&self, page: &Page) -> Found {
        let casebook = self.view.casebook;
        let found = |label: &str, about: String| Found { label: label.to_owned(), about };
        let numbered = |name: String, number: u32| match number {
            0 | 1 => name,
            _ => say!(self, "{}　第{}页", name, number).trim_start().to_owned(),
        };
        match page {
            Page::Note(id) => {
                let note = casebook.note(*id);
                let student = note.student.map(|it| casebook.student(it).shown_name());
                let whose = student.or_else(|| note.class.map(|it| casebook.class(it).name.as_str())).unwrap_or_default();
                let about = say!(self, "{}　{}", whose, self.date(note.date));
                found(&casebook.schema.note_type(note.kind).label, about.trim_start().to_owned())
            }
            Page::Student(id) => {
                let class = casebook.student(*id).class.map(|it| casebook.class(it).name.clone());
                found("", class.unwrap_or_default())
            }
            Page::Document(at) => {
                let document = self.documents.get(*at);
                let label = document.map_or("", |it| casebook.schema.choice_label("genre", &it.genre));
                found(label, document.and_then(|it| it.subtitle.clone()).unwrap_or_default())
            }
            Page::Survey(_) => found(self.word("问卷"), String::new()),
            Page::Project(_) => found(self.word("课题"), String::new()),
            Page::Duties(scope) | Page::Contacts(scope) => found("", self.scope_in_words(*scope)),
            Page::Type(_, number) | Page::Tag(_, number) => found("", numbered(String::new(), *number)),
            Page::Records(scope, _, number) => {
                let name = match scope.subject {
                    Subject::Class(id) => casebook.class(id).name.clone(),
                    _ => self.term(scope.term),
                };
                found("", numbered(name, *number))
            }
            _ => found("", String::new()),
        }
    }
}
