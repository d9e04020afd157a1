//! Reading raw fields by the table.

use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::Span;
use crate::syntax::{Entry, Node, NodeKind};

use super::names::is_chinese;
use super::{Field, FieldSet, Fields, NoteType, Schema, TypeId};

impl Schema {
    /// Reads raw entries by a set of fields: finds each field by any of its names and converts its value. Keys that are no
    /// field's, a field that is given twice and values that are not what their field wants become findings and are left out,
    /// as are empty values. `owner` is what the findings call the whole: the label of the note's type or of the file.
    ///
    /// Required fields are [`Schema::require`]'s affair, as a note's file name and text may give some; those of groups within
    /// are checked here.
    pub fn check(&self, owner: &str, fields: &FieldSet, entries: &[Entry], findings: &mut Diagnostics) -> Fields {
        let mut seen: Vec<(usize, Span)> = Vec::with_capacity(entries.len());
        let mut values = Vec::with_capacity(entries.len());
        for entry in entries {
            let Some(position) = fields.position(&entry.key.value) else {
                findings.push(unknown_key(owner, fields, entry));
                continue;
            };
            if let Some((_, first)) = seen.iter().find(|(it, _)| *it == position) {
                let twice = Diagnostic::new(Code::DuplicateKey, entry.key.span).arg("key", &entry.key.value);
                findings.push(twice.related(*first));
                continue;
            }
            seen.push((position, entry.key.span));
            let Some(field) = fields.at(position) else { continue };
            if let Some(value) = self.convert(&entry.key.value, field, &entry.value, findings) {
                values.push((position, field.key.clone(), value));
            }
        }
        values.sort_by_key(|(position, ..)| *position);
        Fields::new(values.into_iter().map(|(_, key, value)| (key, value)).collect())
    }

    /// Reports each required field that was not given. One that was given with a faulty value has its own finding already.
    /// `except` names fields that come from elsewhere; `span` is where the fields were expected.
    pub fn require(&self, asked: &Asked<'_>, entries: &[Entry], checked: &Fields, findings: &mut Diagnostics) {
        for field in asked.fields.iter().filter(|it| it.required && !asked.except.contains(&&*it.key)) {
            let written = |entry: &Entry| {
                !is_blank(&entry.value) && asked.fields.find(&entry.key.value).is_some_and(|it| it.key == field.key)
            };
            if checked.get(&field.key).is_some() || entries.iter().any(written) {
                continue;
            }
            // an empty cell is the place to fill in
            let empty = entries.iter().find(|it| asked.fields.find(&it.key.value).is_some_and(|it| it.key == field.key));
            let span = empty.map_or(asked.span, |it| it.value.span);
            let missing = Diagnostic::new(Code::RequiredMissing, span).arg("owner", asked.owner);
            findings.push(missing.arg("field", &field.label).arg("example", self.example_line(field)));
        }
    }

    /// The most special type that raw values make of a note: a `family_contact` with `mode: visit` is a `home_visit`.
    pub fn narrow(&self, declared: TypeId, entries: &[Entry]) -> TypeId {
        let mut id = declared;
        loop {
            let fields = &self.note_type(id).fields;
            let chosen = |(name, wanted): &(super::Key, super::Key)| {
                let Some(position) = fields.position(name) else { return false };
                let entry = entries.iter().find(|it| fields.position(&it.key.value) == Some(position));
                let written = entry.and_then(|it| it.value.scalar());
                let choice = written.zip(fields.at(position)).and_then(|(text, field)| self.choice_of(field, text));
                choice.is_some_and(|it| it.key == *wanted)
            };
            let special = |row: &&(TypeId, &NoteType)| {
                row.1.parent == Some(id) && !row.1.sets.is_empty() && row.1.sets.iter().all(chosen)
            };
            match self.types().find(|row| special(&row)) {
                Some((child, _)) => id = child,
                None => return id,
            }
        }
    }

    fn choice_of(&self, field: &Field, text: &str) -> Option<&super::Choice> {
        match &field.kind {
            super::FieldType::Enum(name) => self.enums.get(name)?.find(text),
            _ => None,
        }
    }
}

/// What [`Schema::require`] looks for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// What findings call the whole.
    pub owner: &'a str,
    /// The fields, of which only the required matter.
    pub fields: &'a FieldSet,
    /// Keys of fields that come from elsewhere.
    pub except: &'a [&'a str],
    /// Where they were expected.
    pub span: Span,
}

/// Whether there is nothing: no value, or one of blanks.
pub(super) fn is_blank(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Null => true,
        NodeKind::Scalar(text) => text.trim().is_empty(),
        NodeKind::List(items) => items.is_empty(),
        NodeKind::Map(entries) => entries.is_empty(),
    }
}

fn unknown_key(owner: &str, fields: &FieldSet, entry: &Entry) -> Diagnostic {
    let key = &entry.key.value;
    let finding = Diagnostic::new(Code::UnknownKey, entry.key.span).arg("owner", owner).arg("key", key);
    finding.arg("nearest", nearest_field(fields, key).unwrap_or_default())
}

/// The name of a field that was probably meant, in the language of what was written.
fn nearest_field<'a>(fields: &'a FieldSet, key: &str) -> Option<&'a str> {
    if is_chinese(key) {
        let labels = fields.iter().map(|it| it.label.as_str());
        let synonyms = fields.iter().flat_map(|it| it.synonyms.iter().map(String::as_str));
        return nearest(key, labels.chain(synonyms));
    }
    nearest(&super::normalize(key), fields.iter().map(|it| &*it.key))
}
