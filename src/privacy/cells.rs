//! Figures for an audience: those that the types table gives it, and none that tells of a few.
//!
//! A number of persons is not told where it is smaller than [`View::least`], nor where what is told beside it would give it away:
//! pupils are counted as parts of a whole, of which the whole is told, and what is not told of one part is whatever the others
//! leave. So further parts are kept back until those that are kept back are several and together no few.

use std::collections::BTreeMap;

use crate::analysis::{Amount, Figure, FigureError, FigureName, Scope, Subject};
use crate::model::Casebook;

use crate::phrases::{Speaks, say};

use super::{Audience, View};

/// Units in which persons are counted.
const PERSONS: [&str; 2] = ["人", "份"];

/// Units of what is no count, so that it cannot be said that there are some.
const NO_COUNTS: [&str; 3] = ["%", "分", "次/20天"];

/// Persons of a whole, by what they are told apart by. Who is in none of the parts is the rest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parts {
    /// How many are in each.
    pub parts: Vec<u32>,
    /// How many there are.
    pub whole: u32,
}

impl Parts {
    /// One part of a whole.
    pub fn one(count: u32, whole: u32) -> Self {
        Self { parts: vec![count], whole }
    }

    /// A number of persons that is part of no other.
    pub fn alone(count: u32) -> Self {
        Self::one(count, count)
    }

    /// Which may not be told, the rest included: those of fewer than `least`, those that are `closed`, and more, so that these are
    /// not what the others leave. Of equals all or none, so that wherever the same parts are told, the same ones are not.
    fn hidden(mut self, closed: &[bool], least: u32) -> Vec<bool> {
        self.parts.push(self.whole.saturating_sub(self.parts.iter().sum()));
        let few = |(at, count): (usize, &u32)| (1..least).contains(count) || closed.get(at).is_some_and(|it| *it);
        let mut hidden: Vec<bool> = self.parts.iter().enumerate().map(few).collect();
        while hidden.contains(&true) {
            let known = self.parts.iter().zip(&hidden);
            let kept: Vec<u32> = known.clone().filter(|(count, hidden)| **hidden && **count > 0).map(|it| *it.0).collect();
            let sum: u32 = kept.iter().sum();
            // As many persons as parts would be one in each.
            if kept.len() > 1 && sum >= least && sum > kept.len() as u32 {
                break;
            }
            let Some(next) = known.filter(|(count, hidden)| !**hidden && **count > 0).map(|it| *it.0).min() else {
                return vec![true; hidden.len()];
            };
            self.parts.iter().zip(&mut hidden).filter(|(count, _)| **count == next).for_each(|(_, hidden)| *hidden = true);
        }
        hidden
    }
}

