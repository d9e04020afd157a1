//! Tables on pages: every row leads to the notes that it is made of.

use serde::Serialize;

use crate::analysis::Scope;
use crate::model::{Note, NoteId};
use crate::phrases::{Speaks, say};
use crate::site::tables::{self, MISSING};
use crate::site::wording;
use crate::site::{Column, Route, TableRow, TableView};
use crate::syntax::Align;

use super::plan::Plan;
use super::shell::Link;

/// How many notes a row names before it only says how many there are.
const MOST_LINKS: usize = 6;

/// A cell with more characters needs room; one with fewer than half of it stays on a line.
const LONG: usize = 10;

/// A table.
#[derive(Debug, Clone, Serialize)]
pub struct Sheet {
    /// What it shows.
    pub caption: String,
    /// Heads of its columns.
    pub columns: Vec<SheetColumn>,
    /// Rows, each as long as there are columns.
    pub rows: Vec<SheetRow>,
    /// What stands below: source, n, reservations.
    pub note: Option<String>,
    /// The notes behind every row, where they are the same of each.
    pub links: Vec<Link>,
}

/// A column.
#[derive(Debug, Clone, Serialize)]
pub struct SheetColumn {
    /// Its head.
    pub title: String,
    /// Where its head leads: to the note that the column is made of.
    pub href: Option<String>,
    /// How its cells are set: `num` for numbers, `long` for texts that need room, `short` for words that stay on a line, else
    /// nothing.
    pub class: &'static str,
}

/// A row. Its first cell is its head.
#[derive(Debug, Clone, Serialize)]
pub struct SheetRow {
    /// Its place on the page, where links lead to it.
    pub id: Option<String>,
    /// Its cells.
    pub cells: Vec<SheetCell>,
}

/// A cell.
#[derive(Debug, Clone, Serialize)]
pub struct SheetCell {
    /// What it says.
    pub text: String,
    /// Where its words lead.
    pub href: Option<String>,
    /// Notes named in it.
    pub links: Vec<Link>,
}

impl SheetCell {
    /// Words that lead nowhere.
    pub(super) fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None, links: Vec::new() }
    }

    /// Words that lead somewhere.
    pub(super) fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: Some(href.into()), links: Vec::new() }
    }
}

impl Sheet {
    /// A table made cell by cell. The columns are given as their heads and whether they hold numbers.
    pub(super) fn new(caption: impl Into<String>, columns: &[(&str, bool)], rows: Vec<SheetRow>) -> Self {
        let column = |(at, (title, number)): (usize, &(&str, bool))| {
            let class = class(*number, rows.iter().filter_map(|row| row.cells.get(at)).map(|it| it.text.as_str()));
            SheetColumn { title: (*title).to_owned(), href: None, class }
        };
        let columns = columns.iter().enumerate().map(column).collect();
        Self { caption: caption.into(), columns, rows, note: None, links: Vec::new() }
    }

    /// The same with words below.
    pub(super) fn with_note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }
}

/// How the cells of a column are set.
fn class<'t>(number: bool, cells: impl Iterator<Item = &'t str>) -> &'static str {
    match cells.map(|it| it.chars().count()).max().unwrap_or_default() {
        _ if number => "num",
        most if most > LONG => "long",
        most if most <= LONG / 2 + 1 => "short",
        _ => "",
    }
}

/// A table of words whose rows know their notes, for [`Plan::sheet`].
pub(super) fn table_of(caption: impl Into<String>, columns: &[(&str, bool)], rows: Vec<TableRow>) -> TableView {
    let column = |(title, number): &(&str, bool)| Column {
        title: (*title).to_owned(),
        align: if *number { Align::Right } else { Align::Left },
    };
    TableView { number: 0, caption: caption.into(), columns: columns.iter().map(column).collect(), rows, note: None }
}

