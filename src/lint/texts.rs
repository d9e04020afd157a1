//! Every text of a casebook, as passages: the values of a note's or file's fields, then the text below them.

use crate::model::{Casebook, Note, SummaryId};
use crate::schema::{Data, FieldSet, FieldType, Fields, Schema, Sensitivity, Value};
use crate::source::{FileId, SitePath, SourceTree, Span};

use super::markdown;
use super::passage::{Passage, Setting, Voice, value};

/// Fields that hold what a pupil or parent said.
const QUOTED: [&str; 7] = ["quote", "pupil_view", "parent_view", "parent_word", "parent_reply", "voices", "answers"];

/// Fields that are not read: what nobody checks, and the exemptions themselves.
const UNREAD: [&str; 2] = ["extra", "allow"];

/// The passages of one note or file.
#[derive(Debug)]
pub(super) struct Text<'a> {
    pub(super) setting: Setting,
    pub(super) passages: Vec<Passage<'a>>,
    /// How many of the passages are values of fields.
    pub(super) values: usize,
    /// The summary whose text it is.
    pub(super) summary: Option<SummaryId>,
    /// Gives the line of a place in the file, from 1.
    pub(super) line: Lines<'a>,
}

/// A file's text, to tell lines by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lines<'a>(&'a SourceTree);

impl Lines<'_> {
    /// The line in which a span begins.
    pub(super) fn of(self, span: Span) -> u32 {
        self.0.locate(span).line
    }
}

impl<'a> Text<'a> {
    /// The file that it stands in; `None` where it has no words.
    pub(super) fn file(&self) -> Option<FileId> {
        Some(self.passages.first()?.span(0, 0).file)
    }

    /// The passages below the fields.
    pub(super) fn body(&self) -> &[Passage<'a>] {
        self.passages.get(self.values..).unwrap_or_default()
    }
}

/// The text of a note.
pub(super) fn of_note<'a>(tree: &'a SourceTree, schema: &'a Schema, note: &'a Note) -> Text<'a> {
    let row = schema.note_type(note.kind);
    // What fills a field from below the front matter is read where it stands.
    let filled = row.body.as_deref().filter(|_| !note.body.is_empty());
    let filled = filled.filter(|it| note.fields.get(it).is_some_and(|value| value.span == note.origin.span));
    let of_body = row.body.as_deref().and_then(|it| row.fields.find(it));
    let other_voice = note.fields.choice("voice").is_some_and(|it| it != "teacher");
    let voice = Voice { setting: Setting::Note, secret: false, quoted: other_voice };
    let mut collector = Collector { tree, schema, voice, passages: Vec::new() };
    collector.fields(&row.fields, &note.fields, filled.unwrap_or_default());
    let secret = of_body.is_some_and(|it| it.class == Sensitivity::Secret);
    let body = (note.is_file() && !note.body.is_empty()).then_some(note.origin.span);
    collector.text(body, Voice { secret, quoted: other_voice || is_quoted(row.body.as_deref()), ..voice }, None)
}

fn is_quoted(field: Option<&str>) -> bool {
    field.is_some_and(|it| QUOTED.contains(&it))
}

/// The texts of every other file: pupils, classes, surveys, projects, summaries, settings.
pub(super) fn of_files<'a>(tree: &'a SourceTree, casebook: &'a Casebook) -> Vec<Text<'a>> {
    let shelf = Shelf { tree, casebook };
    let mut texts = vec![shelf.text("casebook", None, &casebook.config.fields, None)];
    texts.extend(of_students(tree, casebook));
    texts.extend(casebook.classes.iter().map(|it| shelf.text("class", it.path.as_ref(), &it.fields, None)));
    texts.extend(casebook.surveys.iter().map(|it| shelf.text("survey", Some(&it.path), &it.fields, None)));
    texts.extend(casebook.projects.iter().map(|it| shelf.text("project", Some(&it.path), &it.fields, None)));
    let summaries = casebook.summaries.iter().zip(0..);
    texts.extend(summaries.map(|(it, id)| shelf.text("summary", Some(&it.path), &it.fields, Some(SummaryId(id)))));
    texts
}

/// The texts of the pupils' files.
pub(super) fn of_students<'a>(tree: &'a SourceTree, casebook: &'a Casebook) -> impl Iterator<Item = Text<'a>> {
    let shelf = Shelf { tree, casebook };
    casebook.students.iter().map(move |it| shelf.text("student", Some(&it.path), &it.fields, None))
}

/// The files that are not notes.
#[derive(Clone, Copy)]
struct Shelf<'a> {
    tree: &'a SourceTree,
    casebook: &'a Casebook,
}