impl View<'_> {
    /// The smallest number of persons that is told of a scope. Of a single pupil all is told that the audience may see.
    pub fn least(&self, scope: Scope) -> u32 {
        if matches!(scope.subject, Subject::Student(_)) { 0 } else { self.least_of_several() }
    }

    /// The smallest number of persons that is told of more than one pupil, whatever they are of.
    pub fn least_of_several(&self) -> u32 {
        let own = self.audience.smallest_cell();
        if own == 0 {
            return 0;
        }
        let set = self.casebook.config.fields.record("privacy").and_then(|it| it.integer("smallest_cell"));
        set.and_then(|it| u32::try_from(it).ok()).unwrap_or_default().max(own)
    }

    /// Which of so many parts of a scope's persons may be told. Of all classes together none is told that is not told of one of
    /// them. Where everything is told, nothing is counted.
    pub fn told(&self, scope: Scope, count: usize, of: &dyn Fn(Scope) -> Parts) -> Vec<bool> {
        let least = self.least(scope);
        if least == 0 {
            return vec![true; count];
        }
        let parts = of(scope);
        let count = parts.parts.len();
        let mut closed = vec![false; count + 1];
        if scope.subject == Subject::Everybody && self.casebook.classes.len() > 1 {
            for (class, _) in self.casebook.classes() {
                let own = of(Scope { subject: Subject::Class(class), ..scope });
                closed.iter_mut().zip(own.hidden(&[], least)).for_each(|(closed, hidden)| *closed |= hidden);
            }
        }
        parts.hidden(&closed, least).into_iter().take(count).map(|it| !it).collect()
    }

    /// Whether a number of a scope's persons may be told.
    pub fn tells(&self, scope: Scope, of: &dyn Fn(Scope) -> Parts) -> bool {
        self.told(scope, 1, of).iter().all(|it| *it)
    }

    /// Whether a number of a scope's persons may be told that is part of no other.
    pub fn tells_count(&self, scope: Scope, count: u32) -> bool {
        !(1..self.least(scope)).contains(&count)
    }

    /// The same of persons who are of no scope: who answered a questionnaire, or of whom a list of notes is.
    pub fn tells_persons(&self, count: u32) -> bool {
        !(1..self.least_of_several()).contains(&count)
    }

    /// Whether a part of such persons may be told beside the whole.
    pub fn tells_share(&self, count: u32, whole: u32) -> bool {
        let least = self.least_of_several();
        least == 0 || Parts::one(count, whole).hidden(&[], least).iter().all(|hidden| !hidden)
    }

    /// Of how many something is told: `n=8`, or `n<10` where these are few.
    pub fn n(&self, scope: Scope, count: u32) -> String {
        n_of(count, self.least(scope))
    }

    /// The same of persons who are of no scope.
    pub fn n_of_several(&self, count: u32) -> String {
        n_of(count, self.least_of_several())
    }

    /// A figure as this audience may read it.
    ///
    /// # Errors
    /// Where nothing has this name, or it is not kept of such a subject.
    pub fn figure(&self, text: &str, scope: Scope) -> Result<Figure, FigureError> {
        let figure = self.analysis.figure(text, scope)?;
        if self.audience == Audience::Teacher {
            return Ok(figure);
        }
        let name = self.analysis.figure_name(text)?;
        let row = self.analysis.figure_row(&name.name);
        if !row.is_some_and(|it| it.audiences.contains(&self.audience.letter())) {
            return Ok(self.withheld(figure, self.word("本版不列")));
        }
        let scope = self.analysis.asked(&name, scope);
        if self.persons(&name, &figure).is_none() || name.name == "students.excluded" {
            return Ok(figure);
        }
        let (family, own) = self.family(&name);
        let count = |name: &str, scope: Scope| {
            let figure = self.analysis.figure(name, scope).ok();
            let persons = figure.and_then(|it| self.persons(&self.analysis.figure_name(name).ok()?, &it));
            persons.unwrap_or_default()
        };
        let parts = |scope: Scope| {
            let counts: Vec<(u32, u32)> = family.iter().map(|it| count(it, scope)).collect();
            Parts {
                parts: counts.iter().map(|it| it.0).collect(),
                whole: counts.iter().map(|it| it.1).max().unwrap_or_default(),
            }
        };
        match self.told(scope, family.len(), &parts).get(own) {
            Some(true) => Ok(figure),
            _ => Ok(self.withheld(figure, &say!(self, "人数少于{}，不列", self.least(scope)))),
        }
    }

    /// A figure without its number, which leaves whether there are some.
    fn withheld(&self, figure: Figure, why: &str) -> Figure {
        let unit = figure.unit.filter(|it| !NO_COUNTS.contains(&it.as_str()));
        // It is all there is in its place, so that no blank stands before it.
        let why = say!(self, "（{}）", why).trim_start().to_owned();
        Figure { amount: Amount::Withheld(why), unit, denominator: None }
    }

    /// How many persons a figure tells of, and of how many; `None` where it counts no persons and is out of none.
    fn persons(&self, name: &FigureName, figure: &Figure) -> Option<(u32, u32)> {
        let is_persons = |unit: &str| PERSONS.contains(&unit);
        let unit_of = |name: &str| self.analysis.figure_row(name).and_then(|it| it.unit.as_deref());
        let below = self.analysis.figure_row(&name.name).and_then(|it| it.denominator.as_deref()).and_then(unit_of);
        let persons = |it: i64| u32::try_from(it).unwrap_or_default();
        let whole = figure.denominator.as_ref().map(|it| persons(it.n)).filter(|_| below.is_some_and(is_persons));
        let counted = match &figure.amount {
            Amount::Count(count) => Some(persons(*count)),
            Amount::Percent { count, .. } => count.map(persons),
            Amount::Insufficient | Amount::Number { .. } | Amount::Estimate { .. } | Amount::Words(_) | Amount::Withheld(_) => {
                None
            }
        };
        let counted = counted.filter(|_| whole.is_some() || figure.unit.as_deref().is_some_and(is_persons));
        match (counted, whole) {
            (None, None) => None,
            (Some(count), whole) => Some((count, whole.unwrap_or(count))),
            (None, Some(whole)) => Some((whole, whole)),
        }
    }

    /// The figures that are parts of the same whole as one, and its place among them.
    fn family(&self, name: &FigureName) -> (Vec<String>, usize) {
        let keys = |list: &str| {
            let choices = self.casebook.schema.enums.get(list).map(|it| it.choices.as_slice()).unwrap_or_default();
            choices.iter().map(|it| it.key.to_string()).collect::<Vec<_>>()
        };
        let outcomes = ["met", "improved", "not_evident", "undecided"].map(|it| format!("conversion.{it}"));
        let domains = ["students.one_domain", "students.two_domains"].map(str::to_owned);
        let families = [
            keys("tier").iter().map(|it| format!("students.tier_{it}")).collect(),
            keys("cause").iter().map(|it| format!("cause.{it}.count")).collect(),
            Vec::from(outcomes),
            Vec::from(domains),
        ];
        let own = match name.name.as_str() {
            "conversion_rate" => "conversion.met".to_owned(),
            it if it.starts_with("cause.") => it.replace(".share", ".count"),
            it => it.to_owned(),
        };
        let place = |family: &Vec<String>| family.iter().position(|it| *it == own);
        let found = families.into_iter().find_map(|family| place(&family).map(|at| (family, at)));
        let argument = name.argument.as_ref().map(|it| format!("({it})")).unwrap_or_default();
        found.unwrap_or_else(|| (vec![format!("{own}{argument}")], 0))
    }

    /// Whether the audience may read a table or chart with these letters at all.
    pub fn may_read(&self, audiences: &[char]) -> bool {
        audiences.contains(&self.audience.letter())
    }
}

