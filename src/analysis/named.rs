//! Which pupils a text names: asked of every text that may go home, so all names are looked for at once.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::{Casebook, StudentCode, StudentId};

use super::Analysis;

/// Every name of every pupil.
#[derive(Debug)]
pub(super) struct Named {
    names: Words,
    /// Codes, which are written in any case.
    codes: Words,
}

/// Words, each with whose it is. Nothing where they are too many to be looked for.
#[derive(Debug)]
struct Words {
    search: Option<AhoCorasick>,
    owners: Vec<StudentCode>,
}

impl Named {
    pub(super) fn new(casebook: &Casebook) -> Self {
        let mut names: Vec<(&str, &StudentCode)> = Vec::new();
        for (_, student) in casebook.students() {
            names.extend([&student.alias, &student.name].into_iter().flatten().map(|it| (it.as_str(), &student.code)));
        }
        for (code, entry) in casebook.roster.iter().flat_map(|it| &it.students) {
            let fields = &entry.fields;
            names.extend(fields.text("name").into_iter().chain(fields.texts("nicknames")).map(|it| (it, code)));
        }
        names.retain(|(name, _)| !name.is_empty());
        let codes = casebook.students().map(|(_, it)| (it.code.as_str(), &it.code)).collect();
        Self { names: Words::new(names), codes: Words::new(codes) }
    }
}

impl Words {
    fn new(words: Vec<(&str, &StudentCode)>) -> Self {
        let search = AhoCorasick::builder().match_kind(MatchKind::Standard).build(words.iter().map(|(word, _)| word));
        Self { search: search.ok(), owners: words.into_iter().map(|(_, owner)| owner.clone()).collect() }
    }

    /// Whether a text has a word of anybody else. Where that cannot be told, it is taken to have one.
    fn of_another(&self, own: &StudentCode, text: &str) -> bool {
        let Some(search) = &self.search else { return true };
        let another = |at: usize| self.owners.get(at).is_none_or(|it| it != own);
        search.find_overlapping_iter(text).any(|it| another(it.pattern().as_usize()))
    }
}

impl Analysis<'_> {
    /// Whether a text has the name, alias, nickname or code of a pupil in it who is not this one.
    pub fn names_another(&self, student: StudentId, text: &str) -> bool {
        let named = self.named.get_or_init(|| Named::new(self.casebook));
        let own = &self.casebook.student(student).code;
        named.names.of_another(own, text) || named.codes.of_another(own, &text.to_uppercase())
    }
}
