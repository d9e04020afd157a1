//! Where on a page a row is shown.
//!
//! Which places a page really has is asked of its view, drawn with nothing; so a section that is left out for want of records
//! is never named.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::site::chart::GoalChart;
use crate::site::pages::{Ink, Markup, PageView, Setting};
use crate::site::{Chart, Piece, TableView};
use crate::syntax::{Footnote, Prose};

/// Row, kind of page, and the places on it that show the row, the best first.
const PLACES: &[(&str, &str, &[&str])] = &[
    ("A1", "survey", &[""]),
    ("A1", "class", &["sec-causes"]),
    ("A2", "student", &["p-status", "p-evidence"]),
    ("A2", "class", &["sec-outcomes"]),
    ("A3", "student", &["goals"]),
    ("A3", "class", &["sec-pupils"]),
    ("A4", "class", &["sec-climate"]),
    ("A5", "student", &["progress"]),
    ("A6", "duties", &["duty_totals"]),
    ("A6", "home", &["duties"]),
    ("A6.1", "duties", &["duty_week"]),
    ("A6.2", "duties", &["duty_week"]),
    ("A6.3", "duties", &["duty_week"]),
    ("A6.3", "student", &["p-praise"]),
    ("A6.4", "duties", &["duty_month"]),
    ("A6.4", "contacts", &["by_month"]),
    ("A6.5", "duties", &["duty_month"]),
    ("A6.5", "student", &["p-methods"]),
    ("A6.6", "duties", &["surroundings", "duty_month"]),
    ("A6.6", "student", &["p-surroundings"]),
    ("A7", "student", &["handover"]),
    ("A7", "class", &["sec-handover"]),
    ("A8", "student", &["facts"]),
    ("A8", "class", &["sec-pupils"]),
    ("A9", "student", &["halves"]),
    ("A10", "student", &["chain"]),
    ("B1", "student", &["p-trust"]),
    ("B2", "contacts", &["visits"]),
    ("B2", "student", &["p-visits"]),
    ("B3", "contacts", &["phone"]),
    ("B4", "contacts", &["liaison"]),
    ("B4", "student", &["p-liaison"]),
    ("B5", "student", &["p-cards"]),
    ("B6", "contacts", &["all_contacts"]),
    ("B7", "student", &["p-praise"]),
    ("B8", "student", &["p-awards", "p-weekly"]),
    ("B9", "student", &["p-showcase"]),
    ("B10", "student", &["p-posts"]),
    ("B11", "student", &["p-seats"]),
    ("B12", "student", &["p-tutoring", "p-plans"]),
    ("B12", "class", &["sec-duties"]),
    ("B13", "student", &["p-methods"]),
    ("B15", "student", &["p-months"]),
    ("B16", "student", &["p-colleagues"]),
    ("B17", "student", &["p-relapses"]),
    ("B18", "student", &["p-triggers"]),
    ("B18", "class", &["sec-causes"]),
    ("B19", "student", &["p-habits"]),
    ("B20", "student", &["weak"]),
    ("B20", "class", &["sec-causes"]),
    ("B21", "student", &["p-engagement"]),
    ("B22", "student", &["p-activities"]),
    ("B22", "class", &["sec-climate"]),
    ("B23", "student", &["p-rewards"]),
    ("B24", "student", &["p-affect"]),
    ("B24", "class", &["sec-outcomes"]),
    ("B25", "class", &["sec-climate"]),
    ("C1", "student", &["exams"]),
    ("C1", "class", &["sec-outcomes"]),
    ("C2", "class", &["sec-outcomes"]),
    ("C3", "class", &["sec-outcomes"]),
    ("C3", "term", &["sec-outcomes"]),
    ("C4", "student", &["exams"]),
    ("C4", "class", &["sec-outcomes"]),
    ("C5", "class", &["sec-outcomes"]),
    ("C5", "student", &["p-months"]),
    ("C6", "home", &["conversion"]),
    ("C6", "class", &["sec-outcomes"]),
    ("C6", "project", &["exit"]),
    ("C7", "student", &["p-affect", "p-habits"]),
    ("C7", "class", &["sec-outcomes"]),
    ("D1", "project", &["facts"]),
    ("D2", "project", &["findings", "outputs"]),
    ("D3", "project", &["work"]),
    ("D3", "class", &["sec-climate"]),
    ("D4", "project", &["questions"]),
    ("D5", "project", &["reflections"]),
    ("D8", "contacts", &["partnership"]),
    ("D8", "project", &["work"]),
    ("D9", "student", &["facts"]),
    ("D10", "project", &["references"]),
    ("D11", "student", &["facts"]),
    ("D11", "class", &["sec-pupils"]),
    ("D12", "class", &["sec-pupils"]),
    ("D12", "student", &["files"]),
    ("D13", "class", &["sec-outcomes"]),
    ("D13", "term", &["sec-outcomes"]),
];

