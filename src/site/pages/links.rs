//! Where links in prose lead on the site.

use crate::model::Note;
use crate::phrases::Speaks;
use crate::site::{HeadingIds, HeadingNames, Route};
use crate::source::{FileId, SitePath, Target};
use crate::syntax::Prose;

use super::address::anchor;
use super::ink::Setting;
use super::plan::{Page, Plan};

/// Begins the place of a table's row in a link: `praise.csv#row-12` leads to what stands in the twelfth line.
const ROW: &str = "row-";

/// Begins the ids of the text on the page of a pupil, class, survey or project.
const TEXT_PREFIX: &str = "t-";

/// Why a link leads nowhere.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// Out of the casebook.
    Outside,
    /// To no file that has a page.
    NoPage,
    /// To a page, but to no place on it that is called so.
    NoPlace(Route),
}

impl Plan<'_> {
    /// The page that a link in a file leads to, and the place on it (with `#`), for a target without scheme. A place that is not
    /// there is left out.
    pub fn page_of(&self, from: &SitePath, target: &str) -> Option<(Route, String)> {
        let Target::File(path, place) = Target::read(target) else { return None };
        match self.lead(from, &path, &place) {
            Ok(found) => Some(found),
            Err(Lost::NoPlace(route)) => Some((route, String::new())),
            Err(Lost::Outside | Lost::NoPage) => None,
        }
    }

    /// How the text of a pupil, class, survey or project, which stands in the file `source`, is set on their page `here`.
    pub(super) fn text_setting<'a>(&self, here: &'a Route, source: Option<&'a SitePath>) -> Setting<'a> {
        Setting { here, source, top: 3, headings: HeadingNames::Words, language: self.language(), prefix: TEXT_PREFIX }
    }

    /// The image that a text in a file shows.
    pub fn image_of(&self, from: Option<&SitePath>, target: &str) -> Option<FileId> {
        crate::site::image_of(self.view, from, target)
    }

    /// Where a link leads: a page, and a place on it with `#`, or nothing.
    pub(super) fn lead(&self, from: &SitePath, path: &str, place: &str) -> Result<(Route, String), Lost> {
        if from.leaves(path) {
            return Err(Lost::Outside);
        }
        // The casebook itself is its first page.
        let Some(path) = from.join(path) else { return Ok((self.route(&Page::Home), String::new())) };
        if let Some(number) = place.strip_prefix(ROW).filter(|_| path.extension() == "csv") {
            return self.row(&path, number);
        }
        let page = self.page_at(&path).ok_or(Lost::NoPage)?;
        let route = self.route(page);
        if place.is_empty() {
            return Ok((route, String::new()));
        }
        let id = self.ids_on(page).and_then(|(ids, prefix)| Some(format!("#{prefix}{}", ids.find(place)?)));
        match id {
            Some(id) => Ok((route, id)),
            None => Err(Lost::NoPlace(route)),
        }
    }

    /// The page of a source file. A folder stands for its `index.md`.
    pub(super) fn page_at(&self, path: &SitePath) -> Option<&Page> {
        let sources = &self.index.sources;
        sources.get(path).or_else(|| sources.get(&SitePath::new(&format!("{path}/index.md"))?))
    }

    /// What stands in a line of a table.
    fn row(&self, path: &SitePath, number: &str) -> Result<(Route, String), Lost> {
        let number: Option<u32> = number.parse().ok();
        let is_row = |note: &Note| note.origin.path == *path && note.origin.row.is_some() && note.origin.row == number;
        let note = self.view.casebook.notes.iter().find(|it| is_row(it)).ok_or(Lost::NoPage)?;
        let page = match (note.student, note.class, note.project) {
            (Some(student), ..) => Page::Student(student),
            (None, Some(class), _) => Page::Class(class),
            (None, None, Some(project)) => Page::Project(project),
            (None, None, None) => return Err(Lost::NoPage),
        };
        Ok((self.route(&page), format!("#{}", anchor(note))))
    }

    /// The ids of the headings of the text on a page, and what begins them.
    pub(super) fn ids_on(&self, page: &Page) -> Option<(HeadingIds, &'static str)> {
        let casebook = self.view.casebook;
        let (prose, names, prefix) = match page {
            Page::Note(id) => (&casebook.note(*id).body, HeadingNames::Words, ""),
            Page::Student(id) => (&casebook.student(*id).body, HeadingNames::Words, TEXT_PREFIX),
            Page::Class(id) => (&casebook.class(*id).body, HeadingNames::Words, TEXT_PREFIX),
            Page::Survey(id) => (&casebook.surveys.get(id.0 as usize)?.body, HeadingNames::Words, TEXT_PREFIX),
            Page::Project(id) => (&casebook.project(*id).body, HeadingNames::Words, TEXT_PREFIX),
            Page::Document(at) => (self.summary_of(*at)?, HeadingNames::Numbers, ""),
            _ => return None,
        };
        Some((HeadingIds::of(&prose.blocks, &prose.footnotes, names), prefix))
    }

    /// The text of a document that somebody wrote.
    fn summary_of(&self, at: usize) -> Option<&Prose> {
        let page = |path: &SitePath| self.index.sources.get(path) == Some(&Page::Document(at));
        self.view.casebook.summaries.iter().find(|it| page(&it.path)).map(|it| &it.body)
    }
}
