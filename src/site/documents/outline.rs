//! Walking a genre's outline: what is composed, requested, or the theme's own words, section by section.

use crate::analysis::Amount;
use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::privacy::{Audience, View};
use crate::schema::Key;
use crate::syntax::Prose;
use crate::theme::{About, Genre, Part, Section};

use super::super::{TableView, charts, tables};
use super::draft::Draft;
use super::{Topic, class, collection, project, student};

/// What documents are made about: a class, a pupil, a project.
pub(super) trait Told {
    /// View, scope and term.
    fn topic(&self) -> &Topic<'_>;

    /// Writes the passage of this name; false where there is none.
    fn say(&self, passage: &str, draft: &mut Draft) -> bool;
}

/// Composes what an outline asks for, as far as there is anything to say, and the keys of the sections that say something.
pub(super) fn compose(genre: &Genre, told: &impl Told) -> (Prose, Vec<Key>) {
    let topic = told.topic();
    let tells = |name: &str| !matches!(topic.view.figure(name, topic.scope), Ok(figure) if matches!(figure.amount, Amount::Withheld(_)));
    let mut draft = match topic.view.audience {
        Audience::Teacher => Draft::default(),
        _ => Draft::for_reader(&tells),
    };
    sections(&genre.sections, 1, told, &mut draft);
    (Prose::new(draft.blocks, draft.footnotes), draft.sections)
}

fn sections(outline: &[Section], level: u8, told: &impl Told, draft: &mut Draft) {
    for section in outline {
        draft.begin(level);
        if let Some(heading) = &section.heading {
            draft.heading(level, heading);
        }
        if let Some(key) = &section.key {
            draft.section(key);
        }
        for it in &section.parts {
            part(it, told, draft);
        }
        let below = level + u8::from(section.heading.is_some());
        sections(&section.sections, below, told, draft);
    }
}

fn part(part: &Part, told: &impl Told, draft: &mut Draft) {
    let topic = told.topic();
    let (view, scope) = (topic.view, topic.scope);
    if let Some(passage) = &part.say {
        told.say(passage, draft);
    } else if let Some(text) = &part.text {
        draft.own(text);
    } else if let Some(list) = part.list.as_deref().filter(|_| !tables::reference_lines(view, scope).is_empty()) {
        draft.request(&lines("list", list, part));
    } else if let Some(key) =
        part.table.as_deref().filter(|key| is_there(part, tables::table_of_days(view, key, scope, topic.days)))
    {
        let month = topic.days.map(|it| it.middle().year_month());
        let mut lines = lines("table", key, part);
        lines.extend(month.map(|it| ("month", it)));
        draft.request_once(&lines);
    } else if let Some(key) =
        part.chart.as_deref().filter(|key| charts::figure_in_document(view, key, scope, None, "outline").is_some())
    {
        draft.request(&lines("chart", key, part));
    } else if let Some(count) = part.lines {
        draft.request(&[("lines", &count.to_string())]);
    } else if let Some(labels) = &part.signs {
        draft.request(&[("signs", &labels.join("；"))]);
    } else if let Some(words) = &part.cut {
        draft.request(&[("cut", words)]);
    } else if part.signature.is_some() {
        draft.request(&[("signature", "here")]);
    }
}

fn lines<'a>(kind: &'a str, key: &'a str, part: &'a Part) -> Vec<(&'a str, String)> {
    let mut lines = vec![(kind, key.to_owned())];
    let wishes = [("caption", &part.caption), ("note", &part.note), ("most", &part.most)];
    lines.extend(wishes.into_iter().filter_map(|(key, value)| Some((key, value.clone()?))));
    lines.extend((!part.rows.is_empty()).then(|| ("rows", part.rows.join("、"))));
    lines
}

/// Whether a table has as many of the rows that a part wishes for as it wishes, and enough in them.
fn is_there(part: &Part, table: Option<TableView>) -> bool {
    let wanted = |cell: &str| part.rows.is_empty() || part.rows.iter().any(|it| cell.starts_with(it.as_str()));
    let Some(table) = table else { return false };
    let rows = table.rows.iter().filter(|row| row.first().is_some_and(|cell| wanted(cell))).count();
    // A form is printed however little is in it.
    let is_form = part.caption.as_deref() == Some("");
    rows >= part.least.map_or(1, usize::from) && (is_form || !tables::is_sparse(&table))
}

/// Reports what an outline names and nobody knows: passages, tables, charts.
pub(super) fn check(view: &View, key: &str, genre: &Genre, findings: &mut Diagnostics) {
    let schema = &view.casebook.schema;
    let passages: Vec<&str> = match genre.about {
        About::Class => class::PASSAGES.iter().map(|it| it.0).collect(),
        About::Student | About::StudentMonth => student::PASSAGES.iter().map(|it| it.0).collect(),
        About::Project => project::PASSAGES.iter().map(|it| it.0).collect(),
        About::Everybody => collection::PASSAGES.iter().map(|it| it.0).collect(),
    };
    let keys = |rows: &'_ [crate::schema::DerivedRow]| -> Vec<String> { rows.iter().map(|it| it.key.to_string()).collect() };
    let (tables, charts) = (keys(&schema.tables), keys(&schema.charts));
    let mut unknown = |kind: &str, name: &str, known: Vec<&str>| {
        if !known.contains(&name) {
            let near = nearest(name, known.iter().copied()).map(|it| format!("，是不是“{it}”？")).unwrap_or_default();
            let reason = format!("genres/{key}.yaml：没有名为“{name}”的{kind}{near}");
            findings.push(Diagnostic::general(Code::ThemeUnusable).arg("reason", reason));
        }
    };
    let types: Vec<&str> = schema.types.iter().map(|it| &*it.key).collect();
    for name in &genre.needs {
        unknown("记录类型", name, types.clone());
    }
    for part in genre.parts() {
        if let Some(name) = &part.say {
            unknown("段落", name, passages.clone());
        }
        if let Some(name) = &part.table {
            unknown("表", name, tables.iter().map(String::as_str).collect());
        }
        if let Some(name) = &part.list {
            unknown("清单", name, vec!["references"]);
        }
        if let Some(name) = &part.chart {
            unknown("图", name, charts.iter().map(String::as_str).collect());
        }
    }
}
