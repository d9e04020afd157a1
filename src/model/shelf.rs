//! Parsed files, put where their places say they belong.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, SitePath, SourceTree, Span};
use crate::syntax::{Entry, Node, NodeKind, ParsedBody, ParsedFile, Prose, Table};

use super::layout::{Folder, Place, place};
use super::{Asset, StudentCode};

/// Every file by what it is, each kind in order of path.
#[derive(Default)]
pub(super) struct Shelf {
    pub(super) config: Option<File>,
    pub(super) roster: Option<File>,
    pub(super) aliases: Option<File>,
    pub(super) students: Vec<(StudentCode, File)>,
    pub(super) classes: Vec<(String, File)>,
    pub(super) surveys: Vec<(String, File)>,
    pub(super) responses: Vec<(String, TableFile)>,
    pub(super) projects: Vec<(String, File)>,
    pub(super) summaries: Vec<(String, File)>,
    pub(super) notes: Vec<NoteFile>,
    pub(super) tables: Vec<(Folder, TableFile)>,
    pub(super) assets: BTreeMap<SitePath, Asset>,
}

/// A file of keys, values and perhaps text.
pub(super) struct File {
    pub(super) path: SitePath,
    pub(super) entries: Vec<Entry>,
    pub(super) prose: Prose,
    /// The front matter; the file's start where there is none.
    pub(super) span: Span,
    /// Whether it could be read; what could not has its finding already.
    pub(super) readable: bool,
}

/// A note that is a file, and in whose folder it lies.
pub(super) struct NoteFile {
    pub(super) folder: Folder,
    pub(super) id: FileId,
    pub(super) file: File,
    /// What parsing found in it.
    pub(super) found: Diagnostics,
}

/// A table.
pub(super) struct TableFile {
    pub(super) path: SitePath,
    pub(super) id: FileId,
    pub(super) table: Table,
}

impl Shelf {
    /// In whose folders notes and tables lie.
    pub(super) fn folders(&self) -> impl Iterator<Item = &Folder> {
        self.notes.iter().map(|it| &it.folder).chain(self.tables.iter().map(|(folder, _)| folder))
    }

    /// Sorts files, with what parsing found in each, and reports those that lie where nothing is expected.
    pub(super) fn of(tree: &SourceTree, files: Vec<(ParsedFile, Diagnostics)>, findings: &mut Diagnostics) -> Self {
        let mut shelf = Self::default();
        for (file, found) in files {
            let Some(path) = tree.get(file.id).map(|it| it.path.clone()) else { continue };
            match NoteFile::of(&path, file, found) {
                Ok(note) => shelf.notes.push(note),
                Err((file, found)) => {
                    findings.extend(found);
                    shelf.put(path, file, tree, findings);
                }
            }
        }
        shelf
    }

    fn put(&mut self, path: SitePath, parsed: ParsedFile, tree: &SourceTree, findings: &mut Diagnostics) {
        let id = parsed.id;
        match (place(&path), parsed.body) {
            (_, ParsedBody::Failed) => {}
            (Place::Asset, _) => {
                self.assets.insert(path, Asset { file: id });
            }
            (Place::Table(folder), ParsedBody::Table(table)) => self.tables.push((folder, TableFile { path, id, table })),
            (Place::Responses(key), ParsedBody::Table(table)) => self.responses.push((key, TableFile { path, id, table })),
            (Place::Config, ParsedBody::Yaml(node)) => self.config = Some(File::of_yaml(path, id, node, tree)),
            (Place::Roster, ParsedBody::Yaml(node)) => self.roster = Some(File::of_yaml(path, id, node, tree)),
            (Place::Aliases, ParsedBody::Yaml(node)) => self.aliases = Some(File::of_yaml(path, id, node, tree)),
            (place, ParsedBody::Note { entries, prose, .. }) => {
                let file = File::of_note(path, id, entries, prose);
                match place {
                    Place::Student(code) => insert(&mut self.students, code, file, findings),
                    Place::Class(key) => insert(&mut self.classes, key, file, findings),
                    Place::Survey(key) => insert(&mut self.surveys, key, file, findings),
                    Place::Project(key) => insert(&mut self.projects, key, file, findings),
                    Place::Summary(key) => insert(&mut self.summaries, key, file, findings),
                    other => unknown(&file.path, id, other, findings),
                }
            }
            (other, _) => unknown(&path, id, other, findings),
        }
    }
}

/// Two folders of one name differ in spelling only: `S01` and `s01`.
fn insert<K: PartialEq>(list: &mut Vec<(K, File)>, key: K, file: File, findings: &mut Diagnostics) {
    match list.iter().find(|(it, _)| *it == key) {
        Some((_, first)) => {
            let finding = Diagnostic::new(Code::NameTaken, file.span).arg("name", &file.path);
            findings.push(finding.arg("other", &first.path).related(first.span));
        }
        None => list.push((key, file)),
    }
}

fn unknown(path: &SitePath, id: FileId, place: Place, findings: &mut Diagnostics) {
    let meant = match place {
        Place::Unknown(meant) => meant,
        _ => None,
    };
    let finding = Diagnostic::new(Code::UnknownPlace, Span::file(id)).arg("path", path);
    findings.push(finding.arg("nearest", meant.unwrap_or_default()));
}

impl NoteFile {
    /// A parsed file as a note; what was given, where it is none.
    pub(super) fn of(path: &SitePath, file: ParsedFile, found: Diagnostics) -> Result<Self, (ParsedFile, Diagnostics)> {
        let ParsedFile { id, body } = file;
        match (place(path), body) {
            (Place::Note(folder), ParsedBody::Note { entries, prose, .. }) => {
                Ok(Self { folder, id, file: File::of_note(path.clone(), id, entries, prose), found })
            }
            (_, body) => Err((ParsedFile { id, body }, found)),
        }
    }
}

impl File {
    fn of_yaml(path: SitePath, id: FileId, node: Node, tree: &SourceTree) -> Self {
        let blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
        let (entries, readable) = match node.kind {
            NodeKind::Map(entries) => (entries, true),
            // nothing came of something: the reason was reported
            NodeKind::Null => (Vec::new(), tree.text(id).lines().all(blank)),
            NodeKind::List(_) | NodeKind::Scalar(_) => (Vec::new(), false),
        };
        Self { path, entries, prose: Prose::default(), span: Span::file(id), readable }
    }

    fn of_note(path: SitePath, id: FileId, entries: Vec<Entry>, prose: Prose) -> Self {
        let span = match (entries.first(), entries.last()) {
            (Some(first), Some(last)) => first.key.span.to(last.key.span).to(last.value.span),
            _ => Span::file(id),
        };
        Self { path, entries, prose, span, readable: true }
    }
}
