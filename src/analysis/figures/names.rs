//! Names of figures: the table's rows, with each placeholder filled in.

use std::collections::BTreeMap;

use crate::schema::{FigureRow, Key, Schema, normalize};

/// Every figure by all its names.
#[derive(Debug)]
pub(in crate::analysis) struct Names {
    /// In the table's order.
    pub(super) entries: Vec<Entry>,
    /// Names as printed: canonical ones, then labels, then others.
    pub(super) known: Vec<String>,
    by_name: BTreeMap<String, usize>,
}

/// One figure.
#[derive(Debug, PartialEq)]
pub(super) struct Entry {
    /// Canonical name.
    pub(super) name: String,
    /// Printed name.
    pub(super) label: String,
    /// Position of its row in the table.
    pub(super) row: usize,
    /// The placeholder and the key that stands for it.
    pub(super) key: Option<(String, Key)>,
}

/// What may stand for a placeholder.
struct Choice<'s> {
    key: &'s Key,
    label: &'s str,
    synonyms: &'s [String],
}

impl Names {
    pub(in crate::analysis) fn new(schema: &Schema) -> Self {
        let mut entries = Vec::new();
        // Of names that clash, canonical ones win over labels, and labels over other names.
        let mut named: [Vec<(String, usize)>; 3] = Default::default();
        for (row, figure) in schema.figures.iter().enumerate() {
            let Some(placeholder) = placeholder(&figure.name) else {
                named[0].push((figure.name.clone(), entries.len()));
                named[1].push((figure.label.clone(), entries.len()));
                named[2].extend(figure.synonyms.iter().map(|it| (it.clone(), entries.len())));
                entries.push(Entry { name: figure.name.clone(), label: figure.label.clone(), row, key: None });
                continue;
            };
            let slot = format!("{{{placeholder}}}");
            for choice in choices(schema, placeholder) {
                let at = entries.len();
                let name = figure.name.replace(&slot, choice.key);
                let label = figure.label.replace("{label}", choice.label);
                named[0].push((name.clone(), at));
                named[1].push((label.clone(), at));
                named[2].extend(other_names(figure, &slot, &choice).into_iter().map(|it| (it, at)));
                entries.push(Entry { name, label, row, key: Some((placeholder.to_owned(), choice.key.clone())) });
            }
        }
        let mut names = Self { entries, known: Vec::new(), by_name: BTreeMap::new() };
        for (name, at) in named.into_iter().flatten() {
            names.by_name.entry(normalize(&name)).or_insert_with(|| {
                names.known.push(name);
                at
            });
        }
        names
    }

    /// The figure that goes by this name, in any spelling.
    pub(super) fn find(&self, name: &str) -> Option<&Entry> {
        self.by_name.get(&normalize(name)).and_then(|at| self.entries.get(*at))
    }
}

/// `type` of `{type}.count`.
fn placeholder(name: &str) -> Option<&str> {
    name.split_once('{')?.1.split_once('}').map(|(name, _)| name)
}

fn choices<'s>(schema: &'s Schema, placeholder: &str) -> Vec<Choice<'s>> {
    match placeholder {
        "type" => schema.types.iter().map(|it| Choice { key: &it.key, label: &it.label, synonyms: &it.synonyms }).collect(),
        "duty" => schema.duties.iter().map(|it| Choice { key: &it.key, label: &it.label, synonyms: &it.synonyms }).collect(),
        _ => {
            let values = schema.enums.get(placeholder).map(|it| it.choices.as_slice()).unwrap_or_default();
            values.iter().map(|it| Choice { key: &it.key, label: &it.label, synonyms: &it.synonyms }).collect()
        }
    }
}

/// The canonical name with a label or synonym in it, and the printed name with a synonym.
fn other_names(figure: &FigureRow, slot: &str, choice: &Choice<'_>) -> Vec<String> {
    let canonical = |it: &str| figure.name.replace(slot, it);
    let mut names = vec![canonical(choice.label)];
    names.extend(choice.synonyms.iter().map(|it| canonical(it)));
    names.extend(choice.synonyms.iter().map(|it| figure.label.replace("{label}", it)));
    for synonym in &figure.synonyms {
        names.push(synonym.replace("{label}", choice.label));
        names.extend(choice.synonyms.iter().map(|it| synonym.replace("{label}", it)));
    }
    names
}
