//! The settings at the head of a Markdown file.

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Diagnostics, reading::size};
use crate::source::{FileId, Limit, Limits, Span};

use super::yaml::{key_shaped, yaml_within};
use super::{Entry, NodeKind};

/// Splits a Markdown file into its front matter and the byte at which its body begins, and reads the front matter. A file
/// without front matter has no entries and its body begins at 0.
///
/// Front matter stands between two lines of `---`, the first of which may have empty lines before it; the second may be `...`.
/// Fences of other dashes, a missing first fence and a missing last one are reported and read as what was meant.
pub fn front_matter(file: FileId, text: &str, limits: Limits, findings: &mut Diagnostics) -> (Vec<Entry>, usize) {
    let Some(fenced) = fences(text) else { return (Vec::new(), 0) };
    for (code, range) in fenced.faults {
        let finding = Diagnostic::new(code, Span::new(file, range.clone())).arg("found", slice(text, range.clone()));
        let at = |range| Span::new(file, range);
        findings.push(match code {
            Code::FrontMatterFence => finding.edit(at(range.start..range.start + slice(text, range).trim_end().len()), "---"),
            Code::FrontMatterUnopened => finding.edit(at(range.start..range.start), "---\n"),
            Code::FrontMatterUnclosed if ends_plainly(text, fenced.body) => {
                let broken = slice(text, 0..fenced.body).ends_with('\n');
                finding.edit(at(fenced.body..fenced.body), if broken { "---\n" } else { "\n---\n" })
            }
            _ => finding,
        });
    }
    if let Some(range) = second(text, fenced.body) {
        findings.push(Diagnostic::new(Code::SecondDocument, Span::new(file, range)));
    }
    if fenced.yaml.len() > limits.front_matter {
        let finding = Diagnostic::new(Code::FrontMatterTooLarge, Span::new(file, fenced.opening));
        let finding = finding.arg("size", size(fenced.yaml.len() as u64)).arg("limit", size(limits.front_matter as u64));
        findings.push(finding.set_by(Limit::FrontMatter));
        return (Vec::new(), fenced.body);
    }
    let node = yaml_within(file, text, fenced.yaml, limits.nesting, findings);
    let entries = match node.kind {
        NodeKind::Map(entries) => entries,
        NodeKind::Null => Vec::new(),
        NodeKind::List(_) | NodeKind::Scalar(_) => {
            findings.push(Diagnostic::new(Code::FrontMatterNotKeys, node.span));
            Vec::new()
        }
    };
    (entries, fenced.body)
}

/// Where front matter stands in a file.
#[derive(Debug, PartialEq)]
struct Fenced {
    /// The first fence, or the file's start where there is none.
    opening: Range<usize>,
    /// Between the fences.
    yaml: Range<usize>,
    /// Where the body begins.
    body: usize,
    /// What is wrong with the fences.
    faults: Vec<(Code, Range<usize>)>,
}

/// A line as a fence.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fence {
    /// As it should be.
    Right,
    /// Of other dashes, or of another number of them.
    Odd,
}

/// Finds the fences of a file's front matter; `None` where it has none.
fn fences(text: &str) -> Option<Fenced> {
    let mut lines = Lines { text, at: 0 };
    let opening = lines.by_ref().find(|it| !slice(text, it.clone()).trim().is_empty())?;
    let first = slice(text, opening.clone());
    let mut faults = Vec::new();
    match fence(first) {
        Some(Fence::Right) => {}
        Some(Fence::Odd) => {
            // A row of dashes is also how people draw a line: only keys below it make it a fence.
            let below = slice(text, lines.at..text.len()).lines().find(|it| !it.trim().is_empty())?;
            if !key_shaped(below) {
                return None;
            }
            faults.push((Code::FrontMatterFence, opening.clone()));
        }
        None => return unopened(text, opening.start),
    }
    let start = lines.at;
    let mut blank = false;
    for line in lines {
        let words = slice(text, line.clone());
        match fence(words).or_else(|| (words.trim_end() == "...").then_some(Fence::Right)) {
            // The rule further down does not close what prose has already ended.
            None if blank && is_prose(words) => break,
            None => blank = words.trim().is_empty(),
            Some(fence) => {
                let body = after(text, line.end);
                if fence == Fence::Odd {
                    faults.push((Code::FrontMatterFence, line.clone()));
                }
                return Some(Fenced { opening, yaml: start..line.start, body, faults });
            }
        }
    }
    let end = keys_end(text, start);
    faults.push((Code::FrontMatterUnclosed, opening.clone()));
    (end > start).then_some(Fenced { opening, yaml: start..end, body: end, faults })
}

