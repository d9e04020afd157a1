//! From the parser's events to [`Node`]s: values come from the parser, places from the scan.
//!
//! Both go through the document in the same order, so each value takes the next token. Where the two disagree, the tree stays
//! the parser's and the place is that of the line.

use std::collections::HashMap;
use std::fmt::{self, Display};
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::{Entry, Node, NodeKind, Spanned};

use super::token::{Style, Token, TokenKind};

/// From how many keys on a map's keys are looked up rather than gone through.
const MANY_KEYS: usize = 24;

/// How far ahead a token is looked for when the next one does not fit.
const SEARCHED: usize = 64;

/// Hands out the tokens of a scan one after the other.
pub(super) struct Builder<'a> {
    file: FileId,
    text: &'a str,
    tokens: &'a [Token],
    next: usize,
    /// Where the last token ended; the place of what is absent.
    end: usize,
    /// Keys given twice.
    pub(super) findings: Vec<Diagnostic>,
    /// How often no token fitted.
    pub(super) misses: usize,
}

impl<'a> Builder<'a> {
    /// Starts at byte `start` of `text`.
    pub(super) fn new(file: FileId, text: &'a str, start: usize, tokens: &'a [Token]) -> Self {
        Self { file, text, tokens, next: 0, end: start, findings: Vec::new(), misses: 0 }
    }

    fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// Whether the next token is of this kind; taken if so.
    fn take(&mut self, fits: impl Fn(TokenKind) -> bool) -> Option<&'a Token> {
        let token = self.tokens.get(self.next).filter(|it| fits(it.kind))?;
        self.next += 1;
        self.end = token.after;
        Some(token)
    }

    /// The token of a key or value that reads `text`: the next one, or else one a little further on.
    fn scalar_token(&mut self, is_key: bool, text: Option<&str>) -> Option<&'a Token> {
        let all = self.tokens;
        let fits = |it: &Token| match (it.kind, is_key) {
            (TokenKind::Key(style), true) | (TokenKind::Value(style), false) => {
                style == Style::Other || text.is_none_or(|text| self.text.get(it.range.clone()) == Some(text))
            }
            _ => false,
        };
        let ahead = all.get(self.next..).unwrap_or_default();
        let skipped = match ahead.iter().take(SEARCHED).position(fits) {
            Some(0) => 0,
            Some(skipped) if is_key => skipped,
            _ => {
                self.misses += 1;
                return None;
            }
        };
        self.misses += usize::from(skipped > 0);
        let token = ahead.get(skipped)?;
        self.next += skipped + 1;
        self.end = token.after;
        Some(token)
    }

    /// The line in which the last token ended: the place of a value that has no token.
    fn line(&self) -> Range<usize> {
        let start = self.slice(0..self.end).rfind('\n').map_or(0, |it| it + 1);
        let length = self.slice(start..self.text.len()).find('\n').unwrap_or(self.text.len() - start);
        start..start + length
    }

    /// A scalar whose text the parser gave.
    fn text(&mut self, text: &str) -> Node {
        let range = self.scalar_token(false, Some(text)).map_or_else(|| self.line(), |it| it.range.clone());
        Node { kind: NodeKind::Scalar(text.to_owned()), span: self.span(range) }
    }

    /// A scalar that the parser took for a number or truth value; its text is what was written.
    fn written(&mut self, value: impl Display) -> Node {
        let (text, range) = match self.scalar_token(false, None) {
            Some(token) => (self.slice(token.range.clone()).to_owned(), token.range.clone()),
            None => (value.to_string(), self.line()),
        };
        Node { kind: NodeKind::Scalar(text), span: self.span(range) }
    }

    /// A null, which may be written (`~`) or absent.
    fn null(&mut self) -> Node {
        let written = self.tokens.get(self.next).is_some_and(|it| {
            it.kind == TokenKind::Value(Style::Plain) && matches!(self.slice(it.range.clone()), "~" | "null" | "Null" | "NULL")
        });
        let range = match written.then(|| self.take(|_| true)).flatten() {
            Some(token) => token.range.clone(),
            None => self.end..self.end,
        };
        Node { kind: NodeKind::Null, span: self.span(range) }
    }

    /// A key. Its place is its own; the place of an absent value is after its colon.
    fn key(&mut self, text: Option<&str>) -> Spanned<String> {
        match self.scalar_token(true, text) {
            Some(token) => {
                let value = text.map_or_else(|| self.slice(token.range.clone()).to_owned(), str::to_owned);
                Spanned { value, span: self.span(token.range.clone()) }
            }
            None => Spanned { value: text.unwrap_or_default().to_owned(), span: self.span(self.line()) },
        }
    }
}

