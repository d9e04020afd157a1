//! Who reads: the audiences, and the view that holds only what one of them may see.
//!
//! Everything downstream of [`project`] and [`Projection`] knows only the [`View`]. A projection is a casebook of its own:
//! fields and notes within the clearance (`projection`), pupils who may appear (`consent`) under their aliases (`alias`),
//! every text without what the roster hides (`redact`), figures that the audience may read and that tell of no few (`cells`).

pub mod alias;
mod cells;
mod consent;
mod fold;
mod hidden;
mod inventory;
mod mention;
mod projection;
mod redact;
mod retention;
mod words;

pub use cells::{Anonymity, Parts, anonymity};
pub use hidden::Kind;
pub use inventory::{InventoryRow, inventory};
pub use mention::{Mention, mentions};
pub use projection::{Projection, ProjectionError};
pub use redact::{Doubt, Tally};
pub use retention::{Kept, retention};

pub mod gate;
pub mod roster;

use crate::analysis::Analysis;
use crate::date::Date;
use crate::diag::Language;
use crate::model::Casebook;
use crate::phrases::Speaks;
use crate::source::{Content, Encoding, FileId, SitePath, SourceFile, SourceTree};

pub use roster::Forbidden;

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

    /// The letter by which the types table names it.
    pub fn letter(self) -> char {
        match self {
            Audience::Teacher => 'T',
            Audience::Staff => 'S',
            Audience::Parent => 'P',
            Audience::Research => 'X',
        }
    }

    /// The documents that are composed for it, by genre; every one for the teacher.
    pub fn reads(self, genre: &str) -> bool {
        match self {
            Audience::Teacher => true,
            Audience::Staff => {
                matches!(genre, "term_summary" | "support_log" | "project_interim" | "project_final" | "compilation")
            }
            Audience::Parent => matches!(genre, "parent_letter" | "term_comment" | "portfolio"),
            Audience::Research => matches!(genre, "project_interim" | "project_final" | "compilation"),
        }
    }

    /// A number of persons below this is not told, whatever the settings say.
    pub fn smallest_cell(self) -> u32 {
        match self {
            Audience::Teacher | Audience::Parent => 0,
            Audience::Staff => 5,
            Audience::Research => 10,
        }
    }

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
    /// The same view of the casebook in other words.
    pub fn of<'b>(&self, casebook: &'b Casebook) -> View<'b> {
        View { audience: self.audience, casebook, analysis: Analysis::new(casebook, Some(self.analysis.as_of)) }
    }
}

/// An audience for which nothing is made without a gate on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withheld(pub Audience);

/// The view of the teacher, who sees everything. What others see is a [`Projection`].
///
/// # Errors
/// [`Withheld`] for every audience but the teacher.
pub fn project(casebook: &Casebook, as_of: Option<Date>, audience: Audience) -> Result<View<'_>, Withheld> {
    match audience {
        Audience::Teacher => Ok(View { audience, casebook, analysis: Analysis::new(casebook, as_of) }),
        Audience::Staff | Audience::Parent | Audience::Research => Err(Withheld(audience)),
    }
}

impl Projection {
    /// The images of the edition, as files of their own: what else is in the casebook's folder is not at hand where others read.
    pub fn images(&self, tree: &SourceTree) -> SourceTree {
        // One that is gone leaves its place empty, so that no other takes it.
        let nothing = || Content::Text("".into(), Encoding::Utf8);
        let file = |(name, id): &(SitePath, FileId)| SourceFile {
            path: name.clone(),
            content: tree.get(*id).map_or_else(nothing, |it| it.content.clone()),
        };
        SourceTree::new(self.images.iter().map(file))
    }

    /// What is projected, with its facts.
    pub fn view(&self) -> View<'_> {
        View { audience: self.audience, casebook: &self.casebook, analysis: Analysis::new(&self.casebook, Some(self.as_of)) }
    }

    /// Projects a casebook for an audience; for parents, of one child.
    ///
    /// # Errors
    /// Where a pupil who would be shown has no alias.
    pub fn of(
        casebook: &Casebook,
        as_of: Option<Date>,
        audience: Audience,
        child: Option<crate::model::StudentId>,
    ) -> Result<Self, ProjectionError> {
        projection::project(casebook, as_of, audience, child)
    }
}
