//! What documents tell of each row, and in which section.
//!
//! A composed document tells a row in the section that the ledger names, unless it is written here. A test takes the row's
//! records out of the demo and sees the section change.

/// Rows that a composed document tells in another section than the ledger names: row, genre, section.
const ELSEWHERE: &[(&str, &str, &str)] =
    &[("A1", "term_summary", "basics"), ("B10", "term_summary", "climate"), ("D11", "term_summary", "basics")];

/// The section of a composed document that tells a row, of which the ledger names `named`; `None` where none does.
pub(super) fn section<'a>(row: &str, genre: &str, named: &'a str) -> Option<&'a str> {
    let other = ELSEWHERE.iter().find(|it| it.0 == row && it.1 == genre).map(|it| it.2);
    Some(other.unwrap_or(named))
}

/// Sections that are a row: where somebody wrote a document with such a heading, it tells the row. Other rows may stand
/// anywhere in what people write, so nothing is said of them.
const OWN: &[(&str, &str)] = &[
    ("D1", "team"),
    ("D2", "findings"),
    ("D4", "questions"),
    ("D5", "significance"),
    ("D6", "opening"),
    ("D10", "references"),
];

/// Whether a section of a written document is the row itself.
pub(super) fn is_own(row: &str, section: &str) -> bool {
    OWN.contains(&(row, section))
}
