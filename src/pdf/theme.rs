//! The theme's Typst files: the built-in ones, and over them a user's, file by file.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use typst::foundations::Bytes;
use typst::syntax::{DiagSpanKind, FileId, RootedPath, Source, VirtualPath, VirtualRoot};

use crate::diag::{Code, Diagnostic, Diagnostics, OuterLine};

use super::meaning::meaning;

/// The built-in files.
const BUILT_IN: [(&str, &str); 7] = [
    ("main.typ", include_str!("../../themes/default/typst/main.typ")),
    ("own.typ", include_str!("../../themes/default/typst/own.typ")),
    ("blocks.typ", include_str!("../../themes/default/typst/blocks.typ")),
    ("compilation.typ", include_str!("../../themes/default/typst/compilation.typ")),
    ("gongwen.typ", include_str!("../../themes/default/typst/gongwen.typ")),
    ("school.typ", include_str!("../../themes/default/typst/school.typ")),
    ("compact.typ", include_str!("../../themes/default/typst/compact.typ")),
];

/// A user's own files, by name: Typst files (`gongwen.typ`), which replace the built-in ones of those names or stand beside
/// them, and what these read, such as a school's emblem. The built-in ones can be had as `default/gongwen.typ`.
#[derive(Debug, Clone, Default)]
pub struct OwnFiles {
    /// The folder they lie in, as it is shown, with a stroke at its end: `themes/school/typst/`.
    pub folder: String,
    /// The files.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Parsed sources by id, and every file.
#[derive(Debug)]
pub(super) struct Theme {
    pub(super) main: FileId,
    sources: HashMap<FileId, Source>,
    files: BTreeMap<String, Bytes>,
    /// Where a user's own lie, and their names.
    folder: String,
    own: Vec<String>,
}

impl Theme {
    /// Parses the built-in files under a user's own.
    ///
    /// # Errors
    /// What is wrong in which file, with line and column.
    pub(super) fn read(own: &OwnFiles) -> Result<Self, Diagnostics> {
        let mut files: BTreeMap<String, Bytes> =
            BUILT_IN.into_iter().map(|(name, text)| (name.to_owned(), Bytes::new(text.as_bytes()))).collect();
        if !own.files.is_empty() {
            // What is replaced can still be had.
            let kept = BUILT_IN.into_iter().map(|(name, text)| (format!("default/{name}"), Bytes::new(text.as_bytes())));
            files.extend(kept);
        }
        files.extend(own.files.iter().map(|(name, bytes)| (name.clone(), Bytes::new(bytes.clone()))));
        let mut findings = Diagnostics::new();
        let mut sources = HashMap::new();
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".typ")) {
            let shown = format!("{}{name}", own.folder);
            let (Some(id), Ok(text)) = (file_id(name), std::str::from_utf8(bytes)) else {
                findings.push(Diagnostic::at_path(Code::NotText, shown));
                continue;
            };
            let source = Source::new(id, text.trim_start_matches('\u{FEFF}').to_owned());
            for error in source.root().errors_and_warnings().0 {
                let range = match error.span.get() {
                    DiagSpanKind::Number { num, sub_range, .. } => source.range(num, sub_range),
                    DiagSpanKind::Range { range, .. } => Some(range),
                    DiagSpanKind::Detached => None,
                };
                findings.push(fault(&shown, source.text(), range.unwrap_or(0..0), &error.message));
            }
            sources.insert(id, source);
        }
        let main = file_id("main.typ").filter(|_| findings.is_empty()).ok_or(findings)?;
        Ok(Self { main, sources, files, folder: own.folder.clone(), own: own.files.keys().cloned().collect() })
    }

    pub(super) fn source(&self, id: FileId) -> Option<&Source> {
        self.sources.get(&id)
    }

    pub(super) fn file(&self, id: FileId) -> Option<&Bytes> {
        self.files.get(id.get().vpath().get_without_slash())
    }

    /// Every file by name, with its bytes.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// A user's own Typst files, as they are shown.
    pub(super) fn own_sources(&self) -> impl Iterator<Item = String> {
        self.own.iter().filter(|it| it.ends_with(".typ")).map(|it| format!("{}{it}", self.folder))
    }

    /// The folder of a user's own files, as it is shown.
    pub(super) fn folder(&self) -> &str {
        &self.folder
    }

    /// A fault at a stretch of a file, if a user wrote that file.
    pub(super) fn fault(&self, id: FileId, range: Range<usize>, message: &str) -> Option<Diagnostic> {
        let name = id.get().vpath().get_without_slash();
        let source = self.source(id).filter(|_| self.own.iter().any(|it| it == name))?;
        Some(fault(&format!("{}{name}", self.folder), source.text(), range, message))
    }
}

fn fault(path: &str, text: &str, range: Range<usize>, message: &str) -> Diagnostic {
    let line = OuterLine::of(path, text, range);
    Diagnostic::at_line(Code::ThemeLayout, line).arg("meaning", meaning(message)).arg("reason", message)
}

/// The id of a file at this path of the virtual folder. Ids are few in a process, so names must be too; `None` for a path
/// that leads out of the folder.
pub(super) fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}
