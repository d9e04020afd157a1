//! What has to be hidden from an audience, and the word that stands for each: read from the roster, the profiles and the
//! settings, not from what the notes say.

mod english;
mod item;
pub(crate) mod name;
mod people;
mod places;

pub use item::Kind;
pub(crate) use item::{Item, Proof};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::date::Date;
use crate::diag::Language;
use crate::model::{Casebook, StudentCode};

use super::Audience;
use super::fold::fold;

/// What another child is called in what parents read, and a child of whom nothing may be told.
pub(crate) const ANOTHER: &str = "同学";

/// Everything to hide in one edition.
#[derive(Debug, Default)]
pub(crate) struct Hidden {
    /// Patterns, each once.
    pub(crate) items: Vec<Item>,
    /// Days on which pupils were born.
    pub(crate) births: BTreeSet<Date>,
    /// Folded phrases that stay as they are.
    pub(crate) innocent: Vec<String>,
    /// Folded phrases that are known to be names.
    pub(crate) decided: Vec<String>,
    /// What the words that stand instead are in the language of the casebook, where that is not Chinese.
    pub(crate) words: BTreeMap<String, Arc<str>>,
}

impl Hidden {
    /// Gathers what one edition hides. `shown` holds the pupils who go by a name of their own there, with that name; every other
    /// pupil is another child.
    pub(crate) fn of(casebook: &Casebook, audience: Audience, shown: &BTreeMap<StudentCode, String>) -> Self {
        let mut gathered = Gathered::default();
        people::gather(casebook, shown, &mut gathered);
        places::gather(casebook, audience, &mut gathered);
        let folded = |phrases: &[String]| phrases.iter().map(|it| fold(it)).filter(|it| !it.is_empty()).collect();
        let births = casebook.roster.iter().flat_map(|it| it.students.values()).filter_map(|it| it.fields.date("birth"));
        Self {
            items: gathered.items(),
            births: births.collect(),
            innocent: folded(&casebook.aliases.innocent),
            decided: folded(&casebook.aliases.names),
            words: match casebook.config.written {
                Language::Chinese => BTreeMap::new(),
                Language::English => english::words(&casebook.schema),
            },
        }
    }
}

/// Patterns as they come in: of two that are written alike, the surer proof wins, and a word that fits both.
#[derive(Default)]
struct Gathered(BTreeMap<String, Item>);

impl Gathered {
    fn add(&mut self, pattern: &str, kind: Kind, proof: Proof, word: &str) {
        let pattern = fold(pattern);
        if pattern.chars().count() < 2 {
            return;
        }
        let item = Item { pattern: pattern.clone(), kind, proof, word: word.into() };
        match self.0.get_mut(&pattern) {
            None => {
                self.0.insert(pattern, item);
            }
            Some(known) => {
                if *known.word != *word {
                    known.word = known.kind.shared_word(&kind).into();
                }
                known.proof = known.proof.min(proof);
            }
        }
    }

    fn items(self) -> Vec<Item> {
        self.0.into_values().collect()
    }
}
