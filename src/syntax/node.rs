//! YAML and table rows as one tree, each key and value with its place.

use crate::source::Span;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

/// A raw value: what was written, before anybody knows what it should mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What was written.
    pub kind: NodeKind,
    /// Where.
    pub span: Span,
}

/// The kinds of raw values. Scalars keep their text: `007`, `2.50` and `是` are what the teacher typed; what they are is the
/// field's affair.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// Nothing: `key:` with no value, `~`, an empty cell.
    Null,
    /// A word, number, date, truth value or text, without its quotes.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order they were written.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key as written.
    pub key: Spanned<String>,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// The text of a scalar.
    pub fn scalar(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// Whether there is no value.
    pub fn is_null(&self) -> bool {
        self.kind == NodeKind::Null
    }
}
