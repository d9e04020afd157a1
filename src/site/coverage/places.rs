//! Which pages and which sections of documents show a row.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Subject;
use crate::model::{ClassId, Note, StudentId};
use crate::schema::{Key, LedgerRow};
use crate::site::documents::Genres;
use crate::site::heading_id;
use crate::site::pages::{Page, Plan};
use crate::site::{Document, Piece, Route};
use crate::syntax::Block;
use crate::theme;

use super::{Section, Source, Witness, shown, told};

/// Rows that are computed: a record alone does not show them.
const COMPUTED: [&str; 7] = ["C2", "C3", "C4", "C5", "C6", "C7", "D13"];

/// At most so many pupils' pages are looked at for a place.
const MOST_PUPILS: usize = 12;

/// The pages of a site, for finding a row on them.
pub(super) struct Places<'p> {
    plan: &'p Plan<'p>,
    genres: &'p Genres,
    /// Places of pages that were looked at, by address.
    known: RefCell<BTreeMap<String, BTreeSet<String>>>,
}

impl<'p> Places<'p> {
    pub(super) fn new(plan: &'p Plan<'p>, genres: &'p Genres) -> Self {
        Self { plan, genres, known: RefCell::default() }
    }

    /// Addresses of the pages that show a row: those that the ledger names, then the lists of its types, then the documents.
    pub(super) fn pages(&self, row: &LedgerRow, sources: &[Source]) -> Vec<String> {
        let computed = COMPUTED.contains(&row.row.as_str());
        let witnesses: Vec<&Witness> = sources.iter().filter_map(|it| it.witness.as_ref()).collect();
        let shown = |kind: &String| {
            let places = shown::places(&row.row, kind);
            let section = self.candidates(kind, places, &witnesses).into_iter().find_map(|page| {
                let address = self.plan.route(&page).to_string();
                let place = places.iter().find(|it| self.has(&page, &address, it))?;
                Some(if place.is_empty() { address } else { format!("{address}#{place}") })
            });
            let record = || witnesses.iter().find_map(|it| self.record(&row.row, kind, it)).filter(|_| !computed);
            section.or_else(record)
        };
        let mut pages: Vec<String> = row.shown_at.iter().filter_map(shown).collect();
        if !computed {
            pages.extend(sources.iter().filter(|it| it.count > 0).filter_map(|it| self.list(it)));
        }
        if pages.is_empty() {
            pages.extend(self.sections(row, sources).into_iter().filter_map(|it| it.page));
        }
        let mut seen = BTreeSet::new();
        pages.retain(|it| seen.insert(it.clone()));
        pages
    }

    /// Whether a page has a place.
    fn has(&self, page: &Page, address: &str, place: &str) -> bool {
        if let Some(places) = self.known.borrow().get(address) {
            return places.contains(place);
        }
        let places = shown::on_page(&self.plan.view_of(page, &shown::Blank));
        let has = places.contains(place);
        self.known.borrow_mut().insert(address.to_owned(), places);
        has
    }

    /// Pages of a kind that may show a row. A place that every page of the kind has shows it only on the page of an example.
    fn candidates(&self, kind: &str, places: &[&str], witnesses: &[&Witness]) -> Vec<Page> {
        let mut pages: Vec<Page> = witnesses.iter().filter_map(|it| self.own_page(kind, it)).collect();
        if kind == "class" || (!pages.is_empty() && places.iter().any(|it| shown::EVERYWHERE.contains(it))) {
            return pages;
        }
        let of_kind = |page: &&Page| match (kind, page) {
            ("student", Page::Student(_))
            | ("home", Page::Home)
            | ("duties", Page::Duties(_))
            | ("contacts", Page::Contacts(_))
            | ("project", Page::Project(_)) => true,
            ("term", Page::Term(id)) => self.plan.view.casebook.config.term(*id).is_some(),
            _ => false,
        };
        pages.extend(self.plan.pages.iter().filter(of_kind).take(MOST_PUPILS).cloned());
        // One pupil who has everything is a better example than one for each row, and sooner found.
        pages.sort_by_key(|it| kind == "student" && !self.known.borrow().contains_key(self.plan.route(it).as_str()));
        pages
    }

