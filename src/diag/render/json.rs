//! One JSON object a finding.

use serde::Serialize;

use crate::diag::{Diagnostics, Language, Severity};
use crate::source::SourceTree;

use super::{located, visible};

/// A finding as a program reads it. Lines and columns start at 1, columns are characters, the end is one past the last;
/// what does not apply is null.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    message: &'a str,
    hint: Option<&'a str>,
}

/// One JSON object a line, one line a finding: `code`, `severity` (`error` or `warning`), `file`, `line`, `column`, `end_line`,
/// `end_column`, `message`, `hint`.
pub fn json(diagnostics: &Diagnostics, tree: &SourceTree, language: Language) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter() {
        let (name, ends) = located(tree, &diagnostic.place);
        let message = diagnostic.message(language);
        let hint = diagnostic.hint(language);
        let hint = hint.as_deref().map(|it| visible(it));
        let name = name.as_deref().map(|it| visible(it));
        let line = Line {
            code: diagnostic.code.id(),
            severity: match diagnostic.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            file: name.as_deref(),
            line: ends.map(|(start, _)| start.line),
            column: ends.map(|(start, _)| start.column),
            end_line: ends.map(|(_, end)| end.line),
            end_column: ends.map(|(_, end)| end.column),
            message: &visible(&message),
            hint: hint.as_deref(),
        };
        // Strings and numbers cannot fail to be written.
        out.push_str(&serde_json::to_string(&line).unwrap_or_default());
        out.push('\n');
    }
    out
}
