//! Duties: of several pupils, the weekly ones by pupil and week; of one pupil, every duty on a row of its own.

use crate::analysis::{DutyCell, DutyLine, DutyState};
use crate::date::Week;
use crate::diag::Language;
use crate::model::StudentId;
use crate::phrases::{Speaks, say};
use crate::schema::{Excuse, Period};

use super::super::chart::{Cell, CellState, GridChart, GridRow};
use super::super::wording::percent;
use super::{Ask, Chart, FigureView, data, words};

/// The grid, and in its table the weeks of each state.
pub(super) fn figure(ask: Ask) -> Option<FigureView> {
    let lines: Vec<Line> = match ask.pupil() {
        Some(student) => of_one(ask, student),
        None => ask.analysis.students(ask.scope).into_iter().filter_map(|it| of_each(ask, it)).collect(),
    };
    let (done, due) = lines.iter().fold((0, 0), |sum, it| (sum.0 + it.done, sum.1 + it.due));
    let share = percent(done, due)?;
    let told = lines.iter().map(|it| it.told(ask.language(), ask.pupil().is_some()));
    let what = ask.label("duties");
    let title = match ask.name() {
        Some(name) => words::of(ask.language(), Some(name), &what),
        None => words::weekly(ask.language(), &what),
    };
    let caption = say!(ask, "{}（{}，{}）", title, words::done_of(ask.language(), done, due), share);
    let heads: &[&str] = if ask.pupil().is_some() { &words::heads::DUTIES_OF_ONE } else { &words::heads::DUTIES };
    let heads: Vec<&str> = heads.iter().map(|it| ask.word(it)).collect();
    let data = data(&caption, &heads, told.collect());
    let order =
        [CellState::Done, CellState::Part, CellState::Missed, CellState::Excused, CellState::Holiday, CellState::Pending];
    let occurs = |state: &CellState| lines.iter().any(|it| it.cells.iter().any(|cell| cell.state == *state));
    let chart = GridChart {
        id: ask.id("duties"),
        title,
        description: words::told(ask.language(), &data),
        weeks: ask.weeks(),
        heads: ask.festivals(),
        key: order.into_iter().filter(occurs).map(|it| (it, ask.word(words::state(it)).to_owned())).collect(),
        rows: lines.into_iter().map(Line::row).collect(),
    };
    Some(FigureView { number: 0, caption, chart: Chart::Grid(chart), data })
}

/// A row in the making.
struct Line {
    label: String,
    done: u32,
    due: u32,
    cells: Vec<Cell>,
    /// What each cell's stretch is called: a week, or a month in words.
    stretches: Vec<Stretch>,
}

/// What a cell's stretch is called.
enum Stretch {
    Week(Week),
    Other(String),
}

impl Line {
    fn row(self) -> GridRow {
        GridRow { label: self.label, cells: self.cells, printed: format!("{}/{}", self.done, self.due) }
    }

    /// The stretches in these states, in words.
    fn stretches(&self, language: Language, states: &[CellState]) -> String {
        let own = || self.cells.iter().zip(&self.stretches).filter(|(cell, _)| states.contains(&cell.state));
        let weeks: Vec<Week> =
            own().filter_map(|(_, it)| if let Stretch::Week(week) = it { Some(*week) } else { None }).collect();
        let others: Vec<&str> =
            own().filter_map(|(_, it)| if let Stretch::Other(name) = it { Some(name.as_str()) } else { None }).collect();
        if others.is_empty() { words::week_list(language, &weeks) } else { language.list(&others) }
    }

    /// The row of the table.
    fn told(&self, language: Language, one: bool) -> Vec<String> {
        let mut row = vec![self.label.clone(), self.done.to_string(), self.due.to_string()];
        row.push(self.stretches(language, &[CellState::Done]));
        if !one {
            row.push(self.stretches(language, &[CellState::Part]));
        }
        row.push(self.stretches(language, &[CellState::Missed]));
        row.push(self.stretches(language, &[CellState::Excused, CellState::Holiday]));
        row
    }
}

