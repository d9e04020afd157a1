//! What a class's term amounts to: figures, pupils, duties, what is to be done, what was written lately.

use serde::Serialize;

use crate::analysis::{GridCell, Scope, Subject};
use crate::model::{ClassId, NoteId, StudentId};
use crate::phrases::{Speaks, say};
use crate::privacy::Audience;
use crate::site::wording::{self, percent};
use crate::site::{Chart, Route, charts, tables};

use super::behind::Basis;
use super::class_tables::duty_notes;
use super::documents::{DocumentLink, GenreCount};
use super::entry::{Entry, Listing};
use super::ink::{Ink, Markup};
use super::plan::{MOST_CARDS, Page, Plan};
use super::progress::{Phrase, Reading};
use super::research::ResearchLink;
use super::section::Fact;
use super::shell::Link;
use super::timeline::PhaseMark;
use super::todos::TodoRow;

/// How many things to do and recent notes are shown.
pub(super) const MOST_ROWS: usize = 6;

/// What a class's term amounts to.
#[derive(Debug, Serialize)]
pub struct Overview {
    /// Headline figures.
    pub figures: Vec<Headline>,
    /// Signs of the phases, with their weeks where all pupils share them.
    pub legend: Vec<LegendItem>,
    /// Whether any pupil has a chart.
    pub charted: bool,
    /// How many pupils.
    pub pupil_count: Option<u32>,
    /// Pupils as cards, in order of code; none where there are too many.
    pub cards: Vec<PupilCard>,
    /// Pupils as rows, where there are too many for cards.
    pub rows: Vec<PupilCard>,
    /// Duties.
    pub duties: Vec<DutyBar>,
    /// Pupil by week.
    pub weave: Option<Weave>,
    /// Whether what is to be done is known at all.
    pub knows_todos: bool,
    /// What is to be done.
    pub todos: Vec<TodoRow>,
    /// What was written lately.
    pub recent: Vec<Entry>,
    /// How the pupils came out against the criterion that was declared beforehand.
    pub conversion: Vec<Fact>,
    /// Questionnaires.
    pub surveys: Vec<ResearchLink>,
    /// Projects.
    pub projects: Vec<ResearchLink>,
    /// Documents.
    pub documents: Vec<DocumentLink>,
    /// Documents about single pupils.
    pub case_documents: Vec<GenreCount>,
}

/// A headline figure: never without what it is out of.
#[derive(Debug, Serialize)]
pub struct Headline {
    /// What it counts.
    pub label: String,
    /// How many.
    pub amount: String,
    /// Unit.
    pub unit: &'static str,
    /// What it is out of.
    pub out_of: String,
    /// Where the notes behind it are.
    pub href: Option<String>,
}

/// A headline figure and the notes behind it.
pub(super) struct HeadlineFact {
    pub(super) label: String,
    pub(super) amount: String,
    unit: &'static str,
    out_of: String,
    pub(super) notes: Vec<NoteId>,
}

/// A phase in the legend.
#[derive(Debug, Serialize)]
pub struct LegendItem {
    /// The phase.
    pub mark: PhaseMark,
    /// Its weeks.
    pub weeks: Option<String>,
}

/// A pupil.
#[derive(Debug, Serialize)]
pub struct PupilCard {
    /// The page.
    pub link: Link,
    /// The code.
    pub code: String,
    /// Subject or focus, and the measure.
    pub what: String,
    /// The first measure over the term.
    pub spark: Markup,
    /// Where it began and where it led.
    pub reading: Vec<Phrase>,
    /// How goals stand.
    pub goals: Option<String>,
    /// What comes next, as last written.
    pub next: Option<String>,
}

/// A duty over the term.
#[derive(Debug, Serialize)]
pub struct DutyBar {
    /// Its printed name.
    pub label: String,
    /// Where the notes behind it are.
    pub href: Option<String>,
    /// `112 / 136`, or a count where nothing is owed.
    pub amount: String,
    /// Length of the bar in percent; none where nothing is owed.
    pub share: Option<f64>,
    /// Percent in words, or what else there is to say.
    pub note: String,
}

