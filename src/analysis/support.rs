//! Tutoring and weak points.

use super::{Analysis, Scope};

/// Tutoring of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TutoringTally {
    /// Sessions planned: of the plans, else those recorded.
    pub planned: u32,
    /// Sessions held.
    pub held: u32,
    /// Sessions recorded as cancelled.
    pub cancelled: u32,
    /// Minutes held.
    pub minutes: u32,
}

/// Weak points of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WeakPointTally {
    /// Found in the term.
    pub opened: u32,
    /// Of them, mastered.
    pub closed: u32,
}

impl Analysis<'_> {
    /// Tutoring of a scope.
    pub fn tutoring(&self, scope: Scope) -> TutoringTally {
        let _ = scope;
        TutoringTally::default()
    }

    /// Weak points of a scope.
    pub fn weak_points(&self, scope: Scope) -> WeakPointTally {
        let _ = scope;
        WeakPointTally::default()
    }
}