/// The places of a kind of page that show a row; none where nothing but the record itself does.
pub(super) fn places(row: &str, kind: &str) -> &'static [&'static str] {
    PLACES.iter().find(|it| it.0 == row && it.1 == kind).map_or(&[], |it| it.2)
}

/// Places of a pupil's page that it has whether or not it shows a certain row there.
pub(super) const EVERYWHERE: [&str; 7] = ["facts", "halves", "chain", "goals", "progress", "files", "notes"];

/// A view's field and the place it fills, where the field holds anything.
const OF_FIELDS: &[(&str, &str)] = &[
    ("chain", "chain"),
    ("conversion", "exit"),
    ("documents", "files"),
    ("exit_criteria", "exit"),
    ("facts", "facts"),
    ("findings", "findings"),
    ("goals", "goals"),
    ("handover", "handover"),
    ("lessons", "work"),
    ("needs", "halves"),
    ("outputs", "outputs"),
    ("partnership", "work"),
    ("progress", "progress"),
    ("questions", "questions"),
    ("references", "references"),
    ("reflections", "reflections"),
    ("strengths", "halves"),
    ("work", "work"),
];

/// The places of a page, with the empty one that is the page as a whole.
pub(super) fn on_page(view: &PageView) -> BTreeSet<String> {
    let view = serde_json::to_value(view).unwrap_or_default();
    let mut places = BTreeSet::from([String::new()]);
    let holds = |value: &Value| match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => true,
    };
    for (field, place) in OF_FIELDS {
        if view.get(field).is_some_and(holds) {
            places.insert((*place).to_owned());
        }
    }
    let overview = view.get("overview");
    for (field, place) in [("duties", "duties"), ("conversion", "conversion")] {
        if overview.and_then(|it| it.get(field)).is_some_and(holds) {
            places.insert(place.to_owned());
        }
    }
    let keys = |value: &Value| value.get("key").and_then(Value::as_str).filter(|it| !it.is_empty()).map(str::to_owned);
    for chapter in view.get("chapters").and_then(Value::as_array).into_iter().flatten() {
        places.extend(keys(chapter));
        let parts = chapter.get("parts").and_then(Value::as_array);
        places.extend(parts.into_iter().flatten().filter_map(keys).map(|it| format!("p-{it}")));
    }
    let sections = view.get("sections").and_then(Value::as_array);
    places.extend(sections.into_iter().flatten().filter_map(keys).map(|it| format!("sec-{it}")));
    places
}

/// Draws nothing, and leaves a mark where something would be.
pub(super) struct Blank;

fn mark() -> Markup {
    Markup::trusted("·".to_owned())
}

impl Ink for Blank {
    fn prose(&self, _: &Prose, _: &Setting<'_>) -> Markup {
        mark()
    }

    fn pieces(&self, _: &[Piece], _: &[Footnote], _: &Setting<'_>) -> Markup {
        mark()
    }

    fn table(&self, _: &TableView) -> Markup {
        mark()
    }

    fn chart(&self, _: &Chart) -> Markup {
        mark()
    }

    fn spark(&self, _: &Chart) -> Markup {
        mark()
    }

    fn goal(&self, _: GoalChart) -> Markup {
        mark()
    }
}
