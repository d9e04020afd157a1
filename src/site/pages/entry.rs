//! Notes in lists: of a pupil's weeks, of a type, of what was written lately.

use serde::Serialize;

use crate::model::NoteId;
use crate::phrases::Speaks;
use crate::site::Route;
use crate::site::wording::{self, Detail};

use super::address::anchor;
use super::plan::{Page, Plan};
use super::shell::Link;

/// A note in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Canonical key of the type's group.
    pub group: String,
    /// The type's printed name.
    pub label: String,
    /// Whether it is about a relapse, which is marked.
    pub relapse: bool,
    /// The row's place on the page, where the page is the one that shows it.
    pub id: Option<String>,
    /// Its page; none for a row that is shown here.
    pub href: Option<String>,
    /// Its name.
    pub title: String,
    /// Whose it is, in lists over several pupils.
    pub who: Option<Link>,
    /// The day, `5月8日`.
    pub date: String,
    /// The day for programs.
    pub datetime: String,
    /// Who recorded it.
    pub author: Option<String>,
    /// A line of it.
    pub text: Option<String>,
    /// The fields of a row, which has no page of its own.
    pub details: Vec<Detail>,
}

/// Where a list stands.
#[derive(Clone, Copy)]
pub(super) struct Listing<'a> {
    /// The page.
    pub(super) here: &'a Route,
    /// Whether the page is the one that shows rows: rows get their place and fields.
    pub(super) home: bool,
    /// Whether each entry says whose it is.
    pub(super) who: bool,
    /// Whether days are written with their year.
    pub(super) year: bool,
}

impl Plan<'_> {
    /// A note as it stands in a list.
    pub(super) fn entry(&self, id: NoteId, listing: Listing<'_>) -> Entry {
        let casebook = self.view.casebook;
        let note = casebook.note(id);
        let kind = casebook.schema.note_type(note.kind);
        let (title, used) = wording::headline(casebook, note);
        let shown_here = listing.home && !note.is_file();
        let details = if shown_here {
            // The name says the measure's value already; what it is made of is not said twice.
            let shown: &[&str] = match (&*kind.key, used) {
                ("progress_record" | "term_exam", Some(_)) => &["measure", "value", "absent", "kind"],
                ("award", Some(_)) => &["kind", "qty", "reason"],
                ("habit", Some(_)) => &["habit", "days", "days_done"],
                ("six_ones", Some(_)) => &["duty", "state"],
                ("seat_change", Some(_)) => &["from_zone", "to_zone"],
                ("engagement_observation", Some(_)) => &["on_task", "total"],
                ("absence", Some(_)) => &["days", "reason"],
                (_, Some(used)) => &[used],
                (_, None) => &[],
            };
            // A text that was cut for the name is said in full below.
            let cut = used
                .and_then(|key| note.fields.text(key))
                .is_some_and(|text| !title.contains(wording::clip(text, 4096).as_str()));
            wording::details(casebook, note, if cut { &[] } else { shown })
        } else {
            Vec::new()
        };
        let project = note.project.filter(|_| listing.who);
        let who = match (listing.who, note.student, note.class) {
            (true, Some(student), _) => Some(Link {
                href: listing.here.to(&self.route(&Page::Student(student))),
                text: casebook.student(student).shown_name().to_owned(),
            }),
            (true, None, Some(class)) => {
                Some(Link { href: listing.here.to(&self.route(&Page::Class(class))), text: casebook.class(class).name.clone() })
            }
            _ => project.map(|project| Link {
                href: listing.here.to(&self.route(&Page::Project(project))),
                text: self.word("课题").to_owned(),
            }),
        };
        Entry {
            group: kind.group.to_string(),
            label: kind.label.clone(),
            relapse: &*kind.key == "relapse",
            id: shown_here.then(|| anchor(note)),
            href: if shown_here { None } else { self.note_href(listing.here, id) },
            text: if note.is_file() { wording::digest(casebook, note) } else { note.brief.clone() },
            title,
            who,
            date: if listing.year { self.date(note.date) } else { self.month_day(note.date) },
            datetime: note.date.to_string(),
            author: note.author.clone(),
            details,
        }
    }
}
