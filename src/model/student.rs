//! Students, their goals, strengths and phases.

use std::fmt;
use std::str::FromStr;

use crate::date::{Date, TermId};
use crate::schema::{Fields, Key};
use crate::source::{SitePath, Span};
use crate::syntax::Prose;

use super::ClassId;

/// A student, by position in [`Casebook::students`](super::Casebook::students).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StudentId(pub u32);

/// A student's code: the folder's name, such as `S02`. Kept in upper case; `s02` is the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StudentCode(String);

impl StudentCode {
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for StudentCode {
    type Err = ();

    /// Letters, digits, `-` and `_`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let text = crate::date::half_width(text.trim());
        let sound = !text.is_empty() && text.chars().all(|it| it.is_alphanumeric() || matches!(it, '-' | '_'));
        if sound { Ok(Self(text.to_uppercase())) } else { Err(()) }
    }
}

impl fmt::Display for StudentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A student who is supported.
#[derive(Debug, Clone)]
pub struct Student {
    /// The folder's name.
    pub code: StudentCode,
    /// The name that is printed.
    pub alias: Option<String>,
    /// The real name, from `index.md` or the roster. Never printed for an audience other than the teacher.
    pub name: Option<String>,
    /// The class.
    pub class: Option<ClassId>,
    /// When the case was opened.
    pub opened: Option<Date>,
    /// When it was closed.
    pub closed: Option<Date>,
    /// Strengths, in the order given.
    pub strengths: Vec<Item>,
    /// Needs, in the order given.
    pub needs: Vec<Item>,
    /// Goals of `index.md` and of notes of type `goal`, in that order.
    pub goals: Vec<Goal>,
    /// Phases of support in order of time.
    pub phases: Vec<PhaseSpan>,
    /// The state reviewed each term.
    pub terms: Vec<TermStatus>,
    /// Everything of `index.md` as checked: gender, subjects, focus, concern_domains, causes, measures, tier, supporter, …
    pub fields: Fields,
    /// The narrative.
    pub body: Prose,
    /// The file.
    pub path: SitePath,
    /// The front matter.
    pub span: Span,
}

/// A strength or need.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it is.
    pub text: String,
    /// The fact it rests on.
    pub evidence: Option<String>,
    /// When it was noted, for those recorded as notes.
    pub date: Option<Date>,
}

/// A goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The pupil's own words.
    pub text: String,
    /// A name to refer by.
    pub id: Option<String>,
    /// Canonical key of the subject.
    pub subject: Option<Key>,
    /// The measure it is about.
    pub measure: Option<String>,
    /// Where it started.
    pub baseline: Option<f64>,
    /// Where it should lead.
    pub target: Option<f64>,
    /// Where it led, as the teacher wrote it.
    pub actual: Option<f64>,
    /// Unit of the three.
    pub unit: Option<String>,
    /// When it was set.
    pub set_on: Option<Date>,
    /// By when.
    pub due: Option<Date>,
    /// Small steps.
    pub steps: Vec<String>,
    /// Who helps.
    pub supporter: Option<String>,
    /// Attainment scale.
    pub gas: Option<Gas>,
    /// Canonical key of the result: `met`, `partly`, `not_met`, `revised`.
    pub result: Option<Key>,
    /// When it was judged.
    pub result_date: Option<Date>,
}

/// A goal's attainment scale (Kiresuk & Sherman 1968).
#[derive(Debug, Clone, PartialEq)]
pub struct Gas {
    /// Level at the start, −2 to 2.
    pub start: Option<i8>,
    /// Level at the end, −2 to 2.
    pub end: Option<i8>,
    /// Weight, 1 where none is given.
    pub weight: f64,
    /// Levels in words, from −2.
    pub levels: Vec<(i8, String)>,
}

/// A phase of support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseSpan {
    /// Canonical key: `A`, `B`, `R`, `M`, `G`.
    pub phase: Key,
    /// First day.
    pub from: Date,
    /// Last day, where it is given or the next phase begins.
    pub to: Option<Date>,
    /// What is particular to it.
    pub note: Option<String>,
}

/// A student's state in one term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermStatus {
    /// The term.
    pub term: TermId,
    /// Canonical key of the case's status.
    pub status: Option<Key>,
    /// Canonical key of the tier: `1`, `2`, `3`.
    pub tier: Option<Key>,
    /// Canonical keys of the domains of concern.
    pub concern_domains: Vec<Key>,
    /// Canonical key of the outcome: `met`, `improved`, `not_evident`.
    pub outcome: Option<Key>,
    /// When it was decided.
    pub decided: Option<Date>,
}

impl Student {
    /// The name by which the student is shown: the alias, else the real name, else the code. Only a teacher's view may ask.
    pub fn shown_name(&self) -> &str {
        self.alias.as_deref().or(self.name.as_deref()).unwrap_or(self.code.as_str())
    }

    /// Whether the case was open at some time of the stretch.
    pub fn is_open_in(&self, range: crate::date::DateRange) -> bool {
        self.opened.is_none_or(|it| it <= range.to) && self.closed.is_none_or(|it| it >= range.from)
    }

    /// Canonical key of the phase in which a day lies.
    pub fn phase_on(&self, day: Date) -> Option<&Key> {
        let current = |it: &&PhaseSpan| it.from <= day && it.to.is_none_or(|to| day <= to);
        self.phases.iter().rev().find(current).map(|it| &it.phase)
    }
}
