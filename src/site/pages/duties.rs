//! The ledger of duties of a class and term: pupil by week, what is overdue, what was let off, the surroundings.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::{DutyState, Overdue, Scope, Subject};
use crate::date::DateRange;
use crate::diag::Language;
use crate::model::{Note, NoteId, StudentId};
use crate::phrases::{Speaks, say};
use crate::schema::{Duty, Excuse, Period};
use crate::site::tables::MISSING;
use crate::site::wording::{self, percent};
use crate::site::{Route, TableRow};

use super::chapter::{Chapter, Part, Tally};
use super::duty_grid::{Ledger, done_of, mark_of};
use super::plan::{Page, Plan};
use super::sheet::{Sheet, SheetCell, SheetRow, table_of};
use super::shell::{Link, Shell};

/// `duties.html` and `contacts.html`
#[derive(Debug, Serialize)]
pub struct LedgerPage {
    /// What every page has.
    pub page: Shell,
    /// Of which class and term.
    pub of: String,
    /// The same of other classes and terms.
    pub others: Vec<Link>,
    /// Headline counts.
    pub tallies: Vec<Tally>,
    /// What there is to say.
    pub chapters: Vec<Chapter>,
}

/// What a stretch of periods lets off: the same duties of the same pupils for the same reason.
struct LetOff {
    excuse: Excuse,
    days: DateRange,
    duties: Vec<usize>,
    students: Vec<StudentId>,
}

/// The page of a scope's duties.
pub(super) fn view(plan: &Plan<'_>, scope: Scope) -> LedgerPage {
    let here = plan.route(&Page::Duties(scope));
    let ledger = Ledger::of(plan, scope);
    let (done, due) = ledger.sums(|_| true);
    let excused = plan.view.analysis.duty_totals(scope).iter().map(|it| it.excused).sum::<u32>();
    let overdue = due - done;
    let tally = |label: &str, value: String, href: &str| Tally {
        label: label.to_owned(),
        value,
        href: Some(href.to_owned()).filter(|it| !it.is_empty()),
    };
    let share = percent(done, due).map(|it| say!(plan, "（{}）", it)).unwrap_or_default();
    let tallies = vec![
        tally(plan.word("完成"), format!("{done}/{due}{share}"), "#duty_totals"),
        tally(plan.word("缺"), say!(plan, "{}次", overdue), "#overdue"),
        tally(plan.word("免做"), say!(plan, "{}次", excused), "#excused"),
    ];
    let duties = 0..plan.view.casebook.schema.duties.len();
    let grids = duties.filter_map(|it| {
        let period = plan.view.casebook.schema.duties.get(it)?.period;
        let key = if period == Period::Week { "duty_week" } else { "duty_month" };
        Some((key, plan.duty_grid(&ledger, it, &here)?))
    });
    let (weekly, others): (Vec<_>, Vec<_>) = grids.partition(|(key, _)| *key == "duty_week");
    let part = |(_, grid)| Part { grid: Some(grid), ..Part::default() };
    let none = |words: &str| Some(words.to_owned());
    let behind = plan.overdue(scope, &here);
    let missed = plan.missed(&ledger, &here);
    let excused = plan.excused(&ledger, &here);
    let chapters = [
        Chapter::of(
            "duty_totals",
            [
                Part { sheet: plan.duty_sums(&ledger, &here), ..Part::default() },
                Part {
                    sheet: plan.derived(&here, "duties", scope).map(|it| without_links(plan.language(), it)),
                    ..Part::default()
                },
            ],
        ),
        Chapter::of("duty_all", [Part { grid: plan.weekly_grid(scope, &here), ..Part::default() }]),
        Chapter::of("duty_week", weekly.into_iter().map(part)),
        Chapter::of("duty_month", others.into_iter().map(part)),
        Chapter::of(
            "overdue",
            [
                Part {
                    note: none(plan.word("没有逾期的。")).filter(|_| behind.is_none()), sheet: behind, ..Part::default()
                },
                Part {
                    key: "missed",
                    folded: missed.as_ref().is_some_and(|it| it.rows.len() > 8),
                    sheet: missed,
                    ..Part::default()
                },
            ],
        ),
        Chapter::of(
            "excused",
            [Part {
                note: none(plan.word("没有免做的。")).filter(|_| excused.is_none()), sheet: excused, ..Part::default()
            }],
        ),
        Chapter::of("surroundings", plan.surroundings(scope, &here)),
    ];
    let chapters: Vec<Chapter> = chapters.into_iter().flatten().collect();
    LedgerPage {
        page: plan.shell(&here, plan.word("六个一台账"), "duties"),
        of: plan.scope_in_words(scope),
        others: plan.other_ledgers(&here, scope, Page::Duties),
        tallies: leading(tallies, &chapters),
        chapters,
    }
}

