//! Who reads: the audiences, and the view that holds only what one of them may see.
//!
//! Everything downstream of [`project`] knows only the [`View`].

use crate::analysis::Analysis;
use crate::date::Date;
use crate::diag::Language;
use crate::model::Casebook;
use crate::phrases::Speaks;
use crate::source::SitePath;

/// For whom a site or document is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Audience {
    /// The class's own teachers: everything.
    #[default]
    Teacher,
    /// Colleagues of the school: aliases, levels and counts.
    Staff,
    /// The parents of one child.
    Parent,
    /// Research: anonymised, with consent.
    Research,
}

impl Audience {
    /// Every audience, from open-handed to strict.
    pub const ALL: [Audience; 4] = [Audience::Teacher, Audience::Staff, Audience::Parent, Audience::Research];

    /// The word of the command line and of folders.
    pub fn id(self) -> &'static str {
        match self {
            Audience::Teacher => "teacher",
            Audience::Staff => "staff",
            Audience::Parent => "parent",
            Audience::Research => "research",
        }
    }
}

/// What one audience may see.
#[derive(Debug)]
pub struct View<'a> {
    /// For whom.
    pub audience: Audience,
    /// The casebook.
    pub casebook: &'a Casebook,
    /// Its facts.
    pub analysis: Analysis<'a>,
}

impl Speaks for View<'_> {
    fn language(&self) -> Language {
        self.casebook.language()
    }
}

impl View<'_> {
    /// Whether an image may be shown. A photograph shows who is in it, whatever the text around it says: nobody but the class's
    /// own teachers sees one.
    pub fn may_show_image(&self, _path: &SitePath) -> bool {
        self.audience == Audience::Teacher
    }
}

/// An audience for which nothing can be made yet: what it may see has no projection and no gate, so nothing is shown at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withheld(pub Audience);

/// The view of an audience.
///
/// # Errors
/// [`Withheld`] for every audience but the teacher.
pub fn project(casebook: &Casebook, as_of: Option<Date>, audience: Audience) -> Result<View<'_>, Withheld> {
    match audience {
        Audience::Teacher => Ok(View { audience, casebook, analysis: Analysis::new(casebook, as_of) }),
        Audience::Staff | Audience::Parent | Audience::Research => Err(Withheld(audience)),
    }
}
