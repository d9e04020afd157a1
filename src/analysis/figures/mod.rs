//! Live figures by name.

mod answer;
mod case;
mod names;
mod outcome;
mod work;

use std::collections::BTreeSet;

use crate::date::TermId;
use crate::model::{ClassId, StudentId};
use crate::schema::{FigureRow, normalize};

use super::{Analysis, Denominator, Figure, Scope, Subject};

use answer::{Answer, Ask};
pub(super) use names::Names;

/// A figure's name as written after `=`: `talk.count`, `谈心次数`, `S02.talk.count`, `4-2.pass_rate(数学)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureName {
    /// The pupil named in front.
    pub student: Option<StudentId>,
    /// The class named in front.
    pub class: Option<ClassId>,
    /// The term named in front.
    pub term: Option<TermId>,
    /// Canonical name, such as `talk.count` or `cause.foundation.share`.
    pub name: String,
    /// What stands in the brackets: a measure by its name, or a subject by its key.
    pub argument: Option<String>,
}

/// Why there is no such figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureError {
    /// No figure has this name; the nearest known one, if the caller looked for it among [`Analysis::known_figure_names`].
    /// The analysis itself leaves it `None`.
    Unknown(Option<String>),
    /// The figure is not kept of this kind of subject; those it is kept of: `student`, `class`, `term`, `project`.
    Scope(Vec<String>),
    /// The name in front is no pupil, class or term.
    Subject(String),
    /// The argument is no measure or subject, or the figure takes none.
    Argument(String),
}

impl<'a> Analysis<'a> {
    /// Reads a figure's name. Pupils go by code or alias, classes and terms by any of their names; a class or pupil may be
    /// followed by a term.
    ///
    /// # Errors
    /// Where nothing has this name.
    pub fn figure_name(&self, text: &str) -> Result<FigureName, FigureError> {
        let text = crate::date::half_width(text.trim());
        let (mut rest, argument) = match text.strip_suffix(')').and_then(|it| it.rsplit_once('(')) {
            Some((name, argument)) => (name.trim(), Some(argument.trim())),
            None => (text.as_str(), None),
        };
        let mut name = FigureName { student: None, class: None, term: None, name: String::new(), argument: None };
        let entry = loop {
            if let Some(entry) = self.index.names.find(rest) {
                break entry;
            }
            rest = self.strip_subject(rest, &mut name)?;
        };
        name.name.clone_from(&entry.name);
        if let Some(argument) = argument {
            let takes = self.row(entry.row).and_then(|row| row.takes.as_deref());
            let known = match takes {
                Some("measure") => self.measure_named(argument),
                Some(_) => self.choice_named("subject", argument),
                None => None,
            };
            name.argument = Some(known.ok_or_else(|| FigureError::Argument(argument.to_owned()))?);
        }
        Ok(name)
    }

