//! What has come to the casebook of late, for programs that follow it.

use crate::config::BaseUrl;
use crate::date::Date;
use crate::phrases::say;
use crate::privacy::Audience;
use crate::site::wording;

use super::plan::{Page, Plan};

/// So many notes and documents are told of.
const LENGTH: usize = 50;

/// Where the feed lies.
pub const FEED: &str = "feed.xml";

/// The latest notes and documents, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// The casebook's title.
    pub title: String,
    /// The address of the site, by which the feed is known.
    pub home: String,
    /// The address of the feed.
    pub address: String,
    /// Who made it: the school, else the casebook's title.
    pub author: String,
    /// When the newest came, for programs.
    pub updated: String,
    /// Each of them.
    pub entries: Vec<FeedEntry>,
}

/// A note or document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEntry {
    /// The address of its page.
    pub address: String,
    /// Made of host, day and path, so that it stays when other notes come.
    pub id: String,
    /// Its title, with whose it is.
    pub title: String,
    /// Its day, for programs.
    pub updated: String,
    /// Its type or genre.
    pub kind: String,
    /// A line about it.
    pub summary: Option<String>,
}

impl Plan<'_> {
    /// Whether there is a feed: what [`Plan::feed`] would find, without making documents for it.
    pub fn has_feed(&self) -> bool {
        let followed = self.view.casebook.config.base_url.is_some() && self.view.audience != Audience::Parent;
        let told = |page: &Page| matches!(page, Page::Note(_) | Page::Document(_));
        followed && (self.pages.iter().any(told) || !self.whole && self.documents.any())
    }

    /// What a feed tells of. `None` for a site without an address on a server, which nobody can follow; for parents, who get a
    /// folder of their own child and no feed; and where there is nothing.
    pub fn feed(&self) -> Option<Feed> {
        let casebook = self.view.casebook;
        let base = casebook.config.base_url.as_ref().filter(|_| self.view.audience != Audience::Parent)?;
        let notes = self.all_pages().iter().filter_map(|page| match page {
            Page::Note(id) => Some((casebook.note(*id).date, page)),
            Page::Document(at) => Some((self.documents.get(*at)?.date, page)),
            _ => None,
        });
        let mut latest: Vec<(Date, String, &Page)> =
            notes.map(|(date, page)| (date, self.route(page).to_string(), page)).collect();
        latest.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
        latest.truncate(LENGTH);
        let updated = latest.first()?.0;
        let entries = latest.into_iter().filter_map(|(date, path, page)| self.entry_of(base, date, &path, page)).collect();
        let title = casebook.config.title.clone();
        let author = casebook.config.school.clone().unwrap_or_else(|| title.clone());
        let (home, address) = (base.to_string(), base.address_of(FEED));
        Some(Feed { title, home, address, author, updated: instant(updated), entries })
    }

    /// The address of every page, but for that which is shown for addresses that lead nowhere; none for a site without an address
    /// on a server.
    pub fn addresses(&self) -> Option<Vec<String>> {
        let base = self.view.casebook.config.base_url.as_ref()?;
        let pages = self.all_pages().iter().filter(|it| **it != Page::Missing);
        Some(pages.map(|it| base.address_of(self.route(it).as_str())).collect())
    }

    fn entry_of(&self, base: &BaseUrl, date: Date, path: &str, page: &Page) -> Option<FeedEntry> {
        let casebook = self.view.casebook;
        let (title, kind, summary) = match page {
            Page::Note(id) => {
                let note = casebook.note(*id);
                let student = note.student.map(|it| casebook.student(it).shown_name());
                let owner = student.or(note.class.map(|it| casebook.class(it).name.as_str()));
                let owner = owner.map(|it| say!(self, "{}：", it)).unwrap_or_default();
                let title = format!("{owner}{}", wording::headline(casebook, note).0);
                (title, casebook.schema.note_type(note.kind).label.clone(), wording::digest(casebook, note))
            }
            Page::Document(at) => {
                let document = self.documents.get(*at)?;
                let kind = casebook.schema.choice_label("genre", &document.genre).to_owned();
                (document.title.clone(), kind, document.subtitle.clone())
            }
            _ => return None,
        };
        let address = base.address_of(path);
        let below_host = address.strip_prefix(&base.to_string()).unwrap_or_default();
        let id = format!("tag:{},{date}:{}{below_host}", base.host(), base.path());
        Some(FeedEntry { address, id, title, updated: instant(date), kind, summary })
    }
}

/// The beginning of a day in China.
fn instant(date: Date) -> String {
    format!("{date}T00:00:00+08:00")
}
