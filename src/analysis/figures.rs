//! Live figures by name.

use crate::model::{ClassId, StudentId};

use super::{Analysis, Figure, Scope};

/// A figure's name as written after `=`: `talk.count`, `谈心次数`, `S02.talk.count`, `4-2.pass_rate(数学)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureName {
    /// The pupil named in front.
    pub student: Option<StudentId>,
    /// The class named in front.
    pub class: Option<ClassId>,
    /// The term named in front.
    pub term: Option<crate::date::TermId>,
    /// Canonical name, such as `talk.count` or `cause.foundation.share`.
    pub name: String,
    /// What stands in the brackets: a measure or a subject.
    pub argument: Option<String>,
}

/// Why there is no such figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureError {
    /// No figure has this name; the nearest known one, if any is near.
    Unknown(Option<String>),
    /// The figure is not kept of this kind of subject; those it is kept of: `student`, `class`, `term`, `project`.
    Scope(Vec<String>),
    /// The name in front is no pupil, class or term.
    Subject(String),
    /// The argument is no measure or subject.
    Argument(String),
}

impl Analysis<'_> {
    /// Reads a figure's name.
    ///
    /// # Errors
    /// Where nothing has this name.
    pub fn figure_name(&self, text: &str) -> Result<FigureName, FigureError> {
        let _ = text;
        Err(FigureError::Unknown(None))
    }

    /// A figure by its name, of the scope unless the name says otherwise.
    ///
    /// # Errors
    /// Where nothing has this name, or it is not kept of such a subject.
    pub fn figure(&self, text: &str, scope: Scope) -> Result<Figure, FigureError> {
        let _ = (text, scope);
        Err(FigureError::Unknown(None))
    }

    /// Every name by which a figure can be asked for.
    pub fn known_figure_names(&self) -> Vec<String> {
        Vec::new()
    }

    /// Every figure that can be asked of a scope: canonical name, printed label, and its present value. Names with a placeholder
    /// are listed for each type, duty and value that occurs in the notes.
    pub fn all_figures(&self, scope: Scope) -> Vec<(String, String, Figure)> {
        let _ = scope;
        Vec::new()
    }
}