/// Pupil by week.
#[derive(Debug, Serialize)]
pub struct Weave {
    /// The duties it counts, in a sentence.
    pub caption: String,
    /// How many duties a week.
    pub most: usize,
    /// Weeks.
    pub weeks: Vec<WeaveWeek>,
    /// Pupils.
    pub rows: Vec<WeaveRow>,
}

/// A week of the weave.
#[derive(Debug, Serialize)]
pub struct WeaveWeek {
    /// Its number.
    pub number: u8,
    /// The festival that touches it.
    pub festival: Option<&'static str>,
}

/// A pupil of the weave.
#[derive(Debug, Serialize)]
pub struct WeaveRow {
    /// The pupil.
    pub link: Link,
    /// By week.
    pub cells: Vec<WeaveCell>,
    /// `30/34`
    pub total: String,
}

/// A week of a pupil.
#[derive(Debug, Serialize)]
pub struct WeaveCell {
    /// `full`, `part`, `none`, `off` or `open`.
    pub class: &'static str,
    /// How many were done.
    pub done: u32,
}

impl Plan<'_> {
    /// The overview of a class, or of everybody.
    pub(super) fn overview(&self, class: Option<ClassId>, here: &Route, ink: &dyn Ink) -> Option<Overview> {
        let scope = self.class_scope(class)?;
        let students = self.view.analysis.students(scope);
        let many = students.len() > MOST_CARDS;
        let cards: Vec<PupilCard> = students.iter().map(|it| self.card(*it, here, !many, ink)).collect();
        let charted = cards.iter().any(|it| !it.spark.is_empty());
        let (cards, rows) = if many { (Vec::new(), cards) } else { (cards, Vec::new()) };
        Some(Overview {
            figures: self.headlines(here, scope, class),
            // A class's own page tells it among its outcomes.
            conversion: if self.has_overview() { self.conversion_facts(here, scope) } else { Vec::new() },
            surveys: if self.has_overview() { self.survey_links(here) } else { Vec::new() },
            projects: if self.has_overview() { self.project_links(here) } else { Vec::new() },
            legend: if charted { self.legend(scope, &students) } else { Vec::new() },
            charted,
            pupil_count: self.told_pupils(scope),
            cards,
            rows,
            duties: self.duty_bars(here, scope),
            weave: if many { None } else { self.weave(scope, here) },
            knows_todos: self.knows_todos(),
            todos: self.todo_rows(scope, here),
            recent: self.recent(class, here),
            case_documents: self.documents_of_pupils(here, class),
            documents: self.documents_of(here, |it| match it {
                Subject::Student(_) => false,
                Subject::Class(_) => class.is_none_or(|class| it == Subject::Class(class)),
                Subject::Everybody | Subject::Project(_) => self.has_overview(),
            }),
        })
    }

    /// The headline figures of a scope with their links.
    pub(super) fn headlines(&self, here: &Route, scope: Scope, class: Option<ClassId>) -> Vec<Headline> {
        let headline = |(at, it): (usize, HeadlineFact)| {
            let source = self.source(here, Basis::Scope(scope), "figures", at, &it.notes);
            let href = Some(source.map_or_else(|| self.pupils_href(here, scope), |it| it.href));
            Headline { label: it.label, amount: it.amount, unit: it.unit, out_of: it.out_of, href }
        };
        self.headline_facts(scope, class).into_iter().enumerate().map(headline).collect()
    }

    /// The headline figures of a scope.
    pub(super) fn headline_facts(&self, scope: Scope, class: Option<ClassId>) -> Vec<HeadlineFact> {
        let casebook = self.view.casebook;
        let analysis = &self.view.analysis;
        let mut figures = Vec::new();
        let ids = |kind: &str| -> Vec<NoteId> { analysis.notes_of(scope, kind).into_iter().map(|(id, _)| id).collect() };
        let mut add = |label: &str, amount: u32, unit: &'static str, out_of: String, notes: Vec<NoteId>| {
            if !self.tells_none(amount) {
                return;
            }
            figures.push(HeadlineFact { label: label.to_owned(), amount: amount.to_string(), unit, out_of, notes });
        };
        let size: Option<u32> = match class {
            Some(class) => casebook.class(class).size,
            None => casebook.classes.iter().map(|it| it.size).sum(),
        };
        let whole = if class.is_some() || casebook.classes.len() <= 1 { self.word("全班") } else { self.word("各班共") };
        let of_class =
            size.filter(|it| *it > 0).map_or_else(|| self.word("本学期在档").to_owned(), |it| say!(self, "{}{}人", whole, it));
        let pupils = self.told_pupils(scope);
        if let Some(pupils) = pupils {
            add(self.word("重点支持"), pupils, self.word("人"), of_class, Vec::new());
        }
        let of_pupils = || pupils.map_or_else(String::new, |it| say!(self, "{}名学生", it));
        let totals = analysis.duty_totals(scope);
        let owed = |key: &str| {
            let total = totals.iter().find(|it| casebook.schema.duties.get(it.duty).is_some_and(|duty| &*duty.key == key))?;
            Some(say!(self, "应做{}次，完成{}次，{}", total.due, total.done, percent(total.done, total.due)?))
        };
        let talks = analysis.count(scope, "talk");
        add(self.word("谈心"), talks, self.word("次"), owed("talk").unwrap_or_else(of_pupils), ids("talk"));
        let contacts = analysis.contacts(scope);
        let modes: Vec<String> = contacts
            .modes
            .iter()
            .take(3)
            .map(|it| say!(self, "{}{}", casebook.schema.choice_label("contact_mode", &it.mode), it.count))
            .collect();
        let covered = tables::tells_coverage(self.view, scope).then_some(contacts.covered);
        let reached = covered.map_or_else(String::new, |it| say!(self, "覆盖{}户，共{}户", it, contacts.students));
        let modes = if modes.is_empty() { reached } else { modes.join(self.word("，")) };
        add(self.word("家校联系"), contacts.total, self.word("次"), modes, ids("family_contact"));
        let tutoring = analysis.tutoring(scope);
        let planned = percent(tutoring.held, tutoring.planned).map(|it| say!(self, "计划{}节，{}", tutoring.planned, it));
        let held = analysis.notes_of(scope, "tutoring").into_iter().filter(|(_, it)| it.fields.boolean("held") != Some(false));
        let held = held.map(|(id, _)| id).collect();
        add(
            self.word("个别辅导"),
            tutoring.held,
            self.word("节"),
            planned.unwrap_or_else(|| self.word("没有写计划次数").to_owned()),
            held,
        );
        let goals = analysis.goal_tally(scope);
        let parts =
            [(self.word("部分"), goals.partly), (self.word("未达成"), goals.not_met), (self.word("待评定"), goals.open)];
        let parts = parts.into_iter().filter(|(_, count)| *count > 0).map(|(word, count)| say!(self, "，{}{}", word, count));
        add(
            self.word("目标达成"),
            goals.met,
            self.word("条"),
            say!(self, "共{}条{}", goals.total, parts.collect::<String>()),
            Vec::new(),
        );
        let exams = analysis.exams(scope, self.main_subject(scope));
        if exams.present > 0 && tables::tells_passes(self.view, &exams) {
            let subject = self.main_subject(scope).map_or("", |it| casebook.schema.choice_label("subject", it));
            let before = match exams.pairs.len() {
                0 => say!(self, "{}人参加，共{}人", exams.present, exams.enrolled),
                n if n < 30 => say!(self, "上次{}人，n={}，人数少，不作显著性结论", exams.passed_before, n),
                n => say!(self, "上次{}人，n={}", exams.passed_before, n),
            };
            // The two counts side by side are of the same pupils.
            let passed = if exams.pairs.is_empty() { exams.passed } else { exams.passed_after };
            add(&say!(self, "期末{}合格", subject), passed, self.word("人"), before, exams.notes);
        } else {
            let praise = analysis.count(scope, "praise");
            add(self.word("表扬"), praise, self.word("次"), owed("praise").unwrap_or_else(of_pupils), ids("praise"));
        }
        figures.extend(self.case_headlines(scope));
        figures
    }

    /// Conversion, and cases opened against cases closed.
    fn case_headlines(&self, scope: Scope) -> Vec<HeadlineFact> {
        let fact = |label: &str, amount: u32, out_of: String| HeadlineFact {
            label: label.to_owned(),
            amount: amount.to_string(),
            unit: self.word("人"),
            out_of,
            notes: Vec::new(),
        };
        let mut figures = Vec::new();
        let [met, ..] = tables::told_conversion(self.view, scope);
        if let Some(it) = self.view.analysis.conversion(scope).filter(|_| met) {
            let rate = percent(it.met, it.n).unwrap_or_default();
            let apart = it.special > 0 && self.view.tells_count(scope, it.special);
            let special = if apart { say!(self, "；另有特殊教育需要{}人", it.special) } else { String::new() };
            figures.push(fact(self.word("达到退出标准"), it.met, say!(self, "统计{}人，转化率{}{}", it.n, rate, special)));
        }
        let load = self.view.analysis.caseload(scope);
        let (begun, ended) = tables::told_cases(self.view, scope);
        if load.before + load.opened > 0 && begun {
            let end =
                if ended { say!(self, "，结案{}人，现在档{}人", load.closed, load.after) } else { String::new() };
            let rest = say!(self, "期初在档{}人{}", load.before, end);
            figures.push(fact(self.word("新建档"), load.opened, rest));
        }
        figures
    }

    /// The subject of most term exams of a scope; of equals, the first in the table.
    fn main_subject(&self, scope: Scope) -> Option<&str> {
        let exams = self.view.analysis.notes_of(scope, "term_exam");
        let choices = self.view.casebook.schema.enums.get("subject").map(|it| it.choices.as_slice()).unwrap_or_default();
        let count = |key: &str| exams.iter().filter(|(_, it)| it.fields.choice("subject") == Some(key)).count();
        let mut best: Option<(usize, &str)> = None;
        for choice in choices {
            let count = count(&choice.key);
            if count > best.map_or(0, |(most, _)| most) {
                best = Some((count, &choice.key));
            }
        }
        best.map(|(_, key)| key)
    }

    fn legend(&self, scope: Scope, students: &[StudentId]) -> Vec<LegendItem> {
        let casebook = self.view.casebook;
        let Some(term) = self.view.analysis.term(scope.term) else { return Vec::new() };
        let mut legend = Vec::new();
        for key in ["A", "B", "R", "M"] {
            let mut spans: Vec<String> = Vec::new();
            let mut occurs = false;
            for id in students {
                let phases = &casebook.student(*id).phases;
                for span in phases.iter().filter(|it| it.phase.starts_with(key)) {
                    let (from, to) = (span.from.max(term.span.from), span.to.unwrap_or(term.span.to).min(term.span.to));
                    let weeks = term.week_of(from).zip(term.week_of(to)).filter(|_| from <= to);
                    if let Some((from, to)) = weeks {
                        occurs = true;
                        spans.push(self.weeks(from, to));
                    }
                }
                occurs |= key == "R" && !self.index.student(*id).relapses.is_empty();
            }
            spans.sort();
            spans.dedup();
            if occurs {
                let weeks = match (spans.as_slice(), key) {
                    ([weeks], "A" | "B" | "M") => Some(weeks.clone()),
                    _ => None,
                };
                legend.push(LegendItem { mark: self.phase_mark(&key.into()), weeks });
            }
        }
        legend
    }

    fn card(&self, id: StudentId, here: &Route, spark: bool, ink: &dyn Ink) -> PupilCard {
        let casebook = self.view.casebook;
        let student = casebook.student(id);
        let scope = self.scope_of(id);
        let series = scope.map(|it| self.view.analysis.series(id, it)).unwrap_or_default();
        let first = series.first();
        let subjects = student.fields.choices("subjects");
        let subjects: Vec<&str> = subjects.iter().map(|it| casebook.schema.choice_label("subject", it)).collect();
        let focus = if subjects.is_empty() { student.fields.text("focus").map(|it| wording::clip(it, 12)) } else { None };
        let what: Vec<String> = focus
            .into_iter()
            .chain((!subjects.is_empty()).then(|| self.list(&subjects)))
            .chain(first.map(|it| it.measure.name.clone()))
            .collect();
        let tally = scope.map(|it| self.view.analysis.goal_tally(it)).unwrap_or_default();
        let goals = (tally.total > 0).then(|| {
            let rest =
                [(self.word("部分"), tally.partly), (self.word("未达成"), tally.not_met), (self.word("待评定"), tally.open)];
            let rest = rest.into_iter().filter(|(_, count)| *count > 0).map(|(word, count)| say!(self, "，{}{}", word, count));
            say!(self, "目标{}条，达成{}{}", tally.total, tally.met, rest.collect::<String>())
        });
        let name = student.shown_name();
        PupilCard {
            link: Link { href: here.to(&self.route(&Page::Student(id))), text: name.to_owned() },
            code: student.code.to_string(),
            what: what.join(self.word(" · ")),
            spark: match first.filter(|_| spark) {
                Some(series) => {
                    let chart = charts::progress(self.view, series, name, &format!("s-{}", student.code));
                    ink.spark(&Chart::Progress(chart))
                }
                None => Markup::default(),
            },
            reading: first.map(|it| Reading::of(it).in_brief(self.language())).unwrap_or_default(),
            goals,
            next: self.next_step(id),
        }
    }

    /// What the latest record that says so plans next.
    fn next_step(&self, id: StudentId) -> Option<String> {
        let notes = self.index.student(id).notes.iter().rev().map(|it| self.view.casebook.note(*it));
        let mut own = notes.filter(|it| it.student == Some(id));
        own.find_map(|it| it.fields.text("next").map(|text| wording::clip(text, 24)))
    }

    fn duty_bars(&self, here: &Route, scope: Scope) -> Vec<DutyBar> {
        let schema = &self.view.casebook.schema;
        let pupils = self.told_pupils(scope).map(|it| say!(self, "{}名学生", it)).unwrap_or_default();
        let totals = self.view.analysis.duty_totals(scope);
        let bar = |total: &crate::analysis::DutyTotal| {
            let duty = schema.duties.get(total.duty)?;
            let share = (total.due > 0).then(|| f64::from(total.done) * 100.0 / f64::from(total.due));
            let excused = if total.excused > 0 { say!(self, "，免做{}", total.excused) } else { String::new() };
            let notes = duty_notes(self, scope, total.duty);
            // The table of duties leaves out what nobody owes.
            let at = totals.iter().filter(|it| it.due > 0).position(|it| it.duty == total.duty);
            let source = at.and_then(|at| self.source(here, Basis::Scope(scope), "duties", at, &notes));
            Some(DutyBar {
                label: duty.label.clone(),
                href: source.map(|it| it.href),
                amount: match share {
                    Some(_) => format!("{} / {}", total.done, total.due),
                    None => say!(self, "{}次", total.done),
                },
                share: share.map(|it| (it * 10.0).round() / 10.0),
                note: match percent(total.done, total.due) {
                    Some(percent) => format!("{percent}{excused}"),
                    None => format!("{pupils}{excused}").trim_start_matches(self.word("，")).to_owned(),
                },
            })
        };
        totals.iter().filter_map(bar).collect()
    }

    fn weave(&self, scope: Scope, here: &Route) -> Option<Weave> {
        let casebook = self.view.casebook;
        let grid = self.view.analysis.week_grid(scope);
        if grid.rows.is_empty() || grid.weeks.is_empty() {
            return None;
        }
        let names: Vec<String> = grid
            .duties
            .iter()
            .filter_map(|it| casebook.schema.duties.get(*it))
            .map(|duty| {
                let kind = duty.types.first().map(|it| casebook.schema.note_type(*it).label.clone());
                kind.unwrap_or_else(|| duty.label.clone())
            })
            .collect();
        let cell = |it: &GridCell| {
            let class = match (it.due, it.done) {
                _ if it.pending => "open",
                (0, 0) => "off",
                (due, done) if done >= due => "full",
                (_, 0) => "none",
                _ => "part",
            };
            WeaveCell { class, done: it.done }
        };
        let rows = grid.rows.iter().map(|(id, cells, done, due)| WeaveRow {
            link: Link { href: here.to(&self.route(&Page::Student(*id))), text: casebook.student(*id).shown_name().to_owned() },
            cells: cells.iter().map(cell).collect(),
            total: format!("{done}/{due}"),
        });
        let rows = rows.collect();
        // A stretch of days off is named once, where it begins.
        let mut named = None;
        let weeks = grid.weeks.iter().map(|it| {
            let new = it.holiday.filter(|range| named != Some(*range));
            named = it.holiday.or(named);
            WeaveWeek { number: it.week, festival: new.map(|it| self.word(wording::festival(it))) }
        });
        Some(Weave {
            caption: say!(self, "每周{}项（{}）的完成情况，格中数字为完成项数", names.len(), self.list(&names)),
            most: names.len(),
            weeks: weeks.collect(),
            rows,
        })
    }

    /// The latest notes of a class or of everybody that are written out or good news, at most two of a type. Scores and
    /// misdeeds are not put on a first page.
    pub(super) fn recent(&self, class: Option<ClassId>, here: &Route) -> Vec<Entry> {
        let casebook = self.view.casebook;
        let mut kinds = Vec::new();
        let mut found: Vec<NoteId> = Vec::new();
        for id in (0..casebook.notes.len()).rev().map(|it| NoteId(it as u32)) {
            let note = casebook.note(id);
            let told = note.is_file() || casebook.schema.note_type(note.kind).positive;
            let wanted = told && (class.is_none() || note.class == class);
            if !wanted || kinds.iter().filter(|it| **it == note.kind).count() >= 2 {
                continue;
            }
            kinds.push(note.kind);
            found.push(id);
            if found.len() == MOST_ROWS {
                break;
            }
        }
        let listing = Listing { here, home: false, who: true, year: false };
        found.into_iter().map(|it| self.entry(it, listing)).collect()
    }

    /// Whether a number may be told though it is 0: of what a reader is not shown it is not known whether there is none.
    fn tells_none(&self, amount: u32) -> bool {
        amount > 0 || self.view.audience == Audience::Teacher
    }

    /// The class's or casebook's term in two clauses.
    pub(super) fn statement(&self, scope: Scope) -> Vec<String> {
        let analysis = &self.view.analysis;
        let Some(term) = analysis.term(scope.term) else { return Vec::new() };
        let weeks = term.week_of(analysis.as_of.min(term.span.to)).unwrap_or_else(|| term.weeks());
        let talks = analysis.count(scope, "talk");
        let goals = analysis.goal_tally(scope);
        let unit = if matches!(scope.subject, Subject::Student(_)) { "" } else { self.word("名学生") };
        let pupils = self.told_pupils(scope).map(|students| format!("{students}{unit}"));
        let talks = self.tells_none(talks).then(|| say!(self, "{}次谈心", talks));
        let facts: Vec<String> = [pupils, Some(say!(self, "{}周", weeks)), talks].into_iter().flatten().collect();
        // How long the term is, stands below; alone it says nothing.
        let mut clauses = if facts.len() > 1 { vec![say!(self, "{}。", facts.join(self.word("，")))] } else { Vec::new() };
        match goals.total {
            0 => {}
            total if goals.open == total => clauses.push(say!(self, "目标由学生自己写，共{}条，尚未评定。", total)),
            total => clauses.push(say!(self, "目标由学生自己写，共{}条，达成{}条。", total, goals.met)),
        }
        clauses
    }
}
