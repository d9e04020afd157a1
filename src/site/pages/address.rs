//! Addresses of pages.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::analysis::{Scope, Subject};
use crate::model::{Casebook, Note, NoteId};
use crate::site::Route;

use super::behind::Basis;
use super::plan::{Page, Plan};

/// The most characters of a name in an address: file systems take 255 bytes.
const LONGEST_SEGMENT: usize = 60;

/// A name as one segment of an address.
pub(super) fn segment(name: &str) -> String {
    name.chars().take(LONGEST_SEGMENT).map(|it| if it == '/' { '_' } else { it }).collect()
}

/// Distinct segments for names, in order: of two that come out the same, also in another case of letters, the later gets a
/// number.
pub(super) fn segments<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut distinct = |name: &str| {
        let stem = Route::new(&segment(name)).to_string();
        let mut candidate = stem.clone();
        let mut count = 2;
        while !taken.insert(candidate.to_lowercase()) {
            candidate = format!("{stem}-{count}");
            count += 1;
        }
        candidate
    };
    names.into_iter().map(&mut distinct).collect()
}

/// The pages of notes that are files, by note. They lie below the page of whom they are about as their sources do.
pub(super) fn of_notes(casebook: &Casebook, classes: &[String]) -> Vec<Option<Route>> {
    let route = |note: &Note| {
        let path = note.origin.path.as_str();
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let below = |folder: &str| stem.strip_prefix(folder)?.split_once('/').map(|(_, rest)| rest);
        // Codes and classes have one spelling here, however the folder spells them.
        let stem = match (below("students/"), note.student, below("classes/"), note.class) {
            (Some(rest), Some(student), ..) => format!("students/{}/{rest}", casebook.student(student).code),
            (.., Some(rest), Some(class)) => format!("classes/{}/{rest}", classes[class.0 as usize]),
            _ => stem.to_owned(),
        };
        note.is_file().then(|| Route::new(&format!("{stem}.html")))
    };
    casebook.notes.par_iter().map(|note| route(note)).collect()
}

/// The place of a table's row on the page that shows it. It depends on the file and the line only, so that other records do not
/// move it.
pub(super) fn anchor(note: &Note) -> String {
    let hash = blake3::hash(note.origin.path.as_str().as_bytes()).to_hex();
    format!("r{}-{}", &hash.as_str()[..8], note.origin.row.unwrap_or_default())
}