/// Every duty of a pupil.
fn of_one(ask: Ask, student: StudentId) -> Vec<Line> {
    let lines = ask.analysis.duties(student, ask.scope).into_iter();
    let line = |it: DutyLine| {
        let duty = ask.casebook.schema.duties.get(it.duty)?;
        let cells = it.cells.iter().map(|cell| place(ask, cell, state(cell.state), duty.period)).collect();
        let stretch = |cell: &DutyCell| match duty.period {
            Period::Week => Stretch::Week(ask.term().and_then(|term| term.week_of(cell.period.from)).unwrap_or(1)),
            Period::Month => Stretch::Other(words::month(ask.language(), cell.period)),
            Period::Term | Period::Once => Stretch::Other(ask.word(words::TERM).to_owned()),
        };
        let stretches = it.cells.iter().map(stretch).collect();
        Some(Line { label: duty.label.clone(), done: it.done(), due: it.due(), cells, stretches })
    };
    lines.filter_map(line).collect()
}

/// A pupil's weekly duties together.
fn of_each(ask: Ask, student: StudentId) -> Option<Line> {
    let weekly = |it: &DutyLine| ask.casebook.schema.duties.get(it.duty).is_some_and(|duty| duty.period == Period::Week);
    let lines: Vec<DutyLine> = ask.analysis.duties(student, ask.scope).into_iter().filter(weekly).collect();
    let first = lines.first()?;
    let cells = first.cells.iter().enumerate().map(|(at, cell)| {
        let states: Vec<CellState> = lines.iter().filter_map(|line| line.cells.get(at)).map(|it| state(it.state)).collect();
        place(ask, cell, together(&states), Period::Week)
    });
    let week = |cell: &DutyCell| Stretch::Week(ask.term().and_then(|term| term.week_of(cell.period.from)).unwrap_or(1));
    Some(Line {
        label: ask.casebook.student(student).shown_name().to_owned(),
        done: lines.iter().map(DutyLine::done).sum(),
        due: lines.iter().map(DutyLine::due).sum(),
        cells: cells.collect(),
        stretches: first.cells.iter().map(week).collect(),
    })
}

/// What became of several duties in one week.
fn together(states: &[CellState]) -> CellState {
    let count = |state: CellState| states.iter().filter(|it| **it == state).count();
    let (done, missed) = (count(CellState::Done), count(CellState::Missed));
    match (done, missed) {
        (0, 0) if count(CellState::Pending) > 0 => CellState::Pending,
        (0, 0) if count(CellState::Holiday) == states.len() => CellState::Holiday,
        (0, 0) => CellState::Excused,
        (0, _) => CellState::Missed,
        (_, 0) if count(CellState::Pending) == 0 => CellState::Done,
        _ => CellState::Part,
    }
}

fn state(state: DutyState) -> CellState {
    match state {
        DutyState::Done => CellState::Done,
        DutyState::Missed => CellState::Missed,
        DutyState::Excused(Excuse::Holiday) => CellState::Holiday,
        DutyState::Excused(_) => CellState::Excused,
        DutyState::Pending => CellState::Pending,
    }
}

fn place(ask: Ask, cell: &DutyCell, state: CellState, period: Period) -> Cell {
    let (from, to) = (ask.at(cell.period.from), ask.at(cell.period.to.plus_days(1)));
    // A week cut short by the term's ends is drawn as a whole one.
    let (from, to) = if period == Period::Week { (from.floor(), to.ceil()) } else { (from, to) };
    Cell { from, to, state }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_duties_make_one_state() {
        use CellState::{Done, Excused, Holiday, Missed, Part, Pending};
        for (states, whole) in [
            (vec![Done, Done], Done),
            (vec![Done, Missed], Part),
            (vec![Missed, Missed], Missed),
            (vec![Missed, Excused], Missed),
            (vec![Done, Excused], Done),
            (vec![Holiday, Holiday], Holiday),
            (vec![Holiday, Excused], Excused),
            (vec![Pending, Pending], Pending),
            (vec![Done, Pending], Part),
        ] {
            assert_eq!(together(&states), whole, "{states:?}");
        }
    }
}
