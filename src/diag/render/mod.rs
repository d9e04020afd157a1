//! Laying findings out for a person ([`human`]), a list ([`short`]) or a program ([`json`]).
//!
//! Source text and words that came from it may hold anything; what goes to a terminal holds no control character.

mod human;
mod json;
mod listed;
mod short;
mod visible;

use crate::source::{LineColumn, SourceTree, Span};

use super::{CONTENT, Diagnostics, Language, Place, Severity};

pub use human::human;
pub use json::json;
pub use listed::{Listed, listed};
pub use short::short;
pub use visible::visible;

/// The last line: how many errors and warnings there are.
pub fn summary(diagnostics: &Diagnostics, language: Language) -> String {
    let (errors, warnings) = (diagnostics.count(Severity::Error), diagnostics.count(Severity::Warning));
    match language {
        Language::Chinese => match (errors, warnings) {
            (0, 0) => "没有发现问题".to_owned(),
            (errors, 0) => format!("{errors} 个错误"),
            (0, warnings) => format!("{warnings} 个警告"),
            (errors, warnings) => format!("{errors} 个错误，{warnings} 个警告"),
        },
        Language::English => {
            let count = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
            match (errors, warnings) {
                (0, 0) => "no problems found".to_owned(),
                (errors, 0) => count(errors, "error"),
                (0, warnings) => count(warnings, "warning"),
                (errors, warnings) => format!("{}, {}", count(errors, "error"), count(warnings, "warning")),
            }
        }
    }
}

/// How bad a finding is, in a word.
fn severity_word(severity: Severity, language: Language) -> &'static str {
    match (severity, language) {
        (Severity::Error, Language::Chinese) => "错误",
        (Severity::Warning, Language::Chinese) => "警告",
        (Severity::Error, Language::English) => "error",
        (Severity::Warning, Language::English) => "warning",
    }
}

/// A source file's name as it is shown.
fn file_name(tree: &SourceTree, span: Span) -> String {
    tree.get(span.file).map_or_else(String::new, |file| format!("{CONTENT}{}", file.path))
}

/// A place as it is shown: the file's name, and the two ends where it is a stretch of one that has text. Nothing for the
/// casebook as a whole.
fn located(tree: &SourceTree, place: &Place) -> (Option<String>, Option<(LineColumn, LineColumn)>) {
    match place {
        Place::Casebook => (None, None),
        Place::Path(path) => (Some(path.clone()), None),
        Place::Line(line) => {
            let at = |end| LineColumn { line: line.number, ..LineColumn::of(&line.text, end) };
            (Some(line.path.clone()), Some((at(line.start), at(line.end))))
        }
        Place::Span(span) => {
            let name = file_name(tree, *span);
            let text = tree.text(span.file);
            let ends = (LineColumn::of(text, span.start as usize), LineColumn::of(text, span.end as usize));
            (Some(name).filter(|it| !it.is_empty()), Some(ends).filter(|_| !text.is_empty()))
        }
    }
}