impl Plan<'_> {
    /// A table as a page shows it: columns in which nothing stands are left out; the first cell of a row leads to its note.
    /// Where rows are made of several, a last column names them; where all are made of the same, a line below does.
    pub(super) fn sheet(&self, here: &Route, table: TableView) -> Sheet {
        let shared = table.rows.first().map(|it| &it.notes).filter(|notes| {
            let same = table.rows.iter().all(|it| it.notes == **notes);
            notes.len() > 1 && notes.len() <= MOST_LINKS && table.rows.len() > 1 && same
        });
        let several = shared.is_none() && table.rows.iter().any(|it| it.notes.len() > 1);
        let filled = |at: usize| {
            at == 0 || table.rows.iter().any(|row| row.cells.get(at).is_some_and(|it| !it.is_empty() && it != MISSING))
        };
        let kept: Vec<usize> = (0..table.columns.len()).filter(|at| filled(*at)).collect();
        let head = |at: &usize| {
            let column = table.columns.get(*at)?;
            let cells = table.rows.iter().filter_map(|row| row.cells.get(*at)).map(String::as_str);
            Some(SheetColumn { title: column.title.clone(), href: None, class: class(column.align == Align::Right, cells) })
        };
        let mut columns: Vec<SheetColumn> = kept.iter().filter_map(head).collect();
        if several {
            columns.push(SheetColumn { title: self.word("记录").to_owned(), href: None, class: "long" });
        }
        let row = |row: &TableRow| {
            let cell = |at: &usize| SheetCell::words(row.cells.get(*at).map_or(MISSING, String::as_str));
            let mut cells: Vec<SheetCell> = kept.iter().map(cell).collect();
            match row.notes.as_slice() {
                notes if several => cells.push(self.named(here, notes)),
                [note] => {
                    if let Some(first) = cells.first_mut() {
                        first.href = self.note_href(here, *note);
                    }
                }
                _ => {}
            }
            SheetRow { id: None, cells }
        };
        let links = shared.map(|it| self.named(here, it).links).unwrap_or_default();
        Sheet { rows: table.rows.iter().map(row).collect(), caption: table.caption, columns, note: table.note, links }
    }

    /// A derived table of the types table as a page shows it; `None` where it has no rows.
    pub(super) fn derived(&self, here: &Route, key: &str, scope: Scope) -> Option<Sheet> {
        tables::table(self.view, key, scope).map(|it| self.sheet(here, it))
    }

    /// Every note of a type and scope in order of date, a column for each field; `None` where there is none. With `who`, each
    /// row says whose it is.
    pub(super) fn listed(&self, here: &Route, scope: Scope, kind: &str, fields: &[&str], who: bool) -> Option<Sheet> {
        let notes = self.view.analysis.notes_of(scope, kind);
        self.listed_notes(here, &notes, kind, fields, who)
    }

    /// The same of chosen notes.
    pub(super) fn listed_notes(
        &self,
        here: &Route,
        notes: &[(NoteId, &Note)],
        kind: &str,
        fields: &[&str],
        who: bool,
    ) -> Option<Sheet> {
        let casebook = self.view.casebook;
        let kind = casebook.schema.note_type(casebook.schema.find_type(kind)?);
        let mut columns = vec![(self.word("日期"), false)];
        if who {
            columns.push((self.word("学生"), false));
        }
        let heads = fields.iter().filter_map(|it| kind.fields.find(it));
        columns.extend(heads.map(|it| (it.label.as_str(), false)));
        let row = |(id, note): &(NoteId, &Note)| {
            let own = casebook.schema.note_type(note.kind);
            let day = std::iter::once(self.month_day(note.date));
            let whom = who.then(|| self.whose(note));
            let value = |key: &&str| {
                let field = own.fields.find(key)?;
                Some(wording::text_value(casebook, field, note.fields.get(key)?)).filter(|it| !it.is_empty())
            };
            let values = fields.iter().filter(|it| kind.fields.find(it).is_some());
            let values = values.map(|it| value(it).unwrap_or_else(|| MISSING.to_owned()));
            TableRow { cells: day.chain(whom).chain(values).collect(), notes: vec![*id] }
        };
        let rows: Vec<TableRow> = notes.iter().map(row).collect();
        let caption = say!(self, "{}（{}条）", kind.label, rows.len());
        (!rows.is_empty()).then(|| self.sheet(here, table_of(caption, &columns, rows)))
    }

    /// Of whom a note is: its pupil, the pupils it names, else its class.
    pub(super) fn whose(&self, note: &Note) -> String {
        let casebook = self.view.casebook;
        match (note.student, note.class) {
            (Some(student), _) => casebook.student(student).shown_name().to_owned(),
            (None, _) if !note.students.is_empty() => {
                let names: Vec<&str> = note.students.iter().map(|it| casebook.student(*it).shown_name()).collect();
                self.list(&names)
            }
            (None, Some(class)) => casebook.class(class).name.clone(),
            (None, None) => MISSING.to_owned(),
        }
    }

    /// Notes by their days, each leading to its note; of many, the first and how many there are.
    pub(super) fn named(&self, here: &Route, notes: &[NoteId]) -> SheetCell {
        let link = |id: &NoteId| {
            Some(Link { href: self.note_href(here, *id)?, text: self.month_day(self.view.casebook.note(*id).date) })
        };
        let links: Vec<Link> = notes.iter().take(MOST_LINKS).filter_map(link).collect();
        let text = match notes.len() {
            0 => MISSING.to_owned(),
            many if many > MOST_LINKS => say!(self, "共{}条：", many),
            _ => String::new(),
        };
        SheetCell { text, href: None, links }
    }

    /// The list of a type's notes of a scope, where there are any.
    pub(super) fn type_href(&self, here: &Route, scope: Scope, kind: &str) -> Option<String> {
        let id = self.view.casebook.schema.find_type(kind)?;
        self.list_href(here, scope, id)
    }
}
