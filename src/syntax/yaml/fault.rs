//! The parser's own errors, for what the scan did not recognise.

use std::ops::Range;

use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// The finding or findings for a parser's error. Nothing where a mistake that the scan has reported stands in the same line
/// or before it: then the error is most likely its consequence.
pub(super) fn explain(
    file: FileId,
    text: &str,
    range: Range<usize>,
    error: &serde_yaml::Error,
    known: &[Diagnostic],
) -> Vec<Diagnostic> {
    let message = error.to_string();
    let place = place(text, range, error);
    let span = Span::new(file, place.clone());
    let explained = |it: &Diagnostic| matches!(it.place, crate::diag::Place::Span(known) if known.start <= span.end);
    if known.iter().any(explained) {
        return Vec::new();
    }
    let indentation = [
        "did not find expected key",
        "did not find expected '-' indicator",
        "mapping values are not allowed",
        "mapping keys are not allowed",
        "block sequence entries are not allowed",
    ];
    if indentation.iter().any(|it| message.contains(it)) {
        return vec![Diagnostic::new(Code::YamlIndent, span)];
    }
    if message.contains("could not find expected ':'") {
        return vec![Diagnostic::new(Code::MissingColon, span)];
    }
    vec![Diagnostic::new(Code::YamlSyntax, span).arg("reason", message)]
}

/// The line that a parser names, from its first character that is no blank: a parser's column is where it gave up, which is
/// often past the mistake. An error at the end of the text belongs to the last line with anything on it.
pub(super) fn place(text: &str, range: Range<usize>, error: &serde_yaml::Error) -> Range<usize> {
    let source = text.get(range.clone()).unwrap_or_default();
    let start = match error.location().map_or(1, |it| it.line()) {
        0 | 1 => 0,
        line => source.match_indices('\n').nth(line - 2).map_or(source.len(), |(at, _)| at + 1),
    };
    let start = match source.get(start..).and_then(|it| it.lines().next()) {
        Some(words) if !words.trim().is_empty() => start,
        _ => {
            let written = source.get(..start).unwrap_or_default().trim_end();
            written.rfind('\n').map_or(0, |it| it + 1)
        }
    };
    let words = source.get(start..).and_then(|it| it.lines().next()).unwrap_or_default();
    let indentation = words.len() - words.trim_start().len();
    let from = range.start + start;
    from + indentation..from + words.trim_end().len().max(indentation)
}
