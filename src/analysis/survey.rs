//! Causes, from the survey and the pupils' files.

use crate::schema::Key;

use super::{Analysis, Scope};

/// How often each cause is the main one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CauseShares {
    /// Pupils with a main cause.
    pub n: u32,
    /// Most frequent first, then in the table's order; only causes that occur.
    pub rows: Vec<CauseShare>,
}

/// One cause.
#[derive(Debug, Clone, PartialEq)]
pub struct CauseShare {
    /// Canonical key.
    pub cause: Key,
    /// Pupils.
    pub count: u32,
    /// Whole percent by largest remainder: all rows add up to 100.
    pub percent: u32,
    /// Ends of the 95 % Wilson interval in percent.
    pub interval: (f64, f64),
    /// What pupils with it show, in words of the notes; at most three.
    pub shown_as: Vec<String>,
}

impl Analysis<'_> {
    /// Main causes of a scope's pupils: from survey responses of pupils (each pupil's latest), else from the pupils' files.
    pub fn causes(&self, scope: Scope) -> CauseShares {
        let _ = scope;
        CauseShares::default()
    }
}
