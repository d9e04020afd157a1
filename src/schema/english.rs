//! The table's labels in English.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::phrases::english;

use super::{FieldSet, Schema};

/// The labels of the embedded table in English: as the list of phrases has them, else their keys as words. Of rows with one label the
/// first tells what it is called.
static NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let mut names = BTreeMap::new();
    let mut schema = Schema::built_in().clone();
    schema.each_label(&mut |key, label, _| {
        let name = || match english(label) {
            Some(name) => name.trim().to_owned(),
            // A column of signs alone, such as −2, is the same in every language.
            None if key.is_empty() => label.clone(),
            None => in_words(key),
        };
        names.entry(label.clone()).or_insert_with(name);
    });
    names
});

/// A key as words: `Home visit` for `home_visit`.
fn in_words(key: &str) -> String {
    let words = key.replace(['_', '.'], " ");
    let mut rest = words.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

impl Schema {
    /// The same table with English labels. What a school added or renamed keeps its own, and the names that are read stay what
    /// they were.
    pub fn in_english(&self) -> Schema {
        let mut schema = self.clone();
        schema.each_label(&mut |_, label, others| {
            if let Some(name) = NAMES.get(label.as_str()) {
                others.extend([std::mem::replace(label, name.clone())]);
            }
        });
        schema
    }

    /// Goes through every label with its key, and the other names by which it is found.
    fn each_label(&mut self, each: &mut impl FnMut(&str, &mut String, &mut Vec<String>)) {
        let mut unnamed = Vec::new();
        for kind in &mut self.types {
            each(&kind.key, &mut kind.label, &mut kind.synonyms);
        }
        for duty in &mut self.duties {
            each(&duty.key, &mut duty.label, &mut duty.synonyms);
            // The first of the other names is what tables print, where there is little room.
            duty.synonyms.first_mut().into_iter().for_each(|it| each(&duty.key, it, &mut unnamed));
        }
        for (key, values) in &mut self.enums {
            each(key, &mut values.label, &mut unnamed);
            values.choices.iter_mut().for_each(|it| each(&it.key, &mut it.label, &mut it.synonyms));
            values.groups.iter_mut().for_each(|(label, _)| each("", label, &mut unnamed));
        }
        let of_types = self.types.iter_mut().map(|it| &mut it.fields);
        let sets = of_types.chain(self.shapes.values_mut()).chain(self.files.values_mut()).chain([&mut self.common]);
        sets.flat_map(FieldSet::iter_mut).for_each(|it| each(&it.key, &mut it.label, &mut it.synonyms));
        self.file_labels.iter_mut().for_each(|(key, label)| each(key, label, &mut unnamed));
        self.figures.iter_mut().for_each(|it| each(&it.name, &mut it.label, &mut it.synonyms));
        for row in self.tables.iter_mut().chain(&mut self.charts) {
            each(&row.key, &mut row.label, &mut row.synonyms);
            row.columns.iter_mut().for_each(|it| each("", it, &mut unnamed));
        }
        self.ledger.iter_mut().for_each(|it| each(&it.row, &mut it.label, &mut unnamed));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_has_a_name_in_english() {
        let mut schema = Schema::built_in().in_english();
        schema.each_label(&mut |key, label, _| {
            let foreign = |it: char| ('\u{3000}'..='\u{9fff}').contains(&it) || ('\u{ff00}'..='\u{ffef}').contains(&it);
            assert!(!label.is_empty() && !label.contains(foreign), "{key}: {label}");
        });
        let visit = schema.find_type("家访").expect("the Chinese name is still read");
        assert_eq!(schema.note_type(visit).label, "Home visit");
        assert_eq!(schema.choice_label("phase", "A"), "Baseline");
    }
}
