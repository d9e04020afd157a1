//! A finding in parts, for a list that another medium lays out.

use serde::Serialize;

use crate::diag::{Diagnostic, Language, Severity};
use crate::source::SourceTree;

use super::{located, visible};

/// A finding in parts, without control characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The name of its kind.
    pub code: &'static str,
    /// `content/students/S01/index.md:3:1`; empty where there is none.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub hint: Option<String>,
}

/// A finding in parts.
pub fn listed(diagnostic: &Diagnostic, tree: &SourceTree, language: Language) -> Listed {
    let (name, ends) = located(tree, &diagnostic.place);
    let start = ends.map(|(start, _)| format!(":{}:{}", start.line, start.column)).unwrap_or_default();
    Listed {
        severity: match diagnostic.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        code: diagnostic.code.id(),
        place: visible(&(name.unwrap_or_default() + &start)).into_owned(),
        message: visible(&diagnostic.message(language)).into_owned(),
        hint: diagnostic.hint(language).map(|it| visible(&it).into_owned()),
    }
}