    /// Takes a pupil, class or term off the front; the shortest that is one.
    fn strip_subject<'t>(&self, text: &'t str, name: &mut FigureName) -> Result<&'t str, FigureError> {
        for (at, _) in text.match_indices('.') {
            let (front, rest) = (text[..at].trim(), &text[at + 1..]);
            if let Some(id) = self.student_named(front).filter(|_| name.student.is_none()) {
                name.student = Some(id);
            } else if let Some(id) = self.class_named(front).filter(|_| name.class.is_none()) {
                name.class = Some(id);
            } else if let Some(term) = front.parse().ok().and_then(|it| self.term(it)).filter(|_| name.term.is_none()) {
                name.term = Some(term.id);
            } else {
                continue;
            }
            return Ok(rest);
        }
        let figure = text.match_indices('.').find(|(at, _)| self.index.names.find(&text[at + 1..]).is_some());
        Err(match figure {
            Some((at, _)) => FigureError::Subject(text[..at].to_owned()),
            None => FigureError::Unknown(None),
        })
    }

    fn student_named(&self, name: &str) -> Option<StudentId> {
        let by_alias = |name: &str| {
            let mut students = self.casebook.students();
            students.find(|(_, it)| it.alias.as_deref().is_some_and(|alias| normalize(alias) == normalize(name)))
        };
        self.casebook.find_student(name).or_else(|| by_alias(name).map(|(id, _)| id))
    }

    fn class_named(&self, name: &str) -> Option<ClassId> {
        let numbers = class_numbers(name);
        let known = |key: &str| normalize(key) == normalize(name) || (numbers.len() == 2 && class_numbers(key) == numbers);
        let mut classes = self.casebook.classes();
        classes.find(|(_, class)| known(&class.key) || normalize(&class.name) == normalize(name)).map(|(id, _)| id)
    }

    /// A measure of the settings, or one that only notes name.
    fn measure_named(&self, name: &str) -> Option<String> {
        let same = |it: &&str| normalize(it) == normalize(name);
        let declared = self.casebook.config.measures.keys().map(String::as_str).find(same);
        let noted = || self.casebook.notes.iter().filter_map(|note| note.fields.text("measure")).find(same);
        declared.or_else(noted).map(str::to_owned)
    }

    /// A value of an enumeration by any of its names, or a school's own value that notes name.
    fn choice_named(&self, enumeration: &str, name: &str) -> Option<String> {
        let same = |it: &str| normalize(it) == normalize(name);
        let choices = self.casebook.schema.enums.get(enumeration)?.choices.iter();
        let mut known = choices.filter(|it| same(&it.key) || same(&it.label) || it.synonyms.iter().any(|it| same(it)));
        let noted = || self.casebook.notes.iter().filter_map(|note| note.fields.choice(enumeration)).find(|it| same(it));
        known.next().map(|it| &*it.key).or_else(noted).map(str::to_owned)
    }

    /// A figure by its name, of the scope unless the name says otherwise. What is counted of a term alone may be asked
    /// wherever the name says no pupil or class.
    ///
    /// # Errors
    /// Where nothing has this name, or it is not kept of such a subject.
    pub fn figure(&self, text: &str, scope: Scope) -> Result<Figure, FigureError> {
        let name = self.figure_name(text)?;
        let entry = self.index.names.find(&name.name).ok_or(FigureError::Unknown(None))?;
        let row = self.row(entry.row).ok_or(FigureError::Unknown(None))?;
        let asked = self.asked(&name, scope);
        if !is_kept_of(row, asked.subject) {
            return Err(FigureError::Scope(row.scope.clone()));
        }
        Ok(self.figure_of(entry, asked, name.argument.as_deref()))
    }

    /// Of whom a figure is that is named in a text about a scope.
    pub fn asked(&self, name: &FigureName, scope: Scope) -> Scope {
        let of_term = || self.figure_row(&name.name).is_some_and(|row| row.scope == ["term"]);
        let subject = match (name.student, name.class) {
            (Some(student), _) => Subject::Student(student),
            (None, Some(class)) => Subject::Class(class),
            (None, None) if name.term.is_some() || of_term() => Subject::Everybody,
            (None, None) => scope.subject,
        };
        Scope { subject, term: name.term.unwrap_or(scope.term) }
    }

    /// The table's row of a figure by its canonical name: what it computes, and for which audiences.
    pub fn figure_row(&self, name: &str) -> Option<&'a FigureRow> {
        self.index.names.find(name).and_then(|entry| self.row(entry.row))
    }

    /// Every name that a figure goes by, canonical ones first, then printed labels, then other names; without subjects in
    /// front. For finding the one that was probably meant.
    pub fn known_figure_names(&self) -> Vec<String> {
        self.index.names.known.clone()
    }

    /// Every figure that can be asked of a scope: canonical name, printed label, and its present value. Names with a placeholder
    /// are listed for each type, duty and value that occurs in the notes.
    pub fn all_figures(&self, scope: Scope) -> Vec<(String, String, Figure)> {
        let occurring = self.occurring(scope);
        let listed = |entry: &&names::Entry| {
            let kept = self.row(entry.row).is_some_and(|row| is_kept_of(row, scope.subject));
            kept && entry.key.as_ref().is_none_or(|(kind, key)| occurring.contains(&(kind.clone(), key.to_string())))
        };
        let entries = self.index.names.entries.iter().filter(listed);
        entries.map(|it| (it.name.clone(), it.label.clone(), self.figure_of(it, scope, None))).collect()
    }

    fn row(&self, at: usize) -> Option<&'a FigureRow> {
        self.casebook.schema.figures.get(at)
    }

    fn figure_of(&self, entry: &names::Entry, scope: Scope, argument: Option<&str>) -> Figure {
        let Some(row) = self.row(entry.row) else { return Answer::missing().into_figure(None, None, false) };
        let answer = self.answer(entry, scope, argument);
        let denominator = row.denominator.as_ref().map(|name| {
            let name = entry.key.as_ref().map_or_else(|| name.clone(), |(kind, key)| name.replace(&format!("{{{kind}}}"), key));
            let below = self.index.names.find(&name);
            let counted = || below.and_then(|it| self.answer(it, scope, argument).as_count()).unwrap_or_default();
            let n = answer.n.unwrap_or_else(counted);
            Denominator { label: below.map_or(name, |it| it.label.clone()), n }
        });
        let below = row.denominator.as_ref().and_then(|name| self.figure_row(name));
        let sampled = below.is_some_and(|it| matches!(it.unit.as_deref(), Some("人" | "份")));
        answer.into_figure(row.unit.clone(), denominator, sampled)
    }

    fn answer(&self, entry: &names::Entry, scope: Scope, argument: Option<&str>) -> Answer {
        let Some(row) = self.row(entry.row) else { return Answer::missing() };
        let key = entry.key.as_ref().map_or("", |(_, key)| &**key);
        let ask = Ask { row: &row.name, key, scope, argument };
        self.compute(&ask).unwrap_or_else(Answer::missing)
    }

    /// Computes a row of the table; `None` where no row has this name.
    fn compute(&self, ask: &Ask<'_>) -> Option<Answer> {
        let parts = [Self::work, Self::case, Self::progress_figure, Self::outcome];
        parts.into_iter().find_map(|part| part(self, ask))
    }

    /// Kinds and values that occur in a scope, by placeholder.
    fn occurring(&self, scope: Scope) -> BTreeSet<(String, String)> {
        let schema = &self.casebook.schema;
        let mut found: BTreeSet<(String, String)> = BTreeSet::new();
        let mut add = |kind: &str, key: &str| {
            found.insert((kind.to_owned(), key.to_owned()));
        };
        schema.duties.iter().for_each(|duty| add("duty", &duty.key));
        for kind in schema.types.iter().filter(|it| self.count(scope, &it.key) > 0) {
            add("type", &kind.key);
        }
        self.causes(scope).rows.iter().for_each(|row| add("cause", &row.cause));
        self.contacts(scope).modes.iter().for_each(|it| add("contact_mode", &it.mode));
        for (kind, note_type) in [("aspect", "status_review"), ("affect_item", "affect_rating")] {
            for key in self.choices(kind) {
                let rated = |start| self.at_end_of_term(scope, note_type, &key, start).is_some();
                if rated(true) || rated(false) {
                    add(kind, &key);
                }
            }
        }
        self.triggers(scope).iter().for_each(|it| add("trigger", it));
        self.students(scope).iter().filter_map(|it| self.tier(*it, scope.term)).for_each(|it| add("tier", &it));
        found
    }
}