/// Whether a line is a fence: three hyphens, or dashes that were meant to be.
fn fence(line: &str) -> Option<Fence> {
    // Nearly every line is told by its first byte: a hyphen, or the first of a dash's three.
    if !matches!(line.as_bytes().first(), Some(b'-' | 0xE2 | 0xEF)) {
        return None;
    }
    let line = line.trim_end();
    if line == "---" {
        return Some(Fence::Right);
    }
    let dashes = ['-', '—', '–', '－', '―', '−', '─', '‐', '‑'];
    let count = line.chars().count();
    (count > 1 && line.chars().all(|it| dashes.contains(&it))).then_some(Fence::Odd)
}

/// Front matter without its first fence: two or more keys, nothing but keys and what belongs to them, and then a fence. A
/// single line above `---` is a heading in Markdown.
fn unopened(text: &str, start: usize) -> Option<Fenced> {
    let mut keys = 0;
    for line in (Lines { text, at: start }) {
        let words = slice(text, line.clone());
        if key_shaped(words) {
            keys += 1;
        } else if fence(words).is_some() && keys > 1 {
            let first = start..start + slice(text, start..text.len()).lines().next().unwrap_or_default().trim_end().len();
            let faults = vec![(Code::FrontMatterUnopened, first)];
            return Some(Fenced { opening: start..start, yaml: start..line.start, body: after(text, line.end), faults });
        } else if keys == 0 || !belongs(words) {
            return None;
        }
    }
    None
}

/// Where keys and what belongs to them end, from `start` on: before the first line that is neither.
fn keys_end(text: &str, start: usize) -> usize {
    let mut end = start;
    for line in (Lines { text, at: start }) {
        let words = slice(text, line.clone());
        if !key_shaped(words) && (end == start || !belongs(words)) {
            break;
        }
        end = after(text, line.end);
    }
    end
}

/// The fence of further settings right below those that end at `end`: keys between two fences.
fn second(text: &str, end: usize) -> Option<Range<usize>> {
    let mut lines = Lines { text, at: end };
    let opening = lines.by_ref().find(|it| !slice(text, it.clone()).trim().is_empty())?;
    fence(slice(text, opening.clone()))?;
    let mut keys = 0;
    for line in lines {
        let words = slice(text, line);
        match fence(words) {
            Some(_) => return (keys > 0).then_some(opening),
            None if key_shaped(words) => keys += 1,
            None if keys > 0 && belongs(words) => {}
            None => return None,
        }
    }
    None
}

/// Whether settings that end at `end` have an empty line below them, and no further ones below that.
fn ends_plainly(text: &str, end: usize) -> bool {
    let below = slice(text, end..text.len());
    let next = below.lines().find(|it| !it.trim().is_empty()).unwrap_or_default();
    below.lines().next().is_none_or(|it| it.trim().is_empty()) && !key_shaped(next) && !belongs(next)
}

/// Whether a line can belong to the key above it.
fn belongs(line: &str) -> bool {
    line.starts_with("- ") || line.starts_with('#') || line.starts_with([' ', '\t']) && !line.trim().is_empty()
}

/// Whether a line after an empty one can only be the body of a file whose settings were not closed: a sentence that is no key.
fn is_prose(line: &str) -> bool {
    let sentence = line.contains(['。', '，']) || line.chars().nth(24).is_some();
    sentence && !key_shaped(line) && !belongs(line) && !line.contains(": ") && !line.starts_with([']', '}', '"', '\''])
}

/// The text of a range; nothing where it is not sound.
fn slice(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or_default()
}

/// The byte after the line break at `end`.
fn after(text: &str, end: usize) -> usize {
    (end + 1).min(text.len())
}

/// The lines of a text as ranges without their line breaks.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.at..).filter(|it| !it.is_empty())?;
        let start = self.at;
        let end = rest.find('\n').map_or(self.text.len(), |it| start + it);
        self.at = after(self.text, end);
        Some(start..end)
    }
}

#[cfg(test)]
#[path = "front_matter_tests.rs"]
mod tests;
