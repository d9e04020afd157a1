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
    schema.each_label(&mut |key, label| {
        let name = || english(label).map_or_else(|| in_words(key), str::to_owned);
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
        schema.each_label(&mut |_, label| {
            if let Some(name) = NAMES.get(label.as_str()) {
                label.clone_from(name);
            }
        });
        schema
    }

    /// Goes through every label with its key.
    fn each_label(&mut self, each: &mut impl FnMut(&str, &mut String)) {
        let of_fields = |set: &mut FieldSet, each: &mut dyn FnMut(&str, &mut String)| {
            set.iter_mut().for_each(|it| each(&it.key, &mut it.label));
        };
        for kind in &mut self.types {
            each(&kind.key, &mut kind.label);
            of_fields(&mut kind.fields, each);
        }
        for (key, values) in &mut self.enums {
            each(key, &mut values.label);
            values.choices.iter_mut().for_each(|it| each(&it.key, &mut it.label));
            values.groups.iter_mut().for_each(|(label, _)| each("", label));
        }
        self.shapes.values_mut().chain(self.files.values_mut()).for_each(|it| of_fields(it, each));
        of_fields(&mut self.common, each);
        self.file_labels.iter_mut().for_each(|(key, label)| each(key, label));
        self.duties.iter_mut().for_each(|it| each(&it.key, &mut it.label));
        self.figures.iter_mut().for_each(|it| each(&it.name, &mut it.label));
        for row in self.tables.iter_mut().chain(&mut self.charts) {
            each(&row.key, &mut row.label);
            row.columns.iter_mut().for_each(|it| each("", it));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_has_a_name_in_english() {
        let mut schema = Schema::built_in().in_english();
        schema.each_label(&mut |key, label| {
            let foreign = |it: char| ('\u{3000}'..='\u{9fff}').contains(&it) || ('\u{ff00}'..='\u{ffef}').contains(&it);
            assert!(!label.is_empty() && !label.contains(foreign), "{key}: {label}");
        });
        let visit = schema.find_type("家访").expect("the Chinese name is still read");
        assert_eq!(schema.note_type(visit).label, "Home visit");
        assert_eq!(schema.choice_label("phase", "A"), "baseline");
    }
}
