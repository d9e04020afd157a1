//! Goals and their attainment.

use crate::model::{Goal, StudentId};

use super::{Analysis, Scope};

/// How goals ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GoalTally {
    /// All of the term.
    pub total: u32,
    /// Met.
    pub met: u32,
    /// Partly met.
    pub partly: u32,
    /// Not met.
    pub not_met: u32,
    /// Revised or not yet judged.
    pub open: u32,
}

/// A goal and where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GoalView<'a> {
    /// Whose.
    pub student: StudentId,
    /// Its position among the pupil's goals.
    pub index: usize,
    /// The goal.
    pub goal: &'a Goal,
    /// Where it led: as written, else the measure's latest value.
    pub actual: Option<f64>,
    /// 0 at the start, 1 at the target; may be less or more. `None` where a number is missing or start and target are equal.
    pub attained: Option<f64>,
}

impl<'a> Analysis<'a> {
    /// Goals of a scope: due or judged in its term, or with neither date. In order of code, then as given.
    pub fn goals(&self, scope: Scope) -> Vec<GoalView<'a>> {
        let _ = scope;
        Vec::new()
    }

    /// How they ended.
    pub fn goal_tally(&self, scope: Scope) -> GoalTally {
        let _ = scope;
        GoalTally::default()
    }

    /// T-scores of a pupil's goals at the start and the end (Kiresuk & Sherman 1968, ρ = 0.3, the formula as corrected by the
    /// erratum to Turner-Stokes 2009). `None` where no goal has both levels.
    pub fn gas(&self, student: StudentId, scope: Scope) -> Option<(f64, f64)> {
        let _ = (student, scope);
        None
    }
}
