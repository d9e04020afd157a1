//! A duty by pupil and period: what was done, missed, let off, and by which notes.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::{DutyCell, DutyLine, DutyState, GridCell, Scope};
use crate::date::DateRange;
use crate::diag::Language;
use crate::model::{Note, NoteId, StudentId};
use crate::phrases::{Speaks, say};
use crate::schema::{Excuse, Period};
use crate::site::Route;
use crate::site::wording::{self, percent};

use super::plan::{Page, Plan};
use super::shell::Link;

/// Pupils by periods.
#[derive(Debug, Clone, Serialize)]
pub struct Grid {
    /// What it shows, with its numbers.
    pub caption: String,
    /// Heads of the periods.
    pub heads: Vec<GridHead>,
    /// Pupils in order of code.
    pub rows: Vec<GridRow>,
    /// Done and owed by period, over all pupils.
    pub foot: Vec<String>,
    /// Done and owed over all pupils and periods.
    pub total: String,
}

/// The head of a period.
#[derive(Debug, Clone, Serialize)]
pub struct GridHead {
    /// `9`, or `5月`.
    pub text: String,
    /// `第9周，4月27日—5月3日`
    pub label: String,
    /// The festival that touches it.
    pub festival: Option<&'static str>,
}

/// A pupil.
#[derive(Debug, Clone, Serialize)]
pub struct GridRow {
    /// The pupil's page.
    pub link: Link,
    /// By period.
    pub cells: Vec<GridMark>,
    /// `15/16`
    pub sum: String,
}

/// What became of the duty in one period.
#[derive(Debug, Clone, Serialize)]
pub struct GridMark {
    /// `done`, `part`, `missed`, `excused`, `absent`, `holiday` or `open`: the look of the cell.
    pub class: &'static str,
    /// What stands in it.
    pub sign: String,
    /// The same in words, where the sign is none.
    pub words: &'static str,
    /// The notes that did it, each as `3月5日　谈心：…`.
    pub links: Vec<Link>,
}

/// Every duty of the pupils of a scope, with the notes behind it.
pub(super) struct Ledger {
    /// Of whom, and in which term.
    pub(super) scope: Scope,
    /// Pupils in order of code, each with a line a duty.
    pub(super) lines: Vec<(StudentId, Vec<DutyLine>)>,
    /// Notes by pupil and duty, in order of date; those that mark a duty among them.
    notes: BTreeMap<(StudentId, usize), Vec<NoteId>>,
}

impl Ledger {
    /// Gathers the duties of a scope.
    pub(super) fn of(plan: &Plan<'_>, scope: Scope) -> Self {
        let analysis = &plan.view.analysis;
        let students = analysis.students(scope);
        let mut notes: BTreeMap<(StudentId, usize), Vec<NoteId>> = BTreeMap::new();
        for duty in 0..plan.view.casebook.schema.duties.len() {
            for id in analysis.duty_notes(scope, duty) {
                for student in analysis.concerned(plan.view.casebook.note(id)) {
                    notes.entry((student, duty)).or_default().push(id);
                }
            }
        }
        let lines = students.into_iter().map(|id| (id, analysis.duties(id, scope))).collect();
        Self { scope, lines, notes }
    }

    /// The notes of a pupil's duty within a period.
    pub(super) fn notes(&self, student: StudentId, duty: usize, period: DateRange, plan: &Plan<'_>) -> Vec<NoteId> {
        let own = self.notes.get(&(student, duty)).map(Vec::as_slice).unwrap_or_default();
        own.iter().copied().filter(|id| period.contains(plan.view.casebook.note(*id).date)).collect()
    }

    /// Done and owed over all pupils of some duties.
    pub(super) fn sums(&self, of: impl Fn(usize) -> bool) -> (u32, u32) {
        let lines = || self.lines.iter().flat_map(|(_, lines)| lines).filter(|it| of(it.duty));
        (lines().map(DutyLine::done).sum(), lines().map(DutyLine::due).sum())
    }
}

/// Whether a note marks a duty rather than being what was done, and as what.
pub(super) fn mark_of(plan: &Plan<'_>, note: &Note) -> Option<String> {
    let marks = &*plan.view.casebook.schema.note_type(note.kind).key == "six_ones";
    marks.then(|| note.fields.choice("state").unwrap_or_default().to_owned())
}

/// `8/9`; `—` where nothing is owed.
pub(super) fn done_of(done: u32, due: u32) -> String {
    if due == 0 { "—".to_owned() } else { format!("{done}/{due}") }
}

