//! The theme's Typst files: the built-in ones, replaced file by file by a user's.

use std::collections::{BTreeMap, HashMap};

use typst::syntax::{DiagSpanKind, FileId, RootedPath, Source, VirtualPath, VirtualRoot};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::LineColumn;

/// The built-in files.
const BUILT_IN: [(&str, &str); 6] = [
    ("main.typ", include_str!("../../themes/default/typst/main.typ")),
    ("blocks.typ", include_str!("../../themes/default/typst/blocks.typ")),
    ("compilation.typ", include_str!("../../themes/default/typst/compilation.typ")),
    ("gongwen.typ", include_str!("../../themes/default/typst/gongwen.typ")),
    ("school.typ", include_str!("../../themes/default/typst/school.typ")),
    ("compact.typ", include_str!("../../themes/default/typst/compact.typ")),
];

/// Parsed sources by id.
#[derive(Debug)]
pub(super) struct Theme {
    pub(super) main: FileId,
    sources: HashMap<FileId, Source>,
    /// Every file's text by name.
    files: BTreeMap<String, String>,
    /// Names of the files that a user replaced or added.
    replaced: Vec<String>,
}

impl Theme {
    /// Parses the built-in files under `replacements`.
    pub(super) fn read(replacements: &BTreeMap<String, String>) -> Result<Self, Diagnostics> {
        let mut files: BTreeMap<&str, &str> = BUILT_IN.into_iter().collect();
        files.extend(replacements.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        let mut findings = Diagnostics::new();
        let mut sources = HashMap::new();
        for (name, text) in &files {
            let (name, text) = (*name, *text);
            let Some(id) = file_id(name) else {
                findings.push(unusable(name, text, 0, "file name"));
                continue;
            };
            let source = Source::new(id, text.to_owned());
            for error in source.root().errors_and_warnings().0 {
                let at = match error.span.get() {
                    DiagSpanKind::Number { num, sub_range, .. } => source.range(num, sub_range).map_or(0, |it| it.start),
                    DiagSpanKind::Range { range, .. } => range.start,
                    DiagSpanKind::Detached => 0,
                };
                findings.push(unusable(name, text, at, &error.message));
            }
            sources.insert(id, source);
        }
        let main = file_id("main.typ").filter(|_| findings.is_empty());
        match main {
            Some(main) => {
                let files = files.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
                Ok(Self { main, sources, files, replaced: replacements.keys().cloned().collect() })
            }
            None => Err(findings),
        }
    }

    pub(super) fn source(&self, id: FileId) -> Option<&Source> {
        self.sources.get(&id)
    }

    /// Every file by name, with its text.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Whether a user wrote this file.
    pub(super) fn is_replaced(&self, name: &str) -> bool {
        self.replaced.iter().any(|it| it == name)
    }
}

/// The id of a file at this path of the virtual folder. Ids are few in a process, so names must be too; `None` for a path
/// that leads out of the folder.
pub(super) fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// A fault in a theme's file, with file, line and column.
pub(super) fn unusable(name: &str, text: &str, at: usize, message: &str) -> Diagnostic {
    let LineColumn { line, column } = LineColumn::of(text, at);
    Diagnostic::general(Code::ThemeUnusable).arg("reason", format!("typst/{name}:{line}:{column} {message}"))
}
