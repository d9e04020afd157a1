//! Parsing every file of a tree.

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, Diagnostics, guarded};
use crate::source::{Content, FileId, Limit, Limits, SourceFile, SourceTree, Span};

use super::yaml::yaml_within;
use super::{Entry, Node, NodeKind, Prose, Table, front_matter, markdown_within, odd, table};

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
        /// Where that begins.
        body: usize,
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
    files.into_par_iter().map(|(id, file)| parse_file(id, file, tree.limits())).collect()
}

/// Parses a file within limits.
pub fn parse_file(id: FileId, file: &SourceFile, limits: Limits) -> (ParsedFile, Diagnostics) {
    watched(id, || parsed(id, file, limits))
}

/// What came of a file; where the program failed over it, that alone.
fn watched(id: FileId, parse: impl FnOnce() -> (ParsedFile, Diagnostics)) -> (ParsedFile, Diagnostics) {
    guarded(parse).unwrap_or_else(|fault| {
        let found = Diagnostics::from_iter([fault.in_file(Span::file(id))]);
        (ParsedFile { id, body: ParsedBody::Failed }, found)
    })
}

fn parsed(id: FileId, file: &SourceFile, limits: Limits) -> (ParsedFile, Diagnostics) {
    let mut findings = Diagnostics::new();
    let body = match (&file.content, file.path.extension().as_str()) {
        (Content::Binary(_), _) => ParsedBody::Image,
        (Content::Text(text, _), "csv") => {
            odd::check(id, text, 0..text.len(), true, &mut findings);
            ParsedBody::Table(table(id, text, &mut findings))
        }
        (Content::Text(text, _), "yaml" | "yml") => {
            odd::check(id, text, 0..text.len(), false, &mut findings);
            let node = yaml_within(id, text, 0..text.len(), limits.nesting, &mut findings);
            if matches!(node.kind, NodeKind::List(_) | NodeKind::Scalar(_)) {
                findings.push(Diagnostic::new(Code::FrontMatterNotKeys, node.span));
            }
            ParsedBody::Yaml(node)
        }
        (Content::Text(text, _), _) => {
            let (entries, body) = front_matter(id, text, limits, &mut findings);
            odd::check(id, text, 0..body, false, &mut findings);
            odd::check(id, text, body..text.len(), true, &mut findings);
            findings.extend(open_code(id, text, body));
            let (prose, beyond) = markdown_within(id, text, body, limits.nesting);
            let too_deep =
                |place| Diagnostic::new(Code::TextTooDeep, place).arg("limit", limits.nesting).set_by(Limit::Nesting);
            findings.extend(beyond.map(too_deep));
            ParsedBody::Note { entries, prose, body }
        }
    };
    (ParsedFile { id, body }, findings)
}

/// The finding for a block of code in the text from `body` on whose fence has no partner: it swallows what follows it.
fn open_code(id: FileId, text: &str, body: usize) -> Option<Diagnostic> {
    let mut open: Option<(&str, Span)> = None;
    let mut at = body;
    for line in text.get(body..)?.split_inclusive('\n') {
        let words = line.trim_start_matches(' ');
        let indentation = line.len() - words.len();
        let mark = words.chars().next().filter(|it| indentation < 4 && matches!(it, '`' | '~'));
        let run = mark.map_or(0, |mark| words.len() - words.trim_start_matches(mark).len());
        let (fence, rest) = words.split_at(run);
        match open {
            _ if run < 3 => {}
            Some((opening, _)) if fence.starts_with(opening) && rest.trim().is_empty() => open = None,
            None if !fence.starts_with('`') || !rest.contains('`') => {
                let start = at + indentation;
                open = Some((fence, Span::new(id, start..start + words.trim_end().len())));
            }
            _ => {}
        }
        at += line.len();
    }
    open.map(|(fence, span)| Diagnostic::new(Code::CodeFenceUnclosed, span).arg("fence", fence))
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
    fn code_without_end_is_found() {
        let open = |text: &str| open_code(FileId(0), text, 0).map(|it| it.place);
        for text in ["甲", "```\n甲\n```\n", "~~~~\n```\n~~~~\n", "``` 甲```\n", "    ```\n", "  ```md\n甲\n````", "`甲`"]
        {
            assert_eq!(open(text), None, "{text}");
        }
        for (text, place) in [("甲\n```\n乙\n", 4..7), ("````\n```\n", 0..4), ("```\n~~~\n", 0..3), ("```\n``` 甲\n", 0..3)]
        {
            assert_eq!(open(text), Some(crate::diag::Place::Span(Span::new(FileId(0), place))), "{text}");
        }
    }

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
            text("c.YML", "1: 1\n"),
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
        assert_eq!(kinds, ["yaml 1", "note 1", "table 1", "yaml 1", "image"]);
        assert_eq!(parsed.iter().map(|it| it.id.0).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!(findings.iter().map(|it| it.place.clone()).collect::<Vec<_>>(), [Place::Span(Span::new(FileId(1), 10..13))]);
    }
}
