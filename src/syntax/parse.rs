//! Parsing every file of a tree.

use rayon::prelude::*;

use crate::diag::{Diagnostics, guarded};
use crate::source::{Content, FileId, SourceFile, SourceTree, Span};

use super::{Entry, Node, NodeKind, Prose, Table, front_matter, markdown, table, yaml};

/// A file as structure.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedFile {
    /// The file.
    pub id: FileId,
    /// What is in it.
    pub body: ParsedBody,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
pub enum ParsedBody {
    /// Markdown with front matter.
    Note {
        /// The front matter's keys and values.
        entries: Vec<Entry>,
        /// The text below it.
        prose: Prose,
    },
    /// YAML alone.
    Yaml(Node),
    /// A table of notes.
    Table(Table),
    /// An image; its bytes stay in the tree.
    Image,
    /// Nothing: the program failed over it, which is told.
    Failed,
}

/// Parses every file, in parallel; the result is in the order of the tree.
pub fn parse(tree: &SourceTree) -> (Vec<ParsedFile>, Diagnostics) {
    let mut findings = Diagnostics::new();
    let parsed = parse_each(tree).into_iter().map(|(file, found)| {
        findings.extend(found);
        file
    });
    (parsed.collect(), findings)
}

/// The same, with what was found in each file.
pub fn parse_each(tree: &SourceTree) -> Vec<(ParsedFile, Diagnostics)> {
    let files: Vec<_> = tree.iter().collect();
    files.into_par_iter().map(|(id, file)| parse_file(id, file)).collect()
}

/// Parses a file.
pub fn parse_file(id: FileId, file: &SourceFile) -> (ParsedFile, Diagnostics) {
    watched(id, || parsed(id, file))
}

/// What came of a file; where the program failed over it, that alone.
fn watched(id: FileId, parse: impl FnOnce() -> (ParsedFile, Diagnostics)) -> (ParsedFile, Diagnostics) {
    guarded(parse).unwrap_or_else(|fault| {
        let found = Diagnostics::from_iter([fault.in_file(Span::file(id))]);
        (ParsedFile { id, body: ParsedBody::Failed }, found)
    })
}

fn parsed(id: FileId, file: &SourceFile) -> (ParsedFile, Diagnostics) {
    let mut findings = Diagnostics::new();
    let body = match (&file.content, file.path.extension().as_str()) {
        (Content::Binary(_), _) => ParsedBody::Image,
        (Content::Text(text, _), "csv") => ParsedBody::Table(table(id, text, &mut findings)),
        (Content::Text(text, _), "yaml" | "yml") => ParsedBody::Yaml(yaml(id, text, 0..text.len(), &mut findings)),
        (Content::Text(text, _), _) => {
            let (entries, body) = front_matter(id, text, &mut findings);
            ParsedBody::Note { entries, prose: markdown(id, text, body) }
        }
    };
    (ParsedFile { id, body }, findings)
}

impl ParsedBody {
    /// The entries of YAML or front matter; none for tables, images, and YAML that is no map.
    pub fn entries(&self) -> &[Entry] {
        match self {
            ParsedBody::Note { entries, .. } => entries,
            ParsedBody::Yaml(Node { kind: NodeKind::Map(entries), .. }) => entries,
            _ => &[],
        }
    }
}

impl ParsedFile {
    /// The file as one place.
    pub fn span(&self) -> Span {
        Span::file(self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Place};
    use crate::source::{Binary, Encoding, SitePath};

    #[test]
    fn a_file_over_which_the_program_fails_is_told_by_its_name() {
        let (parsed, found) = watched(FileId(3), || panic!("out of luck"));
        assert_eq!((parsed.id, &parsed.body), (FileId(3), &ParsedBody::Failed));
        let [finding] = found.into_iter().collect::<Vec<_>>().try_into().expect("one finding");
        assert_eq!((finding.code, finding.place), (Code::InternalError, Place::Span(Span::file(FileId(3)))));
    }

    #[test]
    fn each_kind_of_file_is_read_as_such_in_the_order_of_paths() {
        let text = |path: &str, text: &str| SourceFile {
            path: SitePath::new(path).expect("sound"),
            content: Content::Text(text.into(), Encoding::Utf8),
        };
        let picture = SourceFile { path: SitePath::new("d.PNG").expect("sound"), content: Content::Binary(Binary::held([1])) };
        let files = [
            picture,
            text("c.YML", "- 1\n"),
            text("b.CSV", "a\n1\n"),
            text("a.md", "---\n日期：1\n---\n"),
            text("0.yaml", "a: 1"),
        ];
        let (parsed, findings) = parse(&SourceTree::new(files));
        let kinds: Vec<_> = parsed
            .iter()
            .map(|file| match &file.body {
                ParsedBody::Note { entries, .. } => format!("note {}", entries.len()),
                ParsedBody::Yaml(_) => format!("yaml {}", file.body.entries().len()),
                ParsedBody::Table(table) => format!("table {}", table.rows.len()),
                ParsedBody::Image => "image".to_owned(),
                ParsedBody::Failed => "failed".to_owned(),
            })
            .collect();
        assert_eq!(kinds, ["yaml 1", "note 1", "table 1", "yaml 0", "image"]);
        assert_eq!(parsed.iter().map(|it| it.id.0).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!(findings.iter().map(|it| it.place.clone()).collect::<Vec<_>>(), [Place::Span(Span::new(FileId(1), 10..13))]);
    }
}