/// Whether a figure is kept of this kind of subject.
fn is_kept_of(row: &FigureRow, subject: Subject) -> bool {
    let kind = match subject {
        Subject::Student(_) => "student",
        Subject::Class(_) => "class",
        Subject::Everybody => "term",
        Subject::Project(_) => "project",
    };
    row.scope.iter().any(|it| it == kind)
}

/// The numbers in a class's name, Chinese ones too: 4 and 2 of `四（2）班`.
fn class_numbers(name: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = Vec::new();
    let mut within = false;
    for it in name.chars() {
        let digit = it.to_digit(10).or_else(|| "零一二三四五六七八九".chars().position(|han| han == it).map(|at| at as u32));
        match (digit, numbers.last_mut()) {
            (Some(digit), Some(last)) if within => *last = last.saturating_mul(10).saturating_add(digit),
            (Some(digit), _) => numbers.push(digit),
            (None, _) => {}
        }
        within = digit.is_some();
    }
    numbers
}

#[cfg(test)]
impl Analysis<'_> {
    /// Rows of the table that no part computes.
    pub(super) fn rows_without_computation(&self) -> Vec<&str> {
        let term = self.casebook.config.terms[0].id;
        let unknown = |row: &&FigureRow| {
            let ask = Ask { row: &row.name, key: "", scope: Scope { subject: Subject::Everybody, term }, argument: None };
            self.compute(&ask).is_none()
        };
        self.casebook.schema.figures.iter().filter(unknown).map(|row| row.name.as_str()).collect()
    }
}
