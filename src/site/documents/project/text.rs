//! The project's own page, section by section: what its teachers wrote under a heading goes where the report has that part.
//!
//! Nobody is asked to write a text twice. A heading that speaks of none of the parts belongs to how the research is done.

use crate::syntax::{Block, Prose, plain_text};

use super::super::draft::Draft;
use super::Report;

/// Parts of a report, and words of headings that speak of them, the first that fits deciding.
const PARTS: [(&str, &[&str]); 6] = [
    ("theory", &["理论", "依据", "文献综述"]),
    ("prospects", &["下一步", "设想", "打算", "展望", "后续"]),
    ("aims", &["目标", "目的"]),
    ("content", &["内容", "对象"]),
    ("background", &["背景", "缘起", "为什么", "问题的提出", "由来"]),
    ("methods", &[]),
];

pub(super) fn background(report: &Report, draft: &mut Draft) {
    part(report, "background", draft);
}

pub(super) fn theory(report: &Report, draft: &mut Draft) {
    part(report, "theory", draft);
}

pub(super) fn aims(report: &Report, draft: &mut Draft) {
    part(report, "aims", draft);
}

pub(super) fn content(report: &Report, draft: &mut Draft) {
    part(report, "content", draft);
}

pub(super) fn methods(report: &Report, draft: &mut Draft) {
    part(report, "methods", draft);
}

pub(super) fn prospects(report: &Report, draft: &mut Draft) {
    part(report, "prospects", draft);
}

/// Writes the sections of the page that belong to a part. What stands before the first heading is background.
fn part(report: &Report, wanted: &str, draft: &mut Draft) {
    let body = &report.project.body;
    let top = body.blocks.iter().filter_map(level).min().unwrap_or(1);
    let mut here = "background";
    let mut blocks: Vec<Block> = Vec::new();
    for block in &body.blocks {
        match block {
            // The report has its own heading above it.
            Block::Heading { level, content } if *level == top => here = part_of(&plain_text(content)),
            block if here == wanted => blocks.push(block.clone()),
            _ => {}
        }
    }
    // Footnotes go along whole: those to which nothing refers are not printed.
    draft.prose(&Prose::new(blocks, body.footnotes.clone()));
}

fn level(block: &Block) -> Option<u8> {
    match block {
        Block::Heading { level, .. } => Some(*level),
        _ => None,
    }
}

fn part_of(heading: &str) -> &'static str {
    let fits = |(_, words): &&(&str, &[&str])| words.is_empty() || words.iter().any(|it| heading.contains(it));
    PARTS.iter().find(fits).map_or("methods", |it| it.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_where_a_section_belongs() {
        for (heading, part) in [
            ("一、为什么做", "background"),
            ("二、怎样做", "methods"),
            ("三、守住的几条", "methods"),
            ("四、下一步", "prospects"),
            ("研究目标", "aims"),
            ("理论依据", "theory"),
            ("研究内容", "content"),
        ] {
            assert_eq!(part_of(heading), part, "{heading}");
        }
    }
}
