//! What is behind a number: a note, a list that holds exactly the notes it counts, or a place on the page of sources.
//!
//! Every number of a class's, term's, survey's or project's page is a row of a table that knows its notes. Where a list of the
//! site holds exactly these, the row leads there; where none does, the page of sources lists them, row by row.

use serde::Serialize;

use crate::analysis::{Scope, Subject};
use crate::diag::Language;
use crate::model::{NoteId, SurveyId};
use crate::phrases::{Speaks, say};
use crate::schema::TypeId;
use crate::site::{Route, TableRow, TableView};
use crate::syntax::Align;

use super::entry::{Entry, Listing};
use super::plan::{Page, Plan};
use super::shell::{Link, Shell};

/// A cell of so many characters may be a link; a longer text would be one long line of underlined words.
const SHORT: usize = 24;

/// A table of more rows is folded.
const LONG: usize = 20;

/// So many notes of a number the page of sources lists.
const MOST: usize = 300;

/// Whose numbers: each has a page of sources, if any of its rows needs one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Those of a class, of a project, or of everybody, in a term.
    Scope(Scope),
    /// Those of a survey.
    Survey(SurveyId),
}

/// A table on its way to a page.
#[derive(Debug)]
pub(super) struct KeyedTable {
    /// Distinct among the tables of a page; part of ids.
    pub(super) key: String,
    /// What it says.
    pub(super) table: TableView,
}

/// A table of a page whose rows lead to the notes behind them.
#[derive(Debug, Serialize)]
pub struct LinkedTable {
    /// Its place on the page.
    pub id: String,
    /// Caption.
    pub caption: String,
    /// Heads of columns.
    pub columns: Vec<LinkedColumn>,
    /// Whether there is a column of sources behind the others.
    pub sourced: bool,
    /// Whether it is too long to stand open.
    pub folded: bool,
    /// Rows.
    pub rows: Vec<LinkedRow>,
    /// What stands below: n, reservations.
    pub note: Option<String>,
}

/// A column.
#[derive(Debug, Serialize)]
pub struct LinkedColumn {
    /// Head.
    pub title: String,
    /// Whether it holds numbers.
    pub numeric: bool,
}

/// A row.
#[derive(Debug, Serialize)]
pub struct LinkedRow {
    /// Cells, one a column.
    pub cells: Vec<LinkedCell>,
    /// The notes behind it: how many, and where they are.
    pub source: Option<Link>,
}

/// A cell.
#[derive(Debug, Serialize)]
pub struct LinkedCell {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: Option<String>,
    /// Whether it is a number.
    pub numeric: bool,
}

/// `basis.html`
#[derive(Debug, Serialize)]
pub struct BasisPage {
    /// What every page has.
    pub page: Shell,
    /// By table.
    pub groups: Vec<BasisGroup>,
}

/// The sources of a table.
#[derive(Debug, Serialize)]
pub struct BasisGroup {
    /// The table's caption.
    pub title: String,
    /// Its rows that have sources here.
    pub rows: Vec<BasisRow>,
}

/// The sources of a row.
#[derive(Debug, Serialize)]
pub struct BasisRow {
    /// Its place.
    pub id: String,
    /// What the row says, in brief.
    pub label: String,
    /// How many notes.
    pub count: usize,
    /// The notes in order of date.
    pub entries: Vec<Entry>,
    /// How many are not listed, as they are too many for a page.
    pub left_out: usize,
}

/// Where the notes behind a number are.
enum Behind {
    Note(NoteId),
    List(Page),
    Sources,
}

