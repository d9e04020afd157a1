//! Findings: what is wrong with a casebook, where, and how to mend it.
//!
//! A stage reports a [`Diagnostic`]: a [`Code`] from the one table in [`codes`], a place, and the words that fill the
//! table's sentences. Nothing here prints; [`Diagnostic::message`] and [`Diagnostic::hint`] give the sentences of a
//! language, and the [`render`] functions lay them out for a person or a program.

#[macro_use]
mod lint_codes;
#[macro_use]
mod link_codes;
#[macro_use]
mod reading_codes;

pub mod codes;
mod fault;
mod nearest;
pub(crate) mod reading;
pub mod render;
mod wording;

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::source::{LineColumn, Span};

pub use codes::Code;
pub use fault::{Fault, guarded, heard};
pub use nearest::nearest;

/// The folder in which a casebook's sources lie, as it stands before their names in messages.
pub const CONTENT: &str = "content/";

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The build goes on; `--strict` makes it fail.
    Warning,
    /// Nothing is written.
    Error,
}

/// The language of messages, pages and documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    Chinese,
    /// English.
    English,
}

/// Where a finding is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// A stretch of a source file.
    Span(Span),
    /// A stretch of a file that is not in the tree, such as a theme's.
    Line(Box<OuterLine>),
    /// A file or folder that is not in the tree, as it is shown: with `content/` before it where it lies there.
    Path(String),
    /// The casebook as a whole.
    Casebook,
}

/// A stretch of one line of a file that is not in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OuterLine {
    /// The file, as it is shown.
    path: String,
    /// Which line, from 1.
    number: u32,
    /// The stretch, in bytes of the line.
    start: usize,
    end: usize,
    /// The line, without its break.
    text: String,
}

impl OuterLine {
    /// A line that is not shown.
    pub fn hidden(path: impl Into<String>, number: u32) -> Self {
        Self { path: path.into(), number, start: 0, end: 0, text: String::new() }
    }

    /// The stretch `range` of a file's text, as far as it lies in its first line.
    pub fn of(path: impl Into<String>, text: &str, range: Range<usize>) -> Self {
        let at = text.floor_char_boundary(range.start.min(text.len()));
        let begin = text[..at].rfind('\n').map_or(0, |it| it + 1);
        let line = text[begin..].lines().next().unwrap_or_default();
        let end = text.ceil_char_boundary(range.end.clamp(at, text.len()));
        let (start, end) = ((at - begin).min(line.len()), (end - begin).min(line.len()));
        Self { path: path.into(), number: LineColumn::of(text, at).line, start, end, text: line.to_owned() }
    }
}

/// One finding. It can be kept, to be told again of the same files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// What kind of finding.
    pub code: Code,
    /// Where.
    pub place: Place,
    /// What fills the placeholders of the code's sentences.
    pub args: Vec<(Cow<'static, str>, String)>,
    /// Other places that explain it, such as the first of two equal keys.
    pub related: Vec<Span>,
    /// What mends it, where that is beyond doubt: `casebook fix` does it.
    #[serde(default)]
    pub edits: Vec<Edit>,
}

/// A stretch of source and what is to stand there instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

impl Diagnostic {
    /// A finding at a stretch of source.
    pub fn new(code: Code, span: Span) -> Self {
        Self { code, place: Place::Span(span), args: Vec::new(), related: Vec::new(), edits: Vec::new() }
    }

    /// A finding in a file that is not in the tree.
    pub fn at_line(code: Code, line: OuterLine) -> Self {
        Self { code, place: Place::Line(Box::new(line)), args: Vec::new(), related: Vec::new(), edits: Vec::new() }
    }

    /// A finding about a file or folder that was not read.
    pub fn at_path(code: Code, path: impl Into<String>) -> Self {
        Self { code, place: Place::Path(path.into()), args: Vec::new(), related: Vec::new(), edits: Vec::new() }
    }

    /// A finding about the casebook as a whole.
    pub fn general(code: Code) -> Self {
        Self { code, place: Place::Casebook, args: Vec::new(), related: Vec::new(), edits: Vec::new() }
    }

    /// Fills a placeholder. An empty value counts as absent, so that the `[…]` around it is dropped.
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((Cow::Borrowed(name), value.to_string()));
        self
    }

    /// Adds a place that explains the finding.
    pub fn related(mut self, span: Span) -> Self {
        self.related.push(span);
        self
    }

    /// Adds a change that mends it.
    pub fn edit(mut self, span: Span, text: impl Into<String>) -> Self {
        self.edits.push(Edit { span, text: text.into() });
        self
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The headline: what is wrong.
    pub fn message(&self, language: Language) -> String {
        wording::fill(self.code.sentences(language).0, &self.args)
    }

    /// How to mend it; `None` where the headline says it all.
    pub fn hint(&self, language: Language) -> Option<String> {
        Some(wording::fill(self.code.sentences(language).1, &self.args)).filter(|it| !it.is_empty())
    }
}

/// Findings of a run, in the order they are shown: by place, then by code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// No findings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds many.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(diagnostics);
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|it| it.severity() == Severity::Error)
    }

    /// How many are that bad.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|it| it.severity() == severity).count()
    }

    /// In order of place and code, without repetitions.
    pub fn sorted(mut self) -> Self {
        self.0.sort_by(|a, b| (&a.place, a.code, &a.args).cmp(&(&b.place, b.code, &b.args)));
        self.0.dedup();
        self
    }

    /// In the order they stand.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self(iter.into_iter().collect())
    }
}
