//! A term's page: its weeks, days off, and what was recorded.

use serde::Serialize;

use crate::analysis::{Scope, Subject};
use crate::date::TermId;
use crate::phrases::{Speaks, say};
use crate::site::wording;

use super::ink::Ink;
use super::list::{self, TypeGroup};
use super::plan::{Page, Plan};
use super::section::Section;
use super::shell::{Link, Shell};

/// `term.html`
#[derive(Debug, Serialize)]
pub struct TermPage {
    /// What every page has.
    pub page: Shell,
    /// The term in words.
    pub title: String,
    /// From the first day to the last.
    pub days: String,
    /// How many weeks it has.
    pub weeks_count: u8,
    /// School days.
    pub school_days: usize,
    /// How many notes it has.
    pub notes: u32,
    /// Pupils whose case was open.
    pub students: Option<String>,
    /// Outcomes and what was done, over all pupils.
    pub sections: Vec<Section>,
    /// Weeks in order.
    pub weeks: Vec<TermWeek>,
    /// Days off.
    pub holidays: Vec<Holiday>,
    /// Weekend days with school.
    pub workdays: Vec<String>,
    /// Notes by type.
    pub groups: Vec<TypeGroup>,
    /// The other terms.
    pub others: Vec<Link>,
}

/// A week of a term.
#[derive(Debug, Serialize)]
pub struct TermWeek {
    /// Its number.
    pub number: u8,
    /// Its days.
    pub days: String,
    /// School days.
    pub school_days: usize,
    /// Notes.
    pub notes: u32,
    /// The bar's length in percent of the fullest week's.
    pub share: u32,
    /// The festival that touches it.
    pub festival: Option<&'static str>,
}

/// A stretch of days off.
#[derive(Debug, Serialize)]
pub struct Holiday {
    /// Its name.
    pub name: &'static str,
    /// Its days.
    pub days: String,
}

/// The page of a term.
pub(super) fn view(plan: &Plan<'_>, id: TermId, ink: &dyn Ink) -> TermPage {
    let casebook = plan.view.casebook;
    let here = plan.route(&Page::Term(id));
    let mut by_week = [0_u32; 256];
    for note in casebook.notes.iter().filter(|it| it.term == Some(id)) {
        if let Some(week) = note.week {
            by_week[usize::from(week)] += 1;
        }
    }
    let most = by_week.iter().copied().max().unwrap_or_default().max(1);
    let others = casebook.config.terms.iter().filter(|it| it.id != id);
    let others = others.map(|it| Link { href: here.to(&plan.route(&Page::Term(it.id))), text: plan.term(it.id) }).collect();
    let title = plan.term(id);
    let page = plan.shell(&here, title.clone(), "terms");
    let notes = plan.index.terms.get(&id).copied().unwrap_or_default();
    let groups = list::of_term(plan, &here, id);
    let scope = Scope { subject: Subject::Everybody, term: id };
    let Some(term) = casebook.config.term(id) else {
        return TermPage {
            page,
            title,
            days: String::new(),
            weeks_count: 0,
            school_days: 0,
            notes,
            students: None,
            sections: Vec::new(),
            weeks: Vec::new(),
            holidays: Vec::new(),
            workdays: Vec::new(),
            groups,
            others,
        };
    };
    let week = |number: u8| {
        let range = term.week(number)?;
        let touches = term.holidays.iter().find(|it| it.from <= range.to && range.from <= it.to);
        let notes = by_week[usize::from(number)];
        Some(TermWeek {
            number,
            days: plan.days(range),
            school_days: term.school_days(range).count(),
            notes,
            share: notes * 100 / most,
            festival: touches.map(|it| plan.word(wording::festival(*it))),
        })
    };
    let students = casebook.students.iter().filter(|it| it.is_open_in(term.span)).count() as u32;
    TermPage {
        page,
        title,
        days: say!(plan, "{}—{}", plan.date(term.span.from), plan.date(term.span.to)),
        weeks_count: term.weeks(),
        school_days: term.school_days(term.span).count(),
        notes,
        students: plan.view.tells_count(scope, students).then(|| students.to_string()),
        sections: plan.sections(&here, scope, ink),
        weeks: (1..=term.weeks()).filter_map(week).collect(),
        holidays: term
            .holidays
            .iter()
            .map(|it| Holiday { name: plan.word(wording::festival(*it)), days: plan.days(*it) })
            .collect(),
        workdays: term.workdays.iter().map(|it| plan.month_day(*it)).collect(),
        groups,
        others,
    }
}