impl Plan<'_> {
    /// The address of a page.
    pub fn route(&self, page: &Page) -> Route {
        match page {
            Page::Home => Route::new("index.html"),
            Page::Students => Route::new("students/index.html"),
            Page::Student(id) => self.index.students[id.0 as usize].route.clone(),
            Page::Note(id) => {
                let route = self.index.notes.get(id.0 as usize).cloned().flatten();
                route.unwrap_or_else(|| Route::new("404.html"))
            }
            Page::Class(id) => self.index.classes[id.0 as usize].clone(),
            Page::Term(id) => Route::new(&format!("terms/{id}.html")),
            Page::Types => Route::new("types/index.html"),
            Page::Type(kind, number) => {
                let key = &self.view.casebook.schema.note_type(*kind).key;
                Route::new(&format!("types/{}/{}", segment(key), numbered(*number)))
            }
            Page::Tags => Route::new("tags/index.html"),
            Page::Tag(tag, number) => {
                let name = self.index.tags.get(*tag as usize).map_or("_", |it| it.segment.as_str());
                Route::new(&format!("tags/{name}/{}", numbered(*number)))
            }
            Page::Records(scope, kind, number) => {
                let key = segment(&self.view.casebook.schema.note_type(*kind).key);
                Route::new(&format!("{}/{key}/{}", self.folder(*scope), numbered(*number)))
            }
            Page::Research => Route::new("research/index.html"),
            Page::Survey(id) => self.index.surveys[id.0 as usize].clone(),
            Page::Project(id) => self.index.projects[id.0 as usize].clone(),
            Page::Basis(Basis::Survey(id)) => beside(&self.index.surveys[id.0 as usize], "basis.html"),
            Page::Basis(Basis::Scope(scope)) => Route::new(&format!("{}/basis.html", self.folder(*scope))),
            Page::Duties(scope) => self.ledger_route("duties", *scope),
            Page::Contacts(scope) => self.ledger_route("contacts", *scope),
            Page::Documents => Route::new("documents/index.html"),
            Page::Document(at) => self.documents.get(*at).map_or(Route::new("404.html"), |it| it.page.clone()),
            Page::Inventory => Route::new("about/data.html"),
            Page::About => Route::new("about/index.html"),
            Page::Search => Route::new("search.html"),
            Page::Missing => Route::new("404.html"),
        }
    }

    /// The address of a note below the output folder, with its place on the page where it has none of its own. `None` where
    /// nothing shows it.
    pub(in crate::site) fn place_of(&self, id: NoteId) -> Option<String> {
        self.note_href(&Route::new("index.html"), id)
    }

    /// The folder of what is listed of a class, project or pupil in a term, or of a term.
    fn folder(&self, scope: Scope) -> String {
        let of = |route: &Route| {
            let folder = route.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{folder}/{}", scope.term)
        };
        match scope.subject {
            Subject::Class(id) => of(&self.index.classes[id.0 as usize]),
            Subject::Project(id) => of(&self.index.projects[id.0 as usize]),
            Subject::Student(id) => of(&self.index.students[id.0 as usize].route),
            Subject::Everybody => format!("terms/{}", scope.term),
        }
    }

    /// The first ledger stands at the folder's own address, the others by class and term.
    fn ledger_route(&self, folder: &str, scope: Scope) -> Route {
        if self.ledgers.first() == Some(&scope) {
            return Route::new(&format!("{folder}/index.html"));
        }
        let class = match scope.subject {
            Subject::Class(id) => self.index.classes.get(id.0 as usize),
            _ => None,
        };
        let class = class.and_then(|it| it.as_str().split('/').nth(1)).map(|it| format!("{it}/")).unwrap_or_default();
        Route::new(&format!("{folder}/{class}{}.html", scope.term))
    }

    /// The address of a note as seen from a page: its own page, or its row's place on the page of its pupil or class. `None`
    /// where
    /// nothing shows it.
    pub(super) fn note_href(&self, here: &Route, id: NoteId) -> Option<String> {
        if let Some(Some(route)) = self.index.notes.get(id.0 as usize) {
            return Some(here.to(route));
        }
        let note = self.view.casebook.note(id);
        let page = match (note.student, note.class, note.project) {
            (Some(student), ..) => Page::Student(student),
            (None, Some(class), _) => Page::Class(class),
            (None, None, Some(project)) => Page::Project(project),
            (None, None, None) => return None,
        };
        let route = self.route(&page);
        let place = format!("#{}", anchor(note));
        Some(if route == *here { place } else { here.to(&route) + &place })
    }
}

/// A file in the folder of a page.
fn beside(route: &Route, name: &str) -> Route {
    let folder = route.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    Route::new(&format!("{folder}/{name}"))
}

fn numbered(number: u32) -> String {
    if number <= 1 { "index.html".to_owned() } else { format!("{number}.html") }
}

/// An address as file systems see it that tell neither the case of letters nor how accents are composed.
fn folded(address: &str) -> String {
    if address.is_ascii() { address.to_ascii_lowercase() } else { address.nfc().collect::<String>().to_lowercase() }
}

/// The addresses that are taken, each with the position of the page there. They are the same in any case of letters and however
/// accents are composed, as they are to some file systems.
#[derive(Debug, Default)]
pub(super) struct Addresses(HashMap<String, usize>);

impl Addresses {
    /// The addresses of pages, and the positions of those at whose address another stands: (later, earlier).
    pub(super) fn of(plan: &Plan<'_>, pages: &[Page]) -> (Self, Vec<(usize, usize)>) {
        let plain: Vec<String> = pages.par_iter().map(|page| folded(plan.route(page).as_str())).collect();
        let mut taken: HashMap<String, usize> = HashMap::with_capacity(pages.len());
        let mut found = Vec::new();
        for (at, plain) in plain.into_iter().enumerate() {
            match taken.entry(plain) {
                Entry::Occupied(earlier) => found.push((at, *earlier.get())),
                Entry::Vacant(free) => drop(free.insert(at)),
            }
        }
        (Self(taken), found)
    }

    /// The position of the page that stands at an address.
    pub(super) fn find(&self, address: &str) -> Option<usize> {
        self.0.get(&folded(address)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_share_a_folder_are_told_apart() {
        let long = "长".repeat(100);
        assert_eq!(segments([long.as_str(), &long]), [segment(&long), segment(&long) + "-2"]);
        assert_eq!(segment(&long).chars().count(), LONGEST_SEGMENT);
        assert_eq!(segments(["作业", "A b", "a_b", "a/b", ".."]), ["作业", "A_b", "a_b-2", "a_b-3", "_"]);
    }
}
