//! YAML with places.
//!
//! The parser says what a text means; a [`scan`] of our own says where each key and value stands and recognises the mistakes
//! that people make, so that each is reported in words and with its repair rather than by the parser's English. The repairs
//! are made on a copy before the parser runs, so one mistake does not hide the rest of the file.

mod build;
mod fault;
mod flow;
mod mistake;
mod scalar;
mod scan;
mod token;

use std::ops::Range;

use serde::de::DeserializeSeed;

use crate::diag::{Code, Diagnostics};
use crate::source::{FileId, Limits, Span};

use super::{Node, NodeKind, odd};
use build::Builder;
pub(super) use mistake::key_shaped;
use scan::{Scan, scan};
use token::{Mend, mended};

/// How many lines that the parser refuses are left out before a text is given up.
const LINES_LEFT_OUT: usize = 4;

/// Reads the YAML in `range` of `text`. Faults become findings. Of a text with mistakes everything is read that can be; where
/// nothing can, the node is null.
pub fn yaml(file: FileId, text: &str, range: Range<usize>, findings: &mut Diagnostics) -> Node {
    yaml_within(file, text, range, Limits::default().nesting, findings)
}

/// The same with another limit for how deep lists and maps may be nested: parsers recurse, and some are quadratic in open
/// brackets.
pub(super) fn yaml_within(file: FileId, text: &str, range: Range<usize>, nesting: usize, findings: &mut Diagnostics) -> Node {
    let source = text.get(range.clone()).unwrap_or_default();
    match odd::without(source) {
        // The parser stops at these, and the scan takes NUL for the end.
        Some(plain) => {
            findings.extend(odd::characters(file, source, range.start, Code::ControlCharacter));
            let plain = format!("{}{plain}", text.get(..range.start).unwrap_or_default());
            read(file, &plain, range, nesting, findings).0
        }
        None => read(file, text, range, nesting, findings).0,
    }
}

/// The tree, and how many of its values had to make do with the place of their line.
fn read(file: FileId, text: &str, range: Range<usize>, nesting: usize, findings: &mut Diagnostics) -> (Node, usize) {
    let mut scan = scan(file, text, range.clone(), nesting);
    let mut read = None;
    for attempt in 0..=LINES_LEFT_OUT {
        if scan.too_deep {
            break;
        }
        match attempted(file, text, range.clone(), &mut scan) {
            Ok(done) => {
                read = Some(done);
                break;
            }
            Err(error) => {
                let place = fault::place(text, range.clone(), &error);
                if attempt == 0 {
                    findings.extend(fault::explain(file, text, range.clone(), &error, &scan.findings));
                }
                leave_out(place, text, &mut scan);
            }
        }
    }
    findings.extend(scan.findings);
    read.unwrap_or_else(|| (Node { kind: NodeKind::Null, span: Span::new(file, range) }, 0))
}

/// Runs the parser over a scanned text, with its repairs if there are any.
fn attempted(file: FileId, text: &str, range: Range<usize>, scan: &mut Scan) -> Result<(Node, usize), serde_yaml::Error> {
    let mut builder = Builder::new(file, text, range.start, &scan.tokens);
    let node = if scan.mends.is_empty() {
        let source = text.get(range).unwrap_or_default();
        builder.deserialize(serde_yaml::Deserializer::from_str(source))
    } else {
        scan.mends.sort_by_key(|it| it.range.start);
        let repaired = mended(text, range, &scan.mends);
        builder.deserialize(serde_yaml::Deserializer::from_str(&repaired))
    }?;
    let misses = builder.misses;
    scan.findings.append(&mut builder.findings);
    Ok((node, misses))
}

/// Takes a line that the parser refused out of the text, so that the others can be read.
fn leave_out(line: Range<usize>, text: &str, scan: &mut Scan) {
    let start = text.get(..line.start).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1);
    let line = start..line.end;
    scan.tokens.retain(|it| !line.contains(&it.range.start));
    scan.mends.retain(|it| it.range.end <= line.start || it.range.start >= line.end);
    scan.mends.push(Mend { range: line, text: String::new() });
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
