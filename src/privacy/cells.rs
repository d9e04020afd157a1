//! Figures for an audience: those that the types table gives it, and none that tells of a few.
//!
//! A figure that counts persons, or is out of persons, is withheld where they are fewer than [`Audience::smallest_cell`]; so is
//! one whose rest, the persons who are not counted, are that few: the one would tell the other.

use std::collections::BTreeMap;

use crate::analysis::{Amount, Figure, FigureError, Scope};
use crate::model::Casebook;

use super::{Audience, View};

/// Units in which persons are counted.
const PERSONS: [&str; 2] = ["人", "份"];

impl View<'_> {
    /// A figure as this audience may read it.
    ///
    /// # Errors
    /// Where nothing has this name, or it is not kept of such a subject.
    pub fn figure(&self, text: &str, scope: Scope) -> Result<Figure, FigureError> {
        let figure = self.analysis.figure(text, scope)?;
        if self.audience == Audience::Teacher {
            return Ok(figure);
        }
        let name = self.analysis.figure_name(text)?.name;
        let row = self.analysis.figure_row(&name);
        if !row.is_some_and(|it| it.audiences.contains(&self.audience.letter())) {
            return Ok(withheld("本版不列"));
        }
        let least = self.audience.smallest_cell();
        let few = |count: i64| (1..least).contains(&count);
        let unit_of = |name: &str| self.analysis.figure_row(name).and_then(|it| it.unit.as_deref());
        let below = row.and_then(|it| it.denominator.as_deref()).and_then(unit_of);
        let out_of = figure.denominator.as_ref().map(|it| it.n).filter(|_| below.is_some_and(|it| PERSONS.contains(&it)));
        let counted = match &figure.amount {
            Amount::Count(count) => Some(*count),
            Amount::Percent { count, .. } => *count,
            Amount::Insufficient | Amount::Number { .. } | Amount::Estimate { .. } | Amount::Words(_) => None,
        };
        let of_persons = figure.unit.as_deref().is_some_and(|it| PERSONS.contains(&it)) || out_of.is_some();
        let counted = counted.filter(|_| of_persons && name != "students.excluded");
        let rest = counted.zip(out_of).map(|(count, n)| n - count);
        if out_of.is_some_and(few) || counted.is_some_and(few) || rest.is_some_and(few) {
            return Ok(withheld(&format!("人数少于{least}，不列")));
        }
        Ok(figure)
    }

    /// Whether the audience may read a table or chart with these letters at all.
    pub fn may_read(&self, audiences: &[char]) -> bool {
        audiences.contains(&self.audience.letter())
    }
}

fn withheld(why: &str) -> Figure {
    Figure { amount: Amount::Words(format!("（{why}）")), unit: None, denominator: None }
}

/// How well pupils hide among each other: how many share the sex, grade, subjects and domains of concern by which somebody who
/// knows the school could tell them apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anonymity {
    /// The smallest group; 0 without pupils.
    pub k: usize,
    /// How many pupils stand in groups of fewer than [`Anonymity::LEAST`].
    pub exposed: usize,
    /// Sizes of the groups, by what they share.
    pub groups: BTreeMap<String, usize>,
}

impl Anonymity {
    /// In a group of fewer a pupil does not hide.
    pub const LEAST: usize = 3;
}

/// The anonymity of the pupils of a projected casebook.
pub fn anonymity(casebook: &Casebook) -> Anonymity {
    let mut groups: BTreeMap<String, usize> = BTreeMap::new();
    for student in &casebook.students {
        let schema = &casebook.schema;
        let label = |list: &str, key: &str| schema.choice_label(list, key).to_owned();
        let gender = student.fields.choice("gender").map(|it| label("gender", it));
        let grade = student.class.and_then(|it| casebook.class(it).grade).map(|it| label("grade", &it.to_string()));
        let mut parts: Vec<String> = gender.into_iter().chain(grade).collect();
        for (field, list) in [("subjects", "subject"), ("concern_domains", "concern_domain")] {
            let mut keys = student.fields.choices(field);
            keys.sort_unstable();
            parts.extend(keys.into_iter().map(|it| label(list, it)));
        }
        *groups.entry(parts.join("·")).or_default() += 1;
    }
    let exposed = groups.values().filter(|it| **it < Anonymity::LEAST).sum();
    Anonymity { k: groups.values().min().copied().unwrap_or(0), exposed, groups }
}
