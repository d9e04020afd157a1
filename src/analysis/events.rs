//! What happened to a pupil meanwhile, for the margin of a chart.

use crate::date::Term;
use crate::diag::Language;
use crate::model::{Casebook, Note, NoteId};
use crate::phrases::{Speaks, say};

use super::{Analysis, Event, Scope};

/// Most marks that a chart has room for.
const MOST: usize = 6;

impl Analysis<'_> {
    /// Awards, posts, seat changes, and talks with an agreement within a month of a relapse's start. Of too many, posts, awards
    /// of several and the first such talk go before the first seat change, that before single awards, and those before the
    /// rest; shown in order of time.
    pub(super) fn events(&self, scope: Scope, term: &Term) -> Vec<Event> {
        let mut found: Vec<(u8, NoteId, Event)> = Vec::new();
        let relapses = self.notes_of(scope, "relapse");
        let (mut talks, mut seats) = (0u32, 0u32);
        for (id, note) in self.notes(scope) {
            let Some(week) = note.week.or(term.week_of(note.date)) else { continue };
            let after_relapse = || relapses.iter().any(|(_, it)| (0..=31).contains(&note.date.days_since(it.date)));
            let (rank, words) = match &*self.casebook.schema.note_type(note.kind).key {
                "post" => (0, note.fields.text("post").map(|post| say!(self.casebook, "任{}", post))),
                "award" => (if quantity(note) > 1 { 0 } else { 2 }, Some(self.award_words(note))),
                "talk" if after_relapse() => {
                    let words = first_agreement(self.casebook, note);
                    talks += u32::from(words.is_some());
                    (if talks == 1 { 0 } else { 3 }, words)
                }
                "seat_change" => {
                    let zone = note.fields.choice("to_zone");
                    seats += 1;
                    let words =
                        zone.map(|it| say!(self.casebook, "座位调到{}", self.casebook.schema.choice_label("seat_zone", it)));
                    (if seats == 1 { 1 } else { 3 }, words)
                }
                _ => continue,
            };
            found.extend(words.map(|words| (rank, id, Event { week, note: id, words })));
        }
        found.sort_by_key(|(rank, id, _)| (*rank, *id));
        found.truncate(MOST);
        found.sort_by_key(|(_, id, event)| (event.week, *id));
        found.into_iter().map(|(_, _, event)| event).collect()
    }

    /// `两面小红旗`.
    fn award_words(&self, note: &Note) -> String {
        let kind = note.fields.choice("kind").unwrap_or("red_flag");
        let (unit, label) = match kind {
            "red_flag" => ("面", self.casebook.schema.choice_label("award_kind", kind)),
            "star" => ("颗", self.casebook.schema.choice_label("award_kind", kind)),
            "certificate" => ("张", self.casebook.schema.choice_label("award_kind", kind)),
            "other" => ("份", self.casebook.word("奖励")),
            own => ("份", self.casebook.schema.choice_label("award_kind", own)),
        };
        let quantity = quantity(note);
        if self.casebook.language() == Language::English {
            return if quantity > 1 { format!("{quantity} × {label}") } else { label.to_owned() };
        }
        let words = ["一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
        let spoken = usize::try_from(quantity - 1).ok().and_then(|it| words.get(it));
        spoken.map_or_else(|| format!("{quantity}{unit}{label}"), |it| format!("{it}{unit}{label}"))
    }
}

/// How many were awarded; one where it is not said.
pub(super) fn quantity(note: &Note) -> i64 {
    note.fields.integer("qty").unwrap_or(1).max(1)
}

fn first_agreement(casebook: &Casebook, note: &Note) -> Option<String> {
    let agreements = note.fields.records("agreement");
    agreements.first().and_then(|it| it.text("text")).map(|text| say!(casebook, "约定{}", text))
}