fn n_of(count: u32, least: u32) -> String {
    if (1..least).contains(&count) { format!("n<{least}") } else { format!("n={count}") }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::ClassId;
    use crate::privacy::Projection;
    use crate::source::SourceTree;

    /// What a reader sees of parts of a whole: the number, or that there is one.
    fn seen(parts: &[u32], least: u32) -> Vec<Option<u32>> {
        let whole = parts.iter().sum();
        // The last part is nowhere written: it is what the others leave.
        let (rest, written) = parts.split_last().expect("parts");
        assert_eq!(whole - written.iter().sum::<u32>(), *rest);
        let hidden = Parts { parts: written.to_vec(), whole }.hidden(&[], least);
        parts.iter().zip(hidden).map(|(count, hidden)| (!hidden).then_some(*count)).collect()
    }

    /// All ways in which so many parts make up a whole.
    fn ways(parts: usize, whole: u32) -> Vec<Vec<u32>> {
        if parts == 1 {
            return vec![vec![whole]];
        }
        let more = |first: u32| ways(parts - 1, whole - first).into_iter().map(move |rest| [vec![first], rest].concat());
        (0..=whole).flat_map(more).collect()
    }

    proptest! {
        #[test]
        fn nothing_that_is_hidden_can_be_reckoned(parts in prop::collection::vec(0u32..9, 2..5), least in 1u32..7) {
            let whole: u32 = parts.iter().sum();
            prop_assume!(whole >= least);
            let told = seen(&parts, least);
            for (at, count) in parts.iter().enumerate().filter(|(at, _)| told[*at].is_none()) {
                // Whatever leaves what is told as it is; that a part is hidden by itself says that somebody is in it.
                let least_of = u32::from(told.iter().any(Option::is_some));
                let fits = |it: &Vec<u32>| it.iter().zip(&told).all(|(it, told)| told.map_or(*it >= least_of, |told| told == *it));
                let alike = ways(parts.len(), whole).into_iter().filter(fits);
                let values: std::collections::BTreeSet<u32> = alike.map(|it| it[at]).collect();
                prop_assert!(values.len() > 1, "{parts:?} of {least}: {told:?} gives away {count}");
            }
            for count in told.iter().flatten() {
                prop_assert!(*count == 0 || *count >= least, "{parts:?} of {least}: {told:?} tells of few");
            }
        }

        #[test]
        fn the_order_of_parts_does_not_matter(mut parts in prop::collection::vec(0u32..9, 2..6), least in 1u32..7) {
            let mut told = seen(&parts, least);
            parts.reverse();
            told.reverse();
            prop_assert_eq!(seen(&parts, least), told);
        }
    }

    #[test]
    fn parts_are_kept_back_together() {
        assert_eq!(seen(&[20, 8, 6], 5), [Some(20), Some(8), Some(6)]);
        assert_eq!(seen(&[20, 8, 2], 5), [Some(20), None, None]);
        assert_eq!(seen(&[20, 3, 3], 5), [Some(20), None, None]);
        assert_eq!(seen(&[5, 2, 1], 5), [None, None, None], "the two together are few");
        assert_eq!(seen(&[9, 9, 2], 5), [None, None, None], "of equals both");
        assert_eq!(seen(&[8, 0], 5), [Some(8), Some(0)], "nobody is no few");
        assert_eq!(seen(&[3, 1, 0], 5), [None, None, None], "nor is the whole told");
    }

    /// What colleagues read of a figure, for each of two classes and for both, of so many pupils in each tier of a class.
    fn read(figure: &str, classes: [[usize; 3]; 2]) -> [String; 3] {
        let config = "标题: 小例子\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n";
        let mut files = vec![("casebook.yaml".to_owned(), config.to_owned())];
        for (class, tiers) in ["4-1", "4-2"].iter().zip(classes) {
            files.push((format!("classes/{class}/index.md"), "---\n年级: 四年级\n---\n".to_owned()));
            let tiers = tiers.iter().zip(1..).flat_map(|(count, tier)| std::iter::repeat_n(tier, *count));
            for tier in tiers {
                let code = format!("S{:02}", files.len());
                let profile = format!("---\n化名: 小{code}\n班级: {class}\n建档日期: 2026-03-05\n支持层级: {tier}\n---\n");
                files.push((format!("students/{code}/index.md"), profile));
            }
        }
        let tree = SourceTree::of_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let (casebook, findings) = crate::read(&tree);
        assert!(!findings.has_errors(), "{findings:?}");
        let casebook = casebook.expect("settings");
        let projection = Projection::of(&casebook, None, Audience::Staff, None).expect("aliases");
        let view = projection.view();
        let term = view.casebook.config.terms[0].id;
        let subjects = [Subject::Class(ClassId(0)), Subject::Class(ClassId(1)), Subject::Everybody];
        subjects.map(|subject| view.figure(figure, Scope { subject, term }).expect("a figure").bare(view.language()))
    }

    const FEW: &str = "（人数少于5，不列）";

    #[test]
    fn a_class_is_not_what_the_others_leave_of_all() {
        assert_eq!(read("students.tier_2", [[6, 6, 0], [8, 10, 0]]), ["6", "10", "16"]);
        assert_eq!(read("students.tier_2", [[6, 6, 0], [2, 16, 0]]), ["6", FEW, FEW]);
        assert_eq!(read("students.tier_1", [[6, 6, 0], [2, 16, 0]]), ["6", FEW, FEW]);
        assert_eq!(read("students.count", [[6, 6, 0], [2, 16, 0]]), ["12", "18", "30"]);
    }

    #[test]
    fn a_part_is_not_what_the_others_leave_of_a_class() {
        let [first, ..] = read("students.tier_1", [[7, 9, 3], [7, 9, 7]]);
        let [second, ..] = read("students.tier_2", [[7, 9, 3], [7, 9, 7]]);
        let [third, ..] = read("students.tier_3", [[7, 9, 3], [7, 9, 7]]);
        assert_eq!([first.as_str(), second.as_str(), third.as_str()], [FEW, "9", FEW]);
    }
}