impl Plan<'_> {
    /// One duty by pupil and period; `None` where nobody has it.
    pub(super) fn duty_grid(&self, ledger: &Ledger, duty: usize, here: &Route) -> Option<Grid> {
        let row = self.view.casebook.schema.duties.get(duty)?;
        let lines = ledger.lines.iter().filter_map(|(id, lines)| Some((*id, lines.iter().find(|it| it.duty == duty)?)));
        let lines: Vec<(StudentId, &DutyLine)> = lines.collect();
        let periods: Vec<DateRange> = lines.first()?.1.cells.iter().map(|it| it.period).collect();
        let rows = lines.iter().map(|(id, line)| GridRow {
            link: self.pupil_link(*id, here),
            cells: line.cells.iter().map(|it| self.duty_mark(ledger, *id, duty, it, here)).collect(),
            sum: done_of(line.done(), line.due()),
        });
        let at = |column: usize| {
            let cells = || lines.iter().filter_map(|(_, line)| line.cells.get(column)).map(|it| it.state);
            let done = cells().filter(|it| *it == DutyState::Done).count() as u32;
            let missed = cells().filter(|it| *it == DutyState::Missed).count() as u32;
            done_of(done, done + missed)
        };
        let (done, due) = ledger.sums(|it| it == duty);
        let share = percent(done, due).map(|it| say!(self, "，{}", it)).unwrap_or_default();
        Some(Grid {
            caption: say!(self, "{}：应做{}次，完成{}次{}", row.label, due, done, share),
            heads: self.period_heads(ledger.scope, row.period, &periods),
            rows: rows.collect(),
            foot: (0..periods.len()).map(at).collect(),
            total: done_of(done, due),
        })
    }

    fn duty_mark(&self, ledger: &Ledger, student: StudentId, duty: usize, cell: &DutyCell, here: &Route) -> GridMark {
        let casebook = self.view.casebook;
        let notes = ledger.notes(student, duty, cell.period, self);
        let marked = |id: &NoteId| mark_of(self, casebook.note(*id));
        let mark = |class, sign: &str, words, links| GridMark { class, sign: sign.to_owned(), words, links };
        let links = |wanted: &dyn Fn(Option<&str>) -> bool| -> Vec<Link> {
            let wanted = notes.iter().filter(|it| wanted(marked(it).as_deref()));
            wanted.filter_map(|it| self.duty_link(*it, here)).collect()
        };
        let sign = |chinese, english| match self.language() {
            Language::Chinese => chinese,
            Language::English => english,
        };
        match cell.state {
            DutyState::Done => mark("done", "✓", self.word("完成"), links(&|it| matches!(it, None | Some("done")))),
            DutyState::Missed => mark("missed", sign("缺", "M"), self.word("未做"), Vec::new()),
            DutyState::Excused(Excuse::Holiday) => mark("holiday", sign("休", "H"), self.word("放假"), Vec::new()),
            DutyState::Excused(Excuse::Marked) => {
                mark("excused", sign("免", "E"), self.word("免做"), links(&|it| it == Some("excused")))
            }
            DutyState::Excused(Excuse::Absence) => mark("absent", sign("假", "A"), self.word("缺勤"), Vec::new()),
            DutyState::Excused(Excuse::BeforeOpened) => mark("holiday", sign("前", "–"), self.word("建档前"), Vec::new()),
            DutyState::Excused(Excuse::AfterClosed) => mark("holiday", sign("后", "–"), self.word("结案后"), Vec::new()),
            DutyState::Pending => mark("open", self.word("·"), self.word("未到"), Vec::new()),
        }
    }

    /// A note that did a duty, by its day, type and name.
    fn duty_link(&self, id: NoteId, here: &Route) -> Option<Link> {
        let casebook = self.view.casebook;
        let note = casebook.note(id);
        let (title, _) = wording::headline(casebook, note);
        let label = &casebook.schema.note_type(note.kind).label;
        let proof = match mark_of(self, note) {
            Some(_) if note.fields.text("evidence").is_none() => self.word("（登记，无佐证）"),
            _ => "",
        };
        let text = say!(self, "{}　{}　{}{}", self.month_day(note.date), label, title, proof);
        Some(Link { href: self.note_href(here, id)?, text })
    }

    /// The weekly duties together by pupil and week; `None` where there are none.
    pub(super) fn weekly_grid(&self, scope: Scope, here: &Route) -> Option<Grid> {
        let casebook = self.view.casebook;
        let grid = self.view.analysis.week_grid(scope);
        if grid.rows.is_empty() || grid.weeks.is_empty() || grid.duties.is_empty() {
            return None;
        }
        let labels: Vec<&str> =
            grid.duties.iter().filter_map(|it| casebook.schema.duties.get(*it)).map(|it| it.label.as_str()).collect();
        let mark = |student: StudentId, at: usize, cell: &GridCell| {
            let (class, words) = match (cell.due, cell.done) {
                _ if cell.pending => ("open", self.word("未到")),
                (0, _) => ("holiday", self.word("不计")),
                (due, done) if done >= due => ("done", self.word("全部完成")),
                (_, 0) => ("missed", self.word("未做")),
                _ => ("part", self.word("完成一部分")),
            };
            let sign = match class {
                "open" => self.word("·").to_owned(),
                "holiday" => "—".to_owned(),
                _ => format!("{}/{}", cell.done, cell.due),
            };
            let week = grid.weeks.get(at).filter(|_| cell.done > 0);
            let links = week.and_then(|it| self.week_link(student, scope, it.week, here));
            GridMark { class, sign, words, links: links.into_iter().collect() }
        };
        let rows = grid.rows.iter().map(|(id, cells, done, due)| GridRow {
            link: self.pupil_link(*id, here),
            cells: cells.iter().enumerate().map(|(at, it)| mark(*id, at, it)).collect(),
            sum: done_of(*done, *due),
        });
        let at = |column: usize| {
            let cells = || grid.rows.iter().filter_map(|(_, cells, ..)| cells.get(column)).filter(|it| !it.pending);
            done_of(cells().map(|it| it.done).sum(), cells().map(|it| it.due).sum())
        };
        let (done, due) = (grid.rows.iter().map(|it| it.2).sum(), grid.rows.iter().map(|it| it.3).sum());
        let periods: Vec<DateRange> = grid.weeks.iter().map(|it| it.days).collect();
        let share = percent(done, due).map(|it| say!(self, "，{}", it)).unwrap_or_default();
        Some(Grid {
            caption: say!(
                self,
                "每周{}项（{}）：应做{}次，完成{}次{}",
                labels.len(),
                labels.join(self.word("、")),
                due,
                done,
                share
            ),
            heads: self.period_heads(scope, Period::Week, &periods),
            rows: rows.collect(),
            foot: (0..grid.weeks.len()).map(at).collect(),
            total: done_of(done, due),
        })
    }

    /// The week of a pupil's records, where there are any.
    fn week_link(&self, student: StudentId, scope: Scope, week: u8, here: &Route) -> Option<Link> {
        let casebook = self.view.casebook;
        let own = self.index.student(student).notes.iter().map(|it| casebook.note(*it));
        let mut own = own.filter(|it| it.term == Some(scope.term) && it.week == Some(week));
        own.next()?;
        let page = here.to(&self.route(&Page::Student(student)));
        let name = casebook.student(student).shown_name();
        let text = say!(self, "{}　{}", name, self.weeks(week, week));
        Some(Link { href: format!("{page}#{}", super::timeline::week_id(scope.term, week)), text })
    }

    fn period_heads(&self, scope: Scope, period: Period, periods: &[DateRange]) -> Vec<GridHead> {
        let term = self.view.analysis.term(scope.term);
        let holidays = term.map(|it| it.holidays.as_slice()).unwrap_or_default();
        // A stretch of days off is named once, where it begins.
        let mut named: Option<DateRange> = None;
        let head = |(at, days): (usize, &DateRange)| {
            let text = match period {
                Period::Week => (at + 1).to_string(),
                Period::Month => self.month_name(days.from.month()),
                Period::Term | Period::Once => self.word("本学期").to_owned(),
            };
            let label = match period {
                Period::Week => say!(self, "第{}周，{}", at + 1, self.days(*days)),
                _ => self.days(*days),
            };
            let touching = holidays.iter().find(|it| it.from <= days.to && days.from <= it.to).copied();
            let new = touching.filter(|it| period == Period::Week && named != Some(*it));
            named = touching.or(named);
            GridHead { text, label, festival: new.map(|it| self.word(wording::festival(it))) }
        };
        periods.iter().enumerate().map(head).collect()
    }

    /// A pupil's page under the name that is shown.
    pub(super) fn pupil_link(&self, id: StudentId, here: &Route) -> Link {
        let text = self.view.casebook.student(id).shown_name().to_owned();
        Link { href: here.to(&self.route(&Page::Student(id))), text }
    }
}