impl<'a> Shelf<'a> {
    /// The text of a file of one kind; settings have no text below their fields, and no path.
    fn text(self, kind: &str, path: Option<&SitePath>, fields: &'a Fields, summary: Option<SummaryId>) -> Text<'a> {
        let schema = &self.casebook.schema;
        let setting = if matches!(kind, "casebook" | "student") { Setting::Profile } else { Setting::Document };
        let voice = Voice { setting, secret: false, quoted: false };
        let mut collector = Collector { tree: self.tree, schema, voice, passages: Vec::new() };
        collector.fields(schema.file_fields(kind), fields, "");
        let head = path.and_then(|it| self.tree.find(it)).map(|file| {
            let ends = fields.iter().map(|(_, value)| value.span).filter(|it| it.file == file).map(|it| it.end);
            Span { file, start: 0, end: ends.max().unwrap_or_default() }
        });
        collector.text(head, voice, summary)
    }
}

/// Collects the passages of one note or file.
struct Collector<'a> {
    tree: &'a SourceTree,
    schema: &'a Schema,
    voice: Voice,
    passages: Vec<Passage<'a>>,
}

impl<'a> Collector<'a> {
    fn fields(&mut self, set: &FieldSet, fields: &'a Fields, except: &str) {
        for (key, value) in fields.iter() {
            if !has_text(&value.data) || UNREAD.contains(&&**key) || **key == *except {
                continue;
            }
            let field = set.find(key);
            let before = self.voice;
            self.voice.secret |= field.is_some_and(|it| it.class == Sensitivity::Secret);
            self.voice.quoted |= QUOTED.contains(&&**key);
            self.value(field.map(|it| &it.kind), value);
            self.voice = before;
        }
    }

    fn value(&mut self, kind: Option<&FieldType>, given: &'a Value) {
        let inner = match kind {
            Some(FieldType::List(inner) | FieldType::Map(inner, _)) => Some(&**inner),
            _ => None,
        };
        match &given.data {
            Data::Text(text) => self.passages.push(value(text, given.span, self.tree.slice(given.span), self.voice)),
            Data::List(items) => items.iter().for_each(|it| self.value(inner, it)),
            Data::Map(pairs) => pairs.iter().for_each(|(_, it)| self.value(inner, it)),
            Data::Record(fields) => {
                let shape = match kind {
                    Some(FieldType::Record(shape)) => self.schema.shapes.get(shape),
                    _ => None,
                };
                if let Some(shape) = shape {
                    self.fields(shape, fields, "");
                }
            }
            _ => {}
        }
    }

    /// The text, with what stands below `head`, the fields.
    fn text(mut self, head: Option<Span>, voice: Voice, summary: Option<SummaryId>) -> Text<'a> {
        let values = self.passages.len();
        if let Some(head) = head {
            let text = self.tree.text(head.file);
            self.passages.extend(markdown::passages(head.file, text, body_start(text, head.end as usize), voice));
        }
        Text { setting: voice.setting, passages: self.passages, values, summary, line: Lines(self.tree) }
    }
}

/// Whether a value can hold words.
fn has_text(data: &Data) -> bool {
    matches!(data, Data::Text(_) | Data::List(_) | Data::Map(_) | Data::Record(_))
}

/// The byte after the front matter, whose last value ends at `end`: after the next line that closes it. A file without
/// front matter begins with its text.
fn body_start(text: &str, end: usize) -> usize {
    if end == 0 && !text.trim_start().starts_with("---") {
        return 0;
    }
    let from = if end == 0 { text.find("---").map_or(0, |it| it + 3) } else { end };
    let mut at = text.get(from..).and_then(|it| it.find('\n')).map_or(text.len(), |it| from + it + 1);
    while let Some(rest) = text.get(at..).filter(|it| !it.is_empty()) {
        let line = rest.lines().next().unwrap_or_default();
        at = (at + line.len() + 1).min(text.len());
        let closes =
            line.trim_end() == "..." || line.chars().count() > 1 && line.trim_end().chars().all(|it| "-—－".contains(it));
        if closes {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_begins_after_the_fence() {
        let of = |text: &str, end: usize| text.get(body_start(text, end)..).expect("inside").to_owned();
        assert_eq!(of("---\na: 1\n# x\n---\n正文\n", 8), "正文\n");
        assert_eq!(of("正文", 0), "正文");
        assert_eq!(of("---\n---\n正文", 0), "正文");
        assert_eq!(of("---\na: 1", 8), "");
    }
}
