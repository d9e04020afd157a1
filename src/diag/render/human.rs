//! Findings for a person: the headline, the line of source with a caret under it, and what to do.

use std::collections::HashMap;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diag::{Code, Diagnostic, Diagnostics, Language, OuterLine, Place, Severity};
use crate::source::{SourceTree, Span};

use super::visible::visible_lines;
use super::{file_name, located, severity_word, visible};

/// Lays findings out one below the other, with an empty line after each. `color` adds escape sequences for a terminal; without
/// it the text says as much.
pub fn human(diagnostics: &Diagnostics, tree: &SourceTree, language: Language, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(120);
    let mut out = String::new();
    for (diagnostic, others) in grouped(diagnostics, tree, language) {
        out.push_str(&one(diagnostic, &others, tree, language, &renderer));
        out.push_str("\n\n");
    }
    out
}

/// From how many findings with one cause on only the first is shown with its line.
const MANY: usize = 4;

/// So many places of the others are listed.
const LISTED: usize = 12;

/// Findings in their order; of those that say the same, the first with the rest of them, where there are many. One cause has
/// often hundreds of places: a word in a table's head, an editor's habit.
fn grouped<'d>(
    diagnostics: &'d Diagnostics,
    tree: &SourceTree,
    language: Language,
) -> Vec<(&'d Diagnostic, Vec<&'d Diagnostic>)> {
    let mut alike: HashMap<(Code, String), Vec<&Diagnostic>> = HashMap::new();
    for it in diagnostics.iter() {
        alike.entry((it.code, cause(it, tree, language))).or_default().push(it);
    }
    let mut groups = Vec::new();
    for it in diagnostics.iter() {
        match alike.get_mut(&(it.code, cause(it, tree, language))) {
            Some(all) if all.len() >= MANY => {
                let all = std::mem::take(all);
                groups.push((it, all.get(1..).unwrap_or_default().to_vec()));
            }
            // Told with the first.
            Some(all) if all.is_empty() => {}
            _ => groups.push((it, Vec::new())),
        }
    }
    groups
}

/// What findings with one cause have in common: what they say, or for slips of form the file in which somebody wrote so.
fn cause(diagnostic: &Diagnostic, tree: &SourceTree, language: Language) -> String {
    match &diagnostic.place {
        Place::Span(span) if !diagnostic.edits.is_empty() => file_name(tree, *span),
        _ => diagnostic.message(language),
    }
}

/// Where else the same was found, in a line.
fn elsewhere(others: &[&Diagnostic], tree: &SourceTree, language: Language) -> String {
    let mut places = String::new();
    let mut before = String::new();
    for it in others.iter().take(LISTED) {
        let (name, ends) = located(tree, &it.place);
        let name = name.unwrap_or_default();
        let line = ends.map(|it| format!(":{}", it.0.line)).unwrap_or_default();
        // A file's name stands once before its lines.
        let place = if name == before && !line.is_empty() { line.clone() } else { format!("{name}{line}") };
        let comma = if places.is_empty() { "" } else { say(language, "、", ", ") };
        places.push_str(&format!("{comma}{place}"));
        before = name;
    }
    let more = if others.len() > LISTED { say(language, "……", ", …") } else { "" };
    match language {
        Language::Chinese => format!("同样的还有 {} 处：{places}{more}", others.len()),
        Language::English => format!("the same in {} more places: {places}{more}", others.len()),
    }
}

fn say(language: Language, chinese: &'static str, english: &'static str) -> &'static str {
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

/// A finding, and where else it was found.
fn one(diagnostic: &Diagnostic, others: &[&Diagnostic], tree: &SourceTree, language: Language, renderer: &Renderer) -> String {
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
    if !others.is_empty() {
        let word = say(language, "还有", "note");
        let message = elsewhere(others, tree, language);
        group = group.element(Level::NOTE.with_name(word).message(visible(&message).into_owned()));
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
            let line = if self.first > 1 { format!(":{}", self.first) } else { String::new() };
            return group.element(Origin::path(visible(&format!("{}{line}", self.name)).into_owned()));
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