/// Counts that lead to chapters of the page lead nowhere where it has none of them.
pub(super) fn leading(mut tallies: Vec<Tally>, chapters: &[Chapter]) -> Vec<Tally> {
    for tally in &mut tallies {
        let place = tally.href.as_deref().and_then(|it| it.strip_prefix('#'));
        if place.is_some_and(|place| chapters.iter().all(|it| it.key != place)) {
            tally.href = None;
        }
    }
    tallies
}

/// The grids name every note already.
fn without_links(language: Language, mut sheet: Sheet) -> Sheet {
    if sheet.columns.last().is_some_and(|it| it.title == language.word("记录")) {
        sheet.columns.pop();
        sheet.rows.iter_mut().for_each(|row| drop(row.cells.pop()));
    }
    sheet
}

impl Plan<'_> {
    /// `四（2）班　2025—2026学年度第二学期`
    pub(super) fn scope_in_words(&self, scope: Scope) -> String {
        let whose = match scope.subject {
            Subject::Class(class) => say!(self, "{}　", self.view.casebook.class(class).name),
            _ => String::new(),
        };
        whose + &self.term(scope.term)
    }

    /// Pages of this kind about other classes and terms.
    pub(super) fn other_ledgers(&self, here: &Route, scope: Scope, page: fn(Scope) -> Page) -> Vec<Link> {
        let others = self.ledgers.iter().filter(|it| **it != scope);
        let link = |it: &Scope| Link { href: here.to(&self.route(&page(*it))), text: self.scope_in_words(*it) };
        others.map(link).collect()
    }

    /// Pupil by duty: done and owed.
    fn duty_sums(&self, ledger: &Ledger, here: &Route) -> Option<Sheet> {
        let duties = &self.view.casebook.schema.duties;
        let owed: Vec<usize> = (0..duties.len()).filter(|at| ledger.sums(|it| it == *at).1 > 0).collect();
        if ledger.lines.is_empty() || owed.is_empty() {
            return None;
        }
        let mut columns = vec![(self.word("学生"), false)];
        let short = |it: &'_ Duty| it.synonyms.first().unwrap_or(&it.label).clone();
        let heads: Vec<String> = owed.iter().filter_map(|at| duties.get(*at)).map(short).collect();
        columns.extend(heads.iter().map(|it| (it.as_str(), true)));
        columns.push((self.word("合计"), true));
        let mut rows: Vec<SheetRow> = Vec::new();
        for (id, lines) in &ledger.lines {
            let link = self.pupil_link(*id, here);
            let own = |at: &usize| lines.iter().filter(|it| it.duty == *at).map(|it| (it.done(), it.due())).next();
            let sums: Vec<(u32, u32)> = owed.iter().map(|at| own(at).unwrap_or_default()).collect();
            let (done, due) = (lines.iter().map(|it| it.done()).sum(), lines.iter().map(|it| it.due()).sum());
            let mut cells = vec![SheetCell::link(link.text, link.href)];
            cells.extend(sums.iter().map(|(done, due)| SheetCell::words(done_of(*done, *due))));
            cells.push(SheetCell::words(done_of(done, due)));
            rows.push(SheetRow { id: None, cells });
        }
        let told = Some(ledger.lines.len()).filter(|it| self.view.tells_persons(*it as u32));
        let mut foot =
            vec![SheetCell::words(told.map_or_else(|| self.word("合计").to_owned(), |it| say!(self, "合计（{}人）", it)))];
        let sums = owed.iter().map(|at| ledger.sums(|it| it == *at)).chain([ledger.sums(|_| true)]);
        foot.extend(sums.map(|(done, due)| SheetCell::words(done_of(done, due))));
        rows.push(SheetRow { id: None, cells: foot });
        let note = self.word("已完成/应完成。放假、缺勤、登记免做和还没有到期的不计。");
        Some(Sheet::new(self.word("每名学生各项的完成情况"), &columns, rows).with_note(note))
    }

    /// What is behind as of the day of the build: who, which duty, since which week or month.
    fn overdue(&self, scope: Scope, here: &Route) -> Option<Sheet> {
        let casebook = self.view.casebook;
        let row = |it: Overdue| {
            let duty = casebook.schema.duties.get(it.duty)?;
            let whose = match (it.student, it.class) {
                (Some(student), _) => {
                    let link = self.pupil_link(student, here);
                    SheetCell::link(link.text, link.href)
                }
                (None, Some(class)) => SheetCell::words(&casebook.class(class).name),
                (None, None) => return None,
            };
            let cells = vec![
                whose,
                SheetCell::words(&duty.label),
                SheetCell::words(self.period_in_words(scope, duty.period, DateRange::day(it.since))),
                SheetCell::words(it.missed.to_string()),
                SheetCell::words(say!(self, "{}天", it.late.max(0))),
            ];
            Some(SheetRow { id: None, cells })
        };
        let rows: Vec<SheetRow> = self.view.analysis.overdue(scope).into_iter().filter_map(row).collect();
        let columns = [
            (self.word("学生"), false),
            (self.word("项目"), false),
            (self.word("自"), false),
            (self.word("连续缺"), true),
            (self.word("已过"), true),
        ];
        let caption = say!(self, "截至{}逾期的", self.date(self.view.analysis.as_of));
        (!rows.is_empty())
            .then(|| Sheet::new(caption, &columns, rows).with_note(self.word("“已过”从缺的第一周（月）最后一天算起。")))
    }

    /// Every period that was missed, also where the duty was taken up again.
    fn missed(&self, ledger: &Ledger, here: &Route) -> Option<Sheet> {
        let schema = &self.view.casebook.schema;
        let mut rows = Vec::new();
        for (id, lines) in &ledger.lines {
            for line in lines {
                let missed: Vec<DateRange> =
                    line.cells.iter().filter(|it| it.state == DutyState::Missed).map(|it| it.period).collect();
                let Some(duty) = schema.duties.get(line.duty).filter(|_| !missed.is_empty()) else { continue };
                let link = self.pupil_link(*id, here);
                let all: Vec<String> = missed.iter().map(|it| self.period_number(ledger.scope, duty.period, *it)).collect();
                let all = match duty.period {
                    Period::Week => say!(self, "第{}周", self.list(&all)),
                    Period::Month => say!(self, "{}月", self.list(&all)),
                    Period::Term | Period::Once => self.word("本学期").to_owned(),
                };
                let cells = vec![
                    SheetCell::link(link.text, link.href),
                    SheetCell::words(&duty.label),
                    SheetCell::words(all),
                    SheetCell::words(format!("{}/{}", missed.len(), line.due())),
                ];
                rows.push(SheetRow { id: None, cells });
            }
        }
        let columns = [
            (self.word("学生"), false),
            (self.word("项目"), false),
            (self.word("缺的周（月）"), false),
            (self.word("缺/应做"), true),
        ];
        (!rows.is_empty()).then(|| Sheet::new(self.word("缺过的周（月）"), &columns, rows))
    }

    /// The number of a week or month.
    fn period_number(&self, scope: Scope, period: Period, days: DateRange) -> String {
        let week = self.view.analysis.term(scope.term).and_then(|it| it.week_of(days.from));
        match period {
            Period::Week => week.map(|it| it.to_string()).unwrap_or_default(),
            _ => days.from.month().to_string(),
        }
    }

    /// A period in words: `第9周`, `5月`.
    fn period_in_words(&self, scope: Scope, period: Period, days: DateRange) -> String {
        match period {
            Period::Week => say!(self, "第{}周", self.period_number(scope, period, days)),
            Period::Month => self.month_name(days.from.month()),
            Period::Term | Period::Once => self.word("本学期").to_owned(),
        }
    }

    /// What was let off, and why.
    fn excused(&self, ledger: &Ledger, here: &Route) -> Option<Sheet> {
        let casebook = self.view.casebook;
        let everyone = ledger.lines.len();
        let row = |it: &LetOff| {
            let names: Vec<&str> = it.students.iter().map(|id| casebook.student(*id).shown_name()).collect();
            let whom = match names.len() == everyone && everyone > 1 {
                true if self.view.tells_persons(everyone as u32) => say!(self, "全部{}人", everyone),
                true => self.word("全部学生").to_owned(),
                false => self.list(&names),
            };
            let labels: Vec<&str> =
                it.duties.iter().filter_map(|at| casebook.schema.duties.get(*at)).map(|it| it.label.as_str()).collect();
            let (reason, notes) = self.why(ledger, it);
            let label = match it.excuse {
                Excuse::Holiday => self.word("放假"),
                Excuse::Absence => self.word("缺勤"),
                Excuse::BeforeOpened => self.word("建档前"),
                Excuse::AfterClosed => self.word("结案后"),
                Excuse::Marked => self.word("登记免做"),
            };
            let cells = vec![
                self.days(it.days),
                label.to_owned(),
                whom,
                if labels.len() == casebook.schema.duties.len() { self.word("各项").to_owned() } else { self.list(&labels) },
                reason.unwrap_or_else(|| MISSING.to_owned()),
            ];
            TableRow { cells, notes }
        };
        let rows: Vec<TableRow> = self.let_off(ledger).iter().map(row).collect();
        let columns = [
            (self.word("时间"), false),
            (self.word("情形"), false),
            (self.word("学生"), false),
            (self.word("项目"), false),
            (self.word("原因"), false),
        ];
        (!rows.is_empty()).then(|| self.sheet(here, table_of(self.word("免做的时间和原因"), &columns, rows)))
    }

    /// Periods let off, those of the same pupils and for the same reason together, in order of time.
    fn let_off(&self, ledger: &Ledger) -> Vec<LetOff> {
        let mut found: BTreeMap<(DateRange, u8, usize), Vec<StudentId>> = BTreeMap::new();
        let place = |excuse: Excuse| EXCUSES.iter().position(|it| *it == excuse).unwrap_or_default() as u8;
        for (id, lines) in &ledger.lines {
            for line in lines {
                for cell in &line.cells {
                    if let DutyState::Excused(excuse) = cell.state {
                        found.entry((cell.period, place(excuse), line.duty)).or_default().push(*id);
                    }
                }
            }
        }
        // First duties of the same pupils and period together, then periods that follow one another.
        let mut by_period: BTreeMap<(DateRange, u8, Vec<StudentId>), Vec<usize>> = BTreeMap::new();
        for ((days, excuse, duty), students) in found {
            by_period.entry((days, excuse, students)).or_default().push(duty);
        }
        let mut merged: Vec<LetOff> = Vec::new();
        for ((days, excuse, students), duties) in by_period {
            let excuse = EXCUSES.get(usize::from(excuse)).copied().unwrap_or(Excuse::Marked);
            let follows = |it: &LetOff| {
                let next = it.days.to.plus_days(1) == days.from;
                next && it.excuse == excuse && it.duties == duties && it.students == students
            };
            match merged.iter_mut().find(|it| follows(it)) {
                Some(it) => it.days.to = days.to,
                None => merged.push(LetOff { excuse, days, duties, students }),
            }
        }
        merged
    }

    /// Why something was let off, and the notes that say so.
    fn why(&self, ledger: &Ledger, it: &LetOff) -> (Option<String>, Vec<NoteId>) {
        let casebook = self.view.casebook;
        let reason = |notes: &[NoteId], of: &dyn Fn(&Note) -> Option<String>| {
            let mut reasons: Vec<String> = notes.iter().filter_map(|id| of(casebook.note(*id))).collect();
            reasons.dedup();
            Some(reasons.join(self.word("；"))).filter(|it| !it.is_empty())
        };
        match it.excuse {
            Excuse::Marked => {
                let own = it.students.iter().flat_map(|id| it.duties.iter().map(move |duty| (*id, *duty)));
                let notes = own.flat_map(|(id, duty)| ledger.notes(id, duty, it.days, self));
                let marked = notes.filter(|id| mark_of(self, casebook.note(*id)).as_deref() == Some("excused"));
                let mut notes: Vec<NoteId> = marked.collect();
                notes.sort_unstable();
                notes.dedup();
                (reason(&notes, &|note| note.fields.text("reason").map(str::to_owned)), notes)
            }
            Excuse::Absence => {
                let touches = |note: &Note| {
                    let end = note.fields.date("end").unwrap_or(note.date);
                    note.date <= it.days.to && end.max(note.date) >= it.days.from
                };
                let absences = self.view.analysis.notes_of(ledger.scope, "absence").into_iter();
                let own = absences.filter(|(_, note)| note.student.is_some_and(|id| it.students.contains(&id)));
                let notes: Vec<NoteId> = own.filter(|(_, note)| touches(note)).map(|(id, _)| id).collect();
                let label = |note: &Note| {
                    let key = note.fields.choice("reason")?;
                    Some(casebook.schema.choice_label("absence_reason", key).to_owned())
                };
                (reason(&notes, &label), notes)
            }
            Excuse::Holiday => {
                let term = self.view.analysis.term(ledger.scope.term);
                let holidays = term.map(|it| it.holidays.as_slice()).unwrap_or_default();
                let touching = holidays.iter().find(|range| range.from <= it.days.to && it.days.from <= range.to);
                (
                    touching.map(|range| say!(self, "{}（{}）", self.word(wording::festival(*range)), self.days(*range))),
                    Vec::new(),
                )
            }
            Excuse::BeforeOpened | Excuse::AfterClosed => (None, Vec::new()),
        }
    }

    /// The checklist of surroundings: where each item stands, since when, and every check.
    pub(super) fn surroundings(&self, scope: Scope, here: &Route) -> Vec<Part> {
        let notes = self.checks(scope);
        let mut owners: Vec<String> = Vec::new();
        for (_, note) in &notes {
            let whose = self.whose(note);
            if !owners.contains(&whose) {
                owners.push(whose);
            }
        }
        let fields = self.view.casebook.schema.find_type("environment_check");
        let fields = fields.map(|it| &self.view.casebook.schema.note_type(it).fields);
        let items = ["seat", "homework", "nickname"];
        let mut rows = Vec::new();
        for owner in &owners {
            let own = || notes.iter().filter(|(_, note)| self.whose(note) == *owner);
            for item in items {
                let checks: Vec<(NoteId, &Note, bool)> =
                    own().filter_map(|(id, note)| Some((*id, *note, note.fields.boolean(item)?))).collect();
                let Some((latest, note, state)) = checks.last() else { continue };
                let since = checks.iter().rev().take_while(|(.., it)| it == state).last();
                let day = |id: NoteId, note: &Note| match self.note_href(here, id) {
                    Some(href) => SheetCell::link(self.month_day(note.date), href),
                    None => SheetCell::words(self.month_day(note.date)),
                };
                let label = fields.and_then(|it| it.find(item)).map_or(item, |it| &it.label);
                let yes = checks.iter().filter(|(.., it)| *it).count();
                let cells = vec![
                    SheetCell::words(label),
                    SheetCell::words(owner),
                    SheetCell::words(if *state { self.word("✓ 做到") } else { self.word("✗ 未做到") }),
                    since.map_or_else(|| SheetCell::words(MISSING), |(id, note, _)| day(*id, note)),
                    day(*latest, note),
                    SheetCell::words(format!("{yes}/{}", checks.len())),
                ];
                rows.push(SheetRow { id: None, cells });
            }
        }
        let columns = [
            (self.word("项目"), false),
            (self.word("对象"), false),
            (self.word("现在"), false),
            (self.word("自"), false),
            (self.word("最近一次检查"), false),
            (self.word("做到/检查"), true),
        ];
        let items = (!rows.is_empty()).then(|| Sheet::new(self.word("良好环境各项"), &columns, rows));
        let listed = ["seat", "homework", "nickname", "other", "note"];
        let all = self.listed_notes(here, &notes, "environment_check", &listed, owners.len() > 1);
        vec![Part { sheet: items, ..Part::default() }, Part { key: "checks", sheet: all, ..Part::default() }]
    }

    /// Checks of the surroundings of a scope; of a pupil, the class's own too.
    fn checks(&self, scope: Scope) -> Vec<(NoteId, &Note)> {
        let Subject::Student(student) = scope.subject else {
            return self.view.analysis.notes_of(scope, "environment_check");
        };
        let class = self.view.casebook.student(student).class;
        let wide = class.map_or(scope, |class| Scope { subject: Subject::Class(class), ..scope });
        let mut notes = self.view.analysis.notes_of(wide, "environment_check");
        notes.retain(|(_, note)| self.view.analysis.concerned(note).contains(&student));
        notes
    }
}

/// Excuses in the order in which they are named.
const EXCUSES: [Excuse; 5] = [Excuse::Holiday, Excuse::Marked, Excuse::Absence, Excuse::BeforeOpened, Excuse::AfterClosed];
