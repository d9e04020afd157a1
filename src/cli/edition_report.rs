//! What a build tells of an edition for others: what was hidden, who is left out, how well pupils hide. It names nobody.

use super::Invocation;
use super::columns::columns;
use crate::Outcome;
use crate::diag::Language;
use crate::privacy::{Anonymity, Kind, Tally};

/// Tells it.
pub(super) fn tell(invocation: &Invocation, outcome: &Outcome) {
    let language = invocation.language;
    let lines = [
        hidden(&outcome.hidden, language),
        doubts(outcome.hidden.doubts.len(), language),
        images(outcome.hidden.images, language),
        excluded(outcome.excluded, language),
        outcome.anonymity.as_ref().map(|it| anonymity(it, language)),
    ];
    lines.into_iter().flatten().for_each(|it| eprintln!("{it}"));
    if let Some(anonymity) = outcome.anonymity.as_ref().filter(|_| invocation.verbose) {
        eprint!("{}", groups(anonymity, language));
    }
}

/// How often anything was replaced, by what it would have betrayed.
fn hidden(tally: &Tally, language: Language) -> Option<String> {
    let counted = |(kind, count): (&Kind, &u32)| match language {
        Language::Chinese => format!("{}{count}处", words(*kind).0),
        Language::English => format!("{} {count}", words(*kind).1),
    };
    let counts: Vec<String> = tally.replaced.iter().map(counted).collect();
    (tally.total() > 0).then(|| match language {
        Language::Chinese => format!("隐去{}处：{}", tally.total(), counts.join("，")),
        Language::English => format!("Hidden in {} places: {}", tally.total(), counts.join(", ")),
    })
}

fn words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Pupil => ("学生", "pupils"),
        Kind::Family => ("家人", "families"),
        Kind::Adult => ("教师和其他成人", "other adults"),
        Kind::Place => ("学校和地名", "schools and places"),
        Kind::Number => ("号码", "numbers"),
        Kind::Birth => ("出生日期", "dates of birth"),
    }
}

fn doubts(count: usize, language: Language) -> Option<String> {
    (count > 0).then(|| match language {
        Language::Chinese => format!("其中{count}处不一定是人名：用 casebook review 看一遍"),
        Language::English => format!("{count} of these may be no names: see casebook review"),
    })
}

fn images(count: u32, language: Language) -> Option<String> {
    (count > 0).then(|| match language {
        Language::Chinese => format!("图片{count}处没有放入：图上的学生没有都取得这一版的同意，或者没有写图上是谁"),
        Language::English => {
            format!("Images left out in {count} places: not all on them agreed to this edition, or nobody said who is on them")
        }
    })
}

fn excluded(count: u32, language: Language) -> Option<String> {
    (count > 0).then(|| match language {
        Language::Chinese => format!("未取得同意{count}人（含档案写明不公开的），不在其中"),
        Language::English => format!("Left out for want of consent, or as their files say: {count}"),
    })
}

fn anonymity(it: &Anonymity, language: Language) -> String {
    let (k, exposed, least) = (it.k, it.exposed, Anonymity::LEAST);
    match language {
        Language::Chinese => {
            format!("k-匿名（性别、年级、学科、关注领域都相同的为一组）：k={k}，不足{least}人的组里共{exposed}人")
        }
        Language::English => format!(
            "k-anonymity (groups alike in sex, grade, subjects and domains): k={k}, {exposed} pupils in groups of fewer than {least}"
        ),
    }
}

/// The groups, the smallest first.
fn groups(it: &Anonymity, language: Language) -> String {
    let mut groups: Vec<(&String, &usize)> = it.groups.iter().collect();
    groups.sort_by_key(|(shared, size)| (*size, *shared));
    let size = |size: &usize| match language {
        Language::Chinese => format!("{size}人"),
        Language::English => size.to_string(),
    };
    columns(&groups.into_iter().map(|(shared, count)| vec![format!("  {}", size(count)), shared.clone()]).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_hidden_is_told_by_kind() {
        let tally = Tally { replaced: [(Kind::Pupil, 12), (Kind::Place, 1)].into(), doubts: Vec::new(), images: 0 };
        assert_eq!(hidden(&tally, Language::Chinese).as_deref(), Some("隐去13处：学生12处，学校和地名1处"));
        assert_eq!(hidden(&tally, Language::English).as_deref(), Some("Hidden in 13 places: pupils 12, schools and places 1"));
        assert_eq!(hidden(&Tally::default(), Language::Chinese), None);
        assert_eq!((doubts(0, Language::English), excluded(0, Language::English)), (None, None), "nothing is told of nobody");
    }

    #[test]
    fn the_smallest_groups_come_first() {
        let told = Anonymity { k: 1, exposed: 1, groups: [("女·四年级".into(), 6), ("男·四年级".into(), 1)].into() };
        assert_eq!(groups(&told, Language::Chinese), "  1人  男·四年级\n  6人  女·四年级\n");
        assert!(anonymity(&told, Language::Chinese).ends_with("k=1，不足3人的组里共1人"));
    }
}