    /// The page of a kind that is about an example.
    fn own_page(&self, kind: &str, witness: &Witness) -> Option<Page> {
        let casebook = self.plan.view.casebook;
        let note = match witness {
            Witness::Note(id) => Some(casebook.note(*id)),
            _ => None,
        };
        match (kind, witness) {
            ("student", Witness::Student(id, _)) => Some(Page::Student(*id)),
            ("student", _) => note?.student.map(Page::Student),
            ("class", Witness::Class(id)) => Some(Page::Class(*id)),
            ("class", Witness::Student(id, _)) => casebook.student(*id).class.map(Page::Class),
            ("class", _) => note?.class.map(Page::Class),
            ("survey", _) => note?.survey.map(Page::Survey),
            ("project", Witness::Project(id)) => Some(Page::Project(*id)),
            ("project", _) => note?.project.map(Page::Project),
            ("term", _) => note?.term.map(Page::Term),
            _ => None,
        }
    }

    /// Where a page of this kind shows a single record; `None` where no such page does.
    fn record(&self, row: &str, kind: &str, witness: &Witness) -> Option<String> {
        let casebook = self.plan.view.casebook;
        let note = match witness {
            Witness::Note(id) => Some(casebook.note(*id)),
            _ => None,
        };
        match (kind, witness) {
            ("student", Witness::Note(id)) => {
                let student = note?.student?;
                if note?.is_file() { Some(self.student(student, "notes")) } else { self.plan.place_of(*id) }
            }
            ("student", Witness::Student(id, field)) => Some(self.student(*id, place_of(field)?)),
            ("note", Witness::Note(id)) => self.plan.place_of(*id).filter(|_| note.is_some_and(Note::is_file)),
            ("class", Witness::Note(id)) => {
                let own = note?.student.is_none() && note?.project.is_none();
                let class = note?.class.filter(|_| own)?;
                if note?.is_file() { Some(self.class(class, "notes")) } else { self.plan.place_of(*id) }
            }
            ("document", Witness::Document(at)) => Some(self.plan.documents.get(*at)?.page.to_string()),
            // Works that a written document cites are not printed with it.
            ("document", Witness::Summary(id)) if row == "D7" => {
                let summary = casebook.summaries.get(id.0 as usize)?;
                self.plan.documents.all().iter().find(|it| is_of(it, &summary.key)).map(|it| it.page.to_string())
            }
            _ => None,
        }
    }

    fn student(&self, id: StudentId, place: &str) -> String {
        format!("{}#{place}", self.plan.route(&Page::Student(id)))
    }

    fn class(&self, id: ClassId, place: &str) -> String {
        format!("{}#{place}", self.plan.route(&Page::Class(id)))
    }

    /// The list of the notes of a type.
    fn list(&self, source: &Source) -> Option<String> {
        let kind = self.plan.view.casebook.schema.find_type(&source.key)?;
        let page = Page::Type(kind, 1);
        self.plan.pages.contains(&page).then(|| self.plan.route(&page).to_string())
    }

    /// Sections of documents that tell a row, by the ledger's order of genres.
    pub(super) fn sections(&self, row: &LedgerRow, sources: &[Source]) -> Vec<Section> {
        let schema = &self.plan.view.casebook.schema;
        let one = |(genre, section): &(Key, Key)| {
            let found = self.told_in(row, genre, section, sources);
            Section {
                genre: genre.to_string(),
                genre_label: schema.choice_label("genre", genre).to_owned(),
                section: found.as_ref().map_or_else(|| self.label(genre, section), |(heading, _)| heading.clone()),
                page: found.map(|(_, page)| page),
            }
        };
        row.document_section.iter().map(one).collect()
    }

