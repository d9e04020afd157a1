//! Talks and families.

use crate::model::StudentId;
use crate::schema::Key;

use super::{Analysis, Scope};

/// Contacts with families.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactTally {
    /// All contacts.
    pub total: u32,
    /// Supported pupils of the scope.
    pub students: u32,
    /// Of them, those whose family was reached at least once.
    pub covered: u32,
    /// By mode in the table's order; only modes that occur.
    pub modes: Vec<ModeTally>,
    /// Agreements.
    pub agreed: u32,
    /// Agreements known to be kept.
    pub kept: u32,
    /// Agreements of which it is known whether they are kept.
    pub known: u32,
    /// Contacts in which progress was reported.
    pub good_news: u32,
}

/// One mode of contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModeTally {
    /// Canonical key of `contact_mode`.
    pub mode: Key,
    /// Contacts.
    pub count: u32,
    /// Families reached.
    pub covered: u32,
    /// Agreements, and those known to be kept.
    pub agreed: u32,
    /// Agreements known to be kept.
    pub kept: u32,
    /// Topics in words of the notes, most frequent first; at most three.
    pub topics: Vec<String>,
}

/// How far pupils trust, from their talks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrustFacts {
    /// Pupils with at least one stage recorded.
    pub n: u32,
    /// Pupils whose median of the first three talks is stage 1.
    pub guarded: u32,
    /// Pupils whose median of the last three talks is stage 4.
    pub seeking: u32,
    /// First and last stage (medians of three, rounded half up) of each pupil with one.
    pub stages: Vec<(StudentId, u8, u8)>,
}

impl Analysis<'_> {
    /// Contacts of a scope.
    pub fn contacts(&self, scope: Scope) -> ContactTally {
        let _ = scope;
        ContactTally::default()
    }

    /// Trust of a scope's pupils.
    pub fn trust(&self, scope: Scope) -> TrustFacts {
        let _ = scope;
        TrustFacts::default()
    }
}
