//! The same pupils before and after, as a group, with tests where there are enough of them.

use crate::analysis::statistics::{decimal, effect_sizes, mean, paired_t, sample_sd, wilcoxon_exact};
use crate::analysis::{ExamFacts, Measured, PrePost};
use crate::phrases::{Speaks, say};
use crate::privacy::View;

use super::super::wording::probability;
use super::{Facts, Filling, MISSING, made_of};
use crate::site::TableRow;

/// Fewer pairs are described, but not tested.
const LEAST: usize = 5;

/// 指标, n, 前测 M±SD, 后测 M±SD, t/W, p, 效应量
pub(super) fn pre_post(facts: Facts) -> Filling {
    let rows = facts.analysis.pre_post(facts.scope).into_iter().filter_map(|it| row(facts, it));
    let exams = facts.analysis.exams(facts.scope, None);
    let told = tells_passes(facts.view, &exams);
    let passing = exams.mcnemar.filter(|_| told && exams.pairs.len() >= LEAST).map(|p| {
        let (before, after, n) = (exams.passed_before, exams.passed_after, exams.pairs.len());
        let verdict = if p < 0.05 && n >= 30 { "" } else { facts.word("，不作显著性结论") };
        say!(facts, "期末合格人数由{}人到{}人（n={}，精确McNemar检验p={}{}）。", before, after, n, decimal(p, 3), verdict)
    });
    let note = facts.word("SD为样本标准差；t为配对t检验，W为Wilcoxon符号秩和（精确检验），效应量为d_av的Hedges校正值g。没有对照组，可能含回归均值；人数少，只说明本组前后的差别。");
    Filling::new(&[1, 2, 3, 4, 5, 6], rows).note(format!("{}{note}", passing.unwrap_or_default()))
}

/// Whether it may be told how many sat the term's exams and passed, before and now.
pub(in super::super) fn tells_passes(view: &View, exams: &ExamFacts) -> bool {
    match exams.pairs.len() as u32 {
        0 => view.tells_share(exams.present, exams.enrolled) && view.tells_share(exams.passed, exams.present),
        n => view.tells_share(exams.passed_before, n) && view.tells_share(exams.passed_after, n),
    }
}

fn row(facts: Facts, it: PrePost) -> Option<TableRow> {
    let (before, after): (Vec<f64>, Vec<f64>) = it.pairs.iter().copied().unzip();
    let level = |values: &[f64]| Some(format!("{}±{}", decimal(mean(values)?, 1), decimal(sample_sd(values)?, 1)));
    let n = it.pairs.len();
    let (mut test, mut p, mut effect) = (facts.word("数据不足").to_owned(), MISSING.to_owned(), MISSING.to_owned());
    if n >= LEAST {
        let t = paired_t(&it.pairs).and_then(|it| it.test);
        let ranks = wilcoxon_exact(&it.pairs);
        let either = |t: Option<String>, ranks: Option<String>| {
            let both: Vec<String> = [t, ranks].into_iter().flatten().collect();
            if both.is_empty() { MISSING.to_owned() } else { both.join(facts.word("；")) }
        };
        let least = |it: &crate::analysis::statistics::Wilcoxon| it.w_minus.min(it.w_plus);
        test = either(
            t.map(|(t, _)| format!("t={}", decimal(t, 2))),
            ranks.as_ref().map(|it| format!("W={}", decimal(least(it), 1))),
        );
        p = either(t.map(|(_, p)| probability(p)), ranks.as_ref().map(|it| probability(it.p)));
        effect = effect_sizes(&it.pairs).map_or_else(|| MISSING.to_owned(), |it| format!("g={}", decimal(it.g_av, 2)));
    }
    let cells = vec![label(facts, &it.of), n.to_string(), level(&before)?, level(&after)?, test, p, effect];
    Some(made_of(it.notes, cells).telling(&facts, facts.tells(n as u32), 1..7))
}

fn label(facts: Facts, of: &Measured) -> String {
    let schema = &facts.casebook.schema;
    match of {
        Measured::Exam(Some(subject)) => say!(facts, "期末{}（分）", schema.choice_label("subject", subject)),
        Measured::Exam(None) => facts.word("期末考试（分）").to_owned(),
        Measured::Aspect(aspect) => say!(facts, "{}（1—5）", schema.choice_label("aspect", aspect)),
        Measured::Measure(name) => {
            let unit = facts.casebook.config.measure(name).unit.map(|it| say!(facts, "（{}）", it)).unwrap_or_default();
            format!("{name}{unit}")
        }
    }
}