impl Plan<'_> {
    /// The tables of a page that has a page of sources, each made when it is asked for.
    fn sheets(&self, basis: Basis) -> Box<dyn Iterator<Item = KeyedTable> + '_> {
        match basis {
            Basis::Survey(survey) => Box::new(super::survey::sheets(self, survey).into_iter()),
            Basis::Scope(scope) => match scope.subject {
                Subject::Project(project) => Box::new(super::project::sheets(self, project, scope).into_iter()),
                Subject::Class(_) | Subject::Everybody | Subject::Student(_) => {
                    Box::new(super::class_tables::sheets(self, scope))
                }
            },
        }
    }

    /// Whether a page of sources has anything to show.
    pub(super) fn has_basis(&self, basis: Basis) -> bool {
        let needs = |row: &TableRow| matches!(self.behind(basis, &sorted(&row.notes)), Some(Behind::Sources));
        self.sheets(basis).any(|sheet| sheet.table.rows.iter().any(needs))
    }

    fn behind(&self, basis: Basis, notes: &[NoteId]) -> Option<Behind> {
        let first = match notes {
            [] => return None,
            [one] => return Some(Behind::Note(*one)),
            [first, ..] => *first,
        };
        let schema = &self.view.casebook.schema;
        let mut kind: Option<TypeId> = Some(self.view.casebook.note(first).kind);
        while let Some(it) = kind {
            if let Some(page) = self.list_of(basis, it, |list| list == notes) {
                return Some(Behind::List(page));
            }
            kind = schema.note_type(it).parent;
        }
        Some(Behind::Sources)
    }

    /// The list of a type's notes, of everything or of the scope, that fits.
    fn list_of(&self, basis: Basis, kind: TypeId, fits: impl Fn(&[NoteId]) -> bool) -> Option<Page> {
        if self.index.types.get(usize::from(kind.0)).is_some_and(|it| fits(it)) {
            return Some(Page::Type(kind, 1));
        }
        let Basis::Scope(scope) = basis else { return None };
        let own = self.index.records.get(&(scope, kind)).is_some_and(|it| fits(it));
        own.then_some(Page::Records(scope, kind, 1))
    }

    /// Where the notes of a type that a class or term has are: the one note, the list of its own, else that of all.
    pub(super) fn list_href(&self, here: &Route, scope: Scope, kind: TypeId) -> Option<String> {
        let notes = self.view.analysis.notes_of(scope, &self.view.casebook.schema.note_type(kind).key);
        let page = match notes.as_slice() {
            [] => return None,
            [(one, _)] => return self.note_href(here, *one),
            _ if self.index.records.contains_key(&(scope, kind)) => Page::Records(scope, kind, 1),
            _ => Page::Type(kind, 1),
        };
        Some(here.to(&self.route(&page)))
    }

    /// Where the notes behind a row are, as seen from a page. `key` and `row` are the table's and the row's.
    pub(super) fn source(&self, here: &Route, basis: Basis, key: &str, row: usize, notes: &[NoteId]) -> Option<Link> {
        let notes = sorted(notes);
        let href = match self.behind(basis, &notes)? {
            Behind::Note(id) => self.note_href(here, id)?,
            Behind::List(page) => here.to(&self.route(&page)),
            Behind::Sources => format!("{}#{}", here.to(&self.route(&Page::Basis(basis))), place(key, row)),
        };
        Some(Link { href, text: say!(self, "{}条", notes.len()) })
    }

    /// A table with its links. Pupils' codes lead to the pupils.
    pub(super) fn linked(&self, here: &Route, basis: Basis, sheet: &KeyedTable) -> LinkedTable {
        let table = &sheet.table;
        let numeric = |at: usize| table.columns.get(at).is_some_and(|it| it.align == Align::Right);
        let of_pupils = table.columns.first().is_some_and(|it| it.title == self.word("代号"));
        // Where each row is one note, its first cell leads there, and there is nothing to count.
        let short = |row: &TableRow| row.cells.first().is_some_and(|it| it.chars().count() <= SHORT);
        let single = !of_pupils && table.rows.iter().all(|it| it.notes.len() <= 1 && short(it));
        let row = |(at, row): (usize, &TableRow)| {
            let source = self.source(here, basis, &sheet.key, at, &row.notes);
            let cell = |(column, text): (usize, &String)| {
                let href = match column {
                    0 if of_pupils => self.pupil_href(here, text),
                    0 if single => source.as_ref().map(|it| it.href.clone()),
                    _ => None,
                };
                LinkedCell { text: text.clone(), href, numeric: numeric(column) }
            };
            let cells = row.cells.iter().enumerate().map(cell).collect();
            LinkedRow { cells, source: if single { None } else { source.clone() } }
        };
        let rows: Vec<LinkedRow> = table.rows.iter().enumerate().map(row).collect();
        LinkedTable {
            id: format!("t-{}", sheet.key),
            caption: table.caption.clone(),
            columns: (0..table.columns.len())
                .filter_map(|at| Some(LinkedColumn { title: table.columns.get(at)?.title.clone(), numeric: numeric(at) }))
                .collect(),
            folded: rows.len() > LONG,
            sourced: rows.iter().any(|it| it.source.is_some()),
            rows,
            note: table.note.clone(),
        }
    }

    /// The page of the pupil whose code a cell begins with.
    fn pupil_href(&self, here: &Route, cell: &str) -> Option<String> {
        let id = self.view.casebook.find_student(cell.split_whitespace().next()?)?;
        Some(here.to(&self.route(&Page::Student(id))))
    }
}

/// The page of sources.
pub(super) fn view(plan: &Plan<'_>, basis: Basis) -> BasisPage {
    let casebook = plan.view.casebook;
    let here = plan.route(&Page::Basis(basis));
    let (page, name, section) = match basis {
        Basis::Survey(id) => (Page::Survey(id), casebook.surveys[id.0 as usize].title.clone(), "research"),
        Basis::Scope(scope) => match scope.subject {
            Subject::Class(id) => (Page::Class(id), casebook.class(id).name.clone(), "home"),
            Subject::Project(id) => (Page::Project(id), casebook.projects[id.0 as usize].title.clone(), "research"),
            Subject::Everybody | Subject::Student(_) => (Page::Term(scope.term), plan.term(scope.term), "terms"),
        },
    };
    let listing = Listing { here: &here, home: false, who: true, year: false };
    let group = |sheet: KeyedTable| {
        let row = |(at, row): (usize, &TableRow)| {
            let notes = sorted(&row.notes);
            let Some(Behind::Sources) = plan.behind(basis, &notes) else { return None };
            Some(BasisRow {
                id: place(&sheet.key, at),
                label: names(plan.language(), &sheet.table, row),
                count: notes.len(),
                entries: notes.iter().take(MOST).map(|it| plan.entry(*it, listing)).collect(),
                left_out: notes.len().saturating_sub(MOST),
            })
        };
        let rows: Vec<BasisRow> = sheet.table.rows.iter().enumerate().filter_map(row).collect();
        (!rows.is_empty()).then(|| BasisGroup { title: sheet.table.caption.clone(), rows })
    };
    let groups = plan.sheets(basis).filter_map(group).collect();
    let back = Link { href: here.to(&plan.route(&page)), text: name.clone() };
    BasisPage { page: plan.shell(&here, name, section).by_way_of([back]), groups }
}

/// What a row is about: its cells before the first number.
fn names(language: Language, table: &TableView, row: &TableRow) -> String {
    let cells = row.cells.iter().zip(&table.columns);
    let words = cells.take_while(|(_, column)| column.align != Align::Right).map(|(cell, _)| cell.as_str());
    words.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(language.word("　"))
}

fn place(key: &str, row: usize) -> String {
    format!("{key}-{row}")
}

fn sorted(notes: &[NoteId]) -> Vec<NoteId> {
    let mut notes = notes.to_vec();
    notes.sort_unstable();
    notes.dedup();
    notes
}
