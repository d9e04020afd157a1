//! A term's stretches in which duties fall due, with their school days counted once.

use crate::date::{Date, DateRange, Term, Week};
use crate::schema::Period;

/// A term cut into weeks and months.
#[derive(Debug)]
pub(super) struct Calendar {
    pub(super) span: DateRange,
    weeks: Vec<Stretch>,
    months: Vec<Stretch>,
    whole: Vec<Stretch>,
}

/// Days within a term, and those of them on which there is school.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub(super) days: DateRange,
    pub(super) week: Option<Week>,
    pub(super) school_days: Vec<Date>,
}

impl Calendar {
    pub(super) fn new(term: &Term) -> Self {
        let stretch = |days: DateRange, week: Option<Week>| {
            let school_days = term.school_days(days).collect();
            Stretch { days, week, school_days }
        };
        let weeks = (1..=term.weeks()).filter_map(|week| Some(stretch(term.week(week)?, Some(week))));
        Self {
            span: term.span,
            weeks: weeks.collect(),
            months: term.months().into_iter().map(|days| stretch(days, None)).collect(),
            whole: vec![stretch(term.span, None)],
        }
    }

    /// The stretches in which a duty of this period falls due; one that is owed once has the whole term.
    pub(super) fn stretches(&self, period: Period) -> &[Stretch] {
        match period {
            Period::Week => &self.weeks,
            Period::Month => &self.months,
            Period::Term | Period::Once => &self.whole,
        }
    }

    /// Position of the stretch in which a day lies.
    pub(super) fn position(&self, period: Period, day: Date) -> Option<usize> {
        let stretches = self.stretches(period);
        let after = stretches.partition_point(|it| it.days.from <= day);
        let at = after.checked_sub(1)?;
        stretches.get(at).filter(|it| it.days.contains(day)).map(|_| at)
    }

    /// Weeks with a school day.
    pub(super) fn school_weeks(&self) -> impl Iterator<Item = &Stretch> {
        self.weeks.iter().filter(|it| !it.school_days.is_empty())
    }

    /// School days of the term, in order.
    pub(super) fn school_days(&self) -> &[Date] {
        self.whole.first().map(|it| it.school_days.as_slice()).unwrap_or_default()
    }
}