    /// The name of a section in the table.
    fn label(&self, genre: &str, section: &str) -> String {
        let sections = self.plan.view.casebook.schema.sections.get(genre).map(Vec::as_slice).unwrap_or_default();
        sections.iter().find(|(key, _)| **key == *section).map_or(section, |(_, label)| label).to_owned()
    }

    /// The heading under which a document of a genre tells a row, and its address: in a document about an example, if there is
    /// one, else in any.
    fn told_in(&self, row: &LedgerRow, genre: &str, named: &str, sources: &[Source]) -> Option<(String, String)> {
        let mut documents: Vec<&Document> = self.plan.documents.all().iter().filter(|it| &*it.genre == genre).collect();
        documents.sort_by_key(|document| !sources.iter().any(|it| self.is_about(document, it.witness.as_ref())));
        documents.iter().find_map(|document| {
            let written = self.plan.view.casebook.summaries.iter().any(|it| is_of(document, &it.key));
            if written {
                let whole = named == "opening";
                let label = self.label(genre, named);
                let heading = || headings(document).find(|(_, it)| it.contains(&label));
                let place = if whole { Some((None, label.clone())) } else { heading().map(|(at, it)| (Some(at), it)) };
                return place.filter(|_| told::is_own(&row.row, named)).map(|(at, it)| (it, address(document, at)));
            }
            let section = told::section(&row.row, genre, named)?;
            if !document.sections.iter().any(|it| **it == *section) {
                return None;
            }
            // Outlines are the theme's: a heading may be worded otherwise, or not be there.
            let outline = self.genres.get(genre).and_then(|it| section_of(&it.sections, section));
            let heading = outline.and_then(|it| it.heading.as_deref());
            let place = heading.and_then(|wanted| headings(document).find(|(_, it)| it == wanted));
            let (at, words) = place.map_or_else(|| (None, self.label(genre, section)), |(at, it)| (Some(at), it));
            Some((words, address(document, at)))
        })
    }

    fn is_about(&self, document: &Document, witness: Option<&Witness>) -> bool {
        let casebook = self.plan.view.casebook;
        match (witness, document.scope.subject) {
            (Some(Witness::Note(id)), Subject::Student(student)) => {
                let note = casebook.note(*id);
                note.student == Some(student) && note.term == Some(document.scope.term)
            }
            (Some(Witness::Note(id)), Subject::Class(class)) => {
                let note = casebook.note(*id);
                note.class == Some(class) && note.term == Some(document.scope.term)
            }
            (Some(Witness::Student(id, _)), Subject::Student(student)) => *id == student,
            (Some(Witness::Project(id)), Subject::Project(project)) => *id == project,
            _ => false,
        }
    }
}

/// The address of a document, or of one of its headings by number.
fn address(document: &Document, heading: Option<usize>) -> String {
    match heading {
        Some(number) => format!("{}#{}", document.page, heading_id(number)),
        None => document.page.to_string(),
    }
}

/// The section of an outline with this key, at any depth.
fn section_of<'g>(sections: &'g [theme::Section], key: &str) -> Option<&'g theme::Section> {
    let below = |it: &'g theme::Section| section_of(&it.sections, key);
    sections.iter().find_map(|it| if it.key.as_deref() == Some(key) { Some(it) } else { below(it) })
}

/// Whether a document is that of a written file.
fn is_of(document: &Document, key: &str) -> bool {
    document.page == Route::new(&format!("documents/{key}.html"))
}

/// Headings of a document with their numbers, from 1.
fn headings(document: &Document) -> impl Iterator<Item = (usize, String)> {
    let headings = document.pieces.iter().filter_map(|piece| match piece {
        Piece::Text(Block::Heading { content, .. }) => Some(crate::syntax::plain_text(content)),
        _ => None,
    });
    (1..).zip(headings)
}

/// The place on a student's page that shows a field of the student's file; `None` where nothing does.
fn place_of(field: &str) -> Option<&'static str> {
    Some(match field {
        "strengths" | "needs" => "halves",
        "goals" => "goals",
        "causes" => "chain",
        "measures" => "progress",
        "terms" | "citations" => return None,
        _ => "facts",
    })
}
