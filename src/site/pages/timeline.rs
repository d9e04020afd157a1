//! A pupil's or class's records by week, the latest first.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::date::{TermId, Week};
use crate::model::{NoteId, StudentId};
use crate::phrases::Speaks;
use crate::schema::Key;
use crate::site::Route;

use super::entry::{Entry, Listing};
use super::plan::Plan;

/// A week of a term, or a year and month outside all terms.
type WeekKey = (Option<TermId>, Option<Week>, (i16, u8));

/// So many rows of one type in one week are folded into one line.
const FOLD: usize = 3;

/// Records by week.
#[derive(Debug, Clone, Serialize)]
pub struct Timeline {
    /// How many records.
    pub count: usize,
    /// Groups of types that occur, for choosing among them; none where there is only one.
    pub groups: Vec<GroupCount>,
    /// Weeks with records, the latest first.
    pub weeks: Vec<TimelineWeek>,
}

/// How many records a group has.
#[derive(Debug, Clone, Serialize)]
pub struct GroupCount {
    /// Canonical key.
    pub key: String,
    /// Printed name.
    pub label: String,
    /// Records.
    pub count: usize,
}

/// A week.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineWeek {
    /// Its place on the page; none of days outside all terms.
    pub id: Option<String>,
    /// The term, where it is another than that of the week above.
    pub term: Option<String>,
    /// `第10周`, or the month of days outside all terms.
    pub title: String,
    /// `5月4—8日`
    pub days: Option<String>,
    /// The pupil's phase.
    pub phase: Option<PhaseMark>,
    /// The records, the latest first.
    pub items: Vec<TimelineItem>,
}

/// A phase with its sign.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct PhaseMark {
    /// Canonical key: `A`, `B`, `R`, `M`, `G`.
    pub key: String,
    /// Printed name.
    pub label: String,
}

/// A record, or several of a kind.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineItem {
    /// Canonical key of the type's group.
    pub group: String,
    /// The type's printed name.
    pub label: String,
    /// How many are folded into this line; 0 where it is one record.
    pub folded: usize,
    /// First and last day of what is folded.
    pub days: String,
    /// The records.
    pub entries: Vec<Entry>,
}

/// The place of a week on a page of records.
pub(super) fn week_id(term: TermId, week: Week) -> String {
    format!("w{term}-{week}")
}

