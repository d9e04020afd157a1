//! One line a finding.

use std::fmt::Write;

use crate::diag::{Diagnostics, Language};
use crate::source::SourceTree;

use super::{located, severity_word, visible};

/// One line a finding: `content/a.md:2:4: 错误[unknown-key]: 没有“日朝”这一项`. Line and column start at 1 and columns are
/// characters; both are left out where a finding is about a whole file, and the name too where it is about the casebook.
pub fn short(diagnostics: &Diagnostics, tree: &SourceTree, language: Language) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter() {
        let (name, ends) = located(tree, &diagnostic.place);
        if let Some(name) = name {
            out.push_str(&visible(&name));
            if let Some((start, _)) = ends {
                // Writing to a string does not fail.
                let _ = write!(out, ":{}:{}", start.line, start.column);
            }
            out.push_str(": ");
        }
        let word = severity_word(diagnostic.severity(), language);
        let message = diagnostic.message(language);
        let _ = writeln!(out, "{word}[{}]: {}", diagnostic.code.id(), visible(&message));
    }
    out
}
