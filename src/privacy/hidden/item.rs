//! A pattern to look for.

use std::sync::Arc;

use super::ANOTHER;

/// A folded pattern, what it betrays, how sure it is, and what stands instead.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// In the form of [`fold`](crate::privacy::fold::fold).
    pub(crate) pattern: String,
    /// What it betrays.
    pub(crate) kind: Kind,
    /// How sure it is.
    pub(crate) proof: Proof,
    /// The word that stands instead and keeps the sentence whole.
    pub(crate) word: Arc<str>,
}

/// What a pattern betrays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A pupil.
    Pupil,
    /// Somebody of a pupil's family.
    Family,
    /// A teacher or another adult.
    Adult,
    /// A school, street or place.
    Place,
    /// A telephone or identity number, an address of mail.
    Number,
    /// A day of birth.
    Birth,
}

/// When a pattern that is found is what it looks like. From the surest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Proof {
    /// Always: a whole name, a nickname.
    Sure,
    /// Where no letter stands before or after: names in Latin letters, codes.
    Letters,
    /// Where no digit stands before or after.
    Digits,
    /// Unless its first character ends another word: 白老师, but not 明白老师的意思.
    Title,
    /// It is also an ordinary word: its neighbours decide.
    Word,
    /// Only where its neighbours say that a person is meant: a given name of an adult, 小 before a surname.
    Person,
}

impl Kind {
    /// Every kind, in the order of reports.
    pub const ALL: [Kind; 6] = [Kind::Pupil, Kind::Family, Kind::Adult, Kind::Place, Kind::Number, Kind::Birth];

    /// The word for what may be either of two persons.
    pub(super) fn shared_word(&self, other: &Kind) -> &'static str {
        match (self, other) {
            (Kind::Pupil, Kind::Pupil) => ANOTHER,
            (Kind::Family, Kind::Family) => "家长",
            (Kind::Adult, Kind::Adult) => "老师",
            (Kind::Place, Kind::Place) => "某地",
            (Kind::Pupil | Kind::Family | Kind::Adult, Kind::Pupil | Kind::Family | Kind::Adult) => "某某",
            (
                Kind::Pupil | Kind::Family | Kind::Adult | Kind::Place | Kind::Number | Kind::Birth,
                Kind::Pupil | Kind::Family | Kind::Adult | Kind::Place | Kind::Number | Kind::Birth,
            ) => "某处",
        }
    }
}