/// The keys of a map so far.
#[derive(Default)]
struct Keys {
    entries: Vec<Entry>,
    by_name: HashMap<String, Span>,
}

impl Keys {
    /// Where a key was given before.
    fn find(&mut self, key: &str) -> Option<Span> {
        if self.entries.len() < MANY_KEYS {
            return self.entries.iter().find(|it| it.key.value == key).map(|it| it.key.span);
        }
        if self.by_name.is_empty() {
            self.by_name = self.entries.iter().map(|it| (it.key.value.clone(), it.key.span)).collect();
        }
        self.by_name.get(key).copied()
    }

    fn push(&mut self, entry: Entry) {
        if !self.by_name.is_empty() {
            self.by_name.insert(entry.key.value.clone(), entry.key.span);
        }
        self.entries.push(entry);
    }
}

impl<'de> DeserializeSeed<'de> for &mut Builder<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Visits a scalar of each type that the parser tells apart.
macro_rules! scalars {
    ($($method:ident($type:ty) => $target:ident,)*) => {
        $(fn $method<E>(self, value: $type) -> Result<Self::Value, E> {
            Ok(self.$target(value))
        })*
    };
}

impl<'de> Visitor<'de> for &mut Builder<'_> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("YAML")
    }

    scalars! {
        visit_bool(bool) => written,
        visit_i64(i64) => written,
        visit_u64(u64) => written,
        visit_i128(i128) => written,
        visit_u128(u128) => written,
        visit_f64(f64) => written,
        visit_str(&str) => text,
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(self.null())
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(self.null())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let open = self.take(|it| it == TokenKind::Open).map(|it| it.range.start);
        let start = open.or_else(|| self.tokens.get(self.next).map(|it| it.range.start)).unwrap_or(self.end);
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Item { builder: &mut *self, dashed: open.is_none() })? {
            list.push(item);
        }
        if open.is_some() {
            self.take(|it| it == TokenKind::Close);
        }
        Ok(Node { kind: NodeKind::List(list), span: self.span(start..self.end.max(start)) })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Node, A::Error> {
        let open = self.take(|it| it == TokenKind::Open).map(|it| it.range.start);
        let start = open.or_else(|| self.tokens.get(self.next).map(|it| it.range.start)).unwrap_or(self.end);
        let mut keys = Keys::default();
        while let Some(key) = pairs.next_key_seed(Key(self))? {
            let value = pairs.next_value_seed(&mut *self)?;
            // A merge key was reported and is no key of the file's own.
            if key.value == "<<" {
                continue;
            }
            match keys.find(&key.value) {
                Some(first) => {
                    let finding = Diagnostic::new(Code::DuplicateKey, key.span).arg("key", &key.value).related(first);
                    self.findings.push(finding);
                }
                None => keys.push(Entry { key, value }),
            }
        }
        if open.is_some() {
            self.take(|it| it == TokenKind::Close);
        }
        Ok(Node { kind: NodeKind::Map(keys.entries), span: self.span(start..self.end.max(start)) })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        Err(A::Error::custom("tags are not allowed"))
    }
}

/// Reads an item of a list. Its dash is taken only when there is an item, for the next dash may be an outer list's.
struct Item<'b, 'a> {
    builder: &'b mut Builder<'a>,
    dashed: bool,
}

impl<'de> DeserializeSeed<'de> for Item<'_, '_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        if self.dashed {
            self.builder.take(|it| it == TokenKind::Dash);
        }
        deserializer.deserialize_any(self.builder)
    }
}

/// Reads a key, which must be a scalar.
struct Key<'b, 'a>(&'b mut Builder<'a>);

impl Key<'_, '_> {
    fn named(self, name: &str) -> Spanned<String> {
        self.0.key(Some(name))
    }

    fn written(self, _: impl Display) -> Spanned<String> {
        self.0.key(None)
    }
}

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = Spanned<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Key<'_, '_> {
    type Value = Spanned<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a word as key")
    }

    scalars! {
        visit_bool(bool) => written,
        visit_i64(i64) => written,
        visit_u64(u64) => written,
        visit_i128(i128) => written,
        visit_u128(u128) => written,
        visit_f64(f64) => written,
        visit_str(&str) => named,
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(self.written(""))
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(self.written(""))
    }
}