impl Plan<'_> {
    /// A phase with its printed name.
    pub(super) fn phase_mark(&self, key: &Key) -> PhaseMark {
        // B2 is a changed support, and looks like one.
        let stem = key.chars().next().map(String::from).unwrap_or_default();
        let label = self.view.casebook.schema.choice_label("phase", &stem).to_owned();
        let label = if key.len() > 1 { format!("{label}{}", &key[1..]) } else { label };
        PhaseMark { key: stem, label }
    }

    /// Records in order of date, as they stand on the page that shows them.
    pub(super) fn timeline(&self, notes: &[NoteId], student: Option<StudentId>, here: &Route) -> Timeline {
        let casebook = self.view.casebook;
        let listing = Listing { here, home: true, who: false, year: false };
        let mut weeks: Vec<(WeekKey, Vec<NoteId>)> = Vec::new();
        for id in notes.iter().rev() {
            let note = casebook.note(*id);
            let month = if note.week.is_some() { (0, 0) } else { (note.date.year(), note.date.month()) };
            let key = (note.term, note.week, month);
            match weeks.last_mut() {
                Some((last, ids)) if *last == key => ids.push(*id),
                _ => weeks.push((key, vec![*id])),
            }
        }
        let mut term_above = self.index_term(student);
        let weeks = weeks
            .into_iter()
            .map(|((term, week, (year, month)), ids)| {
                let changed = term != term_above;
                term_above = term;
                let range = term.zip(week).and_then(|(term, week)| casebook.config.term(term)?.week(week));
                // From Monday to Friday is what people call a week at school.
                let short = range.map(|it| crate::date::DateRange { from: it.from, to: it.to.min(it.from.plus_days(4)) });
                let latest = ids.first().map(|id| casebook.note(*id).date);
                let short = short.map(|it| crate::date::DateRange { to: latest.map_or(it.to, |day| day.max(it.to)), ..it });
                TimelineWeek {
                    id: term.zip(week).map(|(term, week)| week_id(term, week)),
                    term: changed.then(|| term.map_or_else(|| self.word("学期以外").to_owned(), |it| self.term(it))),
                    title: match week {
                        Some(week) => self.weeks(week, week),
                        None => self.month_of(year, month),
                    },
                    days: short.map(|it| self.days(it)),
                    phase: student.and_then(|it| self.phase_of_week(it, &ids)),
                    items: self.items(&ids, listing),
                }
            })
            .collect();
        Timeline { count: notes.len(), groups: self.groups(notes.iter().copied()), weeks }
    }

    /// The groups of types among records, for choosing among them; none where there is only one.
    pub(super) fn groups(&self, notes: impl Iterator<Item = NoteId>) -> Vec<GroupCount> {
        let casebook = self.view.casebook;
        let mut counts: BTreeMap<&Key, usize> = BTreeMap::new();
        for id in notes {
            *counts.entry(&casebook.schema.note_type(casebook.note(id).kind).group).or_default() += 1;
        }
        let order = casebook.schema.enums.get("group").map(|it| it.choices.as_slice()).unwrap_or_default();
        let known = order.iter().filter_map(|choice| Some((&choice.key, choice.label.clone(), *counts.get(&choice.key)?)));
        let groups: Vec<GroupCount> =
            known.map(|(key, label, count)| GroupCount { key: key.to_string(), label, count }).collect();
        if groups.len() > 1 { groups } else { Vec::new() }
    }

    fn index_term(&self, student: Option<StudentId>) -> Option<TermId> {
        match student {
            Some(student) => self.index.student(student).term,
            None => self.view.casebook.current_term(self.view.analysis.as_of).map(|it| it.id),
        }
    }

    /// The phase in which the records of a week lie: relapse where one of them says so or a relapse touches them.
    fn phase_of_week(&self, student: StudentId, ids: &[NoteId]) -> Option<PhaseMark> {
        let casebook = self.view.casebook;
        let relapse = ids.iter().any(|id| {
            let note = casebook.note(*id);
            let within = self.index.student(student).relapses.iter().any(|it| it.holds(note.date));
            within || note.fields.choice("phase") == Some("R")
        });
        if relapse {
            return Some(self.phase_mark(&"R".into()));
        }
        let day = casebook.note(*ids.first()?).date;
        casebook.student(student).phase_on(day).map(|it| self.phase_mark(it))
    }

    /// The records of a week in order, rows of one type folded where there are many.
    fn items(&self, ids: &[NoteId], listing: Listing<'_>) -> Vec<TimelineItem> {
        let casebook = self.view.casebook;
        let mut items: Vec<TimelineItem> = Vec::new();
        let rows = |id: &NoteId| casebook.notes.get(id.0 as usize).filter(|it| !it.is_file()).map(|it| it.kind);
        let mut folded = Vec::new();
        for id in ids {
            let note = casebook.note(*id);
            let kind = casebook.schema.note_type(note.kind);
            let alike: Vec<NoteId> = match rows(id) {
                Some(kind) => ids.iter().copied().filter(|it| rows(it) == Some(kind)).collect(),
                None => Vec::new(),
            };
            if alike.len() >= FOLD {
                if !folded.contains(&note.kind) {
                    folded.push(note.kind);
                    let day = |id: Option<&NoteId>| id.map_or(note.date, |it| casebook.note(*it).date);
                    let range = crate::date::DateRange { from: day(alike.last()), to: day(alike.first()) };
                    items.push(TimelineItem {
                        group: kind.group.to_string(),
                        label: kind.label.clone(),
                        folded: alike.len(),
                        days: self.days(range),
                        entries: alike.iter().map(|it| self.entry(*it, listing)).collect(),
                    });
                }
                continue;
            }
            let entry = self.entry(*id, listing);
            items.push(TimelineItem {
                group: entry.group.clone(),
                label: entry.label.clone(),
                folded: 0,
                days: entry.date.clone(),
                entries: vec![entry],
            });
        }
        items
    }
}
