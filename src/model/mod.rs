//! The checked casebook: every reference leads somewhere, every value is what its field wants.
//!
//! [`resolve`] makes a [`Casebook`] out of parsed files and reports everything that is wrong with their meaning. It knows no
//! YAML and no CSV: both reach it as entries with places.

mod casebook;
mod classes;
mod cross;
mod documents;
mod file_name;
mod images;
mod layout;
mod measured;
mod note;
mod notes;
mod references;
mod relations;
mod resolve;
mod shelf;
mod student;
mod students;
mod tables;

#[cfg(test)]
mod tests;

pub use casebook::{
    AliasEntry, Aliases, Asset, Casebook, Class, ClassId, Project, ProjectId, Roster, RosterEntry, Summary, SummaryId, Survey,
    SurveyId, Teacher,
};
pub use images::image_path;
pub use note::{Note, NoteId, Origin};
pub use resolve::{Reading, resolve};
pub use student::{Gas, Goal, Item, PhaseSpan, Student, StudentCode, StudentId, TermStatus};
pub(crate) use students::reread;
