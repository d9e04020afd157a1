//! Findings for a person: the headline, the line of source with a caret under it, and what to do.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diag::{Diagnostic, Diagnostics, Language, OuterLine, Place, Severity};
use crate::source::{SourceTree, Span};

use super::visible::visible_lines;
use super::{file_name, severity_word, visible};

/// Lays findings out one below the other, with an empty line after each. `color` adds escape sequences for a terminal; without
/// it the text says as much.
pub fn human(diagnostics: &Diagnostics, tree: &SourceTree, language: Language, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(120);
    let mut out = String::new();
    for diagnostic in diagnostics.iter() {
        out.push_str(&one(diagnostic, tree, language, &renderer));
        out.push_str("\n\n");
    }
    out
}

/// A finding.
fn one(diagnostic: &Diagnostic, tree: &SourceTree, language: Language, renderer: &Renderer) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let level = level.with_name(severity_word(diagnostic.severity(), language));
    let message = diagnostic.message(language);
    let title = level.primary_title(visible(&message)).id(diagnostic.code.id());
    let mut group = Group::with_title(title);
    match &diagnostic.place {
        Place::Casebook => {}
        Place::Path(path) => group = group.element(Origin::path(visible(path).into_owned())),
        Place::Line(line) => group = Excerpt::of_line(line).add_to(group, language),
        Place::Span(span) => {
            for excerpt in excerpts(tree, *span, &diagnostic.related) {
                group = excerpt.add_to(group, language);
            }
        }
    }
    if let Some(hint) = diagnostic.hint(language) {
        let word = match language {
            Language::Chinese => "提示",
            Language::English => "help",
        };
        group = group.element(Level::HELP.with_name(word).message(visible(&hint).into_owned()));
    }
    renderer.render(&[group])
}

/// Lines further apart than this are shown as two excerpts.
const NEAR: usize = 8;

/// Lines of one file and what is marked in them.
struct Excerpt<'a> {
    name: String,
    /// A file's text from this line on.
    text: &'a str,
    first: usize,
    /// The lines' bytes in the text.
    lines: Range<usize>,
    /// What is marked, in bytes of the text; the finding's own place is said to be so.
    marks: Vec<(Range<usize>, bool)>,
}

/// The excerpts that show a place and the places that explain it; near ones of a file share one.
fn excerpts<'a>(tree: &'a SourceTree, place: Span, related: &[Span]) -> Vec<Excerpt<'a>> {
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    let marks = std::iter::once((place, true)).chain(related.iter().map(|it| (*it, false)));
    for (span, own) in marks {
        let (name, text) = (file_name(tree, span), tree.text(span.file));
        let mark = first_line_of(text, span);
        let lines = line_around(text, mark.start);
        let near = |it: &&mut Excerpt<'_>| {
            let between = it.lines.end.min(lines.end)..it.lines.start.max(lines.start);
            it.name == name && text.get(between).unwrap_or_default().matches('\n').count() <= NEAR
        };
        match excerpts.iter_mut().find(near) {
            Some(excerpt) => {
                excerpt.lines = excerpt.lines.start.min(lines.start)..excerpt.lines.end.max(lines.end);
                excerpt.marks.push((mark, own));
            }
            None => excerpts.push(Excerpt { name, text, first: 1, lines, marks: vec![(mark, own)] }),
        }
    }
    excerpts
}

/// The part of a span in its first line, on the boundaries of characters.
fn first_line_of(text: &str, span: Span) -> Range<usize> {
    let start = text.floor_char_boundary(span.range().start.min(text.len()));
    let end = text.ceil_char_boundary(span.range().end.min(text.len())).max(start);
    let line = text.get(start..end).and_then(|it| it.lines().next()).unwrap_or_default();
    start..start + line.len()
}

/// The line that holds `at`, without its line break.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let start = text.get(..at).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1);
    let length = text.get(start..).map_or(0, |it| it.find('\n').unwrap_or(it.len()));
    start..start + length
}

impl<'a> Excerpt<'a> {
    /// The line of a file that is not in the tree.
    fn of_line(line: &'a OuterLine) -> Self {
        let OuterLine { path, number, start, end, text } = line;
        Self { name: path.clone(), text, first: *number as usize, lines: 0..text.len(), marks: vec![(*start..*end, true)] }
    }

    /// Adds the excerpt to a finding; of a place that is a whole file, or in a file without text, only the name.
    fn add_to<'g>(self, group: Group<'g>, language: Language) -> Group<'g> {
        let whole = self.marks.iter().all(|(mark, own)| *own && *mark == (0..0));
        if whole || self.text.is_empty() {
            return group.element(Origin::path(visible(&self.name).into_owned()));
        }
        let before = self.text.get(..self.lines.start).unwrap_or_default();
        let shown = |range: Range<usize>| visible_lines(self.text.get(range).unwrap_or_default());
        let label = match language {
            Language::Chinese => "另见这里",
            Language::English => "see also here",
        };
        // Replaced characters differ in bytes, so places are counted anew in what is shown.
        let annotations = self.marks.iter().map(|(mark, own)| -> Annotation<'static> {
            let start = shown(self.lines.start..mark.start).len();
            let place = start..start + shown(mark.clone()).len();
            match own {
                true => AnnotationKind::Primary.span(place),
                false => AnnotationKind::Context.span(place).label(label),
            }
        });
        let snippet = Snippet::source(shown(self.lines.clone()).into_owned())
            .line_start(before.matches('\n').count() + self.first)
            .path(visible(&self.name).into_owned())
            .annotations(annotations.collect::<Vec<_>>());
        group.element(snippet)
    }
}

#[cfg(test)]
#[path = "human_tests.rs"]
mod tests;
